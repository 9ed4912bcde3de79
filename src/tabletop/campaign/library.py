"""Where campaigns are found: by path, and in folders with a `campaign.yaml` beside the scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tabletop.errors import CannotRead
from tabletop.scenario.library import BROKEN, CAMPAIGN_FILE, shelves
from tabletop.scenario.source import read_tree


class Listed(NamedTuple):
    """A campaign on a shelf. The title of one that cannot be read begins with `(cannot be read)`."""

    id: str
    title: str
    summary: str
    path: Path


def main_file(path: Path) -> Path | None:
    """The campaign's file if the path is one, or a folder that holds one; None otherwise."""
    if path.is_dir():
        path /= CAMPAIGN_FILE
    return path if path.name == CAMPAIGN_FILE and path.is_file() else None


def found(id_or_path: str | Path) -> Path | None:
    """The file of a campaign, given by its path, the name of its folder or its id; None when there is none."""
    named = main_file(Path(id_or_path))
    if named is not None or Path(id_or_path).exists():
        return named
    name = str(id_or_path)
    by_folder = next((path for path in _files() if path.parent.name == name), None)
    return by_folder or next((listed.path / CAMPAIGN_FILE for listed in campaigns() if listed.id == name), None)


def campaigns() -> list[Listed]:
    """All campaigns on all shelves by id; of those with the same id the one that is found first."""
    known: dict[str, Listed] = {}
    for path in _files():
        listed = _listed(path)
        known.setdefault(listed.id, listed)
    return sorted(known.values(), key=lambda listed: listed.id)


def _files() -> Iterator[Path]:
    for shelf in shelves():
        try:
            inner = sorted(shelf.iterdir())
        except OSError:
            continue
        files = (main_file(folder) for folder in (shelf, *inner) if folder.is_dir())
        yield from (path for path in files if path is not None)


def _listed(path: Path) -> Listed:
    try:
        tree = read_tree(path, includes=False)
    except CannotRead as error:
        return Listed(path.parent.name, f"{BROKEN} {path.parent.name}", str(error), path.parent)
    id_, title, summary = (str(tree.value((key,)) or "").strip() for key in ("id", "title", "summary"))
    if tree.problems or not (id_ and title):
        first = tree.problems[0].message if tree.problems else "it has no id or no title"
        return Listed(id_ or path.parent.name, f"{BROKEN} {title or path.parent.name}", first, path.parent)
    return Listed(id_, title, summary, path.parent)
