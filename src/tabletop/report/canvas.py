"""Drawings as SVG for a page: made with matplotlib, always the same bytes, with words for those who listen."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from html import escape
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from matplotlib import rc_context
from matplotlib.figure import Figure

WIDTH = 7.2
BLUE, ORANGE, RED, GREEN, SKY, PINK, YELLOW = (
    "#0072b2", "#e69f00", "#d55e00", "#009e73", "#56b4e9", "#cc79a7", "#f0e442",
)  # fmt: skip
"""Okabe and Ito 2008: eight colours that people with any colour vision tell apart; black is the eighth."""
INK, GREY, PALE = "#1a1a1a", "#767676", "#d0d0d0"

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "tabletop", "text.parse_math": False, "font.size": 8.0,
    "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": GREY, "axes.linewidth": 0.6,
    "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK, "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5, "axes.titlesize": 8.5, "axes.titlelocation": "left", "axes.titlepad": 4.0,
    "axes.axisbelow": True, "xtick.major.width": 0.6, "ytick.major.width": 0.6, "lines.linewidth": 1.4,
    "hatch.linewidth": 0.6, "font.family": "DejaVu Sans", "figure.facecolor": "none",
    "axes.facecolor": "none", "path.simplify_threshold": 0.5,
}  # fmt: skip
_SPACE = "{http://www.w3.org/2000/svg}"
_NOT_SHOWN = ("metadata", "style")
_USE = re.compile(r"#([\w.-]+)")
_FONT = re.compile(r"font: (?:(bold|\d+) )?([\d.]+)px[^;]*|font-family: [^;]*;?")
_LONG = re.compile(r"(-?\d+\.\d)\d+")
_UNTURNED = re.compile(r"rotate\(-?0 [^)]*\)")


def drawn(name: str, title: str, tells: str, draw: Callable[[], Figure]) -> str:
    """The SVG of what `draw` draws. `name` is unique in its page, `title` and `tells` are read to those who listen.

    Glyphs that the measuring font lacks are no matter: the reader's own fonts show the text.
    """
    with rc_context(_STYLE), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        figure = draw()
        sink = io.StringIO()
        figure.savefig(sink, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _tidied(sink.getvalue(), name, title, tells)


def _tidied(svg: str, name: str, title: str, tells: str) -> str:
    """Only the drawing: no prologue, no names of fonts, no ids but those in use, made unique by `name`, no sizes."""
    tree = ET.fromstring(svg)  # noqa: S314 - what matplotlib wrote a moment ago
    used = {found for part in tree.iter() for value in part.attrib.values() for found in _USE.findall(value)}
    inner = "".join(_written(part, name, used) for part in tree)
    return (
        f'<svg class="plot" viewBox="{tree.attrib["viewBox"]}" role="img" '
        f'aria-labelledby="{name}-title {name}-tells"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-tells">{escape(tells)}</desc>{inner}</svg>'
    )


def _written(part: Element, name: str, used: set[str]) -> str:
    """A part of the drawing as text; groups that hold nothing together are left out."""
    tag = part.tag.removeprefix(_SPACE)
    if tag in _NOT_SHOWN:
        return ""
    inner = escape((part.text or "").strip(), quote=False) + "".join(_written(child, name, used) for child in part)
    attributes = dict(_attributes(part, name, used))
    if tag in ("g", "defs") and (not inner or not attributes):
        return f"<defs>{inner}</defs>" if tag == "defs" and inner else inner
    words = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{tag}{words}>{inner}</{tag}>\n" if inner else f"<{tag}{words}/>\n"


def _attributes(part: Element, name: str, used: set[str]) -> Iterator[tuple[str, str]]:
    for key, value in part.attrib.items():
        key = key.rpartition("}")[2]
        if key == "id":
            if value in used:
                yield key, f"{name}-{value}"
        elif short := _short(value, key):
            yield key, _USE.sub(rf"#{name}-\1", short) if key in ("href", "clip-path") or "url(" in short else short


def _short(value: str, key: str) -> str:
    """A value with numbers to a tenth of a point and without the names of fonts."""
    if key == "style":
        value = _FONT.sub(lambda found: _size(found[1], found[2]) if found[2] else "", value).replace(": ", ":")
    value = _UNTURNED.sub("", _LONG.sub(r"\1", value))
    return " ".join(value.split()).replace("; ", ";").strip(";")


def _size(weight: str | None, size: str) -> str:
    return (f"font-weight:{weight};" if weight else "") + f"font-size:{size}px"
