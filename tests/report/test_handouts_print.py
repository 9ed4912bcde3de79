"""What is to fit on one sheet of A4 does, where a browser is at hand to print it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tabletop.engine.program import compile_program
from tabletop.report.handouts import handouts
from tabletop.report.printing import page
from tabletop.scenario.load import load

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def sheets(html: str, folder: Path) -> int:
    """Number of pages that the browser prints."""
    source, target = folder / "paper.html", folder / "paper.pdf"
    source.write_text(html, "utf-8")
    assert BROWSER is not None
    subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
            "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri(),
        ],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", target.read_bytes()))


@pytest.mark.skipif(BROWSER is None, reason="no browser to print with")
def test_rules_and_the_longest_role_fit_on_one_sheet(checkout: Path, tmp_path: Path) -> None:
    papers = handouts(compile_program(load(checkout / "scenarios" / "regional-contingency"))).papers
    roles = [paper for paper in papers if paper.name.startswith("role-")]
    longest = max(roles, key=lambda paper: paper.words)
    rules = next(paper for paper in papers if paper.name == "rules")
    assert [sheets(page(paper, "x" * 150), tmp_path) for paper in (longest, rules)] == [1, 1]
    guide = next(paper for paper in papers if paper.name == "guide")
    assert sheets(page(guide, "x"), tmp_path) > 3
