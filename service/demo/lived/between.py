"""What people do between the meetings: talk, note something for themselves, and do what was decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.journal.actions import Kind, note_contact, write_note
from service.kernel.clock import local_day
from service.meetings.minutes import finish
from service.meetings.tables import OutcomeRow
from service.parties.model import Cast, Function

TALKS = (
    (Kind.CALL, "Samtal om vilka som kommer till mötet och om handlingarna till det."),
    (Kind.MAIL, "Skickade siffrorna för perioden inför mötet. De stämmer med budgeten."),
    (Kind.VISIT, "Besök på plats en kväll. Verksamheten fungerar som tänkt; fler än väntat kom."),
    (Kind.CALL, "Stämde av vem som skriver underlaget om målen."),
)
NOTES = {
    "public": "Ta upp nästa års ram med ekonomen innan budgeten läggs i nämnden.",
    "civil": "Styrelsen vill se siffrorna en vecka före nästa möte.",
}


def talk(session: Session, agreement_id: int, number: int, cast: Cast, *, now: datetime) -> None:
    """Note one contact between the parties; the first time also a note of each party's own."""
    names = {role: next((seat.name for seat in cast.seats if seat.role == role and seat.function == Function.COORDINATOR), "")
             for role in NOTES}
    kind, body = TALKS[number % len(TALKS)]
    for place, party in enumerate(cast.parties):
        if place == number % len(cast.parties):
            note_contact(session, agreement_id, day=local_day(now), kind=kind, who=", ".join(filter(None, names.values())),
                         body=body, author=names.get(party.role, "") or party.name, party_id=party.id, now=now,
                         by=names.get(party.role, "") or party.name)
        if number == 0 and party.role in NOTES:
            write_note(session, agreement_id, party.id, NOTES[party.role], author=names[party.role] or party.name, now=now)


def do_tasks(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Tick off the tasks whose day has come."""
    for one in session.scalars(select(OutcomeRow).where(
            OutcomeRow.agreement_id == agreement_id, OutcomeRow.kind == "task", OutcomeRow.done_on.is_(None),
            OutcomeRow.due_on <= local_day(now))).all():
        finish(session, one.meeting_id, one.id, on=local_day(now), now=now, by=by)
