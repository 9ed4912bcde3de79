"""What is asked of a scenario before students play it, and whether its balance meets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tabletop.analysis.balance import BASE, DRAWN, INACTION

MOST_BEST = 0.70
LEAST_SPAN = 40.0
LEAST_OWN = 0.30
LEAST_SPREAD = 3.0
LEAST_DECISIONS = 0.5


@dataclass(frozen=True)
class Verdict:
    """One line: what is asked, whether it is met, and the figure that says so."""

    asked: str
    met: bool
    figure: str


def acceptance(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A verdict for each thing asked, from the figures of a balance, ready for JSON."""
    humans = {seat: each for seat, each in told["seats"].items() if each["human"]}
    lines = [*_options(told["decisions"]), *_reached(told)]
    for seat, each in humans.items():
        own = [row for row in told["decisions"] if row["seat"] == seat]
        lines += [*_scores(seat, each), _own(seat, each), _decisions(seat, own), _inaction(seat, each)]
    return [asdict(line) for line in lines]


def _options(decisions: Sequence[Mapping[str, Any]]) -> Iterator[Verdict]:
    rows = [(option["best"], f"{row['decision']}.{option['option']}", option) for row in decisions
            for option in row["options"] if option["best"] is not None and len(row["options"]) > 1]  # fmt: skip
    for asked, chosen in (
        ("no option is the best in more than 70 % of worlds", rows),
        ("no default is the best in more than 70 % of worlds", [row for row in rows if row[2]["default"]]),
    ):
        over = [f"{name} {100 * share:.0f} %" for share, name, _ in chosen if share > MOST_BEST]
        share, name, _ = max(chosen, key=lambda row: row[0], default=(0.0, "none", None))
        yield Verdict(asked, not over, ", ".join(over) or f"the most: {name} {100 * share:.0f} %")
    idle = [name for _, name, option in rows if not option["persona"]]
    yield Verdict("every option is taken by some persona", not idle, _listed(idle))


def _reached(told: Mapping[str, Any]) -> Iterator[Verdict]:
    silent = [name for name, share in told["injects"].items() if not share]
    yield Verdict("every inject occurs", not silent, _listed(silent))
    still = [f"{row['seat']}:{row['objective']}" for row in told["objectives"] if not row["moved"]]
    yield Verdict("every objective is moved by some decision", not still, _listed(still))


def _scores(seat: str, told: Mapping[str, Any]) -> Iterator[Verdict]:
    scores = told["scores"]
    spans = {name: scores[name]["span"] for name in (DRAWN, BASE)}
    yield Verdict(
        f"{seat}: random play spans 40 points",
        max(spans.values()) >= LEAST_SPAN,
        f"{spans[DRAWN]:.1f} in drawn worlds, {spans[BASE]:.1f} at base",
    )
    missing = [rating for rating, share in scores[DRAWN]["ratings"].items() if not share]
    yield Verdict(f"{seat}: every rating occurs", not missing, f"never: {', '.join(missing)}" if missing else "P S M U")


def _own(seat: str, told: Mapping[str, Any]) -> Verdict:
    own = {name: told["shares"][name]["own"] for name in (DRAWN, BASE)}
    return Verdict(
        f"{seat}: own choices explain 30 % of the variance",
        max(own.values()) >= LEAST_OWN,
        f"{100 * own[DRAWN]:.0f} % in drawn worlds, {100 * own[BASE]:.0f} % at base",
    )


def _decisions(seat: str, rows: Sequence[Mapping[str, Any]]) -> Verdict:
    wide = sum(row["spread"] >= LEAST_SPREAD for row in rows)
    return Verdict(
        f"{seat}: half of the decisions spread 3 points", wide >= LEAST_DECISIONS * len(rows), f"{wide} of {len(rows)}"
    )


def _inaction(seat: str, told: Mapping[str, Any]) -> Verdict:
    idle, random = told["scores"][INACTION]["mean"], told["scores"][DRAWN]
    return Verdict(
        f"{seat}: taking every default is not a way to win",
        idle <= random["p75"],
        f"mean {idle:.1f}, random play {random['mean']:.1f} (three quarters below {random['p75']:.1f})",
    )


def _listed(names: Sequence[str]) -> str:
    return f"{len(names)} not: {', '.join(names)}" if names else "all"
