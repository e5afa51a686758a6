"""What people do with a payout: the payer says that it is paid, the association that it came, or that it did not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.economy.invoices import refusals
from service.economy.invoices.acts.ground import may_take, not_ahead, take, tell
from service.economy.invoices.acts.handling import APPROVERS, SENDER
from service.economy.invoices.model import Actor, Paid
from service.economy.invoices.notices import plain
from service.economy.invoices.rules import Item
from service.economy.invoices.states import PayoutStep
from service.economy.invoices.tables import PaymentRow
from service.kernel.clock import local_day
from service.kernel.money import Amount


def claim(
    session: Session, item: Item, paid: Paid, *, party_id: int, over: int, actor: Actor, now: datetime, by: str,
) -> Item:
    """Record that the payer has paid out; above the frame only a manager may, and says why."""
    may_take(item, PayoutStep.CLAIM)
    not_ahead(now, on=paid.on)
    if paid.ore <= 0:
        raise refusals.NoSum(field="sek")
    if over and not paid.over_reason:
        raise refusals.AboveFrame(over=Amount(over), field="over_reason")
    if over and not actor.manager:
        raise refusals.NeedsManager
    session.add(PaymentRow(invoice_id=item.id, paid_on=paid.on, ore=paid.ore, reference=paid.reference,
                           document_id=paid.document_id, author=by, recorded_at=now))
    session.flush()
    moved = take(session, item, PayoutStep.CLAIM, now=now, by=by, values={
        "ore": paid.ore, "received_on": paid.on, "party_id": party_id, "over_reason": paid.over_reason or None,
    }, body={"on": paid.on.isoformat(), "ore": paid.ore, **({"over": over} if over else {})})
    tell(session, moved, "paid", to=SENDER, now=now, rung=f"paid{moved.round}",
         facts={"paid": plain(paid.ore), "paid_on": paid.on.isoformat()})
    return moved


def confirm(session: Session, item: Item, *, now: datetime, by: str) -> Item:
    """Record that the association has got the money."""
    return take(session, item, PayoutStep.CONFIRM, now=now, by=by)


def deny(session: Session, item: Item, reason: str, *, now: datetime, by: str) -> Item:
    """Record that the money never came: the payout is expected anew."""
    may_take(item, PayoutStep.DENY)
    session.execute(update(PaymentRow).where(PaymentRow.invoice_id == item.id).values(denied=True))
    moved = take(session, item, PayoutStep.DENY, now=now, by=by, values={
        "ore": None, "received_on": None, "over_reason": None, "dispute": reason, "round": item.round + 1,
    }, body={"note": reason, "on": local_day(now).isoformat()})
    tell(session, moved, "invoice_disputed", to=APPROVERS, now=now, rung=f"denied{moved.round}", facts={"reason": reason})
    return moved
