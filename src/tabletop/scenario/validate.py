"""All checks of a scenario beyond its shape, in one pass over everything that can be checked."""

from __future__ import annotations

from tabletop.errors import Problem
from tabletop.scenario.choices import check_choices
from tabletop.scenario.declarations import check_declarations, check_drawn
from tabletop.scenario.definition import Scenario
from tabletop.scenario.draws import check_draws
from tabletop.scenario.findings import Findings
from tabletop.scenario.graph import check_formulas, check_happenings
from tabletop.scenario.linking import check_references, check_words
from tabletop.scenario.placeholders import check_placeholders
from tabletop.scenario.proofs import check_proofs
from tabletop.scenario.readings import Readings
from tabletop.scenario.references import Site, sites
from tabletop.scenario.scope import Declared
from tabletop.scenario.secrecy import check_secrecy
from tabletop.scenario.sense import check_sense
from tabletop.scenario.shape import STAND_IN
from tabletop.scenario.source import Tree
from tabletop.scenario.ways import check_ways

_WITHOUT_THE_REST = frozenset(("TT201", "TT202", "TT203", "TT204", "TT213", "TT301", "TT401", "TT427"))
"""What can be told while a file is missing, which may declare any id."""


def validate(scenario: Scenario, tree: Tree) -> list[Problem]:
    """Errors and warnings of a scenario whose shape is right."""
    if not tree.whole:
        return validate_part(scenario, tree, tree)
    findings = Findings(tree)
    found = sites(scenario)
    readings = _names_and_expressions(scenario, found, tree, findings)
    linked = not any(problem.code.startswith("TT2") for problem in findings.problems)
    check_sense(scenario, found, findings)
    check_choices(scenario, readings, findings)
    check_proofs(scenario, readings, findings)
    if linked:
        # A mistyped id would look like an inject that nothing fires, or a place that no route leads to.
        check_happenings(scenario, found, findings)
        check_ways(scenario, found, findings)
        check_secrecy(scenario, readings, findings)
    return findings.problems


def validate_part(part: Scenario, rest: Tree, tree: Tree) -> list[Problem]:
    """Errors of names and expressions in the mended rest of a misshapen scenario; `tree` is the whole as written.

    What needs the whole is left out: whether something is ever started, or whether a list is complete.
    """
    findings = Findings(rest)
    _names_and_expressions(part, sites(part), tree, findings)
    told = [problem for problem in findings.problems if STAND_IN not in problem.message]
    return [problem for problem in told if tree.whole or problem.code in _WITHOUT_THE_REST]


def _names_and_expressions(scenario: Scenario, found: list[Site], tree: Tree, findings: Findings) -> Readings:
    declared = Declared(tree.data)
    readings = Readings(declared, findings)
    check_references(found, declared, findings)
    check_words(scenario, declared, findings)
    check_drawn(found, declared, findings)
    check_draws(found, findings)
    check_placeholders(scenario, declared, findings)
    readings.examine(found)
    part, findings.tree = findings.tree, tree
    check_declarations(declared, tree.data, findings)
    check_formulas(declared, findings)
    findings.tree = part
    return readings
