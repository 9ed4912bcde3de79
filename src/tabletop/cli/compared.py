"""Teams side by side, in lines of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tabletop.cli.output import say
from tabletop.plain.text import WIDTH, cells, one_line, pad, wrap
from tabletop.report.profiles import grouped
from tabletop.simtime import Clock

if TYPE_CHECKING:
    from tabletop.report.spread import Spread
    from tabletop.report.teams import Answer, Comparison, Question, Team
    from tabletop.scenario.definition import Objective
    from tabletop.scoring.scorecard import Scorecard

_NAME = 18
_COLUMN = 5
_IN_A_ROW = 8
_SIGNS = {"below": "v", "within": "", "above": "^"}


def tell_comparison(comparison: Comparison, found: Mapping[str, Spread], asked: Sequence[str]) -> None:
    """Setup, remarks, scores by seat and objective, decisions, endings, then questions for the debrief."""
    _tell_setup(comparison)
    for seat in comparison.seats:
        if any(seat in team.scores for team in comparison.teams):
            _tell_scores(comparison, seat, found[seat])
    _section("How it ended")
    _tell_endings(comparison)
    _section("Decision by decision")
    for question in comparison.questions:
        _tell_question(comparison, question)
    if asked:
        _section("For the debrief")
    for number, text in enumerate(asked, 1):
        _say(f"{number}. {one_line(text)}", hanging=3)


def _tell_setup(comparison: Comparison) -> None:
    header = comparison.teams[0].header
    say(one_line(comparison.scenario.title))
    setup = "" if comparison.mixed else f", preset {header.preset or 'none'}, length {header.length or 'full'}"
    say(f"{len(comparison.teams)} teams by name{setup}")
    if comparison.same_seed:
        _say(f"Same seed ({header.seed}): the dice were the same, so what differs is choices and what came of them.")
    else:
        _say("Not the same seed: a part of what differs is luck.")
        _say("; ".join(f"{team.name}: {team.header.seed}" for team in comparison.teams) + ".", indent=2)
    for what in comparison.mixed:
        _say(f"Set up differently, so that scores do not compare. {what}.")
    if comparison.mixed:
        for team in comparison.teams:
            _say(f"{team.name}: preset {team.header.preset or 'none'}, length {team.header.length or 'full'}", indent=2)
    for team in comparison.teams:
        for remark in team.remarks:
            _say(f"{team.name}: {remark}.")


def _tell_scores(comparison: Comparison, seat: str, spread: Spread) -> None:
    label = next(each.label for each in comparison.scenario.seats if each.id == seat)
    _section(f"Scores: {one_line(label)} ({seat})")
    objectives = [objective for objective in comparison.scenario.objectives if objective.seat == seat]
    for start in range(0, len(objectives), _IN_A_ROW):
        some = objectives[start : start + _IN_A_ROW]
        numbers = range(start + 1, start + len(some) + 1)
        say(pad("", _NAME) + "  total     seen" + "".join(f"{number:>{_COLUMN}}" for number in numbers))
        for team in comparison.teams:
            if seat in team.scores:
                say(_score_row(team, seat, some, spread))
        _tell_bots(spread, some)
    if spread.count and not comparison.mixed:
        lowest, middle, highest = (round(value or 0) for value in (spread.lowest, spread.middle, spread.highest))
        _say(f"Class: {spread.count} counted, lowest {lowest}, median {middle}, highest {highest}.")
    whole = sum(objective.weight for objective in objectives) or 1.0
    _flow([f"{n} {one_line(o.title)} ({100 * o.weight / whole:.0f} %)" for n, o in enumerate(objectives, 1)], 0, ";")
    for line in _marks(comparison, seat, spread):
        _say(line, hanging=2)


def _score_row(team: Team, seat: str, objectives: Iterable[Objective], spread: Spread) -> str:
    card = team.scores[seat]
    mark = "*" if not team.finished else "" if team.counts(seat) else "+"
    signs = ("!" if card.capped_by else "") + _SIGNS[_against(team, seat, spread)]
    total = f"{card.points:5d} {card.rating or '-'}{signs:<3}"
    return f"{_name(team.name, mark)} {total}{100 * card.coverage:5.0f} %" + "".join(_values(card, objectives))


def _against(team: Team, seat: str, spread: Spread) -> str:
    """Where a team's total lies in the bots' band: 'below', 'within', 'above'; 'within' too where nothing is said."""
    compared = spread.bots is not None and team.finished
    return spread.bots.word(team.scores[seat].total) if compared and spread.bots else "within"


def _name(name: str, mark: str) -> str:
    """A team's name in its column, cut where it is too long, with a mark that is never cut."""
    return pad(f"{pad(one_line(name), _NAME - 2).rstrip()} {mark}", _NAME)


def _values(card: Scorecard, objectives: Iterable[Objective]) -> Iterable[str]:
    found = {objective.id: objective for objective in card.objectives}
    for objective in objectives:
        score = found.get(objective.id)
        yield f"{round(score.value) if score and score.observed else '-':>{_COLUMN}}"


def _tell_bots(spread: Spread, objectives: Iterable[Objective]) -> None:
    """What bots scored, under the teams."""
    if spread.bots is None:
        return
    _say(f"bots, {spread.bots.n} games by doctrine; nine in ten score from p5 to p95:")
    for label, name in (("p95", "p95"), ("median", "p50"), ("p5", "p5")):
        own = [getattr(spread.objectives[o.id], name) if o.id in spread.objectives else None for o in objectives]
        row = "".join(f"{'-' if value is None else round(value):>{_COLUMN}}" for value in own)
        say(f"{pad(f'  {label}', _NAME)} {round(getattr(spread.bots, name)):5d}           " + row)


def _marks(comparison: Comparison, seat: str, spread: Spread) -> Iterable[str]:
    """What the signs beside names and totals mean, if they are used."""
    teams = [team for team in comparison.teams if seat in team.scores]
    if any(not team.finished for team in teams):
        yield "* not finished: scored as it stood, not counted with the class."
    if any(team.finished and not team.counts(seat) for team in teams):
        yield "+ this seat was played by the program: not counted with the class."
    for word in ("above", "below"):
        if any(_against(team, seat, spread) == word for team in teams):
            yield f"{_SIGNS[word]} {word} nine in ten of the games by bots."
    for team in teams:
        if team.scores[seat].capped_by:
            yield f"! {team.name}: held down by a cap: {one_line(team.scores[seat].capped_by)}."


def _tell_endings(comparison: Comparison) -> None:
    endings: dict[str, list[str]] = {}
    for team in comparison.teams:
        title = team.ending or "not finished"
        endings.setdefault(title, []).append(f"{team.name} ({comparison.scenario.times.day(team.at)})")
    for title, names in endings.items():
        _say(f"{one_line(title)} ({len(names)})")
        _flow(names, 4, ",")


def _tell_question(comparison: Comparison, question: Question) -> None:
    times = {team.answers[question.id].at for team in comparison.teams if question.id in team.answers}
    clock = comparison.scenario.times
    at = f", all on {clock.moment(min(times))}" if len(times) == 1 else ""
    say()
    _say(f"{question.id} ({question.point.seat}{at}) {one_line(question.point.title)}", hanging=4)
    if question.point.forecast:
        _say(f"forecast asked: {one_line(question.point.forecast.ask)}", indent=2, hanging=2)
    for labels, teams in grouped(comparison, question).items():
        _counted(str(len(teams)), "; ".join(map(one_line, labels)) or "nothing")
        _flow([_answer(team.name, team.answers[question.id], clock=None if at else clock) for team in teams], 6, ",")
    absent = [team.name for team in comparison.teams if question.id not in team.answers]
    if absent:
        _counted("-", f"not asked: {', '.join(absent)}")


def _counted(count: str, text: str) -> None:
    """A number in a column of its own, and a text that may take several lines."""
    first, *rest = wrap(text, indent=6)
    say("\n".join([f"{count:>4}  {first[6:]}", *rest]))


def _answer(name: str, answer: Answer, *, clock: Clock | None) -> str:
    """'cell-a (D+1 08:00, 35 %)', 'cell-b (by default)'; the time only with a `clock`."""
    parts = [clock.moment(answer.at)] if clock else []
    parts += [f"{answer.forecast} %"] if answer.forecast is not None else []
    parts += [] if answer.by == "human" else ["by default" if answer.by == "default" else f"by {answer.by}"]
    return one_line(name) + (f" ({', '.join(parts)})" if parts else "")


def _flow(items: Sequence[str], indent: int, sign: str) -> None:
    """Items one after the other, `sign` between them, lines broken between items only."""
    line = ""
    for number, item in enumerate(items, 1):
        piece = item + (sign if number < len(items) else "")
        if line and indent + cells(f"{line} {piece}") > WIDTH:
            say(" " * indent + line)
            line = piece
        else:
            line = f"{line} {piece}".lstrip()
    say(" " * indent + line)


def _section(title: str) -> None:
    say()
    say(title)
    say("-" * min(WIDTH, cells(title)))


def _say(text: str, indent: int = 0, hanging: int = 0) -> None:
    say("\n".join(wrap(text, indent, hanging)))
