"""What the forms of a report ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from service.web.frame.forms import ONE_LINE, Asked
from service.web.speech.language import say


class Delivered(Asked):
    """A report handed in: on which day, as a file or a note of where it is."""

    numbers = "refused"

    day: date
    note: Annotated[str, Field(max_length=2000)] = ""
    diary_number: Annotated[str, Field(max_length=60), ONE_LINE] = ""


class Answered(Asked):
    """What the other party says of it."""

    numbers = "refused"

    verdict: Literal["accept", "return"]
    comment: Annotated[str, Field(max_length=4000)] = ""


class Released(Asked):
    """Why a report need not be delivered."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


def names() -> dict[str, str]:
    """Return what the fields are called."""
    return {"file": say("Fil", "File"), "day": say("Lämnad den", "Delivered on"), "note": say("Anteckning", "Note"),
            "diary_number": say("Diarienummer", "Diary number"), "comment": say("Kommentar", "Comment"),
            "verdict": say("Svar", "Answer"), "reason": say("Skäl", "Reason")}
