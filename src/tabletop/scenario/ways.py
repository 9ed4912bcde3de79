"""Routes between places, and orders to move that no route allows."""

from __future__ import annotations

from collections.abc import Iterable

from tabletop.scenario.definition import Scenario
from tabletop.scenario.effects import Effect
from tabletop.scenario.findings import Findings
from tabletop.scenario.references import Path_, Site


def check_ways(scenario: Scenario, sites: Iterable[Site], findings: Findings) -> None:
    """Every route joins two places once, and every order leads along one of them."""
    _routes(scenario, findings)
    moves = [
        ((*site.path, "move", "to"), site.value.move.package, site.value.move.to)
        for site in sites
        if site.marker is Effect and site.value.move is not None
    ]
    _reachable(scenario, moves, findings)


def _routes(scenario: Scenario, findings: Findings) -> None:
    seen: dict[frozenset[str], Path_] = {}
    for index, route in enumerate(scenario.routes):
        path = ("routes", index, "ends")
        ends = frozenset(route.ends)
        first = seen.setdefault(ends, path)
        if len(ends) == 1:
            findings.error("TT419", "both ends of this route are the same place", path, "name two places")
        elif first is not path:
            message = "there is already a route between these two places"
            findings.error("TT419", message, path, "keep one; a route goes both ways", related=[first])


def _reachable(scenario: Scenario, moves: list[tuple[Path_, str, str]], findings: Findings) -> None:
    """A package can be ordered only along a route from one of the places where it can be."""
    routes = {frozenset(route.ends) for route in scenario.routes}
    where: dict[str, set[str]] = {package.id: {package.place} for package in scenario.packages}
    for preset in scenario.presets:
        for package, place in preset.places.items():
            where.setdefault(package, set()).add(place)
    for _, package, place in moves:
        where.setdefault(package, set()).add(place)
    for path, package, place in moves:
        others = sorted(where[package] - {place})
        if others and not any(frozenset((other, place)) in routes for other in others):
            message = f'no route leads to "{place}" from where "{package}" can be ({", ".join(others)})'
            findings.error("TT419", message, path, "add it under 'routes'")
