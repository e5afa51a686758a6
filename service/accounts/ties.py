"""Users and the contact people that they are."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.accounts.tables import UserRow


def user_of(session: Session, person_id: int) -> UserRow | None:
    """Return the user that a contact person is, if any."""
    return session.scalars(select(UserRow).where(UserRow.person_id == person_id)).one_or_none()


def shut_out(session: Session, person_id: int) -> bool:
    """Say whether a contact person is a user who is let in no more."""
    user = user_of(session, person_id)
    return user is not None and user.closed_at is not None


def tie(session: Session, person_id: int, email: str) -> None:
    """Tie a contact person to the user with the same address, if there is one."""
    session.execute(update(UserRow).where(UserRow.email == email, UserRow.person_id.is_(None)).values(person_id=person_id))
