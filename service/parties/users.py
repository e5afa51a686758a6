"""Those who may log in."""

from __future__ import annotations

from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.history.record import INSTALLATION, Record, append
from service.parties.tables import UserRow

OPERATOR, READER = "operator", "reader"

_hasher = PasswordHasher()


def count_users(session: Session) -> int:
    """Return how many may log in."""
    return session.scalars(select(func.count()).select_from(UserRow)).one()


def create_user(
    session: Session, *, email: str, name: str, role: str, password: str, language: str, now: datetime, by: str
) -> int:
    """Add someone who may log in with a password; return the id."""
    row = UserRow(email=email.strip().lower(), name=name, role=role, language=language,
                  password=_hasher.hash(password), created_at=now)
    session.add(row)
    session.flush()
    append(session, [Record(chain=INSTALLATION, at=now, actor=by, subject=f"user {row.id}", event="created",
                            body={"role": role})])
    return row.id


def find_user(session: Session, email: str, password: str) -> UserRow | None:
    """Return the user with this address and password, taking as long when there is none."""
    row = session.scalars(select(UserRow).where(UserRow.email == email.strip().lower())).one_or_none()
    known = row.password if row is not None else _NOBODY
    try:
        _hasher.verify(known, password)
    except (VerificationError, InvalidHashError):
        return None
    return row


_NOBODY = _hasher.hash("nobody has this password, and it is compared all the same")
