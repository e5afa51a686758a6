"""Finding claims of repayment, and what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import among, due_by
from service.kernel.unreadable import Unreadable, read_each
from service.repayments.model import Ground, Instalment
from service.repayments.refusals import NoSuchRepayment
from service.repayments.rules import Item
from service.repayments.states import OPEN, State
from service.repayments.tables import InstalmentRow, RepaidRow, RepaymentRow, WaiverRow


def _sum(table: Any) -> Any:
    return func.coalesce(select(func.sum(table.ore)).where(table.repayment_id == RepaymentRow.id).scalar_subquery(), 0)


_DUE = select(
    RepaymentRow.id, RepaymentRow.agreement_id, RepaymentRow.state, RepaymentRow.claimed_by, RepaymentRow.against,
    RepaymentRow.ground, RepaymentRow.ore,
    RepaymentRow.why, RepaymentRow.clause, RepaymentRow.claimed_on, RepaymentRow.day, RepaymentRow.answer,
    RepaymentRow.arose_at, RepaymentRow.told_at, _sum(RepaidRow).label("paid_ore"), _sum(WaiverRow).label("waived_ore"),
    AgreementRow.ladders,
).join(AgreementRow, AgreementRow.id == RepaymentRow.agreement_id)
_ALL = _DUE.where(among(RepaymentRow.agreement_id)).order_by(RepaymentRow.id)
_OPEN = _ALL.where(RepaymentRow.state.in_(OPEN))


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` claims that are due, the longest waiting first."""
    query = due_by(_DUE, RepaymentRow, now, limit)
    rows = session.connection().execute(query).all()
    parts = parts_of(session, [row.id for row in rows])
    return read_each(rows, "repayment", lambda row: _item(row, parts.get(row.id, ())))


def get_item(session: Session, repayment_id: int) -> Item:
    """Return one claim, locked; raise NoSuchRepayment."""
    query = _DUE.where(RepaymentRow.id == repayment_id).with_for_update(key_share=True, of=RepaymentRow)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NoSuchRepayment(id=repayment_id)
    return _item(found, parts_of(session, [repayment_id]).get(repayment_id, ()))


def items_of(session: Session, agreement_ids: Sequence[int], *, open_only: bool = False) -> list[Item]:
    """Return the claims of several agreements in order, in two queries."""
    rows = session.execute(_OPEN if open_only else _ALL, {"ids": agreement_ids}).all()
    parts = parts_of(session, [row.id for row in rows])
    return [_item(row, parts.get(row.id, ())) for row in rows]


def _item(row: Any, parts: Sequence[Instalment]) -> Item:
    values = dict(row._mapping)
    # PostgreSQL sums whole numbers to decimals.
    return Item(**values | {"state": State(row.state), "paid_ore": int(row.paid_ore), "waived_ore": int(row.waived_ore)},
                instalments=tuple(parts))


def parts_of(session: Session, ids: Sequence[int]) -> dict[int, list[Instalment]]:
    """Return the parts of claims, each in order of day."""
    found: dict[int, list[Instalment]] = defaultdict(list)
    query = select(InstalmentRow.repayment_id, InstalmentRow.due_on, InstalmentRow.ore).where(InstalmentRow.repayment_id.in_(ids))
    for number, due_on, ore in session.execute(query.order_by(InstalmentRow.due_on)) if ids else ():
        found[number].append(Instalment(due_on, ore))
    return found


def agreement_of(session: Session, repayment_id: int) -> int:
    """Return the agreement that a claim belongs to; raise NoSuchRepayment."""
    found = session.scalars(select(RepaymentRow.agreement_id).where(RepaymentRow.id == repayment_id)).one_or_none()
    if found is None:
        raise NoSuchRepayment(id=repayment_id)
    return found


def claimed_of(session: Session, agreement_id: int, against: int, *, ground: Ground | None = None) -> int:
    """Return what is or was claimed of a party and not let go, on every ground or on one, in öre."""
    return sum(one.to_pay_ore for one in items_of(session, [agreement_id])
               if one.against == against and one.state is not State.WITHDRAWN and ground in (None, one.ground))


def open_ones(session: Session, agreement_id: int) -> list[int]:
    """Return the claims of an agreement that are not settled."""
    return list(session.scalars(select(RepaymentRow.id).where(
        RepaymentRow.agreement_id == agreement_id, RepaymentRow.state.in_(OPEN)).order_by(RepaymentRow.id)))
