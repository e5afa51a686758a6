"""Finding renegotiations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import among, due_by
from service.kernel.errors import Refusal
from service.kernel.unreadable import Unreadable, read_each
from service.parties.model import Standing
from service.parties.tables import PartyRow
from service.renegotiations.rules import Item
from service.renegotiations.states import OPEN, State
from service.renegotiations.tables import ConsentRow, RenegotiationRow


class NoSuchRenegotiation(Refusal):
    """There is no renegotiation {id}."""

    sv = "Det finns ingen omförhandling {id}."
    status = 404


_DUE = select(
    RenegotiationRow.id, RenegotiationRow.agreement_id, RenegotiationRow.state, RenegotiationRow.asked_by,
    RenegotiationRow.asked_on, RenegotiationRow.day, RenegotiationRow.provision, RenegotiationRow.about,
    RenegotiationRow.why, RenegotiationRow.clause, RenegotiationRow.arose_at, RenegotiationRow.told_at,
    AgreementRow.ladders,
).join(AgreementRow, AgreementRow.id == RenegotiationRow.agreement_id)
_OPEN = _DUE.where(among(RenegotiationRow.agreement_id), RenegotiationRow.state.in_(OPEN)).order_by(RenegotiationRow.id)
_WAITING = (
    select(RenegotiationRow.id, PartyRow.id)
    .join(PartyRow, PartyRow.agreement_id == RenegotiationRow.agreement_id)
    .outerjoin(ConsentRow, (ConsentRow.renegotiation_id == RenegotiationRow.id) & (ConsentRow.party_id == PartyRow.id))
    .where(among(RenegotiationRow.id), ConsentRow.id.is_(None), PartyRow.id != RenegotiationRow.asked_by,
           PartyRow.standing == Standing.PARTY)
    .order_by(PartyRow.position)
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` renegotiations that are due, the longest waiting first."""
    query = due_by(_DUE, RenegotiationRow, now, limit)
    rows = session.connection().execute(query).all()
    asked = waiting(session, [row.id for row in rows])
    return read_each(rows, "renegotiation", lambda row: _item(row, asked.get(row.id, ())))


def get_item(session: Session, renegotiation_id: int) -> Item:
    """Return one renegotiation as the clock sees it, locked; raise NoSuchRenegotiation."""
    query = _DUE.where(RenegotiationRow.id == renegotiation_id).with_for_update(key_share=True, of=RenegotiationRow)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NoSuchRenegotiation(id=renegotiation_id)
    return _item(found, waiting(session, [renegotiation_id]).get(renegotiation_id, ()))


def _item(row: Any, asked: Sequence[int]) -> Item:
    values = {**row._mapping, "state": State(row.state)}
    return Item(**values, waiting=tuple(asked))


def waiting(session: Session, ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the parties that are asked and have not answered, by renegotiation."""
    found: dict[int, list[int]] = defaultdict(list)
    for renegotiation_id, party_id in session.connection().execute(_WAITING, {"ids": ids}) if ids else ():
        found[renegotiation_id].append(party_id)
    return found


def agreement_of(session: Session, renegotiation_id: int) -> int:
    """Return the agreement that a renegotiation is about; raise NoSuchRenegotiation."""
    query = select(RenegotiationRow.agreement_id).where(RenegotiationRow.id == renegotiation_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NoSuchRenegotiation(id=renegotiation_id)
    return found


def open_ones(session: Session, agreement_id: int) -> list[int]:
    """Return the renegotiations of an agreement that are not over."""
    return list(session.scalars(select(RenegotiationRow.id).where(
        RenegotiationRow.agreement_id == agreement_id, RenegotiationRow.state.in_(OPEN)).order_by(RenegotiationRow.id)))


def open_items(session: Session, agreement_ids: Sequence[int]) -> list[Item]:
    """Return the open renegotiations of several agreements as the clock sees them, in two queries."""
    rows = session.execute(_OPEN, {"ids": agreement_ids}).all()
    asked = waiting(session, [row.id for row in rows])
    return [_item(row, asked.get(row.id, ())) for row in rows]
