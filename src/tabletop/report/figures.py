"""The figures of the report: numbers and forces over time, the spread of scores, where a score came from, worths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from math import nan
from textwrap import shorten

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from tabletop.report.aar import Line, Report, Track
from tabletop.report.canvas import BLUE, GREEN, GREY, INK, ORANGE, PALE, PINK, RED, SKY, WIDTH, YELLOW, drawn
from tabletop.report.standing import LedgerTold, SpreadTold
from tabletop.report.story import DecisionTold
from tabletop.report.wording import decimal, quantile, signed, whole
from tabletop.simtime import DAY

TERMS = ("Start", "Own\ndecisions", "Luck", "Other\nseats", "Room", "Final")
_LOOKS = (SKY, ORANGE, GREEN, PINK, YELLOW, PALE)
_STRIPES = "//////"
_LETTERS_ACROSS = 95
_LONGEST_LABEL = 46
_BIN = 5
_LETTER = 0.017  # the width of a digit above a small plot, as a part of the plot's width


def sheet(height: float, *, left: float, right: float, top: float, bottom: float) -> Figure:
    """An empty figure over the whole width, with margins; all in inches."""
    figure = Figure(figsize=(WIDTH, height))
    figure.subplots_adjust(left / WIDTH, bottom / height, 1 - right / WIDTH, 1 - top / height)
    return figure


def gauges(report: Report) -> str:
    """The headline numbers over time; decisions are numbered lines, messages are ticks at the bottom."""
    marks = _decision_days(report)
    news = sorted({row.at / DAY for row in report.rows if row.kind == "message"})
    days = max(1.0, report.end.at / DAY)

    def draw() -> Figure:
        rows = -(-len(report.lines) // 2)
        figure = sheet(0.5 + 1.3 * rows, left=0.35, right=0.35, top=0.3, bottom=0.4)
        axes = figure.subplots(rows, 2, sharex=True, squeeze=False, gridspec_kw={"hspace": 0.45, "wspace": 0.2})
        for place, line in zip(axes.flat, report.lines, strict=False):
            _gauge(place, line, marks, news, days)
        for place in list(axes.flat)[len(report.lines) :]:
            place.set_axis_off()
        for place in axes[0]:
            _numbers(place, legible(marks, days))
        for place in axes[-1]:
            _time_axis(place, report, 7)
            place.tick_params(labelbottom=True)
        return figure

    ends = "; ".join(f"{line.label} from {_told(line, 0)} to {_told(line, -1)}" for line in report.lines)
    return drawn(
        "gauges", "The headline numbers over time", f"{ends}. The table below has them {report.periods.word}.", draw
    )


def _time_axis(axes: Axes, report: Report, most: int) -> None:
    """Days since the start, or the calendar where the scenario tells its times by it."""
    ticks = report.periods.ticks
    if ticks:
        every = -(-len(ticks) // most)
        axes.set_xticks([at / DAY for at, _ in ticks[::every]], [label for _, label in ticks[::every]])
    else:
        axes.xaxis.set_major_locator(MaxNLocator(most, integer=True))
        axes.set_xlabel("days since the start")


def _told(line: Line, place: int) -> str:
    return decimal(line.points[place][1], line.decimals)


def _gauge(axes: Axes, line: Line, marks: Mapping[float, str], news: Sequence[float], days: float) -> None:
    axes.set_title(line.label, pad=9 if marks else 4)
    low, high = _limits(line)
    axes.plot(*_strokes(marks, low, high), color=PALE, linewidth=0.7, zorder=0)
    axes.plot(*_strokes(news, low, low + 0.06 * (high - low)), color=RED, linewidth=0.9)
    axes.plot([at / DAY for at, _ in line.points], [value for _, value in line.points], color=BLUE)
    axes.set_ylim(low, high)
    axes.set_xlim(0, days)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=high - low >= 4))
    axes.annotate(
        _told(line, -1), (1, line.points[-1][1]), xycoords=("axes fraction", "data"), xytext=(3, 0),
        textcoords="offset points", va="center", color=BLUE, fontsize=7.5, annotation_clip=False,
    )  # fmt: skip


def _strokes(days: Collection[float], low: float, high: float) -> tuple[list[float], list[float]]:
    """Upright strokes as one broken line, which is much shorter in the page than many lines."""
    return [x for day in days for x in (day, day, nan)], [y for _ in days for y in (low, high, nan)]


def _limits(line: Line) -> tuple[float, float]:
    """The part of the range that the line needs, with some air, never outside what is possible."""
    values = [value for _, value in line.points]
    air = max(0.08 * (max(values) - min(values)), 0.04 * (line.high - line.low))
    low = max(line.low, min(values) - air)
    return low, max(min(line.high, max(values) + air), low + 1e-6)


def _decision_days(report: Report) -> dict[float, str]:
    """The numbers of the decisions by the day on which they were made; equal numbers of several seats stand once."""
    numbers: defaultdict[float, list[str]] = defaultdict(list)
    for decision in report.decisions:
        if str(decision.number) not in numbers[decision.at / DAY]:
            numbers[decision.at / DAY].append(str(decision.number))
    return {day: "/".join(found) for day, found in sorted(numbers.items())}


def legible(marks: Mapping[float, str], days: float) -> dict[float, str]:
    """The numbers that can be read beside each other; one that would touch the one before it is left out."""
    kept: dict[float, str] = {}
    end = -days
    for day, number in marks.items():
        half = _LETTER * days * len(number) / 2
        if day - half >= end:
            kept[day] = number
            end = day + half + _LETTER * days / 2
    return kept


def _numbers(axes: Axes, marks: Mapping[float, str]) -> None:
    for at, number in marks.items():
        axes.annotate(
            number, (at, 1), xycoords=("data", "axes fraction"), xytext=(0, 1), textcoords="offset points",
            ha="center", va="bottom", fontsize=6.5, color=GREY, annotation_clip=False,
        )  # fmt: skip


def forces(report: Report) -> str:
    """Every force package as a bar over time, a colour and a word for each place; striped is under way."""
    places = dict.fromkeys(stay.place for track in report.tracks for stay in track.stays if stay.place)
    looks = {place: _LOOKS[n % len(_LOOKS)] for n, place in enumerate(places)}
    days = max(1.0, report.end.at / DAY)

    def draw() -> Figure:
        figure = sheet(0.95 + 0.27 * len(report.tracks), left=1.9, right=0.1, top=0.5, bottom=0.45)
        axes = figure.subplots()
        for n, track in enumerate(report.tracks):
            _track(axes, n, track, looks, days)
        axes.set_yticks(range(len(report.tracks)), [track.label for track in report.tracks])
        axes.set_ylim(len(report.tracks) - 0.4, -0.6)
        axes.set_xlim(0, days)
        _time_axis(axes, report, 10)
        for place, colour in looks.items():
            axes.bar(0, 0, color=colour, edgecolor=GREY, linewidth=0.5, label=place)
        axes.bar(0, 0, color="white", hatch=_STRIPES, edgecolor=GREY, linewidth=0.5, label="under way")
        figure.legend(loc="upper left", ncols=4, frameon=False, fontsize=7.5, handlelength=1.6)
        return figure

    moved = [track.label for track in report.tracks if len(track.stays) > 1]
    tells = f"Moved: {', '.join(moved)}." if moved else "Nothing was moved."
    return drawn("forces", "Where the forces were", f"{tells} The list below has places and times.", draw)


def _track(axes: Axes, n: int, track: Track, looks: Mapping[str, str], days: float) -> None:
    for stay in track.stays:
        since, width = stay.since / DAY, (stay.until - stay.since) / DAY
        colour, stripes = (looks[stay.place], "") if stay.place else ("white", _STRIPES)
        axes.barh(n, width, 0.72, since, color=colour, hatch=stripes, edgecolor=GREY, linewidth=0.5)
        if len(stay.place) * days < _LETTERS_ACROSS * width:
            axes.text(since + width / 2, n, stay.place, ha="center", va="center", fontsize=7)


def spread(report: Report) -> str:
    """How bots ended in many games of this setup, in steps of five points, and where this game stands."""

    def draw() -> Figure:
        count = len(report.spreads)
        figure = sheet(0.6 + 1.05 * count, left=0.55, right=0.1, top=0.25, bottom=0.45)
        axes = figure.subplots(count, 1, sharex=True, squeeze=False, gridspec_kw={"hspace": 0.5})[:, 0]
        for place, found in zip(axes, report.spreads, strict=True):
            _spread(place, found)
        axes[-1].set_xlabel("final score")
        return figure

    tells = " ".join(
        f"{s.seat}: this game {whole(s.this)}, half of {s.runs} games by bots between "
        f"{whole(quantile(s.totals, 0.25))} and {whole(quantile(s.totals, 0.75))}."
        for s in report.spreads
    )
    return drawn("spread", "This game among games by bots", tells, draw)


def _spread(axes: Axes, found: SpreadTold) -> None:
    counts = [0] * (100 // _BIN)
    for total in found.totals:
        counts[min(len(counts) - 1, int(total / _BIN))] += 1
    axes.bar([n * _BIN for n in range(len(counts))], counts, _BIN, align="edge", color=PALE, edgecolor="white")
    axes.axvline(found.this, color=BLUE, linewidth=2)
    axes.set_ylim(0, 1.3 * max(counts))
    side = -1 if found.this > 60 else 1
    axes.annotate(
        f"this game: {whole(found.this)}", (found.this, 1), xycoords=("data", "axes fraction"),
        xytext=(4 * side, 0), textcoords="offset points", ha="left" if side > 0 else "right", va="top", color=BLUE,
        fontweight="bold",
    )  # fmt: skip
    axes.set_title(found.seat)
    axes.set_xlim(0, 100)
    axes.set_ylabel("games")
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))


def waterfall(ledger: LedgerTold, name: str) -> str:
    """From the score that was to be expected to the score that it became, term by term."""
    steps = (ledger.decisions, ledger.luck, ledger.others, ledger.drift)

    def draw() -> Figure:
        figure = sheet(2.4, left=0.5, right=0.1, top=0.1, bottom=0.4)
        axes = figure.subplots()
        axes.bar(0, ledger.start, 0.62, color=PALE, edgecolor=GREY)
        level = ledger.start
        for n, step in enumerate(steps, 1):
            axes.plot([n - 1 + 0.31, n + 0.31], [level, level], color=GREY, linewidth=0.6)
            colour, stripes, edge = (GREEN, "", GREY) if step >= 0 else (RED, "////", "white")
            axes.bar(n, step, 0.62, level, color=colour, hatch=stripes, edgecolor=edge)
            level += step
        axes.plot([4 + 0.31, 5 + 0.31], [level, level], color=GREY, linewidth=0.6)
        axes.bar(5, ledger.final, 0.62, color=BLUE, edgecolor=GREY)
        _label_bars(axes, ledger, steps)
        return figure

    texts = ", ".join(f"{term} {n}".replace("\n", " ") for term, n in zip(TERMS, ledger.shown, strict=True))
    return drawn(name, f"Where the score of {ledger.seat} came from", f"{texts}.", draw)


def _label_bars(axes: Axes, ledger: LedgerTold, steps: Sequence[float]) -> None:
    tops, level = [ledger.start], ledger.start
    for step in steps:
        tops.append(max(level, level + step))
        level += step
    texts = (whole(ledger.shown[0]), *map(signed, ledger.shown[1:-1]), whole(ledger.shown[-1]))
    for n, (top, text) in enumerate(zip((*tops, ledger.final), texts, strict=True)):
        axes.annotate(
            text, (n, top), xytext=(0, 2), textcoords="offset points", ha="center", va="bottom", fontweight="bold"
        )
    axes.set_xticks(range(6), TERMS)
    axes.set_ylim(min(0.0, ledger.final, *tops), 1.12 * max(ledger.final, *tops, 1.0))
    axes.set_ylabel("points")


def worths(decision: DecisionTold, name: str, limits: tuple[float, float]) -> str:
    """What each open option was worth, with its interval; what was chosen is filled, the best has a diamond."""
    verdict = decision.verdict
    options = verdict.options if verdict else ()

    def draw() -> Figure:
        labels = [shorten(option.label, _LONGEST_LABEL, placeholder="…") for option in options]
        figure = sheet(0.47 + 0.25 * len(options), left=2.75, right=0.15, top=0.05, bottom=0.42)
        axes = figure.subplots()
        for n, option in enumerate(options):
            colour = BLUE if option.chosen else INK
            axes.plot([option.low, option.high], [n, n], color=colour, linewidth=2.2 if option.chosen else 1.2)
            marker = "D" if option.best else "o"
            face = BLUE if option.chosen else "white"
            axes.plot(option.value, n, marker, color=colour, markerfacecolor=face, markersize=6.5, zorder=3)
            for value in (value for _, value, _, _ in option.by_reference):
                axes.plot(value, n, "|", color=ORANGE, markersize=9, markeredgewidth=1.4, zorder=2)
        axes.set_yticks(range(len(options)), labels)
        for tick, option in zip(axes.get_yticklabels(), options, strict=True):
            tick.set_fontweight("bold" if option.chosen else "normal")
        axes.set_ylim(len(options) - 0.5, -0.5)
        axes.set_xlim(*limits)
        axes.grid(axis="x", color="#e4e4e4", linewidth=0.6)
        axes.set_xlabel("expected final score")
        return figure

    tells = "; ".join(
        f"{option.label} {whole(option.value)}{', chosen' if option.chosen else ''}{', best' if option.best else ''}"
        for option in options
    )
    return drawn(name, f"What each option was worth: {decision.title}", f"{tells}.", draw)


def worth_limits(decisions: Sequence[DecisionTold]) -> tuple[float, float]:
    """One range of points for all decisions, so that the eye may compare them; whole tens around all intervals."""
    found = [option for decision in decisions if decision.verdict for option in decision.verdict.options]
    low = min((option.low for option in found), default=0.0)
    high = max((option.high for option in found), default=100.0)
    return 10.0 * (low // 10), 10.0 * -(-high // 10)
