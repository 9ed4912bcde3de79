"""After the end, in lines: the outcome, the scorecards, what was hidden, the debrief, what came of it later."""

from __future__ import annotations

from collections.abc import Mapping

from tabletop.engine.cards import Card
from tabletop.plain.console import Console
from tabletop.plain.debrief import tell_debrief, tell_later
from tabletop.plain.pages import MODES
from tabletop.plain.text import one_line, pad
from tabletop.scoring.measures import MeasureScore
from tabletop.scoring.objectives import ObjectiveScore
from tabletop.scoring.scorecard import Scorecard
from tabletop.session import Session

RATINGS = {"P": "performed", "S": "some difficulty", "M": "major difficulty", "U": "unable"}
_MOST_EVIDENCE = 2


def tell_end(console: Console, session: Session) -> None:
    """Everything for the hour after, human seats first."""
    tell_outcome(console, session)
    found = {card.n: card for card in session.cards(None, 0)}
    scorecards = session.scorecards()
    for seat in session.humans:
        if seat in scorecards:
            tell_scorecard(console, _label(session, seat), scorecards[seat], found)
    _tell_others(console, session, scorecards)
    _tell_hidden(console, session)
    tell_debrief(console, session.loaded.scenario)
    tell_later(console, session.documents(), session.epilogue())
    console.line()
    console.line(f"Digest {session.digest()}")


def tell_outcome(console: Console, session: Session) -> None:
    """How it ended and when."""
    outcome = session.outcome
    if outcome is None:
        return
    console.heading(f"The end, {session.loaded.scenario.times.moment(outcome.at)}: {outcome.title}")
    console.say(outcome.text)


def tell_scorecard(console: Console, label: str, card: Scorecard, found: Mapping[int, Card]) -> None:
    """Total, rating and coverage; each objective with its measures and the entries cited for it."""
    console.heading(f"Scorecard: {label}")
    console.line(f"Total {card.points} of 100: {rating_words(card.rating)}. Observed: {100 * card.coverage:.0f} %.")
    if card.capped_by:
        console.say(f"Held down by a cap: {one_line(card.capped_by)}.")
    for objective in card.objectives:
        _tell_objective(console, objective, found)


def rating_words(rating: str) -> str:
    """'S (some challenges)'."""
    return f"{rating} ({RATINGS.get(rating, 'not rated')})"


def _tell_objective(console: Console, objective: ObjectiveScore, found: Mapping[int, Card]) -> None:
    console.line()
    if not objective.observed:
        console.say(f"{one_line(objective.title)}: not observed, not counted", hanging=2)
        return
    score = f"{objective.value:.1f}, {rating_words(objective.rating)}, weight {objective.weight:g}"
    console.say(f"{one_line(objective.title)}: {score}", hanging=2)
    for measure in objective.measures:
        console.say(_measure_line(measure), indent=4, hanging=2)
    for word, entries in (("helped", objective.favour), ("hurt", objective.against)):
        cited = [found[n] for n in entries if n in found]
        for card in cited[:_MOST_EVIDENCE]:
            console.say(f"{word}: [{card.clock}] {one_line(card.title)}", indent=4, hanging=2)


def _measure_line(measure: MeasureScore) -> str:
    name = f"{one_line(measure.label)} ({MODES[measure.mode]})" if measure.label else MODES[measure.mode]
    share = f"{measure.share:g} % " if measure.share != 100 else ""
    anchors = f"{measure.zero:g} scores 0, {measure.hundred:g} scores 100"
    return f"- {share}{name}: {measure.raw:.2f} gives {measure.score:.0f} points, where {anchors}"


def _tell_others(console: Console, session: Session, scorecards: Mapping[str, Scorecard]) -> None:
    others = [seat for seat in scorecards if seat not in session.humans]
    if others:
        console.heading("The other seats")
    for seat in others:
        card = scorecards[seat]
        console.line(f"{pad(_label(session, seat), 52)} {card.points:5d}  {rating_words(card.rating)}")


def _tell_hidden(console: Console, session: Session) -> None:
    """What no human seat saw exactly, as it stood at the end."""
    seen: set[str] = set()
    for seat in session.humans:
        seen |= {reading.id for reading in session.view(seat).readings if reading.exact}
    hidden = [reading for reading in session.view(None).readings if reading.id not in seen]
    if hidden:
        console.heading("What was hidden")
    for reading in hidden:
        word = f", {one_line(reading.word)}" if reading.word and reading.word != reading.text else ""
        console.line(f"{pad(one_line(reading.label), 52)} {one_line(reading.text)}{word}")


def _label(session: Session, seat: str) -> str:
    return next(one_line(each.label) for each in session.loaded.scenario.seats if each.id == seat)
