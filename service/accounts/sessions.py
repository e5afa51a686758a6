"""Who is logged in where."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from service.accounts.tables import SessionRow, UserRow
from service.kernel.ids import text_digest

LASTS = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=5)
# Between the button pressed and the answer received the browser still sends what it had.
LINGERS = timedelta(minutes=1)
LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """Someone logged in, as every page needs to know them."""

    session_id: int
    user_id: int
    person_id: int | None
    name: str
    email: str
    role: str
    language: str
    way: str
    level: str | None
    seen_at: datetime
    proved_at: datetime | None


def begin(session: Session, user_id: int, *, now: datetime, way: str, agent: str = "", level: str | None = None) -> str:
    """Log a user in; return the token that the browser keeps and the database does not."""
    token = secrets.token_urlsafe(32)
    session.add(SessionRow(user_id=user_id, digest=text_digest(token), created_at=now, seen_at=now,
                           expires_at=now + LASTS, proved_at=now, agent=agent[:LONGEST_AGENT], way=way, level=level))
    session.flush()
    return token


# Asked by every page: made once, as are the others of its kind.
_HOLDER = (
    select(SessionRow.id, UserRow.id, UserRow.person_id, UserRow.name, UserRow.email, UserRow.role, UserRow.language,
           SessionRow.way, SessionRow.level, SessionRow.seen_at, SessionRow.proved_at)
    .join(UserRow, UserRow.id == SessionRow.user_id)
    .where(SessionRow.digest == bindparam("digest"), SessionRow.ended_at.is_(None), SessionRow.expires_at > bindparam("now"),
           UserRow.closed_at.is_(None))
)


def find(session: Session, token: str, now: datetime) -> Seated | None:
    """Return who holds a token, None if nobody does any more."""
    row = session.connection().execute(_HOLDER, {"digest": text_digest(token), "now": now}).one_or_none()
    if row is None:
        return None
    number, user_id, person_id, name, email, role, language, way, level, seen_at, proved_at = row
    return Seated(session_id=number, user_id=user_id, person_id=person_id, name=name, email=email, role=role,
                  language=language, way=way, level=level, seen_at=seen_at, proved_at=proved_at)


def renew(session: Session, session_id: int, now: datetime) -> str:
    """Let whoever has proved anew who they are go on with a new token; the one before is no fresher, and lingers for a minute."""
    old, token = session.get_one(SessionRow, session_id), secrets.token_urlsafe(32)
    session.add(SessionRow(user_id=old.user_id, digest=text_digest(token), created_at=now, seen_at=now, proved_at=now,
                           expires_at=old.expires_at, agent=old.agent, way=old.way, level=old.level))
    old.expires_at = min(old.expires_at, now + LINGERS)
    session.flush()
    return token


def note_seen(session: Session, session_id: int, now: datetime) -> None:
    """Note that someone was here."""
    session.execute(update(SessionRow).where(SessionRow.id == session_id).values(seen_at=now))


def of_user(session: Session, user_id: int, now: datetime) -> Sequence[SessionRow]:
    """Return where a user is logged in, the latest seen first."""
    query = select(SessionRow).where(
        SessionRow.user_id == user_id, SessionRow.ended_at.is_(None), SessionRow.expires_at > now + LINGERS)
    return session.scalars(query.order_by(SessionRow.seen_at.desc(), SessionRow.id.desc())).all()


def end(session: Session, user_id: int, session_id: int, now: datetime) -> None:
    """End one of a user's sessions; those of others are left alone."""
    session.execute(update(SessionRow).where(
        SessionRow.id == session_id, SessionRow.user_id == user_id, SessionRow.ended_at.is_(None)).values(ended_at=now))


def end_all(session: Session, user_id: int, now: datetime, *, but: int = 0) -> None:
    """End every session of a user but one."""
    session.execute(update(SessionRow).where(
        SessionRow.user_id == user_id, SessionRow.id != but, SessionRow.ended_at.is_(None)).values(ended_at=now))
