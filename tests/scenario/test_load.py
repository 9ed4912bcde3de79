"""From a folder to a scenario: what comes out, briefs, warnings, and how long it takes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.errors import CannotRead, InvalidScenario
from tabletop.scenario.load import check, load

Changed = Callable[..., Path]


def test_a_sound_scenario(harbour: Path) -> None:
    loaded = load(harbour)
    assert loaded.scenario.id == "harbour"
    assert [seat.id for seat in loaded.scenario.seats] == ["city", "union"]
    assert loaded.path == harbour / "scenario.yaml"
    assert loaded.warnings == ()
    assert len(loaded.sha256) == 64
    assert check(harbour) == ()


def test_values_are_read_as_what_they_mean(harbour: Path) -> None:
    scenario = load(harbour).scenario
    assert scenario.injects[0].at == 360
    assert scenario.decisions[0].opens.at == 480
    assert scenario.decisions[0].lengths == ["50"]
    assert scenario.lengths[0].id == "50"
    assert scenario.gauges[0].start == "30 + 5 * patience"
    assert scenario.decisions[0].options[1].effects[1].argument == 360


def test_a_folder_and_its_file_are_the_same(harbour: Path) -> None:
    assert load(harbour).sha256 == load(str(harbour / "scenario.yaml")).sha256


def test_briefs_are_read_from_the_folder(harbour: Path) -> None:
    briefs = load(harbour).briefs
    assert briefs["city"] == "You keep the city running.\n"
    assert briefs["union"] == "You speak for the dockers."


def test_a_change_of_a_brief_leaves_the_hash(harbour: Path) -> None:
    before = load(harbour).sha256
    (harbour / "briefs" / "city.md").write_text("Another brief.", "utf-8")
    assert load(harbour).sha256 == before


@pytest.mark.parametrize(
    ("brief", "phrase"),
    [
        ("briefs/none.md", "No such file"),
        ("../outside.md", "leads out of"),
        ("/etc/motd.md", "absolute"),
        ("briefs/latin.md", "not UTF-8"),
        ("briefs/long.md", "the limit is 1 MiB"),
    ],
)
def test_briefs_that_cannot_be_read(changed: Changed, harbour: Path, brief: str, phrase: str) -> None:
    (harbour.parent / "outside.md").write_text("secret", "utf-8")
    (harbour / "briefs" / "latin.md").write_bytes(b"\xe9")
    (harbour / "briefs" / "long.md").write_bytes(b"x" * (2**20 + 1))
    (problem,) = check(changed("briefs/city.md", brief, "people.yaml"))
    assert (problem.code, problem.at and Path(problem.at.file).name) == ("TT025", "people.yaml")
    assert phrase in problem.render()


def test_an_invalid_scenario_shows_everything(changed: Changed, harbour: Path) -> None:
    changed("label: Unrest\n", "label: Unrest\n    strat: 5\n")
    changed("{seats: {union: hidden}", "{seats: {onion: hidden}")
    changed("label: City hall", "lable: City hall", "people.yaml")
    with pytest.raises(InvalidScenario) as caught:
        load(harbour)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["TT101", "TT210", "TT102", "TT101"]
    assert str(caught.value).endswith("4 errors")


def test_warnings_do_not_stop_a_scenario(changed: Changed) -> None:
    loaded = load(changed("    when: not talks", "    when: unrest >= 0"))
    assert [warning.code for warning in loaded.warnings] == ["TT405"]


def test_problems_come_in_the_order_of_the_files(changed: Changed, harbour: Path) -> None:
    changed("player: human", "player: robot", "people.yaml")
    changed("mode: mean", "mode: meen")
    places = [problem.at for problem in check(harbour)]
    assert [place and Path(place.file).name for place in places] == ["scenario.yaml", "people.yaml"]


def test_nothing_is_called_unknown_while_a_file_is_missing(changed: Changed) -> None:
    problems = check(changed("include: [people.yaml]", "include: [pepole.yaml]"))
    assert [problem.code for problem in problems] == ["TT022"]
    assert problems[0].hint == 'did you mean "people.yaml"?'


def test_what_stands_in_a_broken_part_is_still_known(changed: Changed, harbour: Path) -> None:
    changed("label: Unrest\n", "lable: Unrest\n")
    assert [problem.code for problem in check(harbour)] == ["TT102", "TT101"]


def test_an_alias_is_told_once(changed: Changed, harbour: Path) -> None:
    changed("label: Unrest\n", "label: *x\n")
    assert [problem.code for problem in check(harbour)] == ["TT004"]


@pytest.mark.parametrize("text", ["", "[]", "1", "# nothing", "a: [", "\x00", "{}"])
def test_whatever_is_in_the_file_there_is_no_traceback(tmp_path: Path, text: str) -> None:
    (tmp_path / "scenario.yaml").write_text(text, "utf-8")
    with pytest.raises(InvalidScenario) as caught:
        load(tmp_path)
    assert all(problem.hint for problem in caught.value.problems)


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        load(tmp_path / "nowhere")


def test_collection_of_garbage_is_switched_on_again(harbour: Path) -> None:
    load(harbour)
    assert gc.isenabled()


def large(path: Path) -> int:
    """Write a scenario of about 250 KB with 400 options and 2,000 different expressions; its size in bytes."""
    gauges = [f"  - {{id: g{n}, label: Gauge {n}, start: 50, drift: {{to: 50, half_life: 20d}}}}" for n in range(40)]
    lines = [*(path.parent / "head.yaml").read_text("utf-8").splitlines(), "gauges:", *gauges, "decisions:"]
    for number in range(80):
        lines += [
            f"  - id: d{number}", f"    seat: {('us', 'them')[number % 2]}", f"    title: Decision number {number}",
            "    brief: What is to be done about the matter that has come up during the night?",
            f"    opens: {{at: D+{number} 08:00}}", "    window: 12h", "    default: o0", "    options:",
        ]  # fmt: skip
        for option in range(5):
            a, b, c = (number + option) % 40, (number * 7 + option) % 40, (number + option + 17) % 40
            lines += [
                f"      - id: o{option}", f"        label: Option {option} of decision {number}",
                "        brief: Do this one thing, tell nobody, and see in the morning what has come of it.",
                "        dime: M", "        tags: [hawk, firm]",
                f"        weight: 0.0{number + 1} * (g{a} - {option + 40}) + 0.5 * (g{b} > {number % 50 + 20})",
                "        effects:",
                f"          - add: {{g{a}: 2 + 0.01 * g{b} * {number + 1}, g{c}: -{option + 1}.{number} * g{a} / 100}}",
                "          - after: 2d", "            do:", "              - chance:",
                f"                  id: c{number}_{option}", "                  label: It works",
                f"                  odds: logistic(0.0{number + 1} * (g{b} - 50 - {option}))",
                f"                  then: [{{add: {{g{c}: 3 + g{b} / {number + 100 + option}}}}}]",
            ]  # fmt: skip
            if option:
                lines.append(f"        requires: g{a} > {number / 10} + {option} and g{b} < 90")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path.stat().st_size


HEAD = """\
format: 1
id: large
version: 1
title: Large
summary: Many of everything.
disclaimer: Invented.
startex: {date: "2026-08-10"}
endex: {at: 90, latest: 100d}
endings: [{id: end, title: The end}]
seats:
  - {id: us, label: Us, short: Us, brief: You are us.}
  - {id: them, label: Them, short: Them, brief: You are they.}
"""


def test_a_large_scenario_loads_in_a_moment(tmp_path: Path) -> None:
    """The limit is generous, so that a busy machine does not fail; see the benchmark for the true figure."""
    (tmp_path / "head.yaml").write_text(HEAD, "utf-8")
    assert large(tmp_path / "scenario.yaml") > 200_000
    began = time.perf_counter()
    loaded = load(tmp_path / "scenario.yaml")
    assert len(loaded.scenario.decisions) == 80
    assert time.perf_counter() - began < 5


@pytest.mark.benchmark
def test_how_long_a_large_scenario_takes(tmp_path: Path) -> None:
    (tmp_path / "head.yaml").write_text(HEAD, "utf-8")
    size = large(tmp_path / "scenario.yaml")
    began = time.perf_counter()
    load(tmp_path / "scenario.yaml")
    taken = time.perf_counter() - began
    print(f"\n{size / 1000:.0f} KB in {taken:.3f} s")
    assert taken < 0.6
