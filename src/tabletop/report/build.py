"""The report put together from a game, a review of it, and what bots make of the same setup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tabletop.record.record import Header
from tabletop.report.aar import Report
from tabletop.report.background import background
from tabletop.report.decisions import decisions_told
from tabletop.report.forecasts import calibration
from tabletop.report.game import Game
from tabletop.report.hands import hands_told
from tabletop.report.hidden import hidden_told
from tabletop.report.judged import Review
from tabletop.report.patterns import Material, questions_told
from tabletop.report.periods import periods
from tabletop.report.scores import all_evidence, cited_entries, scores_told
from tabletop.report.series import lines_told, tracks_told
from tabletop.report.short import in_short
from tabletop.report.standing import LedgerTold, SpreadTold
from tabletop.report.story import EndTold, Head, SeatTold
from tabletop.report.timeline import Timeline
from tabletop.report.verdicts import ledger, method, verdicts
from tabletop.report.wording import plain

Totals = Mapping[str, Sequence[float]]


def make_report(
    game: Game, review: Review | None = None, totals: Totals | None = None, effects: Mapping[str, str] | None = None
) -> Report:
    """The after-action report of a game.

    `totals` are the scores of games by bots by seat, from 0 to 100; `effects` say what assumptions do (see
    `background`). Without a review there are no verdicts and no ledger. Equal input gives an equal report.
    """
    found = all_evidence(game)
    timeline = Timeline(game, cited_entries(game, found))
    rows = timeline.rows
    scores = scores_told(game, timeline, found)
    decisions = decisions_told(game, timeline, verdicts(game, review) if review else {})
    ledgers = tuple(_ledgers(game, timeline, review))
    spreads = tuple(_spreads(game, totals or {}))
    hands = hands_told(game, timeline)
    beside = background(game, rows, effects or {})
    return Report(
        head=head(game),
        end=end(game),
        in_short=tuple(in_short(scores, ledgers, spreads, decisions, hands)),
        rows=rows,
        decisions=decisions,
        scores=scores,
        method=method(review) if review else None,
        ledgers=ledgers,
        spreads=spreads,
        lines=lines_told(game),
        tracks=tracks_told(game),
        periods=periods(game.sim.outcome.at if game.sim.outcome else game.sim.now, game.times),
        calibrations=tuple(calibration(game, seat, decisions) for seat in game.seats),
        hands=hands,
        hidden=hidden_told(game, rows),
        questions=questions_told(Material(game, timeline, rows, decisions, scores, beside.assumptions, review)),
        background=beside,
    )


def _ledgers(game: Game, timeline: Timeline, review: Review | None) -> Iterator[LedgerTold]:
    for seat in game.seats:
        if review and seat in review.seats:
            yield ledger(game, timeline, seat, review.seats[seat])


def _spreads(game: Game, totals: Totals) -> Iterator[SpreadTold]:
    for seat in game.seats:
        known = tuple(sorted(totals.get(seat, ())))
        if known:
            this = game.scorecards[seat].total
            below = sum(total < this for total in known) / len(known)
            good = sum(round(total) >= 50 for total in known) / len(known)
            yield SpreadTold(game.shorts[seat], len(known), known, this, below, good)


def head(game: Game) -> Head:
    """What was played and how."""
    scenario, header, sim = game.scenario, game.record.header, game.sim
    presets = {str(preset.id): preset.label for preset in scenario.presets}
    lengths = {str(length.id): length.label for length in scenario.lengths}
    return Head(
        scenario=str(scenario.id),
        title=scenario.title,
        version=str(scenario.version),
        sha256=game.program.sha256,
        engine=header.engine,
        seed=header.seed,
        preset=sim.setup.preset,
        preset_label=presets.get(sim.setup.preset, ""),
        length=sim.setup.length,
        length_label=lengths.get(sim.setup.length, ""),
        settings=tuple(_settings(game, header)),
        seats=tuple(_seats(game, header)),
        began=f"{scenario.times.date(0)} {scenario.startex.zone}".strip(),
        disclaimer=scenario.disclaimer,
        facts_as_of=str(scenario.facts_as_of),
        summary=scenario.summary,
        dilemma=scenario.dilemma,
        digest=game.replayed.digest,
        parent=_parent(header),
        finished=sim.ended,
        cautions=tuple(_cautions(game)),
    )


def end(game: Game) -> EndTold:
    """How it ended, or where the record stops."""
    sim = game.sim
    at = sim.outcome.at if sim.outcome else sim.now
    clock, date = game.times.moment(at), game.times.beside(at)
    if sim.outcome is None:
        return EndTold(
            "The game has not ended", "The record stops here; everything is told as it stood then.", at, clock, date
        )
    return EndTold(sim.outcome.title, sim.outcome.text, at, clock, date)


def _settings(game: Game, header: Header) -> Iterator[tuple[str, str]]:
    quantities = game.program.layout.quantities
    for id_, value in (*header.texts.items(), *header.assumptions.items(), *header.latents.items()):
        label = quantities[id_].label if id_ in quantities else id_
        yield label, plain(value) if isinstance(value, float | int) else str(value).replace("_", " ")


def _seats(game: Game, header: Header) -> Iterator[SeatTold]:
    for seat in game.scenario.seats:
        id_ = str(seat.id)
        yield SeatTold(id_, seat.label, seat.short, header.seats.get(id_, ""), id_ in game.seats)


def _parent(header: Header) -> str:
    if header.parent is None:
        return ""
    name = header.parent.file.replace("\\", "/").rsplit("/", 1)[-1]
    after = f"after its decision {header.parent.at}" if header.parent.at else "from the start"
    return f"A branch of {name}, {after}."


def _cautions(game: Game) -> Iterator[str]:
    if not game.sim.ended:
        yield (
            f"This game has not ended: its record stops on {game.times.moment(game.sim.now)}. Scores are as they stood "
            "then, and what was hidden is shown below: do not read on if you mean to play on."
        )
    if game.record.torn:
        yield "The end of the record was cut off; the last whole line counts."
