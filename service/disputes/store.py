"""Finding disputes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import among, due_by
from service.disputes.refusals import NoSuchDispute
from service.disputes.rules import Item
from service.disputes.states import OPEN, State
from service.disputes.tables import DisputeRow, DisputeWordRow
from service.kernel.unreadable import Unreadable, read_each
from service.parties.model import Standing
from service.parties.tables import PartyRow

_DUE = select(
    DisputeRow.id, DisputeRow.agreement_id, DisputeRow.state, DisputeRow.opened_by, DisputeRow.opened_on, DisputeRow.day,
    DisputeRow.matter, DisputeRow.clause, DisputeRow.about, DisputeRow.why, DisputeRow.forum, DisputeRow.stated, DisputeRow.statement,
    DisputeRow.arose_at, DisputeRow.told_at, AgreementRow.ladders,
).join(AgreementRow, AgreementRow.id == DisputeRow.agreement_id)
_OPEN = _DUE.where(among(DisputeRow.agreement_id), DisputeRow.state.in_(OPEN)).order_by(DisputeRow.id)
_WAITING = (
    select(DisputeRow.id, PartyRow.id)
    .join(PartyRow, PartyRow.agreement_id == DisputeRow.agreement_id)
    .outerjoin(DisputeWordRow, (DisputeWordRow.dispute_id == DisputeRow.id) & (DisputeWordRow.party_id == PartyRow.id)
               & (DisputeWordRow.statement == DisputeRow.statement))
    .where(among(DisputeRow.id), DisputeRow.state == State.IN_DIALOGUE, DisputeRow.stated.is_not(None),
           DisputeWordRow.id.is_(None), PartyRow.standing == Standing.PARTY)
    .order_by(DisputeRow.id, PartyRow.position)
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` disputes that are due, the longest waiting first."""
    query = due_by(_DUE, DisputeRow, now, limit)
    rows = session.connection().execute(query).all()
    asked = waiting(session, [row.id for row in rows])
    return read_each(rows, "dispute", lambda row: _item(row, asked.get(row.id, ())))


def get_item(session: Session, dispute_id: int) -> Item:
    """Return one dispute as the clock sees it, locked; raise NoSuchDispute."""
    found = session.execute(_DUE.where(DisputeRow.id == dispute_id).with_for_update(key_share=True, of=DisputeRow)).one_or_none()
    if found is None:
        raise NoSuchDispute(id=dispute_id)
    return _item(found, waiting(session, [dispute_id]).get(dispute_id, ()))


def _item(row: Any, asked: Sequence[int]) -> Item:
    return Item(**{**row._mapping, "state": State(row.state)}, waiting=tuple(asked))


def waiting(session: Session, ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the parties that have not confirmed what was stated last, by dispute; none where nothing is stated."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, party_id in session.connection().execute(_WAITING, {"ids": ids}) if ids else ():
        found[number].append(party_id)
    return found


def agreement_of(session: Session, dispute_id: int) -> int:
    """Return the agreement that a dispute is about; raise NoSuchDispute."""
    found = session.scalars(select(DisputeRow.agreement_id).where(DisputeRow.id == dispute_id)).one_or_none()
    if found is None:
        raise NoSuchDispute(id=dispute_id)
    return found


def open_items(session: Session, agreement_ids: Sequence[int]) -> list[Item]:
    """Return the open disputes of several agreements as the clock sees them, in two queries."""
    rows = session.execute(_OPEN, {"ids": agreement_ids}).all()
    asked = waiting(session, [row.id for row in rows])
    return [_item(row, asked.get(row.id, ())) for row in rows]


def open_ones(session: Session, agreement_id: int) -> list[int]:
    """Return the disputes of an agreement that are not over."""
    return list(session.scalars(select(DisputeRow.id).where(
        DisputeRow.agreement_id == agreement_id, DisputeRow.state.in_(OPEN)).order_by(DisputeRow.id)))
