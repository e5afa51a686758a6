"""Finding deviations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import among, due_by
from service.deviations.rules import Item
from service.deviations.states import OPEN, State
from service.deviations.tables import DeviationRow, VerdictRow
from service.kernel.errors import Refusal
from service.kernel.unreadable import Unreadable, read_each
from service.parties.model import Standing
from service.parties.tables import PartyRow


class NoSuchDeviation(Refusal):
    """There is no deviation {id}."""

    sv = "Det finns ingen avvikelse {id}."
    status = 404


_DUE = select(
    DeviationRow.id, DeviationRow.agreement_id, DeviationRow.state, DeviationRow.reported_by, DeviationRow.reported_on,
    DeviationRow.day, DeviationRow.talked_on, DeviationRow.changes_on, DeviationRow.kind, DeviationRow.post,
    DeviationRow.what, DeviationRow.why, DeviationRow.ore, DeviationRow.hundredths, DeviationRow.late, DeviationRow.clause,
    DeviationRow.arose_at, DeviationRow.told_at, AgreementRow.ladders,
).join(AgreementRow, AgreementRow.id == DeviationRow.agreement_id)
_OPEN = _DUE.where(among(DeviationRow.agreement_id), DeviationRow.state.in_(OPEN)).order_by(DeviationRow.id)
_WAITING = (
    select(DeviationRow.id, PartyRow.id)
    .join(PartyRow, PartyRow.agreement_id == DeviationRow.agreement_id)
    .outerjoin(VerdictRow, (VerdictRow.deviation_id == DeviationRow.id) & (VerdictRow.party_id == PartyRow.id))
    .where(among(DeviationRow.id), VerdictRow.id.is_(None), PartyRow.standing == Standing.PARTY).order_by(PartyRow.position)
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` deviations that are due, the longest waiting first."""
    query = due_by(_DUE, DeviationRow, now, limit)
    rows = session.connection().execute(query).all()
    asked = waiting(session, [row.id for row in rows])
    return read_each(rows, "deviation", lambda row: _item(row, asked.get(row.id, ())))


def get_item(session: Session, deviation_id: int) -> Item:
    """Return one deviation as the clock sees it, locked; raise NoSuchDeviation."""
    query = _DUE.where(DeviationRow.id == deviation_id).with_for_update(key_share=True, of=DeviationRow)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NoSuchDeviation(id=deviation_id)
    return _item(found, waiting(session, [deviation_id]).get(deviation_id, ()))


def _item(row: Any, asked: Sequence[int]) -> Item:
    values = {**row._mapping, "state": State(row.state)}
    return Item(**values, waiting=tuple(asked))


def waiting(session: Session, ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the parties that have not decided, by deviation."""
    found: dict[int, list[int]] = defaultdict(list)
    for deviation_id, party_id in session.connection().execute(_WAITING, {"ids": ids}) if ids else ():
        found[deviation_id].append(party_id)
    return found


def agreement_of(session: Session, deviation_id: int) -> int:
    """Return the agreement that a deviation is from; raise NoSuchDeviation."""
    found = session.scalars(select(DeviationRow.agreement_id).where(DeviationRow.id == deviation_id)).one_or_none()
    if found is None:
        raise NoSuchDeviation(id=deviation_id)
    return found


def open_ones(session: Session, agreement_id: int, post: str | None = None) -> list[int]:
    """Return the deviations of an agreement that are not over; only those from a budget post if one is given."""
    query = select(DeviationRow.id).where(DeviationRow.agreement_id == agreement_id, DeviationRow.state.in_(OPEN))
    if post is not None:
        query = query.where(DeviationRow.post == post)
    return list(session.scalars(query.order_by(DeviationRow.id)))


def open_items(session: Session, agreement_ids: Sequence[int]) -> list[Item]:
    """Return the open deviations of several agreements as the clock sees them, in two queries."""
    rows = session.execute(_OPEN, {"ids": agreement_ids}).all()
    asked = waiting(session, [row.id for row in rows])
    return [_item(row, asked.get(row.id, ())) for row in rows]
