"""Force packages: notice, queue for lift, loading, transit, arrival; redirected, recalled, held, ordered too late."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.engine.simulation import Simulation
from tabletop.engine.whereabouts import forces
from tabletop.errors import CannotRun

Game = Callable[..., Simulation]
Value = Callable[..., float]

DAY = 1440


def world(capacity: object = 2, *, notice: object = "notice", more: str = "") -> str:
    """Two theatres, three places; guns (4 loads, 2 days of notice), tents (3 loads, 1 day), planes (1 load, none)."""
    return f"""
        endex: {{at: 40, latest: 60d}}
        theatres: [{{id: korea, label: Korea}}, {{id: taiwan, label: Taiwan}}]
        places:
        - {{id: osan, label: Osan, theatre: korea, POINT}}
        - {{id: naha, label: Naha, theatre: taiwan, POINT}}
        - {{id: guam, label: Guam, theatre: taiwan, POINT}}
        lifts: [{{id: air, label: Air, capacity: {capacity}}}]
        routes:
        - {{id: short, ends: [osan, naha], transit: 1d, lift: air}}
        - {{id: long, ends: [osan, guam], transit: 3d, lift: air}}
        - {{id: hop, ends: [naha, guam], transit: 12h, lift: air}}
        packages:
        - {{id: guns, label: Guns, place: osan, loads: 4, notice: 2, strengths: {{fire: 3, eyes: 1}}}}
        - {{id: tents, label: Tents, place: osan, loads: 3, notice: 1, strengths: {{fire: 1}}}}
        - {{id: planes, label: Planes, place: osan, loads: 1, notice: 0}}
        movement: {{notice: "{notice}"{more}}}
        """


def orders(*lines: str) -> str:
    """Orders as (day, effect): orders("0: {move: ...}", ...)."""
    parted = (line.split(": ", 1) for line in lines)
    return "setup: [" + ", ".join(f"{{after: {day}, do: [{effect}]}}" for day, effect in parted) + "]"


def told(sim: Simulation, package: str) -> list[tuple[float, str]]:
    """Day and kind of what happened to a package."""
    kinds = ("order", "loading", "arrived")
    return [(entry.at / DAY, entry.kind) for entry in sim.entries if entry.what == package and entry.kind in kinds]


GUNS_TO_NAHA = "{move: {package: guns, to: naha}}"
TENTS_TO_NAHA = "{move: {package: tents, to: naha}}"


class TestOneMovement:
    def test_notice_loading_transit(self, game: Game) -> None:
        """Two days of notice, four loads at two a day, one day under way."""
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}"))
        assert told(sim, "guns") == [(0, "order"), (2, "loading"), (5, "arrived")]
        assert [entry.kind for entry in sim.entries if entry.at and entry.what == "guns"] == [
            "pending", "loading", "pending", "pending", "arrived"
        ]  # fmt: skip

    @pytest.mark.parametrize(("day", "strengths"), [(2, (4, 0)), (3, (1, 0)), (4, (1, 0)), (5, (1, 3))])
    def test_strength_leaves_with_the_first_load_and_arrives_with_the_last(
        self, game: Game, value: Value, day: int, strengths: tuple[float, float]
    ) -> None:
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}"), until=day * DAY - (day == 2))
        assert (value(sim, "strength", "korea", "fire"), value(sim, "strength", "taiwan", "fire")) == strengths

    @pytest.mark.parametrize(
        ("day", "where"),
        [
            (1, ("osan", "naha", "notice", 0.0)),
            (3, ("osan", "naha", "loading", 0.0)),
            (4.25, ("osan", "naha", "under way", 0.25)),
            (4.75, ("osan", "naha", "under way", 0.75)),
            (6, ("naha", "", "present", 0.0)),
        ],
    )
    def test_where_it_is_on_its_way(self, game: Game, day: float, where: tuple[str, str, str, float]) -> None:
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}"), until=round(day * DAY))
        guns = forces(sim, None)[0]
        assert (guns.at, guns.goal, guns.status, guns.done) == where

    def test_what_expressions_ask_of_it(self, game: Game) -> None:
        asks = ["at(guns, osan)", "at(guns, naha)", "away(guns)", "ordered(guns)", "waiting(air)"]
        watch = ", ".join(f"{{set: {{q{n}: '{ask}'}}}}" for n, ask in enumerate(asks))
        gauges = ", ".join(f"{{id: q{n}, label: Q, start: 0}}" for n in range(5))
        rule = f"relations: [{{id: M1, RULE, every: 12h, does: [{watch}]}}]"
        sim = game(world(), f"gauges: [{gauges}]", orders(f"0d: {GUNS_TO_NAHA}", "9d: {recall: guns}"), rule, until=0)
        seen = {}
        for half in range(1, 31):
            sim.advance(half * DAY // 2)
            seen[half / 2] = [int(sim.world.values[sim.program.layout.slots[f"q{n}",]]) for n in range(5)]
        assert seen[1.5] == [1, 0, 0, 1, 0]
        assert seen[2.5] == [0, 0, 1, 1, 4]
        assert seen[3.5] == [0, 0, 1, 1, 2]
        assert seen[4.5] == [0, 0, 1, 1, 0]
        assert seen[5.5] == [0, 1, 1, 0, 0]
        assert seen[14.5] == [1, 0, 0, 0, 0]

    def test_base_strength_is_what_started_there(self, game: Game, value: Value) -> None:
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}", "9d: {set: {g: 'base_strength(korea, fire) * 10'}}"))
        assert value(sim, "g") == 40

    def test_arrival_away_from_home_does_what_the_rules_say(self, game: Game, value: Value) -> None:
        text = world(more=", arrives: [{add: {g: 7}}]")
        sim = game(text, orders(f"0d: {GUNS_TO_NAHA}", "9d: {recall: guns}"))
        assert told(sim, "guns")[-1] == (14, "arrived")
        assert value(sim, "g") == 57

    def test_entries_lead_back_to_the_order(self, game: Game) -> None:
        sim = game(world(), "relations: [{id: M1, RULE}]", "setup: [{move: {package: guns, to: naha}, because: M1}]")
        arrived = next(entry for entry in sim.entries if entry.kind == "arrived")
        loading = sim.entries[arrived.cause]
        assert (loading.kind, loading.detail["from"], loading.detail["to"]) == ("loading", "Osan", "Naha")
        assert sim.entries[loading.cause].kind == "order"
        assert arrived.because == "M1"

    def test_an_order_to_where_it_is_does_nothing(self, game: Game) -> None:
        assert told(game(world(), orders("1d: {move: {package: guns, to: osan}}", "2d: {recall: guns}")), "guns") == []

    def test_a_way_that_does_not_exist_is_named(self, game: Game) -> None:
        text = world().replace("- {id: hop, ends: [naha, guam], transit: 12h, lift: air}", "")
        with pytest.raises(CannotRun, match="no route from Naha to Guam for guns"):
            game(text, orders(f"0d: {GUNS_TO_NAHA}", "9d: {move: {package: guns, to: guam}}"))


class TestNotice:
    @pytest.mark.parametrize(
        ("rule", "sooner", "days"),
        [
            ("notice", "0d", 2),
            ("notice", "12h", 1.5),
            ("notice", "9d", 0),
            ("max(notice, 1)", "9d", 1),
            ("notice * 2", "1d", 2),
            ("notice + g / 100", "0d", 2.5),
        ],
    )
    def test_it_is_what_the_rule_says_and_never_less_than_none(
        self, game: Game, rule: str, sooner: str, days: float
    ) -> None:
        sim = game(world(notice=rule), orders(f"0d: {{move: {{package: guns, to: naha, sooner: {sooner}}}}}"))
        assert told(sim, "guns")[1] == (days, "loading")

    def test_it_is_worked_out_when_the_order_is_given(self, game: Game) -> None:
        sim = game(
            world(notice="notice * g / 50"), orders(f"1d: {GUNS_TO_NAHA}", "0d: {set: {g: 100}}", "2d: {set: {g: 0}}")
        )
        assert told(sim, "guns")[1] == (5, "loading")


class TestQueue:
    def test_first_come_first_served(self, game: Game) -> None:
        """Tents are ready on day 1, guns on day 2: tents load 1½ days, guns from there on."""
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}", f"0d: {TENTS_TO_NAHA}"))
        assert told(sim, "tents") == [(0, "order"), (1, "loading"), (3.5, "arrived")]
        assert told(sim, "guns") == [(0, "order"), (2.5, "loading"), (5.5, "arrived")]

    def test_the_place_in_the_queue_is_taken_when_the_notice_is_over(self, game: Game) -> None:
        late = orders(f"0d: {GUNS_TO_NAHA}", "1d: {move: {package: planes, to: naha}}", f"1d: {TENTS_TO_NAHA}")
        sim = game(world(1), late)
        assert told(sim, "planes")[1] == (1, "loading")
        assert told(sim, "guns")[1] == (2, "loading")
        assert told(sim, "tents")[1] == (6, "loading")

    def test_waiting_loads_are_counted(self, game: Game, value: Value) -> None:
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}", f"0d: {TENTS_TO_NAHA}"), until=0)
        seen = []
        for day in (1, 2, 3, 4, 5):
            sim.advance(day * DAY)
            seen.append(value(sim, "waiting", "air"))
        assert seen == [3, 5, 3, 1, 0]

    def test_capacity_is_read_every_step(self, game: Game) -> None:
        """Half a load a day for two days, then four: three loads wait on day 4."""
        text = orders(f"0d: {GUNS_TO_NAHA}", "4d: {set: {g: 400}}")
        sim = game(world("g / 100"), "gauges: [{id: g, label: G, start: 50, max: 999}]", text)
        assert told(sim, "guns") == [(0, "order"), (2, "loading"), (5.75, "arrived")]

    def test_without_capacity_nothing_leaves(self, game: Game, value: Value) -> None:
        sim = game(world("2 * (g > 50)"), orders(f"0d: {GUNS_TO_NAHA}", "6d: {add: {g: 1}}"), until=6 * DAY - 1)
        assert value(sim, "strength", "korea", "fire") == 4
        assert value(sim, "waiting", "air") == 4
        sim.advance()
        assert told(sim, "guns") == [(0, "order"), (6, "loading"), (9, "arrived")]

    def test_capacity_that_goes_away_stops_the_loading(self, game: Game, value: Value) -> None:
        sim = game(world("2 * (g >= 50)"), orders(f"0d: {GUNS_TO_NAHA}", "3d: {set: {g: 0}}", "10d: {set: {g: 50}}"))
        assert told(sim, "guns") == [(0, "order"), (2, "loading"), (12, "arrived")]
        assert value(sim, "waiting", "air") == 0

    def test_each_lift_has_a_queue_of_its_own(self, game: Game) -> None:
        text = world().replace("capacity: 2}", "capacity: 2}, {id: sea, label: Sea, capacity: 1}")
        text = text.replace("transit: 3d, lift: air", "transit: 3d, lift: sea")
        sim = game(text, orders(f"0d: {GUNS_TO_NAHA}", "0d: {move: {package: tents, to: guam}}"))
        assert told(sim, "guns")[1] == (2, "loading")
        assert told(sim, "tents") == [(0, "order"), (1, "loading"), (7, "arrived")]


class TestChangedOrders:
    def test_held_on_notice(self, game: Game, value: Value) -> None:
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}", "1d: {hold: guns}"))
        assert told(sim, "guns") == [(0, "order"), (1, "order")]
        assert value(sim, "order", "guns") == 0
        assert value(sim, "strength", "korea", "fire") == 4

    def test_held_in_the_queue(self, game: Game, value: Value) -> None:
        sim = game(world(1), orders(f"0d: {GUNS_TO_NAHA}", f"0d: {TENTS_TO_NAHA}", "3d: {hold: guns}"))
        assert told(sim, "guns") == [(0, "order"), (3, "order")]
        assert value(sim, "waiting", "air") == 0
        assert value(sim, "order", "guns") == 0

    def test_held_at_the_head_of_a_queue_that_does_not_move(self, game: Game, value: Value) -> None:
        sim = game(world(0), orders(f"0d: {GUNS_TO_NAHA}", f"0d: {TENTS_TO_NAHA}", "60h: {hold: tents}"), until=9 * DAY)
        assert value(sim, "order", "tents") == 0
        assert value(sim, "order", "guns") == 2
        assert value(sim, "waiting", "air") == 4

    def test_who_is_held_at_the_head_makes_room(self, game: Game) -> None:
        text = orders(f"0d: {GUNS_TO_NAHA}", f"0d: {TENTS_TO_NAHA}", "60h: {hold: tents}", "4d: {set: {g: 60}}")
        sim = game(world("2 * (g > 50)"), text)
        assert told(sim, "guns")[1] == (4, "loading")

    def test_holding_what_is_loading_or_not_ordered_does_nothing(self, game: Game) -> None:
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}", "3d: {hold: guns}", "1d: {hold: tents}"))
        assert told(sim, "guns") == [(0, "order"), (2, "loading"), (5, "arrived")]
        assert told(sim, "tents") == []

    def test_redirected_before_loading_it_starts_anew(self, game: Game) -> None:
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}", "1d: {move: {package: guns, to: guam}}"))
        assert told(sim, "guns") == [(0, "order"), (1, "order"), (1, "order"), (3, "loading"), (8, "arrived")]
        assert next(e for e in sim.entries if e.kind == "arrived").detail["at"] == "Guam"

    def test_redirected_in_the_queue_it_joins_the_end(self, game: Game) -> None:
        text = orders(f"0d: {TENTS_TO_NAHA}", f"0d: {GUNS_TO_NAHA}", "2d: {move: {package: planes, to: naha}}",
                      "60h: {move: {package: guns, to: guam, sooner: 2d}}")  # fmt: skip
        sim = game(world(1), text)
        assert told(sim, "tents")[1] == (1, "loading")
        assert told(sim, "planes")[1] == (4, "loading")
        assert told(sim, "guns")[-2] == (5, "loading")

    def test_ordered_home_before_loading_it_stays(self, game: Game, value: Value) -> None:
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}", "1d: {recall: guns}"))
        assert told(sim, "guns") == [(0, "order"), (1, "order")]
        assert value(sim, "order", "guns") == 0

    def test_a_late_order_follows_on_arrival(self, game: Game) -> None:
        """On day 3 it is too late to go to Guam instead: arrival on day 5, notice, two days of loading, half a day."""
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}", "3d: {move: {package: guns, to: guam}}"))
        assert told(sim, "guns") == [
            (0, "order"), (2, "loading"), (5, "arrived"), (5, "order"), (7, "loading"), (9.5, "arrived")
        ]  # fmt: skip
        assert [e.detail["at"] for e in sim.entries if e.kind == "arrived"] == ["Naha", "Guam"]

    def test_recalled_under_way_it_comes_home_by_the_queue(self, game: Game, value: Value) -> None:
        sim = game(world(), orders(f"0d: {GUNS_TO_NAHA}", "4d 12h: {recall: guns}", "5d 12h: {set: {g: away(guns)}}"))
        assert told(sim, "guns") == [
            (0, "order"), (2, "loading"), (5, "arrived"), (5, "order"), (7, "loading"), (10, "arrived")
        ]  # fmt: skip
        assert value(sim, "place", "guns") == 0
        assert value(sim, "g") == 1

    def test_the_last_of_several_late_orders_counts(self, game: Game) -> None:
        late = ("3d: {move: {package: guns, to: guam}}", f"4d: {GUNS_TO_NAHA}")
        assert told(game(world(), orders(f"0d: {GUNS_TO_NAHA}", *late)), "guns")[-1] == (5, "arrived")

    def test_a_recall_joins_the_end_of_the_queue(self, game: Game) -> None:
        """Guns are back in the queue an hour into day 9; tents were there before them, planes come after."""
        home, last = "7d 1h: {recall: guns}", "9d 2h: {move: {package: planes, to: naha}}"
        sim = game(world(1), orders(f"0d: {GUNS_TO_NAHA}", home, f"7d 12h: {TENTS_TO_NAHA}", last))
        assert [told(sim, id_)[-2] for id_ in ("tents", "guns", "planes")] == [
            (8.5, "loading"), (11.5, "loading"), (15.5, "loading")
        ]  # fmt: skip

    def test_a_preset_may_start_it_elsewhere(self, game: Game, value: Value) -> None:
        preset = "presets: [{id: forward, label: F, places: {guns: naha}}]"
        sim = game(world(), preset, orders("0d: {recall: guns}"), until=0)
        assert (value(sim, "strength", "taiwan", "fire"), value(sim, "strength", "korea", "fire")) == (3, 1)
        sim.advance()
        assert told(sim, "guns") == [(0, "order"), (2, "loading"), (5, "arrived")]
        assert value(sim, "strength", "korea", "fire") == 4
