"""The words of players and facilitators: made harmless at the door, otherwise left as they were written.

Markup characters stay, since nothing that shows these texts reads markup in them. What could steer a terminal goes:
control characters, and the marks that turn the direction of writing around.
"""

from __future__ import annotations

from tabletop.errors import IllegalDecision

LONGEST = 4_000
_KEPT = "\n\t"
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def harmless(text: str) -> str:
    """The text without control characters (new line and tab stay), direction marks and broken surrogates."""
    return "".join(character for character in _one_line_end(text) if _is_harmless(character))


def clean(text: str, what: str = "text") -> str:
    """`harmless` text without blanks at its ends. Raises IllegalDecision beyond 4,000 characters; `what` names it."""
    kept = harmless(text).strip()
    if len(kept) > LONGEST:
        raise IllegalDecision(
            f"the {what} has {len(kept):,} characters; the limit is {LONGEST:,}", "say it in fewer words"
        )
    return kept


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_harmless(character: str) -> bool:
    code = ord(character)
    if code < 0x20:
        return character in _KEPT
    return not (0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or character in _TURNING)
