"""Finding obligations, and letting one follow the life it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from service.db import due_by
from service.kernel.unreadable import Unreadable, read_each
from service.obligations.rules import Item
from service.obligations.states import State
from service.obligations.tables import ObligationRow

_DUE = select(
    ObligationRow.id, ObligationRow.agreement_id, ObligationRow.kind, ObligationRow.day, ObligationRow.state,
    ObligationRow.owes, ObligationRow.clause,
)
_FOLLOW = (
    update(ObligationRow.__table__)  # type: ignore[arg-type]
    .where(ObligationRow.id == bindparam("its_id"))
    .values(state=bindparam("its_state"))
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` obligations that are due, the longest waiting first."""
    query = due_by(_DUE, ObligationRow, now, limit)
    return read_each(session.execute(query), "obligation", _item)


def _item(row: Any) -> Item:
    return Item(id=row.id, agreement_id=row.agreement_id, kind=row.kind, day=row.day, state=State(row.state),
                owes=row.owes, clause=row.clause)


def follow(session: Session, states: Sequence[tuple[int, State]]) -> None:
    """Give each obligation (id, state) the state that the life it belongs to has come to."""
    if states:
        session.connection().execute(
            _FOLLOW, [{"its_id": obligation_id, "its_state": state.value} for obligation_id, state in states]
        )


def follow_with(
    session: Session, obligation_id: int, state: State, *, met_on: date | None, note: str | None, next_at: datetime | None,
) -> None:
    """Let one obligation follow, with the day it was met on, what was said, and when the clock looks at it again."""
    follow(session, [(obligation_id, state)])
    session.execute(update(ObligationRow).where(ObligationRow.id == obligation_id).values(met_on=met_on, note=note, next_at=next_at))
