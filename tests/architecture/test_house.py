"""The house measures: how long a file or a function may be, and what nothing may be called."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

LONGEST_FILE = 450
LONGEST_FUNCTION = 45
MEDIAN_FUNCTION = 6
DRAWERS = {"utils", "helpers", "core", "base", "common", "types", "manager", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.Module) -> list[Function]:
    """Every function and method of a file, nested ones too."""
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(function: Function) -> int:
    """Lines from `def` to the last one, the docstring not counted."""
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    doc = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - doc


def body(function: Function) -> int:
    """Lines of the body alone, the docstring not counted."""
    inner = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (inner[-1].end_lineno or 0) - inner[0].lineno + 1 if inner else 0


def test_no_file_is_too_long(checkout: Path, tracked: list[str]) -> None:
    sizes = {name: len((checkout / name).read_bytes().splitlines()) for name in tracked if name.endswith(".py")}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_too_long(trees: dict[str, ast.Module]) -> None:
    long = {f"{path}:{f.lineno} {f.name}": length(f) for path, tree in trees.items() for f in functions(tree)}
    assert {name: size for name, size in long.items() if size > LONGEST_FUNCTION} == {}


def test_the_middle_function_is_short(trees: dict[str, ast.Module]) -> None:
    assert statistics.median(body(f) for tree in trees.values() for f in functions(tree)) <= MEDIAN_FUNCTION


def test_no_file_is_a_drawer(tracked: list[str]) -> None:
    assert [name for name in tracked if name.endswith(".py") and Path(name).stem in DRAWERS] == []


def test_no_package_file_holds_code(trees: dict[str, ast.Module], package: Path) -> None:
    def extra(tree: ast.Module) -> list[ast.stmt]:
        return [node for node in tree.body if not isinstance(node, (ast.Expr, ast.ImportFrom, ast.Assign))]

    eager = [
        path
        for path, tree in trees.items()
        if path.endswith("/__init__.py") and (extra(tree) or "from tabletop" in (package / path).read_text("utf-8"))
    ]
    assert eager == []


def test_no_class_takes_the_name_of_another_library(trees: dict[str, ast.Module]) -> None:
    classes = [
        (path, node.name) for path, tree in trees.items() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    assert [(path, name) for path, name in classes if name == "Event"] == []


def test_nothing_is_left_for_later(checkout: Path, tracked: list[str]) -> None:
    note = re.compile(r"#\s*(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
    sources = [name for name in tracked if name.endswith((".py", ".yaml", ".toml", ".tcss"))]
    assert [name for name in sources if note.search((checkout / name).read_text("utf-8"))] == []


def test_nothing_is_a_stub(trees: dict[str, ast.Module]) -> None:
    stubs = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and node.exc is not None and "NotImplementedError" in ast.unparse(node.exc)
    ]
    assert stubs == []


def test_every_test_checks_something(checkout: Path, tracked: list[str]) -> None:
    says = re.compile(r"\bassert\b|assert_|check|verify|raises|replay|snap")
    silent = []
    for name in tracked:
        if name.startswith("tests/") and Path(name).name.startswith("test_") and name.endswith(".py"):
            tree = ast.parse((checkout / name).read_text("utf-8"))
            silent += [
                f"{name}:{f.lineno} {f.name}"
                for f in functions(tree)
                if f.name.startswith("test") and not says.search(ast.unparse(f))
            ]
    assert silent == []
