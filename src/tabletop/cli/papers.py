"""The papers of a class as files: what is written, and all of it or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tabletop import __version__
from tabletop.cli.tables import csv_text, put
from tabletop.errors import CannotRead
from tabletop.plain.text import one_line

if TYPE_CHECKING:
    from tabletop.report.handouts import Handouts
    from tabletop.scenario.load import Loaded

_BYTES_OF_HASH = 12


def files_of(made: Handouts, loaded: Loaded, *, as_html: bool) -> Iterator[tuple[Path, str]]:
    """What is to be written, by its path below the folder."""
    from tabletop.report.printing import page

    scenario = loaded.scenario
    source = (
        f"{scenario.title} ({scenario.id} {scenario.version}, {loaded.sha256[:_BYTES_OF_HASH]}), tabletop {__version__}"
    )
    for paper in made.papers:
        yield Path(paper.folder, f"{paper.name}.md"), f"{paper.markdown}\n---\n\n{one_line(source)}\n"
        if as_html:
            yield Path(paper.folder, f"{paper.name}.html"), page(paper, f"{source}. {scenario.disclaimer}")
        if paper.name == "msel":
            yield Path(paper.folder, "msel.csv"), csv_text(made.msel)


def write_all(folder: Path, files: dict[Path, str]) -> None:
    """All files or none: what is there already is found before the first is written. Raises CannotRead."""
    there = [str(folder / path) for path in files if (folder / path).exists()]
    if there:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise CannotRead(f"{there[0]}: exists already{more}", "name a new folder")
    try:
        for inner in sorted({path.parent for path in files}):
            (folder / inner).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise CannotRead(f"{folder}: {reason}", "choose a folder that you may write to") from None
    for path, text in files.items():
        put(folder / path, text)
