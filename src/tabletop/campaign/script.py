"""A campaign's script: the decisions of its stages written by hand; messages name the place of every mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tabletop.campaign.carrying import CampaignSetup
from tabletop.campaign.load import LoadedCampaign
from tabletop.engine.setup import Setup
from tabletop.errors import IllegalDecision, InvalidScenario, closest
from tabletop.record.script import Script, read_part, read_script
from tabletop.scenario.findings import Findings
from tabletop.scenario.source import Tree, read_tree

KEYS = (
    "campaign", "title", "about", "seed", "preset", "format", "weights", "assumptions", "seats", "otherwise", "stages",
)  # fmt: skip
_WORDS = ("title", "about", "preset", "format", "weights")


@dataclass(frozen=True)
class CampaignScript:
    """A whole script. `parts` are the stages that it plays, with their decisions; `borrowed` names the script of the
    stage's own scenario that a part takes its decisions from, if it does.
    """

    path: Path
    campaign: str
    title: str
    about: str
    setup: CampaignSetup
    parts: Mapping[str, Script]
    borrowed: Mapping[str, str]

    def played(self, loaded: LoadedCampaign) -> list[str]:
        """The stages that the script plays: the campaign's first ones, as far as it names them.

        Raises InvalidScenario for a part that is no stage, or stands behind a stage that is left out.
        """
        order = [str(stage.id) for stage in loaded.campaign.stages]
        findings = Findings(read_tree(self.path, includes=False))
        for name in self.parts:
            if name not in order:
                hint = closest(name, order) or f"the stages are {', '.join(order)}"
                findings.error("TT903", f'the campaign has no stage "{name}"', ("stages", name), hint, key=True)
        played = [stage for stage in order if stage in self.parts]
        if played != order[: len(played)]:
            left = next(stage for stage in order if stage not in self.parts)
            message = f'stage "{left}" is left out, and others after it are not'
            findings.error("TT903", message, ("stages",), f"add '{left}: {{otherwise: doctrine}}'", key=True)
        if findings.problems:
            raise InvalidScenario(findings.problems)
        return played


def is_campaign_script(path: Path) -> bool:
    """Whether a YAML file says that it is a script of a campaign."""
    if path.suffix.lower() not in (".yaml", ".yml", ".json") or not path.is_file():
        return False
    data = read_tree(path, includes=False).data
    return isinstance(data, dict) and "campaign" in data and "stages" in data


def read_campaign_script(path: Path) -> CampaignScript:
    """Read a script. Raises CannotRead for the file, InvalidScenario with every mistake and its place."""
    tree = read_tree(path, includes=False)
    reading = _Reading(tree)
    script = reading.script() if isinstance(tree.data, dict) else None
    problems = [*tree.problems, *reading.findings.problems]
    if script is None or any(problem.severity == "error" for problem in problems):
        raise InvalidScenario(problems)
    return script


def stage_script(script: CampaignScript, loaded: LoadedCampaign, stage: str, setup: Setup) -> Script:
    """The script of one stage, set up as the stages before it have left the world."""
    part, scenario = script.parts[stage], loaded.stages[stage].scenario
    seats = {str(s.id): str(s.player) for s in scenario.seats if s.player != "human"}
    seats |= {seat: who for seat, who in script.setup.seats.items() if seat in {str(s.id) for s in scenario.seats}}
    if name := script.borrowed.get(stage, ""):
        part = _with(part, loaded.stages[stage].path.parent / "scripts" / f"{name}.yaml")
    return replace(
        part, scenario=str(scenario.id), title=script.title, seed=setup.seed, preset=setup.preset, length=setup.length,
        texts=setup.texts, assumptions=setup.assumptions, latents=setup.latents, starts=setup.starts, seats=seats,
    )  # fmt: skip


def _with(part: Script, path: Path) -> Script:
    """The part with the decisions of a script of the scenario in front of it; what is not open there is left out."""
    taken = read_script(path)
    own = {answer.decision for answer in part.decisions}
    lent = [replace(each, if_open=True) for each in taken.decisions if each.decision not in own]
    return replace(part, decisions=(*lent, *part.decisions), notes=(*taken.notes, *part.notes), tree=None)


class _Reading:
    """Reads one tree, and goes on after mistakes so that all of them are told."""

    def __init__(self, tree: Tree) -> None:
        self.findings = Findings(tree)
        self._tree = tree

    def script(self) -> CampaignScript:
        """The script, as far as it could be read."""
        for key in self._tree.data:
            if key not in KEYS:
                hint = closest(key, KEYS) or f"the keys are {', '.join(KEYS)}"
                self.findings.error("TT901", f'a script of a campaign has no key "{key}"', (key,), hint, key=True)
        words = {key: self._word(key) for key in _WORDS}
        assumptions, seats = self._mapping("assumptions", numbers=True), self._mapping("seats", numbers=False)
        setup = CampaignSetup(self._seed(), words["preset"], words["format"], words["weights"], assumptions, seats)
        parts = self._parts()
        borrowed = {stage: str(self._tree.value(("stages", stage, "script")) or "") for stage in parts}
        return CampaignScript(
            self._tree.path, self._word("campaign"), words["title"], words["about"], setup, parts, borrowed
        )

    def _parts(self) -> dict[str, Script]:
        stages = self._tree.value(("stages",))
        if not isinstance(stages, dict):
            self.findings.error(
                "TT902", '"stages": expected stages with their decisions', ("stages",), "write <stage>:"
            )
            return {}
        return {str(stage): self._part(str(stage), part) for stage, part in stages.items()}

    def _part(self, stage: str, part: Any) -> Script:
        if not isinstance(part, dict):
            way = "write decisions: [...] below it, or {otherwise: doctrine}"
            self.findings.error("TT902", f"stage {stage}: expected keys with values", ("stages", stage), way)
            return Script(self._tree.path, "")
        script, problems = read_part(Tree(self._tree.path, part, lines=self._tree.lines), "")
        self.findings.problems += problems
        if "otherwise" not in part and self._tree.value(("otherwise",)) == "doctrine":
            script = replace(script, otherwise="doctrine")
        return script

    def _seed(self) -> int:
        value = self._tree.value(("seed",))
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63):
            return 1 if value is None else value
        self.findings.error("TT902", '"seed": expected a whole number', ("seed",), "such as seed: 7")
        return 1

    def _word(self, key: str) -> str:
        value = self._tree.value((key,))
        if isinstance(value, dict | list):
            self.findings.error("TT902", f'"{key}": expected a text', (key,), "write it in one line")
            return ""
        return "" if value is None else str(value)

    def _mapping(self, key: str, *, numbers: bool) -> dict[str, Any]:
        value = self._tree.value((key,))
        wanted = int | float if numbers else str
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(each, wanted) for each in value.values()):
            what = "numbers" if numbers else "players"
            self.findings.error("TT902", f'"{key}": expected names with {what}', (key,), "write 'name: value' in it")
            return {}
        return {str(name): float(each) if numbers else str(each) for name, each in value.items()}


def refuse_another(script: CampaignScript, loaded: LoadedCampaign) -> None:
    """Raise IllegalDecision for a script of another campaign."""
    if script.campaign != loaded.campaign.id:
        raise IllegalDecision(
            f'{script.path}: a script of the campaign "{script.campaign}", not of "{loaded.campaign.id}"',
            "name the campaign that it belongs to",
        )
