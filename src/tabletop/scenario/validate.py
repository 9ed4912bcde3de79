"""All checks of a scenario beyond its shape, in one pass over everything that can be checked."""

from __future__ import annotations

from tabletop.errors import Problem
from tabletop.scenario.declarations import check_declarations, check_drawn
from tabletop.scenario.definition import Scenario
from tabletop.scenario.findings import Findings
from tabletop.scenario.linking import check_references, check_words
from tabletop.scenario.readings import Readings
from tabletop.scenario.references import sites
from tabletop.scenario.scope import Declared
from tabletop.scenario.source import Tree


def validate(scenario: Scenario, tree: Tree) -> list[Problem]:
    """Errors and warnings of a scenario whose shape is right."""
    findings = Findings(tree)
    _names_and_expressions(scenario, Declared(tree.data), tree, findings)
    return findings.problems


def validate_part(part: Scenario, rest: Tree, tree: Tree) -> list[Problem]:
    """Errors of names and expressions in the sound part of a misshapen scenario; `tree` is the whole of it."""
    findings = Findings(rest)
    _names_and_expressions(part, Declared(tree.data), tree, findings)
    return findings.problems


def _names_and_expressions(scenario: Scenario, declared: Declared, tree: Tree, findings: Findings) -> Readings:
    found = sites(scenario)
    readings = Readings(declared, findings)
    check_references(found, declared, findings)
    check_words(scenario, declared, findings)
    check_drawn(found, declared, findings)
    readings.examine(found)
    findings.tree = tree
    check_declarations(declared, tree.data, findings)
    return readings
