"""Texts filled with the numbers of the moment."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Any

from tabletop.engine.codegen import Code
from tabletop.engine.numerals import numeral

Fill = Callable[[list[float]], str]


def filler(text: str, code: Code) -> Fill:
    """A function that puts current numbers into `{name}` and `{name:.0f}` of a text. Nothing else is a template."""
    if "{" not in text:
        return lambda _: text
    pieces = [(literal, name, spec or "") for literal, name, spec, _ in string.Formatter().parse(text)]
    reads = [(literal, *_reader(name, spec, code)) if name else (literal, None, "") for literal, name, spec in pieces]

    def fill(values: list[float]) -> str:
        return "".join(lit + ("" if read is None else _shown(read(values), spec)) for lit, read, spec in reads)

    return fill


def _reader(name: str, spec: str, code: Code) -> tuple[Any, str]:
    quantity = code.layout.quantities.get(name)
    if quantity is not None and quantity.names:
        return (lambda values: quantity.words(values[quantity.slot])), ""
    return code.remembered(name), spec or ".0f"


def _shown(value: Any, spec: str) -> str:
    return numeral(value, spec) if spec else str(value)
