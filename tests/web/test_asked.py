"""Whatever the reading asks can be read in English too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import service.intake
from service.web.speech.asked import in_english

DOUBTS = ("3/4 kan läsas på två sätt", "31 februari är ingen dag som finns")


def texts(node: ast.expr) -> Iterator[str]:
    """Yield what an expression may say, with a word for what is filled in."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        made = [""]
        for part in node.values:
            more = list(texts(part))
            made = [one + other for one in made for other in more]
        yield from made
    elif isinstance(node, ast.FormattedValue):
        value = node.value
        if isinstance(value, ast.IfExp):
            yield from (*texts(value.body), *texts(value.orelse))
        elif isinstance(value, ast.Attribute) and value.attr == "doubt":
            yield from DOUBTS
        elif isinstance(value, ast.Name) and value.id == "said":
            yield from ("", " Texten säger ”i god tid”.")
        elif isinstance(value, ast.Name) and value.id == "word":
            yield from ("från", "till")
        else:
            yield "12"


def asked() -> set[str]:
    """Return every question that stands in the code of the reading."""
    found: set[str] = set()
    for path in Path(service.intake.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "ask":
                found.update(texts(node.args[1]))
    return found


def test_no_question_is_left_in_swedish() -> None:
    questions = asked()
    assert len(questions) > 25
    assert [one for one in sorted(questions) if in_english(one) == one] == []


@pytest.mark.parametrize(("swedish", "english"), [
    ("Vilken dag ska verksamhetsplanen vara lämnad?", "By which day is the activity plan to be delivered?"),
    ("Vilken dag ska rapporten vara lämnad? Texten säger ”i god tid”.",
     "By which day is the report to be delivered? The text says ”i god tid”."),
    ("Vilken summa är hela ramen: 1 000 kronor eller 2 000 kronor?", "Which sum is the whole frame: 1 000 SEK or 2 000 SEK?"),
    ("Gäller överenskommelsen till och med 2026-06-30 eller 2026-12-31? Texten nämner båda.",
     "Does the agreement hold until 2026-06-30 or 2026-12-31? The text mentions both."),
    ("Något alldeles eget?", "Något alldeles eget?"),
])
def test_questions(swedish: str, english: str) -> None:
    assert in_english(swedish) == english
