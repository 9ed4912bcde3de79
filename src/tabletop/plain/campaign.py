"""A campaign in lines: stage after stage, what is carried over between them, words and deeds, the whole at the end."""

from __future__ import annotations

from tabletop.campaign import telling
from tabletop.campaign.game import CampaignGame
from tabletop.errors import CannotRun, IllegalDecision
from tabletop.plain.closing import tell_end, tell_outcome, tell_scorecard
from tabletop.plain.console import Console, EndOfInput
from tabletop.plain.debrief import tell_debrief, tell_later
from tabletop.plain.game import Game
from tabletop.plain.text import one_line

_BETWEEN = """
  Enter   go on to the next stage          q       stop here; go on another day
  c       the carry-over card again        w       words and deeds so far
  p       the scores so far                n       a note for whoever takes a seat over
  d       what was printed, such as a joint statement
""".strip("\n")


def play(game: CampaignGame, console: Console, *, resumed: bool = False) -> None:
    """Play to the end of the campaign, or until the players stop or the input ends; the record is then as far."""
    table = CampaignTable(game, console)
    try:
        table.run(resumed=resumed)
    except EndOfInput:
        console.line("The input has ended.")
    table.tell_where()
    console.flush()


class CampaignTable:
    """Takes people through the stages at one keyboard."""

    def __init__(self, game: CampaignGame, console: Console) -> None:
        self._game = game
        self._console = console

    def run(self, *, resumed: bool) -> None:
        """All stages that are left, or until somebody stops."""
        if not resumed:
            self._tell_head()
        while True:
            if not self._game.session.ended:
                self._play_stage(resumed=resumed)
            if not self._game.session.ended:
                return
            if self._game.ended:
                self._tell_campaign_end()
                return
            self._tell_stage_end()
            if not self._agreed_to_go_on():
                return
            self._game.go_on()
            resumed = False

    def tell_where(self) -> None:
        """Where the record is and how to go on with it."""
        path = self._game.record_path
        if self._game.ended:
            self._console.line(f"Record: {path}")
            self._console.line(f'Tell it again: tabletop replay "{path}"')
            return
        stage = f"stage {self._game.number}, {one_line(self._game.stage.title)}"
        self._console.line(f"Saved in {stage}{' (ended)' if self._game.session.ended else ''}: {path}")
        self._console.line(f"Go on with: {self._game.session.resume_command} --plain")

    # A stage

    def _play_stage(self, *, resumed: bool) -> None:
        of = f"{self._game.number} of {len(self._game.loaded.campaign.stages)}"
        self._console.heading(f"STAGE {of}: {one_line(self._game.stage.title)}")
        if not resumed:
            self._tell_start()
        table = Game(self._game.session, self._console)
        table.open(resumed=resumed)
        table.run()

    def _tell_head(self) -> None:
        title, about = telling.head(self._game.loaded)
        self._console.line(one_line(title).upper())
        for text in about:
            self._console.say(text)
        self._tell_stages()
        for seat in self._game.loaded.campaign.seats:
            if seat.id in self._game.session.humans:
                self._console.heading(f"Your brief for the whole campaign: {one_line(seat.label)}")
                self._console.say(self._game.loaded.briefs[str(seat.id)])

    def _tell_stages(self) -> None:
        self._console.heading("The stages")
        game = self._game
        for line in telling.rows(game.loaded, game.ends, game.stage, game.session.humans):
            self._console.say(line, hanging=3)

    def _tell_start(self) -> None:
        """What this stage starts with, of what somebody at the keyboard may see."""
        seen = {r.id for seat in self._game.session.humans for r in self._game.session.view(seat).readings if r.exact}
        lines = telling.starts(self._game.carried, seen)
        if lines:
            self._console.say("Carried over: " + "; ".join(lines) + ".", hanging=2)

    def _tell_stage_end(self) -> None:
        """How the stage went, without what stays hidden to the end of the campaign."""
        session = self._game.session
        tell_outcome(self._console, session)
        scorecards = session.scorecards()
        labels = {str(seat.id): one_line(seat.label) for seat in session.loaded.scenario.seats}
        for seat in session.humans:
            if seat in scorecards:
                found = {card.n: card for card in session.cards(seat, 0)}
                tell_scorecard(self._console, labels[seat], scorecards[seat], found)
        tell_later(self._console, session.documents(), ())

    # Between stages

    def _agreed_to_go_on(self) -> bool:
        """The box between two stages; False when the players stop here."""
        game, following = self._game, self._game.following
        assert following is not None
        for title, paragraphs in telling.messages(game.loaded, game.setup, game.ends, following.messages):
            self._console.heading(title)
            for paragraph in paragraphs:
                self._console.say(paragraph)
        self._tell_stages()
        self._tell_card()
        self._console.heading(f"Between the stages: next is {one_line(following.title)}")
        self._console.line(_BETWEEN)
        while True:
            answer = self._console.ask("Go on? ").lower()
            if answer in ("", "y"):
                return True
            if answer in ("q", "quit"):
                return False
            self._obey(answer)

    def _obey(self, answer: str) -> None:
        match answer:
            case "c":
                self._tell_card()
            case "w":
                self._tell_words()
            case "p":
                self._tell_scores()
            case "n":
                self._take_note()
            case "d":
                tell_later(self._console, tuple(telling.papers(self._game.played())), ())
            case _:
                self._console.line(_BETWEEN)

    def _tell_card(self) -> None:
        game, following = self._game, self._game.following
        assert following is not None
        lines = telling.carry_over(game.loaded, game.setup, game.ends, following)
        if lines:
            self._console.heading(f"Carried over into {one_line(following.title)}")
        for title, text in lines:
            self._console.say(f"{one_line(title)}: {one_line(text)}", hanging=2)

    def _tell_words(self) -> None:
        self._console.heading("Words and deeds")
        papers = telling.words(self._game.words(), telling.labels(self._game.loaded))
        for title, paragraphs in papers:
            self._console.line(one_line(title))
            for paragraph in paragraphs:
                self._console.say(paragraph, indent=2, hanging=2)
        if not papers:
            self._console.line("Nothing has been signed that is kept account of.")

    def _tell_scores(self) -> None:
        for seat, score in self._game.scores().items():
            label = next(one_line(each.label) for each in self._game.loaded.campaign.seats if each.id == seat)
            self._console.heading(f"Campaign: {label}")
            for line in telling.score_lines(score):
                self._console.line(line)

    def _take_note(self) -> None:
        """Three lines for the next holder of a seat; they stand in the record and in the report."""
        humans = self._game.session.humans
        seat = humans[0] if len(humans) == 1 else self._console.ask(f"For which seat ({', '.join(humans)})? ")
        if seat not in humans:
            self._console.line("There is nobody of that name at the keyboard.")
            return
        for what in ("What we promised: ", "What we think they promised: ", "What I would not do: "):
            text = self._console.ask(what)
            if text:
                self._note(seat, what + text)

    def _note(self, seat: str, text: str) -> None:
        try:
            self._game.session.note(seat, text)
        except (IllegalDecision, CannotRun) as error:
            self._console.say(f"{error}. {error.hint}".strip())

    # The end

    def _tell_campaign_end(self) -> None:
        game = self._game
        tell_end(self._console, game.session)
        for title, paragraphs in telling.messages(game.loaded, game.setup, game.ends, game.loaded.campaign.messages):
            self._console.heading(title)
            for paragraph in paragraphs:
                self._console.say(paragraph)
        self._console.heading(f"THE CAMPAIGN: {one_line(game.loaded.campaign.title)}")
        self._tell_scores()
        self._tell_words()
        self._console.line()
        for line in (telling.linchpin_line(game.loaded, game.played()), telling.posture_line(game.loaded, game.ends)):
            if line:
                self._console.say(line)
        self._console.heading("What was hidden in the earlier stages")
        for line in telling.hidden(game.past):
            self._console.say(line, hanging=2)
        tell_debrief(self._console, game.loaded.campaign)
