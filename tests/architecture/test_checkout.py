"""What the repository holds, and that its papers agree with each other."""

from __future__ import annotations

import re
from pathlib import Path

TOP = {"pyproject.toml", "README.md", "LICENSE", "scenarios", "src", "tests"}
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".tcss", ".txt", ".json", ".jsonl", ".svg", ""}


def commands(readme: Path) -> list[str]:
    """The one-line commands that begin with a virtual environment made by `python3`, in order."""
    return re.findall(r"^python3 -m venv .*$", readme.read_text("utf-8"), re.MULTILINE)


def test_the_top_level_holds_only_what_belongs_there(tracked: list[str]) -> None:
    top = {name.split("/")[0] for name in tracked}
    assert sorted(name for name in top - TOP if not name.startswith(".")) == []


def test_no_file_names_a_place_on_one_machine(checkout: Path, tracked: list[str]) -> None:
    place = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work|tmp|farm)/\w|(?<!\w)\.\./sha" + "red")
    texts = [name for name in tracked if Path(name).suffix in TEXT and name != ".gitignore"]
    named = {name: place.search((checkout / name).read_text("utf-8", "replace")) for name in texts}
    assert {name: match.group(0) for name, match in named.items() if match} == {}


def test_ci_runs_the_second_command_of_the_readme_literally(checkout: Path) -> None:
    play, test = commands(checkout / "README.md")[:2]
    assert play.endswith("tabletop play regional-contingency")
    assert test == (checkout / ".ci" / "run").read_text("utf-8").splitlines()[-1]


def test_the_readme_shows_a_picture_that_is_there(checkout: Path) -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (checkout / "README.md").read_text("utf-8"))
    assert pictures
    assert [picture for picture in pictures if not (checkout / picture).is_file()] == []


def test_every_link_of_the_readme_leads_somewhere(checkout: Path) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)\)", (checkout / "README.md").read_text("utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (checkout / link).exists()] == []
