"""The master list of events and the trace from objectives to decisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.engine.program import Program, compile_program
from tabletop.report.labels import Labels
from tabletop.report.msel import ACTION, COLUMNS, CONTINGENCY, INJECT, Row, msel
from tabletop.report.rehearsal import rehearse
from tabletop.report.trace import links, orphans
from tabletop.scenario.load import load


@pytest.fixture(scope="module")
def flagship(checkout: Path) -> Program:
    return compile_program(load(checkout / "scenarios" / "regional-contingency"))


@pytest.fixture(scope="module")
def rows(flagship: Program) -> dict[str, Row]:
    return {row.id: row for row in msel(flagship, "50", rehearse(flagship, "", "50"))}


def test_the_columns_are_those_of_exercise_practice(rows: dict[str, Row]) -> None:
    assert COLUMNS[:3] == ("Event Number", "Designated Scenario Time", "Event Type")
    assert all(len(row.cells) == len(COLUMNS) == 10 for row in rows.values())


def test_every_inject_and_every_decision_of_the_length_has_a_row(flagship: Program, rows: dict[str, Row]) -> None:
    assert {str(inject.id) for inject in flagship.scenario.injects} <= set(rows)
    listed = {str(p.id) for p in flagship.scenario.decisions if not p.lengths or "50" in p.lengths}
    assert {row.id for row in rows.values() if row.type == ACTION} == listed
    assert [row.number for row in rows.values()] == list(range(1, len(rows) + 1))


def test_rows_with_a_time_come_first_and_in_order(rows: dict[str, Row]) -> None:
    times = [row.at for row in rows.values()]
    dated = [time for time in times if time is not None]
    assert dated == sorted(dated)
    assert times[: len(dated)] == dated


@pytest.mark.parametrize(
    ("inject", "type_", "time"),
    [
        ("inj_announce", INJECT, "D+0 06:00"),
        ("inj_queue", CONTINGENCY, "D+14 08:00, if: loads waiting for Airlift queue more than 0"),
        (
            "inj_pressure",
            CONTINGENCY,
            "D+11 12:00, if: “Unannounced economic measures” chosen in What does Seoul feel?",
        ),
        ("inj_letter", CONTINGENCY, "once, when: Alliance cohesion less than 48"),
        ("inj_sea", CONTINGENCY, "by chance; at STARTEX very unlikely (5–20 %) within a week"),
        ("inj_leak", CONTINGENCY, "after the choice “Start the notice clocks quietly” (us1)"),
    ],
)
def test_when_an_inject_comes_is_said_in_words(rows: dict[str, Row], inject: str, type_: str, time: str) -> None:
    assert (rows[inject].type, rows[inject].time) == (type_, time)


def test_what_a_rate_follows_is_said(rows: dict[str, Row]) -> None:
    assert "The rate follows Open war in the Strait, Sea incidents in the Strait at rung 3.5, Ships are escorted" in (
        rows["inj_sea"].notes
    )
    assert "At most once." in rows["inj_war_t"].notes


def test_messages_have_their_blanks_named_and_their_variants(rows: dict[str, Row]) -> None:
    assert "They rate" not in rows["inj_queue"].message
    assert "reports [loads waiting] loads waiting at [lift rate] loads a day" in rows["inj_queue"].message
    assert "— or, when “Shells" not in rows["inj_northern"].message
    assert rows["inj_northern"].message.count("— or, when") == 4
    assert "{" not in "".join(row.message for row in rows.values())


def test_what_is_expected_and_what_for_is_there(rows: dict[str, Row]) -> None:
    assert rows["inj_announce"].expected == "All seats read the wording and note what is not said."
    assert (rows["inj_assess"].objectives, rows["inj_assess"].to) == ("LO2, LO5", "US")
    assert rows["us1"].expected == "An answer within 1 d; otherwise the default: consult_first."
    assert "Asked in 40 of 40 games by bots" in rows["us1"].notes
    assert rows["us10"].time == "once, when: Taiwan rung at least 6 or Korea rung at least 5"
    assert "Played by the program" in rows["prc1"].notes


def test_the_trace_goes_from_objective_over_inject_to_decision(flagship: Program, rows: dict[str, Row]) -> None:
    found = links(flagship.scenario, list(rows.values()))
    by = {(link.objective, link.inject.id): link for link in found if link.inject}
    assert {str(o.id) for o in flagship.scenario.learning_objectives} == {link.objective for link in found}
    assert [row.id for row in by["LO1", "inj_shortfall"].decisions] == ["us1"]
    assert [row.id for row in by["LO2", "inj_northern"].decisions] == ["us6", "rok6"]
    poll = by["LO3", "inj_poll"]
    assert ([row.id for row in poll.decisions], poll.same) == (["rok6"], False)
    cited = sum(len(inject.objectives) for inject in flagship.scenario.injects)
    assert len(by) == cited


def test_orphans_are_said(flagship: Program, rows: dict[str, Row]) -> None:
    left = orphans(flagship.scenario, list(rows.values()))
    assert "LO6 can be seen in no decision of this length." in left
    assert "After inj_golden (LO3) none of its readers is asked anything in this length." in left
    assert not any("inj_announce" in line for line in left)


def test_an_objective_without_inject_and_a_decision_without_objective_are_orphans(flagship: Program) -> None:
    scenario = flagship.scenario
    injects = [each.model_copy(update={"objectives": ["LO1"], "to": ["prc"]}) for each in scenario.injects]
    decisions = [each.model_copy(update={"objectives": []}) for each in scenario.decisions]
    loaded = flagship.loaded
    changed = scenario.model_copy(update={"injects": injects, "decisions": decisions})
    program = compile_program(loaded.__class__(changed, loaded.path, loaded.sha256, loaded.briefs))
    left = orphans(changed, msel(program, "180", rehearse(program, "", "180", games=1)))
    assert "LO2 is served by no inject." in left
    assert "The decision us1 serves no objective." in left
    assert "The inject inj_announce reaches nobody but the program." in left


def test_conditions_read_as_words(flagship: Program) -> None:
    labels = Labels(flagship)
    assert (
        labels.condition("cohesion < 48 and not escort")
        == "Alliance cohesion less than 48 and “Ships are escorted” not to hold"
    )
    assert labels.of("nothing_known") == "nothing known"
    assert labels.blanks("{cover:.0f} of {cohesion}") == "[cover] of [Alliance cohesion]"
