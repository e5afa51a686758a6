"""From rows of a file to shifts: each row read on its own, with a sentence for what is wrong with it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from service.followup.shifts.exchange.sheet import Line, read_day, read_hour
from service.followup.shifts.keep import Frame
from service.followup.shifts.lists.actions import folded
from service.followup.shifts.model import Kind, Told
from service.followup.shifts.rules import Span, check
from service.kernel.errors import Refusal

# How the state of a shift that is done is written, by us or by hand.
DONE = frozenset(("done", "gjort", "hållet", "loggat", "logged", "held"))


class NoDay(Refusal):
    """{text!r} is no day; write it like 2026-03-06."""

    sv = "{text!r} är ingen dag; skriv den som 2026-03-06."


class NoHour(Refusal):
    """{text!r} is no hour; write it like 20:00."""

    sv = "{text!r} är inget klockslag; skriv det som 20:00."


class NoNumber(Refusal):
    """{text!r} is no whole number."""

    sv = "{text!r} är inget helt tal."


class NoCount(Refusal):
    """{text!r} has no number; write it like Samtal: 4."""

    sv = "{text!r} saknar antal; skriv det som Samtal: 4."


class NotHeld(Refusal):
    """By its state ({state}) this shift was not done; it is not taken in."""

    sv = "Efter sitt läge ({state}) är passet inte gjort; det tas inte med."


class NotListed(Refusal):
    """{names}: not on the agreement's lists."""

    sv = "{names}: finns inte på överenskommelsens listor."


@dataclass(frozen=True, slots=True)
class Good:
    """A row that is a shift, the how many-th (`nth`) with that content; `entry` is the same whenever the same file is read."""

    number: int
    told: Told
    when: Span
    content: str
    nth: int

    @property
    def entry(self) -> str:
        """Return what the shift is kept as."""
        return "csv:" + hashlib.sha256(f"{self.content} {self.nth}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that is none, and why."""

    number: int
    cells: Mapping[str, str]
    why: Refusal


@dataclass(slots=True)
class Sorted:
    """The rows of a file: those that are shifts, those that are not, and the names that are on no list."""

    good: list[Good] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    missing: dict[Kind, list[str]] = field(default_factory=lambda: {kind: [] for kind in Kind})


def sort_out(rows: list[Line], found: Frame, now: datetime) -> Sorted:
    """Read every row."""
    names = {kind: {folded(one.name): one.id for one in found.words.values() if one.kind == kind} for kind in Kind}
    made, seen = Sorted(), Counter[str]()
    for row in rows:
        try:
            told = _told(row, names, made.missing)
            when = check(told, found.period, planned=False, now=now)
        except Refusal as why:
            made.bad.append(Bad(row.number, row.cells, why))
            continue
        said = content(found, told)
        seen[said] += 1
        made.good.append(Good(row.number, told, when, said, seen[said]))
    return made


def content(found: Frame, told: Told) -> str:
    """Return all that a shift of an agreement says, the same for the same."""
    return repr((found.agreement_id, sorted(found.facts(told).items(), key=str), told.note))


def _told(row: Line, names: Mapping[Kind, Mapping[str, int]], missing: dict[Kind, list[str]]) -> Told:
    cells = row.cells
    if (state := cells.get("läge", "")) and folded(state) not in DONE:
        raise NotHeld(state=state)
    day, start, end = read_day(cells.get("datum", "")), read_hour(cells.get("start", "")), read_hour(cells.get("slut", ""))
    if day is None:
        raise NoDay(text=cells.get("datum", ""))
    if start is None or end is None:
        raise NoHour(text=cells.get("start" if start is None else "slut", ""))
    places = _places(cells.get("platser", ""), names[Kind.PLACE])
    events, groups = _counts(cells.get("händelser", "")), _counts(cells.get("målgrupper", ""))
    unknown = {kind: [one for one in given if folded(one) not in names[kind]]
               for kind, given in ((Kind.PLACE, places), (Kind.EVENT, events), (Kind.GROUP, groups))}
    if any(unknown.values()):
        for kind, left in unknown.items():
            missing[kind] += [one for one in left if folded(one) not in map(folded, missing[kind])]
        raise NotListed(names=", ".join(one for left in unknown.values() for one in left))
    return Told(
        day=day, start=start, end=end, staff=_number(cells.get("personal", "")), note=cells.get("anteckning", ""),
        places=tuple(dict.fromkeys(names[Kind.PLACE][folded(one)] for one in places)),
        events=_by_id(events, names[Kind.EVENT]), groups=_by_id(groups, names[Kind.GROUP]))


def _by_id(counts: Mapping[str, int], known: Mapping[str, int]) -> dict[int, int]:
    return {known[folded(name)]: count for name, count in counts.items()}


def _parts(text: str) -> list[str]:
    separator = next((one for one in "|\n;" if one in text), ",")
    return [part.strip() for part in text.split(separator) if part.strip()]


def _places(text: str, known: Mapping[str, int]) -> list[str]:
    # A name may hold a comma.
    return [text] if folded(text) in known else _parts(text)


def _counts(text: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for part in _parts(text):
        name, mark, count = part.replace("=", ":").rpartition(":")
        if not mark:
            raise NoCount(text=part)
        found[name.strip()] += _number(count)
    return dict(found)


def _number(text: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 6):
        raise NoNumber(text=plain)
    return int(plain)
