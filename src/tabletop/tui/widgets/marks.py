"""The options that are marked where several are sealed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tabletop.engine.asking import OptionView, QuestionView


class Marks:
    """Option ids in the order in which they were marked, and those whose paper was read."""

    def __init__(self) -> None:
        self.marked: list[str] = []
        self.read: list[str] = []

    def toggle(self, option: OptionView, question: QuestionView) -> None:
        """Mark an option or take its mark away; of the options of one item only one stays marked."""
        if option.id in self.marked:
            self.marked.remove(option.id)
            return
        if option.item:
            rivals = [other.id for other in question.options if other.item == option.item]
            self.marked = [name for name in self.marked if name not in rivals]
        self.marked.append(option.id)

    def has_read(self, option: OptionView) -> None:
        """The paper of this option was before the player."""
        if option.id not in self.read:
            self.read.append(option.id)

    def sign(self, option: OptionView) -> str:
        """A box, full when the option is marked."""
        return "■ " if option.id in self.marked else "□ "
