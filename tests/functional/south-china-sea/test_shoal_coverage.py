"""Every relation has its direction and an extreme case tested, or these tests are not done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def test_every_relation_of_the_shoal_is_tested(lab: Any) -> None:
    texts = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    tested = {f"M{number}" for text in texts for number in re.findall(r"def test_m(\d+)_", text)}
    assert {relation.id for relation in lab.program.scenario.relations} - tested == set()


def test_posture_is_told_at_every_end(lab: Any) -> None:
    levels = [p for p in lab.program.scenario.debrief.epilogue if p.title == "Garrison or quick-reaction force"]
    trials = [lab.run(14, put={13: {"posture": value}}) for value in (0.0, 45.0, 55.0, 100.0)]
    assert [sum(bool(trial(level.when)) for level in levels) for trial in trials] == [1, 1, 1, 1]
    assert all("{posture:.0f}" in level.text and "45" in level.text for level in levels)
