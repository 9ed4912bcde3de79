"""Every relation of the flagship has its direction and an extreme case tested, or these tests are not done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def test_every_relation_is_tested_at_least_once(lab: Any) -> None:
    texts = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    tested = {f"M{number}" for text in texts for number in re.findall(r"def test_m(\d+)_", text)}
    assert {relation.id for relation in lab.program.scenario.relations} - tested == set()
