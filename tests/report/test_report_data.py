"""What a report holds: everything that it refers to is there, and its numbers are those of the game."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tabletop.engine.program import Program
from tabletop.engine.setup import Setup
from tabletop.errors import CannotRead, IllegalDecision, RecordMismatch
from tabletop.record.course import header_of
from tabletop.record.record import Record
from tabletop.report.aar import Report
from tabletop.report.build import make_report
from tabletop.report.forecasts import ENOUGH, calibration
from tabletop.report.game import Game, retell
from tabletop.report.judged import judged
from tabletop.report.story import DecisionTold, ForecastTold
from tabletop.session import Session

DAY = 1440
NOTE = (4 * DAY, "note", ("town", "The council meets tonight."))
SENT = (4 * DAY, "inject", ("town_only", "To wake them up."))
SET = (6 * DAY, "override", ("trust", 20.0, "A slip in the file."))
Recorded = Callable[..., Record]


def told(record: Record, port: Program) -> Report:
    return make_report(retell(record, port))


def test_the_kept_states_are_the_worlds(game: Game) -> None:
    layout = game.program.layout
    slots = [slot for key, slot in layout.slots.items() if key[0] != "local"]
    last = game.states[-1]
    assert [last[slot] for slot in slots] == [game.sim.world.values[slot] for slot in slots]
    assert game.states[10][layout.quantities["trust"].slot] == 55
    assert game.states[14][layout.quantities["trust"].slot] == 60


def test_all_that_is_cited_is_in_the_timeline(report: Report) -> None:
    rows = {row.n for row in report.rows}
    cited = [c.n for s in report.scores for o in s.objectives for c in (*o.helped, *o.hurt) if s.asked]
    cited += [n for d in report.decisions for n in (d.n, *d.followed) if n is not None]
    cited += [link.n for row in report.rows for link in row.chain]
    cited += [stroke.n for ledger in report.ledgers for stroke in ledger.strokes]
    cited += report.hidden.rows
    assert cited
    assert set(cited) <= rows


def test_a_decision_is_told_as_it_was_made(report: Report) -> None:
    first = report.decisions[0]
    assert (first.seat, first.number, first.clock, first.choice) == ("Town", 1, "D+2 08:00", ("Pay half",))
    assert (first.rationale, first.dissent) == ("It is fair.", "The treasurer would have waited.")
    marks = [(o.id, o.chosen, o.considered, o.locked) for o in first.options]
    assert marks == [("nothing", False, True, False), ("half", True, True, False), ("decree", False, False, True)]
    assert "Trust" in first.options[2].why_locked
    assert "now 55" in first.options[2].why_locked, "as it was then, not as it is at the end"
    assert [o.worth.value if o.worth else None for o in first.options] == [50.0, 53.0, None]


def test_a_lapsed_decision_says_so(report: Report) -> None:
    lapsed = report.decisions[-1]
    assert (lapsed.seat, lapsed.lapsed, lapsed.by, lapsed.forecast) == ("Line", True, "default", None)
    assert [o.id for o in lapsed.options if o.chosen] == ["law_old", "fee_old"]


def test_what_a_shorter_session_leaves_to_the_program_is_nobodys_decision(port: Program) -> None:
    """The wording is asked in the long session alone."""
    session = Session.start(port.loaded, port, Setup(3, "", "short"), {}, None)
    while not session.ended:
        session.advance()
    header = header_of(port, session.setup, session.seats)
    report = told(Record(header, session.lines, Path("short.jsonl")), port)
    assert [d.id for d in report.decisions] == ["share_town", "share_line", "works"]
    assert any(row.kind == "default" and "How is it worded?" in row.title for row in report.rows)


def test_causes_lead_back_to_the_sealed_choices(report: Report) -> None:
    rows = {row.n: row for row in report.rows}
    together = next(row for row in report.rows if row.kind == "together")
    assert [link.n for link in together.chain] == [12, 11]
    assert report.decisions[0].followed == (together.n,) == report.decisions[1].followed
    later = next(row for row in report.rows if row.kind == "later")
    assert [rows[link.n].title for link in later.chain] == ["Which works are done? → New piles; Paint"]


def test_who_was_not_told(report: Report) -> None:
    hidden = {row.title: row.hidden_from for row in report.rows if row.hidden_from}
    assert hidden["Money is tight"] == ("Line",)
    assert "The cracks have grown" not in hidden
    assert {gauge.label: dict(gauge.seen) for gauge in report.hidden.gauges} == {
        "Trust": {"Line": "in five words only"},
        "Hidden fund": {"Town": "not at all", "Line": "not at all"},
        "Budget": {"Line": "not at all"},
    }
    fact = report.hidden.facts[0]
    assert (fact.label, fact.state, fact.odds) == ("Rot inside the piles", "sound", "roughly even (45–55 %)")


def test_only_one_seat_when_asked(port: Program, recorded_game: Recorded) -> None:
    report = make_report(retell(recorded_game(), port, ["line"]))
    assert {d.seat for d in report.decisions} == {"Line"}
    assert [score.short for score in report.scores if score.asked] == ["Line"]
    assert report.scores[0].short == "Line"
    with pytest.raises(IllegalDecision, match="lime"):
        retell(recorded_game(), port, ["lime"])


def test_notes_and_the_facilitators_hand(port: Program, recorded_game: Recorded) -> None:
    report = told(recorded_game((NOTE, SENT, SET)), port)
    note = next(row for row in report.rows if row.kind == "note")
    assert (note.n, note.who, note.title) == (None, "Town", "The council meets tonight.")
    assert [(hand.what, hand.reason) for hand in report.hands.rows] == [
        ("Message sent: Money is tight", "To wake them up."),
        ("Trust: 55 → 20", "A slip in the file."),
    ]
    assert next(row.by_hand for row in report.rows if row.kind == "by hand") == "A slip in the file."


def test_much_by_hand_makes_scores_indicative(port: Program, recorded_game: Recorded) -> None:
    some = told(recorded_game((SET,)), port).hands
    assert (len(some.rows), some.mainly) == (1, some.share > 0.2)
    none = told(recorded_game(()), port).hands
    assert (none.rows, none.share, none.mainly) == ((), 0.0, False)
    many = told(recorded_game((SET, (7 * DAY, "override", ("cracks", 30.0, "Again.")))), port)
    assert many.hands.mainly
    assert "indicative" in many.in_short[0]


def test_an_unfinished_game_says_so(port: Program, recorded_game: Recorded) -> None:
    report = told(recorded_game(end=False), port)
    assert not report.head.finished
    assert "has not ended" in report.head.cautions[0]
    assert "D+5 08:00" in report.head.cautions[0]
    assert report.decisions[0].forecast is not None
    assert report.decisions[0].forecast.happened is None
    assert report.background.epilogue == () == report.background.papers
    assert report.scores[0].coverage < 1


def test_a_game_that_has_hardly_begun(port: Program, recorded_game: Recorded) -> None:
    report = told(recorded_game((), end=False), port)
    assert report.decisions == ()
    assert [score.rating for score in report.scores] == ["", "", ""]
    assert "nothing could be observed" in report.in_short[0]


def test_equal_games_give_equal_reports(port: Program, recorded_game: Recorded, report: Report, game: Game) -> None:
    again = make_report(retell(recorded_game(), port))
    assert again == make_report(game)
    assert replace(again, decisions=()) != replace(report, decisions=())


def test_words_come_from_the_numbers(port: Program, recorded_game: Recorded) -> None:
    calm = recorded_game([step for step in _steps(recorded_game) if step[1] != "share_line"])
    assert told(calm, port).in_short != told(recorded_game(), port).in_short


def _steps(recorded_game: Recorded) -> list[tuple[int, str, Any]]:
    lines = recorded_game().decisions
    return [(line.at, line.decision, (list(line.choice), {})) for line in lines]


def test_the_ledger_adds_up_in_whole_numbers(report: Report) -> None:
    for ledger in report.ledgers:
        assert sum(ledger.shown[:-1]) == ledger.shown[-1] == round(ledger.final)
        terms = (ledger.start, ledger.decisions, ledger.luck, ledger.others, ledger.drift)
        assert all(abs(a - b) < 2 for a, b in zip(terms, ledger.shown, strict=False))


def test_a_review_of_another_game_is_refused(game: Game, review_of: Callable[..., dict[str, Any]]) -> None:
    found = review_of(game)
    with pytest.raises(RecordMismatch, match="another game"):
        judged(found, "0" * 32)
    with pytest.raises(CannotRead, match="not a review"):
        judged({**found, "schema": "tabletop-replay/1"}, game.replayed.digest)
    del found["seats"]["town"]["ledger"]["luck"]
    with pytest.raises(CannotRead, match=r"seats\.town\.ledger\.luck"):
        judged(found, game.replayed.digest)


def test_a_label_that_nobody_knows_is_refused(game: Game, review_of: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(CannotRead, match="label"):
        judged(review_of(game, label="<b>disaster</b>"), game.replayed.digest)


def decisions(forecasts: list[tuple[int, bool | None]]) -> list[DecisionTold]:
    def one(percent: int, happened: bool | None) -> DecisionTold:
        brier = None if happened is None else (percent / 100 - happened) ** 2
        told = ForecastTold("Will it?", percent, "likely", happened, "It came.", brier)
        return DecisionTold(1, 1, 0, "", "Town", "x", "X", "", (), False, "human", (), "", "", told, (), None)

    return [one(*each) for each in forecasts]


def test_calibration_needs_eight_settled_forecasts(game: Game) -> None:
    seven = calibration(game, "town", decisions([(60, True)] * 7 + [(50, None)]))
    assert (seven.settled, seven.unsettled, seven.brier) == (7, 1, None)
    assert f"{ENOUGH - 7} is missing" in seven.says
    eight = calibration(game, "town", decisions([(80, True)] * 6 + [(20, False)] * 2))
    assert eight.base == 0.75
    assert eight.brier == pytest.approx(0.04)
    assert eight.base_brier == pytest.approx(0.1875)
    assert "better than that" in eight.says


def test_always_even_is_no_better_than_the_base_rate(game: Game) -> None:
    even = calibration(game, "town", decisions([(50, True), (50, False)] * 4))
    assert (even.brier, even.base_brier) == (0.25, 0.25)
    assert "the same" in even.says
    worse = calibration(game, "town", decisions([(50, True)] * 6 + [(50, False)] * 2))
    assert "worse than that" in worse.says
    alike = calibration(game, "town", decisions([(90, True)] * 8))
    assert alike.base_brier == 0
    assert "no base rate to compare" in alike.says
