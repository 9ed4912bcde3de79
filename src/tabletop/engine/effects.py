"""Effects compiled to acts: small functions that ask the machine to do one thing, with its cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Protocol

from tabletop.engine.chance import INVERSES
from tabletop.engine.codegen import Code
from tabletop.engine.drivers import reads
from tabletop.engine.world import World
from tabletop.errors import CannotRun
from tabletop.scenario.effects import Arm, Chance, Effect
from tabletop.scenario.notation import Distribution
from tabletop.simtime import parse_duration

ROUNDING = 1e-9


class Machine(Protocol):
    """What acts may ask of the running game."""

    world: World

    @property
    def outcome(self) -> object:
        """None until the game has ended."""

    def occurrence(self, stream: str, entity: str) -> int:
        """Count this draw; how often it was drawn before."""

    def later(self, delay: int, acts: Acts, cause: int, label: str = "") -> None:
        """Do the acts `delay` minutes from now."""

    def bind(self, slot: int, value: float, acts: Acts, cause: int) -> None:
        """Do the acts with a drawn value in a local slot."""

    def order(self, package: str, place: str | None, sooner: int, cause: int, because: str) -> None:
        """Order a package to a place (None: home), its notice shortened by `sooner` minutes."""

    def hold(self, package: str, cause: int) -> None:
        """Cancel an order that is not loading yet."""

    def advance_programme(self, programme: str, cause: int) -> None:
        """Finish the present stage of a programme."""

    def fire(self, inject: str, cause: int) -> None:
        """Let an inject happen now."""

    def open_point(self, decision: str, cause: int) -> None:
        """Open a decision point now."""

    def drawn(self, entity: str) -> float:
        """The next uniform value for a delay or an amount."""

    def arm(self, chance: str, odds: list[float]) -> tuple[int, float]:
        """Which arm of a chance comes about (-1: none), and the draw."""

    def finish(self, ending: str, cause: int) -> None:
        """End the game with this ending."""

    def drivers(self, text: Any) -> tuple[tuple[str, float], ...]:
        """What pushed odds up or down since STARTEX."""


Act = Callable[[Machine, int], None]
Acts = tuple[Act, ...]


def perform(acts: Acts, machine: Machine, cause: int) -> None:
    """Do the acts in order; nothing follows an end."""
    for act in acts:
        act(machine, cause)
        if machine.outcome is not None:
            return


class EffectCompiler:
    """Compiles the effects of one scenario. `portion` is the share handed out at a time under `spread`."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._layout = code.layout
        self._portion = 1.0
        self._part = ""
        self._delays: Counter[str] = Counter()

    def part(self, effects: list[Effect], what: str, part: str) -> Acts:
        """The acts of one part of a thing, such as an option of a decision point; it names the part's delays."""
        self._part = part
        acts = self.acts(effects, what)
        self._part = ""
        return acts

    def acts(self, effects: list[Effect], what: str) -> Acts:
        """The acts of a list of effects; `what` is the id of the thing that they belong to."""
        return tuple(self._act(effect, what) for effect in effects)

    def _act(self, effect: Effect, what: str) -> Act:
        compile_verb: Callable[[Effect, str], Act] = getattr(self, f"_{effect.verb}")
        return compile_verb(effect, what)

    # What changes numbers

    @property
    def _part_of(self) -> str:
        return "" if self._portion == 1.0 else f"{self._portion!r} * "

    def _add(self, effect: Effect, what: str) -> Act:
        return self._writer(effect, what, f"v[{{slot}}] + {self._part_of}({{amount}})")

    def _receive(self, effect: Effect, what: str) -> Act:
        return self._writer(effect, what, f"v[{{slot}}] + {self._part_of}({{amount}})")

    def _spend(self, effect: Effect, what: str) -> Act:
        return self._writer(effect, what, f"v[{{slot}}] - {self._part_of}({{amount}})")

    def _scale(self, effect: Effect, what: str) -> Act:
        return self._writer(effect, what, "v[{slot}] * ({amount})")

    def _set(self, effect: Effect, what: str) -> Act:
        return self._writer(effect, what, "{amount}")

    def _writer(self, effect: Effect, what: str, form: str) -> Act:
        lines: list[tuple[str, Any]] = [("    return (", None)]
        for target, amount in effect.argument.items():
            slot = self._layout.quantities[target].slot
            change = form.format(slot=slot, amount=self._code.amount(target, amount))
            lines.append((f"        ({slot}, {change}),", amount))
        writes = self._code.function("v", [*lines, ("    )", None)])
        because = effect.because or ""

        def act(machine: Machine, cause: int) -> None:
            world = machine.world
            world.commit(writes(world.values), "change", what, cause, because)

        return act

    # What moves, happens, opens, ends

    def _move(self, effect: Effect, what: str) -> Act:
        move, because = effect.argument, effect.because or ""
        return lambda machine, cause: machine.order(move.package, move.to, move.sooner, cause, because)

    def _recall(self, effect: Effect, what: str) -> Act:
        package, because = effect.argument, effect.because or ""
        return lambda machine, cause: machine.order(package, None, 0, cause, because)

    def _hold(self, effect: Effect, what: str) -> Act:
        return lambda machine, cause: machine.hold(effect.argument, cause)

    def _advance(self, effect: Effect, what: str) -> Act:
        return lambda machine, cause: machine.advance_programme(effect.argument, cause)

    def _fire(self, effect: Effect, what: str) -> Act:
        return lambda machine, cause: machine.fire(effect.argument, cause)

    def _open(self, effect: Effect, what: str) -> Act:
        return lambda machine, cause: machine.open_point(effect.argument, cause)

    def _end(self, effect: Effect, what: str) -> Act:
        return lambda machine, cause: machine.finish(effect.argument, cause)

    def _note(self, effect: Effect, what: str) -> Act:
        detail = {"text": effect.argument}

        def act(machine: Machine, cause: int) -> None:
            machine.world.enter("note", what, cause, effect.because or "", detail=detail)

        return act

    # Wrappers

    def _after(self, effect: Effect, what: str) -> Act:
        acts, label = self.acts(effect.do, what), effect.label
        if isinstance(effect.after, Distribution):
            draw = self.delay(effect.after, what)
            return lambda machine, cause: machine.later(max(0, round(draw(machine))), acts, cause, label)
        delay = int(effect.argument)
        return lambda machine, cause: machine.later(delay, acts, cause, label)

    def _spread(self, effect: Effect, what: str) -> Act:
        spread = effect.argument
        times = max(1, spread.over // spread.every)
        outer, self._portion = self._portion, self._portion / times
        acts = self.acts(effect.do, what)
        self._portion = outer

        def act(machine: Machine, cause: int) -> None:
            for turn in range(1, times + 1):
                machine.later(turn * spread.every, acts, cause, effect.label)

        return act

    def _repeat(self, effect: Effect, what: str) -> Act:
        repeat, acts = effect.argument, self.acts(effect.do, what)

        def act(machine: Machine, cause: int) -> None:
            perform(acts, machine, cause)
            for turn in range(1, repeat.times):
                machine.later(turn * repeat.every, acts, cause, effect.label)

        return act

    def _when(self, effect: Effect, what: str) -> Act:
        holds = self._code.value(effect.when)
        then, otherwise = self.acts(effect.do, what), self.acts(effect.otherwise, what)

        def act(machine: Machine, cause: int) -> None:
            perform(then if holds(machine.world.values) else otherwise, machine, cause)

        return act

    def _draw(self, effect: Effect, what: str) -> Act:
        drawn = effect.argument
        slot = self._layout.slot(("local", drawn.id))
        draw, acts = self._drawer(drawn.value, drawn.id), self.acts(effect.do, what)
        return lambda machine, cause: machine.bind(slot, draw(machine), acts, cause)

    def delay(self, distribution: Distribution, what: str) -> Callable[[Machine], float]:
        """A function that draws a delay in minutes; `what` names the thing that is delayed."""
        owner = f"delay {what} {self._part}"
        self._delays[owner] += 1
        return self._drawer(_in_minutes(distribution), f"{owner} {self._delays[owner]}")

    def _drawer(self, distribution: Distribution, entity: str) -> Callable[[Machine], float]:
        form, numbers = distribution_form(distribution)
        inverse, arguments = INVERSES[form], self._code.values(numbers)

        def draw(machine: Machine) -> float:
            return float(inverse(machine.drawn(entity), *arguments(machine.world.values)))

        return draw

    def _chance(self, effect: Effect, what: str) -> Act:
        chance: Chance = effect.argument
        arms = chance.arms or [
            Arm(id="yes", odds=chance.odds, label=chance.label, do=chance.then),
            Arm(id="no", odds=0, label=f"not: {chance.label}" if chance.label else "", do=chance.otherwise),
        ]
        two_way = not chance.arms
        odds_of = self._code.values([arm.odds for arm in arms])
        done = [self.acts(arm.do, what) for arm in arms]
        because, label = effect.because or "", chance.label or chance.id
        read = reads(self._code, [arm.odds for arm in arms])
        names = tuple(arm.label or arm.id for arm in arms)

        def act(machine: Machine, cause: int) -> None:
            odds = _checked(chance.id, odds_of(machine.world.values), two_way)
            taken, u = machine.arm(chance.id, odds)
            number = cause
            if machine.world.entries is not None:
                detail = {
                    "label": label, "odds": tuple(odds), "draw": u, "arms": names,
                    "arm": arms[taken].id if taken >= 0 else "", "taken": taken, "of": what,
                    "drivers": machine.drivers(arms[0].odds),
                    "reads": read,
                }  # fmt: skip
                number = machine.world.enter("chance", chance.id, cause, because, detail=detail)
            if taken >= 0:
                perform(done[taken], machine, number)

        return act


def _checked(chance: str, odds: list[float], two_way: bool) -> list[float]:
    if two_way:
        odds = [odds[0], 1.0 - odds[0]]
    if min(odds) < -ROUNDING or sum(odds) > 1 + ROUNDING:
        shown = ", ".join(f"{value:.4g}" for value in odds)
        raise CannotRun(f"the odds of {chance} are outside 0–1: {shown}", "write the odds as clamp(…, 0, 1)")
    return odds


def arm_of(odds: list[float], u: float) -> int:
    """Number of the arm that the draw `u` falls on, -1 for none."""
    running = 0.0
    for number, value in enumerate(odds):
        running += value
        if u < running:
            return number
    return -1


def _is_time(form: str, parameter: int) -> bool:
    """The spread of a lognormal delay is a plain number; everything else in a delay is a length of time."""
    return form != "lognormal" or parameter == 0


def _in_minutes(distribution: Distribution) -> Distribution:
    form, numbers = distribution_form(distribution)
    minutes = [parse_duration(number) if _is_time(form, n) else number for n, number in enumerate(numbers)]
    return Distribution.model_validate({form: minutes if len(minutes) > 1 else minutes[0]})


def distribution_form(distribution: Distribution) -> tuple[str, list[Any]]:
    """Name and parameters of the one form that a distribution has."""
    for form in INVERSES:
        numbers = getattr(distribution, form)
        if numbers is not None:
            return form, list(numbers) if isinstance(numbers, list | tuple) else [numbers]
    raise CannotRun("a distribution without a form", f"give one of {', '.join(INVERSES)}")
