"""The model of scenario.yaml written by hand against SimPy: plain attributes, own processes, no language in between.

It draws from the same keyed streams, rounds every committed value to a millionth and keeps the same order of equal
times, so that one seed gives the same numbers to the last digit. Beyond that it is written as one would write it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator
from math import ceil, exp, log1p
from typing import Any

from simpy import Environment, Event, Resource

from tabletop.engine.chance import Streams, pick, poisson, triangular, uniform, unit
from tabletop.scenario.expression.functions import clamp, logistic

EFFECTS, MOVEMENTS, RULES, NEWS, QUESTIONS, END = range(2, 8)
HOUR, DAY = 60, 1440
MAGIC = 6755399441055744.0
HALF_12, HALF_15, HALF_20, HALF_10 = (1.0 - 0.5 ** (1 / days) for days in (12, 15, 20, 10))

Body = Generator[Event, Any, None]
Action = Callable[[], None]


def kept(value: float, low: float = 0.0, high: float = 100.0) -> float:
    """A value within its bounds, in whole millionths."""
    value = high if value > high else low if value < low else value
    return (value * 1e6 + MAGIC - MAGIC) / 1e6


def amount(value: float) -> float:
    """An amount that is never negative, in whole millionths."""
    return kept(value, 0.0, 1e9)


class At(Event):
    """A timeout with a place in the order of equal times."""

    def __init__(self, env: Environment, delay: int, order: int, do: Callable[[Event], None] | None = None) -> None:
        self.env = env
        self.callbacks = [] if do is None else [do]
        self._value = None
        self._ok = True
        self._defused = False
        env.schedule(self, order, delay)  # type: ignore[arg-type]


class Package:
    """A force package; `region` is where it counts: north, south, or None on its way."""

    def __init__(self, place: str, loads: int, notice: float, fire: float, eyes: float) -> None:
        self.place = self.home = place
        self.region: str | None = REGION[place]
        self.loads, self.notice, self.fire, self.eyes = loads, notice, fire, eyes


NEWS_WRITTEN = ("incident", "outrage", "raid", "sale", "summit", "audit", "alarm", "fatigue")
REGION = {"base": "north", "port": "south", "isle": "south"}
TRANSIT = {("base", "port"): DAY, ("base", "isle"): 2 * DAY, ("port", "isle"): DAY // 2}
TRANSIT |= {(there, here): time for (here, there), time in TRANSIT.items()}


class Straits:
    """One playout; `run` plays it to its end and gives the final numbers."""

    def __init__(self, seed: int) -> None:
        self.env = Environment()
        self.draws = Streams(seed, "overhead")
        self.tastes = Streams(seed, "overhead", "bots")
        self.drawn: defaultdict[str, int] = defaultdict(int)
        self.fired: defaultdict[str, int] = defaultdict(int)
        self.chosen: dict[str, str] = {}
        self.surge, self.needed, self.base_rate = 1.0, 10.0, 0.15
        self.intent = (0, 1, 2)[pick(self.draws.uniform("latent", "intent", 0), [0.5, 0.3, 0.2])]
        self.north, self.south = kept(35 + 10 * (self.intent == 2)), 45.0
        self.cohesion, self.readiness, self.strain, self.resolve, self.cover = 60.0, 70.0, 10.0, 50.0, 40.0
        self.money, self.rounds = amount(100 + 10 * self.surge), 40.0
        self.consulted = self.pact = 0.0
        self.posture, self.shelters = "calm", 0
        self.packages = {
            "guns": Package("base", 6, 2, 4, 1),
            "jets": Package("base", 9, 3, 6, 0),
            "radar": Package("base", 4, 1, 0, 3),
            "ships": Package("port", 5, 1, 2, 2),
        }
        self.fire = {"north": 10.0, "south": 2.0}
        self.eyes = {"north": 4.0, "south": 2.0}
        self.lift = Resource(self.env)
        self.waiting = 0.0
        self.calm_sum, self.south_peak, self.resolve_low = 0.0, -1e300, 1e300
        self.waits: list[tuple[Callable[[], bool], Action]] = [
            (lambda: self.north > 55, self.alarm),
            (lambda: self.strain > 6 and self.readiness < 76, self.fatigue),
            (lambda: self.env.now >= 45 * DAY and self.south > 35, self.r4),
        ]

    def run(self) -> dict[str, float | str]:
        """Play sixty days."""
        env = self.env
        self.after(3 * DAY, self.gain_rounds, 2)
        over = At(env, 60 * DAY, END)
        env.process(self.days())
        env.process(self.weeks())
        env.process(self.build())
        env.process(self.hazard("incident", 1.2, self.incident_rate, self.incident))
        env.process(self.hazard("raid", 0.2, self.raid_rate, self.raid, 4))
        env.process(self.hazard("sale", 0.1, lambda: 0.1, self.sale))
        for at, order, do in self.timetable():
            self.at(at, order, do)
        while True:
            env.step()
            if over.processed:
                return self.numbers()
            if env.peek() > env.now:
                self.watch()

    def timetable(self) -> list[tuple[int, int, Action]]:
        """What has its hour."""
        questions = [(2, self.b1), (4, self.b2), (6, self.r1), (9, self.b3), (14, self.r2), (18, self.b4)]
        questions += [(25, self.bids), (34, self.b6)]
        news = [(5 * DAY + 10 * HOUR, NEWS, self.summit), (40 * DAY + 9 * HOUR, NEWS, self.audit)]
        return news + [(day * DAY + 8 * HOUR, QUESTIONS, do) for day, do in questions]

    def watch(self) -> None:
        """What waits for a condition happens once it holds."""
        while met := [waits for waits in self.waits if waits[0]()]:
            for waits in met:
                self.waits.remove(waits)
                waits[1]()

    def at(self, minute: int, order: int, do: Action) -> None:
        At(self.env, minute, order, lambda _: do())

    def after(self, delay: int, do: Callable[..., None], *args: Any) -> None:
        At(self.env, delay, EFFECTS, lambda _: do(*args))

    def draw(self, stream: str, entity: str) -> float:
        """The next uniform value of a stream."""
        count = self.drawn[entity]
        self.drawn[entity] = count + 1
        return self.draws.uniform(stream, entity, count)

    # Rules

    def days(self) -> Body:
        """The daily rules, in their order; everything is kept together at the end."""
        while True:
            yield At(self.env, DAY, RULES)
            north = self.north + (30 + 6 * self.surge - self.north) * HALF_12
            south = self.south + (40 - self.south) * HALF_15
            cohesion = self.cohesion + (55 - self.cohesion) * 0.04
            readiness = self.readiness + (80 - self.readiness) * HALF_20
            strain = self.strain - self.strain * HALF_10
            resolve = self.resolve
            north += 0.4 * max(0, 10 - self.fire["north"])
            south -= 0.02 * self.cover
            if self.intent:
                south += 0.5 + 0.3 * self.intent
                resolve -= 0.1
            if south > 60:
                north += 0.05 * (south - 60)
            readiness -= 0.06 * strain
            cohesion += -0.5 if strain > 30 else 0.1
            if self.consulted:
                cohesion += 0.15
            resolve += clamp((50 - north) / 40, -0.5, 0.5)
            self.north, self.south, self.cohesion = kept(north), kept(south), kept(cohesion)
            self.readiness, self.strain, self.resolve = kept(readiness), kept(strain), kept(resolve)
            self.cover = kept(100 * min(1, self.fire["south"] / self.needed))
            self.measure()

    def measure(self) -> None:
        self.calm_sum += 100 - max(self.north, self.south)
        self.south_peak = max(self.south_peak, self.south)
        self.resolve_low = min(self.resolve_low, self.resolve)

    def weeks(self) -> Body:
        """The weekly bill."""
        while True:
            yield At(self.env, 7 * DAY, RULES)
            self.money = amount(self.money - 2 - self.fire["south"] / 4)

    # Shelters

    def build(self) -> Body:
        """Carry the shelters on from where they stand, until another hand has moved them."""
        while self.shelters < 3:
            stage = self.shelters
            yield At(self.env, self.stage_lasts(stage), EFFECTS)
            while stage == 1 and self.shelters == stage and self.money < 20:
                yield At(self.env, 2 * DAY, EFFECTS)
            if self.shelters != stage:
                return
            self.finish_stage()

    def stage_lasts(self, stage: int) -> int:
        if stage == 1:
            return round(triangular(self.draw("draw", "delay shelters concrete  1"), 10 * DAY, 14 * DAY, 24 * DAY))
        return 8 * DAY if stage == 0 else 6 * DAY

    def finish_stage(self) -> None:
        self.shelters += 1
        if self.shelters == 2:
            self.resolve = kept(self.resolve + 4)
        elif self.shelters == 3:
            self.resolve = kept(self.resolve + 3)
            self.money = amount(self.money - 4)

    # Movements

    def move(self, name: str, goal: str, sooner: float = 0.0) -> None:
        """Order a package to a place."""
        package = self.packages[name]
        if package.place != goal:
            notice = max(package.notice - sooner - 0.5 * self.consulted, 0.5)
            self.env.process(self.movement(package, goal, round(notice * DAY)))

    def movement(self, package: Package, goal: str, notice: int) -> Body:
        """Notice, queue, loading by the day's capacity, transit, arrival."""
        env, left = self.env, float(package.loads)
        yield At(env, notice, MOVEMENTS)
        self.waiting += left
        with self.lift.request() as turn:
            yield turn
            assert package.region is not None
            self.fire[package.region] -= package.fire
            self.eyes[package.region] -= package.eyes
            start, package.place, package.region = package.place, "", None
            while left > 0:
                rate = 2 + self.readiness / 50
                today = DAY - int(env.now) % DAY
                needed = ceil(left / rate * DAY)
                yield At(env, min(needed, today), MOVEMENTS)
                loaded = left if needed <= today else rate * today / DAY
                left -= loaded
                self.waiting = kept(self.waiting - loaded, -1e9, 1e9)
        yield At(env, TRANSIT[start, goal], MOVEMENTS)
        package.place, package.region = goal, REGION[goal]
        self.fire[package.region] += package.fire
        self.eyes[package.region] += package.eyes
        if goal != package.home:
            self.strain = kept(self.strain + 2)
            self.money = amount(self.money - 1)

    # News

    def hazard(self, name: str, bound: float, rate: Callable[[], float], do: Action, most: int | None = None) -> Body:
        """Something that happens at a rate, by thinning."""
        candidate = happened = 0
        while most is None or happened < most:
            block = self.draws.uniforms("hazard", name, candidate)
            candidate += 1
            yield At(self.env, max(1, round(-log1p(-unit(block, 0)) / bound * DAY)), NEWS)
            if unit(block, 1) * bound < rate():
                happened += 1
                self.fired[name] += 1
                do()

    def incident_rate(self) -> float:
        return self.base_rate * exp(0.02 * (self.south - 45))

    def incident(self) -> None:
        """Too close in the south."""
        self.south, self.strain = kept(self.south + 3), kept(self.strain + 1)
        if self.draw("chance", "collision") < clamp(self.south / 200, 0, 1):
            self.outrage()
        else:
            delay = uniform(self.draw("draw", "delay incident  1"), 6 * HOUR, 30 * HOUR)
            self.after(round(delay), self.heat_south, -1.5)

    def outrage(self) -> None:
        """Crowds, for three days."""
        self.fired["outrage"] += 1
        self.south, self.cohesion = kept(self.south + 5), kept(self.cohesion - 2)
        self.harden(-0.5)
        self.after(DAY, self.harden, -0.5)
        self.after(2 * DAY, self.harden, -0.5)

    def raid_rate(self) -> float:
        return 0.08 * logistic((self.north - 50) / 10) * (1 + (self.intent == 2))

    def raid(self) -> None:
        """In the north, with losses."""
        losses = poisson(self.draw("draw", "losses"), 2.5)
        self.rounds = amount(self.rounds - losses)
        self.north = kept(self.north + 2 + losses)

    def sale(self) -> None:
        """Rounds come in over four days."""
        for day in range(1, 5):
            self.after(day * DAY, self.gain_rounds, 0.5)

    def summit(self) -> None:
        self.fired["summit"] += 1
        self.cohesion = kept(self.cohesion + 2)

    def audit(self) -> None:
        if self.money < 100:
            self.fired["audit"] += 1
            self.harden(-4)

    def alarm(self) -> None:
        self.fired["alarm"] += 1
        self.posture = "alert"
        self.harden(-2)

    def fatigue(self) -> None:
        self.fired["fatigue"] += 1
        self.please(-3)

    def harden(self, change: float) -> None:
        self.resolve = kept(self.resolve + change)

    def please(self, change: float) -> None:
        self.cohesion = kept(self.cohesion + change)

    def heat_south(self, change: float) -> None:
        self.south = kept(self.south + change)

    def heat_north(self, change: float) -> None:
        self.north = kept(self.north + change)

    def gain_rounds(self, more: float) -> None:
        self.rounds = amount(self.rounds + more)

    def pay(self, price: float) -> None:
        self.money = amount(self.money - price)

    # Choices, each option as likely as every other

    def choose(self, seat: str, question: str, options: list[str]) -> str:
        """A seat's choice among the open options."""
        u = self.tastes.uniform(seat, question, 0)
        choice = self.chosen[question] = options[pick(u, [1.0] * len(options))]
        return choice

    def b1(self) -> None:
        if self.choose("blue", "b1", ["later", "first"]) == "later":
            self.please(-1)
        else:
            self.consulted = 1.0
            self.please(3)

    def b2(self) -> None:
        choice = self.choose("blue", "b2", ["stay", "port", "isle"])
        if choice == "stay":
            self.harden(-1)
        elif choice == "port":
            self.move("guns", "port")
            self.pay(3)
        else:
            self.move("guns", "isle", 0.5)
            self.pay(6)

    def r1(self) -> None:
        choice = self.choose("red", "r1", ["wait", "patrol", *(["blockade"] if self.south > 44 else [])])
        self.heat_south({"wait": -2, "patrol": 4, "blockade": 9}[choice])
        if choice == "blockade":
            self.after(2 * DAY, self.please, 2)

    def b3(self) -> None:
        if self.choose("blue", "b3", ["stay", "port"]) == "stay":
            self.harden(-1)
        elif self.draw("chance", "consent") < logistic((self.cohesion - 55) / 8):
            self.move("jets", "port")
        else:
            self.please(-4)

    def r2(self) -> None:
        if self.choose("red", "r2", ["no", "stir"]) == "no":
            self.heat_north(-1)
        else:
            delay = triangular(self.draw("draw", "delay r2 stir 1"), DAY, 3 * DAY, 8 * DAY)
            self.after(round(delay), self.heat_north, 8)

    def b4(self) -> None:
        open_ = [name for name, price in (("nothing", 0), ("rounds", 12), ("shelters", 8)) if self.money >= price]
        choice = self.choose("blue", "b4", open_)
        if choice == "nothing":
            self.pay(-1)
        elif choice == "rounds":
            self.pay(12)
            delay = uniform(self.draw("draw", "delay b4 rounds 1"), 5 * DAY, 15 * DAY)
            self.after(round(delay), self.gain_rounds, 15)
        else:
            self.pay(8)
            if self.shelters < 3:
                self.finish_stage()
                self.env.process(self.build())

    def bids(self) -> None:
        """Both bids are sealed; then what they do together."""
        blue = self.choose("blue", "b5", ["talk", "arm"])
        red = self.choose("red", "r3", ["talk", "arm"])
        if blue == "talk":
            self.please(1)
        else:
            self.readiness = kept(self.readiness + 3)
            self.pay(5)
        self.heat_south(-1 if red == "talk" else 3)
        if blue == red == "talk":
            self.pact = 1.0
            self.heat_south(-6)
        elif blue == red == "arm":
            self.heat_south(6)
            self.heat_north(2)
        elif self.south > 50:
            self.please(-2)

    def b6(self) -> None:
        away = self.packages["guns"].place != "base"
        choice = self.choose("blue", "b6", ["nobody", *(["guns"] if away else []), "radar_out"])
        if choice == "nobody":
            self.strain = kept(self.strain + 3)
        elif choice == "guns":
            self.move("guns", "base")
        else:
            self.move("radar", "isle")

    def r4(self) -> None:
        if self.choose("red", "r4", ["no", "push"]) == "no":
            self.pact = float(self.cohesion > 50)
            return
        self.south = kept(self.south * 1.3)
        if self.cover > 60:
            self.harden(5)
        else:
            self.posture = "war"

    def numbers(self) -> dict[str, float | str]:
        """Everything that there is to compare at the end."""
        return {
            "tension_north": self.north, "tension_south": self.south, "cohesion": self.cohesion,
            "readiness": self.readiness, "strain": self.strain, "resolve": self.resolve, "cover": self.cover,
            "money": self.money, "rounds": self.rounds, "consulted": self.consulted, "pact": self.pact,
            "posture": self.posture, "shelters": float(self.shelters), "waiting": self.waiting,
            "fire north": self.fire["north"], "fire south": self.fire["south"],
            "eyes north": self.eyes["north"], "eyes south": self.eyes["south"],
            **{f"fired {name}": float(self.fired[name]) for name in NEWS_WRITTEN},
            **{f"chosen {question}": choice for question, choice in sorted(self.chosen.items())},
            "calm": round(self.calm_sum / 60, 9), "south peak": self.south_peak, "resolve low": self.resolve_low,
            "ending": "war" if self.south >= 85 else "peace",
        }  # fmt: skip
