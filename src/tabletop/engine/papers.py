"""Documents that the game writes, as they read at a moment."""

from __future__ import annotations

from tabletop.engine.codegen import Code
from tabletop.engine.filling import filler
from tabletop.scenario.definition import Document


def paragraphs(document: Document, code: Code, values: list[float]) -> tuple[str, ...]:
    """The paragraphs whose conditions hold, in written order, with numbers filled in; () for one not yet written."""
    return tuple(
        filler(part.text, code)(values)
        for part in document.paragraphs
        if part.when is None or code.remembered(part.when)(values)
    )
