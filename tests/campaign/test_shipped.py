"""The Linchpin as it ships: sound, its scripts as they are told, its relations in the right direction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.campaign.carrying import CampaignSetup, agreed, stage_setup
from tabletop.campaign.course import CampaignCourse, perform
from tabletop.campaign.ends import StageEnd
from tabletop.campaign.load import LoadedCampaign, load
from tabletop.campaign.score import campaign_scores
from tabletop.campaign.script import read_campaign_script
from tabletop.engine.setup import Setup
from tabletop.engine.simulation import Simulation
from tabletop.plain.campaign_tale import tell_course
from tabletop.plain.console import Console
from tabletop.plain.playthrough import WIDTH

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "linchpin-campaign"
GOLDEN = Path(__file__).resolve().parents[1] / "playthroughs" / "linchpin-campaign"
SCRIPTS = sorted((FOLDER / "scripts").glob("*.yaml"))
LONGEST = 400


@cache
def linchpin() -> LoadedCampaign:
    return load(FOLDER)


@cache
def course(name: str) -> CampaignCourse:
    return perform(read_campaign_script(FOLDER / "scripts" / f"{name}.yaml"), linchpin(), make_chooser)


def run(stage: str, setup: Setup, choices: Mapping[str, str]) -> Simulation:
    """A stage played by its doctrine but for some choices."""
    program = linchpin().program(stage)
    bots = {}
    for seat in program.scenario.seats:
        doctrine = make_chooser("doctrine", program)
        bots[str(seat.id)] = lambda q, own=doctrine: (choices[q.point.id],) if q.point.id in choices else own(q)
    sim = Simulation(program, setup, bots)
    while not sim.ended:
        sim.advance()
    return sim


def value(sim: Simulation, name: str) -> float:
    return sim.world.values[sim.program.layout.quantities[name].slot]


def word(sim: Simulation, name: str) -> str:
    return sim.program.layout.quantities[name].name(value(sim, name))


class TestScripts:
    @pytest.mark.parametrize("script", [path.stem for path in SCRIPTS])
    def test_each_is_told_as_the_golden_text_has_it(self, script: str) -> None:
        """After a change of the numbers read the new story, then write what `tabletop replay` prints to the file."""
        told = StringIO()
        tell_course(Console(StringIO(), told, width=WIDTH), course(script))
        golden = (GOLDEN / f"{script}.txt").read_text("utf-8").splitlines()
        assert len(golden) < LONGEST
        assert told.getvalue().splitlines() == golden

    def test_they_come_out_far_apart(self) -> None:
        totals = {
            name: {s: score.total for s, score in campaign_scores(c.loaded, c.setup, c.ends).items()}
            for name in ("the-sentence-that-held", "quick-reaction", "the-blank-page")
            for c in [course(name)]
        }
        held, quick, blank = totals.values()
        assert min(held.values()) > 65
        assert quick["us"] - quick["rok"] > 15
        assert max(blank.values()) < 50

    def test_words_kept_count_for_both_and_a_no_without_a_veto_against_seoul(self) -> None:
        held, blank = course("the-sentence-that-held"), course("the-blank-page")
        kept = campaign_scores(held.loaded, held.setup, held.ends)
        assert (kept["us"].words, kept["rok"].words) == (3, 2)
        assert campaign_scores(blank.loaded, blank.setup, blank.ends)["rok"].words == -6

    def test_the_blank_page_is_asked_about_on_television(self) -> None:
        fired = {
            name: value_of_inject(course(name).stages[-1].replayed.simulation, "c04_nothing_agreed")
            for name in ("the-sentence-that-held", "the-blank-page")
        }
        assert fired == {"the-sentence-that-held": 0, "the-blank-page": 1}


def value_of_inject(sim: Simulation, inject: str) -> float:
    return sim.world.values[sim.program.injects[inject].fired_slot]


def crisis(preset: str = "base", /, **changes: float | str) -> Setup:
    """How the crisis begins behind the first script, with other ends of the stages before."""
    held = course("the-sentence-that-held")
    ends = {name: end for name, end in held.ends.items() if name != "crisis"}
    for name, given in changes.items():
        stage, _, own = name.partition("_")
        end = ends[stage]
        worded = isinstance(given, str)
        ends[stage] = StageEnd(
            end.numbers if worded else {**end.numbers, own: given},  # type: ignore[dict-item]
            {**end.words, own: given} if worded else end.words,  # type: ignore[dict-item]
            end.labels,
        )
    return stage_setup(linchpin(), agreed(linchpin(), CampaignSetup(57, preset)), ends, "crisis")[0]


def changed(name: str, given: float) -> Setup:
    """How the crisis begins with one other number at the end of a stage."""
    return crisis("base", **{name: given})


class TestCarrying:
    @pytest.mark.parametrize(
        ("end", "start", "low", "high"),
        [
            ("autumn_cohesion", "cohesion", 58, 66),
            ("autumn_autonomy", "autonomy", 46, 54),
            ("autumn_deterrence_korea", "deterrence_korea", 58, 66),
            ("autumn_readiness", "readiness", 66, 74),
            ("autumn_prc_pressure", "prc_pressure", 18, 26),
            ("autumn_diplomatic_capital", "diplomatic_capital", 48, 56),
            ("autumn_support_rok", "support_rok", 54, 62),
            ("autumn_support_us", "support_us", 50, 58),
            ("seoul_warning", "warning", 53, 61),
            ("seoul_rung_korea", "rung_korea", 2, 5),
        ],
    )
    def test_what_ended_higher_starts_higher_and_nothing_runs_away(
        self, end: str, start: str, low: float, high: float
    ) -> None:
        below, above, wild = (float(changed(end, each).starts[start]) for each in (low, high, 1e6))
        assert below < above <= wild
        assert wild - below <= 30

    def test_relations_are_forgotten_faster_in_a_clean_slate(self) -> None:
        spans = {
            preset: float(crisis(preset, autumn_cohesion=70.0).starts["cohesion"])
            - float(crisis(preset, autumn_cohesion=54.0).starts["cohesion"])
            for preset in ("clean_slate", "base", "long_memory")
        }
        assert spans["clean_slate"] < spans["base"] < spans["long_memory"]

    def test_the_headline_lesson_fails_in_a_clean_slate(self) -> None:
        """What was signed changes the crisis in the base world, and nothing in a clean slate."""
        for preset, differ in (("base", True), ("clean_slate", False)):
            broad, consult = (crisis(preset, seoul_flex_text=text) for text in ("broad", "consult"))
            assert (broad.starts["flex_text"] != consult.starts["flex_text"]) is differ

    def test_nothing_signed_is_no_wording_at_all(self) -> None:
        assert crisis(seoul_statement="none").starts["flex_text"] == "none"

    def test_severity_is_the_teachers_and_delay_can_be_made_dear(self) -> None:
        assert crisis("slow_sea").latents["resolve"] == "probing"
        assert crisis("fast_sea").latents["resolve"] == "committed"
        assert crisis("fast_sea").assumptions["a_surge"] > crisis("slow_sea").assumptions["a_surge"]


STARTS: list[tuple[str, str, str, str, int]] = [
    ("draw_2026", "consulted", "none", "cohesion", 1),
    ("draw_2026", "notified", "none", "cohesion", -1),
    ("draw_2026", "blocked", "none", "support_us", -1),
    ("statement", "none", "issued", "diplomatic_capital", -1),
    ("final_budget", "six", "none", "int_rok", -1),
    ("final_budget", "eight_two", "none", "int_us_k", 1),
    ("final_budget", "c2_first", "none", "readiness", 1),
    ("force_law", "floor", "none", "lift_mod", -1),
    ("command_state", "fcfc_rok", "cfc_us", "backfill", 1),
]


class TestCrisis:
    @pytest.mark.parametrize(("text", "given", "plain", "moved", "sign"), STARTS)
    def test_what_was_carried_moves_the_start_in_its_direction(
        self, text: str, given: str, plain: str, moved: str, sign: int
    ) -> None:
        program = linchpin().program("crisis")
        begun = [Simulation(program, Setup(1, starts={text: each})) for each in (given, plain)]
        assert (value(begun[0], moved) - value(begun[1], moved)) * sign > 0

    def test_a_brigade_that_was_not_replaced_and_a_promise_of_money_count(self) -> None:
        program = linchpin().program("crisis")
        bare = Simulation(program, Setup(1))
        assert value(Simulation(program, Setup(1, starts={"trim_2026": 1})), "deterrence_korea") == (
            value(bare, "deterrence_korea") - 3
        )
        assert value(Simulation(program, Setup(1, starts={"budget_35": 1})), "int_rok") > value(bare, "int_rok")

    def test_two_voices_are_heard_only_in_a_handover(self) -> None:
        for state, heard in (("cfc_us", 0), ("transition", 1)):
            sim = run("crisis", Setup(1, starts={"command_state": state, "rung_korea": 4.0}), {})
            assert value_of_inject(sim, "c07_two_voices") == heard

    def test_the_boat_moves_no_force_and_a_little_support(self) -> None:
        sims = {path: run("crisis", Setup(3, starts={"ssn_path": path}), {}) for path in ("law", "parked")}
        lift = {path: [value(sim, name) for name in ("int_t", "int_us_k", "hold_t")] for path, sim in sims.items()}
        assert lift["law"] == lift["parked"]
        boats = {
            path: next(
                change.after - change.before
                for entry in sim.entries
                for change in entry.changes
                if change.quantity == "support_rok" and _is_of(sim, entry.n, "c08_the_boat")
            )
            for path, sim in sims.items()
        }
        assert boats == {"law": 1, "parked": -1}


def _is_of(sim: Simulation, n: int, inject: str) -> bool:
    """Whether an entry is of an inject or was caused by it."""
    entry = sim.entries[n]
    while entry.n:
        if entry.what == inject:
            return True
        entry = sim.entries[entry.cause]
    return False


class TestInterludes:
    YEAR = ("oi_year", "oi_gate", "oi_phase", "oi_pause")
    ORDER = ("si_law", "si_split", "si_front", "si_park")

    def test_every_pair_of_envelopes_leads_somewhere(self) -> None:
        for us in range(4):
            for rok in range(4):
                year = run("spring", Setup(1), {"year_us": self.YEAR[us], "year_rok": self.YEAR[rok]})
                order = run("autumn", Setup(1), {"order_us": self.ORDER[us], "order_rok": self.ORDER[rok]})
                assert word(year, "opcon_path") != "none"
                assert word(order, "ssn_path") != "none"

    def test_a_year_is_kept_when_the_conditions_are_close(self) -> None:
        choices = {"year_us": "oi_year", "year_rok": "oi_year"}
        kept = {
            ready: sum(
                word(run("spring", Setup(seed, starts={"opcon_ready": ready}), choices), "opcon_path") == "year_kept"
                for seed in range(30)
            )
            for ready in (40.0, 64.0, 95.0)
        }
        assert kept[40.0] < kept[64.0] < kept[95.0]

    def test_a_handover_costs_deterrence_only_where_it_is_seen(self) -> None:
        choices = {"year_us": "oi_phase", "year_rok": "oi_phase"}
        cost = {
            k: value(run("spring", Setup(5, assumptions={"k_over": k}), choices), "deterrence_korea")
            for k in (0.0, 1.0, 2.5)
        }
        assert cost[0.0] > cost[1.0] > cost[2.5]

    def test_paper_moves_at_the_speed_of_the_legislature(self) -> None:
        choices = {"order_us": "si_law", "order_rok": "si_law"}
        track = {
            mood: value(run("autumn", Setup(5, latents={"legislature": mood}), choices), "ssn_track")
            for mood in ("willing", "reluctant")
        }
        assert track["willing"] > track["reluctant"]
        bare = run("autumn", Setup(5, latents={"legislature": "willing"}, starts={"ssn_text": "none"}), choices)
        assert value(bare, "ssn_track") < track["willing"]

    def test_beijing_reacts_to_steel_as_far_as_it_reacts(self) -> None:
        choices = {"order_us": "si_front", "order_rok": "si_front"}
        pressure = {
            k: value(run("autumn", Setup(5, assumptions={"k_neigh": k}), choices), "prc_pressure") for k in (0.3, 2.0)
        }
        assert pressure[0.3] < pressure[2.0]


class TestCaps:
    @pytest.mark.parametrize(
        ("changes", "most"),
        [({"score_us": 20.0}, 49), ({"score_us": 40.0}, 74), ({"war_t": True}, 49), ({"nuclear": True}, 24)],
    )
    def test_one_good_crisis_does_not_buy_back_the_rest(self, changes: Mapping[str, float], most: float) -> None:
        held = course("the-sentence-that-held")
        end = held.ends["crisis"]
        ends = {name: replace(each, numbers={**each.numbers, "score_us": 95.0}) for name, each in held.ends.items()}
        ends["crisis"] = replace(end, numbers={**end.numbers, "score_us": 95.0, **changes})
        score = campaign_scores(held.loaded, replace(held.setup, weights="negotiation"), ends)["us"]
        assert score.total <= most
        assert score.capped_by
