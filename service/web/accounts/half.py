"""Half logged in: the first step is taken, a code is awaited; signed, and short-lived."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session

from service.accounts.ways_in import totp
from service.kernel.ids import text_digest
from service.web.frame.desk import desk, now

KEPT = "overens_half"
SECONDS = 5 * 60


@dataclass(frozen=True, slots=True)
class Half:
    """Someone who has taken the first step, and where they were going."""

    user_id: int
    email: str
    target: str
    way: str
    level: str | None


def begin(user_id: int, target: str, *, way: str, level: str | None) -> bool:
    """Let someone who has a second step wait for its code; say whether they have one."""
    found = _known(user_id)
    if found is None:
        return False
    session[KEPT] = [user_id, found[1], target, way, level, int(now().timestamp())]
    return True


def waiting() -> Half | None:
    """Return who waits for a code here, None if nobody does, or for too long, or if their ways in have changed."""
    match session.get(KEPT):
        case [int() as user_id, str() as mark, str() as target, str() as way, (str() | None) as level, int() as since]:
            found = _known(user_id) if since <= now().timestamp() < since + SECONDS else None
            if found is not None and found[1] == mark:
                return Half(user_id, found[0], target, way, level)
    return None


def was_waiting() -> bool:
    """Say whether someone waited here, and let them wait no more."""
    return session.pop(KEPT, None) is not None


def _known(user_id: int) -> tuple[str, str] | None:
    with desk().database.read() as db:
        row = totp.user_with_second_step(db, user_id)
    return None if row is None else (row.email, text_digest(f"{row.password} {row.secret}")[:16])
