"""Papers of a class as pages: one self-contained HTML file each, for the screen and for A4."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from tabletop.errors import printable
from tabletop.report.paper import Bullets, Grid, Heading, Paper, Text

_SPANS: tuple[tuple[str, str], ...] = (
    (r"`([^`]+)`", "code"),
    (r"\*\*(?=\S)(.+?)(?<=\S)\*\*", "strong"),
    (r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", "em"),
)


def page(paper: Paper, source: str) -> str:
    """The paper as HTML. `source` says in the foot of it what it was made from."""
    return fill("class/paper.html.j2", paper=paper, source=source)


def fill(template: str, **values: Any) -> str:
    """A template of the class filled in; every value is escaped."""
    return _environment().get_template(template).render(**values)


def inline(text: str) -> Markup:
    """Running text as HTML: strong, stressed and code as such, everything else as it is written."""
    return _spans(" ".join(printable(text).split()), 0)


def _spans(text: str, first: int) -> Markup:
    """The text with its spans marked, code before strong before stressed, since code holds nothing else."""
    for number, (pattern, tag) in enumerate(_SPANS[first:], first):
        parts = re.split(pattern, text)
        if len(parts) > 1:
            return Markup("").join(_part(part, tag if n % 2 else "", number + 1) for n, part in enumerate(parts))
    return escape(text)


def _part(text: str, tag: str, first: int) -> Markup:
    """What is inside a span, marked, or what is between two."""
    inner = escape(text) if tag == "code" else _spans(text, first)
    return Markup("<{0}>{1}</{0}>").format(tag, inner) if tag else inner


def kind(block: object) -> str:
    """What a block is, by a word that the template asks for."""
    return {Heading: "heading", Text: "text", Bullets: "bullets", Grid: "grid"}[type(block)]


def _harmless(value: object) -> object:
    """Text without control characters; what is markup already has been through here."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("tabletop.report", "templates"), autoescape=True, undefined=StrictUndefined,
        finalize=_harmless, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["inline"] = inline
    made.filters["kind"] = kind
    return made
