"""Starting values carried in: in the header, in the chain, in scripts; and games without them keep their digests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.engine.program import Program
from tabletop.engine.setup import Setup
from tabletop.errors import InvalidScenario, RecordMismatch
from tabletop.record import chain
from tabletop.record.branch import write_records
from tabletop.record.codec import read_record
from tabletop.record.replay import replay_record, replay_script
from tabletop.record.script import read_script

SCRIPT = "scenario: islands\nseed: 3\nstarts: {trust: 80, flex: consult, war: 0}\notherwise: doctrine\ndecisions: []\n"


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a script and gives its path."""

    def written(text: str) -> Path:
        path = tmp_path / "carried.yaml"
        path.write_text(text, "utf-8")
        return path

    return written


def test_a_script_may_carry_starts_in_and_its_record_replays(
    program: Program, script: Callable[[str], Path], tmp_path: Path
) -> None:
    made = replay_script(read_script(script(SCRIPT)), program, lambda spec: make_chooser(spec, program))
    assert made.record.header.starts == {"trust": 80.0, "flex": "consult", "war": 0.0}
    write_records([made.record], tmp_path / "game.jsonl")
    read = read_record(tmp_path / "game.jsonl")
    assert replay_record(read, program).digest == made.digest
    header = replace(read.header, starts={**read.header.starts, "trust": 81.0})
    with pytest.raises(RecordMismatch):
        replay_record(replace(read, header=header), program)


def test_a_start_that_the_scenario_does_not_have_is_told_with_its_place(
    program: Program, script: Callable[[str], Path]
) -> None:
    path = script(SCRIPT.replace("trust", "trusst").replace("consult", "consent"))
    with pytest.raises(InvalidScenario) as caught:
        replay_script(read_script(path), program, lambda spec: make_chooser(spec, program))
    assert "trusst" in str(caught.value)
    assert "consent" in str(caught.value)
    assert "carried.yaml:3" in str(caught.value)


def test_starts_are_part_of_the_chain_and_none_leave_it_as_it_was() -> None:
    plain = chain.start("islands", Setup(3))
    assert chain.start("islands", Setup(3, starts={"trust": 80.0})) != plain
    assert plain == "8096ac1fce7e7a96b354ba0c82df631f"  # as it was before starts could be carried in
