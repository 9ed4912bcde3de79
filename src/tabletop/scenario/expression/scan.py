"""The first look at the text of an expression, before any parser sees it.

Bounds the nesting, so that no text can exhaust the parser's stack, and says what is wrong in words for
teachers: a parser's own messages are for programmers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tabletop.errors import closest
from tabletop.scenario.expression.functions import FUNCTIONS, QUERIES
from tabletop.scenario.expression.nodes import ExpressionError

LONGEST = 2_000
DEEPEST = 32

_TOKEN = re.compile(
    r"""(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<text>'[^'\\\n]*'|"[^"\\\n]*")
      | (?P<sign>==|!=|<=|>=|//|\*\*|&&|\|\||<>|->|:=|\.\.\.|[-+*/%<>=()\[\],!&|^~?:;@.{}$#])
      | (?P<space>\s+)""",
    re.VERBOSE,
)
_INSTEAD = {
    "**": ("powers are not allowed", "write x*x, or sqrt(x) for a root"),
    "^": ("powers are not allowed", "write x*x, or sqrt(x) for a root"),
    "=": ("a single = does not compare", "write == for 'is equal to'"),
    ":=": ("nothing can be assigned in an expression", "give it a name under 'formulas'"),
    "<>": ("<> is not known here", "write != for 'is not equal to'"),
    "&&": ("&& is not known here", "write: and"),
    "&": ("& is not known here", "write: and"),
    "||": ("|| is not known here", "write: or"),
    "|": ("| is not known here", "write: or"),
    "!": ("! is not known here", "write: not"),
    "~": ("~ is not known here", "write: not"),
    "?": ("? is not known here", "write: a if condition else b"),
    ".": ("a dot cannot stand here: things have no parts that can be asked for", "use a declared name by itself"),
    "{": ("{ } are not known here", "write an expression without placeholders"),
    "}": ("{ } are not known here", "write an expression without placeholders"),
}
_INSTEAD_OF_CHARACTER = {
    "×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "≥": ">=", "≤": "<=", "≠": "!=",
    "’": "'", "‘": "'", "“": '"', "”": '"', "²": "x*x", "½": "0.5", "∧": "and", "∨": "or", "¬": "not",
}  # fmt: skip
_WORDS = {
    "is": ("'is' is not known here", "write == for 'is equal to'"),
    "lambda": ("functions cannot be made in an expression", "give the formula a name under 'formulas'"),
    "for": ("there are no loops in an expression", "write out what is to be added or compared"),
    "None": ("None is not a value", "compare with a quoted word, such as 'none'"),
    "AND": ("AND is not known here", "write it small: and"),
    "OR": ("OR is not known here", "write it small: or"),
    "NOT": ("NOT is not known here", "write it small: not"),
    "elif": ("'elif' is not known here", "write: a if condition else b if condition else c"),
    "then": ("'then' is not known here", "write: a if condition else b"),
}
_RESERVED = frozenset([
    "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "except", "finally", "from",
    "global", "import", "nonlocal", "pass", "raise", "return", "try", "while", "with", "yield",
])  # fmt: skip
_BINARY = frozenset(["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "//", "%", ","])
_JOINING = frozenset(["and", "or", "if", "else", "in"])
_PAIRS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, quoted text or sign, and the column where it begins."""

    kind: str
    text: str
    offset: int


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens; an ExpressionError for anything that no expression may hold."""
    if len(text) > LONGEST:
        raise ExpressionError(f"the expression has {len(text):,} characters; {LONGEST:,} is the most", None, _SPLIT)
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _strange(text, at)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group(), at))
        at = match.end()
    return found


_SPLIT = "give parts of it names under 'formulas'"


def _strange(text: str, at: int) -> ExpressionError:
    character = text[at]
    if character in "'\"":
        return ExpressionError("this quotation mark is never closed", at, "write a quoted word like 'none'")
    instead = _INSTEAD_OF_CHARACTER.get(character)
    hint = f"write {instead}" if instead else "ids and signs are plain letters without accents"
    return ExpressionError(f"the character {character!r} cannot stand here", at, hint)


class _Reader:
    """Walks over the tokens and knows whether a value or a sign must come next."""

    def __init__(self, found: list[Token]) -> None:
        self.found = found
        self.open: list[Token] = []
        self.lists: list[bool] = []  # for each open bracket, whether commas may stand in it
        self.prefixes = 0
        self.branches = 0
        self.wants_value = True
        self.before: Token | None = None

    def read(self) -> None:
        for index, token in enumerate(self.found):
            self._refuse(token)
            follower = self.found[index + 1] if index + 1 < len(self.found) else None
            self._place(token, follower)
            self.before = token
        self._finish()

    def _refuse(self, token: Token) -> None:
        if token.kind == "sign" and token.text in _INSTEAD:
            message, hint = _INSTEAD[token.text]
            raise ExpressionError(message, token.offset, hint)
        if token.kind == "name" and token.text in _WORDS:
            message, hint = _WORDS[token.text]
            raise ExpressionError(message, token.offset, hint)
        if token.kind == "name" and token.text in _RESERVED:
            hint = f"if it is an id, put it in quotes: '{token.text}'"
            raise ExpressionError(f"the word {token.text!r} cannot stand in an expression", token.offset, hint)

    def _place(self, token: Token, follower: Token | None) -> None:
        if token.text in ("(", "["):
            self._opening(token)
        elif token.text in _PAIRS:
            self._closing(token)
        elif token.text == "not":
            self._negation(token, follower)
        elif token.text in _BINARY or token.text in _JOINING:
            self._joining(token)
        elif token.kind == "sign":
            raise ExpressionError(f"{token.text} cannot stand in an expression", token.offset)
        else:
            self._value(token)

    def _opening(self, token: Token) -> None:
        after_in = self.before is not None and self.before.text == "in"
        if not self.wants_value:
            self._call(token)
        elif token.text == "[" and not after_in:
            raise ExpressionError("a list cannot stand here", token.offset, "lists only come after 'in'")
        self.open.append(token)
        self.lists.append(after_in or not self.wants_value)
        if len(self.open) > DEEPEST:
            raise _too_deep(token)
        self.wants_value, self.prefixes = True, 0

    def _call(self, token: Token) -> None:
        before = self.before
        if token.text == "[":
            raise ExpressionError("things have no numbered parts; [ ] only list words after 'in'", token.offset)
        if before is None or before.kind != "name":
            raise ExpressionError("a sign is missing before (", token.offset, "write * to multiply")
        if before.text not in FUNCTIONS and before.text not in QUERIES:
            hint = closest(before.text, (*FUNCTIONS, *QUERIES)) or "to multiply, write * before ("
            raise ExpressionError(f"there is no function {before.text!r}", before.offset, hint)

    def _closing(self, token: Token) -> None:
        if not self.open or self.open[-1].text != _PAIRS[token.text]:
            raise ExpressionError(f"this {token.text} closes nothing", token.offset)
        empty = self.before is self.open[-1]
        if self.wants_value and not empty and not (self.before and self.before.text == ","):
            raise self._missing(token)
        self.open.pop()
        self.lists.pop()
        self.wants_value = False

    def _negation(self, token: Token, follower: Token | None) -> None:
        before = self.before.text if self.before else ""
        if self.wants_value and before != "," and before in _BINARY:
            raise ExpressionError(f"brackets are missing after {before}", token.offset, f"write {before} (not ...)")
        if self.wants_value:
            self._prefix(token)
        elif follower is None or follower.text != "in":
            raise ExpressionError("a sign is missing before 'not'", token.offset, "write: and not, or: not in")

    def _prefix(self, token: Token) -> None:
        self.prefixes += 1
        if self.prefixes > DEEPEST:
            raise _too_deep(token)

    def _joining(self, token: Token) -> None:
        after_not = token.text == "in" and self.before is not None and self.before.text == "not"
        if self.wants_value and token.text in "+-":
            self._prefix(token)
            return
        if self.wants_value and not after_not:
            raise self._missing(token)
        if token.text == "," and not (self.lists and self.lists[-1]):
            hint = "decimals are written with a point: 0.5; lists only come after 'in'"
            raise ExpressionError("a comma cannot stand here", token.offset, hint)
        if token.kind == "name" and self._touches(token, "number"):
            raise ExpressionError(f"a blank is missing before {token.text}", token.offset)
        self.branches += token.text == "if"
        if self.branches > DEEPEST:
            raise _too_deep(token)
        self.wants_value, self.prefixes = True, 0

    def _value(self, token: Token) -> None:
        if not self.wants_value:
            if token.kind == "text" and self._touches(token, "name"):
                raise ExpressionError("no letters can stand right before a quoted word", token.offset)
            hint = "write * to multiply, 'and' to join conditions, or put words in quotes"
            raise ExpressionError(f"a sign is missing before {token.text}", token.offset, hint)
        if token.kind == "number" and token.text[0] == "0" and token.text[1:2].isdigit():
            raise ExpressionError(f"a number cannot begin like {token.text}", token.offset, "leave out the first 0")
        self.wants_value, self.prefixes = False, 0

    def _touches(self, token: Token, kind: str) -> bool:
        before = self.before
        return before is not None and before.kind == kind and before.offset + len(before.text) == token.offset

    def _missing(self, token: Token) -> ExpressionError:
        before = f" after {self.before.text}" if self.before else ""
        return ExpressionError(f"a value is missing{before}, before {token.text}", token.offset)

    def _finish(self) -> None:
        if self.open:
            raise ExpressionError(f"this {self.open[-1].text} is never closed", self.open[-1].offset)
        if self.before is None:
            raise ExpressionError("the expression is empty", 0, "write a number, a name or a formula")
        if self.wants_value:
            raise ExpressionError(f"a value is missing after {self.before.text}", self.before.offset)


def _too_deep(token: Token) -> ExpressionError:
    return ExpressionError(f"the expression is nested more than {DEEPEST} deep", token.offset, _SPLIT)


def guard(text: str) -> None:
    """Refuse a text that is too long, too deep, or holds what no expression may hold: ExpressionError."""
    _Reader(tokens(text)).read()
