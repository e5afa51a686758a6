"""Finding notices of termination."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import among, due_by
from service.kernel.unreadable import Unreadable, read_each
from service.parties.model import Standing
from service.parties.tables import PartyRow
from service.terminations.refusals import NoSuchTermination
from service.terminations.rules import Item
from service.terminations.states import OPEN, State
from service.terminations.tables import TerminationRow, WithdrawalRow

_DUE = select(
    TerminationRow.id, TerminationRow.agreement_id, TerminationRow.party_id, TerminationRow.signer, TerminationRow.state,
    TerminationRow.given_on, TerminationRow.months, TerminationRow.to_month_end, TerminationRow.clause, TerminationRow.received_on,
    TerminationRow.last_on, TerminationRow.withdraw_asked_on, TerminationRow.withdraw_reason, TerminationRow.arose_at,
    TerminationRow.told_at, AgreementRow.ladders,
).join(AgreementRow, AgreementRow.id == TerminationRow.agreement_id)
_OPEN = _DUE.where(among(TerminationRow.agreement_id), TerminationRow.state.in_(OPEN)).order_by(TerminationRow.id)
_WAITING = (
    select(TerminationRow.id, PartyRow.id)
    .join(PartyRow, PartyRow.agreement_id == TerminationRow.agreement_id)
    .outerjoin(WithdrawalRow, (WithdrawalRow.termination_id == TerminationRow.id) & (WithdrawalRow.party_id == PartyRow.id))
    .where(among(TerminationRow.id), TerminationRow.withdraw_asked_on.is_not(None), WithdrawalRow.id.is_(None),
           PartyRow.id != TerminationRow.party_id, PartyRow.standing == Standing.PARTY)
    .order_by(PartyRow.position)
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` notices that are due, the longest waiting first."""
    query = due_by(_DUE, TerminationRow, now, limit)
    rows = session.connection().execute(query).all()
    asked = waiting(session, [row.id for row in rows])
    return read_each(rows, "termination", lambda row: _item(row, asked.get(row.id, ())))


def get_item(session: Session, termination_id: int) -> Item:
    """Return one notice as the clock sees it, locked; raise NoSuchTermination."""
    query = _DUE.where(TerminationRow.id == termination_id).with_for_update(key_share=True, of=TerminationRow)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NoSuchTermination(id=termination_id)
    return _item(found, waiting(session, [termination_id]).get(termination_id, ()))


def _item(row: Any, asked: Sequence[int]) -> Item:
    return Item(**{**row._mapping, "state": State(row.state)}, waiting=tuple(asked))


def waiting(session: Session, ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the parties that are asked whether a notice may be withdrawn and have not consented, by notice."""
    found: dict[int, list[int]] = defaultdict(list)
    for termination_id, party_id in session.connection().execute(_WAITING, {"ids": ids}) if ids else ():
        found[termination_id].append(party_id)
    return found


def agreement_of(session: Session, termination_id: int) -> int:
    """Return the agreement that a notice would end; raise NoSuchTermination."""
    query = select(TerminationRow.agreement_id).where(TerminationRow.id == termination_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NoSuchTermination(id=termination_id)
    return found


def open_ones(session: Session, agreement_id: int, *, party_id: int | None = None) -> list[int]:
    """Return the notices of an agreement that are given or run, or those of one party."""
    query = select(TerminationRow.id).where(TerminationRow.agreement_id == agreement_id, TerminationRow.state.in_(OPEN))
    if party_id is not None:
        query = query.where(TerminationRow.party_id == party_id)
    return list(session.scalars(query.order_by(TerminationRow.id)))


def open_items(session: Session, agreement_ids: Sequence[int]) -> list[Item]:
    """Return the open notices of several agreements as the clock sees them, in two queries."""
    rows = session.execute(_OPEN, {"ids": agreement_ids}).all()
    asked = waiting(session, [row.id for row in rows])
    return [_item(row, asked.get(row.id, ())) for row in rows]


def first_last_day(session: Session, agreement_id: int) -> date | None:
    """Return the earliest last day of the notices that run, if any does."""
    return session.scalars(select(func.min(TerminationRow.last_on)).where(
        TerminationRow.agreement_id == agreement_id, TerminationRow.state == State.RUNNING)).one()
