"""What the review found, told: the worth of each option, the judgement of each decision, where the score came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabletop.engine.odds import soon, words
from tabletop.report.game import Game
from tabletop.report.judged import Draw, Judged, OptionValue, Review, SeatReview
from tabletop.report.standing import LedgerTold, Method, Stroke
from tabletop.report.story import Verdict, Worth
from tabletop.report.timeline import Timeline
from tabletop.report.wording import adding_up, listed, percent, points, signed, whole

MOST_STROKES = 8
_NEGLIGIBLE = 0.5
LABELS = {
    "inaccuracy": "an inaccuracy",
    "mistake": "a mistake",
    "blunder": "a blunder",
}


def method(review: Review) -> Method:
    """How the review was made."""
    references = tuple((reference.label, reference.says) for reference in review.references.values())
    return Method(review.futures, references, tuple(review.thresholds.items()))


def verdicts(game: Game, review: Review) -> dict[tuple[str, int, str], Verdict]:
    """The judgements of the reported seats by (seat id, minute, decision id)."""
    names = {id_: reference.label for id_, reference in review.references.items()}
    return {
        (seat, judged.at, judged.decision): _verdict(game, judged, names)
        for seat in game.seats
        if seat in review.seats
        for judged in review.seats[seat].decisions
    }


def _verdict(game: Game, judged: Judged, names: dict[str, str]) -> Verdict:
    best = next((option.label for option in judged.options if option.choice == judged.best), "")
    losses = tuple((names.get(id_, id_), loss.mean, *loss.interval) for id_, loss in judged.loss.items())
    return Verdict(
        options=tuple(_worth(option, judged, names) for option in judged.options),
        best=best,
        regret=judged.regret,
        losses=losses,
        label=judged.label,
        forced=judged.forced,
        beliefs=tuple(_beliefs(game, judged)),
        says=_says(judged, best, losses),
    )


def _worth(option: OptionValue, judged: Judged, names: dict[str, str]) -> Worth:
    by_reference = tuple((names.get(id_, id_), e.value, *e.interval) for id_, e in option.by_reference.items())
    chosen, best = option.choice == judged.choice, option.choice == judged.best
    return Worth(option.choice, option.label, option.value, *option.interval, by_reference, chosen, best)


def _beliefs(game: Game, judged: Judged) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for latent in game.scenario.latents:
        shares = judged.posterior.get(str(latent.id), {})
        labels = {str(state.id): state.label or str(state.id).replace("_", " ") for state in latent.states}
        if shares and labels:
            yield latent.label, tuple((labels.get(state, state), percent(share)) for state, share in shares.items())


def _says(judged: Judged, best: str, losses: tuple[tuple[str, float, float, float], ...]) -> str:
    if judged.forced:
        return "Only one option was open: nothing to judge."
    if not judged.label or judged.best == judged.choice:
        return "Nothing that was open was worth more, on what could be known then."
    if judged.label == "close call":
        return _close(judged, best, [mean for _, mean, _, _ in losses])
    least = min((low for _, _, low, _ in losses), default=0.0)
    agreed = "both reference policies agree" if len(losses) > 1 else "by the reference policy"
    return (
        f"{LABELS[judged.label].capitalize()}: “{best}” was worth about {points(judged.regret)} more on what could be "
        f"known then, and {points(least)} at the least; {agreed}."
    )


def _close(judged: Judged, best: str, means: list[float]) -> str:
    if judged.regret > -0.5:
        return f"A close call: “{best}” came out less than a point ahead."
    ahead = f"“{best}” came out about {points(judged.regret)} ahead"
    low, high = round(min(means, default=0.0)), round(max(means, default=0.0))
    spread = f" ({low} or {high}, depending on how the game is played on)" if low != high else ""
    return f"A close call: {ahead}{spread}, too little or too unsure to call the choice a fault."


def ledger(game: Game, timeline: Timeline, seat: str, review: SeatReview) -> LedgerTold:
    """Where the final score of a seat came from."""
    terms = review.ledger
    parts = (terms.start, terms.decisions, terms.luck, terms.others, terms.drift)
    known = range(1, len(game.sim.entries))
    draws = [draw for between in review.intervals for draw in between.draws if draw.entry in known]
    draws.sort(key=lambda draw: (-abs(draw.points), draw.entry))
    strokes = tuple(_stroke(game, timeline, draw) for draw in draws[:MOST_STROKES] if abs(draw.points) >= _NEGLIGIBLE)
    shown = (*adding_up(parts, terms.final), round(terms.final))
    return LedgerTold(
        seat=game.shorts[seat],
        start=terms.start,
        decisions=terms.decisions,
        luck=terms.luck,
        others=terms.others,
        drift=terms.drift,
        final=terms.final,
        shown=shown,
        luck_removed=review.luck_removed,
        strokes=strokes,
        says=tuple(_told(review, shown)),
    )


def _stroke(game: Game, timeline: Timeline, draw: Draw) -> Stroke:
    at = game.sim.entries[draw.entry].at
    return Stroke(
        timeline.root(draw.entry), game.times.moment(at), draw.what, _odds(game, draw), draw.draw, draw.points
    )


def _odds(game: Game, draw: Draw) -> str:
    """The odds in words; of something that comes at a rate, the odds within a week or step, as on its card."""
    rate = game.sim.entries[draw.entry].detail.get("rate")
    return words(draw.odds) if rate is None else soon(float(rate), float(rate), game.scenario.step)


def _told(review: SeatReview, shown: Sequence[int]) -> Iterator[str]:
    start, decisions, luck, others, room, final = shown
    yield f"Before the first decision {points(start)} were to be expected; it became {whole(final)}."
    yield _own(review, decisions)
    yield (
        f"Nobody finds the best option every time: the reference players leave {points(room)} of room. Against them "
        f"own decisions come to {signed(decisions + room)}."
    )
    if luck == 0:
        yield "Luck and bad luck cancelled each other out."
    else:
        word = "Luck added" if luck > 0 else "Bad luck took away"
        yield f"{word} {points(luck)}; without it the result would have been {whole(review.luck_removed)}."
    if others:
        yield f"What the other seats chose {'brought' if others > 0 else 'cost'} {points(others)}."


def _own(review: SeatReview, decisions: int) -> str:
    judged = [d for d in review.decisions if not d.forced]
    faults = [d.label for d in judged if d.label in LABELS]
    cost = f"took away {points(decisions)}" if decisions < 0 else "took nothing away"
    told = f"Own decisions {cost}, measured against the best that was open each time"
    if not faults:
        return f"{told}; none of {len(judged)} was clearly worse than another option."
    counted = [_counted(faults.count(label), label) for label in LABELS if label in faults]
    return f"{told}: {listed(counted)} among {len(judged)} decisions with a choice."


def _counted(number: int, label: str) -> str:
    return (
        f"{number} {label}"
        if number == 1
        else f"{number} {label.removesuffix('y')}{'ies' if label[-1] == 'y' else 's'}"
    )
