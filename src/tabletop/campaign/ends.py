"""How stages have ended: every value of them by name, and the worth of expressions over these values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from tabletop.campaign.names import SCORE, tree
from tabletop.engine.codegen import grain
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun
from tabletop.scenario.definition import Scenario
from tabletop.scenario.expression.evaluate import evaluate
from tabletop.scenario.expression.nodes import Atom, ExpressionError, Name, Node, atoms
from tabletop.scoring.scorecard import totals

Number = float | bool
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)(?::([^{}]*))?\}")


@dataclass(frozen=True)
class StageEnd:
    """The values that one stage ended with. `numbers` by name; `words` of texts and of named hidden facts.

    `labels` are these words as people read them.
    """

    numbers: Mapping[str, Number]
    words: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)


def stage_end(sim: Simulation) -> StageEnd:
    """The values of a game that has ended; formulas without a value there are left out."""
    values, quantities = sim.world.values, sim.program.layout.quantities
    numbers: dict[str, Number] = {each.id: values[each.slot] for each in quantities.values()}
    numbers |= {each.id: bool(values[each.slot]) for each in quantities.values() if each.kind == "flag"}
    words = {each.id: each.name(values[each.slot]) for each in quantities.values() if each.names}
    for id_ in sim.program.scenario.formulas:
        try:
            found = sim.program.code.remembered(str(id_))(values)
        except (ArithmeticError, ValueError):
            continue
        numbers[str(id_)] = found if isinstance(found, bool) else grain(float(found))
    scores = {f"{SCORE}_{seat}": total for seat, total in totals(sim).items()}
    named = {id_: word_label(sim.program.scenario, id_, word) for id_, word in words.items()}
    return StageEnd(numbers | scores, words, named)


def word_label(scenario: Scenario, id_: str, word: str) -> str:
    """How people read a word of a text or of a hidden fact."""
    text = next((text for text in scenario.texts if text.id == id_), None)
    if text is not None:
        return text.labels.get(word) or word.replace("_", " ")
    states = next((latent.states for latent in scenario.latents if latent.id == id_), [])
    return next((state.label for state in states if state.id == word and state.label), word.replace("_", " "))


@dataclass(frozen=True)
class Values:
    """What a campaign's expressions read: its assumptions, and the ends of stages by `<stage>_<name>`."""

    assumptions: Mapping[str, float]
    ends: Mapping[str, StageEnd] = field(default_factory=dict)

    def number(self, text: Any) -> float:
        """The number that an expression gives. Raises CannotRun where it has none."""
        found = self._of(text, word=False)
        if isinstance(found, str):
            self._refuse(text, f"is the word '{found}'")
        return float(found)

    def word(self, text: Any, words: tuple[str, ...]) -> str:
        """The word that an expression gives, one of `words`; a plain one of them stands for itself."""
        found = text if isinstance(text, str) and text in words else self._of(text, word=True)
        if not (isinstance(found, str) and found in words):
            self._refuse(text, f"is none of {', '.join(words)}")
        return found

    def holds(self, text: Any) -> bool:
        """Whether a condition holds; None always does."""
        return text is None or bool(self._of(text, word=False))

    def fill(self, text: str) -> str:
        """The text with current values in its {names}; forms of numbers as in scenarios."""
        return _PLACE.sub(lambda found: self._shown(found[1], found[2] or ".0f"), text)

    def knows(self, text: Any) -> bool:
        """Whether all stages that an expression reads have ended."""
        return all(self._is_known(atom) for atom in atoms(tree(text)))

    def places(self, text: str) -> tuple[str, ...]:
        """The names in a text's {places}."""
        return tuple(found[1] for found in _PLACE.finditer(text))

    def _is_known(self, atom: Atom) -> bool:
        stage, name = self._split(atom)
        return not name or stage in self.ends

    def _shown(self, name: str, form: str) -> str:
        value = self._word(Name(name))
        if isinstance(value, str):
            stage, own = self._split(Name(name))
            return self.ends[stage].labels.get(own, value.replace("_", " "))
        return format(float(value), form)

    def _of(self, text: Any, *, word: bool) -> Number | str:
        node: Node = tree(text)
        try:
            return evaluate(node, self._word if word else self._number, self._word)
        except ExpressionError as error:
            self._refuse(text, str(error))

    def _word(self, atom: Atom) -> Number | str:
        stage, name = self._split(atom)
        end = self.ends.get(stage)
        return end.words[name] if end is not None and name in end.words else self._number(atom)

    def _number(self, atom: Atom) -> Number | str:
        stage, name = self._split(atom)
        if not name:
            return self.assumptions[stage]
        end = self.ends[stage]
        if name not in end.numbers:
            raise ExpressionError(f"{stage}_{name} has no value", 0)
        return end.numbers[name]

    def _split(self, atom: Atom) -> tuple[str, str]:
        """Stage and name of a value; the whole and '' for an assumption of the campaign."""
        assert isinstance(atom, Name)
        stage, _, name = atom.id.partition("_")
        return (atom.id, "") if atom.id in self.assumptions else (stage, name)

    def _refuse(self, text: Any, why: str) -> NoReturn:
        raise CannotRun(f"the campaign's expression {text!r} {why}", "look at what the stages before it ended with")
