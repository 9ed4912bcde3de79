"""How many playouts are enough: whether to go on is asked at fixed numbers of replicates, never in between.

So the number does not depend on who plays them, or how fast.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tabletop.analysis.intervals import Array

BATCH = 100
_MARGIN = 1.05


@dataclass(frozen=True)
class Precision:
    """Play until every mean is known to ± `half_width` points (95 %), at most `most` replicates.

    The means are looked at each time that the numbers are, so the true confidence is a little under 95 %.
    """

    half_width: float
    most: int

    def first(self) -> int:
        """Replicates to begin with: too few would sometimes show no spread by accident."""
        return min(BATCH, self.most)

    def next(self, done: int, samples: Iterable[Array]) -> int:
        """How many replicates there should be in all, given those done: `done` itself when they are enough.

        A whole number of batches, at most twice as many as there are, from n = (t·sd / half-width)².
        """
        wanted = max((self._wanted(sample) for sample in samples), default=0)
        if wanted <= done or done >= self.most:
            return done
        batches = max(done // BATCH + 1, math.ceil(min(wanted * _MARGIN, 2 * done) / BATCH))
        return min(batches * BATCH, self.most)

    def _wanted(self, sample: Array) -> int:
        from tabletop.analysis.intervals import student

        sd = float(sample.std(ddof=1)) if len(sample) > 1 else 0.0
        return math.ceil((student(len(sample)) * sd / self.half_width) ** 2) if sd else 0
