"""From a path to a campaign that is whole and sound with all its stages, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from tabletop.campaign.definition import Campaign, Stage
from tabletop.campaign.library import found, main_file
from tabletop.campaign.validate import validate
from tabletop.engine.program import Program, compile_program
from tabletop.errors import CannotRead, InvalidScenario, Problem
from tabletop.scenario import load as scenarios
from tabletop.scenario.files import Outside, confined, read_text
from tabletop.scenario.library import find
from tabletop.scenario.load import MOST_BRIEF, Loaded
from tabletop.scenario.shape import misshapen
from tabletop.scenario.source import Tree, read_tree


@dataclass(frozen=True)
class LoadedCampaign:
    """A campaign that passed every check. `path` is its file, `stages` its loaded scenarios by stage id.

    `briefs` are those of the campaign's seats; `warnings` what an author may want to look at.
    """

    campaign: Campaign
    path: Path
    sha256: str
    stages: Mapping[str, Loaded]
    briefs: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    @property
    def folder(self) -> Path:
        """Where the campaign's file lies."""
        return self.path.parent

    @cached_property
    def programs(self) -> dict[str, Program]:
        """The compiled stages, each made when it is first asked for by `program`."""
        return {}

    def program(self, stage: str) -> Program:
        """The compiled scenario of a stage."""
        if stage not in self.programs:
            self.programs[stage] = compile_program(self.stages[stage])
        return self.programs[stage]

    def stage(self, id_: str) -> Stage:
        """The stage of this id."""
        return next(stage for stage in self.campaign.stages if stage.id == id_)


def load(path: Path | str) -> LoadedCampaign:
    """Load a campaign by its path or id.

    Raises InvalidScenario with every problem found in it and in its stages, CannotRead when there is no such campaign.
    """
    examined = _examined(_file(path))
    if examined.campaign is None or any(problem.severity == "error" for problem in examined.problems):
        raise InvalidScenario(examined.problems)
    return LoadedCampaign(
        examined.campaign, examined.tree.path, examined.tree.sha256, examined.stages, examined.briefs,
        tuple(examined.problems),
    )  # fmt: skip


def check(path: Path | str) -> tuple[Problem, ...]:
    """All errors and warnings of a campaign and of its stages as it plays them. Raises CannotRead as `load` does."""
    return tuple(_examined(_file(path)).problems)


def _placed(loaded: Loaded, stage: Stage) -> Loaded:
    """The scenario with the premise and the date that the stage gives it."""
    scenario = loaded.scenario
    startex = scenario.startex.model_copy(update={"date": stage.startex} if stage.startex else {})
    changed = {"premise": stage.premise or scenario.premise, "startex": startex}
    return replace(loaded, scenario=scenario.model_copy(update=changed))


def _file(path: Path | str) -> Path:
    file = main_file(Path(path)) or found(path)
    if file is None:
        raise CannotRead(f'there is no campaign or path "{path}"', "`tabletop list` names those that there are")
    return file


def _examined(path: Path) -> _Examined:
    examined = _Examined(read_tree(path, includes=False))
    examined.shape()
    if examined.campaign is not None:
        examined.load_stages(examined.campaign)
        examined.read_briefs(examined.campaign)
    if examined.campaign is not None and len(examined.stages) == len(examined.campaign.stages):
        examined.problems += validate(examined.campaign, examined.stages, examined.tree)
    return examined


class _Examined:
    """What was found on the way through one campaign."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems = list(tree.problems)
        self.campaign: Campaign | None = None
        self.stages: dict[str, Loaded] = {}
        self.briefs: dict[str, str] = {}

    def shape(self) -> None:
        """Keys, types and ranges."""
        if not isinstance(self.tree.data, dict):
            self._tell((), "TT001", "the file is empty or not a mapping", "begin with lines of the form 'key: value'")
            return
        try:
            self.campaign = Campaign.model_validate(self.tree.data)
        except ValidationError as error:
            self.problems += misshapen(self.tree, error, Campaign)

    def load_stages(self, campaign: Campaign) -> None:
        """The scenarios of the stages; each problem of theirs is one of the campaign."""
        for number, stage in enumerate(campaign.stages):
            at = ("stages", number)
            try:
                overlays = (self._inside(stage.overlay),) if stage.overlay else ()
                loaded = scenarios.load(self._scenario(stage.scenario), overlays)
            except InvalidScenario as error:
                self.problems += error.problems
            except (CannotRead, Outside) as error:
                key = "overlay" if stage.overlay and stage.overlay in str(error) else "scenario"
                self._tell((*at, key), "TT801", f"stage {stage.id}: {error}", error.hint)
            else:
                self.stages[str(stage.id)] = _placed(loaded, stage)
                self.problems += loaded.warnings

    def read_briefs(self, campaign: Campaign) -> None:
        """The texts of the seats' briefs."""
        for number, seat in enumerate(campaign.seats):
            brief = seat.brief.strip()
            if brief.endswith(".md") and "\n" not in brief:
                try:
                    brief = read_text(self._inside(brief), MOST_BRIEF)
                except (CannotRead, Outside) as error:
                    message = f"the brief of the seat {seat.id}: {str(error).split(': ', 1)[-1]}"
                    self._tell(
                        ("seats", number, "brief"), "TT025", message, "write the path from the campaign's folder"
                    )
            self.briefs[str(seat.id)] = brief

    def _scenario(self, name: str) -> Path:
        """A folder inside the campaign, or a scenario on a shelf: those beside the campaign first."""
        inside = self._inside(name)
        if inside.exists():
            return inside
        beside = self.tree.folder.resolve().parent / name
        return beside if (beside / "scenario.yaml").is_file() else find(name)

    def _inside(self, name: str) -> Path:
        return confined(self.tree.folder, name)

    def _tell(self, path: tuple[str | int, ...], code: str, message: str, hint: str) -> None:
        at = self.tree.position(path)
        self.problems.append(Problem(code, message, at, self.tree.excerpt(at) if at else "", hint))
