"""What a game starts from: assumptions, presets, texts carried in, hidden facts drawn or pinned, starting effects."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import pytest

from tabletop.engine.chance import Streams, exponential
from tabletop.engine.program import Program
from tabletop.engine.setup import Setup, starts_of
from tabletop.engine.simulation import Simulation
from tabletop.errors import CannotRun, IllegalDecision

Game = Callable[..., Simulation]
Compiled = Callable[..., Program]
Value = Callable[..., float]

WORLD = """
    gauges: [{id: g, label: G, start: base_level + 5 * (mood == 'angry') + resolve * 2}]
    texts: [{id: mood, label: Mood, values: [calm, angry], start: calm, input: true}]
    assumptions:
    - {id: base_level, label: Base, low: 10, base: 20, high: 30, grade: C}
    - {id: slope, label: Slope, low: 0, base: 1, high: 2, grade: C}
    latents:
    - id: intent
      label: Intent
      states: [{id: routine, odds: 0.5}, {id: coercive, odds: 0.3, value: 10}, {id: opportunist, odds: 0.2, value: -1}]
    - {id: resolve, label: Resolve, value: {exponential: slope * 3}}
    """
PRESETS = """
    presets:
    - {id: base, label: Base}
    - id: grim
      label: Grim
      assumptions: {base_level: 28}
      latents: {intent: opportunist, resolve: 1.5}
      texts: {mood: angry}
      setup: [{add: {g: 0.5}}]
    """


class TestDrawn:
    def test_states_come_by_their_odds(self, compiled: Compiled) -> None:
        program = compiled(WORLD)
        slot = program.layout.slots["intent",]
        found = [Simulation(program, Setup(seed), entries=False).world.values[slot] for seed in range(3000)]
        for number, odds in ((0, 0.5), (10, 0.3), (-1, 0.2)):
            assert abs(found.count(number) / 3000 - odds) < 4 * sqrt(odds * (1 - odds) / 3000)

    def test_a_state_is_the_one_that_its_draw_falls_on(self, game: Game, value: Value) -> None:
        for seed in range(30):
            u = Streams(seed, "small").uniform("latent", "intent", 0)
            assert value(game(WORLD, seed=seed, until=0), "intent") == (0 if u < 0.5 else 10 if u < 0.8 else -1)

    def test_numbers_come_by_inverse_cdf_of_what_stands(self, game: Game, value: Value) -> None:
        u = Streams(5, "small").uniform("latent", "resolve", 0)
        sim = game(WORLD, seed=5, until=0, assumptions={"slope": 2})
        assert value(sim, "resolve") == pytest.approx(exponential(u, 6), abs=1e-6)

    def test_starts_are_worked_out_last(self, game: Game, value: Value) -> None:
        sim = game(WORLD, until=0, texts={"mood": "angry"}, assumptions={"base_level": 12})
        assert value(sim, "g") == pytest.approx(17 + 2 * value(sim, "resolve"), abs=1e-6)

    def test_one_fact_does_not_depend_on_another(self, game: Game, value: Value) -> None:
        more = WORLD.replace("latents:\n", "latents:\n    - {id: first, label: F, value: {uniform: [0, 1]}}\n")
        for seed in range(10):
            games = [game(text, seed=seed, until=0) for text in (WORLD, more)]
            one, two = ([value(sim, id_) for id_ in ("intent", "resolve")] for sim in games)
            assert one == two


class TestPinned:
    @pytest.mark.parametrize(("intent", "number"), [("coercive", 10), ("routine", 0), ("opportunist", -1)])
    def test_a_hidden_fact_may_be_pinned(self, game: Game, value: Value, intent: str, number: float) -> None:
        for seed in range(5):
            sim = game(WORLD, seed=seed, until=0, latents={"intent": intent, "resolve": 2.5})
            assert (value(sim, "intent"), value(sim, "resolve")) == (number, 2.5)

    def test_pinning_one_leaves_the_other(self, game: Game, value: Value) -> None:
        free, pinned = game(WORLD, until=0), game(WORLD, until=0, latents={"intent": "coercive"})
        assert value(free, "resolve") == value(pinned, "resolve")

    def test_expressions_compare_it_by_name(self, game: Game, value: Value) -> None:
        text = "setup: [{when: intent == 'opportunist', do: [{set: {g: 1}}], else: [{set: {g: intent}}]}]"
        found = [value(game(WORLD, text, until=0, latents={"intent": s}), "g") for s in ("opportunist", "coercive")]
        assert found == [1, 10]

    @pytest.mark.parametrize(
        ("latents", "hint"),
        [({"intent": "coerced"}, "coercive"), ({"intent": 10}, "routine"), ({"resolve": "high"}, "number")],
    )
    def test_what_it_cannot_be_is_refused(self, game: Game, latents: dict[str, str | float], hint: str) -> None:
        with pytest.raises(IllegalDecision) as error:
            game(WORLD, until=0, latents=latents)
        assert hint in error.value.hint


class TestPreset:
    def test_it_changes_the_world(self, game: Game, value: Value) -> None:
        sim = game(WORLD, PRESETS, until=0, preset="grim")
        assert [value(sim, id_) for id_ in ("base_level", "intent", "resolve", "mood", "g")] == [28, -1, 1.5, 1, 36.5]

    def test_the_first_is_taken_if_none_is_named(self, game: Game, value: Value) -> None:
        assert value(game(WORLD, PRESETS, until=0), "base_level") == 20
        sim = game(WORLD, PRESETS, "preset_default: grim", until=0)
        assert (sim.setup.preset, value(sim, "base_level")) == ("grim", 28)

    def test_what_the_caller_says_comes_last(self, game: Game, value: Value) -> None:
        given = {"assumptions": {"base_level": 11}, "latents": {"resolve": 0}, "texts": {"mood": "calm"}}
        sim = game(WORLD, PRESETS, until=0, preset="grim", **given)
        assert [value(sim, id_) for id_ in ("base_level", "intent", "resolve", "mood")] == [11, -1, 0, 0]

    def test_setup_comes_before_the_presets_own(self, game: Game, value: Value) -> None:
        sim = game(WORLD, PRESETS, "setup: [{set: {g: 10}}]", until=0, preset="grim")
        assert value(sim, "g") == 10.5


@pytest.mark.parametrize(
    ("setup", "message", "hint"),
    [
        ({"preset": "grimm"}, "no preset 'grimm'", "grim"),
        ({"length": "50"}, "no length '50'", ""),
        ({"texts": {"moods": "calm"}}, "no input text 'moods'", "mood"),
        ({"texts": {"mood": "angri"}}, "angri", "angry"),
        ({"assumptions": {"bases": 1}}, "no assumption 'bases'", "base"),
        ({"latents": {"intents": "routine"}}, "no latent 'intents'", "intent"),
    ],
)
def test_unknown_names_are_refused(game: Game, setup: dict[str, object], message: str, hint: str) -> None:
    with pytest.raises(IllegalDecision, match=message) as error:
        game(WORLD, PRESETS, until=0, **setup)
    assert hint in error.value.hint
    assert error.value.hint


def test_a_text_that_is_no_input_cannot_be_given(game: Game) -> None:
    with pytest.raises(IllegalDecision, match="no input text 'mood'"):
        game(WORLD.replace(", input: true", ""), until=0, texts={"mood": "angry"})


def test_a_start_that_cannot_be_worked_out_is_named_with_its_place(game: Game) -> None:
    text = """
        gauges: [{id: g, label: G, start: 10 / slope}]
        assumptions: [{id: slope, label: S, low: -1, base: 1, high: 2, grade: C}]
        """
    assert game(text, until=0).now == 0
    with pytest.raises(CannotRun, match=r"scenario\.yaml:1:35: division by zero"):
        game(text, until=0, assumptions={"slope": 0})


CARRIED = """
    gauges: [{id: g, label: G, start: 30 + 5 * (mood == 'angry')}]
    stocks: [{id: fuel, label: F, unit: t, start: 9, max: 20}]
    flags: [{id: war, label: War}]
    texts: [{id: mood, label: Mood, values: [calm, angry], start: calm}]
    setup: [{add: {g: 1}}]
    """


class TestCarriedIn:
    def test_a_start_stands_instead_of_the_scenarios_own(self, game: Game, value: Value) -> None:
        sim = game(CARRIED, until=0, starts={"g": 70.0, "fuel": 3, "war": 1, "mood": "angry"})
        assert [value(sim, id_) for id_ in ("g", "fuel", "war", "mood")] == [71, 3, 1, 1]

    def test_a_text_may_be_carried_in_that_is_no_input_and_moves_what_depends_on_it(
        self, game: Game, value: Value
    ) -> None:
        assert value(game(CARRIED, until=0, starts={"mood": "angry"}), "g") == 36

    def test_what_a_setup_starts_from_is_told_before_its_effects(self, compiled: Compiled) -> None:
        found = starts_of(compiled(CARRIED), Setup(1, starts={"mood": "angry"}))
        assert found == {"g": 35.0, "fuel": 9.0, "war": 0.0, "mood": "angry"}

    @pytest.mark.parametrize(
        ("starts", "message", "hint"),
        [
            ({"gg": 3.0}, "no quantity with a start 'gg'", "did you mean"),
            ({"mood": "angri"}, "no value of mood 'angri'", "angry"),
            ({"g": 101.0}, "g cannot start at 101", "from 0 to 100"),
            ({"g": float("nan")}, "g is a number", "plain number"),
            ({"g": "much"}, "g is a number, not 'much'", "plain number"),
            ({"fuel": 21.0}, "fuel cannot start at 21", "from 0 to 20"),
            ({"war": 0.5}, "war cannot start at 0.5", "0 or 1"),
        ],
    )
    def test_a_start_that_cannot_be_is_refused(
        self, game: Game, starts: dict[str, object], message: str, hint: str
    ) -> None:
        with pytest.raises(IllegalDecision, match=message) as error:
            game(CARRIED, until=0, starts=starts)
        assert hint in error.value.hint
