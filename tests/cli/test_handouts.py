"""`handouts`."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_papers_are_written_and_told(call: Run, quay: Path, tmp_path: Path) -> None:
    done = call("handouts", quay, "-o", tmp_path / "out", "--length", "short")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")) == [
        "facilitator/guide.md", "facilitator/msel.csv", "facilitator/msel.md", "facilitator/observer.md",
        "facilitator/register.md", "facilitator/trace.md", "students/data-line.md", "students/data-sea.md",
        "students/data-town.md", "students/probability.md", "students/role-line.md", "students/role-sea.md",
        "students/role-town.md", "students/rules.md", "students/situation.md",
    ]  # fmt: skip
    assert "words to read before class, by seat: town 976, line 961, sea 949" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if str(tmp_path) not in line)


def test_pages_to_print_come_beside_them(call: Run, quay: Path, tmp_path: Path) -> None:
    assert call("handouts", quay, "-o", tmp_path, "--html").returncode == 0
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) == len(list(tmp_path.rglob("*.md"))) == 14
    assert all("The quay (quay 1, " in path.read_text("utf-8") for path in pages)


def test_told_as_json(call: Run, quay: Path, tmp_path: Path) -> None:
    told = json.loads(call("handouts", quay, "-o", tmp_path / "out", "--preset", "storm", "--json").stdout)
    assert list(told) == [
        "schema", "engine", "scenario", "sha256", "seed", "preset", "length", "folder", "papers", "words_by_seat",
        "files", "warnings",
    ]  # fmt: skip
    assert (told["scenario"], told["seed"], told["preset"], told["length"]) == ("quay", None, "storm", "long")
    assert told["papers"][0]["for"] == "everybody"
    assert all((tmp_path / "out" / name).exists() for name in told["files"])


def test_nothing_is_ever_written_over(call: Run, quay: Path, tmp_path: Path) -> None:
    own = tmp_path / "facilitator" / "guide.md"
    own.parent.mkdir()
    own.write_text("mine", "utf-8")
    done = call("handouts", quay, "-o", tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert "exists already" in done.stderr
    assert own.read_text("utf-8") == "mine"
    assert not (tmp_path / "students").exists()


def test_the_same_papers_whatever_the_hash_seed(tabletop: Run, quay: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        done = tabletop("handouts", quay, "-o", tmp_path / seed, "--html", PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    first, second = (
        {path.relative_to(tmp_path / seed): path.read_bytes() for path in sorted((tmp_path / seed).rglob("*.*"))}
        for seed in ("1", "2")
    )
    assert first == second


def test_no_formula_reaches_a_spreadsheet_and_no_tag_a_page(call: Run, quay: Path, tmp_path: Path) -> None:
    text = (quay / "scenario.yaml").read_text("utf-8")
    folder = tmp_path / "nasty"
    folder.mkdir()
    text = text.replace("from: Harbour master", "from: '=HYPERLINK(1)'").replace(
        "The cracks have grown", "<script>x</script>"
    )
    (folder / "scenario.yaml").write_text(text, "utf-8")
    assert call("handouts", folder, "-o", tmp_path / "out", "--html").returncode == 0
    with (tmp_path / "out" / "facilitator" / "msel.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "Event Number"
    assert rows[1][4] == "'=HYPERLINK(1)"
    assert "<script" not in "".join(path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.html"))


def test_a_paper_that_tells_too_much_is_pointed_out(call: Run, quay: Path, tmp_path: Path) -> None:
    text = (quay / "scenario.yaml").read_text("utf-8")
    folder = tmp_path / "loose"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(
        text.replace("You use the quay.", "The Rot inside the piles is yours."), "utf-8"
    )
    done = call("handouts", folder, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "look at this: role-line names “Rot inside the piles”, which line does not see" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "-o"),
        (["-o", "{tmp}/x", "--length", "shrt"], 2, 'did you mean "short"?'),
        (["-o", "{tmp}/x", "--preset", "strom"], 2, 'did you mean "storm"?'),
        (["-o", "{tmp}/file/x"], 4, "choose a folder"),
    ],
)
def test_what_cannot_be_written_is_told(
    call: Run, quay: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = call("handouts", quay, *(argument.replace("{tmp}", str(tmp_path)) for argument in arguments))
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
