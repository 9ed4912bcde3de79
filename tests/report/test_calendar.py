"""A scenario that tells its times by the calendar: nowhere is a day since STARTEX read, and papers come with mail."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import asdict

import pytest

from tabletop.analysis.whatif import whatif
from tabletop.cli.replay import as_object
from tabletop.cli.sidebyside import lines_of
from tabletop.engine.program import Program, compile_program
from tabletop.engine.views import view
from tabletop.plain.console import Console
from tabletop.plain.picture import clock_line, tell_news
from tabletop.plain.playthrough import tell_playthrough
from tabletop.record.record import Record
from tabletop.report.build import make_report
from tabletop.report.figures import legible
from tabletop.report.game import retell
from tabletop.report.handouts import handouts
from tabletop.report.html import html
from tabletop.report.markdown import markdown
from tabletop.report.periods import periods
from tabletop.scenario.load import load
from tabletop.simtime import DAY, YEAR, Clock


@pytest.fixture(scope="module")
def dated(port: Program, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The quay by the calendar, with a paper that comes with the treasurer's message."""
    text = port.loaded.path.read_text("utf-8").replace("injects:\n", "clock: calendar\ninjects:\n", 1)
    text = text.replace("    body: For your ears only.\n", "    body: For your ears only.\n    document: notice\n")
    path = tmp_path_factory.mktemp("dated") / "scenario.yaml"
    path.write_text(text, "utf-8")
    return compile_program(load(path))


@pytest.fixture(scope="module")
def played(dated: Program, record_of: Callable[[Program], Record]) -> Record:
    return record_of(dated)


def told(make: Callable[[Console], None]) -> str:
    page = io.StringIO()
    console = Console(io.StringIO(), page)
    make(console)
    console.flush()
    return page.getvalue()


def playthrough(program: Program, record: Record) -> str:
    game = retell(record, program)
    return told(lambda console: tell_playthrough(console, game.sim, record, "0"))


def test_no_page_counts_days(dated: Program, played: Record) -> None:
    report = make_report(retell(played, dated), None)
    found = whatif(played, dated, "share_town")
    papers = handouts(dated, "", "long")
    pages = {
        "playthrough": playthrough(dated, played),
        "markdown": markdown(report),
        "html": html(report),
        "report json": json.dumps(asdict(report)),
        "replay json": json.dumps(as_object(retell(played, dated).replayed)),
        "what if": "\n".join(lines_of(found, dated.scenario)) + json.dumps(found),
        "hand-outs": "\n".join(paper.markdown for paper in papers.papers) + json.dumps(papers.msel),
        "view": repr(view(retell(played, dated).sim, None)),
    }
    for name, page in pages.items():
        assert re.findall(r".*\bD\+\d.*", page) == [], name
        assert "Jun 2027" in page, name


def test_the_line_of_the_clock(dated: Program, played: Record) -> None:
    assert clock_line(view(retell(played, dated).sim, "town")).startswith("13 Jun 2027, Sun CET: The town hall")


def test_a_paper_is_read_with_its_message(dated: Program, played: Record) -> None:
    sim = retell(played, dated).sim
    page = told(lambda console: tell_news(console, view(sim, "town").notices))
    assert "For your ears only.\n\n    Enclosed: Notice at the quay\n\n    The town and the line have met." in page
    assert "Enclosed" not in told(lambda console: tell_news(console, view(sim, "line").notices))
    golden = playthrough(dated, played)
    assert "    Enclosed: Notice at the quay\n        The town and the line have met." in golden
    assert golden.count("The contract is loose.") == 1
    assert "Notice at the quay: as it was enclosed above" in golden
    assert "Enclosed: Notice at the quay." in markdown(make_report(retell(played, dated), None))
    assert "**The quay stays open** (13 Jun 2027, Sun)" in markdown(make_report(retell(played, dated), None))
    row = next(row for row in handouts(dated, "", "long").msel if "Money is tight" in " ".join(row))
    assert "Enclosed: “Notice at the quay”, as it reads then." in " ".join(row)


@pytest.mark.parametrize(
    ("dates", "days", "word", "labels"),
    [
        (False, 60, "week by week", ["D+0", "D+7", "D+56", "D+60"]),
        (False, 400, "over time", ["D+0", "D+56", "D+392", "D+400"]),
        (True, 60, "week by week", ["1 Nov 2026", "8 Nov 2026", "27 Dec 2026", "31 Dec 2026"]),
        (True, 300, "month by month", ["1 Nov 2026", "Dec 2026", "Aug 2027", "28 Aug 2027"]),
        (True, 730, "quarter by quarter", ["1 Nov 2026", "Jan 2027", "Jul 2028", "31 Oct 2028"]),
        (True, 5 * 365, "every half-year", ["1 Nov 2026", "Jul 2027", "Jul 2031", "31 Oct 2031"]),
        (True, 40 * 365, "every 5 years", ["1 Nov 2026", "2030", "2060", "22 Oct 2066"]),
        (True, 0, "week by week", ["1 Nov 2026", "1 Nov 2026"]),
    ],
)
def test_long_games_have_few_columns_and_ticks(dates: bool, days: int, word: str, labels: list[str]) -> None:
    found = periods(days * DAY, Clock("2026-11-01", dates))
    assert (found.word, found.labels[0], found.labels[-2:]) == (word, labels[0], tuple(labels[-2:]))
    assert labels[1] in found.labels
    assert len(found.minutes) == len(found.labels) <= 14
    assert (found.minutes[0], found.minutes[-1]) == (0, days * DAY)
    assert list(found.minutes) == sorted(found.minutes)
    assert len(found.ticks) <= 9


def test_an_axis_has_dates_where_the_clock_has() -> None:
    assert periods(60 * DAY, Clock("2026-11-01")).ticks == ()
    ticks = periods(2 * YEAR, Clock("2026-11-01", dates=True)).ticks
    assert ticks[:2] == ((61 * DAY, "Jan 2027"), (151 * DAY, "Apr 2027"))


def test_numbers_above_a_plot_do_not_touch() -> None:
    close = {0.0: "1", 1.0: "2/1", 1.5: "3", 30.0: "4", 60.0: "10/7", 61.0: "11"}
    assert legible(close, 60) == {0.0: "1", 30.0: "4", 60.0: "10/7"}
    assert legible(close, 6) == {0.0: "1", 1.0: "2/1", 1.5: "3", 30.0: "4", 60.0: "10/7", 61.0: "11"}
