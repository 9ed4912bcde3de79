"""Where scenarios are found."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tabletop.errors import CannotRead
from tabletop.scenario import library

HARBOUR = Path(__file__).parent / "data" / "harbour"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, an empty current folder and no scenarios of the program."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.delenv(library.VARIABLE, raising=False)
    monkeypatch.setattr(library, "user_data_path", lambda *_, **__: tmp_path / "data")
    monkeypatch.setattr(library, "_of_the_program", lambda: (tmp_path / "program",))
    return tmp_path


def put(shelf: Path, name: str, id_: str = "", title: str = "") -> Path:
    folder = shelf / name
    shutil.copytree(HARBOUR, folder)
    text = (folder / "scenario.yaml").read_text("utf-8")
    text = text.replace("id: harbour", f"id: {id_ or name}").replace("Strike at the harbour", title or name)
    (folder / "scenario.yaml").write_text(text, "utf-8")
    return folder


def test_a_path_comes_first(nowhere: Path) -> None:
    put(nowhere / "data" / "scenarios", "one")
    here = put(nowhere / "home", "one")
    assert library.find("one").resolve() == here.resolve()
    assert library.find(str(here / "scenario.yaml")) == here / "scenario.yaml"


def test_the_order_of_the_shelves(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(library.VARIABLE, os.pathsep.join([str(nowhere / "a"), str(nowhere / "b")]))
    shelves = [
        nowhere / "program",
        nowhere / "home" / "scenarios",
        nowhere / "data" / "scenarios",
        nowhere / "b",
        nowhere / "a",
    ]
    for shelf in shelves:
        put(shelf, "one", title=f"In {shelf.name}")
        assert library.find("one") == shelf / "one"
    assert [listed.title for listed in library.shipped()] == ["In a"]
    assert library.shelves() == shelves[::-1]


def test_found_by_id_where_the_folder_has_another_name(nowhere: Path) -> None:
    folder = put(nowhere / "program", "folder", "real-id")
    assert library.find("real-id") == folder
    assert library.find("folder") == folder


def test_a_shelf_may_be_a_scenario(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(nowhere, "alone")
    monkeypatch.setenv(library.VARIABLE, str(folder))
    assert [listed.path for listed in library.shipped()] == [folder]


def test_an_unknown_id_gets_a_suggestion_and_the_list(nowhere: Path) -> None:
    put(nowhere / "program", "harbour")
    put(nowhere / "program", "island")
    with pytest.raises(CannotRead, match='no scenario or path "harbor"') as caught:
        library.find("harbor")
    assert caught.value.hint == 'did you mean "harbour"? (there are: harbour, island)'
    with pytest.raises(CannotRead) as caught:
        library.find("zzz")
    assert caught.value.hint == "there are: harbour, island"


def test_nothing_installed() -> None:
    assert library.shipped() == []
    with pytest.raises(CannotRead) as caught:
        library.find("harbour")
    assert library.VARIABLE in caught.value.hint


def test_the_list_has_titles_and_summaries(nowhere: Path) -> None:
    put(nowhere / "program", "b")
    put(nowhere / "program", "a", title="First")
    (nowhere / "program" / "notes").mkdir()
    listed = library.shipped()
    assert [(entry.id, entry.title, entry.summary) for entry in listed] == [
        ("a", "First", "Two days of a dock strike."),
        ("b", "b", "Two days of a dock strike."),
    ]


@pytest.mark.parametrize("text", [b"a: [", b"\xff", b"", b"title: 5\n", b"id: x\n"])
def test_a_broken_scenario_is_listed_as_broken(nowhere: Path, text: bytes) -> None:
    put(nowhere / "program", "good")
    bad = nowhere / "program" / "bad"
    bad.mkdir()
    (bad / "scenario.yaml").write_bytes(text)
    listed = {entry.path.name: entry for entry in library.shipped()}
    assert listed["bad"].title.startswith("(cannot be read)")
    assert listed["bad"].summary
    assert listed["good"].title == "good"


def test_the_checkout_or_the_package_has_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    package = Path(library.__file__).resolve().parents[1]
    assert package / "scenarios" in library._of_the_program()
