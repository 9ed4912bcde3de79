"""One place draws for the world. The import contracts see modules; these tests see what is called."""

from __future__ import annotations

import ast

# Functions whose answer depends on the machine, the moment or the interpreter's hash seed.
UNREPEATABLE = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "locale.getlocale",
    "locale.setlocale",
    "os.urandom",
    "time.monotonic",
    "time.perf_counter",
    "time.time",
    "time.time_ns",
    "hash",
    "id",
}
# Rooms that may look at the clock: they time work or animate, and tell no world anything.
TIMED = ("analysis/", "cli/", "plain/", "tui/")
RANDOM_SOURCES = {"random", "secrets", "uuid", "numpy.random"}
# A fresh seed for a new game is drawn at the front doors and nowhere else.
SEED_SOURCES = {"cli/": {"secrets"}, "tui/": {"secrets"}}


def calls(tree: ast.Module) -> list[tuple[int, str]]:
    """Line and dotted name (its last two parts) of every call."""
    named = [(node.lineno, ast.unparse(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(line, ".".join(name.split(".")[-2:])) for line, name in named]


def names(tree: ast.Module) -> set[str]:
    """Every imported module and every dotted name that is used."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute):
            found.add(ast.unparse(node).replace("np.", "numpy."))
    return found


def test_no_second_source_of_chance_is_named(trees: dict[str, ast.Module]) -> None:
    found = {}
    for path, tree in trees.items():
        allowed = {source for prefix, sources in SEED_SOURCES.items() if path.startswith(prefix) for source in sources}
        found[path] = {source for source in names(tree) if source in RANDOM_SOURCES} - allowed
    assert {path: sources for path, sources in found.items() if sources} == {}


def test_nothing_below_the_screen_asks_the_machine(trees: dict[str, ast.Module]) -> None:
    asked = [
        f"{path}:{line} {name}"
        for path, tree in trees.items()
        if not path.startswith(TIMED)
        for line, name in calls(tree)
        if name in UNREPEATABLE
    ]
    assert asked == []


def is_set(node: ast.expr) -> bool:
    """Whether the expression makes a set on the spot."""
    called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    return isinstance(node, (ast.Set, ast.SetComp)) or called in {"set", "frozenset"}


def test_nothing_walks_through_a_set_in_its_own_order(trees: dict[str, ast.Module]) -> None:
    walked = [
        f"{path}:{node.iter.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, (ast.For, ast.comprehension)) and is_set(node.iter)
    ]
    assert walked == []
