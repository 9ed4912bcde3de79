"""The field: games by bots with the game's setup, and what its assumptions do to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tabletop.analysis.ensemble import Ensemble, run_together
from tabletop.report import field
from tabletop.report.field import PAIRS, PLAYOUTS, field_of
from tabletop.report.game import Game


def test_the_field_has_the_setup_of_the_game(game: Game) -> None:
    heard: list[tuple[int, int]] = []
    found = field_of(game, report=lambda done, total: heard.append((done, total)))
    assert {seat: len(totals) for seat, totals in found.totals.items()} == {"town": PLAYOUTS, "line": PLAYOUTS}
    assert heard[-1] == (PLAYOUTS + 3 * PAIRS, PLAYOUTS + 3 * PAIRS)
    assert found == field_of(game)


def test_a_strong_assumption_is_told_with_both_ends(game: Game) -> None:
    effect = field_of(game).effects["sea"]
    assert effect.startswith("Games by bots: at 0 Town +")
    assert "; at 4 Town −" in effect
    assert field_of(game, assumptions=False).effects == {}


def test_half_a_field_is_none(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: Any, **settings: Any) -> tuple[Ensemble, ...]:
        return tuple(replace(found, partial=True) for found in run_together(*arguments, **settings))

    monkeypatch.setattr(field, "run_together", interrupted)
    with pytest.raises(KeyboardInterrupt):
        field_of(game, assumptions=False)
