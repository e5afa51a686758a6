"""From gathered notices to one weekly mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.db import due_by
from service.digest.rules import MOST, NAME, Item
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.kernel.ids import message_id
from service.kernel.unreadable import Unreadable, read_each
from service.notices.owe import Addressee, Letter, post_gathered
from service.notices.tables import OutboxRow, Post
from service.notices.writing.facts import read
from service.notices.writing.render import told_as
from service.parties.tables import PersonRow

log = structlog.get_logger(__name__)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` people whose weekly mail is due, the longest waiting first."""
    query = due_by(select(PersonRow), PersonRow, now, limit)
    return read_each(session.scalars(query.execution_options(populate_existing=True)), "person", lambda row: Item(
        id=row.id, name=row.name, email=row.email, language=row.language, wanted=row.digest), agreement_id="id")


def compose(session: Session, item: Item, now: datetime) -> Letter | None:
    """Return the weekly mail of a person and mark what it tells as told; None if nothing is gathered.

    A notice that cannot be read goes out singly, where its fault is seen.
    """
    query = (
        select(OutboxRow).where(OutboxRow.person_id == item.id, OutboxRow.state == Post.GATHERED)
        .order_by(OutboxRow.agreement_id, OutboxRow.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    )
    told: list[tuple[str, int | None, str]] = []
    ids: list[int] = []
    bad: list[int] = []
    for row in session.scalars(query).all():
        try:
            facts = read(row.name, row.payload)
            told.append((facts["agreement"], row.agreement_id, told_as(row.name, item.language, facts)))
            ids.append(row.id)
        except (Refusal, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            log.warning("a gathered notice cannot be read and goes alone", post=row.id, error=str(error))
            bad.append(row.id)
    post_gathered(session, item.id, now=now, only=bad)
    if not told:
        return None
    session.execute(update(OutboxRow).where(OutboxRow.id.in_(ids)).values(state=Post.DIGESTED.value)
                    .execution_options(synchronize_session=False))
    return _letter(item, told, now)


def _letter(item: Item, told: Sequence[tuple[str, int | None, str]], now: datetime) -> Letter:
    day = local_day(now).isoformat()
    key = f"{NAME}:person {item.id}:{day}"
    matters: list[dict[str, Any]] = [
        {"agreement": title, "told": [line for _, _, line in lines]}
        for (title, _), lines in groupby(told[:MOST], key=lambda one: one[:2])
    ]
    return Letter(
        # A subject of its own: a later weekly mail does not take back one that has not gone out.
        key=key, name=NAME, agreement_id=None, uid=message_id("people", key), subject=key,
        payload={
            "agreement": "Överens", "agreement_id": None, "parties": [], "clause": "", "day": day, "late": False,
            "given_on": day, "link": "/", "simulated": False, "reply_to": None, "sender_name": None, "calendar": None,
            "matters": matters, "unlisted": len(told) - len(told[:MOST]),
        },
        to=[Addressee(None, item.id, item.name, item.email, item.language)])
