"""The settings of a new game: length, preset, seed, and who plays which seat."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, FAINT, INK, MUTED, STRONG, TITLE
from tabletop.tui.widgets.bars import Bar, Hints
from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.paragraphs import BLANK, labelled, paragraphs, wrapped
from tabletop.tui.widgets.rows import Rows
from tabletop.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tabletop.scenario.load import Loaded
    from tabletop.session import Session

_LARGEST_SEED = 10**9
_HUMAN = "human"


@dataclass(frozen=True)
class Chosen:
    """A new game as it was set up; `seats` names every seat's player."""

    loaded: Loaded
    length: str
    preset: str
    seed: int
    seats: dict[str, str]

    def start(self) -> Session:
        """A session with a fresh record in the folder of records. Slow enough to be done beside the screen."""
        from tabletop.engine.program import compile_program
        from tabletop.engine.setup import Setup
        from tabletop.session import Session, fresh_record

        program, setup = compile_program(self.loaded), Setup(self.seed, self.preset, self.length)
        return fresh_record(
            self.loaded.scenario.id,
            self.seed,
            lambda path: Session.start(self.loaded, program, setup, self.seats, path),
        )


@dataclass
class _Setting:
    """A row: what it is called, its values with the words shown for each, and which is chosen."""

    key: str
    label: str
    values: list[str]
    words: list[str]
    at: int = 0

    @property
    def value(self) -> str:
        return self.values[self.at]


class SetupScreen(Screen["Chosen | None"]):
    """Chosen after Enter, None after Esc."""

    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "#settings"
    HELP_TEXT = (
        "Up and down go through the settings, left and right change the one under the cursor. On the seed, digits "
        "write a number and r draws a fresh one: the same seed and the same choices give the same game.\n"
        "A seat is held by a person or by a bot. Several people take turns at this keyboard."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "change(-1)", "Value before", id="setup.left"),
        Binding("right", "change(1)", "Next value", id="setup.right"),
        Binding("r", "fresh_seed", "Draw a fresh seed", id="setup.seed"),
        Binding("h", "human", "Give the seat to a person", id="setup.human"),
        Binding("escape,q", "back", "Back to the library", id="setup.back"),
    ]

    def __init__(self, loaded: Loaded) -> None:
        super().__init__()
        self._loaded = loaded
        self._seed = 1 + secrets.randbelow(_LARGEST_SEED)
        self._settings = _settings(loaded)

    def compose(self) -> ComposeResult:
        """Title, settings, a page about the one under the cursor, keys."""
        title = literal.styled(self._loaded.scenario.title, f"{STRONG} bold")
        yield Bar(title, Content.styled("new game", MUTED), id="title")
        yield Rows(self._lines, id="settings")
        yield Sheet(self._about, id="about")
        yield Hints(
            [("Enter", "begin"), ("↑↓", "setting"), ("← →", "change"), ("Esc", "library"), ("?", "help")], id="hints"
        )

    def on_mount(self) -> None:
        """Put the cursor on the first setting."""
        rows = self.query_one("#settings", Rows)
        first_seat = next(n for n, setting in enumerate(self._settings) if setting.key.startswith("seat "))
        places = [n + 1 + (n >= first_seat) * 2 for n in range(len(self._settings))]
        rows.fill(self._lines, places, 1)
        self._show()

    def _lines(self, width: int) -> Sequence[Content]:
        lines = [heading("Game", width)]
        for setting in self._settings:
            if setting.key.startswith("seat ") and not any("SEATS" in line.plain for line in lines):
                lines += [BLANK, heading("Seats", width)]
            lines.append(self._line(setting, width))
        return lines

    def _line(self, setting: _Setting, width: int) -> Content:
        shown = str(self._seed) if setting.key == "seed" else setting.words[setting.at]
        style = ACCENT if setting.value == _HUMAN else STRONG
        value = Content.assemble(("‹ ", FAINT), (literal.line(shown), f"{style} bold"), (" ›", FAINT))
        name = literal.styled(setting.label, INK).truncate(max(20, min(56, width - 34)), ellipsis=True, pad=True)
        return (name + Content("  ") + value).truncate(width, ellipsis=True)

    def _current(self) -> _Setting:
        rows = self.query_one("#settings", Rows)
        place = list(rows.choosable).index(rows.cursor) if rows.cursor in rows.choosable else 0
        return self._settings[place]

    def _about(self, width: int) -> Sequence[Content]:
        scenario, setting, wide = self._loaded.scenario, self._current(), min(width, 92)
        if setting.key == "seed":
            text = "Where chance begins. The same seed and the same choices give the same game, to the last number."
            return [heading("Seed", width), *wrapped(text, wide, INK)]
        if setting.key == "length":
            length = next((known for known in scenario.lengths if known.id == setting.value), None)
            agenda = [] if length is None else length.agenda
            rows = [labelled(f"{item.minutes} min", item.what, wide, ACCENT, INK, 9) for item in agenda]
            return [heading("Length of the session", width), *(line for row in rows for line in row)]
        if setting.key == "preset":
            preset = next((known for known in scenario.presets if known.id == setting.value), None)
            lesson = "" if preset is None else preset.lesson
            words = ("A named set of assumptions: one way the world could be.", lesson)
            return [heading("Preset", width), *paragraphs(words, wide, INK)]
        seat = next(known for known in scenario.seats if f"seat {known.id}" == setting.key)
        brief = _opening(self._loaded, seat.id, wide)
        return [heading(literal.line(seat.short), width), *wrapped(seat.label, wide, TITLE), *brief]

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._show()

    def _show(self) -> None:
        self.query_one("#settings", Rows).draw(self._lines)
        self.query_one("#about", Sheet).draw(self._about, home=True)

    def action_change(self, step: int) -> None:
        """Another value for the setting under the cursor."""
        setting = self._current()
        if setting.key == "seed":
            self._seed = max(0, self._seed + step)
        else:
            setting.at = (setting.at + step) % len(setting.values)
        self._show()

    def action_human(self) -> None:
        """A person in the seat under the cursor."""
        setting = self._current()
        if _HUMAN in setting.values:
            setting.at = setting.values.index(_HUMAN)
            self._show()

    def action_fresh_seed(self) -> None:
        """Another seed that nobody has chosen."""
        self._seed = 1 + secrets.randbelow(_LARGEST_SEED)
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Digits write the seed, Backspace takes its last digit away."""
        if self._current().key != "seed":
            return
        if event.character is not None and event.character.isascii() and event.character.isdigit():
            self._seed = int(f"{self._seed}{event.character}") % (_LARGEST_SEED * 10)
        elif event.key == "backspace":
            self._seed //= 10
        else:
            return
        event.stop()
        self._show()

    @on(Rows.Chosen)
    def _begin(self) -> None:
        values = {setting.key: setting.value for setting in self._settings}
        seats = {key.removeprefix("seat "): value for key, value in values.items() if key.startswith("seat ")}
        self.dismiss(Chosen(self._loaded, values.get("length", ""), values.get("preset", ""), self._seed, seats))

    def action_back(self) -> None:
        """Back without a game."""
        self.dismiss(None)


def _settings(loaded: Loaded) -> list[_Setting]:
    from tabletop.bots.players import player_specs

    scenario = loaded.scenario
    rows = []
    if scenario.lengths:
        ids = [length.id for length in scenario.lengths]
        words = [length.label or f"{length.id} minutes" for length in scenario.lengths]
        rows.append(_Setting("length", "Length", ids, words, _place(ids, scenario.default_length)))
    if scenario.presets:
        ids = [preset.id for preset in scenario.presets]
        words = [preset.label for preset in scenario.presets]
        rows.append(_Setting("preset", "Preset", ids, words, _place(ids, scenario.preset_default)))
    rows.append(_Setting("seed", "Seed", ["seed"], ["seed"]))
    players = [_HUMAN, *player_specs(scenario)]
    for seat in scenario.seats:
        shown = [f"bot, {player}" if player != _HUMAN else "a person" for player in players]
        name = f"{seat.short}: {seat.label}"
        rows.append(_Setting(f"seat {seat.id}", name, players, shown, _place(players, seat.player)))
    return rows


def _place(ids: Sequence[str], wanted: str | None) -> int:
    return ids.index(wanted) if wanted in ids else 0


def _opening(loaded: Loaded, seat: str, width: int) -> list[Content]:
    """The first paragraph of a seat's brief."""
    blocks = (block.strip() for block in loaded.briefs.get(seat, "").split("\n\n"))
    first = next((block for block in blocks if block and block[0] not in "#*"), "")
    return paragraphs([" ".join(first.split())], width, INK)
