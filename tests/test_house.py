"""The architecture as tests: one clock, one commit, no hidden imports, files and functions that fit the eye."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "service").rglob("*.py"))
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "fromtimestamp"}
CLOCK_OWNERS = {"datetime", "date", "time"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed() -> Iterator[tuple[str, ast.Module]]:
    for path in FILES:
        yield name_of(path), ast.parse(path.read_text("utf-8"))


def test_only_one_file_reads_the_clock() -> None:
    found = {
        name for name, tree in parsed() for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name) and node.func.value.id in CLOCK_OWNERS
    }
    assert found == {"service/kernel/clock.py"}


def test_only_one_file_commits() -> None:
    found = {
        name for name, tree in parsed() for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id in ("saved", "point_of_return"))
    }
    assert found == {"service/db.py"}


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{name}:{node.lineno}" for name, tree in parsed() for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_modules_are_loaded_by_name_in_two_places_only() -> None:
    found = {name for name, tree in parsed() for node in ast.walk(tree)
             if isinstance(node, ast.Attribute) and node.attr in ("import_module", "__import__")}
    # The child that reads a file loads only the reader of its kind: a small process is the point of it.
    assert found == {"service/cli/main.py", "service/intake/formats/child.py"}


def test_state_is_written_by_the_door_only() -> None:
    """A row's state is set when it is made, and afterwards by the door (the outbox has its own)."""
    found = {
        f"{name}:{node.lineno}" for name, tree in parsed() for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for part in ast.walk(target) if isinstance(part, ast.Attribute) and part.attr == "state"
    }
    assert found == set()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_size(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)" for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 60
    ]
    assert long == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_exception_is_swallowed(path: Path) -> None:
    silent = [
        node.lineno for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and (
            all(isinstance(one, ast.Pass) for one in node.body)
            or (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
            and all(isinstance(one, ast.Continue) for one in node.body)
        )
    ]
    assert silent == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_what_is_public_says_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    bare = [
        node.name for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert bare == []
    assert path.stat().st_size == 0 or name_of(path).endswith("/__init__.py") or ast.get_docstring(tree)


def test_reading_an_agreement_loads_neither_web_nor_database() -> None:
    """The command that reads a file starts fast: it must not pull the whole house in."""
    script = "import sys, service.cli.reading.intake; print(sorted({'flask', 'sqlalchemy', 'apscheduler'} & set(sys.modules)))"
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True,
        check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("path", [one for one in FILES if "with_for_update" in one.read_text("utf-8")], ids=str)
def test_what_refers_to_a_locked_row_is_written_beside_it(path: Path) -> None:
    """A lock that keeps keys alone lets others write rows that refer to the one locked; else two who each hold one would wait for ever."""
    assert re.findall(r"with_for_update(?:\((?!key_share=True)|=(?!\{\"key_share\": True\}))", path.read_text("utf-8")) == []
