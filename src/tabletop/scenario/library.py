"""Where scenarios are found: by path, in the user's own folders, and among those that ship with the program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_data_path

from tabletop.errors import CannotRead, closest
from tabletop.scenario.source import MAIN_FILES, Tree, read_tree
from tabletop.scenario.startex import startex_of
from tabletop.simtime import Clock

VARIABLE = "TABLETOP_SCENARIOS"
CAMPAIGN_FILE = "campaign.yaml"
BROKEN = "(cannot be read)"


class Listed(NamedTuple):
    """A scenario on a shelf. The title of one that cannot be read begins with `(cannot be read)`.

    `times` says how its moments are told, as far as its first file says so.
    """

    id: str
    title: str
    summary: str
    path: Path
    times: Clock


def shelves() -> list[Path]:
    """The folders that hold scenarios, the first to be looked at first; those that do not exist are left out."""
    return [folder for folder in searched() if folder.is_dir()]


def searched() -> list[Path]:
    """The folders that are looked at for scenarios, in this order, whether they are there or not.

    They are those in $TABLETOP_SCENARIOS, the user's data folder, ./scenarios, and the scenarios of the program.
    """
    named = [Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]
    own = user_data_path("tabletop", appauthor=False) / "scenarios"
    with_program = [folder for folder in _of_the_program() if folder.is_dir()]
    return list(dict.fromkeys(folder.absolute() for folder in (*named, own, Path("scenarios"), *with_program)))


def shipped() -> list[Listed]:
    """All scenarios on all shelves by id; of those with the same id the one that is found first."""
    found: dict[str, Listed] = {}
    for folder in _folders():
        listed = _listed(folder)
        found.setdefault(listed.id, listed)
    return sorted(found.values(), key=lambda listed: listed.id)


def find(id_or_path: str | Path) -> Path:
    """The folder or file of a scenario, given by a path that exists, by its id, or by the name of its folder.

    Raises CannotRead with the nearest id and a list of all when there is none.
    """
    path = Path(id_or_path)
    name = str(id_or_path)
    _refuse_campaign(path, name)
    if path.exists():
        return path
    by_folder = next((folder for folder in _folders() if folder.name == name), None)
    if by_folder is not None:
        return by_folder
    known = shipped()
    by_id = next((listed.path for listed in known if listed.id == name), None)
    if by_id is not None:
        return by_id
    raise _unknown(name, [listed.id for listed in known])


def _refuse_campaign(path: Path, name: str) -> None:
    """Raise CannotRead for the folder or the file of a campaign: what looks for a scenario cannot use it."""
    places = [path] if path.exists() else [shelf / name for shelf in shelves()]
    for place in places:
        file = place / CAMPAIGN_FILE if place.is_dir() else place
        if file.name == CAMPAIGN_FILE and file.is_file() and not (place.is_dir() and _holds_scenario(place)):
            raise CannotRead(
                f'"{name}" is a campaign, and this takes a scenario', "name the scenario of one of its stages"
            )


def _unknown(name: str, known: list[str]) -> CannotRead:
    near = closest(name, known)
    there_are = f"there are: {', '.join(known)}" if known else f"none is installed; set ${VARIABLE} to their folder"
    return CannotRead(f'there is no scenario or path "{name}"', f"{near} ({there_are})" if near else there_are)


def _of_the_program() -> tuple[Path, ...]:
    """The scenarios inside the installed package, or those of the source checkout that runs."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parents[1]
    if package.parent.name == "src" and (checkout / "pyproject.toml").is_file():
        return (package / "scenarios", checkout / "scenarios")
    return (package / "scenarios",)


def _folders() -> Iterator[Path]:
    """All folders with a scenario, shelf by shelf; a shelf may be a scenario's folder itself."""
    for shelf in shelves():
        if _holds_scenario(shelf):
            yield shelf
        try:
            inner = sorted(shelf.iterdir())
        except OSError:
            continue
        yield from (folder for folder in inner if _holds_scenario(folder))


def _holds_scenario(folder: Path) -> bool:
    return any((folder / name).is_file() for name in MAIN_FILES)


def _listed(folder: Path) -> Listed:
    try:
        tree = read_tree(folder, includes=False)
    except CannotRead as error:
        return Listed(folder.name, f"{BROKEN} {folder.name}", str(error), folder, Clock(""))
    words = [_word(tree, key) for key in ("id", "title", "summary")]
    if tree.problems or not all(words[:2]):
        first = tree.problems[0].message if tree.problems else "it has no id or no title"
        return Listed(words[0] or folder.name, f"{BROKEN} {words[1] or folder.name}", first, folder, Clock(""))
    return Listed(words[0], words[1], words[2], folder, _times(tree))


def _times(tree: Tree) -> Clock:
    startex = startex_of(tree.data) or ""
    return Clock(startex, dates=bool(startex) and tree.value(("clock",)) == "calendar")


def _word(tree: Tree, key: str) -> str:
    value = tree.value((key,))
    return value.strip() if isinstance(value, str) else ""
