"""A campaign between its stages: how far it is, what is carried over, what was printed, words and deeds, the scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from tabletop.errors import TabletopError
from tabletop.tui import literal
from tabletop.tui.screens.pages import Page, PagesScreen
from tabletop.tui.themes import ACCENT, INK, MUTED, STRONG, TITLE, WARN
from tabletop.tui.widgets.bars import Hint
from tabletop.tui.widgets.brief import WIDEST
from tabletop.tui.widgets.charts import heading
from tabletop.tui.widgets.paragraphs import BLANK, labelled, paragraphs, wrapped

if TYPE_CHECKING:
    from tabletop.campaign.game import CampaignGame
    from tabletop.campaign.load import LoadedCampaign
    from tabletop.campaign.telling import Paper
    from tabletop.scenario.load import Loaded
    from tabletop.tui.screens.setup import Chosen


class CampaignScreen(PagesScreen[str]):
    """The hub of a campaign: p plays the stage on the table or the next one, q leaves; the record is as far."""

    HELP_TEXT = (
        "A campaign is several scenarios in a row with one record. p plays the stage on the table, and once it has "
        "ended the next one. Leave after any stage with q and go on another day; what is hidden stays hidden to the "
        "end of the campaign. a writes a note for whoever takes a seat over; where several share the keyboard, begin "
        "it with the seat and a colon, such as 'rok: we promised to ask'."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "play", "Play on", id="campaign.play"),
        Binding("a", "note", "A note for the next holder of a seat", id="campaign.note"),
    ]

    class Began(Message):
        """The next stage stands on the table."""

    class Failed(Message):
        """It could not be begun."""

        def __init__(self, error: TabletopError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, game: CampaignGame) -> None:
        self._game = game
        title = literal.line(game.loaded.campaign.title)
        super().__init__("Campaign", title, _pages(game), "play")

    def hints(self) -> Sequence[Hint]:
        """The keys, with what p does now."""
        game = self._game
        play = "play this stage" if not game.session.ended else "next stage" if game.following else "the last scorecard"
        return [("p", play), ("Space", "read on"), ("← →", "pages"), ("a", "note"), ("q", "leave"), ("?", "help")]

    def action_past_last(self) -> None:
        """Behind the last page the game goes on."""
        if self._game.ended:
            self.action_finish()
        else:
            self.action_play()

    def action_play(self) -> None:
        """The stage on the table, or the next one; after the last, its scorecard."""
        if self._game.session.ended and self._game.following is not None:
            self._begin()
        else:
            self._show()

    @work(thread=True, exclusive=True, group="campaign")
    def _begin(self) -> None:
        try:
            self._game.go_on()
            self.post_message(self.Began())
        except TabletopError as error:
            self.post_message(self.Failed(error))

    def on_campaign_screen_began(self) -> None:
        """Play what has been begun."""
        self._show()

    def on_campaign_screen_failed(self, event: Failed) -> None:
        """Say what is wrong, and stay."""
        from tabletop.tui.screens.ask import AskScreen

        text = f"{event.error}\n\n{event.error.hint}".strip()
        self.app.push_screen(AskScreen("The next stage could not be begun", text, "go on", no=""))

    def _show(self) -> None:
        from tabletop.tui.screens.play import PlayScreen

        self.app.push_screen(PlayScreen(self._game.session), self._back)

    def _back(self, _: str | None) -> None:
        """After a stage, or in the middle of one: the pages anew, what is carried over first once it has ended."""
        self._pages = _pages(self._game)
        self.action_go(2 if self._game.session.ended and self._game.following else 1)

    def action_note(self) -> None:
        """Write a note of the campaign into the record; who takes a seat over finds it in the report."""
        from tabletop.tui.screens.note import NoteScreen

        humans = self._game.session.humans

        def written(text: str | None) -> None:
            if text:
                named, _, rest = text.partition(":")
                seat, said = (
                    (named.strip(), rest.strip()) if named.strip() in humans else (next(iter(humans), ""), text)
                )
                try:
                    self._game.session.note(seat, said)
                except TabletopError as error:
                    self.notify(str(error), severity="error", markup=False)

        self.app.push_screen(NoteScreen(), written)

    def action_finish(self) -> None:
        """Leave the campaign; everything that was confirmed is kept."""
        ended = self._game.ended
        self.dismiss("" if ended else f"Go on with: {self._game.session.resume_command}")


def as_scenario(loaded: LoadedCampaign) -> Loaded:
    """What the screen of settings asks about a campaign: its formats as lengths, its presets, its seats."""
    from tabletop.scenario.definition import AgendaItem, Length
    from tabletop.scenario.elements import Preset

    campaign = loaded.campaign
    first = loaded.stages[str(campaign.stages[0].id)]
    lengths = [
        Length(id=each.id, label=each.label or each.id, agenda=[
            AgendaItem(minutes=slot.minutes, what=slot.what) for slot in each.agenda
        ])
        for each in campaign.formats
    ]  # fmt: skip
    presets = [Preset(id=each.id, label=each.label, lesson=each.lesson) for each in campaign.presets]
    seats = [seat for seat in first.scenario.seats if seat.id in loaded.briefs]
    changed = {
        "title": campaign.title, "lengths": lengths, "presets": presets, "seats": seats,
        "default_length": None, "preset_default": None,
    }  # fmt: skip
    return replace(first, scenario=first.scenario.model_copy(update=changed), briefs=loaded.briefs)


def start(loaded: LoadedCampaign, chosen: Chosen) -> CampaignGame:
    """A campaign with a fresh record in the folder of records. Slow enough to be done beside the screen."""
    from tabletop.campaign.carrying import CampaignSetup
    from tabletop.campaign.game import CampaignGame
    from tabletop.session import fresh_record

    setup = CampaignSetup(chosen.seed, chosen.preset, chosen.length, seats=chosen.seats)
    name = str(loaded.campaign.id)
    return fresh_record(name, chosen.seed, lambda path: CampaignGame.start(loaded, setup, path))


def _pages(game: CampaignGame) -> list[Page]:
    from tabletop.campaign import telling

    ends = game.ends
    pages: list[Page] = [("Stages", lambda width: _stages(game, width))]
    if game.following is not None and game.session.ended:
        told = telling.messages(game.loaded, game.setup, ends, game.following.messages)
        card = telling.carry_over(game.loaded, game.setup, ends, game.following)
        title = str(game.following.title)
        pages.append(("Carried over", lambda width: _card(title, told, card, width)))
    printed = telling.papers(game.played())
    if printed:
        pages.append(("Printed", lambda width: _papers(printed, width)))
    if ends:
        words = telling.words(game.words(), telling.labels(game.loaded))
        lines = [telling.posture_line(game.loaded, ends)]
        lines += [telling.linchpin_line(game.loaded, game.played())] if game.ended else []
        pages.append(("Words and deeds", lambda width: _papers(words, width)))
        pages.append(("Scores", lambda width: _scores(game, lines, width)))
    if game.ended:
        last = telling.messages(game.loaded, game.setup, ends, game.loaded.campaign.messages)
        pages.append(("Debrief", lambda width: _debrief(game, last, width)))
    return pages


def _stages(game: CampaignGame, room: int) -> list[Content]:
    from tabletop.campaign import telling

    width = min(room, WIDEST)
    title, about = telling.head(game.loaded)
    lines = [*wrapped(title, width, TITLE), BLANK, heading("The stages", width)]
    for row in telling.rows(game.loaded, game.ends, game.stage, game.session.humans):
        lines += wrapped(row, width, STRONG if "on the table" in row else INK, hang=3)
    setup = game.setup
    chosen = f"seed {setup.seed}, preset {setup.preset or 'none'}, format {setup.format}, weights {setup.weights}"
    lines += [BLANK, *wrapped(chosen, width, MUTED), BLANK, *paragraphs(about[1:], width, INK), BLANK]
    for seat in game.loaded.campaign.seats:
        if seat.id in game.session.humans:
            brief = game.loaded.briefs[str(seat.id)].split("\n\n")
            told = [" ".join(part.split()) for part in brief if not part.startswith("#")]
            lines += [heading(literal.line(seat.label), width), *paragraphs(told, width, INK), BLANK]
    return [*lines, *wrapped(about[0], width, WARN)]


def _card(title: str, told: Sequence[Paper], card: Sequence[tuple[str, str]], room: int) -> list[Content]:
    width = min(room, WIDEST)
    lines = _papers(told, room)
    lines += [heading(literal.line(f"Into {title}"), width)]
    for name, text in card:
        lines += [*wrapped(name, width, f"{ACCENT} bold"), *wrapped(text, width, INK), BLANK]
    return lines


def _papers(papers: Sequence[Paper], room: int) -> list[Content]:
    width = min(room, WIDEST)
    lines: list[Content] = []
    for title, texts in papers:
        lines += [heading(literal.line(title), width), *paragraphs(texts, width, INK), BLANK]
    return lines


def _scores(game: CampaignGame, told: Sequence[str], room: int) -> list[Content]:
    from tabletop.campaign import telling

    width = min(room, WIDEST)
    names = {str(seat.id): str(seat.label) for seat in game.loaded.campaign.seats}
    lines: list[Content] = []
    for seat, score in game.scores().items():
        lines.append(heading(literal.line(names[seat]), width))
        lines += [line for row in telling.score_lines(score) for line in wrapped(row, width, INK)]
        lines.append(BLANK)
    return [*lines, *paragraphs(told, width, MUTED)]


def _debrief(game: CampaignGame, last: Sequence[Paper], room: int) -> list[Content]:
    from tabletop.campaign import telling

    width = min(room, WIDEST)
    campaign = game.loaded.campaign
    lines = _papers([*last, ("What was hidden", tuple(telling.hidden(game.played())))], room)
    lines.append(heading("To talk about", width))
    for number, question in enumerate(campaign.debrief.questions, 1):
        lines += labelled(f"{number}.", question.text, width, ACCENT, INK, 4)
    lines += [BLANK, heading("Can you now …", width)]
    for objective in campaign.learning_objectives:
        lines += labelled("-", objective.text, width, ACCENT, INK, 4)
    if campaign.debrief.limits is not None:
        limits = campaign.debrief.limits
        lines += [BLANK, heading("Limits of this model", width)]
        lines += paragraphs((limits.modelled, f"Left out: {limits.left_out}", limits.change_mind), width, INK)
    return lines
