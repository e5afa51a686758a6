"""Failed attempts to log in: counted in the database, so that all web workers slow them down together.

Who has logged in on a device before is counted apart: nobody can lock another out of it.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from service.accounts.tables import AttemptRow
from service.kernel.errors import Refusal

WINDOW = timedelta(hours=1)
LONGEST_WAIT = 60


class TooSoon(Refusal):
    """Too many attempts failed; wait {seconds} s, or have a log-in link sent to you instead."""

    sv = "För många försök misslyckades; vänta {seconds} s, eller låt skicka en inloggningslänk i stället."
    status = 429


@dataclass(frozen=True, slots=True)
class Key:
    """What attempts are counted by, and how many are free."""

    name: str
    free: int


def keys(secret: str, email: str, address: str, device: str | None) -> tuple[Key, ...]:
    """Return what an attempt counts against; neither address nor e-mail can be read from it."""
    email = email.strip().lower()
    if device is not None:
        return (Key(_sealed(secret, "device", email, device), 5),)
    return Key(_sealed(secret, "email", email), 5), Key(_sealed(secret, "from", address), 20)


def key_of(secret: str, what: str, name: str, free: int) -> Key:
    """Return what something else than a password is counted against."""
    return Key(_sealed(secret, what, name.strip().lower()), free)


def count(session: Session, key: Key, now: datetime) -> int:
    """Return how often within the hour."""
    return session.scalars(select(func.count()).where(AttemptRow.key == key.name, AttemptRow.at > now - WINDOW)).one()


def _sealed(secret: str, *parts: str) -> str:
    return hmac.new(secret.encode(), "\x00".join(parts).encode(), "sha256").hexdigest()


def wait(failed: int, free: int) -> int:
    """Return the seconds to wait after so many failures in an hour."""
    return 0 if failed < free else min(LONGEST_WAIT, 2 ** min(failed - free, 6))


def ensure_not_too_soon(session: Session, counted: Sequence[Key], now: datetime) -> None:
    """Refuse an attempt that comes before the time to wait is over."""
    for key in counted:
        query = select(func.count(), func.max(AttemptRow.at)).where(
            AttemptRow.key == key.name, AttemptRow.at > now - WINDOW)
        failed, last = session.execute(query).one()
        left = last + timedelta(seconds=wait(failed, key.free)) - now if failed else timedelta()
        if left > timedelta():
            raise TooSoon(seconds=max(1, round(left.total_seconds())))


def note_failed(session: Session, counted: Sequence[Key], now: datetime) -> Sequence[int]:
    """Count a failure, and forget those of long ago; return what it was noted as."""
    session.execute(delete(AttemptRow).where(AttemptRow.at <= now - WINDOW))
    return session.scalars(insert(AttemptRow).returning(AttemptRow.id), [{"key": key.name, "at": now} for key in counted]).all()


def begin(session: Session, counted: Sequence[Key], now: datetime) -> Sequence[int]:
    """Count an attempt as failed before it is looked at, so that many at once are slowed down as many in a row are."""
    _take_turns(session, counted)
    ensure_not_too_soon(session, counted, now)
    return note_failed(session, counted, now)


def _take_turns(session: Session, counted: Sequence[Key]) -> None:
    """Let one attempt at a time be counted by a key, where more than one can write at once; there need be no row to lock yet."""
    if session.connection().dialect.name == "postgresql":
        for name in sorted(key.name for key in counted):
            session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def undo(session: Session, noted: Sequence[int]) -> None:
    """Count an attempt no more that was right."""
    session.execute(delete(AttemptRow).where(AttemptRow.id.in_(noted)))


def forgive(session: Session, counted: Sequence[Key]) -> None:
    """Forget the failures counted for someone who got in, but not those of the address."""
    session.execute(delete(AttemptRow).where(AttemptRow.key == counted[0].name))
