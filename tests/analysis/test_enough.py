"""How many playouts are enough is asked at fixed numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tabletop.analysis.enough import BATCH, Precision
from tabletop.analysis.intervals import interval


def sample(sd: float, n: int) -> np.ndarray:
    """Values with exactly this standard deviation."""
    values = np.resize([-1.0, 1.0], n)
    return 50 + values * sd / values.std(ddof=1)


@pytest.mark.parametrize("sd", [0.0, 3.0, 10.0, 40.0])
def test_it_goes_on_until_every_mean_is_known(sd: float) -> None:
    precision = Precision(1.0, 100_000)
    steps = [precision.first()]
    while (more := precision.next(steps[-1], [sample(1.0, steps[-1]), sample(sd, steps[-1])])) != steps[-1]:
        steps.append(more)
    assert interval(sample(sd, steps[-1])).half_width <= 1.0
    assert all(step % BATCH == 0 for step in steps)
    assert all(after <= 2 * before for before, after in pairwise(steps))
    if len(steps) > 1:
        assert interval(sample(sd, steps[-2])).half_width > 1.0


def test_it_ends_at_the_most() -> None:
    precision = Precision(0.1, 250)
    assert precision.first() == 100
    assert precision.next(100, [sample(10, 100)]) == 200
    assert precision.next(200, [sample(10, 200)]) == 250
    assert precision.next(250, [sample(10, 250)]) == 250
    assert Precision(0.1, 30).first() == 30


def test_nothing_to_know_is_enough() -> None:
    assert Precision(1.0, 1000).next(100, []) == 100
