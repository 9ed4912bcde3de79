"""Injects compiled, with the words that they carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from tabletop.engine.codegen import Code
from tabletop.engine.effects import Acts, EffectCompiler
from tabletop.engine.filling import Fill, filler
from tabletop.engine.papers import paragraphs
from tabletop.scenario.definition import Document, Scenario
from tabletop.scenario.happenings import Inject, Wording


@dataclass(frozen=True)
class InjectPlan:
    """One inject: its condition or rate, what it does, its words, and the document that comes with it.

    `enclosed` is the document's title, '' for none; `paper` gives its paragraphs.
    """

    inject: Inject
    fired_slot: int
    last_slot: int
    when: Any
    rate: Any
    bound: Any
    acts: Acts
    wordings: tuple[tuple[Any, Fill, Fill], ...]
    enclosed: str
    paper: Callable[[list[float]], tuple[str, ...]]

    def told(self, values: list[float]) -> dict[str, Any]:
        """What an entry keeps of it as it reads now: subject, body, and title and paragraphs of what is enclosed."""
        words = next(
            (subject(values), body(values)) for holds, subject, body in self.wordings if holds is None or holds(values)
        )
        told: dict[str, Any] = {"subject": words[0], "body": words[1]}
        written = self.paper(values)
        return {**told, "enclosed": (self.enclosed, written)} if written else told


def plan_injects(scenario: Scenario, code: Code, effects: EffectCompiler) -> dict[str, InjectPlan]:
    """Compile all injects, in written order."""
    papers = {document.id: document for document in scenario.documents}
    return {i.id: _plan(i, papers.get(i.document or ""), code, effects) for i in scenario.injects}


def _plan(inject: Inject, document: Document | None, code: Code, effects: EffectCompiler) -> InjectPlan:
    layout = code.layout
    return InjectPlan(
        inject,
        layout.slot(("fired", inject.id)),
        layout.slot(("last", inject.id)),
        None if inject.when is None else code.value(inject.when),
        None if inject.hazard is None else code.value(inject.hazard.rate),
        None if inject.hazard is None else code.value(inject.hazard.bound),
        effects.acts(inject.effects, inject.id),
        tuple(wordings(inject.subject, inject.body, inject.wordings, code)),
        document.title if document else "",
        partial(paragraphs, document, code) if document else lambda _: (),
    )


def wordings(subject: str, body: str, variants: list[Wording], code: Code) -> list[tuple[Any, Fill, Fill]]:
    """Conditions and fillers of the variants, the plain text last."""
    told = [(code.value(w.when), filler(w.subject or subject, code), filler(w.body, code)) for w in variants]
    return [*told, (None, filler(subject, code), filler(body, code))]
