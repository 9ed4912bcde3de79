"""Class time: the scenario's own agenda where there is one, the usual formats elsewhere, always a third for debrief."""

from __future__ import annotations

from typing import Any

import pytest

from tabletop.errors import CannotRun
from tabletop.report.agenda import LONGEST, SHORTEST, Agenda, agenda, kind_of, own
from tabletop.scenario.definition import Scenario


def scenario(lengths: list[dict[str, Any]], default: str | None = None) -> Scenario:
    seat = {"id": "a", "label": "A", "short": "A", "brief": "B."}
    return Scenario(
        format=1, id="toy", version="1", title="T", summary="S", disclaimer="D",
        startex={"date": "2027-01-01"}, endex={"at": 9, "latest": "9d"}, endings=[{"id": "over", "title": "Over"}],
        seats=[seat], lengths=lengths, default_length=default,
    )  # fmt: skip


def length(name: str, *items: tuple[int, str]) -> dict[str, Any]:
    return {"id": name, "agenda": [{"minutes": minutes, "what": what} for minutes, what in items]}


FLAGSHIP = [
    length("50", (5, "Brief"), (27, "Play: decisions 1, 6 and 8"), (18, "Debrief")),
    length("75", (8, "Brief"), (5, "Own weights"), (35, "Play"), (27, "Debrief")),
    length("180", (15, "Brief"), (10, "Own weights"), (85, "Play"), (10, "Break"), (60, "Debrief with forks")),
]


def cut(found: Agenda) -> list[tuple[str, int]]:
    return [(slot.kind, slot.minutes) for slot in found.slots]


def check(found: Agenda, minutes: int) -> None:
    assert sum(slot.minutes for slot in found.slots) == found.minutes == minutes
    assert 3 * found.of("debrief") >= minutes
    assert all(slot.minutes > 0 for slot in found.slots)
    ends = [slot.start + slot.minutes for slot in found.slots]
    assert [slot.start for slot in found.slots] == [0, *ends[:-1]]


@pytest.mark.parametrize("lengths", [[], FLAGSHIP, [length("x", (30, "play"))], [{"id": "90"}]])
def test_every_number_of_minutes_adds_up(lengths: list[dict[str, Any]]) -> None:
    written = scenario(lengths)
    for minutes in range(SHORTEST, LONGEST + 1):
        try:
            found = agenda(written, minutes)
        except CannotRun:
            assert lengths
            assert minutes < 90
        else:
            check(found, minutes)
            assert found.of("play") > 0


def test_the_usual_formats_are_those_of_the_method() -> None:
    brief, weights, play, rest, debrief = "brief", "weights", "play", "break", "debrief"
    assert cut(agenda(scenario([]), 50)) == [(brief, 5), (play, 27), (debrief, 18)]
    assert cut(agenda(scenario([]), 75)) == [(brief, 8), (weights, 5), (play, 35), (debrief, 27)]
    assert cut(agenda(scenario([]), 180)) == [(brief, 15), (weights, 10), (play, 85), (rest, 10), (debrief, 60)]


def test_the_scenarios_own_agenda_comes_first() -> None:
    found = agenda(scenario(FLAGSHIP), 75)
    assert (found.length, [slot.what for slot in found.slots]) == ("75", ["Brief", "Own weights", "Play", "Debrief"])
    assert found.notes == ()
    assert cut(found) == [("brief", 8), ("weights", 5), ("play", 35), ("debrief", 27)]


def test_spare_minutes_go_to_play_and_debrief() -> None:
    found = agenda(scenario(FLAGSHIP), 90)
    assert cut(found) == [("brief", 8), ("weights", 5), ("play", 42), ("debrief", 35)]
    assert found.length == "75"
    assert "of the 15 more, 8 go to the debrief and 7 to play" in found.notes[0]


def test_less_than_the_shortest_length_is_refused_with_a_way_out() -> None:
    with pytest.raises(CannotRun, match="fits in 45 minutes; the shortest takes 50") as refused:
        agenda(scenario(FLAGSHIP), 45)
    assert refused.value.hint == "take --minutes 50 or more"


def test_a_short_debrief_is_lengthened_and_said() -> None:
    found = own(scenario([length("x", (10, "Brief"), (40, "Play"), (10, "Hot wash"))]), "x")
    assert found is not None
    assert cut(found) == [("brief", 10), ("play", 30), ("debrief", 20)]
    assert "10 minutes of the rest" in found.notes[0]


def test_a_missing_debrief_is_added() -> None:
    found = own(scenario([length("x", (50, "play"))]), "x")
    assert found is not None
    assert cut(found) == [("play", 33), ("debrief", 17)]


def test_a_long_brief_gives_its_time_as_well() -> None:
    found = own(scenario([length("x", (58, "Lecture"), (1, "Play"), (1, "Debrief"))]), "x")
    assert found is not None
    check(found, 60)
    assert cut(found)[0] == ("other", 39)


def test_a_length_without_agenda_is_timed_by_its_name() -> None:
    found = own(scenario([{"id": "50"}]), "50")
    assert found is not None
    assert cut(found) == [("brief", 5), ("play", 27), ("debrief", 18)]


def test_a_length_without_any_time_has_no_agenda() -> None:
    written = scenario([{"id": "short"}, {"id": "full"}], "full")
    assert own(written, "short") is None
    assert own(written, "") is None
    found = agenda(written, 60)
    assert found.length == "full"
    assert "says nothing about class time" in found.notes[0]


@pytest.mark.parametrize(
    ("what", "kind"),
    [("Debrief with forks", "debrief"), ("Play: decisions 1 to 9", "play"), ("A brief", "brief"), ("Lunch", "other"),
     ("Own weights for the objectives", "weights"), ("Hot wash", "debrief"), ("Break", "break")],
)  # fmt: skip
def test_what_a_slice_is_for(what: str, kind: str) -> None:
    assert kind_of(what) == kind
