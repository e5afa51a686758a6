"""Finding rescissions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.db import among, due_by
from service.kernel.errors import Refusal
from service.kernel.unreadable import Unreadable, read_each
from service.rescissions.rules import Item
from service.rescissions.states import OPEN, State
from service.rescissions.tables import RescissionRow


class NoSuchRescission(Refusal):
    """There is no rescission {id}."""

    sv = "Det finns ingen hävning {id}."
    status = 404


_DUE = select(
    RescissionRow.id, RescissionRow.agreement_id, RescissionRow.party_id, RescissionRow.breach_id, RescissionRow.state,
    RescissionRow.outside, RescissionRow.recorded_by, RescissionRow.reason,
    RescissionRow.declared_by, RescissionRow.declared_on, RescissionRow.declared_at,
    RescissionRow.effective_on, RescissionRow.told_at,
)
_OPEN = _DUE.where(among(RescissionRow.agreement_id), RescissionRow.state.in_(OPEN)).order_by(RescissionRow.id)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` rescissions that are due, the longest waiting first."""
    query = due_by(_DUE, RescissionRow, now, limit)
    return read_each(session.connection().execute(query).all(), "rescission", _item)


def get_item(session: Session, rescission_id: int) -> Item:
    """Return one rescission as the clock sees it, locked; raise NoSuchRescission."""
    found = session.execute(_DUE.where(RescissionRow.id == rescission_id).with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise NoSuchRescission(id=rescission_id)
    return _item(found)


def _item(row: Any) -> Item:
    return Item(**{**row._mapping, "state": State(row.state)})


def agreement_of(session: Session, rescission_id: int) -> int:
    """Return the agreement that a rescission is of; raise NoSuchRescission."""
    found = session.scalars(select(RescissionRow.agreement_id).where(RescissionRow.id == rescission_id)).one_or_none()
    if found is None:
        raise NoSuchRescission(id=rescission_id)
    return found


def open_items(session: Session, agreement_ids: Sequence[int]) -> list[Item]:
    """Return the rescissions of some agreements that are not settled or have not taken effect, in one query."""
    return [_item(row) for row in session.connection().execute(_OPEN, {"ids": agreement_ids})]
