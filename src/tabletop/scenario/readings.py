"""Every expression of a scenario: whether it can be read, names what there is, fits its place, and can be true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tabletop.scenario.expression.check import check
from tabletop.scenario.expression.nodes import Atom, ExpressionError, Name, Node, atoms
from tabletop.scenario.expression.parse import parse
from tabletop.scenario.expression.scope import Kind
from tabletop.scenario.expression.substitute import substitute
from tabletop.scenario.findings import Findings
from tabletop.scenario.notation import Distribution, Reads
from tabletop.scenario.references import Path_, Site
from tabletop.scenario.scope import Declared, Scope


@dataclass(frozen=True)
class Reading:
    """A sound expression: where it stands, what is wanted of it, its tree with all formulas put in, what it reads."""

    path: Path_
    wanted: str
    value: Any
    node: Node
    atoms: tuple[Atom, ...]


class _Read(NamedTuple):
    """What became of one expression: a tree, or what is wrong with it."""

    node: Node | None = None
    atoms: tuple[Atom, ...] = ()
    errors: Sequence[ExpressionError] = ()
    code: str = ""


class Readings:
    """Reads expressions, each different one once, and keeps those that are sound."""

    def __init__(self, declared: Declared, findings: Findings) -> None:
        self.sound: list[Reading] = []
        self._declared = declared
        self._scope = Scope(declared)
        self._findings = findings
        self._known: dict[tuple[Any, ...], _Read] = {}

    def examine(self, sites: Iterable[Site]) -> None:
        """Check all expressions among the sites and tell what is wrong with each at its place."""
        for site in sites:
            if isinstance(site.marker, Reads):
                if not (site.path[0] == "presets" and site.path[2:3] == ("latents",)):
                    self._one(site, self._wanted(site, site.marker), site.path, site.value)
            elif site.marker is Distribution and "draw" in site.path[-2:]:
                self._drawn(site)

    def by_path(self) -> dict[Path_, Reading]:
        """The sound expressions by where they stand."""
        return {reading.path: reading for reading in self.sound}

    def _drawn(self, site: Site) -> None:
        """The parameters of a value that an effect draws may be expressions."""
        for form in type(site.value).model_fields:
            given = getattr(site.value, form)
            if given is None:
                continue
            parts = given if isinstance(given, list | tuple) else [given]
            for index, part in enumerate(parts):
                path = (*site.path, form, index) if parts is given else (*site.path, form)
                if isinstance(part, str):
                    self._one(site, "number", path, part)

    def _wanted(self, site: Site, marker: Reads) -> str | Kind:
        if marker.kind == "any" and site.path[-2:-1] == ("set",):
            return self._declared.kinds.get(str(site.path[-1]), "any")
        return marker.kind

    def _one(self, site: Site, wanted: str | Kind, path: Path_, value: Any) -> None:
        key = (type(value) is bool, value, wanted, site.names)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(value, wanted, site)
        for error in found.errors:
            self._findings.error(found.code, error.message, path, error.hint or _way(error), offset=error.offset)
        if found.node is not None:
            kind = wanted if isinstance(wanted, str) else wanted.kind
            self.sound.append(Reading(path, kind, value, found.node, found.atoms))

    def _read(self, value: Any, wanted: str | Kind, site: Site) -> _Read:
        try:
            node = parse(value)
        except ExpressionError as error:
            return _Read(errors=[error], code="TT301")
        scope = self._scope.beneath(site.names)
        errors = check(node, scope, wanted)
        if errors:
            return _Read(errors=errors, code="TT302")
        reads = atoms(node)
        if self._declared.formulas.keys().isdisjoint(atom.id for atom in reads if isinstance(atom, Name)):
            return _Read(node, reads)
        try:
            whole = substitute(node, scope.formula)
        except ExpressionError as error:
            # A circle of formulas is told once, where they are declared.
            return _Read(errors=[] if "itself" in error.message else [error], code="TT303")
        return _Read(whole, atoms(whole))


def _way(error: ExpressionError) -> str:
    return "declare it, or correct the id" if " called " in error.message else "correct the expression"
