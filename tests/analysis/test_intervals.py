"""Intervals are the textbook's, and hold the truth about as often as they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.analysis.intervals import Interval, figure, interval, paired, share, student


def test_students_quantiles_are_those_of_the_tables() -> None:
    assert [round(student(n), 3) for n in (2, 6, 31, 10_001)] == [12.706, 2.571, 2.042, 1.960]


def test_the_interval_of_a_mean() -> None:
    found = interval(np.array([4.0, 6.0, 8.0]))
    assert (found.n, found.mean, found.sd) == (3, 6.0, 2.0)
    assert found.half_width == pytest.approx(4.303 * 2 / math.sqrt(3), abs=1e-3)
    assert found.low == pytest.approx(6 - found.half_width)
    assert found.clear
    assert not interval(np.array([-1.0, 1.0])).clear


def test_one_value_or_equal_ones_have_no_width() -> None:
    for values in ([7.0], [7.0, 7.0, 7.0]):
        assert interval(np.array(values)) == Interval(len(values), 7.0, 7.0, 7.0, 0.0)
    with pytest.raises(ValueError, match="no value"):
        interval(np.array([]))


def test_ninety_five_of_a_hundred_intervals_hold_the_truth() -> None:
    samples = np.random.default_rng(1).exponential(3.0, (2000, 60))
    held = [found.low <= 3.0 <= found.high for found in map(interval, samples)]
    assert 0.91 <= np.mean(held) <= 0.97


def test_shares_have_intervals_that_stay_within_bounds() -> None:
    assert share(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-3)
    assert share(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-3)
    assert share(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-3)


def test_a_zero_is_never_negative() -> None:
    assert math.copysign(1, figure(-1e-9)) == 1


def test_pairs_that_share_their_luck_say_more() -> None:
    generator = np.random.default_rng(2)
    luck = generator.normal(50, 20, 400)
    first, second = luck + generator.normal(0, 2, 400), luck + 1 + generator.normal(0, 2, 400)
    found = paired(first, second)
    assert found.difference.low < 1 < found.difference.high
    assert found.reduction is not None
    assert found.worth is not None
    assert found.reduction > 0.97
    assert found.worth == pytest.approx(1 / (1 - found.reduction), rel=1e-3)
    alone = interval(second).half_width ** 2 + interval(first).half_width ** 2
    assert alone / found.difference.half_width**2 == pytest.approx(found.worth, rel=1e-3)
    assert found.better + found.same + found.worse == 400


def test_pairs_without_a_difference() -> None:
    values = np.array([1.0, 2.0, 3.0])
    found = paired(values, values)
    assert (found.difference.half_width, found.reduction, found.worth, found.same) == (0.0, 1.0, None, 3)
    still = paired(np.ones(3), np.ones(3))
    assert (still.reduction, still.worth) == (None, None)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=2, max_size=30))
def test_the_difference_is_the_difference_of_the_means(rows: list[tuple[float, float]]) -> None:
    table = np.array(rows)
    found = paired(table[:, 0], table[:, 1])
    assert found.difference.mean == pytest.approx(found.second - found.first, abs=2e-6)
    assert found.reduction is None or found.reduction <= 1
