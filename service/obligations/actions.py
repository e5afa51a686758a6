"""What is done about an obligation: met, waived, cancelled, or passed over by the clock."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.history.door import move
from service.history.record import CLOCK
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.kernel.life import Moved
from service.notices.owe import withdraw
from service.obligations.model import OWN_LIFE, REPORTS
from service.obligations.rules import Item
from service.obligations.states import OBLIGATION, State, Step
from service.obligations.tables import ObligationRow


class NoSuchObligation(Refusal):
    """The agreement has no obligation {key!r}."""

    sv = "Överenskommelsen har inget åtagande {key!r}."
    status = 404


class HasItsOwnLife(Refusal):
    """{key} follows its {kind}; act on that instead."""

    sv = "{key} följer sitt eget ärende ({kind}); gör det där i stället."


def by_clock(session: Session, item: Item, step: StrEnum, *, now: datetime) -> None:
    """Take a step that the clock owes."""
    move(session, ObligationRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state,
        state=OBLIGATION.after(item.state, Step(step)), event=step, values={"next_at": now},
    )], now=now, by=CLOCK)


def settle(session: Session, agreement_id: int, key: str, step: Step, *, now: datetime, by: str,
           on: date | None = None, note: str | None = None) -> State:
    """Record that an obligation is met, waived or cancelled; return its new state."""
    query = select(ObligationRow).where(ObligationRow.agreement_id == agreement_id, ObligationRow.key == key)
    row = session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NoSuchObligation(key=key)
    if row.kind in (*OWN_LIFE, *REPORTS):
        raise HasItsOwnLife(key=key, kind=row.kind)
    state = OBLIGATION.after(State(row.state), step)
    day = on or local_day(now)
    move(session, ObligationRow, [Moved(
        id=row.id, chain=agreement_id, subject=f"obligation {row.id}", origin=row.state, state=state, event=step,
        values={"next_at": None, "met_on": day if step is Step.MEET else None, "note": note},
        body={"on": day.isoformat()} | ({"note": note} if note else {}),
    )], now=now, by=by)
    withdraw(session, f"obligation {row.id}")
    session.refresh(row)
    return state
