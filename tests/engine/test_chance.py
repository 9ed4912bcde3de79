"""Draws: addressed by purpose, never by order; by inverse CDF; the same on every machine."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.engine import chance
from tabletop.engine.chance import SLOTS, Streams, derived_seed, pick, unit
from tabletop.engine.simulation import Simulation

Game = Callable[..., Simulation]

DAY = 1440
GRID = [(n + 0.5) / 4000 for n in range(4000)]


class TestStreams:
    def test_a_draw_is_what_it_always_was(self) -> None:
        """Records of old games rest on these values."""
        streams = Streams(20260810, "regional-contingency")
        assert streams.uniform("chance", "seoul-consents", 0) == 0.8030493960722521
        assert streams.uniform("hazard", "storm", 3, 0) == 0.5158916224772016
        assert streams.uniform("hazard", "storm", 3, 1) == 0.8400272717334688
        assert Streams(20260810, "regional-contingency", "bots").uniform("us", "us1", 0) == 0.3650708160800288

    @given(st.integers(0, 2**63 - 1), st.text(max_size=20), st.integers(0, 10**9), st.integers(0, SLOTS - 1))
    def test_values_lie_strictly_between_zero_and_one(self, seed: int, entity: str, k: int, slot: int) -> None:
        assert 0 < Streams(seed, "small").uniform("chance", entity, k, slot) < 1

    def test_the_extremes_of_a_block_are_not_zero_and_one(self) -> None:
        assert [unit(bytes([byte]) * 64, slot) for byte in (0, 255) for slot in (0, 7)] == pytest.approx([0, 0, 1, 1])
        assert 0 < unit(bytes(64), 0) < unit(bytes([255]) * 64, 0) < 1

    def test_every_part_of_the_address_counts(self) -> None:
        addresses = [
            Streams(1, "small").uniform("chance", "a", 0),
            Streams(2, "small").uniform("chance", "a", 0),
            Streams(1, "other").uniform("chance", "a", 0),
            Streams(1, "small", "bots").uniform("chance", "a", 0),
            Streams(1, "small").uniform("hazard", "a", 0),
            Streams(1, "small").uniform("chance", "b", 0),
            Streams(1, "small").uniform("chance", "a", 1),
            Streams(1, "small").uniform("chance", "a", 0, 1),
        ]
        assert len(set(addresses)) == len(addresses)

    def test_values_are_evenly_spread(self) -> None:
        streams = Streams(3, "small")
        for slot in (0, 7):
            drawn = sorted(streams.uniform("chance", "a", k, slot) for k in range(4000))
            assert max(abs(u - (n + 0.5) / 4000) for n, u in enumerate(drawn)) < 1.95 / math.sqrt(4000)

    def test_asking_changes_nothing(self) -> None:
        one, two = Streams(3, "small"), Streams(3, "small")
        for k in range(10):
            one.uniform("chance", "a", k)
        assert one.uniform("chance", "b", 0) == two.uniform("chance", "b", 0)

    def test_derived_seeds_are_unrelated(self) -> None:
        seeds = {derived_seed(seed, purpose, n) for seed in (1, 2) for purpose in ("a", "b") for n in range(100)}
        assert len(seeds) == 400
        assert all(0 <= seed < 2**63 for seed in seeds)


class TestInverses:
    @pytest.mark.parametrize(
        ("form", "numbers", "mean"),
        [
            ("uniform", (2, 6), 4),
            ("triangular", (1, 2, 6), 3),
            ("exponential", (3,), 3),
            ("normal", (5, 2), 5),
            ("lognormal", (4, 0.5), 4 * math.exp(0.125)),
            ("whole", (1, 6), 3.5),
            ("poisson", (4.5,), 4.5),
            ("binomial", (12, 0.3), 3.6),
        ],
    )
    def test_mean_and_direction(self, form: str, numbers: tuple[float, ...], mean: float) -> None:
        drawn = [chance.INVERSES[form](u, *numbers) for u in GRID]
        assert drawn == sorted(drawn)
        assert fmean(drawn) == pytest.approx(mean, rel=3e-3)

    def test_quantiles(self) -> None:
        assert chance.triangular(0.2, 1, 2, 6) == 2
        assert chance.normal(0.975, 0, 1) == pytest.approx(NormalDist().inv_cdf(0.975))
        assert chance.lognormal(0.5, 4, 0.5) == pytest.approx(4)
        assert chance.exponential(0.5, 3) == pytest.approx(3 * math.log(2))

    @pytest.mark.parametrize("mean", [0, 0.3, 4, 60])
    def test_poisson_is_exact(self, mean: float) -> None:
        drawn = [chance.poisson(u, mean) for u in GRID]
        for number in range(5):
            p = math.exp(-mean) * mean**number / math.factorial(number)
            assert drawn.count(number) / len(GRID) == pytest.approx(p, abs=1 / len(GRID))

    @pytest.mark.parametrize(("trials", "odds"), [(0, 0.5), (1, 0.25), (5, 0), (5, 1), (6, 0.7)])
    def test_binomial_is_exact(self, trials: int, odds: float) -> None:
        drawn = [chance.binomial(u, trials, odds) for u in GRID]
        for number in range(trials + 1):
            p = math.comb(trials, number) * odds**number * (1 - odds) ** (trials - number)
            assert drawn.count(number) / len(GRID) == pytest.approx(p, abs=1 / len(GRID))

    def test_whole_numbers_are_all_as_likely(self) -> None:
        drawn = [chance.whole(u, 1, 6) for u in GRID]
        assert {number: drawn.count(number) for number in range(1, 7)}.keys() == set(drawn)
        assert all(abs(drawn.count(number) - 4000 / 6) <= 1 for number in range(1, 7))

    def test_degenerate_forms_are_their_one_value(self) -> None:
        assert [chance.uniform(0.3, 2, 2), chance.triangular(0.3, 2, 2, 2), chance.normal(0.3, 2, 0)] == [2, 2, 2]

    @given(st.floats(0.001, 0.999), st.lists(st.floats(0, 5), min_size=1, max_size=8).filter(any))
    def test_pick_takes_nothing_of_no_weight(self, u: float, weights: list[float]) -> None:
        index = pick(u, weights)
        assert weights[index] > 0
        assert sum(weights[:index]) <= u * sum(weights) * (1 + 1e-12)


def weather(sim: Simulation) -> dict[str, list[object]]:
    """Draws of all chances by name, and minutes of all storms."""
    found: dict[str, list[object]] = {}
    for entry in sim.entries:
        if entry.kind == "chance":
            found.setdefault(entry.what, []).append(entry.detail["draw"])
        elif entry.kind == "inject":
            found.setdefault(entry.what, []).append(entry.at)
    return found


class TestPurpose:
    WORLD = """
        injects:
        - {id: storm, NEWS, hazard: {rate: 0.4, bound: 0.5}, effects: [{chance: {id: damage, odds: 0.5}}]}
        setup:
        - {draw: {id: n, value: {poisson: 5}}, do: [{set: {g: n}}]}
        - {after: {uniform: [1d, 9d]}, do: [{chance: {id: late, odds: 0.5}}]}
        """
    MORE = """
        gauges: [{id: g, label: G, start: 50}, {id: h, label: H, start: 0}]
        latents: [{id: intent, label: I, states: [{id: a, odds: 0.5}, {id: b, odds: 0.5}]}]
        injects:
        - {id: flood, NEWS, hazard: {rate: 0.4, bound: 0.5}, effects: [{chance: {id: ruin, odds: 0.5}}]}
        - {id: storm, NEWS, hazard: {rate: 0.4, bound: 0.5}, effects: [{chance: {id: damage, odds: 0.5}}]}
        setup:
        - {chance: {id: first, odds: 0.5}}
        - {draw: {id: m, value: {poisson: 5}}, do: [{set: {h: m}}]}
        - {draw: {id: n, value: {poisson: 5}}, do: [{set: {g: n}}]}
        - {after: {uniform: [1d, 9d]}, do: [{chance: {id: late, odds: 0.5}}]}
        """

    def test_a_stream_more_changes_no_other(self, game: Game) -> None:
        for seed in range(5):
            alone, among = game(self.WORLD, seed=seed), game(self.MORE, seed=seed)
            one, two = weather(alone), weather(among)
            assert {name: two[name] for name in one} == one
            assert set(two) > set(one)

    CHOICE = """
        decisions:
        - {id: ask, seat: blue, ASK, opens: {at: 1d}, window: 1d, default: no, options: [{id: no, OPT}, {id: go, OPT,
           effects: [{chance: {id: own, odds: 0.5}}, {after: {uniform: [1d, 2d]}, do: [{fire: storm}]}]}]}
        """

    def test_two_branches_meet_the_same_weather(self, game: Game) -> None:
        """What blue brings about comes on top; storms that come of themselves come as they would have."""
        for seed in range(5):
            games = []
            for choice in ("no", "go"):
                sim = game(self.WORLD, self.CHOICE, seed=seed)
                sim.decide("blue", "ask", (choice,))
                sim.advance()
                games.append(weather(sim))
            calm, busy = games
            assert busy["late"] == calm["late"]
            assert set(calm.get("storm", [])) < set(busy["storm"])
            assert len(busy["storm"]) == len(calm.get("storm", [])) + 1
            assert busy["damage"][: len(calm.get("damage", []))] == calm.get("damage", [])

    def test_one_delay_does_not_depend_on_another(self, game: Game) -> None:
        """Whether the first of two delays of one inject is drawn changes nothing for the second."""
        text = """
            injects:
            - {id: storm, at: 1d, NEWS, effects: [
                 {when: g > 50, do: [{after: {uniform: [1d, 5d]}, do: [{note: first}]}]},
                 {after: {uniform: [1d, 5d]}, do: [{note: second}]}]}
            """
        times = []
        for g in (50, 60):
            sim = game(text, f"setup: [{{set: {{g: {g}}}}}]")
            times += [e.at for e in sim.entries if e.kind == "note" and e.detail["text"] == "second"]
        assert times[0] == times[1]

    def test_players_do_not_draw_from_the_world(self, game: Game) -> None:
        def dither(question: object) -> tuple[str, ...]:
            for slot in range(8):
                question.draw(slot)  # type: ignore[attr-defined]
            return ("no",)

        quick = game(self.WORLD, self.CHOICE, bots={"blue": lambda question: ("no",)})
        slow = game(self.WORLD, self.CHOICE, bots={"blue": dither})
        assert quick.digest() == slow.digest()
