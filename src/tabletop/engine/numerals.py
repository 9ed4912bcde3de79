"""Numbers as text."""

from __future__ import annotations


def numeral(value: float, form: str) -> str:
    """The number in a form such as '.0f' or '+6.1f'; what comes out as nothing but zeros has no sign: '0', not '-0'."""
    text = format(value, form)
    return text if any(digit in text for digit in "123456789") else format(0.0, form.replace("+", ""))
