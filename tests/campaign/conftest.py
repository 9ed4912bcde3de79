"""Two quays: a campaign of two small scenarios, written anew for each test that changes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.bots.players import make_chooser
from tabletop.campaign.carrying import CampaignSetup
from tabletop.campaign.course import CampaignCourse, perform
from tabletop.campaign.game import CampaignGame
from tabletop.campaign.load import LoadedCampaign, load
from tabletop.campaign.script import read_campaign_script

SPRING = """
format: 1
id: spring
version: "1"
title: The spring talks
summary: Two cities talk.
disclaimer: d
startex: {date: 2026-03-02}
endex: {at: 3, latest: 4d}
endings: [{id: signed, title: Signed, when: "paper != 'none'"}, {id: open, title: Left open}]
lengths: [{id: "50"}, {id: "180"}]
presets: [{id: base, label: Base}, {id: cold, label: Cold, assumptions: {a_luck: 0.1}}]
learning_objectives: [{id: LO1, text: t, bloom: apply}]
seats:
  - {id: east, label: The east city, short: East, brief: b}
  - {id: west, label: The west city, short: West, brief: b}
  - {id: sea, label: The sea, short: Sea, brief: b, player: doctrine}
gauges:
  - {id: trust, label: Trust, start: 50}
  - {id: mood, label: Mood, start: 40}
texts: [{id: paper, label: Paper, values: [none, ask, free], start: none}]
flags: [{id: broke, label: Broke its word}]
latents: [{id: tide, label: Tide, states: [{id: low, odds: 0.5}, {id: high, odds: 0.5}]}]
assumptions: [{id: a_luck, label: Luck, low: 0, base: 0.5, high: 1, grade: C}]
formulas: {warmth: trust + mood, calm: trust > 60}
injects:
  - {id: hello, at: 6h, from: a, to: [east, west], channel: news, subject: Hello, body: b, objectives: [LO1]}
decisions:
  - id: sign
    seat: east
    title: What to sign
    brief: b
    opens: {at: 12h}
    window: 12h
    default: nothing
    options:
      - {id: nothing, label: Nothing, brief: b}
      - {id: ask, label: Ask first, brief: b, effects: [{set: {paper: ask}}, {add: {trust: 20}}]}
      - {id: free, label: A free hand, brief: b, effects: [{set: {paper: free}}, {add: {trust: -5}}]}
  - id: toast
    seat: west
    title: A toast
    brief: b
    opens: {at: 1d 12h}
    window: 12h
    default: short
    options:
      - {id: short, label: Short, brief: b}
      - id: long
        label: Long
        brief: b
        effects: [{chance: {id: laughs, odds: a_luck, then: [{add: {mood: 20}}], else: [{add: {mood: -20}}]}}]
  - id: wave
    seat: sea
    title: A wave
    brief: b
    opens: {at: 2d}
    window: 12h
    default: small
    options: [{id: small, label: S, brief: b}, {id: big, label: B, brief: b, effects: [{add: {mood: -5}}]}]
objectives:
  - id: east_trust
    seat: east
    title: Trust
    weight: 1
    measures: [{mode: terminal, of: trust, zero: 0, hundred: 100}]
  - id: west_mood
    seat: west
    title: Mood
    weight: 1
    measures: [{mode: terminal, of: mood, zero: 0, hundred: 100}]
"""

AUTUMN = """
format: 1
id: autumn
version: "1"
title: The autumn storm
summary: A storm comes.
disclaimer: d
startex: {date: 2028-10-02}
endex: {at: 3, latest: 4d}
endings: [{id: over, title: Over}]
lengths: [{id: "50"}, {id: "180"}]
learning_objectives: [{id: LO1, text: t, bloom: apply}]
seats:
  - {id: east, label: The east city, short: East, brief: b}
  - {id: west, label: The west city, short: West, brief: b}
  - {id: sea, label: The sea, short: Sea, brief: b, player: doctrine}
gauges:
  - {id: trust, label: Trust, start: 60 + 5 * (paper == 'ask')}
  - {id: harbour, label: Harbour, start: 50}
flags: [{id: warned, label: Warned}]
texts: [{id: paper, label: Paper, values: [none, ask, free], start: none, input: true}]
latents: [{id: tide, label: Tide, states: [{id: low, odds: 0.5}, {id: high, odds: 0.5}]}]
assumptions: [{id: a_storm, label: Storm, low: 0, base: 10, high: 30, grade: C}]
relations: [{id: M1, title: Storm, says: s, grade: C, does: [{add: {harbour: -a_storm * (1 + (tide == 'high'))/10}}]}]
decisions:
  - id: shelter
    seat: west
    title: Send the ships away
    brief: b
    opens: {at: 12h}
    window: 12h
    default: stay
    options:
      - {id: stay, label: Stay, brief: b}
      - {id: ask, label: Ask first, brief: b, effects: [{add: {harbour: 10}}]}
      - {id: go, label: Go, brief: b, effects: [{add: {harbour: 20, trust: -15}}]}
  - id: answer
    seat: east
    title: Answer
    brief: b
    opens: {at: 1d 12h}
    window: 12h
    default: silence
    options:
      - {id: silence, label: Silence, brief: b}
      - {id: thanks, label: Thanks, brief: b, effects: [{add: {trust: 5}}]}
objectives:
  - id: east_trust
    seat: east
    title: Trust
    weight: 1
    measures: [{mode: terminal, of: trust, zero: 0, hundred: 100}]
  - id: west_harbour
    seat: west
    title: Harbour
    weight: 1
    measures: [{mode: terminal, of: harbour, zero: 0, hundred: 100}]
"""

CAMPAIGN = """
format: 1
id: two-quays
version: "1"
title: Two quays
summary: A word is given in spring and needed in autumn.
disclaimer: Teaching model.
premise: A word is given in spring.
seats:
  - {id: east, label: The east city, short: East, brief: You remember.}
  - {id: west, label: The west city, short: West, brief: So do you.}
assumptions: [{id: k_memory, label: Memory, low: 0, base: 1, high: 2, grade: C}]
presets:
  - {id: base, label: Base}
  - {id: forgetful, label: Forgetful, assumptions: {k_memory: 0}, stages: {spring: cold}}
weights:
  - {id: usual, stages: {spring: 25, storm: 75}}
  - {id: even, stages: {spring: 50, storm: 50}}
formats: [{id: long, lengths: {spring: "180", storm: "180"}}, {id: short, lengths: {spring: "50", storm: "50"}}]
words_limit: 6
linchpin: trust
posture: trust
stages:
  - {id: spring, title: The spring talks, scenario: stages/spring}
  - id: storm
    title: The autumn storm
    scenario: stages/autumn
    overlay: overlays/storm.yaml
    carry:
      - {to: trust, shift: 0.5 * k_memory * (spring_trust - 50), within: 15, why: Trust lasts.}
      - {to: paper, value: spring_paper}
      - {to: tide, value: spring_tide}
      - {to: warned, value: spring_calm}
      - {to: a_storm, value: 12, when: spring_warmth < 90}
    messages: [{id: box, from: Archivist, subject: The box, body: "Trust was {spring_trust:.1f}."}]
    card:
      - {title: Paper, when: spring_paper == 'none', text: Nothing was signed.}
      - {title: Paper, text: "Signed: {spring_paper}."}
sentences:
  - id: paper
    title: Ships leave after a word
    signed:
      - {title: Paper, when: spring_paper == 'none', text: No sentence.}
      - {title: Paper, text: "The paper says: {spring_paper}."}
    deeds:
      - {seat: west, when: spring_paper == 'ask' and storm_went, points: -5, text: went without a word}
      - {seat: west, when: spring_paper == 'ask' and storm_did_ask, points: 3, text: asked first}
caps: [{id: weakest, label: No more than 20 above the weakest stage, seats: [east, west], cap: 100}]
messages: [{id: next, from: Secretary, subject: The next sentence, body: Change one word.}]
debrief: {questions: [{pattern: chain, text: Which word held?}]}
"""

OVERLAY = """
formulas: {went: "chosen(shelter, 'go')", did_ask: "chosen(shelter, 'ask')"}
injects:
  - {id: read, at: 1h, from: staffs, to: [east, west], channel: orders, subject: Read this, body: b, objectives: [LO1]}
"""

SCRIPT = """
campaign: two-quays
title: The word that held
seed: 5
stages:
  spring:
    decisions: [{decision: sign, choose: ask, rationale: So that they must ask}, {decision: toast, choose: long}]
  storm:
    decisions: [{decision: shelter, choose: ask}, {decision: answer, choose: thanks}]
"""

Written = Callable[..., Path]


def write(folder: Path, **changes: str) -> Path:
    """The campaign in a folder; `campaign`, `spring`, `autumn`, `overlay`, `script` replace a file."""
    texts = {"campaign": CAMPAIGN, "spring": SPRING, "autumn": AUTUMN, "overlay": OVERLAY, "script": SCRIPT} | changes
    places = {
        "campaign": "campaign.yaml", "spring": "stages/spring/scenario.yaml", "autumn": "stages/autumn/scenario.yaml",
        "overlay": "overlays/storm.yaml", "script": "scripts/held.yaml",
    }  # fmt: skip
    for name, text in texts.items():
        path = folder / places[name]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes the campaign, with changes to some of its files, and gives its folder."""
    return lambda **changes: write(tmp_path / "two-quays", **changes)


@pytest.fixture
def rewritten(written: Written) -> Written:
    """Writes the campaign with `old` in its file replaced by `new`, and gives its folder."""

    def write_anew(old: str, new: str) -> Path:
        assert old in CAMPAIGN, old
        return written(campaign=CAMPAIGN.replace(old, new))

    return write_anew


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the campaign as it is."""
    return write(tmp_path_factory.mktemp("campaigns") / "two-quays")


@pytest.fixture(scope="session")
def quays(folder: Path) -> LoadedCampaign:
    """The campaign, loaded."""
    return load(folder)


@pytest.fixture
def game(quays: LoadedCampaign, tmp_path: Path) -> CampaignGame:
    """A new game of it, both cities held by people."""
    return CampaignGame.start(quays, CampaignSetup(5), tmp_path / "game.jsonl")


@pytest.fixture
def course(quays: LoadedCampaign, folder: Path) -> CampaignCourse:
    """The script played through."""
    return perform(read_campaign_script(folder / "scripts" / "held.yaml"), quays, make_chooser)
