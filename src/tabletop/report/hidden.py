"""What the reported seats could not see: hidden facts, quantities seen as bands or not at all, what was not told."""

from __future__ import annotations

from collections.abc import Iterator

from tabletop.engine.odds import words
from tabletop.engine.sight import sight
from tabletop.report.aar import FactHidden, GaugeHidden, HiddenTold
from tabletop.report.game import Game
from tabletop.report.story import Row
from tabletop.report.wording import shown
from tabletop.scenario.elements import Flag, Gauge, Latent, Stock, Text

SEEN = {"band": "in five words only", "hidden": "not at all"}


def hidden_told(game: Game, rows: tuple[Row, ...]) -> HiddenTold:
    """Everything that at least one reported seat did not see exactly."""
    return HiddenTold(
        tuple(_fact(game, latent) for latent in game.scenario.latents if _unseen(game, latent)),
        tuple(_gauges(game)),
        tuple(row.n for row in rows if row.hidden_from and row.n is not None and row.kind != "end"),
    )


def _unseen(game: Game, thing: Gauge | Stock | Flag | Text | Latent) -> tuple[tuple[str, str], ...]:
    """(seat, how it saw it) for each reported seat that did not see it exactly."""
    seen = ((game.shorts[seat], sight(thing.visible, seat)) for seat in game.seats)
    return tuple((short, SEEN[how]) for short, how in seen if how in SEEN)


def _fact(game: Game, latent: Latent) -> FactHidden:
    quantity = game.program.layout.quantities[latent.id]
    value = game.sim.world.values[quantity.slot]
    blind = [short for short, _ in _unseen(game, latent)]
    seen_by = tuple(game.shorts[seat] for seat in game.seats if game.shorts[seat] not in blind)
    if not latent.states:
        return FactHidden(latent.label, f"{value:.1f}", "", seen_by)
    state = next(state for state in latent.states if state.id == quantity.name(value))
    return FactHidden(latent.label, state.label or str(state.id).replace("_", " "), words(state.odds), seen_by)


def _gauges(game: Game) -> Iterator[GaugeHidden]:
    scenario, start = game.scenario, _start(game)
    things: list[Gauge | Stock | Flag | Text] = [
        *scenario.gauges, *scenario.stocks, *scenario.flags, *scenario.texts
    ]  # fmt: skip
    for thing in things:
        seen = _unseen(game, thing)
        if seen and not getattr(thing, "auxiliary", False):
            quantity = game.program.layout.quantities[thing.id]
            before, after = start[quantity.slot], game.sim.world.values[quantity.slot]
            yield GaugeHidden(thing.label, shown(before, quantity), shown(after, quantity), seen)


def _start(game: Game) -> list[float]:
    """The world at the end of the first minute's setting up."""
    last = max((e.n for e in game.sim.entries if e.kind == "start" and e.at == 0), default=0)
    return game.states[last]
