"""What holds in every game, whoever plays it and however chance falls."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.engine.simulation import Setup
from tabletop.scoring.scorecard import score, totals

SEEDS = st.integers(0, 2**63 - 1)
TASTES = st.lists(st.integers(0, 59), min_size=1, max_size=40)


def presets(bench: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([preset.id for preset in bench.scenario.presets])


def lengths(bench: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([length.id for length in bench.scenario.lengths])


def texts(bench: Any) -> st.SearchStrategy[dict[str, str]]:
    inputs = {text.id: st.sampled_from(text.values) for text in bench.scenario.texts if text.input}
    return st.fixed_dictionaries(inputs)


@settings(max_examples=40)
@given(data=st.data(), seed=SEEDS, taste=TASTES)
def test_every_quantity_stays_within_its_bounds(bench: Any, data: st.DataObject, seed: int, taste: list[int]) -> None:
    setup = Setup(seed, data.draw(presets(bench)), data.draw(lengths(bench)), data.draw(texts(bench)))
    sim = bench.play(setup, taste)
    bounds = {g.id: (g.min, g.max) for g in bench.scenario.gauges}
    bounds |= {s.id: (s.min, s.max) for s in bench.scenario.stocks} | {f.id: (0, 1) for f in bench.scenario.flags}
    for entry in sim.entries:
        for change in entry.changes:
            low, high = bounds.get(change.quantity, (-math.inf, math.inf))
            assert low <= change.after <= high, (entry.n, change)


@settings(max_examples=25)
@given(data=st.data(), seed=SEEDS, taste=TASTES)
def test_every_game_ends_in_time_and_is_scored(bench: Any, data: st.DataObject, seed: int, taste: list[int]) -> None:
    sim = bench.play(Setup(seed, data.draw(presets(bench)), data.draw(lengths(bench))), taste)
    assert sim.outcome is not None
    assert sim.outcome.ending in {ending.id for ending in bench.scenario.endings}
    assert sim.now <= bench.scenario.endex.latest
    judged = {objective.seat for objective in bench.scenario.objectives}
    assert totals(sim) == {seat: card.total for seat, card in score(sim).items()}
    for seat, card in score(sim).items():
        assert seat in judged
        assert 0 <= card.total <= 100
        assert 0 <= card.coverage <= 1
        assert card.rating in {"P", "S", "M", "U"}


@settings(max_examples=25)
@given(seed=SEEDS, taste=TASTES)
def test_every_entry_leads_back_to_an_earlier_one(bench: Any, seed: int, taste: list[int]) -> None:
    sim = bench.play(Setup(seed), taste)
    assert [entry.n for entry in sim.entries] == list(range(len(sim.entries)))
    times = [entry.at for entry in sim.entries]
    assert times == sorted(times)
    for entry in sim.entries[1:]:
        assert entry.cause is not None
        assert 0 <= entry.cause < entry.n


@settings(max_examples=25)
@given(seed=SEEDS, taste=TASTES)
def test_writing_things_down_changes_nothing(bench: Any, seed: int, taste: list[int]) -> None:
    watched, unwatched = bench.play(Setup(seed), taste), bench.play(Setup(seed), taste, entries=False)
    assert watched.digest() == unwatched.digest()
    assert watched.events == unwatched.events


@settings(max_examples=25)
@given(seed=SEEDS, taste=TASTES, stops=st.lists(st.integers(0, 70 * 1440), max_size=6))
def test_looking_in_between_changes_nothing(bench: Any, seed: int, taste: list[int], stops: list[int]) -> None:
    straight = bench.play(Setup(seed), taste)
    halting = bench.play(Setup(seed), taste, until=0)
    for stop in sorted(stops):
        halting.advance(stop)
    halting.advance()
    assert halting.digest() == straight.digest()


@settings(max_examples=15)
@given(seed=SEEDS, taste=TASTES, other=TASTES, at=st.integers(1, 50))
def test_two_games_are_one_until_their_choices_part(
    bench: Any, seed: int, taste: list[int], other: list[int], at: int
) -> None:
    """Chance is addressed by purpose: what is drawn does not depend on what else happened to be drawn before."""
    one, two = bench.play(Setup(seed), taste, until=at * 1440), bench.play(Setup(seed), other, until=at * 1440)
    parted = next(
        (a.at for a, b in zip(one.taken, two.taken, strict=False) if (a.decision, a.choice) != (b.decision, b.choice)),
        math.inf,
    )
    before = [[(e.at, e.kind, e.what, e.changes) for e in sim.entries if e.at < parted] for sim in (one, two)]
    assert before[0] == before[1]
