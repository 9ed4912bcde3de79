"""What a seat may not see does not show: changing a hidden quantity changes nothing in that seat's view."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tabletop.engine.cards import cards
from tabletop.engine.question import Question
from tabletop.engine.simulation import Setup, Simulation
from tabletop.engine.views import View, view
from tabletop.scenario.expression.nodes import Name, atoms

TASTES = st.lists(st.integers(0, 59), min_size=1, max_size=20)


def hidden(bench: Any) -> Iterator[tuple[str, str, float, float]]:
    """Seat, quantity and two values it can have, for everything numeric that the seat may not see."""
    scenario = bench.scenario
    kinds = [(g, g.min, g.max) for g in scenario.gauges] + [(s, s.min, s.min + 50) for s in scenario.stocks]
    kinds += [(flag, 0.0, 1.0) for flag in scenario.flags]
    kinds += [(latent, *ends(bench, latent.id)) for latent in scenario.latents]
    for seat in scenario.seats:
        for quantity, low, high in kinds:
            if quantity.visible.seats.get(seat.id, quantity.visible.others) == "hidden":
                yield seat.id, quantity.id, low, high


def ends(bench: Any, latent: str) -> tuple[float, float]:
    """The least and the greatest number that a hidden fact is stored as."""
    values = bench.program.layout.quantities[latent].values or (0.0, 99.0)
    return min(values), max(values)


def test_there_is_something_to_hide(bench: Any) -> None:
    assert len({seat for seat, *_ in hidden(bench)}) == len(bench.scenario.seats)


def differences(before: View, after: View, overlook: bool = False) -> dict[str, Any]:
    """What changed in a view, by field. `overlook` leaves out when forces are due."""
    if overlook:
        before, after = (
            replace(v, forces=tuple(replace(f, due=None, arrives="") for f in v.forces)) for v in (before, after)
        )
    pairs = {field.name: (getattr(before, field.name), getattr(after, field.name)) for field in fields(View)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def read_by_lifts(bench: Any) -> set[str]:
    """What the capacity of a lift depends on. A seat that sees a package sees its queue move, or not."""
    trees = [bench.program.code.node(lift.capacity) for lift in bench.scenario.lifts]
    return {atom.id for tree in trees for atom in atoms(tree) if isinstance(atom, Name)}


@settings(max_examples=12, phases=[Phase.generate])
@given(seed=st.integers(0, 10**6), day=st.integers(0, 50), taste=TASTES, low_first=st.booleans())
def test_a_hidden_quantity_never_shows(bench: Any, seed: int, day: int, taste: list[int], low_first: bool) -> None:
    sim = bench.play(Setup(seed), taste, until=day * 1440 + 600)
    queues = read_by_lifts(bench)
    for seat, quantity, low, high in hidden(bench):
        for value in (low, high) if low_first else (high, low):
            before, entries = view(sim, seat), len(sim.entries)
            sim.override(quantity, value, "a test")
            if len(sim.entries) == entries + 1:  # otherwise it set something going that may well be seen
                assert differences(before, view(sim, seat), quantity in queues) == {}, (quantity, value)


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), day=st.integers(1, 50))
def test_a_hidden_fact_never_shows_in_advance(bench: Any, seed: int, day: int) -> None:
    """Two worlds that differ only in a latent look the same to every seat until the latent has had an effect."""
    latent = next(latent for latent in bench.scenario.latents if latent.states)
    for seat in (seat.id for seat in bench.scenario.seats if latent.visible.others == "hidden"):
        if latent.visible.seats.get(seat, "hidden") == "hidden":
            views = [view(at_start(bench, seed, latent.id, state.id), seat) for state in latent.states]
            assert views[0] == views[-1], seat


def at_start(bench: Any, seed: int, latent: str, state: str) -> Simulation:
    sim = Simulation(bench.program, Setup(seed, latents={latent: state}))
    sim.advance(until=1)
    return sim


def test_a_bot_is_told_no_more_than_its_seat_sees(bench: Any) -> None:
    asked: list[tuple[str, tuple[float, ...], View]] = []
    running: list[Simulation] = []

    def first_open(question: Question) -> tuple[str, ...]:
        asked.append((question.seat, question.see(), view(running[0], question.seat)))
        return (next(o.id for o, is_open in zip(question.point.options, question.open, strict=True) if is_open),)

    running.append(Simulation(bench.program, Setup(3), {seat.id: first_open for seat in bench.scenario.seats}))
    running[0].advance()
    assert {seat for seat, *_ in asked} == {seat.id for seat in bench.scenario.seats}
    for _, told, seen in asked:
        assert [None if math.isnan(number) else number for number in told] == list(seen.numbers)


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), taste=TASTES)
def test_a_consequence_card_names_nothing_hidden(bench: Any, seed: int, taste: list[int]) -> None:
    quantities = bench.program.layout.quantities
    sim = bench.play(Setup(seed), taste)
    dealt = {seat.id: cards(sim, seat.id, 0) for seat in bench.scenario.seats}
    assert all(dealt.values())
    for seat, quantity, *_ in hidden(bench):
        told = [line for card in dealt[seat] for line in card.lines if quantities[quantity].label in line]
        assert told == [], (seat, quantity)
