"""What the pages of shifts ask for; the counts are fields of their own, named after the word they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Annotated, Any, TypeVar

from flask import request
from pydantic import BeforeValidator, Field

from service.followup.shifts.model import Kind, Told
from service.followup.shifts.refusals import BadCount
from service.followup.shifts.rules import MOST_COUNT, MOST_EDIT_DAYS
from service.followup.shifts.tables import WordRow
from service.kernel.errors import Wrong
from service.web.frame.forms import ONE_LINE, Asked, Form, read_form
from service.web.frame.text import many_lines
from service.web.speech.refusals import told as sentence

COUNT = "n-"
LARGEST = 2**63 - 1
Number = Annotated[int, Field(ge=0, le=LARGEST)]


def _hour(value: object) -> object:
    """Read an hour without seconds, however the browser writes it."""
    if isinstance(value, str) and len(value) not in (5, 8):
        raise Wrong("Skriv klockslaget som 20:00.", "Write the hour like 20:00.")
    return value


Hour = Annotated[time, BeforeValidator(_hour)]
Reason = Annotated[str, Field(min_length=1, max_length=1000)]


class Planned(Asked):
    """A shift to come."""

    numbers = "refused"

    day: date
    start: Hour
    end: Hour
    staff: Number
    places: tuple[Number, ...] = ()
    note: Annotated[str, Field(max_length=2000)] = ""
    weeks: Annotated[int, Field(ge=1, le=52)] = 1


class Shift(Asked):
    """A shift as it was; `sure` is the answer to what was doubted, `entry` the sender's own number."""

    numbers = "refused"

    day: date
    start: Hour
    end: Hour
    staff: Number
    places: tuple[Number, ...] = ()
    note: Annotated[str, Field(max_length=2000)] = ""
    sure: bool = False
    entry: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9-]{8,64}$")] | None = None
    reason: Annotated[str, Field(max_length=1000)] = ""
    revision: int = 0


class Reasoned(Asked):
    """Why a shift is struck, or was not held."""

    numbers = "refused"

    reason: Reason


FIELDS = {Kind.PLACE: "places", Kind.EVENT: "events", Kind.GROUP: "groups"}
Names = Annotated[str, Field(max_length=8000)]


class Begun(Asked):
    """What the three lists begin with: what is chosen of what is offered, and names of one's own, one a line."""

    numbers = "refused"

    places: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    places_more: Names
    events_more: Names = ""
    groups_more: Names = ""

    def lists(self) -> dict[Kind, list[str]]:
        """Return the names of each list."""
        return {kind: [*getattr(self, name), *getattr(self, f"{name}_more").split("\n")] for kind, name in FIELDS.items()}


class Words(Asked):
    """Names to put on a list, one a line."""

    numbers = "refused"

    kind: Kind
    names: Names


class Renamed(Asked):
    """What a word is to be called."""

    numbers = "refused"

    name: Annotated[str, Field(min_length=1, max_length=80), ONE_LINE]


class Merged(Asked):
    """What a word is merged into."""

    into: Number


class EditDays(Asked):
    """For how many days a shift may be edited without a reason."""

    days: Annotated[int, Field(ge=0, le=MOST_EDIT_DAYS)]
    revision: int = 0


S = TypeVar("S", Shift, Planned)


def read_shift(model: type[S]) -> Form[S]:
    """Return the form of a shift with its counts, those that are no numbers noted beside their fields."""
    form = read_form(model)
    for name, value in request.form.items():
        if name.startswith(COUNT):
            form.typed[name] = many_lines(value)[:20]
            if _count(form.typed[name]) is None:
                form.wrong(name, sentence(BadCount()))
    return form


def _count(typed: str) -> int | None:
    plain = typed.strip() or "0"
    return int(plain) if plain.isascii() and plain.isdecimal() and int(plain) <= MOST_COUNT else None


def told_by(form: Form[Any], words: Iterable[WordRow]) -> Told:
    """Return the shift that a form tells of; counts go to the list that their word is of."""
    kinds = {one.id: one.kind for one in words}
    counts = {int(name.removeprefix(COUNT)): _count(str(value)) or 0 for name, value in form.typed.items()
              if name.startswith(COUNT) and name.removeprefix(COUNT).isdecimal()}
    groups = {word: count for word, count in counts.items() if count and kinds.get(word) == Kind.GROUP}
    events = {word: count for word, count in counts.items() if count and word not in groups}
    given = form.given
    return Told(day=given.day, start=given.start.replace(second=0, microsecond=0), end=given.end.replace(second=0, microsecond=0),
                staff=given.staff, places=tuple(dict.fromkeys(given.places)), events=events, groups=groups, note=given.note)


def typed_as(told: Told) -> Mapping[str, Any]:
    """Return what a form shows for a shift that is known."""
    counts = {f"{COUNT}{word}": count for word, count in told.counts.items()}
    return {"day": told.day, "start": told.start, "end": told.end, "staff": told.staff, "places": told.places, "note": told.note,
            **counts}
