"""The part of the Markdown report about what happened: decisions, timeline, numbers over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabletop.report.aar import Line, Report, Track
from tabletop.report.marks import EMPTY, Ready, bullets, table
from tabletop.report.story import DecisionTold, OptionTold, Row, Worth
from tabletop.report.wording import decimal, listed, sampled, whole


def decisions(report: Report) -> Iterator[Ready]:
    """Each decision: what was open, what was written down, what it was worth, what followed."""
    rows = {row.n: row for row in report.rows}
    yield Ready("## The decisions, one by one")
    for decision in report.decisions:
        yield Ready("### {} {}: {}").fill(decision.seat, decision.number, decision.title)
        yield bullets(_written(decision))
        yield _options(decision)
        came = [rows[n] for n in decision.followed if n in rows]
        own = rows[decision.n].lines if decision.n in rows else ()
        if came or own:
            yield Ready("What followed:")
            yield bullets([*own, *map(_came, came)])


def _came(row: Row) -> str:
    return " ".join([f"[{row.n}] {row.clock} {row.title}.", *row.lines])


def _written(decision: DecisionTold) -> Iterator[Ready]:
    where = f", [{decision.n}]" if decision.n is not None else ", sealed and not opened before the record stops"
    chosen = "; ".join(decision.choice) or "nothing"
    yield Ready("{}{}. Chosen: **{}** {}").fill(decision.clock, where, chosen, _by(decision))
    if decision.rationale:
        yield Ready("Why, as written then: “{}”").fill(decision.rationale)
    if decision.dissent:
        yield Ready("Dissent: “{}”").fill(decision.dissent)
    if decision.forecast:
        told = decision.forecast
        yield Ready("Forecast: {} %, {}, on “{}” {}").fill(told.percent, told.words, told.asks, told.settled)
    if decision.verdict:
        yield Ready("Judgement: {}").fill(decision.verdict.says)
        for latent, states in decision.verdict.beliefs:
            known = listed([f"{state} {share}" for state, share in states])
            yield Ready("What could be known then of “{}”: {}").fill(latent, known)


def _by(decision: DecisionTold) -> str:
    if decision.lapsed:
        return "(no answer came: the stated default)"
    return "" if decision.by == "human" else f"(by {decision.by})"


def _options(decision: DecisionTold) -> Ready:
    judged = any(option.worth for option in decision.options)
    head = ("Option", "Its paper said", "Odds that were told", *(("Worth#",) if judged else ()))
    rows = [
        (_option(o), o.says or EMPTY, o.odds or EMPTY, *((_worth(o.worth),) if judged else ()))
        for o in decision.options
    ]
    tables = [table(head, rows)]
    if decision.verdict and decision.verdict.options and not judged:
        together = ((w.label + (" (chosen)" if w.chosen else ""), _worth(w)) for w in decision.verdict.options)
        tables.append(table(("What could be chosen together", "Worth#"), together))
    return Ready("\n\n").joined(tables)


def _option(option: OptionTold) -> str:
    best = "best" if option.worth and option.worth.best else ""
    marks = [
        mark for mark, so in (("chosen", option.chosen), ("considered", option.considered and not option.chosen)) if so
    ]
    marks += [best] if best else []
    marks += [f"locked: {option.why_locked}"] if option.locked else []
    return option.label + (f" ({'; '.join(marks)})" if marks else "")


def _worth(worth: Worth | None) -> str:
    return f"{whole(worth.value)} ({whole(worth.low)} to {whole(worth.high)})" if worth else EMPTY


def timeline(report: Report) -> Iterator[Ready]:
    """Every happening, with what it moved and what it came from."""
    yield Ready("## Timeline")
    yield Ready("\n").joined(_row(row) for row in report.rows)


def _row(row: Row) -> Ready:
    number = Ready("[{}] ").fill(row.n) if row.n is not None else Ready("")
    who = f", {row.who}" if row.who else ""
    head = Ready("- **{}{}** {}{}: {}").fill(number, row.clock, row.kind, who, row.title)
    lines: list[object] = [*row.lines]
    if row.chain:
        first, *before = row.chain
        steps = [f"[{first.n}] {first.title}", *(f"[{link.n}]" for link in before)]
        lines.append(f"Came from {' ← '.join(steps)}.")
    if row.hidden_from:
        lines.append(f"Not told to {listed(row.hidden_from)}.")
    if row.by_hand:
        lines.append(f"By the facilitator’s hand: {row.by_hand}")
    return Ready("\n").joined([head, bullets(lines, 2)] if lines else [head])


def figures(report: Report) -> Iterator[Ready]:
    """What the figures of the HTML report show, as tables: gauges week by week, forces from place to place."""
    if report.lines:
        yield Ready(f"## The headline numbers, {report.periods.word}")
        head = ("Number", *(f"{label}#" for label in report.periods.labels))
        yield table(head, ((line.label, *_values(line, report.periods.minutes)) for line in report.lines))
    if report.tracks:
        yield Ready("## Where the forces were")
        yield bullets(Ready("**{}:** {}").fill(track.label, _stays(track)) for track in report.tracks)


def _values(line: Line, minutes: Sequence[int]) -> list[str]:
    return [decimal(value, line.decimals) for value in sampled(line.points, minutes)]


def _stays(track: Track) -> str:
    stays = (f"{stay.place or 'under way'} {stay.came} to {stay.left}" for stay in track.stays)
    return "; ".join(stays) if len(track.stays) > 1 else f"{track.stays[0].place} throughout"
