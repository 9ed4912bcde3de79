"""How failures read."""

from __future__ import annotations

import pickle

import pytest

from tabletop.errors import (
    CannotRead,
    CannotRun,
    IllegalDecision,
    InvalidScenario,
    Position,
    Problem,
    RecordMismatch,
    TabletopError,
    closest,
    listing,
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [(TabletopError, 1), (CannotRead, 4), (IllegalDecision, 2), (RecordMismatch, 3), (CannotRun, 1)],
)
def test_exit_codes(kind: type[TabletopError], code: int) -> None:
    error = kind("no such seat", "the seats are us and prc")
    assert (error.exit_code, str(error), error.hint) == (code, "no such seat", "the seats are us and prc")


def test_a_problem_is_printed_like_a_compiler() -> None:
    problem = Problem(
        "TT201",
        'there is no gauge "cohesoin"',
        Position("s.yaml", 12, 9),
        "  add: {cohesoin: 3}",
        'did you mean "cohesion"?',
        related=(Position("w.yaml", 3, 1),),
    )
    assert problem.render().splitlines() == [
        's.yaml:12:9: error TT201: there is no gauge "cohesoin"',
        "  12 |   add: {cohesoin: 3}",
        "     |         ^",
        "  see also w.yaml:3:1",
        '  hint: did you mean "cohesion"?',
    ]


def test_the_caret_stands_under_wide_characters_too() -> None:
    lines = Problem("TT001", "bad", Position("s.yaml", 1, 4), "한국: x").render().splitlines()
    assert lines[2].index("^") - lines[1].index("한") == 5


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "a" * 5000 + "!" + "b" * 5000
    shown, caret = Problem("TT001", "bad", Position("s.yaml", 1, 5001), line).render().splitlines()[1:3]
    assert shown[caret.index("^")] == "!"
    assert len(shown) < 130


def test_control_characters_of_a_file_never_reach_the_terminal() -> None:
    text = Problem("TT001", "bad \x1b[31m", Position("s.yaml", 1, 1), "x\x1b]0;t\x07\ty").render()
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\t" not in text


def test_a_problem_without_a_place() -> None:
    assert Problem("TT001", "empty", None).render() == "error TT001: empty"


def test_an_invalid_scenario_shows_all_its_problems() -> None:
    error = InvalidScenario([Problem("TT1", "one", None), Problem("TT2", "two", None, severity="warning")])
    assert str(error).splitlines() == ["error TT1: one", "warning TT2: two", "1 error, 1 warning"]
    assert error.exit_code == 1


def test_errors_travel_between_processes() -> None:
    invalid = pickle.loads(pickle.dumps(InvalidScenario([Problem("TT1", "one", Position("s.yaml", 1, 2))])))  # noqa: S301
    assert (str(invalid), invalid.problems[0].code) == ("s.yaml:1:2: error TT1: one\n1 error", "TT1")
    unread = pickle.loads(pickle.dumps(CannotRead("no file", "look again")))  # noqa: S301
    assert (str(unread), unread.hint) == ("no file", "look again")


def test_a_very_long_list_says_how_many_are_left_out() -> None:
    text = listing(Problem("TT1", "one", None) for _ in range(1003))
    assert text.splitlines()[-2:] == ["… and 3 more", "1003 errors"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("cohesoin", 'did you mean "cohesion"?'),
        ("COHESION", 'did you mean "cohesion"?'),
        ("us-gate", 'did you mean "us_gate"?'),
        ("zzz", ""),
        ("", ""),
        ("x" * 100_000, ""),
    ],
)
def test_closest(word: str, expected: str) -> None:
    assert closest(word, ["us_gate", "cohesion", "tension"]) == expected
