"""One file of decisions gives one digest: through plain mode, through a pipe, as a script, and as a record."""

from __future__ import annotations

import io
import json
import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.plain.console import Console
from tabletop.plain.game import play
from tabletop.record.codec import read_record
from tabletop.record.replay import replay_record, replay_script
from tabletop.record.script import read_script
from tabletop.scenario.load import Loaded, load
from tabletop.session import Session

SEED = 23

Choices = dict[str, list[list[str]]]

QUAY = Path(__file__).parent / "quay"
SHIPPED = sorted(path.parent for path in Path(__file__).parents[2].joinpath("scenarios").glob("*/scenario.yaml"))


@pytest.fixture(params=[QUAY, *SHIPPED], ids=lambda folder: folder.name)
def scenario(request: pytest.FixtureRequest) -> Path:
    """A folder of a scenario."""
    folder: Path = request.param
    return folder


@pytest.fixture
def loaded(scenario: Path) -> Loaded:
    return load(scenario)


def decided(loaded: Loaded, program: Program) -> tuple[Choices, str]:
    """A file of decisions (the third open option, or the last there is; forms and budgets by default) and its digest.

    A point may be asked several times: it has its answers in order.
    """
    choices: Choices = defaultdict(list)
    session = Session.start(loaded, program, Setup(SEED), {}, None)
    while not session.ended:
        for waiting in session.waiting():
            question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
            options = [option.id for option in question.options if not option.locked][:3]
            plain = question.pick is None and not question.items
            choices[waiting.decision].append([options[-1]] if plain else list(question.default))
            session.submit(waiting.seat, waiting.decision, choices[waiting.decision][-1])
        session.advance()
    return choices, session.digest()


def typed_by(session: Session, choices: Choices) -> Callable[[str], str]:
    """Types the numbers of the decisions at their questions, and at every other prompt what carries the game on."""

    def answer(prompt: str) -> str:
        if ": 1 to" not in prompt:
            return "why not" if prompt.startswith("Reason") else ""
        for waiting in session.waiting():
            question = next(q for q in session.view(waiting.seat).questions if q.decision == waiting.decision)
            if prompt.startswith(" ".join(question.title.split())):
                before = sum(getattr(line, "decision", "") == waiting.decision for line in session.lines)
                chosen = choices[waiting.decision][before]
                numbers = [str(n) for n, o in enumerate(question.options, 1) if o.id in chosen]
                return " ".join(numbers) or "0"
        return "q"

    return answer


def script_of(scenario: str, seats: dict[str, str], choices: Choices) -> str:
    """The same decisions as a script (JSON is YAML)."""
    decisions = [{"decision": decision, "choose": choice} for decision, own in choices.items() for choice in own]
    return json.dumps({"scenario": scenario, "seed": SEED, "seats": seats, "decisions": decisions})


def test_one_file_of_decisions_gives_one_digest(
    loaded: Loaded,
    scenario: Path,
    tmp_path: Path,
    typing: Callable[..., tuple[Console, io.StringIO, object]],
    tabletop: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    compiled = compile_program(loaded)
    choices, digest = decided(loaded, compiled)

    session = Session.start(loaded, compiled, Setup(SEED), {}, tmp_path / "plain.jsonl")
    console, page, typist = typing(typed_by(session, choices))
    play(session, console)
    session.close()
    assert f"Digest {digest}" in page.getvalue()

    assert replay_record(read_record(tmp_path / "plain.jsonl"), compiled).digest == digest

    lines = "\n".join(typist.typed) + "\n"  # type: ignore[attr-defined]
    piped = tabletop("play", scenario, "--plain", "--seed", str(SEED), "--record", tmp_path / "pipe.jsonl", stdin=lines)
    assert (piped.returncode, f"Digest {digest}" in piped.stdout) == (0, True), piped.stderr

    bots = {seat: player for seat, player in session.seats.items() if player != "human"}
    script = tmp_path / "script.json"
    script.write_text(script_of(str(loaded.scenario.id), bots, choices), "utf-8")
    scripted = replay_script(read_script(script), compiled, lambda spec: make_chooser(spec, compiled))
    assert scripted.digest == digest

    for file in ("plain.jsonl", "pipe.jsonl", "script.json"):
        told = tabletop("replay", tmp_path / file, "--scenario", scenario, "--json")
        assert told.returncode == 0, told.stderr
        assert json.loads(told.stdout)["digest"] == digest
