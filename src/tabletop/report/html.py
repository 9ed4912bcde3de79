"""The report as one HTML file that needs nothing else: style and figures inside, every value escaped."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tabletop.record.texts import harmless
from tabletop.report import wording
from tabletop.report.aar import Report
from tabletop.report.forecasts import asked_alike
from tabletop.report.glossary import TERMS, glossary
from tabletop.report.marks import LINK, one_line

FOLDER = Path(__file__).parent / "templates"


def html(report: Report) -> str:
    """The whole report as a page. Equal reports give equal text."""
    from tabletop.report import figures

    limits = figures.worth_limits(report.decisions)
    drawings: dict[str, Callable[..., str]] = {
        "gauges": partial(figures.gauges, report),
        "forces": partial(figures.forces, report),
        "spread": partial(figures.spread, report),
        "waterfall": figures.waterfall,
        "worths": partial(figures.worths, limits=limits),
    }
    return filled(
        "report.html.j2",
        r=report,
        glossary=glossary(report),
        terms=TERMS,
        rows={row.n: row for row in report.rows},
        draw={name: partial(_drawing, make) for name, make in drawings.items()},
    )


def filled(template: str, **values: Any) -> str:
    """A template of the report with its values, every one of them escaped unless it is markup of ours."""
    return _environment().get_template(template).render(values)


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, finalize=_clean, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {
        "whole": wording.whole, "signed": wording.signed, "percent": wording.percent, "listed": wording.listed,
        "decimal": wording.decimal, "quantile": wording.quantile, "sampled": wording.sampled,
        "linked": _linked, "asked_alike": asked_alike,
    }  # fmt: skip
    return environment


def _drawing(make: Callable[..., str], *arguments: Any) -> Markup:
    return Markup(make(*arguments))  # noqa: S704 - canvas.drawn escapes every text in its drawing


def _clean(value: object) -> object:
    if isinstance(value, Markup | int):
        return value
    return "" if value is None else harmless(str(value))


def _linked(text: str) -> Markup:
    """The text with its web addresses as links; nothing else in it is markup."""
    link = Markup('<a href="{0}" rel="noreferrer">{0}</a>')
    words = (link.format(word) if LINK.fullmatch(word) else escape(word) for word in one_line(text).split())
    return Markup(" ").join(words)
