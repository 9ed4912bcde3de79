"""Mistakes of shape, of names, of expressions and of sense: each is told at its place, with a way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.scenario.load import check

Told = Callable[..., None]

Case = tuple[str, ...]

SHAPE: dict[str, Case] = {
    "unknown key": ("label: Unrest\n", "label: Unrest\n    ¦strat: 5\n", "TT101", 'did you mean "start"?'),
    "unknown key at the top": ("movement:", "¦movment:", "TT101", 'unknown key "movment"'),
    "unknown verb": ("[{fire: rumour}]", "[{¦explode: rumour}]", "TT101", "in an effect"),
    "comma in braces": ('{notice: "max(notice, 0.25)",', "{notice: 1, ¦2),", "TT101", "with commas in quotes"),
    "comma in an amount": ("[{add: {unrest: 2}}]", "[{add: {unrest: 2, ¦3)}}]", "TT101", "with commas in quotes"),
    "missing": ("{id: talks, label: Talks have begun}", "¦{id: talks}", "TT102", '"label" of this flag is missing'),
    "missing at the top": (
        'format: 1\nid: harbour\nversion: "1"\ntitle: Strike at the harbour\n',
        '¦format: 1\nid: harbour\nversion: "1"\n',
        "TT102",
        '"title" is missing',
    ),
    "not a number": ("low: 0.5,", "low: ¦little,", "TT103", '"low" must be a number, not "little"'),
    "not a text": ("label: Unrest\n", "label: ¦1984\n", "TT103", "put it in quotes: '1984'"),
    "a truth value for a text": ("label: Unrest\n", "label: ¦true\n", "TT103", "put it in quotes: 'true'"),
    "not a list": ("tags: [cautious]", "tags: ¦cautious", "TT103", "write [cautious]"),
    "not a mapping": ('{date: "2026-08-10", zone: KST}', "¦tomorrow", "TT103", "must be a mapping"),
    "empty": ("label: Unrest\n", "¦label:\n", "TT103", '"label" is empty'),
    "not true or false": ("label: Talks have begun", "label: Talks, start: ¦perhaps", "TT103", "true or false"),
    "not among the words": ("mode: mean", "mode: ¦meen", "TT104", 'did you mean "mean"?'),
    "format of the future": ("format: 1", "format: ¦2", "TT104", "it can be 1"),
    "too small": ("loads: 2", "loads: ¦0", "TT105", '"loads" must be at least 1'),
    "too large": ("latitude: 37.4", "latitude: ¦97.4", "TT105", "at most 90"),
    "too few": ("values: [none, low, fair], start: none", "values: ¦[], start: none", "TT105", "at least 1 items"),
    "not an id": ("- id: police", "- id: ¦Big police", "TT106", "a lower-case letter"),
    "not a relation id": (
        "injects:\n",
        "  - {id: ¦m2, title: T, says: S, grade: A}\ninjects:\n",
        "TT106",
        "a capital letter",
    ),
    "not a date": ('"2026-08-10"', "¦10.8.2026", "TT106", "a date such as 2026-08-10"),
    "not a time": ("window: 6h", "window: ¦6 hours", "TT107", "12h, 3d, 2w"),
    "not a moment": ("opens: {at: D+0 08:00}", "opens: {at: ¦8 o'clock}", "TT107", "D+2 06:00"),
    "neither time nor distribution": ("after: 6h", "after: ¦soon", "TT107", "is not a length of time"),
    "no such distribution": ("lasts: 1d", "lasts: {¦unifrom: [1d, 2d]}", "TT101", 'did you mean "uniform"?'),
    "two verbs": ("[{fire: rumour}]", "[¦{fire: rumour, note: x}]", "TT107", "exactly one verb, found fire, note"),
    "shares of measures": (
        "- id: order\n    seat: city\n    title: Keep order\n    weight: 1\n    measures: [{mode: mean,",
        "- ¦id: order\n    seat: city\n    title: Keep order\n    weight: 1\n    measures: [{share: 60, mode: mean,",
        "TT107",
        "add up to 60, not 100",
    ),
    "odds of one state": ("{id: short, odds: 0.5,", "{id: short, odds: ¦1.5,", "TT105", "at most 1"),
    "weight of nothing": ("weight: 1\n", "weight: ¦0\n", "TT105", "more than 0"),
    "not finite": ("low: 0.5,", "low: ¦'inf',", "TT105", "finite"),
}

NAMES: dict[str, Case] = {
    "two things of one id": (
        "  - id: rumour",
        "  - {id: ¦dawn, from: X, to: [], channel: news, subject: X, body: X, objectives: [LO1]}\n  - id: rumour",
        "TT201",
        "declared twice",
    ),
    "two options of one id": ("- id: police", "- id: talk", "TT201", "declared twice", "talk\n        label: Send"),
    "two values of one name": (
        "start: 100}\n",
        "start: 100}\n  - {id: ¦unrest, label: X, unit: x, start: 1}\n",
        "TT202",
        "is a stock and a gauge",
    ),
    "a formula with the name of a flag": (
        "  anger: unrest",
        "  ¦talks: 1\n  anger: unrest",
        "TT202",
        "a formula and a flag",
    ),
    "an inject with the name of a decision": ("- id: answer", "- id: rumour", "TT202", "elapsed()", "rumour\n    seat"),
    "a drawn value with the name of a gauge": (
        "[{add: {unrest: stones}}]",
        "[{draw: {id: ¦mood, value: {poisson: 2}}, do: [{note: x}]}]",
        "TT202",
        "has the name of a gauge",
    ),
    "the name of a function": (
        "label: Talks have begun}\n",
        "label: Talks have begun}\n  - {id: ¦max, label: X}\n",
        "TT203",
        "meaning of its own",
    ),
    "unknown gauge": ("{add: {unrest: 5}}", "{add: {¦unrst: 5}}", "TT210", 'did you mean "unrest"?'),
    "unknown seat": (
        "    seat: city\n    title: How",
        "    seat: ¦citty\n    title: How",
        "TT210",
        'did you mean "city"?',
    ),
    "unknown relation": ("because: M1}]", "because: ¦M2}]", "TT210", "there are: M1"),
    "unknown source": ("grade: B, sources: [S1]", "grade: B, sources: [¦S2]", "TT210", "no source called"),
    "unknown place": ("to: quay}", "to: ¦key}", "TT210", "there is no place called"),
    "unknown inject": ("[{fire: rumour}]", "[{fire: dawn}, {fire: ¦rumor}]", "TT210", 'did you mean "rumour"?'),
    "unknown preset value": ("{a_heat: 0.5}", "{¦a_heet: 0.5}", "TT210", 'did you mean "a_heat"?'),
    "the wrong sort of thing": ("rung: unrest", "rung: ¦funds", "TT210", '"funds" is a stock'),
    "a learning objective": (
        "window is broken.\n    objectives: [LO1]",
        "window is broken.\n    objectives: [¦LO2]",
        "TT210",
        "LO1",
    ),
    "a default that is no option": ("default: wait", "default: ¦weight", "TT211", 'did you mean "wait"?'),
    "a length that is none": ("lengths: [50]", "lengths: [¦75]", "TT211", "there are: 50"),
    "a start that is no value": ("start: none}", "start: ¦nothing}", "TT211", "there are: none, low, fair"),
    "a preset's text": ("texts: {offer: low}", "texts: {offer: ¦high}", "TT211", "there are: none, low, fair"),
    "a preset's hidden fact": ("{patience: long}", "{patience: ¦endless}", "TT211", "there are: short, long"),
    "two chances of one id": (
        "[{fire: rumour}]",
        "[{fire: rumour}, {chance: {id: accepted, odds: 0.5}}]",
        "TT201",
        "share their luck",
        "accepted\n",
    ),
    "a former name that is taken": ("id: funds,", "id: funds, renamed_from: [unrest, ¦funds],", "TT204", "former name"),
    "an option of a table": (
        "objectives:\n  - id: order",
        "joint: [{id: a, decisions: [answer, strike], rows: [{choices: {answer: ¦wate}}]}]\nobjectives:\n  - id: order",
        "TT211",
        'did you mean "wait"?',
    ),
    "a decision outside its table": (
        "objectives:\n  - id",
        "joint: [{id: a, decisions: [strike, strike2], rows: [{choices: {¦answer: talk}}]}]\nobjectives:\n  - id",
        "TT211",
        "not among the decisions",
    ),
    "an unknown placeholder": ("      Nobody came", "      ¦{nobody} came", "TT212", "names nothing"),
}

EXPRESSIONS: dict[str, Case] = {
    "an attribute": (
        "requires: unrest > 10 and",
        "requires: unrest¦.real > 10 and",
        "TT301",
        "a dot cannot stand here",
    ),
    "a call outside the table": ("rate: unrest / 100", "rate: ¦open(unrest)", "TT301", "no function"),
    "an unfinished one": ("of: unrest,", "of: unrest ¦+,", "TT301", "a value is missing"),
    "a power": ("of: unrest,", "of: unrest ¦** 2,", "TT301", "x*x"),
    "in quotes": ("of: unrest,", "of: 'unrest ¦** 2',", "TT301", "x*x"),
    "empty": ("of: unrest,", "of: ¦'',", "TT301", "empty"),
    "an unknown name": ("capacity: 4", "capacity: 4 + ¦untest", "TT302", 'did you mean "unrest"?'),
    "a number for a condition": (
        "    when: not talks",
        "    when: unrest",
        "TT302",
        "not a condition",
        "unrest\n    does",
    ),
    "a text for a number": ("of: unrest,", "of: ¦offer,", "TT302", "not a number"),
    "a text compared with a number": ("    when: not talks", "    when: ¦offer > 3", "TT302", "cannot be compared"),
    "a word that no text has": ("    when: not talks", "    when: offer == ¦'lou'", "TT302", "never 'lou'"),
    "an unknown option": ("    when: not talks", "    when: chosen(answer, ¦tolk)", "TT302", "no option"),
    "an unknown inject": ("    when: not talks", "    when: fired(¦down) > 0", "TT302", 'did you mean "dawn"?'),
    "a drawn name elsewhere": (
        "{add: {unrest: 5}}",
        "{add: {unrest: stones}}",
        "TT302",
        '"stones"',
        "stones}}]\n      - id",
    ),
    "a word for a flag": ("set: {talks: true,", "set: {talks: '¦yes',", "TT302", "called"),
    "a word that is no value": ("talks: true, offer: low", "talks: true, offer: ¦high", "TT302", '"high"'),
    "over several lines": (
        "    when: not talks",
        "    when: >-\n      unrest > 10 and\n      ¦mod > 20",
        "TT302",
        'did you mean "mood"?',
    ),
    "plain over several lines": ("    when: not talks", "    when: unrest > 10\n      and ¦mod > 20", "TT302", "mood"),
    "ten thousand brackets": ("of: unrest,", "of: ¦" + "(" * 10_000 + "1" + ")" * 10_000 + ",", "TT301", "2,000"),
}

SENSE: dict[str, Case] = {
    "formula in a circle": ("anger: unrest *", "¦anger: anger *", "TT401", "anger → anger"),
    "never started": ("[{fire: rumour}]", "[]", "TT403", "ever starts", "rumour\n    from"),
    "never opened": ("    opens: {at: D+0 08:00}\n", "", "TT404", "ever opens", "answer\n    seat"),
    "injects in a circle": (
        "all there is.\n    objectives: [LO1]\n",
        "all there is.\n    objectives: [LO1]\n    effects: [{repeat: {times: 2, every: 1h}, do: [{fire: scuffle}]}]\n",
        "TT402",
        "scuffle → rumour → scuffle",
        "rumour}]",
    ),
    "odds of arms": (
        "[{fire: rumour}]",
        "[{fire: rumour}, {chance: {id: c, arms: ¦[{id: x, odds: 0.7}, {id: y, odds: 0.5}]}}]",
        "TT406",
        "add up to 1.2",
    ),
    "a decision in two tables": (
        "objectives:\n  - id: order",
        "joint:\n  - {id: a, decisions: [answer, ¦answer]}\nobjectives:\n  - id: order",
        "TT420",
        "stands in two joint tables",
    ),
    "a row that hides the next": (
        "objectives:\n  - id: order",
        "joint:\n  - {id: a, decisions: [answer, strike], rows: [¦{}, {when: talks}]}\nobjectives:\n  - id: order",
        "TT420",
        "never looked at",
    ),
    "odds above 1": ("odds: clamp(0.5 + 0.01 * (50 - anger), 0, 1)", "odds: ¦1.2", "TT406", "between 0 and 1"),
    "odds that are percents": (
        "odds: clamp(0.5 + 0.01 * (50 - anger), 0, 1)",
        "odds: ¦35 + unrest",
        "TT406",
        "35 to 135",
    ),
    "a rate beyond its bound": ("rate: unrest / 100", "rate: ¦3 + unrest", "TT408", "bound of 2"),
    "a bound of nothing": ("bound: 2,", "bound: ¦-1,", "TT408", "outside 0 to 48"),
    "a window of nothing": ("window: 6h", "window: ¦0", "TT409", "no length"),
    "a period of nothing": ("every: 1h}", "every: ¦0h}", "TT409", "no length"),
    "a period that does not fit": ("{over: 6h, every", "{over: ¦90m, every", "TT409", "multiple"),
    "a start out of bounds": ("start: 100}", "start: ¦-5}", "TT410", "starts at -5"),
    "bounds the wrong way round": ("label: Unrest\n", "label: Unrest\n    min: ¦200\n", "TT410", "not below max"),
    "words for rungs": ("label: Unrest\n", "label: Unrest\n    words: ¦[a, b]\n", "TT410", "2 words for the 101"),
    "an agenda that is too long": (
        "agenda:\n      - {minutes: 20,",
        "agenda:\n      ¦- {minutes: 25,",
        "TT411",
        "adds up to 55",
    ),
    "doctrine that reads a secret": (
        "visible: {seats: {city: exact},",
        "visible: {seats: {union: exact},",
        "TT412",
        "hidden",
        "0.1 * (unrest",
    ),
    "two defaults": ("default: wait", "default: ¦[wait, talk]", "TT416", "where one is taken"),
    "no grade": ("    grade: B\n", "    grade: ¦''\n", "TT417", "no grade"),
    "an ending for all": ("    when: unrest < 40\n", "", "TT418", "fits always", "calm\n"),
    "no route": ("to: quay}", "to: ¦pier}", "TT419", "no route leads"),
    "a relation that moves": ("[{add: {unrest: 1.5 * a_heat}}]", "[{¦note: x}]", "TT424", "a relation cannot note"),
    "a preset out of range": ("{a_heat: 0.5}", "{a_heat: ¦5}", "TT425", "outside the range"),
    "two distributions": ("value: {poisson: 2}", "value: ¦{poisson: 2, exponential: 1}", "TT427", "exactly one form"),
    "numbers that go down": ("{triangular: [6h,", "{triangular: ¦[6d,", "TT427", "must go up"),
    "a time that counts": ("lasts: 1d", "lasts: {¦poisson: 3}", "TT427", "counts things"),
    "a time without unit": ("{triangular: [6h,", "{triangular: [¦soon,", "TT107", "not a length of time"),
    "a brace too many": ("body: A window is broken.", "body: ¦A window} is broken.", "TT213", "{{ and }}"),
    "a form for words": ("They say the {offer} offer", "They say the ¦{offer:99999d} offer", "TT213", "form"),
}

WARNINGS: dict[str, Case] = {
    "never true": ("    when: not talks", "    when: ¦unrest > 100", "TT405", "never hold"),
    "always true": ("    when: not talks", "    when: ¦unrest >= 0", "TT405", "always holds"),
    "odds that may go astray": (
        "odds: clamp(0.5 + 0.01 * (50 - anger), 0, 1)",
        "odds: ¦0.5 + 0.02 * (50 - unrest)",
        "TT407",
        "-0.5 to 1.5",
    ),
    "a lock that tells a secret": ("requires: unrest > 10", "requires: ¦away(ghost) or unrest > 10", "TT413", "hidden"),
    "an option that changes nothing": (
        "- {id: wait,",
        "- {id: nap, label: N, brief: B}\n      - {id: wait,",
        "TT415",
        "changes nothing",
        "nap,",
    ),
    "a relation out of the air": (
        "    grade: B\n    sources: [S1]\n",
        "    grade: B\n",
        "TT417",
        "source",
        "M1\n    title",
    ),
    "a bound that may vanish": ("bound: 2,", "bound: ¦unrest / 40,", "TT408", "0 to 2.5"),
    "after the end": ('at: "D+0 06:00"', "at: ¦D+9", "TT422", "after the latest end"),
    "a default that may be locked": (
        "- {id: wait,",
        "- {id: wait, requires: unrest > 20,",
        "TT423",
        "may be locked",
        "wait\n    lengths",
    ),
}


@pytest.mark.parametrize("name", SHAPE)
def test_shape(name: str, assert_told: Told) -> None:
    assert_told(*SHAPE[name])


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str, assert_told: Told) -> None:
    assert_told(*NAMES[name])


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions(name: str, assert_told: Told) -> None:
    assert_told(*EXPRESSIONS[name])


@pytest.mark.parametrize("name", SENSE)
def test_sense(name: str, assert_told: Told) -> None:
    assert_told(*SENSE[name])


@pytest.mark.parametrize("name", WARNINGS)
def test_warnings(name: str, assert_told: Told) -> None:
    assert_told(*WARNINGS[name], severity="warning")


@pytest.mark.parametrize("value", ["1", "0", "true", "false"])
def test_a_flag_may_be_set_to_a_number(changed: Callable[..., Path], value: str) -> None:
    assert check(changed("{talks: true, offer: low}", f"{{talks: {value}, offer: low}}")) == ()


def test_several_sorts_of_mistakes_in_one_pass(harbour: Path) -> None:
    path = harbour / "scenario.yaml"
    text = path.read_text("utf-8")
    for old, new in (
        ("label: Unrest\n", "label: Unrest\n    strat: 5\n"),
        ("[{fire: rumour}]", "[{fire: rumor}]"),
        ("unrest > 10 and funds > 1", "unrest.level > 10"),
        ("window: 6h", "window: 6 hours"),
        ("  - {id: offer,", "  - &x {id: offer,"),
        ("label: Talks have begun", "label: Talks, label: Twice"),
        ("- id: dawn", "- id: scuffle"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    assert [problem.code for problem in check(harbour)] == [
        "TT101", "TT007", "TT004", "TT201", "TT210", "TT107", "TT301",
    ]  # fmt: skip


def test_a_seat_without_objective(changed: Callable[..., Path]) -> None:
    (problem,) = check(changed("seat: city\n    title: Keep", "seat: union\n    title: Keep"))
    assert problem.at is not None
    assert (problem.code, Path(problem.at.file).name, problem.at.line) == ("TT426", "people.yaml", 2)


def test_a_formula_that_grows_beyond_measure(assert_told: Told) -> None:
    grown = "\n".join(f"  f{n}: f{n - 1} + f{n - 1} + f{n - 1}" for n in range(1, 8))
    assert_told(
        "  anger: unrest", f"  f0: unrest + mood\n{grown}\n  anger: unrest", "TT303", "too large", "f6 + f6 + f6"
    )
