from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from tabletop.errors import IllegalDecision
from tabletop.record.chain import canonical, chain, close, start
from tabletop.record.record import DecisionLine, Header, OverrideLine

HEADER = Header("islands", "1", "ab", 7, preset="base", texts={"flex": "consult"}, assumptions={"a_x": 1.5})
LINE = DecisionLine(1, 60, "us", "us1", ("a", "b"), "human", "0" * 32)


def test_canonical_json_depends_on_the_value_alone() -> None:
    assert canonical({"b": 1, "a": "한"}) == '{"a":"한","b":1}'.encode()


def test_numbers_that_are_not_finite_have_no_canonical_form() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


@pytest.mark.parametrize(
    "other",
    [
        replace(HEADER, seed=8),
        replace(HEADER, preset=""),
        replace(HEADER, length="50"),
        replace(HEADER, texts={}),
        replace(HEADER, assumptions={"a_x": 1.25}),
        replace(HEADER, latents={"dprk_type": "opportunist"}),
    ],
)
def test_another_setup_starts_another_chain(other: Header) -> None:
    assert start("islands", other) != start("islands", HEADER)


def test_wording_of_the_files_and_players_do_not_start_another_chain() -> None:
    same = replace(HEADER, sha256="cd", seats={"us": "human"}, engine="0.2.0", assumptions={"a_x": 1.50})
    assert start("islands", same) == start("islands", HEADER)


def test_a_whole_number_and_the_same_decimal_number_are_one_setup() -> None:
    assert start("islands", replace(HEADER, assumptions={"a_x": 1})) == start(
        "islands", replace(HEADER, assumptions={"a_x": 1.0})
    )


@pytest.mark.parametrize(
    "other",
    [replace(LINE, at=61), replace(LINE, seat="rok"), replace(LINE, decision="us2"), replace(LINE, choice=("a",))],
)
def test_another_decision_goes_on_in_another_way(other: DecisionLine) -> None:
    assert chain("00", other, "ff") != chain("00", LINE, "ff")


@pytest.mark.parametrize("setting", [{"assumptions": {"a_x": float("inf")}}, {"latents": {"x": float("nan")}}])
def test_a_setup_of_numbers_that_are_not_finite_is_refused(setting: Any) -> None:
    with pytest.raises(IllegalDecision, match="cannot be set to"):
        start("islands", replace(HEADER, **setting))


def test_an_override_takes_finite_numbers_only() -> None:
    with pytest.raises(IllegalDecision, match="trust cannot be set to nan"):
        OverrideLine(0, "trust", float("nan"), "why")


def test_reasons_and_the_order_of_options_are_not_part_of_the_chain() -> None:
    other = replace(LINE, choice=("b", "a"), rationale="because", by="doctrine", n=9)
    assert chain("00", other, "ff") == chain("00", LINE, "ff")


def test_state_past_and_end_are_part_of_the_chain() -> None:
    links = [chain("00", LINE, "ff"), chain("00", LINE, "fe"), chain("01", LINE, "ff")]
    links += [close("00", 90, "calm", "ff"), close("00", 90, "war", "ff"), close("00", 91, "calm", "ff")]
    assert len(set(links)) == len(links)


def test_the_digest_is_the_same_in_every_process() -> None:
    program = (
        "from tabletop.record.chain import start; from tabletop.record.record import Header;"
        "print(start('islands', Header('islands', '1', '', 7, texts={'b': 'x', 'a': 'y'})))"
    )
    found = set()
    for seed in ("0", "1", "777"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
        )
        found.add(done.stdout)
    assert len(found) == 1
