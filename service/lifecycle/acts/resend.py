"""Sending a notice again because someone asks for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.history.record import INSTALLATION, Record, append
from service.kernel.errors import Refusal, Unknown
from service.kernel.ids import message_id
from service.notices.owe import post_gathered
from service.notices.tables import OutboxRow, Post
from service.parties.tables import PersonRow

AGAIN = ":again:"


class NotToSendAgain(Refusal):
    """Only mail that was sent, could not be delivered, or waits for a weekly mail, can be sent."""

    sv = "Bara mejl som har skickats, inte kom fram eller väntar på ett veckomejl kan skickas."


class NoAddress(Refusal):
    """There is nobody to send this to; give the function to a person first."""

    sv = "Det finns ingen att skicka till; ge funktionen till en person först."
    status = 422


def resend(session: Session, post_id: int, *, now: datetime, by: str) -> int:
    """Send a notice again, to the person's address as it is now; return the id of the mail.

    What could not be delivered is tried anew; what is gathered for a weekly mail goes at once; what was sent, alone or
    in one, goes out as a mail of its own beside the first.
    """
    row = session.scalars(select(OutboxRow).where(OutboxRow.id == post_id).with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise Unknown(what="post", id=post_id)
    person = session.get(PersonRow, row.person_id) if row.person_id is not None else None
    email = person.email if person is not None else row.to_email
    if not email:
        raise NoAddress
    if row.state == Post.UNDELIVERABLE:
        session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(
            state=Post.WAITING.value, next_at=now, attempts=0, error=None, to_email=email))
        made = row
    elif row.state == Post.GATHERED:
        assert row.person_id is not None
        post_gathered(session, row.person_id, now=now, only=[row.id])
        made = row
    elif row.state in (Post.SENT, Post.DIGESTED):
        made = _copy(session, row, email, now)
    else:
        raise NotToSendAgain
    session.flush()
    append(session, [Record(chain=row.agreement_id or INSTALLATION, at=now, actor=by, subject=row.subject, event="resent",
                            upkeep=True, body={"notice": row.name, "to": [email]})])
    return made.id


def _copy(session: Session, row: OutboxRow, email: str, now: datetime) -> OutboxRow:
    first = row.key.partition(AGAIN)[0]
    query = select(func.count()).select_from(OutboxRow).where(
        OutboxRow.subject == row.subject, OutboxRow.key.startswith(first + AGAIN, autoescape=True))
    key = f"{first}{AGAIN}{session.scalars(query).one() + 1}"
    uid = session.scalars(select(AgreementRow.uid).where(AgreementRow.id == row.agreement_id)).one_or_none() or ""
    made = OutboxRow(
        key=key, name=row.name, agreement_id=row.agreement_id, subject=row.subject, person_id=row.person_id,
        party_id=row.party_id, to_name=row.to_name, to_email=email, language=row.language, payload=row.payload,
        seat_id=row.seat_id, nonce=row.nonce, state=Post.WAITING.value, created_at=now, next_at=now,
        message_id=message_id(uid, key))
    session.add(made)
    return made
