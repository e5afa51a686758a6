"""Which rows are on their way out: claimed for a while and fenced by a token."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from service.kernel.holder import is_gone
from service.notices.tables import OutboxRow, Post
from service.notices.writing.compose import Mailing

TABLE = cast(Table, OutboxRow.__table__)
COLUMN = TABLE.c
DUE = and_(COLUMN.next_at <= bindparam("now"), COLUMN.state.in_((Post.WAITING.value, Post.SENDING.value)))
OURS = and_(COLUMN.token == bindparam("of_token"), COLUMN.state == Post.SENDING.value)
THIS = and_(COLUMN.id == bindparam("of_id"), OURS)

CLAIMABLE = (
    select(*(COLUMN[field] for field in Mailing._fields), COLUMN.attempts, COLUMN.next_at,
           or_(COLUMN.doubt, COLUMN.state == Post.SENDING.value))
    .where(DUE).order_by(COLUMN.next_at, COLUMN.id).limit(bindparam("most")).with_for_update(key_share=True, skip_locked=True)
)
CLAIM = update(TABLE).where(COLUMN.id.in_(bindparam("ids", expanding=True))).values(
    state=Post.SENDING.value, token=bindparam("of_token"), next_at=bindparam("until"),
    # A claim that ran out belonged to someone who may have sent it.
    doubt=or_(COLUMN.doubt, COLUMN.state == Post.SENDING.value),
)
RELEASE = update(TABLE).where(THIS).values(state=Post.WAITING.value, token=None, next_at=bindparam("due"))
HOLDERS = select(COLUMN.token).where(COLUMN.state == Post.SENDING.value, COLUMN.token.is_not(None)).distinct()
ORPHANED = update(TABLE).where(
    COLUMN.state == Post.SENDING.value, COLUMN.token.in_(bindparam("tokens", expanding=True))
).values(next_at=bindparam("due"))
WAITING_NOW = select(COLUMN.id).where(DUE).limit(bindparam("most")).subquery()
COUNT_DUE = select(func.count()).select_from(WAITING_NOW)


@dataclass(frozen=True)
class Claim:
    """One row that is ours until its claim runs out; `due` is when it was to be sent."""

    mailing: Mailing
    attempts: int
    due: datetime
    doubt: bool
    token: str


def count_due(session: Session, now: datetime, most: int) -> int:
    """Return how many rows are to be sent now, counting no further than `most`."""
    return session.connection().execute(COUNT_DUE, {"now": now, "most": most}).scalar_one()


def claim(session: Session, *, now: datetime, until: datetime, most: int, token: str) -> list[Claim]:
    """Take what is due, in order; nobody else gets it before `until`."""
    connection = session.connection()
    rows = connection.execute(CLAIMABLE, {"now": now, "most": most}).all()
    found = [Claim(Mailing(*row[:-3]), row[-3], row[-2], row[-1], token) for row in rows]
    if found:
        ids = [one.mailing.id for one in found]
        connection.execute(CLAIM, {"ids": ids, "of_token": token, "until": until})
    return found


def release(session: Session, claims: Iterable[Claim]) -> None:
    """Give rows back as they were before they were claimed."""
    if keys := [{"of_id": one.mailing.id, "of_token": one.token, "due": one.due} for one in claims]:
        session.connection().execute(RELEASE, keys)


def free_orphans(session: Session, now: datetime) -> int:
    """Let go at once of what processes on this host held when they were killed; return how many rows."""
    connection = session.connection()
    gone = [token for token in connection.execute(HOLDERS).scalars() if is_gone(token)]
    return connection.execute(ORPHANED, {"tokens": gone, "due": now}).rowcount if gone else 0
