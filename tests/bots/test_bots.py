from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.bots.choosing import answer, default, softmax
from tabletop.bots.doctrine import DoctrinePlayer
from tabletop.bots.explorer import Explorer, ExplorerMemory
from tabletop.bots.persona import PersonaPlayer
from tabletop.bots.players import make_chooser, player_specs, probabilities
from tabletop.bots.uniform import uniform
from tabletop.engine.chance import Streams, unit
from tabletop.engine.codegen import Code
from tabletop.engine.program import Program
from tabletop.engine.question import Chooser, Question
from tabletop.errors import IllegalDecision
from tabletop.scenario.happenings import DecisionPoint, Doctrine, Item, Option, Persona, Pick

GAMES = 10_000


def option(id_: str, **more: Any) -> Option:
    return Option(id=id_, label=id_, brief="b", **more)


def point(options: list[Option], **more: Any) -> DecisionPoint:
    more.setdefault("default", options[0].id)
    return DecisionPoint(id="us1", seat="us", title="t", brief="b", window=60, options=options, **more)


def question(asked: DecisionPoint, game: int = 0, **more: Any) -> Question:
    block = Streams(game, "islands", "bots").uniforms("us", asked.id, 0)
    known = Question(
        seat="us",
        point=asked,
        open=(True,) * len(asked.options),
        see=lambda: (),
        weights=lambda: [0.0] * len(asked.options),
        draw=lambda slot: unit(block, slot),
        asked=0,
    )
    return known._replace(**more)


def frequencies(chooser: Chooser, asked: DecisionPoint, **more: Any) -> Counter[tuple[str, ...]]:
    return Counter(chooser(question(asked, game, **more)) for game in range(GAMES))


def assert_odds(found: Counter[tuple[str, ...]], odds: dict[tuple[str, ...], float]) -> None:
    """Every observed frequency within four standard errors of its exact odds, and nothing else chosen."""
    assert set(found) <= set(odds)
    assert math.isclose(sum(odds.values()), 1.0, abs_tol=1e-12)
    for choice, p in odds.items():
        assert abs(found[choice] / GAMES - p) < 4 * math.sqrt(p * (1 - p) / GAMES) + 1e-12, choice


THREE = point([option("a", tags=["hawk"]), option("b", tags=["dove", "calm"]), option("c")])


class TestSingle:
    def test_uniform_gives_every_open_option_the_same_odds(self) -> None:
        assert_odds(frequencies(uniform, THREE), {("a",): 1 / 3, ("b",): 1 / 3, ("c",): 1 / 3})
        assert_odds(frequencies(uniform, THREE, open=(True, False, True)), {("a",): 0.5, ("c",): 0.5})

    def test_persona_follows_its_tags(self) -> None:
        persona = PersonaPlayer(Persona(id="hawk", sharpness=1.1, tags={"hawk": 1.0, "dove": -0.5, "calm": 0.2}))
        weights = [math.exp(1.1), math.exp(-0.33), 1.0]
        total = sum(weights)
        assert_odds(
            frequencies(persona, THREE), {(o.id,): w / total for o, w in zip(THREE.options, weights, strict=True)}
        )

    def test_doctrine_adds_weights_and_changes_for_tags(self) -> None:
        player = DoctrinePlayer(
            {"us": Doctrine(id="patient", sharpness=1.5, tags={"hawk": -0.4})}, Doctrine(id="plain")
        )
        weights = [math.exp(1.5 * (1.0 - 0.4)), math.exp(1.5 * 0.2), 1.0]
        total = sum(weights)
        found = frequencies(player, THREE, weights=lambda: [1.0, 0.2, 0.0])
        assert_odds(found, {(o.id,): w / total for o, w in zip(THREE.options, weights, strict=True)})

    def test_seats_without_a_doctrine_take_the_plain_one(self) -> None:
        player = DoctrinePlayer({"prc": Doctrine(id="x", sharpness=9)}, Doctrine(id="plain"))
        total = math.exp(2) + 2
        found = frequencies(player, THREE, weights=lambda: [1.0, 0.0, 0.0])
        assert_odds(found, {("a",): math.exp(2) / total, ("b",): 1 / total, ("c",): 1 / total})

    def test_weights_out_of_hidden_numbers_count_nothing(self) -> None:
        player = DoctrinePlayer({}, Doctrine(id="plain"))
        found = frequencies(player, THREE, weights=lambda: [math.nan, 0.0, 0.0])
        assert_odds(found, {("a",): 1 / 3, ("b",): 1 / 3, ("c",): 1 / 3})

    def test_draws_run_through_the_options_in_file_order(self) -> None:
        chosen = [uniform(question(THREE, draw=lambda slot, u=u: u))[0] for u in (0.01, 0.32, 0.34, 0.66, 0.67, 0.99)]
        assert chosen == ["a", "a", "b", "b", "c", "c"]

    def test_the_default_stands_in_when_everything_is_locked(self) -> None:
        locked = question(point(list(THREE.options), default="c"), open=(False, False, False))
        assert uniform(locked) == ("c",)
        assert Explorer(ExplorerMemory())(locked) == ("c",)


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=8))
def test_softmax_always_gives_usable_weights(scores: list[float]) -> None:
    weights = softmax(scores)
    assert max(weights) == 1.0
    assert all(0 <= weight <= 1 for weight in weights)


BUDGET = point(
    [option("a", price=30), option("b", price=40), option("c", price=50), option("d", price=10)],
    pick=Pick(max=2, budget=66, of="won"),
    default=["d"],
)
FORM = point(
    [option("f1", item="flex"), option("f2", item="flex"), option("o1", item="opcon"), option("o2", item="opcon")],
    items=[Item(id="opcon", label="o"), Item(id="flex", label="f")],
    default=["o1", "f1"],
)


class TestSeveral:
    def test_a_budget_is_spent_one_option_after_the_other(self) -> None:
        # First any of four; then whatever still fits: a (30): d; b (40): d; c (50): d; d (10): a, b, c.
        odds = {("a", "d"): 1 / 4, ("b", "d"): 1 / 4, ("c", "d"): 1 / 4}
        odds |= {("d", "a"): 1 / 12, ("d", "b"): 1 / 12, ("d", "c"): 1 / 12}
        assert_odds(frequencies(uniform, BUDGET), odds)

    def test_a_persona_spends_by_the_same_rule(self) -> None:
        tagged = point(
            [option("a", price=30, tags=["x"]), option("b", price=30), option("c", price=30)],
            pick=Pick(max=2),
            default=[],
        )
        e = math.e
        chooser = PersonaPlayer(Persona(id="x", sharpness=1.0, tags={"x": 1.0}))
        first, other = e / (e + 2), 1 / (e + 2)
        odds = {("a", "b"): first / 2, ("a", "c"): first / 2}
        for one, two in (("b", "c"), ("c", "b")):
            odds |= {(one, "a"): other * e / (e + 1), (one, two): other / (e + 1)}
        assert_odds(frequencies(chooser, tagged), odds)

    def test_what_is_needed_stays_affordable(self) -> None:
        tight = point(
            [option("a", price=60), option("b", price=20), option("c", price=30)],
            pick=Pick(min=2, max=3, budget=66),
            default=["b", "c"],
        )
        assert set(frequencies(uniform, tight)) == {("b", "c"), ("c", "b")}

    def test_a_form_gets_one_answer_an_item_in_the_order_of_the_items(self) -> None:
        odds = {(o, f): 0.25 for o in ("o1", "o2") for f in ("f1", "f2")}
        assert_odds(frequencies(uniform, FORM), odds)

    def test_a_form_under_a_budget_keeps_room_for_its_last_items(self) -> None:
        options = [option("f1", item="flex", price=5), option("f2", item="flex", price=9)]
        options += [option("o1", item="opcon", price=1), option("o2", item="opcon", price=6)]
        form = point(options, items=FORM.items, pick=Pick(max=2, budget=10), default=["o1", "f1"])
        assert set(frequencies(uniform, form)) == {("o1", "f1"), ("o1", "f2")}

    def test_a_form_with_an_item_that_is_wholly_locked_falls_back_to_the_default(self) -> None:
        assert uniform(question(FORM, open=(False, False, True, True))) == ("o1", "f1")

    def test_a_budget_that_fits_nothing_may_be_left_alone_when_nothing_is_asked_for(self) -> None:
        assert uniform(question(BUDGET, open=(False,) * 4)) == ()
        empty = point([option("a", price=99)], pick=Pick(max=1, budget=1), default=[])
        assert uniform(question(empty)) == ()

    def test_long_forms_go_on_beyond_the_slots(self) -> None:
        items = [Item(id=f"i{n}", label="i") for n in range(12)]
        options = [option(f"o{n}{side}", item=f"i{n}") for n in range(12) for side in "ab"]
        form = point(options, items=items, default=[f"o{n}a" for n in range(12)])
        found = [uniform(question(form, game)) for game in range(400)]
        for n in range(12):
            assert 130 < sum(choice[n].endswith("a") for choice in found) < 270
        assert found[0] == uniform(question(form, 0))

    @given(st.integers(0, 2**32), st.lists(st.integers(0, 40), min_size=1, max_size=6), st.data())
    def test_every_answer_is_legal_or_the_default(self, game: int, prices: list[int], data: st.DataObject) -> None:
        least = data.draw(st.integers(0, 3))
        most = data.draw(st.integers(max(1, least), 4))
        budget = data.draw(st.integers(0, 90))
        open_ = tuple(data.draw(st.lists(st.booleans(), min_size=len(prices), max_size=len(prices))))
        options = [option(f"o{n}", price=price) for n, price in enumerate(prices)]
        asked = point(options, pick=Pick(min=least, max=most, budget=budget), default=["o0"])
        chosen = uniform(question(asked, game, open=open_))
        if chosen != default(asked):
            numbers = [int(id_[1:]) for id_ in chosen]
            assert least <= len(chosen) <= most
            assert len(set(chosen)) == len(chosen)
            assert sum(prices[n] for n in numbers) <= budget
            assert all(open_[n] for n in numbers)


class TestExplorer:
    def test_covers_all_options_equally(self) -> None:
        memory = ExplorerMemory()
        chooser = Explorer(memory)
        found = Counter(chooser(question(THREE, game))[0] for game in range(9))
        assert found == {"a": 3, "b": 3, "c": 3}

    def test_ties_are_drawn(self) -> None:
        first = Counter(Explorer(ExplorerMemory())(question(THREE, game)) for game in range(GAMES))
        assert_odds(first, {("a",): 1 / 3, ("b",): 1 / 3, ("c",): 1 / 3})

    def test_an_option_that_was_locked_catches_up(self) -> None:
        chooser = Explorer(ExplorerMemory())
        for game in range(6):
            chooser(question(THREE, game, open=(True, True, False)))
        assert [chooser(question(THREE, game))[0] for game in range(3)] == ["c", "c", "c"]

    def test_reaches_every_option_of_a_budget_and_a_form(self) -> None:
        for asked in (BUDGET, FORM):
            chooser = Explorer(ExplorerMemory())
            reached = {id_ for game in range(12) for id_ in chooser(question(asked, game))}
            assert reached == {option.id for option in asked.options}


class TestNames:
    SCENARIO = SimpleNamespace(
        seats=[SimpleNamespace(id="us", doctrine="patient"), SimpleNamespace(id="prc", doctrine=None)],
        doctrines=[Doctrine(id="patient", sharpness=3), Doctrine(id="rash")],
        personas=[Persona(id="hawk")],
    )
    PROGRAM = cast("Program", SimpleNamespace(scenario=SCENARIO, code=Code(cast("Any", None), {})))

    def test_every_name_makes_a_player(self) -> None:
        names = player_specs(cast("Any", self.SCENARIO))
        assert names == ("doctrine", "doctrine:patient", "doctrine:rash", "persona:hawk", "uniform", "explorer")
        assert all(make_chooser(name, self.PROGRAM)(question(THREE)) for name in names)

    def test_doctrine_alone_is_each_seats_own(self) -> None:
        player = make_chooser("doctrine", self.PROGRAM)
        assert isinstance(player, DoctrinePlayer)
        assert [player.by_seat.get(seat, player.otherwise).sharpness for seat in ("us", "prc")] == [3, 2]
        named = make_chooser("doctrine:rash", self.PROGRAM)
        assert isinstance(named, DoctrinePlayer)
        assert (named.by_seat, named.otherwise.id) == ({}, "rash")

    def test_there_is_one_of_each_but_explorers(self) -> None:
        for name in ("doctrine", "doctrine:rash", "persona:hawk", "uniform"):
            assert make_chooser(name, self.PROGRAM) is make_chooser(name, self.PROGRAM)
        assert make_chooser("explorer", self.PROGRAM) is not make_chooser("explorer", self.PROGRAM)

    def test_explorers_share_a_memory_when_given_one(self) -> None:
        memory = ExplorerMemory()
        players = [make_chooser("explorer", self.PROGRAM, memory) for _ in range(3)]
        assert sorted(player(question(THREE))[0] for player in players) == ["a", "b", "c"]

    @pytest.mark.parametrize(
        ("spec", "hint"),
        [
            ("persona:hawks", 'did you mean "persona:hawk"?'),
            ("doctrin", 'did you mean "doctrine"?'),
            ("human", "there are doctrine, doctrine:patient, doctrine:rash, persona:hawk, uniform, explorer"),
            ("persona", "there are"),
            ("", "there are"),
            ("uniform:2", "uniform"),
        ],
    )
    def test_other_names_are_refused_with_a_list(self, spec: str, hint: str) -> None:
        with pytest.raises(IllegalDecision, match="no player") as caught:
            make_chooser(spec, self.PROGRAM)
        assert hint in caught.value.hint


class TestProbabilities:
    PLAYERS = (
        uniform,
        PersonaPlayer(Persona(id="hawk", sharpness=1.1, tags={"hawk": 1.0, "dove": -0.5, "calm": 0.2})),
        DoctrinePlayer({"us": Doctrine(id="patient", sharpness=1.5, tags={"hawk": -0.4})}, Doctrine(id="plain")),
    )

    @pytest.mark.parametrize("player", PLAYERS)
    @pytest.mark.parametrize("open_", [(True, True, True), (True, False, True), (False, False, True)])
    def test_they_are_the_odds_that_answers_are_drawn_with(self, player: Chooser, open_: tuple[bool, ...]) -> None:
        more: dict[str, Any] = {"open": open_, "weights": lambda: [1.0, 0.2, math.nan]}
        told = probabilities(player, question(THREE, **more))
        assert told is not None
        assert [p > 0 for p in told] == list(open_)
        assert_odds(frequencies(player, THREE, **more), {(o.id,): p for o, p in zip(THREE.options, told, strict=True)})

    @given(st.lists(st.floats(-50, 50), min_size=3, max_size=3), st.floats(0, 1, exclude_min=True, exclude_max=True))
    def test_every_draw_falls_where_they_say(self, weights: list[float], u: float) -> None:
        asked = question(THREE, weights=lambda: weights, draw=lambda _: u)
        player = DoctrinePlayer({}, Doctrine(id="plain"))
        told = probabilities(player, asked)
        assert told is not None
        assert math.isclose(math.fsum(told), 1.0)
        number = ["a", "b", "c"].index(player(asked)[0])
        assert math.fsum(told[:number]) - 1e-12 <= u <= math.fsum(told[: number + 1]) + 1e-12

    def test_what_cannot_be_told_is_not_told(self) -> None:
        assert probabilities(Explorer(ExplorerMemory()), question(THREE)) is None
        assert probabilities(lambda _: ("a",), question(THREE)) is None
        assert probabilities(uniform, question(BUDGET)) is None
        assert probabilities(uniform, question(FORM)) is None
        assert probabilities(uniform, question(THREE, open=(False, False, False))) is None

    def test_a_player_keeps_points_apart_that_share_an_id(self) -> None:
        player = PersonaPlayer(Persona(id="x", sharpness=1.0, tags={"hawk": 9.0}))
        first, second = (
            point([option("a", tags=["hawk"]), option("b")]),
            point([option("a"), option("b", tags=["hawk"])]),
        )
        told = [probabilities(player, question(asked)) for asked in (first, second, first)]
        assert [odds and odds.index(max(odds)) for odds in told] == [0, 1, 0]


def test_a_bot_draws_only_as_often_as_it_chooses() -> None:
    slots: list[int] = []

    def draw(slot: int) -> float:
        slots.append(slot)
        return 0.5

    choosers: list[Callable[[Question], tuple[str, ...]]] = [uniform, Explorer(ExplorerMemory())]
    for chooser in choosers:
        slots.clear()
        chooser(question(FORM, draw=draw))
        assert slots == [0, 1]


def test_answer_asks_for_weights_of_what_fits_only() -> None:
    asked: list[list[int]] = []

    def weigh(numbers: list[int]) -> list[float]:
        asked.append(numbers)
        return [1.0] * len(numbers)

    answer(question(FORM, open=(True, True, False, True)), weigh)
    assert asked == [[3], [0, 1]]
