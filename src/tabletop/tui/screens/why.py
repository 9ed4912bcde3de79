"""Why a quantity stands where it stands: what moved it, by which rule, what that goes back to, and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from tabletop.tui import literal
from tabletop.tui.screens.panel import PanelScreen, title
from tabletop.tui.themes import ACCENT, INK, MUTED, STRONG
from tabletop.tui.widgets.bars import Hint
from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.paragraphs import BLANK, wrapped

if TYPE_CHECKING:
    from tabletop.engine.why import Rule, Share, Why

_AMOUNT = 9


class WhyScreen(PanelScreen[None]):
    """The answer to one "why?"."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,y,q", "leave", "Back", id="why.leave"),
    ]

    def __init__(self, answer: Why) -> None:
        super().__init__()
        self._answer = answer

    def heading(self) -> Content:
        """The quantity, at STARTEX and now."""
        answer = self._answer
        return title(literal.line(f"Why? {answer.label}: {answer.began} → {answer.stands}"))

    def hints(self) -> Sequence[Hint]:
        """The way back."""
        return [("Enter", "back"), ("j k", "read on")]

    def lines(self, width: int) -> Sequence[Content]:
        """What moved it, the strongest first; then the rules."""
        answer = self._answer
        if not answer.shares:
            return [BLANK, *wrapped("Nothing that you know of has moved it since STARTEX.", width, INK)]
        lines = [heading("What moved it since STARTEX", width)]
        for share in answer.shares:
            lines += _share(share, width)
        for rule in answer.rules:
            lines += [BLANK, heading(f"Rule {rule.id}, grade {rule.grade}", width), *_rule(rule, width)]
        return lines

    def action_leave(self) -> None:
        """Close the panel."""
        self.dismiss(None)


def _share(share: Share, width: int) -> list[Content]:
    """Amount or direction, then what did it and since when."""
    arrow = "▲" if share.up else "▼"
    amount = f"{arrow} {abs(share.amount):.1f}" if share.amount is not None else arrow
    since = "" if not share.clock else f" ({share.clock}{f', {share.times} times' if share.times > 1 else ''})"
    body = wrapped(f"{share.what}{since}", width - _AMOUNT, INK)
    head = Content.styled(f"{amount:<{_AMOUNT}}", f"{STRONG} bold")
    return [head + body[0], *(line.pad_left(_AMOUNT) for line in body[1:])]


def _rule(rule: Rule, width: int) -> Iterator[Content]:
    yield from wrapped(f"{rule.title}. {rule.says}", width, INK)
    for line in rule.reads:
        yield from wrapped(f"It reads: {line}.", width, ACCENT, hang=2)
    for source in rule.sources:
        yield from wrapped(f"Source: {source}", width, MUTED, hang=2)
