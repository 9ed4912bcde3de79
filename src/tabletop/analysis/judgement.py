"""What each answer to one question was worth: means with intervals, the best answer, the loss, and a label.

The best answer is chosen on one half of the futures and its advantage measured on the other, both ways round, so that
noise cannot flatter it. A label needs the lower 95 % bound of the paired loss above its threshold under both reference
policies; otherwise the difference is a close call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from tabletop.analysis.futures import REFERENCES, Fit, Value
from tabletop.analysis.labels import label
from tabletop.analysis.past import Past
from tabletop.analysis.posterior import Posterior
from tabletop.analysis.references import NAMES
from tabletop.engine.program import Program
from tabletop.engine.sight import sight
from tabletop.scenario.happenings import DecisionPoint

Array = NDArray[np.float64]

_DIGITS = 6


@dataclass(frozen=True)
class Judged:
    """One moment in numbers. `answers` has an array (answer, future) for each reference policy, the others (future,).

    `loss` is the paired loss against the best answer, each future with the best of the other half; `best` is the number
    of the best answer over all futures by reference, and over both. `others` is the mean worth of what the others chose
    until the next moment.
    """

    answers: tuple[Array, ...]
    by_reference: tuple[Array, ...]
    others: float
    loss: tuple[Array, ...]
    best: tuple[int, ...]
    best_of_both: int
    chosen: int
    posterior: Posterior

    @property
    def sound(self) -> bool:
        """True when nothing else was open, or nothing better by either reference policy."""
        return all(best == self.chosen for best in self.best)

    @property
    def value(self) -> float:
        """Expected score before the decision, under the mean of the reference policies."""
        return overall(self.by_reference)

    @property
    def after(self) -> float:
        """Expected score after the answer that was given."""
        return overall([one[self.chosen] for one in self.answers])

    @property
    def regret(self) -> float:
        """Minus the mean loss: what the decision cost against the best one. Noise may make it a little more than 0."""
        return -overall(self.loss)

    @property
    def drift(self) -> float:
        """How much better the best answer is than what the reference policies would have answered."""
        return self.after - self.regret - self.value


def judged(past: Past, number: int, values: Sequence[Value], posterior: Posterior) -> Judged:
    """The values of one moment, in order of the futures, put together."""
    answers = tuple(np.array([value.answers for value in one]).T for one in by_reference(values))
    chosen = past.moments[number].open.index(past.moments[number].choice)
    means = np.array([one.mean(axis=1) for one in answers])
    return Judged(
        answers=answers,
        by_reference=tuple(np.array([value.by_reference for value in one]) for one in by_reference(values)),
        others=worth_of_others(values),
        loss=tuple(_loss(one, chosen) for one in answers),
        best=tuple(int(best) for best in means.argmax(axis=1)),
        best_of_both=int(means.mean(axis=0).argmax()),
        chosen=chosen,
        posterior=posterior,
    )


def by_reference(values: Sequence[Value]) -> list[list[Value]]:
    """The values of the futures of each reference policy."""
    return [[value for value in values if value.reference == reference] for reference in REFERENCES]


def overall(samples: Sequence[Array]) -> float:
    """The mean of the means under each reference policy."""
    return float(np.mean([sample.mean() for sample in samples]))


def worth_of_others(values: Sequence[Value]) -> float:
    """The mean worth of what others chose, over both reference policies."""
    found = [[value.others for value in one if value.others is not None] for one in by_reference(values)]
    return overall([np.array(one) for one in found])


def _loss(answers: Array, chosen: int) -> Array:
    """Paired loss in each future (even and odd ones are the two halves), shape (futures,)."""
    loss = np.zeros(answers.shape[1])
    for half in (0, 1):
        other = answers[:, 1 - half :: 2]
        best = int(np.argmax(other.mean(axis=1))) if other.shape[1] else chosen
        loss[half::2] = answers[best, half::2] - answers[chosen, half::2]
    return loss


def interval(sample: Array) -> list[float]:
    """95 % interval of the mean by Student's t; the mean itself for a sample of one or without spread."""
    mean, deviation = float(sample.mean()), float(sample.std(ddof=1)) if len(sample) > 1 else 0.0
    reach = float(stats.t.ppf(0.975, len(sample) - 1)) * deviation / len(sample) ** 0.5 if deviation > 0 else 0.0
    return [figure(mean - reach), figure(mean + reach)]


def interval_of_both(samples: Sequence[Array]) -> list[float]:
    """95 % interval of `overall`, from the standard errors under each reference policy (normal)."""
    mean = overall(samples)
    errors = [float(sample.var(ddof=1)) / len(sample) for sample in samples if len(sample) > 1]
    reach = float(stats.norm.ppf(0.975)) * sum(errors) ** 0.5 / len(samples)
    return [figure(mean - reach), figure(mean + reach)]


def figure(value: float) -> float:
    """A number as it is told: to a millionth."""
    return round(float(value), _DIGITS)


def told(program: Program, past: Past, number: int, judged: Judged, fits: Sequence[Fit]) -> dict[str, Any]:
    """One decision as the review tells it."""
    moment = past.moments[number]
    point = program.points[moment.decision].point
    answers = range(len(moment.open)) if len(moment.open) > 1 else ()
    return {
        "n": moment.n,
        "at": moment.at,
        "time": program.times.moment(moment.at),
        "decision": moment.decision,
        "title": point.title,
        "choice": list(moment.choice),
        "labels": _labels(point, moment.choice),
        "by": moment.by,
        "options": [_option(point, moment.open[answer], [one[answer] for one in judged.answers]) for answer in answers],
        "best": list(moment.open[judged.best_of_both]),
        "regret": figure(judged.regret),
        "loss": {
            name: {"mean": figure(loss.mean()), "interval": interval(loss)}
            for name, loss in zip(NAMES, judged.loss, strict=True)
        },
        "label": "" if judged.sound else label(interval(loss)[0] for loss in judged.loss),
        "forced": len(moment.open) < 2,
        "drift": figure(judged.drift),
        "posterior": _posterior(program, past, judged.posterior, fits),
        "effective_futures": figure(judged.posterior.effective),
        "distance": figure(judged.posterior.distance),
    }


def _option(point: DecisionPoint, choice: tuple[str, ...], values: Sequence[Array]) -> dict[str, Any]:
    return {
        "choice": list(choice),
        "label": "; ".join(_labels(point, choice)),
        "value": figure(overall(values)),
        "interval": interval_of_both(values),
        "by_reference": {
            name: {"value": figure(one.mean()), "interval": interval(one)}
            for name, one in zip(NAMES, values, strict=True)
        },
    }


def _labels(point: DecisionPoint, choice: tuple[str, ...]) -> list[str]:
    labels = {option.id: option.label for option in point.options}
    return [labels[option] for option in choice] or ["nothing"]


def _posterior(program: Program, past: Past, found: Posterior, fits: Sequence[Fit]) -> dict[str, dict[str, float]]:
    """Shares of the states of hidden facts that the seat could not see, by fact."""
    facts = {fit.world: fit.latents for fit in fits}
    shares: dict[str, dict[str, float]] = {}
    for latent in program.scenario.latents:
        if latent.states and sight(latent.visible, past.seat) == "hidden":
            states = [facts[world][str(latent.id)] for world in found.worlds]
            shares[str(latent.id)] = {str(s.id): figure(states.count(s.id) / len(states)) for s in latent.states}
    return shares
