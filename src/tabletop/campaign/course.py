"""What playing a campaign again comes to: stage after stage, each checked against what those before lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from tabletop.campaign.carrying import (
    CampaignSetup,
    Carried,
    agreed,
    link,
    setup_from,
    stage_setup,
)
from tabletop.campaign.definition import Stage
from tabletop.campaign.ends import StageEnd, stage_end
from tabletop.campaign.load import LoadedCampaign
from tabletop.campaign.script import CampaignScript, stage_script
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser
from tabletop.errors import IllegalDecision, RecordMismatch
from tabletop.record.chain import canonical
from tabletop.record.course import Replayed, setup_of
from tabletop.record.record import Record
from tabletop.record.replay import replay_record, replay_script

MakeChooser = Callable[[str, Program], Chooser]
_CHANGED = "play it with the campaign's files of that time, or start it anew"


@dataclass(frozen=True)
class StagePlayed:
    """One stage that was played again: `end` is None while it has not ended."""

    stage: Stage
    replayed: Replayed
    carried: tuple[Carried, ...]
    end: StageEnd | None


@dataclass(frozen=True)
class CampaignCourse:
    """A campaign that was played again as far as it goes."""

    loaded: LoadedCampaign
    setup: CampaignSetup
    stages: tuple[StagePlayed, ...]

    @property
    def ends(self) -> dict[str, StageEnd]:
        """How the stages have ended, by id."""
        return {str(played.stage.id): played.end for played in self.stages if played.end is not None}

    @property
    def complete(self) -> bool:
        """Whether the last stage has ended."""
        return len(self.ends) == len(self.loaded.campaign.stages)

    @property
    def records(self) -> tuple[Record, ...]:
        """The records of the stages."""
        return tuple(played.replayed.record for played in self.stages)

    @property
    def digest(self) -> str:
        """One digest over those of the stages."""
        digests = [played.replayed.digest for played in self.stages]
        return blake2b(canonical(["campaign", *digests]), digest_size=16).hexdigest()


def fits(loaded: LoadedCampaign, records: Sequence[Record]) -> None:
    """Raise RecordMismatch unless these are stages of this very campaign, in its order."""
    path = records[0].path
    said = records[0].header.campaign
    if said is None or said.id != loaded.campaign.id:
        raise RecordMismatch(f"{path}: not a record of the campaign {loaded.campaign.id}")
    if said.sha256 != loaded.sha256:
        changed = f"{said.sha256[:12]} in the record, {loaded.sha256[:12]} now"
        raise RecordMismatch(f"{path}: the campaign's file has changed: {changed}", _CHANGED)
    order = [str(stage.id) for stage in loaded.campaign.stages]
    for number, record in enumerate(records):
        here = record.header.campaign
        if here is None or number >= len(order) or here.stage != order[number] or here.number != number + 1:
            raise RecordMismatch(f"{path}:{record.begins}: this is not stage {number + 1} of {loaded.campaign.id}")


def check_carried(loaded: LoadedCampaign, setup: CampaignSetup, ends: Mapping[str, StageEnd], record: Record) -> None:
    """Raise RecordMismatch if a stage did not begin as the stages before it have ended."""
    said = record.header.campaign
    assert said is not None
    wanted, _ = stage_setup(loaded, setup, ends, said.stage)
    if setup_of(record.header) != wanted:
        message = f"stage {said.stage} does not begin where the stages before it have ended"
        raise RecordMismatch(f"{record.path}:{record.begins}: {message}", _CHANGED)


def replay_campaign(records: Sequence[Record], loaded: LoadedCampaign, *, verify: bool = True) -> CampaignCourse:
    """Play the stages of a record again.

    Raises RecordMismatch for a record of another campaign, and at the first divergence; without `verify` a divergence
    within a stage is only reported.
    """
    fits(loaded, records)
    setup = setup_from(records[0].header)
    ends: dict[str, StageEnd] = {}
    played = []
    for record, stage in zip(records, loaded.campaign.stages, strict=False):
        check_carried(loaded, setup, ends, record)
        _, carried = stage_setup(loaded, setup, ends, str(stage.id))
        replayed = replay_record(record, loaded.program(str(stage.id)), verify=verify)
        end = stage_end(replayed.simulation) if replayed.complete else None
        played.append(StagePlayed(stage, replayed, carried, end))
        if end is not None:
            ends[str(stage.id)] = end
    return CampaignCourse(loaded, setup, tuple(played))


def perform(script: CampaignScript, loaded: LoadedCampaign, choosers: MakeChooser, after: str = "") -> CampaignCourse:
    """Play a script: its stages, or those up to and with `after`.

    Raises InvalidScenario for names that a stage's scenario does not have, IllegalDecision for answers that could not
    be given and for a stage `after` that the script does not come to.
    """
    stages = script.played(loaded)
    if after and after not in stages:
        raise IllegalDecision(f"the script does not play a stage '{after}'", f"it plays {', '.join(stages)}")
    setup = agreed(loaded, script.setup)
    ends: dict[str, StageEnd] = {}
    played = []
    for stage in loaded.campaign.stages[: stages.index(after) + 1 if after else len(stages)]:
        id_ = str(stage.id)
        begun, carried = stage_setup(loaded, setup, ends, id_)
        program = loaded.program(id_)
        part = stage_script(script, loaded, id_, begun)
        replayed = replay_script(part, program, _by_name(choosers, program))
        ends[id_] = stage_end(replayed.simulation)
        header = replace(replayed.record.header, campaign=link(loaded, setup, stage))
        replayed = replace(replayed, record=replace(replayed.record, header=header))
        played.append(StagePlayed(stage, replayed, carried, ends[id_]))
    return CampaignCourse(loaded, setup, tuple(played))


def _by_name(choosers: MakeChooser, program: Program) -> Callable[[str], Chooser]:
    return lambda spec: choosers(spec, program)
