"""What the forms of breaches and rescissions ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from service.breaches.model import Answer, How
from service.web.frame.forms import ONE_LINE, Asked

Line = Annotated[str, ONE_LINE, Field(max_length=300)]
Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Short = Annotated[str, Field(max_length=2000)]


class Notified(Asked):
    """Who fails which undertaking, what happened, since when, what shows it, and how long there is to rectify it."""

    numbers = "refused"

    party: int
    against: int
    undertaking: Annotated[str, Field(min_length=1, max_length=200)]
    what: Text
    since: date
    evidence: tuple[int, ...] = ()
    at_once: Annotated[str, Field(max_length=300)] = ""
    days: Annotated[int, Field(ge=1, le=365)] | None = None
    why_days: Short = ""


class Received(Asked):
    """On which day the notice was received, how that is known, and what shows it."""

    numbers = "refused"

    on: date
    how: How
    note: Short = ""


class Replied(Asked):
    """What is answered: rectified on a day, or disputed."""

    numbers = "refused"

    answer: Answer
    body: Text
    done_on: date | None = None
    evidence: tuple[int, ...] = ()


class Settled(Asked):
    """Whether the rectification is accepted or the notice withdrawn, and a word about it."""

    numbers = "refused"

    outcome: Literal["accept", "withdraw"]
    text: Short = ""


class Declared(Asked):
    """Why one rescinds, from which day, and what the right to represent the party rests on."""

    numbers = "refused"

    reason: Text
    effective_on: date
    capacity: Annotated[Line, Field(min_length=1)]
    authority: Annotated[Line, Field(min_length=1)]


class Claimed(Asked):
    """A rescission declared elsewhere: by which party and whom, when, from which day, and the document that shows it."""

    numbers = "refused"

    party: int
    declared_by: Annotated[Line, Field(min_length=1)]
    capacity: Annotated[Line, Field(min_length=1)]
    authority: Line = ""
    declared_on: date
    effective_on: date
    reason: Text
    document_id: int | None = None


class Answered(Asked):
    """Whether a claimed rescission is accepted or disputed, and why."""

    numbers = "refused"

    verdict: Literal["accept", "dispute"]
    text: Short = ""


class TakenBack(Asked):
    """Why the claim is withdrawn."""

    numbers = "refused"

    why: Annotated[str, Field(min_length=1, max_length=2000)]
