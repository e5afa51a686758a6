"""Those who may log in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.accounts import sessions
from service.accounts.notices import tell
from service.accounts.tables import UserRow
from service.accounts.ways_in.passwords import ensure_good, hashed, matches
from service.accounts.ways_in.tickets import revoke
from service.history.record import INSTALLATION, Record, append, hold
from service.kernel.errors import Refusal
from service.parties.tables import PersonRow

OPERATOR, READER = "operator", "reader"


class TakenAddress(Refusal):
    """Someone with the address {email} can already log in."""

    sv = "Någon med adressen {email} kan redan logga in."


class LastOperator(Refusal):
    """This is the only one who runs the installation; give someone else that role first."""

    sv = "Det här är den enda som sköter installationen; ge någon annan den rollen först."


def count_users(session: Session) -> int:
    """Return how many may log in."""
    return session.scalars(select(func.count()).select_from(UserRow)).one()


def create_user(
    session: Session, *, email: str, name: str, role: str, language: str, now: datetime, by: str,
    password: str | None = None, check: bool = False,
) -> int:
    """Add someone who may log in; return the id. Who is a contact by that address is the same person."""
    email = email.strip().lower()
    if session.scalars(select(UserRow.id).where(UserRow.email == email)).first() is not None:
        raise TakenAddress(email=email, field="email")
    if password is not None and check:
        ensure_good(password, name, email)
    person = session.scalars(select(PersonRow.id).where(PersonRow.email == email)).one_or_none()
    row = UserRow(email=email, name=name, role=role, language=language, created_at=now, person_id=person,
                  password=hashed(password) if password is not None else None)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        # Added by somebody else at once, who was faster.
        raise TakenAddress(email=email, field="email") from None
    _note(session, row.id, "created", now=now, by=by, role=role)
    return row.id


def find_user(session: Session, email: str, password: str) -> UserRow | None:
    """Return the user with this address and password, taking as long when there is none."""
    query = select(UserRow).where(UserRow.email == email.strip().lower(), UserRow.closed_at.is_(None))
    row = session.scalars(query).one_or_none()
    return row if matches(row.password if row is not None else None, password) else None


def set_password(session: Session, row: UserRow, password: str, *, now: datetime, by: str, where: str = "") -> None:
    """Give a user a new password; every session ends, and no link sent before lets anyone in."""
    ensure_good(password, row.name, row.email)
    row.password = hashed(password)
    sessions.end_all(session, row.id, now)
    revoke(session, row.id, now)
    _note(session, row.id, "password_changed", now=now, by=by)
    tell(session, row, "password", now=now, by=by, where=where)


def change_address(session: Session, row: UserRow, email: str, *, now: datetime, by: str, where: str = "") -> None:
    """Let a user log in with another address: neither a link sent to the one before nor a session lets in any more."""
    if session.scalars(select(UserRow.id).where(UserRow.email == email, UserRow.id != row.id)).first() is not None:
        raise TakenAddress(email=email, field="email")
    was = row.email
    try:
        with session.begin_nested():
            row.email = email
            session.flush()
    except IntegrityError:
        # Confirmed by somebody else at once, who was faster.
        raise TakenAddress(email=email, field="email") from None
    revoke(session, row.id, now)
    sessions.end_all(session, row.id, now)
    _note(session, row.id, "address_changed", now=now, by=by)
    if email != was:
        tell(session, row, "address", now=now, by=by, where=where, to=[was, email])


def close(session: Session, row: UserRow, *, now: datetime, by: str) -> None:
    """Let a user in no more; what they did stays in history."""
    if row.role == OPERATOR:
        _ensure_another_operator(session, row.id)
    told, row.closed_at = row.closed_at is not None, now
    sessions.end_all(session, row.id, now)
    revoke(session, row.id, now)
    _note(session, row.id, "closed", now=now, by=by)
    if not told:
        tell(session, row, "closed", now=now, by=by)


def reopen(session: Session, row: UserRow, *, now: datetime, by: str) -> None:
    """Let a user in again."""
    told, row.closed_at = row.closed_at is None, None
    _note(session, row.id, "reopened", now=now, by=by)
    if not told:
        tell(session, row, "reopened", now=now, by=by)


def set_role(session: Session, row: UserRow, role: str, *, now: datetime, by: str) -> None:
    """Make a user an operator, or no more."""
    if row.role == OPERATOR and role != OPERATOR:
        _ensure_another_operator(session, row.id)
    was, row.role = row.role, role
    _note(session, row.id, "role_changed", now=now, by=by, role=role)
    if (was == OPERATOR) != (role == OPERATOR):
        tell(session, row, "operator" if role == OPERATOR else "no_operator", now=now, by=by)


def _ensure_another_operator(session: Session, user_id: int) -> None:
    # Two operators who take the role from each other at once: the second sees what the first did.
    hold(session, INSTALLATION)
    others = select(func.count()).select_from(UserRow).where(
        UserRow.role == OPERATOR, UserRow.closed_at.is_(None), UserRow.id != user_id)
    if not session.scalars(others).one():
        raise LastOperator


def _note(session: Session, user_id: int, event: str, *, now: datetime, by: str, **body: str) -> None:
    append(session, [Record(chain=INSTALLATION, at=now, actor=by, subject=f"user {user_id}", event=event, body=body)])
