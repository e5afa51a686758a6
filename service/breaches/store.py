"""Finding breaches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.breaches.rules import Item
from service.breaches.states import OPEN, State
from service.breaches.tables import BreachRow
from service.db import among, due_by
from service.kernel.errors import Refusal
from service.kernel.unreadable import Unreadable, read_each


class NoSuchBreach(Refusal):
    """There is no breach {id}."""

    sv = "Det finns inget avtalsbrott {id}."
    status = 404


_DUE = select(
    BreachRow.id, BreachRow.agreement_id, BreachRow.state, BreachRow.notified_by, BreachRow.against, BreachRow.notified_on,
    BreachRow.undertaking, BreachRow.clause, BreachRow.what, BreachRow.since, BreachRow.days, BreachRow.why_days,
    BreachRow.at_once, BreachRow.received_on, BreachRow.rectify_by, BreachRow.arose_at, BreachRow.told_at, AgreementRow.ladders,
).join(AgreementRow, AgreementRow.id == BreachRow.agreement_id)
_OPEN = _DUE.where(among(BreachRow.agreement_id), BreachRow.state.in_(OPEN)).order_by(BreachRow.id)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` breaches that are due, the longest waiting first."""
    query = due_by(_DUE, BreachRow, now, limit)
    return read_each(session.connection().execute(query).all(), "breach", _item)


def get_item(session: Session, breach_id: int) -> Item:
    """Return one breach as the clock sees it, locked; raise NoSuchBreach."""
    query = _DUE.where(BreachRow.id == breach_id).with_for_update(key_share=True, of=BreachRow)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NoSuchBreach(id=breach_id)
    return _item(found)


def _item(row: Any) -> Item:
    return Item(**{**row._mapping, "state": State(row.state)})


def agreement_of(session: Session, breach_id: int) -> int:
    """Return the agreement that a breach is of; raise NoSuchBreach."""
    found = session.scalars(select(BreachRow.agreement_id).where(BreachRow.id == breach_id)).one_or_none()
    if found is None:
        raise NoSuchBreach(id=breach_id)
    return found


def open_ones(session: Session, agreement_id: int) -> list[int]:
    """Return the breaches of an agreement that are not settled."""
    query = select(BreachRow.id).where(BreachRow.agreement_id == agreement_id, BreachRow.state.in_(OPEN))
    return list(session.scalars(query.order_by(BreachRow.id)))


def open_items(session: Session, agreement_ids: Sequence[int]) -> list[Item]:
    """Return the open breaches of several agreements as the clock sees them, in one query."""
    return [_item(row) for row in session.connection().execute(_OPEN, {"ids": agreement_ids})]
