"""Teams side by side as one page: self-contained HTML with a figure for each seat, to show in class or to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tabletop.report.printing import fill
from tabletop.report.profiles import grouped
from tabletop.report.spread import Spread
from tabletop.report.teams import Answer, Comparison, Question, Team
from tabletop.report.wording import RATINGS
from tabletop.scoring.scorecard import Scorecard
from tabletop.simtime import Clock

_ROW = 20
_TOP = 26
_LEFT = 170
_WIDTH = 640
_SCALE = 4.2
_LETTERS = 24


@dataclass(frozen=True)
class Line:
    """One team's line in the figure and the table of a seat. `x` and `y` place its mark; `counts` fills it."""

    name: str
    short: str
    x: float
    y: int
    total: str
    rating: str
    coverage: str
    note: str
    values: tuple[str, ...]
    counts: bool


@dataclass(frozen=True)
class SeatSheet:
    """One seat: its teams, its objectives with their weights, and what bots scored."""

    label: str
    objectives: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    spread: Spread
    bots: tuple[tuple[str, str, tuple[str, ...]], ...]
    height: int
    alternative: str

    def place(self, value: float) -> float:
        """Where a score from 0 to 100 lies across the figure."""
        return _place(value)


@dataclass(frozen=True)
class QuestionSheet:
    """One question: who chose what and when, with reasons, and who was not asked."""

    title: str
    seat: str
    asks: str
    rows: tuple[tuple[str, tuple[tuple[str, str, str, str, str], ...]], ...]
    absent: str


def sheet(comparison: Comparison, found: Mapping[str, Spread], asked: Sequence[str], source: str) -> str:
    """The page. `asked` are the questions for the debrief, `source` stands in its foot."""
    seats = [seat for seat in comparison.seats if any(seat in team.scores for team in comparison.teams)]
    return fill(
        "class/teams.html.j2",
        comparison=comparison,
        header=comparison.teams[0].header,
        seats=[_seat(comparison, seat, found[seat]) for seat in seats],
        questions=[_question(comparison, question) for question in comparison.questions],
        endings=list(_endings(comparison)),
        remarks=[(team.name, remark) for team in comparison.teams for remark in team.remarks],
        asked=asked,
        ratings=", ".join(f"{sign} {words}" for sign, words in RATINGS.items() if sign),
        source=source,
        width=_WIDTH,
        left=_LEFT,
    )


def _place(value: float) -> float:
    return round(_LEFT + 10 + value * _SCALE, 1)


def _seat(comparison: Comparison, seat: str, spread: Spread) -> SeatSheet:
    scenario = comparison.scenario
    objectives = [objective for objective in scenario.objectives if objective.seat == seat]
    whole = sum(objective.weight for objective in objectives) or 1.0
    teams = [team for team in comparison.teams if seat in team.scores]
    lines = tuple(_line(team, seat, n, spread) for n, team in enumerate(teams))
    label = next(each.label for each in scenario.seats if each.id == seat)
    return SeatSheet(
        label=label,
        objectives=tuple((o.title, f"{100 * o.weight / whole:.0f}\u00a0%") for o in objectives),
        lines=lines,
        spread=spread,
        bots=tuple(_bots(spread, [str(o.id) for o in objectives])),
        height=_TOP + _ROW * len(lines) + 22,
        alternative=_alternative(label, lines, spread),
    )


def _line(team: Team, seat: str, number: int, spread: Spread) -> Line:
    card = team.scores[seat]
    short = team.name if len(team.name) <= _LETTERS else team.name[: _LETTERS - 1] + "…"
    return Line(
        name=team.name,
        short=short,
        x=_place(card.total),
        y=_TOP + _ROW * number + _ROW // 2,
        total=str(card.points),
        rating=card.rating or "–",
        coverage=f"{100 * card.coverage:.0f} %",
        note=_note(team, seat, card, spread.bots.word(card.total) if spread.bots else "within"),
        values=tuple(str(round(o.value)) if o.observed else "–" for o in card.objectives),
        counts=team.counts(seat),
    )


def _note(team: Team, seat: str, card: Scorecard, where: str) -> str:
    notes = [] if team.finished else ["not finished, not counted"]
    notes += [] if team.held.get(seat) == "human" else ["played by the program, not counted"]
    notes += [f"{where} nine in ten of the bots' games"] if where != "within" and team.finished else []
    notes += [f"held down by a cap: {card.capped_by}"] if card.capped_by else []
    return "; ".join(notes)


def _bots(spread: Spread, objectives: Sequence[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Rows of the table: the percentiles of what bots scored."""
    if spread.bots is None:
        return
    for label, name in (("p95", "p95"), ("median", "p50"), ("p5", "p5")):
        bands = [spread.objectives.get(objective) for objective in objectives]
        values = tuple("–" if band is None else str(round(getattr(band, name))) for band in bands)
        yield f"bots: {label}", str(round(getattr(spread.bots, name))), values


def _alternative(label: str, lines: Sequence[Line], spread: Spread) -> str:
    """The figure in words, for those who do not see it."""
    told = ", ".join(f"{line.name} {line.total}" + (" (not counted)" if not line.counts else "") for line in lines)
    bots = spread.bots
    band = f" Of {bots.n} games by bots nine in ten lie between {bots.p5:.0f} and {bots.p95:.0f}." if bots else ""
    return f"Scores of {label} from 0 to 100: {told}.{band}"


def _question(comparison: Comparison, question: Question) -> QuestionSheet:
    times, groups = comparison.scenario.times, grouped(comparison, question).items()
    return QuestionSheet(
        title=f"{question.id}: {question.point.title}",
        seat=str(question.point.seat),
        asks=question.point.forecast.ask if question.point.forecast else "",
        rows=tuple(
            (
                "; ".join(labels) or "nothing",
                tuple(_said(times, team.name, team.answers[question.id]) for team in teams),
            )
            for labels, teams in groups
        ),
        absent=", ".join(team.name for team in comparison.teams if question.id not in team.answers),
    )


def _said(times: Clock, name: str, answer: Answer) -> tuple[str, str, str, str, str]:
    """Team, when and by whom, forecast, reason, dissent."""
    how = "" if answer.by == "human" else ", by default" if answer.by == "default" else f", by {answer.by}"
    forecast = f"{answer.forecast} %" if answer.forecast is not None else ""
    return name, times.moment(answer.at) + how, forecast, answer.rationale, answer.dissent


def _endings(comparison: Comparison) -> Iterator[tuple[str, str]]:
    endings: dict[str, list[str]] = {}
    for team in comparison.teams:
        endings.setdefault(team.ending or "not finished", []).append(
            f"{team.name} ({comparison.scenario.times.day(team.at)})"
        )
    yield from ((title, ", ".join(names)) for title, names in endings.items())
