"""What a seat may not see does not show: changing a hidden quantity changes nothing in that seat's view."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.engine.program import Program
from tabletop.engine.question import Question
from tabletop.engine.simulation import Setup, Simulation
from tabletop.engine.views import View, view

Play = Callable[..., Simulation]


def hidden(program: Program) -> Iterator[tuple[str, str, float, float]]:
    """Seat, quantity and two values it can have, for everything numeric that the seat may not see."""
    scenario = program.scenario
    kinds = [(g, g.min, g.max) for g in scenario.gauges] + [(s, s.min, s.min + 50) for s in scenario.stocks]
    kinds += [(flag, 0.0, 1.0) for flag in scenario.flags]
    for seat in scenario.seats:
        for quantity, low, high in kinds:
            if quantity.visible.seats.get(seat.id, quantity.visible.others) == "hidden":
                yield seat.id, quantity.id, low, high


def test_there_is_something_to_hide(program: Program) -> None:
    assert len({seat for seat, *_ in hidden(program)}) == len(program.scenario.seats)


def timeless(seen: View) -> View:
    """The view without what an override itself adds."""
    return replace(seen, notices=())


@settings(max_examples=60)
@given(data=st.data(), seed=st.integers(0, 10**6), day=st.integers(0, 50))
def test_a_hidden_quantity_never_shows(
    program: Program, play: Play, data: st.DataObject, seed: int, day: int
) -> None:
    seat, quantity, low, high = data.draw(st.sampled_from(list(hidden(program))))
    taste = data.draw(st.lists(st.integers(0, 59), min_size=1, max_size=20))
    views = []
    for value in (low, high):
        sim = play(Setup(seed), taste, until=day * 1440 + 600)
        conditions = len(sim.entries)
        sim.override(quantity, value, "a test")
        if [entry for entry in sim.entries[conditions:] if entry.kind != "override"]:
            return
        views.append(timeless(view(sim, seat)))
    assert views[0] == views[1]


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), day=st.integers(1, 50))
def test_a_hidden_fact_never_shows_in_advance(program: Program, seed: int, day: int) -> None:
    """Two worlds that differ only in a latent look the same to every seat until the latent has had an effect."""
    latent = next(latent for latent in program.scenario.latents if latent.states)
    for seat in (seat.id for seat in program.scenario.seats if latent.visible.others == "hidden"):
        if latent.visible.seats.get(seat, "hidden") == "hidden":
            views = [view(at_start(program, seed, latent.id, state.id), seat) for state in latent.states]
            assert views[0] == views[-1], seat


def at_start(program: Program, seed: int, latent: str, state: str) -> Simulation:
    sim = Simulation(program, Setup(seed, latents={latent: state}))
    sim.advance(until=60)
    return sim


def test_a_bot_is_told_no_more_than_its_seat_sees(program: Program, play: Play) -> None:
    asked: list[tuple[Question, View]] = []
    sim: Simulation

    def first_open(question: Question) -> tuple[str, ...]:
        asked.append((question, view(sim, question.seat)))
        return (next(o.id for o, is_open in zip(question.point.options, question.open, strict=True) if is_open),)

    sim = Simulation(program, Setup(3), {})
    sim.table.choosers = {seat.id: first_open for seat in program.scenario.seats}
    sim.advance()
    assert asked
    for question, seen in asked:
        told = [None if math.isnan(number) else number for number in question.view]
        assert told == list(seen.numbers)
