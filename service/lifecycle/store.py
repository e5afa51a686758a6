"""Finding agreements that are due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.db import due_by
from service.kernel.unreadable import Unreadable, read_each
from service.lifecycle.clock import Item
from service.renewal.rules import renews
from service.renewal.tables import DecisionRow

_DUE = select(
    AgreementRow.id, AgreementRow.state, AgreementRow.starts_on, AgreementRow.ends_on, AgreementRow.ending,
    AgreementRow.renewals, AgreementRow.renewals_most, AgreementRow.arose_at, AgreementRow.told_at,
    AgreementRow.planned_until, AgreementRow.terminates_on, AgreementRow.ladders, DecisionRow.outcome,
).outerjoin(
    DecisionRow, (DecisionRow.agreement_id == AgreementRow.id) & (DecisionRow.ends_on == AgreementRow.ends_on)
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` agreements that are due, the longest waiting first."""
    query = due_by(_DUE, AgreementRow, now, limit)
    return read_each(session.execute(query), "agreement", _item, agreement_id="id")


def _item(row: Any) -> Item:
    return Item(
        id=row.id, state=State(row.state), starts_on=row.starts_on, ends_on=row.ends_on,
        goes_on=renews(row.ending, row.renewals, row.renewals_most, row.outcome),
        arose_at=row.arose_at, told_at=row.told_at, planned_until=row.planned_until,
        terminates_on=row.terminates_on, ladders=row.ladders,
    )
