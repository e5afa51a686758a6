"""What is asked about public records."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from service.records.disclosure.model import Verdict
from service.web.frame.forms import ONE_LINE, Asked
from service.web.speech.language import say

Line = Annotated[str, Field(max_length=200), ONE_LINE]
COURTS = ("Stockholm", "Göteborg", "Sundsvall", "Jönköping")


class Sieved(Asked):
    """Which rows of the register are asked for."""

    numbers = "not kept"

    slag: Literal["", "document", "renewal", "deviation", "outcome", "signature", "termination", "rescission", "waiver"] = ""
    fran: date | None = None
    till: date | None = None
    q: Line = ""


class Picked(Asked):
    """Which documents are to be looked through."""

    documents: tuple[int, ...] = ()


class Decided(Asked):
    """What is decided of a document; `phrases` are masked wherever they stand, one on each line."""

    verdict: Verdict = Verdict.UNDECIDED
    provision: Line = ""
    phrases: Annotated[str, Field(max_length=5000)] = ""


class Covered(Asked):
    """What is masked of one page."""

    lines: tuple[int, ...] = ()
    bands: tuple[int, ...] = ()
    whole: bool = False
    provision: Line = ""


class Copied(Asked):
    """The revision that the copy is made of."""

    seen: int


class Refused(Asked):
    """A decision not to give out; `addressee` stands in the decision alone."""

    addressee: Annotated[str, Field(min_length=1, max_length=300)]
    decided_by: Annotated[Line, Field(min_length=1)]
    why: Annotated[str, Field(min_length=1, max_length=4000)]
    court: Literal["Stockholm", "Göteborg", "Sundsvall", "Jönköping"]
    diary_number: Annotated[Line, Field(max_length=60)] = ""


class Culled(Asked):
    """Which documents are culled, by which decision."""

    numbers = "refused"

    documents: tuple[int, ...] = ()
    decision: Annotated[Line, Field(min_length=1)]


def names() -> dict[str, str]:
    """Return what the fields are called."""
    return {
        "documents": say("Handlingar", "Documents"), "verdict": say("Beslut", "Decision"),
        "provision": say("Sekretessbestämmelse", "Secrecy provision"), "phrases": say("Ord som maskas", "Words to mask"),
        "lines": say("Rader", "Lines"), "bands": say("Fält", "Bands"), "addressee": say("Till vem", "To whom"),
        "decided_by": say("Vem som har beslutat", "Who has decided"), "why": say("Skäl", "Reasons"),
        "court": say("Kammarrätt", "Court of appeal"), "decision": say("Gallringsbeslut", "Decision to cull"),
        "fran": say("Från och med", "From"), "till": say("Till och med", "To"),
        "diary_number": say("Diarienummer", "Diary number"), "q": say("Sök", "Search"),
    }
