"""What is asked about a document."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from flask import request
from pydantic import Field

from service.documents.files import gate_of, receive
from service.documents.model import Direction, Kind, Received, Registration
from service.documents.rules import LONGEST_NAME
from service.documents.tables import DocumentRow
from service.kernel.errors import Refusal
from service.web.frame.desk import desk
from service.web.frame.forms import ONE_LINE, Asked, Form
from service.web.frame.text import one_line
from service.web.speech.language import say
from service.web.speech.refusals import told

Line = Annotated[str, Field(max_length=200), ONE_LINE]


class NoFile(Refusal):
    """Choose the file to add."""

    sv = "Välj den fil som ska läggas in."
    status = 422


class Registered(Asked):
    """What stands in the register; `seen` is the revision that was changed."""

    numbers = "refused"

    kind: Kind
    title: Annotated[str, Field(min_length=1, max_length=200), ONE_LINE]
    direction: Direction
    day: date
    sender: Line = ""
    recipient: Line = ""
    diary_number: Annotated[str, Field(max_length=60), ONE_LINE] = ""
    secrecy: Annotated[str, Field(max_length=100), ONE_LINE] = ""
    retention: Line = ""
    cull_after: date | None = None
    matter: Annotated[str, Field(max_length=100), ONE_LINE] = ""
    seen: int = 0


class Added(Registered):
    """A new document: for which party, and whether it is working material."""

    party: int | None = None
    working: bool = False


class Culled(Asked):
    """The decision that a document is culled by."""

    numbers = "refused"

    decision: Annotated[str, Field(min_length=1, max_length=200), ONE_LINE]


def registration(given: Registered) -> Registration:
    """Return what a form registers."""
    return Registration(
        kind=given.kind, title=given.title, direction=given.direction, day=given.day, sender=given.sender, recipient=given.recipient,
        diary_number=given.diary_number, secrecy=given.secrecy, retention=given.retention, cull_after=given.cull_after,
        matter=given.matter, working=isinstance(given, Added) and given.working)


def as_registered(row: DocumentRow) -> dict[str, object]:
    """Return what stands in the register, to fill a form with."""
    return {"seen": row.revision, **{name: getattr(row, name) for name in (
        "kind", "title", "direction", "day", "sender", "recipient", "diary_number", "secrecy", "retention", "cull_after", "matter")}}


def taken(form: Form[Any]) -> Received | None:
    """Return the file sent along, looked through; note on the form why there is none."""
    file = request.files.get("file")
    gate = gate_of(desk().settings)
    try:
        if file is None or not file.filename:
            raise NoFile
        return receive(file.stream.read(gate.bytes + 1), one_line(file.filename, 2 * LONGEST_NAME), gate)
    except Refusal as refusal:
        form.wrong("file", told(refusal), refusal.status)
        return None


def names() -> dict[str, str]:
    """Return what the fields are called."""
    return {
        "file": say("Fil", "File"), "kind": say("Slag", "Kind"), "title": say("Rubrik", "Title"),
        "direction": say("Hur det kom till", "How it came about"), "day": say("Dag", "Day"), "sender": say("Från", "From"),
        "recipient": say("Till", "To"), "diary_number": say("Diarienummer", "Diary number"),
        "secrecy": say("Sekretessbestämmelse", "Secrecy provision"), "retention": say("Beslut eller plan", "Decision or plan"),
        "cull_after": say("Gallras tidigast efter", "Not to be culled until after"), "matter": say("Hör till", "Belongs to"),
        "party": say("Part", "Party"), "working": say("Arbetsmaterial", "Working material"),
        "decision": say("Gallringsbeslut", "Decision to cull"),
    }
