"""Noting contacts between the parties, and one party's own notes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.history.record import Record, append
from service.journal.tables import ContactRow, NoteRow
from service.kernel.clock import local_day
from service.kernel.errors import Overtaken, Refusal, Unknown


class Kind(StrEnum):
    """How the parties were in contact."""

    CALL = "call"
    MAIL = "mail"
    VISIT = "visit"
    MEETING = "meeting"
    OTHER = "other"


class NotYet(Refusal):
    """That day has not come; give the day it happened."""

    sv = "Den dagen har inte kommit än; ange dagen då det skedde."
    status = 422


class NotYourNote(Refusal):
    """This was noted by the other party; only they can correct it. Add a note of your own instead."""

    sv = "Det här har den andra parten antecknat; bara de kan rätta det. Skriv en egen anteckning i stället."
    status = 403


def note_contact(
    session: Session, agreement_id: int, *, day: date, kind: Kind, who: str, body: str, author: str, party_id: int | None,
    now: datetime, by: str,
) -> int:
    """Note a contact, for all parties to see; return its id."""
    row = _contact(session, agreement_id, day=day, kind=kind, who=who, body=body, author=author, party_id=party_id, now=now)
    _record(session, agreement_id, "contact_noted", day=day, kind=kind, now=now, by=by)
    return row.id


def correct_contact(
    session: Session, agreement_id: int, contact_id: int, *, day: date, kind: Kind, who: str, body: str, author: str,
    parties: frozenset[int], now: datetime, by: str,
) -> int:
    """Write a contact anew; what stood before is kept. Return the id of the new row."""
    old = session.scalars(select(ContactRow).where(
        ContactRow.id == contact_id, ContactRow.agreement_id == agreement_id)).one_or_none()
    if old is None:
        raise Unknown(what="contact", id=contact_id)
    if old.party_id is not None and old.party_id not in parties:
        raise NotYourNote
    first = old.first_id or old.id
    # Two who correct the same at once: the second sees what the first wrote before writing over it.
    session.scalars(select(ContactRow.id).where(ContactRow.id == first).with_for_update(key_share=True)).one()
    newest = session.scalars(select(func.max(ContactRow.id)).where(ContactRow.first_id == first)).one() or first
    if newest != old.id:
        raise Overtaken
    row = _contact(session, agreement_id, day=day, kind=kind, who=who, body=body, author=author, party_id=old.party_id, now=now,
                   first=first)
    _record(session, agreement_id, "contact_corrected", day=day, kind=kind, now=now, by=by)
    return row.id


def _contact(
    session: Session, agreement_id: int, *, day: date, kind: Kind, who: str, body: str, author: str, party_id: int | None,
    now: datetime, first: int | None = None,
) -> ContactRow:
    if day > local_day(now):
        raise NotYet(field="day")
    row = ContactRow(agreement_id=agreement_id, day=day, kind=kind.value, who=who, body=body, author=author, party_id=party_id,
                     first_id=first, written_at=now)
    session.add(row)
    session.flush()
    return row


def _record(session: Session, agreement_id: int, event: str, *, day: date, kind: Kind, now: datetime, by: str) -> None:
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event=event,
                            body={"on": day.isoformat(), "kind": kind.value})])


def write_note(session: Session, agreement_id: int, party_id: int, body: str, *, author: str, now: datetime) -> int:
    """Write a note for one party alone; history is the agreement's and says nothing of it."""
    row = NoteRow(agreement_id=agreement_id, party_id=party_id, body=body, author=author, written_at=now)
    session.add(row)
    session.flush()
    return row.id
