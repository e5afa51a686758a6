"""What every act on an invoice or payout stands on: one step through the door with its obligation, a note, a notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from service.agreements.store import briefs
from service.economy.invoices.notices import at_once
from service.economy.invoices.refusals import DayAhead
from service.economy.invoices.rules import Item, life_of
from service.economy.invoices.states import UNTOUCHED, owed_as
from service.economy.invoices.store import get_item
from service.economy.invoices.tables import InvoiceRow
from service.history.door import move
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.life import Moved
from service.notices.owe import owe, withdraw
from service.obligations.store import follow
from service.parties.model import Audience
from service.parties.store import cast as cast_of

ENDED = ("paid", "credited", "cancelled", "dropped", "disputed", "claimed")


def take(
    session: Session, item: Item, step: str, *, now: datetime, by: str, values: Mapping[str, Any] | None = None,
    body: Mapping[str, Any] | None = None, clock: bool = False,
) -> Item:
    """Move an invoice one step and its obligation with it; return it as it now is.

    What a person does begins a new ladder; what the clock does goes on in the same.
    """
    state = may_take(item, step)
    fresh: dict[str, Any] = {} if clock else {"arose_at": now, "told_at": None}
    move(session, InvoiceRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state, state=state, event=step,
        values={"next_at": None if state in ENDED else now, **fresh, **(values or {})}, body=body or {})], now=now, by=by)
    session.expire_all()
    moved = get_item(session, item.id)
    follow_obligation(session, moved, now=now)
    if not clock:
        withdraw(session, item.subject)
    return moved


def may_take(item: Item, step: str) -> str:
    """Return the state that a step leads to; raise NotAStep."""
    state: str = life_of(item.kind).after(item.state, step)
    return state


def follow_obligation(session: Session, item: Item, *, now: datetime) -> None:
    """Give the obligation the state that its invoice or payout has come to."""
    if item.earlier and item.state in UNTOUCHED:
        return
    came = item.received_on if item.state != "credited" else None
    late = (came or local_day(now)) > item.day
    follow(session, [(item.obligation_id, owed_as(item.state, late=late))])


def note(session: Session, item: Item, event: str, *, now: datetime, by: str, **body: Any) -> None:
    """Record what happened without a step."""
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event=event,
                            body={name: value for name, value in body.items() if value is not None})])


def tell(
    session: Session, item: Item, name: str, *, to: Audience, now: datetime, rung: str, facts: Mapping[str, Any] | None = None,
) -> None:
    """Owe a notice about what just happened; what lay before the service knew of it is told to nobody."""
    if item.earlier:
        return
    brief, cast = briefs(session, [item.agreement_id])[item.agreement_id], cast_of(session, item.agreement_id)
    owe(session, [at_once(name, item, brief, cast, to=to, now=now, rung=rung, facts=facts)], now=now)


def not_ahead(now: datetime, **days: date) -> None:
    """Refuse days that have not come yet, each by the name of its field."""
    for field, day in days.items():
        if day > local_day(now):
            raise DayAhead(day=day, field=field)
