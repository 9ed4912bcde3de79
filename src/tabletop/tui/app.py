"""The application: themes, help, the palette of commands, and the two ways in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen

from tabletop.tui.literal import AsciiFilter
from tabletop.tui.terminal import require_terminal
from tabletop.tui.themes import LABELS, ORDER, themes

if TYPE_CHECKING:
    from tabletop.campaign.game import CampaignGame
    from tabletop.session import Session

_KEY_NAMES = {"space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "left": "←", "right": "→"}


class TabletopApp(App[int]):
    """Shows one first screen and what it opens. Without colour when NO_COLOR is set, in ASCII signs when asked."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-huge")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", key_display="?", id="app.help"),
        Binding("t", "next_theme", "Next theme", id="app.theme"),
        Binding("c", "command_palette", "All commands", id="app.commands"),
    ]

    def __init__(self, first: Screen[Any] | None = None, *, ascii_only: bool = False) -> None:
        super().__init__()
        for theme in themes():
            self.register_theme(theme)
        self.theme = ORDER[0]
        self.animation_level = "none"
        self._first = first
        self._ascii = AsciiFilter(enabled=ascii_only)
        self._colourless = NoColor(enabled=self.no_color)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of the default palette, for themes that do not know them."""
        return dict(themes()[0].variables)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With NO_COLOR no colour at all, where Textual alone would keep shades of grey; ASCII signs when asked."""
        kept = [known for known in super().get_line_filters() if not isinstance(known, Monochrome)]
        return [*kept, *(own for own in (self._colourless, self._ascii) if own.enabled)]

    def on_mount(self) -> None:
        """Open the first screen."""
        self.push_screen(self._first_screen(), self._leave)

    def _first_screen(self) -> Screen[Any]:
        if self._first is not None:
            return self._first
        from tabletop.tui.screens.library import LibraryScreen

        return LibraryScreen()

    def _leave(self, result: Any) -> None:
        self.exit(0, message=Text(result) if isinstance(result, str) and result else None)

    def action_next_theme(self) -> None:
        """The next of the three palettes."""
        place = ORDER.index(self.theme) if self.theme in ORDER else -1
        self.theme = ORDER[(place + 1) % len(ORDER)]
        self.notify(f"Theme: {LABELS[self.theme]}", timeout=2, markup=False)

    def action_help_quit(self) -> None:
        """What ctrl+c is answered with."""
        self.notify("q leaves; everything you confirmed is kept.", timeout=3, markup=False)

    def action_help(self) -> None:
        """What the screen in front is for, and its keys."""
        from tabletop.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            text = getattr(self.screen, "HELP_TEXT", "")
            self.push_screen(HelpScreen(text, list(self._keys())))

    def _keys(self) -> Iterable[tuple[str, str]]:
        """Every action of the screen in front, with all its keys."""
        grouped: dict[str, list[str]] = {}
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if enabled and binding.id and binding.description:
                grouped.setdefault(binding.description, []).append(self._shown(binding))
        for words, keys in grouped.items():
            yield " ".join(keys), words

    def _shown(self, binding: Binding) -> str:
        return _KEY_NAMES.get(binding.key) or self.get_key_display(binding)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every action that has a key on this screen, and the themes."""
        told = set()
        for node, binding, enabled, _ in screen.active_bindings.values():
            if enabled and binding.id and binding.description and binding.description not in told:
                told.add(binding.description)
                action = self._run_later(binding.action, node)
                yield SystemCommand(binding.description, f"key {self._shown(binding)}", action)
        for name in ORDER:
            yield SystemCommand(f"Theme: {LABELS[name]}", "colours", lambda name=name: setattr(self, "theme", name))

    def _run_later(self, action: str, node: Any) -> Any:
        async def run() -> None:
            await self.run_action(action, node)

        return run


def open_library(*, ascii_only: bool = False) -> int:
    """Show the library until the player leaves; the exit code.

    Raises NoTerminal where no screen can be painted, KeyboardInterrupt when a signal ended it.
    """
    return _run(TabletopApp(ascii_only=ascii_only))


def play(session: Session, *, ascii_only: bool = False) -> int:
    """Show one game until the player leaves; the exit code. Raises as `open_library`."""
    require_terminal()
    from tabletop.tui.screens.play import PlayScreen

    return _run(TabletopApp(PlayScreen(session), ascii_only=ascii_only))


def play_campaign(game: CampaignGame, *, ascii_only: bool = False) -> int:
    """Show one campaign until the players leave; the exit code. Raises as `open_library`."""
    require_terminal()
    from tabletop.tui.screens.campaign import CampaignScreen

    return _run(TabletopApp(CampaignScreen(game), ascii_only=ascii_only))


def _run(app: TabletopApp) -> int:
    require_terminal()
    result = app.run()
    if app.return_code is None:
        raise KeyboardInterrupt  # a signal ended the loop: nobody left
    return result or app.return_code
