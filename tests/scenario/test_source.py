"""Reading files: what becomes of every kind of text, what is refused and where, limits, includes."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tabletop.errors import CannotRead, Position, Problem
from tabletop.scenario.source import Located, Tree, read_tree


def written(folder: Path, text: str | bytes, name: str = "scenario.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def read(folder: Path, text: str | bytes) -> Tree:
    return read_tree(written(folder, text))


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML: the fast one, and the one that is always there."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CBaseLoader", raising=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("-3", -3), ("+4", 4), ("0", 0), ("1.5", 1.5), ("-0.5", -0.5), (".5", 0.5), ("1e3", 1000.0),
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("yes", "yes"), ("True", "True"), ("NULL", "NULL"),
        ("1:30", "1:30"), ("0233", "0233"), ("00", "00"), ("2026-08-10", "2026-08-10"), ("1_000", "1_000"),
        ("0x1F", "0x1F"), ("0o17", "0o17"), (".inf", ".inf"), (".nan", ".nan"), ("D+1 08:00", "D+1 08:00"),
        ("'5'", "5"), ('"true"', "true"), ("'it''s'", "it's"), ('"a\\nb"', "a\nb"), ("3*cohesion", "3*cohesion"),
        ("٣", "٣"), ("-", "-"), (".", "."), ("1.", 1.0), ("한국", "한국"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("parser")
def test_scalars(tmp_path: Path, text: str, value: Any) -> None:
    if text == "-":
        text = "'-'"
    found = read(tmp_path, f"key: {text}\n").data["key"]
    assert found == value
    assert type(found) is (Located if isinstance(value, str) else type(value))


def test_texts_over_lines(tmp_path: Path) -> None:
    tree = read(tmp_path, "a: >-\n  one\n  two\nb: |\n  one\n  two\nc: plain\n  goes on\n")
    assert tree.data == {"a": "one two", "b": "one\ntwo\n", "c": "plain goes on"}


@pytest.mark.usefixtures("parser")
def test_everything_has_a_place(tmp_path: Path) -> None:
    tree = read(tmp_path, "a:\n  - {x: 1, y: [true, ~]}\n  - word\nb: 'q'\n")
    name = str(tmp_path / "scenario.yaml")
    places = {
        (): (1, 1), ("a",): (2, 3), ("a", 0): (2, 5), ("a", 0, "x"): (2, 9), ("a", 0, "y"): (2, 15),
        ("a", 0, "y", 0): (2, 16), ("a", 0, "y", 1): (2, 22), ("a", 1): (3, 5), ("b",): (4, 4),
        ("a", 0, "missing"): (2, 5), ("nothing",): (1, 1), ("a", 7, "z"): (2, 3), ("b", "deeper"): (4, 4),
    }  # fmt: skip
    for path, (line, column) in places.items():
        assert tree.position(path) == Position(name, line, column), path
    assert tree.key_position(("a", 0, "y")) == Position(name, 2, 12)
    assert tree.data["a"][1].at == Position(name, 3, 5)
    assert tree.excerpt(Position(name, 3, 1)) == "  - word"


def test_columns_are_characters(tmp_path: Path) -> None:
    tree = read(tmp_path, "한국: {나라: 5}\n")
    assert tree.position(("한국", "나라")) == Position(str(tmp_path / "scenario.yaml"), 1, 10)


def test_a_text_with_a_place_is_a_text(tmp_path: Path) -> None:
    word = read(tmp_path, "a: word\n").data["a"]
    copied = pickle.loads(pickle.dumps(word))  # noqa: S301
    assert (copied, type(copied), json.dumps(word), hash(word)) == ("word", str, '"word"', hash("word"))


def test_keys_are_texts(tmp_path: Path) -> None:
    assert read(tmp_path, "50: a\n0.5: b\ntrue: c\n").data == {"50": "a", "0.5": "b", "true": "c"}


def test_json_is_accepted(tmp_path: Path) -> None:
    value = {"a": [1, 2.5, True, None, 'x"y\\z\n\u00e9'], "b": {"c": {}, "d": []}}
    for text in (json.dumps(value), json.dumps(value, indent="\t"), json.dumps(value, separators=(",", ":"))):
        tree = read_tree(written(tmp_path, text, "scenario.json"))
        assert (tree.data, tree.problems) == (value, [])


BAD = {
    "anchor": ("a: ¦&x 1\nb: 2\n", "TT004", "anchor &x"),
    "alias": ("a: 1\nb: ¦*x\n", "TT004", "alias *x"),
    "tag": ("a: ¦!!python/object:os.system 1\n", "TT005", "the tag"),
    "tag of a list": ("a: ¦!mine [1]\n", "TT005", "!mine"),
    "merge key": ("a:\n  ¦<<: {b: 1}\n", "TT006", "merge key"),
    "duplicate key": ("a: 1\nb: 2\n¦a: 3\n", "TT007", '"a" stands twice'),
    "list as key": ("¦[a, b]: 1\n", "TT008", "must be a word"),
    "escaped control character": ('a: ¦"x\\e[31m"\n', "TT009", "U+001B"),
    "raw control character": ("a: x¦\x1b[31m\n", "TT009", "U+001B"),
    "text that turns round": ("a: x¦\u202ey\n", "TT009", "U+202E"),
    "huge number": ("a: ¦" + "9" * 5000 + "\n", "TT010", "larger than any number"),
    "infinite number": ("a: ¦1e999\n", "TT010", "larger than any number"),
    "second document": ("a: 1\n¦---\nb: 2\n", "TT011", "second document"),
    "tab": ("a:\n¦\tb: 1\n", "TT002", "a tab indents"),
    "tab after blanks": ("a:\n  c: 1\n  ¦\tb: 1\n", "TT002", "a tab indents"),
    "second colon": ("a: b¦: c\n", "TT003", "second ': '"),
    "unclosed list": ("a: [1, 2\nb¦: 3\n", "TT003", "[ ] is not closed"),
    "unclosed quotes": ('a: "x\nb: 3\n¦', "TT003", "never closed"),
    "bad indentation": ("a:\n    b: 1\n  ¦c: 2\n", "TT003", "does not fit"),
    "reserved character": ("a: ¦@x\n", "TT003", "put the text in quotes"),
    "percent": ("a: ¦%x\n", "TT003", "put the text in quotes"),
    "nothing": ("¦", "TT001", "empty"),
    "only a remark": ("¦# nothing\n", "TT001", "empty"),
    "a list": ("¦- a\n", "TT001", "not a mapping"),
    "too deep": ("a: " + "[" * 63 + "¦[" + "]" * 64 + "\n", "TT012", "limit of 64"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
@pytest.mark.usefixtures("parser")
def test_what_is_refused(tmp_path: Path, name: str) -> None:
    marked, code, phrase = BAD[name]
    text = marked.replace("¦", "")
    start = marked.index("¦")
    (problem,) = read(tmp_path, text).problems
    assert problem.at is not None
    place = (marked.count("\n", 0, start) + 1, start - marked.rfind("\n", 0, start))
    shown = problem.render()
    assert (problem.code, (problem.at.line, problem.at.column)) == (code, place), shown
    assert phrase in shown
    assert problem.hint


@pytest.mark.usefixtures("parser")
def test_an_unknown_escape(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, 'a: "x\\q"\n').problems
    assert (problem.code, "single quotes" in problem.hint) == ("TT003", True)


def test_a_duplicate_key_shows_both_places(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, "a: 1\nb: 2\na: 3\n").problems
    assert [other.line for other in problem.related] == [1]


def test_several_problems_in_one_pass(tmp_path: Path) -> None:
    tree = read(tmp_path, "a: &x 1\nb: !t 2\nc: {d: 1, d: 2}\n<<: {}\n---\nz: 1\n")
    assert [problem.code for problem in tree.problems] == ["TT004", "TT005", "TT007", "TT006", "TT011"]
    assert tree.data == {"a": 1, "b": "2", "c": {"d": 1}}


def test_an_alias_does_not_multiply(tmp_path: Path) -> None:
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(9)
    )
    tree = read(tmp_path, text)
    assert {problem.code for problem in tree.problems} == {"TT004"}
    assert tree.data["j"] == [None, None]


def test_many_entries_are_refused(tmp_path: Path) -> None:
    for many in ("- [x]\n" * 100_001, "- x\n" * 200_001):
        (problem,) = read(tmp_path, "a:\n" + many).problems
        assert (problem.code, "limit of 200,000 entries" in problem.message) == ("TT013", True)


def test_reading_ends_after_a_thousand_problems(tmp_path: Path) -> None:
    tree = read(tmp_path, "a: [" + "*x, " * 100_000 + "]\n")
    assert (len(tree.problems), tree.whole) == (1000, False)
    assert max(len(line) for problem in tree.problems for line in problem.render().splitlines()) < 200


@pytest.mark.parametrize("character", ["[", "{a: ", "- ", "? "])
def test_bottomless_nesting_ends_at_the_limit(tmp_path: Path, character: str) -> None:
    tree = read(tmp_path, "a: " + character * 5000 if character != "- " else character * 5000 + "x")
    assert tree.problems
    assert tree.data is None


def test_not_utf_8(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"byte 0xe9 at offset 8 \(line 2\)") as caught:
        read(tmp_path, b"a: 1\nb: \xe9\n")
    assert "UTF-8" in caught.value.hint


def test_utf_16_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="UTF-16"):
        read(tmp_path, "a: 1\n".encode("utf-16"))


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    tree = read(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: x\r\n")
    assert (tree.data, tree.problems) == ({"a": 1, "b": "x"}, [])
    assert tree.position(("b",)) == Position(str(tmp_path / "scenario.yaml"), 2, 4)


def test_fifty_megabytes_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    with pytest.raises(CannotRead, match="50 MiB, the limit is 4 MiB"):
        read_tree(path)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"no scenario\.yaml in this folder"):
        read_tree(tmp_path)
    with pytest.raises(CannotRead, match="No such file"):
        read_tree(tmp_path / "nowhere.yaml")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device file")
def test_a_device_is_not_a_file() -> None:
    with pytest.raises(CannotRead, match="not a file"):
        read_tree(Path("/dev/zero"))


# Includes


def test_included_files_become_one_tree(tmp_path: Path) -> None:
    written(tmp_path, "include: [a.yaml, sub/b.yaml]\nlist: [1]\nwords: {x: 1}\n")
    written(tmp_path, "list: [2]\nwords: {y: 2}\nnew: n\n", "a.yaml")
    written(tmp_path, "include: [sub/c.yaml]\nlist: [3]\n", "sub/b.yaml")
    written(tmp_path, "list: [4]\n", "sub/c.yaml")
    tree = read_tree(tmp_path)
    assert tree.problems == []
    assert tree.data["list"] == [1, 2, 3, 4]
    assert tree.data["words"] == {"x": 1, "y": 2}
    assert tree.position(("list", 1)) == Position(str(tmp_path / "a.yaml"), 1, 8)
    assert tree.position(("words", "y")) == Position(str(tmp_path / "a.yaml"), 2, 12)
    assert tree.excerpt(Position(str(tmp_path / "sub/c.yaml"), 1, 1)) == "list: [4]"


def refusal(folder: Path, include: str) -> Problem:
    (problem,) = read(folder, f"list: []\ninclude: [{include}]\n").problems
    assert problem.at is not None
    assert (Path(problem.at.file).name, problem.at.line, problem.at.column) == ("scenario.yaml", 2, 11)
    return problem


@pytest.mark.parametrize(
    ("name", "code", "phrase"),
    [
        ("/etc/passwd", "TT021", "absolute"),
        ("C:\\x.yaml", "TT021", "absolute"),
        ("../other.yaml", "TT021", "leads out of"),
        ("sub/../../other.yaml", "TT021", "leads out of"),
        ("nowhere.yaml", "TT022", "no such file"),
        ("sub", "TT022", "not a file"),
        ("scenario.yaml", "TT023", "circle: scenario.yaml → scenario.yaml"),
    ],
)
def test_includes_that_are_refused(tmp_path: Path, name: str, code: str, phrase: str) -> None:
    folder = tmp_path / "here"
    written(tmp_path, "a: 1\n", "other.yaml")
    (folder / "sub").mkdir(parents=True)
    problem = refusal(folder, name)
    assert (problem.code, phrase in problem.message) == (code, True), problem.render()


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "a: 1\n", "other.yaml")
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "link.yaml").symlink_to(tmp_path / "other.yaml")
    assert "leads out of" in refusal(folder, "link.yaml").message
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    assert refusal(folder, "loop.yaml").code in ("TT021", "TT022")


def test_a_folder_reached_through_a_link_is_fine(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    written(folder, "include: [a.yaml]\n")
    written(folder, "list: [1]\n", "a.yaml")
    (tmp_path / "link").symlink_to(folder)
    assert read_tree(tmp_path / "link").data["list"] == [1]


def test_a_misspelt_include_gets_a_suggestion(tmp_path: Path) -> None:
    written(tmp_path, "a: 1\n", "world.yaml")
    assert refusal(tmp_path, "wolrd.yaml").hint == 'did you mean "world.yaml"?'


def test_a_circle_of_includes_is_named(tmp_path: Path) -> None:
    written(tmp_path, "include: [a.yaml]\n")
    written(tmp_path, "include: [b.yaml]\n", "a.yaml")
    written(tmp_path, "x: 1\ninclude: [a.yaml]\n", "b.yaml")
    (problem,) = read_tree(tmp_path).problems
    assert problem.at == Position(str(tmp_path / "b.yaml"), 2, 11)
    assert "a.yaml → b.yaml → a.yaml" in problem.message


def test_a_file_included_twice_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "include: [a.yaml, ./a.yaml]\n")
    written(tmp_path, "x: 1\n", "a.yaml")
    (problem,) = read_tree(tmp_path).problems
    assert "a second time" in problem.message
    assert problem.related


def test_a_value_given_in_two_files(tmp_path: Path) -> None:
    written(tmp_path, "include: [a.yaml]\ntitle: One\n")
    written(tmp_path, "title: Two\n", "a.yaml")
    (problem,) = read_tree(tmp_path).problems
    assert (problem.code, problem.at) == ("TT024", Position(str(tmp_path / "a.yaml"), 1, 1))
    assert problem.related == (Position(str(tmp_path / "scenario.yaml"), 2, 1),)


def test_includes_have_a_depth(tmp_path: Path) -> None:
    written(tmp_path, "include: [f0.yaml]\n")
    for number in range(12):
        written(tmp_path, f"include: [f{number + 1}.yaml]\n", f"f{number}.yaml")
    (problem,) = read_tree(tmp_path).problems
    assert "limit of 8" in problem.message


def test_includes_have_a_number(tmp_path: Path) -> None:
    names = [f"f{number}.yaml" for number in range(64)]
    for name in names:
        written(tmp_path, "x: {}\n", name)
    (problem,) = read(tmp_path, f"include: [{', '.join(names)}]\n").problems
    assert "at most 64 files" in problem.message


def test_includes_have_a_total(tmp_path: Path) -> None:
    names = [f"f{number}.yaml" for number in range(5)]
    for name in names:
        written(tmp_path, "# " + "x" * (4 * 2**20 - 100) + f"\n{name[:2]}: 1\n", name)
    (problem,) = read(tmp_path, f"include: [{', '.join(names)}]\n").problems
    assert "limit of 16 MiB" in problem.message


@pytest.mark.parametrize("value", ["world.yaml", "{a: b}", "[1]", "[[a]]"])
def test_include_is_a_list_of_names(tmp_path: Path, value: str) -> None:
    (problem,) = read(tmp_path, f"include: {value}\n").problems
    assert problem.code == "TT020"


def test_a_broken_include_leaves_the_others(tmp_path: Path) -> None:
    written(tmp_path, "include: [a.yaml, b.yaml, c.yaml]\n")
    written(tmp_path, "x: [1\n", "a.yaml")
    written(tmp_path, b"\xff", "b.yaml")
    written(tmp_path, "list: [1]\n", "c.yaml")
    tree = read_tree(tmp_path)
    assert [problem.code for problem in tree.problems] == ["TT003", "TT022"]
    assert (tree.data["list"], tree.whole) == ([1], False)


# The hash


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    first = read(tmp_path / "1", "a: {x: 1, y: 'z'}\nlist: [1, 2]\n").sha256
    written(tmp_path / "2", "# remark\na:\n  x: 1\n  y: z\ninclude: [b.yaml]\n")
    written(tmp_path / "2", "list:\n- 1\n- 2\n", "b.yaml")
    other = read_tree(tmp_path / "2")
    assert first == read(tmp_path / "3", '{"a": {"x": 1, "y": "z"},\n\n "list": [1, 2]}\n').sha256
    assert first != read(tmp_path / "4", "a: {x: 2, y: z}\nlist: [1, 2]\n").sha256
    assert first != read(tmp_path / "5", "a: {x: '1', y: z}\nlist: [1, 2]\n").sha256
    assert other.sha256 == first


def test_the_hash_does_not_depend_on_the_process(tmp_path: Path) -> None:
    path = written(tmp_path, "a: {x: 1.5, y: 한국}\n")
    code = "import sys; from pathlib import Path; from tabletop.scenario.source import read_tree; "
    code += "print(read_tree(Path(sys.argv[1])).sha256)"
    found = {
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {read_tree(path).sha256 + "\n"}
