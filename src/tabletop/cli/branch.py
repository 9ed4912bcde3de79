"""`branch`: a child of a record in which one decision is another, to be played on or seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import given as setups
from tabletop.cli import recorded as records
from tabletop.cli.output import say, say_json, schema_head, tell
from tabletop.cli.sidebyside import left_out_lines
from tabletop.errors import CannotRead, IllegalDecision
from tabletop.plain.text import one_line, pad, wrap

if TYPE_CHECKING:
    from tabletop.engine.program import Program
    from tabletop.record.askings import Asking
    from tabletop.record.course import Replayed
    from tabletop.record.otherwise import Otherwise
    from tabletop.record.record import Record

_LONGEST_NAME = 80
_MOST_NAMES = 1000


@click.command("branch")
@records.RECORD
@records.AT
@click.option(
    "--choose",
    "chosen",
    metavar="OPTION",
    multiple=True,
    help="What is chosen instead: an id, or its place in the list; once for each of several.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The child's file; a new one.")
@click.option("--ask", is_flag=True, help="Leave the decision open instead: the child stands just before it.")
@click.option("--play-on", is_flag=True, help="Give the later decisions too, as recorded, wherever they still fit.")
@records.REACT
@records.SCENARIO
@records.STAGE
@setups.JSON
def branch_command(
    file: str, at: str | None, chosen: tuple[str, ...], ask: bool, output: Path | None, play_on: bool, react: bool,
    scenario: str | None, stage: str, as_json: bool,
) -> int:  # fmt: skip
    """Make a child of RECORD in which decision N is OPTION. RECORD itself is kept as it is.

    The child has the same world up to then and the same chances after it. It stands right after the changed decision:
    `tabletop resume` plays on from there. With --play-on it holds the rest of the game too.
    """
    from tabletop.record.branch import branch, branch_off
    from tabletop.record.replay import replay_record

    if ask and (chosen or play_on):
        raise click.UsageError("--ask leaves the decision open, so neither --choose nor --play-on goes with it")
    if react and not play_on:
        raise click.UsageError("--react is about what comes after the decision, so it needs --play-on")
    record, program = records.recorded(file, scenario, stage)
    earlier = records.earlier(record)
    replayed = replay_record(record, program)
    target = _target(replayed, at)
    choice = () if ask else _choice(replayed, program, target, chosen)
    path = output or _free_name(record, at or "", ["open"] if ask else choice)
    if ask:
        other = None
        child = branch(record, _number(target), path, earlier)
    else:
        other = _played(replayed, program, target, choice, play_on=play_on, react=react)
        child = branch_off(record, other, path, played_on=play_on, earlier=earlier)
    told = _told(child, replayed, target, other, choice, played_on=play_on)
    if as_json:
        say_json({**schema_head("branch"), **told})
    else:
        _say(told, record, replayed)
    return 0


def _target(replayed: Replayed, at: str | None) -> Asking:
    """The decision that `--at` names; without one the decisions are listed and it is an error of usage."""
    from tabletop.analysis.courses import decision_told
    from tabletop.record.askings import asked_at, askings

    known = askings(replayed)
    if at is not None:
        return asked_at(known, at)
    for line in records.listing([decision_told(replayed.simulation, one, known) for one in known if one.put]):
        tell(line)
    raise click.UsageError("say which decision: --at with a number or an id from this list")


def _choice(replayed: Replayed, program: Program, target: Asking, chosen: Sequence[str]) -> tuple[str, ...]:
    """The options that `--choose` names by id or by place; without any they are listed."""
    ids = [str(option.id) for option in program.points[target.decision].point.options]
    if chosen:
        return tuple(_by_place(ids, name) for name in chosen)
    for line in _options(replayed, program, target):
        tell(line)
    raise click.UsageError("say what is chosen instead: --choose with an id or a number from this list")


def _number(target: Asking) -> int:
    if target.n is None:
        raise IllegalDecision(
            f"nobody answered {target.decision}, so the record has no place before it",
            "give it an answer with --choose",
        )
    return target.n


def _by_place(ids: list[str], name: str) -> str:
    if name not in ids and name.isdecimal() and 1 <= int(name) <= len(ids):
        return ids[int(name) - 1]
    return name


def _options(replayed: Replayed, program: Program, target: Asking) -> list[str]:
    other = _other(replayed, program, target, None)
    other.play(enough=lambda game: game.question is not None)
    question = other.question
    assert question is not None
    lines = wrap(f"{program.times.moment(target.at)}  {one_line(question.title)}")
    width = max(len(option.id) for option in question.options)
    for number, option in enumerate(question.options, 1):
        mark = "*" if option.id in target.choice else " "
        locked = f" (locked: {option.why_locked})" if option.locked else ""
        lines += records.beside(f"{mark}{number:>2}  {pad(option.id, width)}  ", f"{option.label}{locked}")
    return [*lines, "* as recorded"]


def _played(
    replayed: Replayed, program: Program, target: Asking, choice: tuple[str, ...], *, play_on: bool, react: bool
) -> Otherwise:
    other = _other(replayed, program, target, choice, react=react)
    if play_on:
        other.play(None if replayed.complete else replayed.simulation.now)
        other.settle()
    else:
        other.play(enough=lambda game: game.turned is not None)
    return other


def _other(
    replayed: Replayed, program: Program, target: Asking, choice: tuple[str, ...] | None, *, react: bool = False
) -> Otherwise:
    from tabletop.bots.players import make_chooser
    from tabletop.record.otherwise import Otherwise

    return Otherwise(replayed, program, lambda spec: make_chooser(spec, program), target, choice, react=react)


def _free_name(record: Record, at: str, choice: Sequence[str]) -> Path:
    """The first free name such as game-4-hold.jsonl, beside the record; beside nothing for a script's child."""
    stem = f"{record.path.stem}-{at.replace(':', '-')}-{'+'.join(choice) or 'nothing'}"[:_LONGEST_NAME]
    folder = record.path.parent if record.path.suffix == ".jsonl" else Path()
    names = (folder / f"{stem}{suffix}.jsonl" for suffix in ("", *(f"-{n}" for n in range(2, _MOST_NAMES))))
    path = next((name for name in names if not name.exists()), None)
    if path is None:
        raise CannotRead(f"{folder / stem}.jsonl: exists {_MOST_NAMES - 1} times already", "name a new file with -o")
    return path


def _told(
    child: Record, replayed: Replayed, target: Asking, other: Otherwise | None, choice: tuple[str, ...], *,
    played_on: bool,
) -> dict[str, Any]:  # fmt: skip
    """The `--json` object, after its first key. Without another course the decision is open."""
    from tabletop.analysis.courses import course_told, decision_told, left_out_told
    from tabletop.analysis.phrases import labels
    from tabletop.record.askings import askings

    sim, header, parent = replayed.simulation, child.header, child.header.parent
    assert parent is not None
    ended = other is not None and played_on and other.ended
    digest = child.decisions[-1].digest if other else parent.digest
    course = course_told(other) if other and ended else {"digest": digest, "outcome": None, "scores": {}}
    return {
        "scenario": header.scenario,
        "sha256": header.sha256,
        "seed": header.seed,
        "preset": sim.setup.preset,
        "length": sim.setup.length,
        "file": str(child.path),
        "parent": vars(parent),
        "decision": decision_told(sim, target, askings(replayed)),
        "choice": list(choice),
        "label": labels(sim, target.decision, choice) if other else "(open)",
        "open": other is None,
        "played_on": played_on,
        "complete": ended,
        "stands": sim.program.times.moment(child.lines[-1].at if other else target.at),
        **course,
        "left_out": left_out_told(other) if other and played_on else [],
    }


# In words


def _say(told: dict[str, Any], record: Record, replayed: Replayed) -> None:
    decision = told["decision"]
    number = f"decision {decision['n']}" if decision["n"] is not None else decision["name"]
    lapsed = "" if decision["n"] is not None else " (by default: nobody answered)"
    say(told["file"])
    _say_beside("", f"A branch of {record.path.name}: the same world (seed {told['seed']}), but for {number}.")
    say()
    _say_beside("", f"{decision['time']}  {decision['short']}: {decision['title']}")
    _say_beside("  recorded: ", f"{decision['label']}{lapsed}")
    _say_beside("  here:     ", told["label"])
    say()
    if told["complete"]:
        _say_scores(told, replayed)
    for line in left_out_lines(told["left_out"]):
        say(f"  {line}")
    _say_way_on(told, record)


def _say_way_on(told: dict[str, Any], record: Record) -> None:
    if told["complete"]:
        name = told["decision"]["n"] or told["decision"]["name"]
        _say_beside("", "Where it parts from the recorded course, for this and every other option:")
        say(f'    tabletop whatif "{record.path}" --at {name}')
        return
    near = "just before" if told["open"] else "right after"
    where = f"on {told['stands']}" if told["played_on"] else f"{near} this decision"
    _say_beside("", f"It stands {where}. To play on from there:")
    say(f'    tabletop resume "{told["file"]}"')


def _say_scores(told: dict[str, Any], replayed: Replayed) -> None:
    from tabletop.scoring.scorecard import score

    before = score(replayed.simulation)
    say(f"  {pad('final score', 56)} recorded   here")
    for seat in replayed.simulation.program.scenario.seats:
        card = told["scores"].get(seat.id)
        if card is not None:
            then = before[seat.id]
            here = f"{round(card['total']):3d} {card['rating']}"
            say(f"  {pad(one_line(seat.label), 56)}    {then.points:3d} {then.rating}  {here}")
    outcome = replayed.simulation.outcome
    assert outcome is not None
    say()
    _say_beside("  ended then: ", f"{replayed.simulation.program.times.moment(outcome.at)}, {outcome.title}")
    _say_beside("  ends here:  ", f"{told['outcome']['time']}, {told['outcome']['title']}")
    say()


def _say_beside(head: str, text: str) -> None:
    for line in records.beside(f"  {head}", text):
        say(line)
