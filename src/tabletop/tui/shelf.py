"""What the library lists: scenarios that can be played and games that can be gone on with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tabletop.errors import TabletopError
from tabletop.scenario.library import shipped
from tabletop.simtime import Clock

_MOST_SAVED = 40


@dataclass(frozen=True)
class Saved:
    """A recorded game: where it is, how it was set up, `at` which minute it stands, and how far it came.

    `stage` is the number of the stage of a campaign, 0 for a single game; `at` is then the time in that stage.
    """

    path: Path
    scenario: str
    seed: int
    preset: str
    length: str
    seats: Mapping[str, str]
    at: int
    decisions: int
    ended: bool
    stage: int = 0

    @property
    def humans(self) -> tuple[str, ...]:
        """The seats that people hold."""
        return tuple(seat for seat, player in self.seats.items() if player == "human")


@dataclass(frozen=True)
class Offer:
    """A scenario: id, title, a sentence or two, its folder, and how it tells moments."""

    id: str
    title: str
    summary: str
    path: Path
    times: Clock


@dataclass(frozen=True)
class CampaignOffer(Offer):
    """A campaign; its stages tell moments each in their own way."""


def offers() -> list[Offer]:
    """The scenarios on all shelves by id, then the campaigns."""
    from tabletop.campaign.library import campaigns

    return [*(Offer(*listed) for listed in shipped()), *(CampaignOffer(*listed, Clock("")) for listed in campaigns())]


def saved_games() -> list[Saved]:
    """The newest recorded games of this user, the last one played first; files that are no records are left out.

    The session and the engine are imported only here, so that the scenarios can be listed before.
    """
    from tabletop.session import record_folder

    folder = record_folder()
    paths = sorted(folder.glob("*.jsonl"), key=_changed, reverse=True) if folder.is_dir() else []
    found = (_saved(path) for path in paths[:_MOST_SAVED])
    return [saved for saved in found if saved is not None]


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _saved(path: Path) -> Saved | None:
    from tabletop.record.codec import read_records
    from tabletop.record.record import DecisionLine, EndLine

    try:
        records = read_records(path)
    except TabletopError:
        return None
    header, lines = records[-1].header, records[-1].lines
    if header.campaign is not None:
        return Saved(
            path, header.campaign.id, header.campaign.seed, header.campaign.preset, header.campaign.format,
            header.seats,
            at=max((line.at for line in lines), default=0),
            decisions=sum(len(record.decisions) for record in records),
            ended=False,
            stage=header.campaign.number,
        )  # fmt: skip
    return Saved(
        path, header.scenario, header.seed, header.preset, header.length, header.seats,
        at=max((line.at for line in lines), default=0),
        decisions=sum(isinstance(line, DecisionLine) for line in lines),
        ended=any(isinstance(line, EndLine) for line in lines),
    )  # fmt: skip
