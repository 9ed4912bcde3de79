"""Any header and any sequence of lines that a game could write comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.record.codec import Writer, read_record
from tabletop.record.lines import encode, parse
from tabletop.record.lines import header as read_header
from tabletop.record.lines import line as read_line
from tabletop.record.record import (
    ClockLine,
    DecisionLine,
    EndLine,
    Header,
    InjectLine,
    Line,
    NoteLine,
    OverrideLine,
    Parent,
)

slugs = st.text("abyz019_-", min_size=1, max_size=12)
digests = st.text("0123456789abcdef", min_size=32, max_size=32)
numbers = st.floats(-1e9, 1e9)
words = st.text(max_size=40)
hours = st.integers(0, 3_000)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    return Header(
        scenario=draw(slugs),
        scenario_version=draw(slugs),
        sha256=draw(st.text("0123456789abcdef", min_size=64, max_size=64)),
        seed=draw(st.integers(-(2**63), 2**63)),
        preset=draw(st.sampled_from(["", "base", "steel-speaks"])),
        length=draw(st.sampled_from(["", "50", "180"])),
        texts=draw(st.dictionaries(slugs, slugs, max_size=3)),
        assumptions=draw(st.dictionaries(slugs, numbers, max_size=3)),
        latents=draw(st.dictionaries(slugs, numbers | slugs, max_size=3)),
        seats=draw(st.dictionaries(slugs, st.sampled_from(["human", "doctrine", "persona:hawk"]), max_size=3)),
        parent=draw(st.none() | st.builds(Parent, words.map(str.strip).filter(str.isprintable), digests, hours)),
    )


def line(at: int) -> st.SearchStrategy[Line]:
    """Any line at `at` except the end; decisions still carry the number 1."""
    choices = st.lists(slugs, max_size=4).map(tuple)
    forecasts = st.none() | st.integers(1, 99)
    at_ = st.just(at)
    return st.one_of(
        st.builds(
            DecisionLine, st.just(1), at_, slugs, slugs, choices, slugs, digests, choices, words, forecasts, words
        ),
        st.builds(ClockLine, at_),
        st.builds(NoteLine, at_, slugs, words),
        st.builds(InjectLine, at_, slugs, words),
        st.builds(OverrideLine, at_, slugs, numbers | slugs, words),
    )


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, ...]:
    """Lines in order of time with decisions counted from 1, sometimes closed by an end."""
    times = sorted(draw(st.lists(hours, max_size=12)))
    found: list[Line] = []
    count = 0
    for at in times:
        made = draw(line(at))
        if isinstance(made, DecisionLine):
            count += 1
            object.__setattr__(made, "n", count)
        found.append(made)
    if draw(st.booleans()):
        found.append(EndLine(times[-1] if times else 0, draw(slugs), draw(digests)))
    return tuple(found)


@given(headers(), lines())
def test_every_line_comes_back_as_it_was(head: Header, found: tuple[Line, ...]) -> None:
    assert read_header(parse(encode(head))) == head
    assert tuple(read_line(parse(encode(each))) for each in found) == found


@settings(max_examples=25)
@given(headers(), lines())
def test_a_record_comes_back_from_the_disk(
    tmp_path_factory: pytest.TempPathFactory, head: Header, found: tuple[Line, ...]
) -> None:
    path = tmp_path_factory.mktemp("r") / "game.jsonl"
    with Writer(path, head) as writer:
        for each in found:
            writer.append(each)
    record = read_record(path)
    assert (record.header, record.lines, record.torn) == (head, found, False)
