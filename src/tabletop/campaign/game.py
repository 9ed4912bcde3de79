"""A campaign that is being played: one stage on the table, those that have ended, and one record of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tabletop.bots.players import make_chooser
from tabletop.campaign.carrying import CampaignSetup, Carried, agreed, link, setup_from, stage_seats, stage_setup
from tabletop.campaign.course import StagePlayed, check_carried, fits
from tabletop.campaign.definition import Stage
from tabletop.campaign.ends import StageEnd, stage_end
from tabletop.campaign.load import LoadedCampaign, load
from tabletop.campaign.score import CampaignScore, SentenceTold, campaign_scores, words_and_deeds
from tabletop.errors import IllegalDecision, RecordMismatch
from tabletop.ledger import HUMAN
from tabletop.record.codec import Writer
from tabletop.record.course import header_of
from tabletop.record.fit import fitted
from tabletop.record.record import Header, Record
from tabletop.record.replay import replay_record
from tabletop.session import Session


class CampaignGame:
    """The stages in a row. `session` is the game of the stage on the table; `ended` after the last one.

    Made by `start` and `resume`. What is acknowledged is on disk, as in a single game.
    """

    def __init__(
        self, loaded: LoadedCampaign, setup: CampaignSetup, writer: Writer, past: list[StagePlayed],
        session: Session, carried: tuple[Carried, ...],
    ) -> None:  # fmt: skip
        self.loaded = loaded
        self.setup = setup
        self.session = session
        self.carried = carried
        self.past = past
        self._writer = writer

    @classmethod
    def start(cls, loaded: LoadedCampaign, setup: CampaignSetup, record: Path) -> CampaignGame:
        """A new campaign in a new file.

        Raises IllegalDecision for a seat, preset, format, set of weights or player that does not exist, CannotRead when
        the file exists or cannot be made.
        """
        setup = agreed(loaded, setup)
        _check_players(loaded, setup)
        session, carried = _opened(loaded, setup, {}, loaded.campaign.stages[0])
        writer = Writer(record, session.header)
        session.record_in(writer)
        return cls(loaded, setup, writer, [], session, carried)

    @classmethod
    def resume(cls, path: Path, loaded: LoadedCampaign | None = None) -> CampaignGame:
        """Run a record again, compare every digest, and go on in the stage where it stands, in the same file.

        Raises CannotRead (the file, its lock, no such campaign), RecordMismatch (another campaign, or another course).
        """
        writer = Writer(path)
        try:
            return cls._resumed(writer, loaded or load(_campaign_of(writer.records[0])))
        except BaseException:
            writer.close()
            raise

    @classmethod
    def _resumed(cls, writer: Writer, loaded: LoadedCampaign) -> CampaignGame:
        records = writer.records
        fits(loaded, records)
        setup = setup_from(records[-1].header)
        ends: dict[str, StageEnd] = {}
        past = []
        for record, stage in zip(records[:-1], loaded.campaign.stages, strict=False):
            check_carried(loaded, setup, ends, record)
            _, carried = stage_setup(loaded, setup, ends, str(stage.id))
            replayed = replay_record(record, loaded.program(str(stage.id)))
            ends[str(stage.id)] = stage_end(replayed.simulation)
            past.append(StagePlayed(stage, replayed, carried, ends[str(stage.id)]))
        check_carried(loaded, setup, ends, records[-1])
        stage = loaded.campaign.stages[len(records) - 1]
        _, carried = stage_setup(loaded, setup, ends, str(stage.id))
        scenario, program = loaded.stages[str(stage.id)], loaded.program(str(stage.id))
        header = fitted(records[-1], scenario.scenario, scenario.sha256).header
        session = Session(scenario, program, header, writer, records[-1].lines)
        _place(session, loaded, stage)
        return cls(loaded, setup, writer, past, session, carried)

    def close(self) -> None:
        """Let go of the record. Calling it again does nothing."""
        self._writer.close()

    # How it stands

    @property
    def number(self) -> int:
        """The number of the stage on the table, from 1."""
        return len(self.past) + 1

    @property
    def stage(self) -> Stage:
        """The stage on the table."""
        return self.loaded.campaign.stages[len(self.past)]

    @property
    def following(self) -> Stage | None:
        """The stage after the one on the table; None at the last."""
        stages = self.loaded.campaign.stages
        return stages[self.number] if self.number < len(stages) else None

    @property
    def ended(self) -> bool:
        """True after the end of the last stage."""
        return self.following is None and self.session.ended

    @property
    def record_path(self) -> Path:
        """The file of the record."""
        return self._writer.path

    @property
    def ends(self) -> dict[str, StageEnd]:
        """How the stages have ended so far, by id."""
        ends = {str(played.stage.id): played.end for played in self.past if played.end is not None}
        if self.session.ended:
            ends[str(self.stage.id)] = stage_end(self.session.simulation)
        return ends

    def played(self) -> list[StagePlayed]:
        """The stages that have ended, the one on the table among them once it has."""
        ends = self.ends
        here = ends.get(str(self.stage.id))
        return [*self.past, *([_played(self.stage, self.session, self.carried, here)] if here else [])]

    def scores(self) -> dict[str, CampaignScore]:
        """The campaign's scores by seat, once a stage has ended; before that nothing."""
        ends = self.ends
        return campaign_scores(self.loaded, self.setup, ends) if ends else {}

    def words(self) -> tuple[SentenceTold, ...]:
        """Words and deeds so far."""
        return words_and_deeds(self.loaded, self.setup, self.ends)

    # Playing

    def go_on(self) -> Session:
        """Begin the next stage: its game, recorded behind the one that has ended.

        Raises IllegalDecision before the stage has ended and after the last one, CannotRead when it cannot be written.
        """
        stage = self.following
        if stage is None or not self.session.ended:
            raise IllegalDecision("there is no stage to go on to", "play the one on the table to its end")
        ends = self.ends
        session, carried = _opened(self.loaded, self.setup, ends, stage)
        self._writer.follow(session.header)
        session.record_in(self._writer)
        self.past.append(_played(self.stage, self.session, self.carried, ends[str(self.stage.id)]))
        self.session, self.carried = session, carried
        return session


def _campaign_of(record: Record) -> str:
    if record.header.campaign is None:
        raise RecordMismatch(f"{record.path}: the record of a single game", "resume it as one")
    return record.header.campaign.id


def _opened(
    loaded: LoadedCampaign, setup: CampaignSetup, ends: Mapping[str, StageEnd], stage: Stage
) -> tuple[Session, tuple[Carried, ...]]:
    """A game of a stage, not yet recorded, and what was carried into it."""
    id_ = str(stage.id)
    begun, carried = stage_setup(loaded, setup, ends, id_)
    program = loaded.program(id_)
    bare = header_of(program, begun, stage_seats(loaded, setup, id_))
    header: Header = replace(bare, campaign=link(loaded, setup, stage))
    session = Session(loaded.stages[id_], program, header, None)
    _place(session, loaded, stage)
    return session, carried


def _place(session: Session, loaded: LoadedCampaign, stage: Stage) -> None:
    """Tell a stage's game that it is one."""
    session.home = loaded.folder.resolve()
    session.goes_on = stage.id != loaded.campaign.stages[-1].id


def _check_players(loaded: LoadedCampaign, setup: CampaignSetup) -> None:
    """Find out before the first stage that a player is not known in the last."""
    for stage in loaded.campaign.stages if setup.seats else ():
        for seat, spec in stage_seats(loaded, setup, str(stage.id)).items():
            if spec != HUMAN:
                try:
                    make_chooser(spec, loaded.program(str(stage.id)))
                except IllegalDecision as error:
                    raise IllegalDecision(f"{seat} in stage {stage.id}: {error}", error.hint) from None


def _played(stage: Stage, session: Session, carried: tuple[Carried, ...], end: StageEnd) -> StagePlayed:
    """A stage that has just ended, as one that was played again."""
    from tabletop.record.course import Replayed

    sim, header = session.simulation, session.header
    path = session.record_path
    assert path is not None
    record = Record(header, session.lines, path)
    return StagePlayed(stage, Replayed(sim, tuple(sim.taken), sim.closed(), None, True, (), (), record), carried, end)
