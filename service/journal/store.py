"""Finding contacts and notes, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from service.journal.tables import ContactRow, NoteRow
from service.kernel.errors import Unknown


def contacts(session: Session, agreement_id: int, *, after: tuple[date, int] | None, limit: int) -> Sequence[ContactRow]:
    """Return contacts as they now read, the latest day first; `after` is where the page before ended."""
    later = aliased(ContactRow)
    rewritten = exists().where(later.first_id == func.coalesce(ContactRow.first_id, ContactRow.id), later.id > ContactRow.id)
    query = select(ContactRow).where(ContactRow.agreement_id == agreement_id, ~rewritten)
    if after is not None:
        day, number = after
        query = query.where(or_(ContactRow.day < day, and_(ContactRow.day == day, ContactRow.id < number)))
    return session.scalars(query.order_by(ContactRow.day.desc(), ContactRow.id.desc()).limit(limit)).all()


def earlier(session: Session, rows: Sequence[ContactRow]) -> dict[int, list[ContactRow]]:
    """Return by id of a contact how it read before, the latest first."""
    firsts = {one.first_id: one.id for one in rows if one.first_id is not None}
    found: dict[int, list[ContactRow]] = defaultdict(list)
    query = select(ContactRow).where(or_(ContactRow.first_id.in_(firsts), ContactRow.id.in_(firsts)))
    for row in session.scalars(query.order_by(ContactRow.id.desc())):
        newest = firsts[row.first_id or row.id]
        if row.id != newest:
            found[newest].append(row)
    return found


def get_contact(session: Session, agreement_id: int, contact_id: int) -> ContactRow:
    """Return one contact of an agreement; raise Unknown."""
    row = session.scalars(select(ContactRow).where(
        ContactRow.id == contact_id, ContactRow.agreement_id == agreement_id)).one_or_none()
    if row is None:
        raise Unknown(what="contact", id=contact_id)
    return row


def notes(
    session: Session, agreement_id: int, parties: Collection[int], *, before: int | None, limit: int,
) -> Sequence[NoteRow]:
    """Return the notes of these parties alone, the newest first."""
    query = select(NoteRow).where(NoteRow.agreement_id == agreement_id, NoteRow.party_id.in_(parties))
    if before is not None:
        query = query.where(NoteRow.id < before)
    return session.scalars(query.order_by(NoteRow.id.desc()).limit(limit)).all()
