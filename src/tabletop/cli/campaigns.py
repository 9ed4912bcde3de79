"""Campaigns on the command line: which names are campaigns, and how one is started, gone on with and shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tabletop.cli import given as setups
from tabletop.cli.kinds import is_script
from tabletop.cli.output import Interrupted, is_terminal, page, say_json, schema_head, tell
from tabletop.errors import IllegalDecision, RecordMismatch, closest

if TYPE_CHECKING:
    from tabletop.campaign.carrying import CampaignSetup
    from tabletop.campaign.course import CampaignCourse
    from tabletop.campaign.definition import Campaign
    from tabletop.campaign.game import CampaignGame
    from tabletop.campaign.load import LoadedCampaign
    from tabletop.engine.program import Program
    from tabletop.record.course import Replayed
    from tabletop.record.record import Record

DIVERGED = 3
STAGE = click.option("--stage", default="", help="Of a campaign's record: the stage that is meant.")
WEIGHTS = click.option("--weights", default="", help="Of a campaign: the set of weights that the stages count with.")
FROM = click.option(
    "--from", "source", metavar="SCRIPT", default="",
    help="Of a campaign: begin behind the first stages of a script, or of a prepared save such as A.",
)  # fmt: skip
AFTER = click.option("--after", metavar="STAGE", default="", help="With --from: the last stage taken from the script.")


def campaign_at(reference: str) -> Path | None:
    """The file of the campaign that a name or a path means; None when it means something else."""
    from tabletop.campaign.library import found

    return found(reference)


def weighed(course: CampaignCourse, weights: str) -> CampaignCourse:
    """The campaign with its stages counted by another set of weights, if one is named. Raises IllegalDecision."""
    from dataclasses import replace

    from tabletop.campaign.carrying import agreed

    if not weights:
        return course
    return replace(course, setup=agreed(course.loaded, replace(course.setup, weights=weights)))


def replayed(path: Path, scenario: str | None, *, verify: bool = False) -> CampaignCourse:
    """A campaign's record or script, played again; `scenario` names the campaign if it is not where it was."""
    from tabletop.bots.players import make_chooser
    from tabletop.campaign.course import perform, replay_campaign
    from tabletop.campaign.load import load
    from tabletop.campaign.script import read_campaign_script, refuse_another
    from tabletop.record.codec import read_records

    if not is_script(path):
        records = read_records(path)
        said = records[0].header.campaign
        return replay_campaign(records, load(scenario or (said.id if said else "")), verify=verify)
    script = read_campaign_script(path)
    folder = path.resolve().parent.parent
    beside = folder if folder.name == script.campaign and (folder / "campaign.yaml").is_file() else script.campaign
    loaded = load(scenario or beside)
    refuse_another(script, loaded)
    return perform(script, loaded, make_chooser)


def one_stage(path: Path, scenario: str | None, stage: str) -> Replayed:
    """One stage of a campaign's record or script, played again; IllegalDecision when it does not come to it."""
    course = replayed(path, scenario)
    stages = {str(played.stage.id): played.replayed for played in course.stages}
    if stage not in stages:
        hint = closest(stage, stages) or f"it has {', '.join(stages)}"
        raise IllegalDecision(f'the campaign has not come to a stage "{stage}"', hint)
    return stages[stage]


def stage_record(path: Path, scenario: str | None, stage: str) -> tuple[Record, Program]:
    """The record of one stage and its scenario as the campaign plays it, compiled.

    Raises what reading raises, among it CannotRead when no stage is named, and RecordMismatch for another version.
    """
    from tabletop.campaign.course import fits
    from tabletop.campaign.load import load
    from tabletop.record.codec import chosen, read_records

    if is_script(path):
        course = replayed(path, scenario)
        return chosen(course.records, stage), course.loaded.program(stage)
    records = read_records(path)
    record = chosen(records, stage)
    said = records[0].header.campaign
    loaded = load(scenario or (said.id if said else ""))
    fits(loaded, records)
    return record, loaded.program(stage)


def replay(
    path: Path, scenario: str | None, weights: str, *, verify: bool, quiet: bool, ascii_only: bool, as_json: bool
) -> int:
    """`tabletop replay` of a whole campaign; the exit code."""
    from tabletop.campaign.machine import as_object
    from tabletop.plain.campaign_tale import tell_course

    course = weighed(replayed(path, scenario), weights)
    if verify and is_script(path) and replayed(path, scenario).digest != course.digest:
        raise RecordMismatch("two runs gave different digests", "this is a mistake of the program")
    if as_json:
        say_json({**schema_head("replay-campaign"), **as_object(course)})
    elif quiet:
        click.echo(course.digest)
    else:
        console = page(ascii_only=ascii_only)
        tell_course(console, course)
        console.flush()
    if course.stages[-1].replayed.record.torn:
        tell("note: the end of the file was cut off; the last whole line counts")
    divergence = next((p.replayed.divergence for p in course.stages if p.replayed.divergence is not None), None)
    if divergence is not None:
        tell(f"error: {divergence}")
        return DIVERGED
    if verify:
        decisions = sum(len(played.replayed.taken) for played in course.stages)
        stages = f"{len(course.stages)} stage{'s' if len(course.stages) > 1 else ''}"
        tell(f"verified: {stages}, {decisions} decisions, digest {course.digest}")
    return 0


def refuse_campaign_options(asked: Mapping[str, str]) -> None:
    """Raise click.UsageError when options of campaigns were given for a single scenario."""
    for name, value in asked.items():
        if value:
            option = "--from" if name == "source" else f"--{name}"
            raise click.UsageError(f"{option} belongs to campaigns; `tabletop list` says which names are campaigns")


def given(
    campaign: Campaign, *, seed: int | None, preset: str, length: str, seats: Sequence[str], settings: Sequence[str],
    weights: str,
) -> CampaignSetup:  # fmt: skip
    """The setup that was asked for; raises click.UsageError for a name that the campaign does not have."""
    from tabletop.campaign.carrying import CampaignSetup

    known = {str(each.id) for each in campaign.assumptions}
    assumptions = {}
    for name, value in setups.pairs(settings, "--set", "k_carry=0.4"):
        if name not in known:
            hint = closest(name, known) or f"known are {', '.join(sorted(known)) or 'none'}"
            raise click.UsageError(f'--set: the campaign has no assumption "{name}"; {hint}')
        assumptions[name] = setups.number(name, value)
    players = dict(setups.pairs(seats, "--seat", "us=human"))
    return CampaignSetup(setups.fresh_seed() if seed is None else seed, preset, length, weights, assumptions, players)


def start(path: Path, record: Path | None, source: str, after: str, **asked: Any) -> CampaignGame:
    """A new campaign; with `source` one that stands behind the stages taken from that script."""
    from tabletop.campaign.game import CampaignGame
    from tabletop.campaign.load import load
    from tabletop.session import fresh_record

    loaded = load(path)
    setup = given(loaded.campaign, **asked)
    begin: Callable[[Path], CampaignGame]
    if source:
        records = _prepared(loaded, source, after, setup, seeded=asked["seed"] is not None)

        def begin(at: Path) -> CampaignGame:
            from tabletop.record.branch import write_records

            write_records(records, at)
            return CampaignGame.resume(at, loaded)

        seed = records[0].header.campaign.seed if records[0].header.campaign else setup.seed
    else:
        if after:
            raise click.UsageError("--after goes with --from: it says where the script is left")
        begin, seed = (lambda at: CampaignGame.start(loaded, setup, at)), setup.seed
    return begin(record) if record is not None else fresh_record(str(loaded.campaign.id), seed, begin)


def resume(path: Path, scenario: str | None) -> CampaignGame:
    """Go on with a recorded campaign; `scenario` names its folder if it is not where it was."""
    from tabletop.campaign.game import CampaignGame
    from tabletop.campaign.load import load

    return CampaignGame.resume(path, load(scenario) if scenario else None)


def run(game: CampaignGame, *, plain: bool, ascii_only: bool, resumed: bool) -> int:
    """Show a campaign until the players leave it; the exit code."""
    with closing(game):
        try:
            code = _shown(game, plain=plain, ascii_only=ascii_only, resumed=resumed)
            if game.ended:
                tell(f'skill or luck:  tabletop review "{game.record_path}"')
                tell(f'to talk about:  tabletop report "{game.record_path}"')
            return code
        except KeyboardInterrupt:
            kept = f"what you confirmed is kept: {game.session.resume_command}"
            raise Interrupted(f"\ninterrupted; {kept}") from None


def _shown(game: CampaignGame, *, plain: bool, ascii_only: bool, resumed: bool) -> int:
    if not plain:
        from tabletop.tui.app import play_campaign

        return play_campaign(game, ascii_only=ascii_only)
    from tabletop.plain.campaign import play
    from tabletop.plain.console import Console

    echo = not is_terminal(sys.stdin)
    play(game, Console(sys.stdin, sys.stdout, echo=echo, ascii_only=ascii_only), resumed=resumed)
    return 0


def _prepared(
    loaded: LoadedCampaign, source: str, after: str, setup: CampaignSetup, *, seeded: bool
) -> tuple[Record, ...]:
    """The records of the first stages as a script plays them, and as the people who go on will sit."""
    from dataclasses import replace

    from tabletop.bots.players import make_chooser
    from tabletop.campaign.course import perform
    from tabletop.campaign.script import read_campaign_script, refuse_another

    script = read_campaign_script(_script(loaded, source))
    refuse_another(script, loaded)
    own = script.setup
    mixed = replace(
        own,
        seed=setup.seed if seeded else own.seed,
        preset=setup.preset or own.preset,
        format=setup.format or own.format,
        weights=setup.weights or own.weights,
        assumptions={**own.assumptions, **setup.assumptions},
        seats=dict(setup.seats),
    )
    return perform(replace(script, setup=mixed), loaded, make_chooser, after or script.played(loaded)[0]).records


def _script(loaded: LoadedCampaign, source: str) -> Path:
    """A path, the letter of a prepared save, or the name of a script in the campaign's folder."""
    saves = {str(save.id).lower(): loaded.folder / save.script for save in loaded.campaign.saves}
    beside = loaded.folder / "scripts" / f"{source}.yaml"
    if Path(source).is_file() or not (source.lower() in saves or beside.is_file()):
        if not Path(source).exists():
            names = sorted(path.stem for path in (loaded.folder / "scripts").glob("*.yaml"))
            listed = f"prepared are {', '.join([save.id for save in loaded.campaign.saves] + names)}"
            raise IllegalDecision(f'there is no script or prepared save "{source}"', closest(source, names) or listed)
        return Path(source)
    return saves.get(source.lower(), beside)
