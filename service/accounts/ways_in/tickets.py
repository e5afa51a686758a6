"""Links by mail that let someone in once: to log in, to take up an invitation, to choose a new password.

The database keeps a random value that the link is bound to and nothing that opens anything by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.accounts.tables import TicketRow, UserRow
from service.history.record import INSTALLATION, Record, append
from service.kernel.errors import Refusal
from service.kernel.ids import message_id, new_nonce
from service.notices.owe import Addressee, Letter, owe


class Kind(StrEnum):
    """What a link is for; the value is also the name of the mail that carries it."""

    SIGN_IN = "sign_in_link"
    INVITATION = "invitation"
    PASSWORD = "password_link"
    ADDRESS = "address_link"


LASTS = {Kind.SIGN_IN: timedelta(minutes=30), Kind.INVITATION: timedelta(days=14), Kind.PASSWORD: timedelta(hours=2),
         Kind.ADDRESS: timedelta(hours=2)}


class DeadLink(Refusal):
    """This link has been used, is too old, or was replaced by a newer one; ask for a new one."""

    sv = "Länken är använd, för gammal eller ersatt av en nyare; be om en ny."
    status = 410


@dataclass(frozen=True, slots=True)
class Ticket:
    """A link that can still be used, and whom it lets in."""

    id: int
    kind: Kind
    user_id: int
    email: str
    name: str
    language: str
    has_password: bool
    wished: str


def issue(
    session: Session, user: UserRow, kind: Kind, *, now: datetime, by: str, email: str | None = None, unsent: bool = False,
) -> int:
    """Send a user a link, which replaces earlier ones of its kind; return the id of what it is bound to.

    It goes to `email`, which it is to confirm, when given. `unsent` takes as long and mails nothing: someone else has it.
    """
    session.execute(update(TicketRow).where(
        TicketRow.user_id == user.id, TicketRow.kind == kind.value, TicketRow.used_at.is_(None)).values(used_at=now))
    row = TicketRow(user_id=user.id, kind=kind.value, nonce=new_nonce(), created_at=now, expires_at=now + LASTS[kind],
                    email=email)
    session.add(row)
    session.flush()
    point_of_return = session.begin_nested()
    owe(session, [_letter(row, user, kind, now=now, by=by)], now=now)
    if unsent:
        point_of_return.rollback()
    append(session, [Record(chain=INSTALLATION, at=now, actor=by, subject=f"user {user.id}", event=f"{kind.value}_sent",
                            body={})])
    return row.id


def feign(session: Session, kind: Kind, *, now: datetime) -> None:
    """Do all that sending a link takes and undo it: how long an answer takes must not tell who has an account."""
    anyone = session.scalars(select(UserRow).order_by(UserRow.id).limit(1)).one_or_none()
    if anyone is not None:
        point_of_return = session.begin_nested()
        issue(session, anyone, kind, now=now, by=anyone.name)
        point_of_return.rollback()


def _letter(row: TicketRow, user: UserRow, kind: Kind, *, now: datetime, by: str) -> Letter:
    key = f"{kind.value}:ticket {row.id}"
    return Letter(
        key=key, name=kind.value, agreement_id=None, uid=message_id("tickets", key), subject=f"ticket {row.id}",
        payload={
            "agreement": "Överens", "agreement_id": None, "parties": [], "clause": "", "day": now.date().isoformat(), "late": False,
            "given_on": now.date().isoformat(), "link": "", "simulated": False, "reply_to": None, "sender_name": None,
            "calendar": None, "expires": row.expires_at.isoformat(), "by": by, "email": row.email or user.email,
        },
        to=[Addressee(None, user.person_id if row.email is None else None, user.name, row.email or user.email, user.language,
                      seat_id=row.id, nonce=row.nonce)])


def look(session: Session, ticket_id: int, nonce: str, now: datetime) -> Ticket:
    """Return what a link stands for without using it; raise DeadLink."""
    query = select(TicketRow, UserRow).join(UserRow, UserRow.id == TicketRow.user_id).where(
        TicketRow.id == ticket_id, TicketRow.nonce == nonce, TicketRow.used_at.is_(None), TicketRow.expires_at > now,
        UserRow.closed_at.is_(None))
    found = session.execute(query).one_or_none()
    if found is None:
        raise DeadLink
    row, user = found
    return Ticket(row.id, Kind(row.kind), user.id, user.email, user.name, user.language, user.password is not None, row.email or "")


def revoke(session: Session, user_id: int, now: datetime) -> None:
    """Let no link sent to a user before let anyone in."""
    session.execute(update(TicketRow).where(TicketRow.user_id == user_id, TicketRow.used_at.is_(None)).values(used_at=now))


def use(session: Session, ticket: Ticket, now: datetime) -> None:
    """Use a link up, once however many press its button; raise DeadLink for all but the first."""
    changed = session.execute(update(TicketRow).where(
        TicketRow.id == ticket.id, TicketRow.used_at.is_(None)).values(used_at=now).returning(TicketRow.id)).all()
    if not changed:
        raise DeadLink
