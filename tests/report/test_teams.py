"""Teams side by side: what is told of each, what is refused, what the debrief asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.analysis.ensemble import run
from tabletop.engine.program import Program, compile_program
from tabletop.engine.setup import Setup
from tabletop.record.codec import read_record
from tabletop.record.course import Replayed
from tabletop.record.record import OverrideLine, Parent
from tabletop.record.replay import replay_record
from tabletop.report.profiles import debrief_questions, grouped
from tabletop.report.sheet import sheet
from tabletop.report.spread import Band, band, plan_of, quantile, spreads
from tabletop.report.teams import Comparison, Incomparable, compare, natural, refuse_mixtures, team_names
from tabletop.scenario.load import load
from tabletop.session import Session

Play = Callable[..., Replayed]
HALF = {"share_town": ["half"], "share_line": ["half"], "works": ["piles"], "wording": ["law_new", "fee_old"]}
NOTHING = {"share_town": ["nothing"], "share_line": ["nothing"], "works": ["paint"], "wording": ["law_old", "fee_old"]}


@pytest.fixture(scope="module")
def program(checkout: Path) -> Program:
    return compile_program(load(checkout / "tests" / "plain" / "quay"))


@pytest.fixture
def play(program: Program, tmp_path: Path) -> Play:
    """Plays the quay by a list of answers into a record, and replays that."""

    def game(
        name: str, answers: dict[str, list[str]], *, seed: int = 7, preset: str = "", length: str = "", stop: str = "",
        forecast: int | None = 40, reason: str = "Because.", folder: str = ".", line: str = "human",
    ) -> Replayed:  # fmt: skip
        path = tmp_path / folder / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        setup = Setup(seed, preset, length)
        session = Session.start(program.loaded, program, setup, {"line": line}, path)
        while not session.ended:
            session.advance()
            for waiting in session.waiting():
                if waiting.decision == stop:
                    session.close()
                    return replay_record(read_record(path), program)
                if waiting.decision in answers:
                    choice = answers[waiting.decision]
                    session.submit(waiting.seat, waiting.decision, choice, rationale=reason, forecast=forecast)
        session.close()
        return replay_record(read_record(path), program)

    return game


@pytest.fixture
def three(play: Play) -> list[Replayed]:
    return [play("cell-10", HALF, forecast=80), play("cell-2", NOTHING), play("Cell-1", HALF, stop="works")]


def test_teams_stand_by_name_as_people_count(three: list[Replayed]) -> None:
    found = compare(three)
    assert [team.name for team in found.teams] == ["Cell-1", "cell-2", "cell-10"]
    assert found.seats == ("town", "line")
    assert (found.same_seed, found.mixed) == (True, ())
    assert natural("a2") < natural("A10") < natural("b")


def test_scores_are_those_of_the_game(three: list[Replayed]) -> None:
    by = {team.name: team for team in compare(three).teams}
    assert by["cell-10"].scores["town"].total > by["cell-2"].scores["town"].total
    assert by["cell-10"].ending == "The quay stays open"
    assert by["cell-10"].at == 12 * 1440


def test_an_unfinished_game_is_shown_and_not_counted(three: list[Replayed]) -> None:
    found = compare(three)
    first = found.teams[0]
    assert (first.finished, first.ending) == (False, "")
    assert first.remarks == ("not finished: it stops on D+5 08:00; shown, not counted",)
    assert first.scores["town"].coverage < 1
    assert [team.name for team in found.of_class("town")] == ["cell-2", "cell-10"]


def test_every_decision_has_who_chose_what_when_and_why(three: list[Replayed]) -> None:
    found = compare(three)
    assert [question.id for question in found.questions] == ["share_town", "share_line", "works", "wording"]
    by = {team.name: team for team in found.teams}
    told = by["cell-10"].answers["share_town"]
    assert (told.choice, told.labels, told.at, told.by) == (("half",), ("Pay half",), 2 * 1440 + 480, "human")
    assert (told.forecast, told.rationale) == (80, "Because.")
    assert "works" not in by["Cell-1"].answers
    groups = grouped(found, found.questions[0])
    assert {labels: [team.name for team in teams] for labels, teams in groups.items()} == {
        ("Pay half",): ["Cell-1", "cell-10"],
        ("Offer nothing",): ["cell-2"],
    }


def test_a_default_is_told_as_one(play: Play) -> None:
    found = compare([play("a", {}), play("b", HALF)])
    assert found.teams[0].answers["share_town"].by == "default"
    assert found.teams[0].answers["share_town"].at == 4 * 1440 + 480
    assert found.teams[0].answers["works"].labels == ()


def test_what_the_length_leaves_out_is_no_question(play: Play) -> None:
    found = compare([play("a", HALF, length="short"), play("b", NOTHING, length="short")])
    assert [question.id for question in found.questions] == ["share_town", "share_line", "works"]


def test_a_seat_of_the_program_is_shown_and_not_counted(play: Play) -> None:
    found = compare([play("a", HALF), play("b", HALF, line="doctrine")])
    assert found.seats == ("town", "line")
    assert [team.name for team in found.of_class("line")] == ["a"]
    assert found.teams[1].answers["share_line"].by == "doctrine"


def test_another_seed_is_allowed_and_said(play: Play) -> None:
    assert not compare([play("a", HALF), play("b", HALF, seed=8)]).same_seed


@pytest.mark.parametrize(
    ("setting", "words"),
    [({"preset": "storm"}, "preset: storm (b), usual (a)"), ({"length": "short"}, "length: long (a), short (b)")],
)
def test_another_preset_or_length_is_refused_unless_mixed(play: Play, setting: dict[str, str], words: str) -> None:
    games = [play("a", HALF), play("b", HALF, **setting)]
    with pytest.raises(Incomparable, match="not set up alike") as refused:
        compare(games)
    assert words in str(refused.value)
    assert "--mixed" in refused.value.hint
    assert compare(games, mixed=True).mixed == (words,)


def test_settings_and_pinned_facts_count_as_well(play: Play) -> None:
    record = play("a", HALF).record
    for change in ({"texts": {"contract": "tight"}}, {"assumptions": {"sea": 2.0}}, {"latents": {"rot": "sound"}}):
        other = replace(record, path=Path("b.jsonl"), header=replace(record.header, **change))
        with pytest.raises(Incomparable):
            refuse_mixtures([record, other], mixed=False)
        assert len(refuse_mixtures([record, other], mixed=True)) == 1


@pytest.mark.parametrize("change", [{"scenario": "other"}, {"scenario_version": "2"}, {"sha256": "0" * 64}])
def test_another_scenario_is_always_refused(play: Play, change: dict[str, str]) -> None:
    record = play("a", HALF).record
    other = replace(record, path=Path("b.jsonl"), header=replace(record.header, **change))
    with pytest.raises(Incomparable, match="do not belong together"):
        refuse_mixtures([record, other], mixed=True)


def test_of_many_records_the_odd_ones_are_named(play: Play) -> None:
    record = play("a", HALF).record
    many = [replace(record, path=Path(f"t{n}.jsonl")) for n in range(9)]
    odd = replace(record, path=Path("odd.jsonl"), header=replace(record.header, preset="storm"))
    assert refuse_mixtures([*many, odd], mixed=True) == ("preset: usual (9 records), storm (odd)",)


def test_names_are_made_different() -> None:
    paths = [Path("x/game.jsonl"), Path("y/game.jsonl"), Path("z/own.jsonl"), Path("x/y/../game.jsonl")]
    assert team_names(paths) == ["x/game", "y/game", "own", "x/game (2)"]


def test_branches_and_the_facilitators_hand_are_remarked(play: Play) -> None:
    game = play("a", HALF)
    header = replace(game.record.header, parent=Parent("/far/away/main.jsonl", "0", 3))
    lines = (*game.record.lines, OverrideLine(0, "trust", 50.0, "A reason."))
    branch = replace(
        game, digest="another", record=replace(game.record, path=Path("b"), header=header, lines=lines, torn=True)
    )
    assert compare([game, branch]).teams[1].remarks == (
        "a branch of main.jsonl, which left it after decision 3",
        "the facilitator stepped in 1 time",
        "the end of its file was cut off",
    )


def test_a_game_that_is_there_twice_is_remarked(play: Play) -> None:
    found = compare([play("a", HALF), play("b", HALF, folder="x"), play("c", NOTHING)])
    assert [team.remarks for team in found.teams] == [(), ("the very same game as a, answer for answer",), ()]


def test_bots_show_the_spread_of_the_same_setup(program: Program, three: list[Replayed]) -> None:
    found = compare(three)
    plan = plan_of(found.teams[0].header, program.loaded.path, 30)
    assert (plan.seats, plan.preset, plan.length, plan.seed) == (
        {"town": "doctrine", "line": "doctrine", "sea": "doctrine"}, "usual", "long", 7,
    )  # fmt: skip
    town = spreads(found, run(plan, program))["town"]
    assert town.bots is not None
    assert town.bots.n == 30
    assert 0 <= town.bots.p5 <= town.bots.p50 <= town.bots.p95 <= 100
    assert set(town.objectives) == {"t_quay", "t_trust"}
    totals = [team.scores["town"].total for team in found.teams[1:]]
    assert (town.count, town.lowest, town.highest) == (2, min(totals), max(totals))
    assert spreads(found, None)["town"].bots is None


def test_a_band_is_made_of_quantiles() -> None:
    assert quantile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.5
    assert quantile([7.0], 0.95) == 7.0
    assert band([]) is None
    found = band([float(n) for n in range(101)])
    assert found == Band(101, 5.0, 50.0, 95.0)
    assert [found.word(value) for value in (4.4, 5, 95.4, 95.6)] == ["below", "within", "within", "above"]


# The debrief


def alike(comparison: Comparison, values: Sequence[Sequence[float]]) -> Comparison:
    """The comparison with other scores for the town's two objectives, and totals to match."""
    teams = []
    for team, own in zip(comparison.teams, values, strict=True):
        card = team.scores["town"]
        objectives = tuple(replace(o, value=value) for o, value in zip(card.objectives, own, strict=True))
        total = sum(o.value * o.weight for o in objectives) / sum(o.weight for o in objectives)
        teams.append(replace(team, scores={"town": replace(card, objectives=objectives, total=total)}))
    return replace(comparison, teams=tuple(teams), seats=("town",))


def test_teams_that_ended_alike_with_opposite_profiles_are_asked_what_they_protected(play: Play) -> None:
    found = compare([play("a", HALF), play("b", NOTHING), play("c", HALF)])
    asked = debrief_questions(alike(found, [(80, 20), (40, 82), (0, 100)]))[0]
    assert asked == (
        "Same seed, same dice: Town of a (56) and of b (57) finished within 1 point of each other, with opposite "
        "profiles. a kept “A quay that holds” (80 against 40), b “Trust” (82 against 20). What did each protect, and "
        "who paid for it?"
    )
    assert "opposite" not in "".join(debrief_questions(alike(found, [(80, 20), (79, 21), (0, 100)])))


def test_the_first_parting_is_asked_about(three: list[Replayed]) -> None:
    asked = debrief_questions(compare(three))
    parting = next(text for text in asked if "had read the same news" in text)
    assert "when Town was asked “What do you offer the line?”" in parting
    assert "“Pay half” (Cell-1 and cell-10); “Offer nothing” (cell-2)" in parting


def test_forecasts_far_apart_are_asked_about(three: list[Replayed], play: Play) -> None:
    asked = debrief_questions(compare(three))
    assert any(
        "Cell-1 said 40 % and cell-10 80 %, on “How likely is it, in per cent, that your seat" in text for text in asked
    )
    near = [play("a", HALF, forecast=50), play("b", NOTHING, forecast=60)]
    assert not any(" said " in text for text in debrief_questions(compare(near)))


def test_like_choices_that_ended_apart_are_asked_about(play: Play) -> None:
    found = compare([play("a", HALF), play("b", HALF, seed=8)])
    asked = debrief_questions(alike(found, [(80, 20), (30, 20)]))
    assert "Town of a and of b chose the same every time and ended 30 points apart" in asked[-1]
    assert "from the dice" in asked[-1]


def test_where_scores_do_not_compare_nothing_is_asked_about_them(play: Play) -> None:
    found = compare([play("a", HALF), play("b", NOTHING, preset="storm")], mixed=True)
    asked = debrief_questions(alike(found, [(80, 20), (40, 82)]))
    assert not any("points" in text or "profiles" in text for text in asked)


# The page


def test_the_page_is_whole_and_what_players_wrote_stays_text(play: Play) -> None:
    nasty = "<script>alert(1)</script> & {{ 7 * 7 }}"
    found = compare([play("<b>a", HALF, reason=nasty), play("b", NOTHING)])
    text = sheet(found, spreads(found, None), debrief_questions(found), "made from <this>")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7 * 7 }}" in text
    assert "&lt;b&gt;a" in text
    assert "made from &lt;this&gt;" in text
    assert "http" not in text.replace("http-equiv", "")
    assert "default-src 'none'" in text


def test_the_figure_has_words_for_those_who_do_not_see_it(program: Program, three: list[Replayed]) -> None:
    found = compare(three)
    bots = run(plan_of(found.teams[0].header, program.loaded.path, 20), program)
    text = sheet(found, spreads(found, bots), (), "x")
    assert "Scores of The town hall from 0 to 100: Cell-1 " in text
    assert "(not counted)" in text
    assert "Of 20 games by bots nine in ten lie between" in text
    assert text.count('role="img" aria-labelledby') == 2
    assert '<circle class="open"' in text
    assert '<circle class="mark"' in text


def test_the_same_games_make_the_same_page(three: list[Replayed]) -> None:
    pages = {sheet(found, spreads(found, None), (), "x") for found in (compare(three), compare(three[::-1]))}
    assert len(pages) == 1
