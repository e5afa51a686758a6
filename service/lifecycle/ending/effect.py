"""What the end of an agreement does to notices of termination, and what notice does to the plan."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from service.agreements.states import Step
from service.agreements.tables import AgreementRow
from service.lifecycle.plan import drop_beyond
from service.terminations import actions, store


def settle_notices(session: Session, row: AgreementRow, step: Step, *, ended_on: date, now: datetime, by: str) -> None:
    """Let the notice that ended the agreement take effect, and every other one fall: the first end is the end."""
    for item in [store.get_item(session, one) for one in store.open_ones(session, row.id)]:
        if step is Step.TERMINATE and item.last_on is not None and item.last_on == row.terminates_on:
            actions.take_effect(session, item, now=now, by=by)
        else:
            actions.overtake(session, item, ends=ended_on, now=now, by=by)
    if step is not Step.TERMINATE:
        row.terminates_on = None


def end_on_last_day(session: Session, row: AgreementRow, *, now: datetime) -> None:
    """Let the agreement's last day be that of the notice, and drop what was planned for a time after it."""
    row.ends_on = row.terminates_on
    session.flush()
    if row.ends_on is not None:
        drop_beyond(session, row, row.ends_on, now=now)
