"""All checks of a campaign beyond its shape: ids, expressions, what is carried where, texts with {names}."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from tabletop.campaign.definition import Campaign, Carry, Told
from tabletop.campaign.names import EndScope, kinds
from tabletop.errors import Problem, closest
from tabletop.scenario.definition import Scenario
from tabletop.scenario.expression.check import check
from tabletop.scenario.expression.nodes import ExpressionError
from tabletop.scenario.expression.parse import parse
from tabletop.scenario.expression.scope import Kind
from tabletop.scenario.findings import Findings
from tabletop.scenario.load import Loaded
from tabletop.scenario.notation import Reads
from tabletop.scenario.placeholders import names_in
from tabletop.scenario.references import Path_, sites
from tabletop.scenario.source import Tree


def validate(campaign: Campaign, stages: Mapping[str, Loaded], tree: Tree) -> list[Problem]:
    """Errors of a campaign whose shape is right and whose stages are sound."""
    checking = _Checking(campaign, {id_: loaded.scenario for id_, loaded in stages.items()}, Findings(tree))
    checking.ids()
    checking.names()
    checking.worth(tree.folder)
    checking.dates()
    checking.expressions()
    checking.carried()
    checking.texts()
    return checking.findings.problems


class _Checking:
    def __init__(self, campaign: Campaign, stages: Mapping[str, Scenario], findings: Findings) -> None:
        self.findings = findings
        self._campaign = campaign
        self._stages = stages
        self._kinds = {id_: kinds(scenario) for id_, scenario in stages.items()}
        self._scopes: dict[int, EndScope] = {}

    def _scope(self, path: Path_) -> EndScope:
        """What may be named at a path: in a stage what came before it, elsewhere everything."""
        before = path[1] if path[0] == "stages" and len(path) > 1 else len(self._kinds)
        assert isinstance(before, int)
        if before not in self._scopes:
            known = dict(list(self._kinds.items())[:before])
            assumptions = [str(each.id) for each in self._campaign.assumptions]
            self._scopes[before] = EndScope(assumptions, known)
        return self._scopes[before]

    # Ids

    def ids(self) -> None:
        """Each id once in its list."""
        for section in ("seats", "stages", "weights", "formats", "assumptions", "presets", "sentences", "caps"):
            counted = Counter(str(each.id) for each in getattr(self._campaign, section))
            for number, each in enumerate(getattr(self._campaign, section)):
                if counted[str(each.id)] > 1:
                    path = (section, number, "id")
                    self.findings.error("TT802", f'"{each.id}" stands twice in {section}', path, "give it another id")

    def names(self) -> None:
        """Seats, stages, lengths, presets and quantities that are named are there."""
        campaign, stages = self._campaign, list(self._stages)
        for section in ("weights", "formats", "presets"):
            for number, each in enumerate(getattr(campaign, section)):
                key = "lengths" if section == "formats" else "stages"
                for stage in getattr(each, key):
                    self._among("stage", stage, stages, (section, number, key, stage), key=True)
        for number, chosen in enumerate(campaign.formats):
            for stage, length in chosen.lengths.items():
                lengths = [str(each.id) for each in self._parts(stage, "lengths")]
                self._among(f"length of {stage}", length, lengths, ("formats", number, "lengths", stage))
        self._presets()
        self._seats()
        for key in ("linchpin", "posture"):
            self._in_all(key, getattr(campaign, key))

    def dates(self) -> None:
        """Only a scenario that counts in days can be moved to another date."""
        for number, stage in enumerate(self._campaign.stages):
            if stage.startex is not None and self._stages[stage.id].clock == "calendar":
                message = f"{self._stages[stage.id].id} tells its times by the calendar, so it stays at its own date"
                self.findings.error("TT805", message, ("stages", number, "startex"), "leave 'startex' out")

    def _presets(self) -> None:
        assumptions = [str(each.id) for each in self._campaign.assumptions]
        for number, preset in enumerate(self._campaign.presets):
            for name in preset.assumptions:
                self._among("assumption", name, assumptions, ("presets", number, "assumptions", name), key=True)
            for stage, named in preset.stages.items():
                known = [str(each.id) for each in self._parts(stage, "presets")]
                self._among(f"preset of {stage}", named, known, ("presets", number, "stages", stage))

    def _seats(self) -> None:
        seats = [str(seat.id) for seat in self._campaign.seats]
        for number, seat in enumerate(seats):
            for stage, scenario in self._stages.items():
                if f"score_{seat}" not in self._kinds[stage]:
                    message = f"the seat {seat} is not played and scored in stage {stage} ({scenario.id})"
                    self.findings.error(
                        "TT803", message, ("seats", number, "id"), "a campaign's seats are in all stages"
                    )
        for number, sentence in enumerate(self._campaign.sentences):
            for deed, each in enumerate(sentence.deeds):
                self._among("seat", each.seat, seats, ("sentences", number, "deeds", deed, "seat"))
        for number, cap in enumerate(self._campaign.caps):
            for index, seat in enumerate(cap.seats):
                self._among("seat", seat, seats, ("caps", number, "seats", index))

    def _in_all(self, key: str, name: str | None) -> None:
        for stage in self._stages if name is not None else ():
            if name not in self._kinds[stage]:
                message = f'stage {stage} has no quantity "{name}"'
                self.findings.error(
                    "TT803", message, (key,), "name one that all stages have, or put it into an overlay"
                )

    def _parts(self, stage: str, section: str) -> Iterable[Any]:
        parts: Iterable[Any] = getattr(self._stages[stage], section) if stage in self._stages else ()
        return parts

    def _among(self, noun: str, word: str, known: Collection[str], path: Path_, *, key: bool = False) -> None:
        if word not in known:
            hint = closest(word, known) or f"there are: {', '.join(known) or 'none'}"
            self.findings.error("TT803", f'there is no {noun} called "{word}"', path, hint, key=key)

    def worth(self, folder: Path) -> None:
        """The text that the words are compared by has both words, and the scripts of prepared saves are there."""
        asked = self._campaign.worth
        if asked is not None:
            self._among("stage", asked.stage, list(self._stages), ("worth", "stage"))
            texts = {name: kind for name, kind in self._kinds.get(asked.stage, {}).items() if kind.kind == "text"}
            self._among(f"text of {asked.stage}", asked.text, list(texts), ("worth", "text"))
            if asked.text in texts:
                known = texts[asked.text].domain or ()
                self._among(f"value of {asked.text}", asked.against, known, ("worth", "against"))
        for number, save in enumerate(self._campaign.saves):
            if not (folder / save.script).is_file():
                message = f"the script of the save {save.id} is not there: {save.script}"
                way = "write the path from the campaign's folder"
                self.findings.error("TT801", message, ("saves", number, "script"), way)

    # Expressions

    def expressions(self) -> None:
        """All expressions but those of `carry`, whose kind follows from what they are carried to."""
        for site in sites(self._campaign):
            if isinstance(site.marker, Reads) and site.path[-1] not in ("shift", "value"):
                self._expression(site.path, site.value, site.marker.kind)

    def carried(self) -> None:
        """Everything that is carried has somewhere to go, and is of the right kind for it."""
        for number, stage in enumerate(self._campaign.stages):
            known = {
                name: kind for name, kind in self._kinds[stage.id].items() if _starts(self._stages[stage.id], name)
            }
            told = Counter(str(carry.to) for carry in stage.carry if carry.when is None)
            for index, carry in enumerate(stage.carry):
                path = ("stages", number, "carry", index)
                self._among(f"starting value in {stage.id}", carry.to, known, (*path, "to"))
                if told[carry.to] > 1:
                    self.findings.error("TT802", f"{carry.to} is carried twice", (*path, "to"), "keep one of the two")
                if carry.to in known:
                    self._carry(path, carry, known[carry.to])

    def _carry(self, path: Path_, carry: Carry, kind: Kind) -> None:
        if carry.shift is None:
            if self._is_same_fact(path, carry.value, kind):
                return
            wanted = Kind("text", kind.domain) if kind.kind == "state" else kind
            self._expression((*path, "value"), carry.value, wanted)
            return
        if kind.kind != "number":
            message = f"{carry.to} is no number, so that it cannot be shifted"
            self.findings.error("TT804", message, (*path, "shift"), "carry it by 'value'")
        self._expression((*path, "shift"), carry.shift, "number")

    def _is_same_fact(self, path: Path_, text: Any, kind: Kind) -> bool:
        """Whether a hidden fact with the same named states is carried as it is."""
        known = self._scope(path).name(text) if isinstance(text, str) else None
        return known is not None and kind.kind == "state" and known == kind

    def _expression(self, path: Path_, text: Any, wanted: Any) -> None:
        if isinstance(wanted, Kind) and wanted.kind == "text" and text in (wanted.domain or ()):
            return
        try:
            errors = check(parse(text), self._scope(path), wanted)
        except ExpressionError as error:
            errors = [error]
        for wrong in errors:
            hint = wrong.hint or "names are <stage>_<name>, of stages that come before"
            self.findings.error("TT302", wrong.message, path, hint, offset=wrong.offset)

    # Texts

    def texts(self) -> None:
        """Every {name} in a text is a value that is known by then."""
        campaign = self._campaign
        for number, stage in enumerate(campaign.stages):
            self._told(stage.card, ("stages", number, "card"))
            for index, message in enumerate(stage.messages):
                self._text(message.body, ("stages", number, "messages", index, "body"))
        for number, sentence in enumerate(campaign.sentences):
            self._told(sentence.signed, ("sentences", number, "signed"))
            for index, deed in enumerate(sentence.deeds):
                self._text(deed.text, ("sentences", number, "deeds", index, "text"))
        for number, message in enumerate(campaign.messages):
            self._text(message.body, ("messages", number, "body"))

    def _told(self, lines: list[Told], path: Path_) -> None:
        for index, line in enumerate(lines):
            self._text(line.text, (*path, index, "text"))

    def _text(self, text: str, path: Path_) -> None:
        scope = self._scope(path)
        for name in names_in(text):
            if scope.name(name) is None:
                hint = closest(name, scope.names()) or "write <stage>_<name> of a stage that comes before"
                self.findings.error("TT212", f"the placeholder {{{name}}} names nothing", path, hint)


def _starts(scenario: Scenario, name: str) -> bool:
    """Whether a stage can be given another start of this name: formulas, programmes and scores it cannot."""
    starting: Iterable[Any] = (
        *scenario.gauges, *scenario.stocks, *scenario.flags, *scenario.texts, *scenario.latents, *scenario.assumptions,
    )  # fmt: skip
    return any(each.id == name for each in starting)
