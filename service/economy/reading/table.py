"""A table of outcome by post, as spreadsheets save it: semicolons, commas or tabs, Swedish amounts, UTF-8 or Windows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from service.economy.reading.amounts import written_ore
from service.economy.reading.model import LineFault, PostRow
from service.economy.reading.refusals import NotATable, TooBig

LARGEST, MOST_ROWS = 1_000_000, 2_000
POST = ("post", "budgetpost", "budget post", "benämning")
USED = ("utfall", "använt", "förbrukat", "upparbetat", "used", "outcome", "spent")
FORECAST = ("prognos", "forecast")


def read_table(content: bytes) -> tuple[list[PostRow], list[LineFault]]:
    """Return the rows and what is wrong by line; refuse what is no table of posts."""
    if len(content) > LARGEST:
        raise TooBig(megabytes=LARGEST // 1_000_000)
    text = _text(content)
    try:
        lines = [(number, line) for number, line in enumerate(csv.reader(StringIO(text), delimiter=_mark(text)), 1) if any(line)]
    except csv.Error:
        raise NotATable(why=head_of(text)) from None
    if not lines or len(lines) > MOST_ROWS:
        raise NotATable(why="0" if not lines else f"> {MOST_ROWS}")
    head = [one.strip().casefold() for one in lines[0][1]]
    post, used, forecast = _place(head, POST), _place(head, USED), _place(head, FORECAST)
    if post is None or used is None:
        raise NotATable(why=", ".join(head)[:100])
    rows: list[PostRow] = []
    faults: list[LineFault] = []
    for number, cells in lines[1:]:
        _row(number, cells, (post, used, forecast), rows, faults)
    return rows, faults


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _mark(text: str) -> str:
    """Return what parts the columns: what the first line has most of."""
    first = next((one for one in text.splitlines() if one.strip()), "")
    return max(";\t,", key=first.count)


def head_of(text: str) -> str:
    """Return the beginning of a text, to be recognised by."""
    return " ".join(text[:300].split())[:100]


def _place(head: Sequence[str], names: Sequence[str]) -> int | None:
    """Return the column whose name is, or begins with, one of the names."""
    return next((at for at, one in enumerate(head) if one.startswith(tuple(names))), None)


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _row(
    number: int, cells: Sequence[str], places: tuple[int, int, int | None], rows: list[PostRow], faults: list[LineFault],
) -> None:
    post, used, told = (_cell(cells, at) for at in places)
    if not post:
        faults.append(LineFault(number, "posten saknas", "the post is missing"))
        return
    ore, forecast = written_ore(used), written_ore(told) if told else None
    for given, found in ((used, ore), (told, forecast)):
        if found is None and (given or given is used):
            faults.append(LineFault(number, f"”{given}” är inget belopp", f"“{given}” is no amount"))
            return
    assert ore is not None
    rows.append(PostRow(line=number, post=post, used_ore=ore, forecast_ore=forecast))
