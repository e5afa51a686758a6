"""What is asked about a meeting."""

from __future__ import annotations

from datetime import date, time
from itertools import zip_longest
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, AwareDatetime, Field

from service.kernel.errors import Wrong
from service.meetings.store import Outcome
from service.web.frame.forms import ONE_LINE, Asked, Form
from service.web.frame.text import one_line
from service.web.speech.language import say
from service.web.speech.mistakes import A_DAY

MOST_ROWS = 60
LONGEST_ROW = 500


def https_only(value: str) -> str:
    """Return the address of a video room, or nothing; raise Wrong for what is not https."""
    if value and not value.startswith("https://"):
        raise Wrong("Länken ska börja med https://", "The link must begin with https://")
    return value


class Pointed(Asked):
    """A point for the agenda."""

    point: Annotated[str, Field(min_length=1, max_length=300), ONE_LINE]


class Shifted(Asked):
    """Another day, time or place.

    `seen` is when the meeting was as the form was drawn; `anyway` is the day that the one who moves has been warned about.
    """

    day: date
    starts: time
    place: Annotated[str, Field(max_length=200), ONE_LINE] = ""
    video: Annotated[str, Field(max_length=500), AfterValidator(https_only), ONE_LINE] = ""
    seen: AwareDatetime | None = None
    anyway: str = ""


class Cancelled(Asked):
    """Why a meeting is cancelled."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class Held(Asked):
    """When a meeting was held and who was there; `others` one to a line."""

    day: date
    present: tuple[int, ...] = ()
    others: Annotated[str, Field(max_length=1000)] = ""


class Chosen(Asked):
    """One person."""

    person: int


class Answered(Asked):
    """What someone called has answered in another way."""

    seat: int
    answer: Literal["accepted", "declined", "suggested"]
    suggested: date | None = None
    message: Annotated[str, Field(max_length=1000)] = ""


class Commented(Asked):
    """What someone says of the minutes."""

    comment: Annotated[str, Field(min_length=1, max_length=4000)]


class Minuted(Asked):
    """The minutes, with rows of decisions and tasks; `seen` is the version that is corrected, 0 if there was none."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    seen: int = 0
    kind: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    ref: tuple[str, ...] = ()


class Typed(NamedTuple):
    """A row as it was typed; `ref` is which one of those put down before it is."""

    kind: str = "task"
    what: str = ""
    who: str = ""
    due: str = ""
    ref: str = ""

    @property
    def empty(self) -> bool:
        """Say whether nothing is written in the row."""
        return not (self.what or self.who or self.due)


def typed_rows(form: Form[Minuted]) -> list[Typed]:
    """Return the rows as they were typed."""
    columns = [form.typed.get(name) or [] for name in Typed._fields]
    return [Typed(*map(str, row)) for row in zip_longest(*columns, fillvalue="")][:MOST_ROWS]


def outcomes_in(form: Form[Minuted], held_on: date) -> list[Outcome]:
    """Return what the rows say, and note on the form what is wrong with them; an empty row is none.

    Nothing is to be done by a day before the meeting that decided it.
    """
    found = []
    for number, (kind, what, who, due, ref) in enumerate(typed_rows(form)):
        body, by = one_line(what, LONGEST_ROW + 1), one_line(who, LONGEST_ROW + 1)
        if not (body or by or due):
            continue
        if not body:
            form.wrong(f"what-{number}", say("Skriv vad som bestämdes eller ska göras.", "Write what was decided or is to be done."))
        for name, text in (("what", body), ("who", by)):
            if len(text) > LONGEST_ROW:
                form.wrong(f"{name}-{number}", say("Texten är för lång; högst {n} tecken ryms.",
                                                   "The text is too long; at most {n} characters fit.", n=LONGEST_ROW))
        day = _day(due)
        if due and day is None:
            form.wrong(f"due-{number}", say(*A_DAY))
        elif day is not None and day < held_on:
            form.wrong(f"due-{number}", say("Dagen ligger före mötet.", "The day is before the meeting."))
        found.append(Outcome(kind="task" if kind == "task" else "decision", body=body, who=by or None, due_on=day,
                             id=int(ref) if ref.isascii() and ref.isdigit() and len(ref) < 19 else None))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
