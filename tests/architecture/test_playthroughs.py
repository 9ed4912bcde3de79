"""Every shipped scenario can be watched: its scripts have golden playthroughs that a person can read."""

from __future__ import annotations

from pathlib import Path

LONGEST = 400


def golden(checkout: Path, scenario: str, script: str) -> list[Path]:
    """The golden texts of one script: files that bear both names in their path."""
    folder = checkout / "tests" / "playthroughs"
    texts = [path for path in sorted(folder.rglob("*")) if path.suffix in {".txt", ".md"}]
    return [path for path in texts if scenario in str(path.relative_to(folder)) and script in path.stem]


def test_every_scenario_has_scripts(shipped: list[Path]) -> None:
    assert shipped
    assert [folder.name for folder in shipped if not list(folder.glob("scripts/*.yaml"))] == []


def test_every_script_has_a_golden_playthrough(checkout: Path, shipped: list[Path]) -> None:
    missing = [
        f"{folder.name}/{script.stem}"
        for folder in shipped
        for script in sorted(folder.glob("scripts/*.yaml"))
        if not golden(checkout, folder.name, script.stem)
    ]
    assert missing == []


def test_a_golden_playthrough_can_be_read_in_one_sitting(checkout: Path) -> None:
    texts = (checkout / "tests" / "playthroughs").rglob("*.txt")
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in texts}
    assert {name: lines for name, lines in lengths.items() if lines >= LONGEST} == {}
