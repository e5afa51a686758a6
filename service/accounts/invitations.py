"""Inviting people to log in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.accounts.tables import UserRow
from service.accounts.ties import user_of
from service.accounts.users import READER, create_user
from service.accounts.ways_in.tickets import Kind, issue
from service.kernel.errors import Refusal, Unknown
from service.parties.tables import PersonRow


class Closed(Refusal):
    """{name} has been shut out; whoever runs Överens can open the account again."""

    sv = "{name} är avstängd; den som sköter Överens kan öppna kontot igen."


class AddressOfOther(Refusal):
    """{email} is what someone else logs in with; whoever runs Överens can help."""

    sv = "{email} är vad någon annan loggar in med; den som sköter Överens kan hjälpa till."


def invite_person(session: Session, person_id: int, *, now: datetime, by: str) -> str:
    """Invite a contact person, with an account of their own if they have none; return the address that the invitation goes to."""
    person = session.get(PersonRow, person_id)
    if person is None:
        raise Unknown(what="person", id=person_id)
    user = user_of(session, person_id) or session.scalars(select(UserRow).where(UserRow.email == person.email)).one_or_none()
    if user is None:
        number = create_user(session, email=person.email, name=person.name, role=READER, language=person.language, now=now, by=by)
        user = session.get_one(UserRow, number)
    elif user.person_id is None:
        user.person_id = person_id
    elif user.person_id != person_id:
        raise AddressOfOther(email=person.email)
    invite_user(session, user, now=now, by=by)
    return user.email


def invite_user(session: Session, user: UserRow, *, now: datetime, by: str) -> None:
    """Invite someone who has an account; a new invitation replaces the one before."""
    if user.closed_at is not None:
        raise Closed(name=user.name)
    issue(session, user, Kind.INVITATION, now=now, by=by)
