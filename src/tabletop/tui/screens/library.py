"""The library: scenarios to play, recorded games to go on with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from tabletop.errors import TabletopError
from tabletop.simtime import Clock
from tabletop.tui import literal
from tabletop.tui.themes import ACCENT, FAINT, INK, MUTED, STRONG, TITLE
from tabletop.tui.widgets.bars import Bar, Hints
from tabletop.tui.widgets.charts import fit, heading
from tabletop.tui.widgets.paragraphs import BLANK, columns, labelled, paragraphs, wrapped
from tabletop.tui.widgets.rows import Rows
from tabletop.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tabletop.campaign.game import CampaignGame
    from tabletop.campaign.load import LoadedCampaign
    from tabletop.session import Session
    from tabletop.tui.screens.setup import Chosen
    from tabletop.tui.shelf import Offer, Saved

DISCLAIMER = "Teaching model. Not a forecast, not a plan, not any government's view."


class LibraryScreen(Screen[str]):
    """A list of what can be played, and a page about the row under the cursor. Leaves with a word of farewell."""

    CSS_PATH = "library.tcss"
    AUTO_FOCUS = "#list"
    HELP_TEXT = (
        "Enter on a scenario opens its settings: length, preset, seed, and who plays which seat.\n"
        "Enter on a recorded game goes on with it at the point where it was left."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "read_on(3)", "Read on", show=False, id="library.on"),
        Binding("k", "read_on(-3)", "Read back", show=False, id="library.back"),
        Binding("q,escape", "leave", "Leave tabletop", id="library.leave"),
    ]

    class Listed(Message):
        """The shelves were looked through."""

        def __init__(self, offers: Sequence[Offer], saved: Sequence[Saved]) -> None:
            super().__init__()
            self.offers = offers
            self.saved = saved

    class Ready(Message):
        """A game, or a campaign, can be played."""

        def __init__(self, session: Session | CampaignGame) -> None:
            super().__init__()
            self.session = session

    class Prepared(Message):
        """A scenario or a campaign was loaded; its settings can be shown."""

        def __init__(self, loaded: Any, campaign: LoadedCampaign | None = None) -> None:
            super().__init__()
            self.loaded = loaded
            self.campaign = campaign

    class Failed(Message):
        """It could not be opened."""

        def __init__(self, error: TabletopError) -> None:
            super().__init__()
            self.error = error

    def __init__(self) -> None:
        super().__init__()
        self._offers: Sequence[Offer] = ()
        self._saved: Sequence[Saved] = ()
        self._rows: list[Offer | Saved | None] = []
        self._looked = False
        self._busy = ""

    def compose(self) -> ComposeResult:
        """Title, list and page, keys."""
        name = Content.assemble(("tabletop", f"{ACCENT} bold"), ("   policy wargames in the terminal", MUTED))
        yield Bar(name, id="title")
        with Container(id="shelf"):
            yield Rows(self._lines, id="list")
            yield Sheet(self._about, id="about")
        yield Bar(Content.styled(DISCLAIMER, MUTED), id="news")
        yield Hints([("Enter", "open"), ("↑↓", "choose"), ("t", "theme"), ("q", "leave"), ("?", "help")], id="hints")

    def on_mount(self) -> None:
        """Show the frame at once and look through the shelves meanwhile."""
        self._look()

    def on_screen_resume(self) -> None:
        """Look again after a game."""
        if self._looked:
            self._look()

    @work(thread=True, exclusive=True, group="shelf")
    def _look(self) -> None:
        from tabletop.tui.shelf import offers, saved_games

        found = offers()
        if not self._looked:
            self.post_message(self.Listed(found, ()))
        self.post_message(self.Listed(found, saved_games()))

    @on(Listed)
    def _listed(self, event: Listed) -> None:
        self._offers, self._saved, self._looked = event.offers, event.saved, True
        self._rows = [None, *event.offers]
        if event.saved:
            self._rows += [None, None, *event.saved]
        rows = self.query_one("#list", Rows)
        rows.fill(self._lines, [n for n, row in enumerate(self._rows) if row is not None])
        self.query_one("#about", Sheet).draw(self._about, home=True)

    def _lines(self, width: int) -> Sequence[Content]:
        if not self._looked:
            return [heading("Scenarios", width), Content.styled("looking through the shelves …", FAINT)]
        if not self._offers:
            return [heading("Scenarios", width), *wrapped("None found. `tabletop where` says where.", width, MUTED)]
        lines = [heading("Scenarios", width), *(self._offer(offer, width) for offer in self._offers)]
        if self._saved:
            lines += [BLANK, heading("Recorded games", width, "newest first")]
            lines += [self._game(game, width) for game in self._saved]
        return lines

    def _offer(self, offer: Offer, width: int) -> Content:
        return columns(literal.styled(offer.title, STRONG), literal.styled(offer.id, FAINT), width)

    def _game(self, game: Saved, width: int) -> Content:
        stands = "ended" if game.ended else f"stage {game.stage}" if game.stage else self._clock(game)
        seats = " ".join(literal.line(seat) for seat in game.humans) or "watched"
        left = Content.assemble((fit(stands, 18), ACCENT), (self._title(game.scenario), INK))
        return columns(left, Content.styled(f"{seats}  seed {game.seed}", FAINT), width)

    def _clock(self, game: Saved) -> str:
        times = next((offer.times for offer in self._offers if offer.id == game.scenario), Clock(""))
        return times.moment(game.at)

    def _title(self, scenario: str) -> str:
        return literal.line(next((offer.title for offer in self._offers if offer.id == scenario), scenario))

    def _about(self, width: int) -> Sequence[Content]:
        row = self._under_cursor()
        if row is None:
            return []
        wide = min(width, 92)
        lines = self._about_offer(row, wide) if hasattr(row, "summary") else self._about_game(row, wide)
        return [heading("", width), *lines] if self.has_class("-narrow") else lines

    def _about_offer(self, offer: Offer, width: int) -> list[Content]:
        return [
            *wrapped(offer.title, width, TITLE),
            BLANK,
            *paragraphs((offer.summary,), width, INK),
            BLANK,
            *labelled("Folder", str(offer.path), width, MUTED, MUTED, 9),
        ]

    def _about_game(self, game: Saved, width: int) -> list[Content]:
        players = ", ".join(f"{seat} {player}" for seat, player in game.seats.items())
        state = "ended; Enter shows the scorecard" if game.ended else "Enter goes on at this point"
        rows = (
            ("Stands", f"stage {game.stage}, {state}" if game.stage else f"{self._clock(game)}, {state}"),
            ("Decided", f"{game.decisions} decisions"),
            ("Setup", f"seed {game.seed}, preset {game.preset or 'none'}, length {game.length or 'full'}"),
            ("Seats", players),
            ("Record", str(game.path)),
        )
        lines = [*wrapped(self._title(game.scenario), width, TITLE), BLANK]
        return lines + [line for label, text in rows for line in labelled(label, text, width, MUTED, INK, 9)]

    def _under_cursor(self) -> Any:
        cursor = self.query_one("#list", Rows).cursor
        return self._rows[cursor] if 0 <= cursor < len(self._rows) else None

    @on(Rows.Moved)
    def _moved(self) -> None:
        self.query_one("#about", Sheet).draw(self._about, home=True)

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        row = self._under_cursor()
        if row is None or self._busy:
            return
        if hasattr(row, "summary"):
            self._open(lambda: self._prepare(row.path), "Reading the scenario …")
        else:
            self._open(lambda: self._resume(row.path), "Running the record again …")

    def _open(self, task: Callable[[], Message], said: str) -> None:
        self._say(said)
        self._do(task)

    def _say(self, said: str) -> None:
        self._busy = said
        self.query_one("#news", Bar).show(Content.styled(said or DISCLAIMER, STRONG if said else MUTED), Content(""))

    @work(thread=True, exclusive=True, group="open")
    def _do(self, task: Callable[[], Message]) -> None:
        try:
            self.post_message(task())
        except TabletopError as error:
            self.post_message(self.Failed(error))

    def _prepare(self, path: Path) -> Message:
        from tabletop.campaign.library import main_file
        from tabletop.campaign.load import load as load_campaign
        from tabletop.scenario.load import load

        if main_file(path) is None:
            return self.Prepared(load(path))
        from tabletop.tui.screens.campaign import as_scenario

        campaign = load_campaign(path)
        return self.Prepared(as_scenario(campaign), campaign)

    def _resume(self, path: Path) -> Message:
        from tabletop.campaign.game import CampaignGame
        from tabletop.record.codec import read_records
        from tabletop.session import Session

        if read_records(path)[0].header.campaign is not None:
            return self.Ready(CampaignGame.resume(path))
        return self.Ready(Session.resume(path))

    @on(Prepared)
    def _prepared(self, event: Prepared) -> None:
        from tabletop.tui.screens.campaign import start
        from tabletop.tui.screens.setup import SetupScreen

        def set_up(chosen: Chosen | None) -> None:
            campaign = event.campaign
            if chosen is not None:
                begin = (lambda: start(campaign, chosen)) if campaign is not None else chosen.start
                self._open(lambda: self.Ready(begin()), "Setting up …")

        self._say("")
        self.app.push_screen(SetupScreen(event.loaded), set_up)

    @on(Ready)
    def _ready(self, event: Ready) -> None:
        from tabletop.session import Session
        from tabletop.tui.screens.campaign import CampaignScreen
        from tabletop.tui.screens.play import PlayScreen

        self._say("")
        session = event.session
        screen = PlayScreen(session) if isinstance(session, Session) else CampaignScreen(session)

        def left(farewell: str | None) -> None:
            (screen.session if isinstance(screen, PlayScreen) else session).close()
            if farewell:
                self.query_one("#news", Bar).show(Content.styled(literal.line(farewell), MUTED), Content(""))

        self.app.push_screen(screen, left)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        from tabletop.tui.screens.ask import AskScreen

        self._say("")
        text = f"{event.error}\n\n{event.error.hint}".strip()
        self.app.push_screen(AskScreen("This could not be opened", text, "go on", no=""))

    def action_read_on(self, lines: int) -> None:
        """Scroll the page about the row."""
        about = self.query_one("#about", Sheet)
        about.scroll_by(lines)

    def action_leave(self) -> None:
        """Leave tabletop."""
        self.dismiss("")
