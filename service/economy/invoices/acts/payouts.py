"""What people do with a payout: the payer says that it is paid, the association that it came, or that it did not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.economy.invoices import refusals
from service.economy.invoices.acts.ground import may_take, not_ahead, note, take, tell
from service.economy.invoices.acts.handling import APPROVERS, SENDER, approved_by
from service.economy.invoices.model import Actor, Paid, Settings
from service.economy.invoices.notices import plain
from service.economy.invoices.rules import Item, approvals_needed
from service.economy.invoices.states import PayoutStep
from service.economy.invoices.store import get_item
from service.economy.invoices.tables import ApprovalRow, PaymentRow
from service.kernel.clock import local_day
from service.kernel.money import Amount


def approve(session: Session, item: Item, actor: Actor, ore: int, *, now: datetime, by: str) -> Item:
    """Record one person's approval of a payout up to an amount, before it is made."""
    may_take(item, PayoutStep.CLAIM)
    if ore <= 0:
        raise refusals.NoSum(field="sek")
    approved_by(session, item, actor, ore=ore, now=now)
    note(session, item, "approved_by_one", now=now, by=by, name=actor.name, ore=ore)
    return get_item(session, item.id)


def _by_enough(session: Session, item: Item, paid: Paid, actor: Actor, settled: Settings) -> None:
    """Refuse a payout above the limit that nobody else has approved up to what is paid."""
    needed = approvals_needed(paid.ore, settled.two_ore)
    people = set(session.scalars(select(ApprovalRow.person_id).where(
        ApprovalRow.invoice_id == item.id, ApprovalRow.round == item.round, ApprovalRow.ore >= paid.ore)))
    if needed > 1 and len(people | {actor.person_id} - {None}) < needed:
        raise refusals.NeedsAnother(limit=Amount(settled.two_ore or 0), amount=Amount(paid.ore))


def claim(
    session: Session, item: Item, paid: Paid, *, party_id: int, over: int, settled: Settings, actor: Actor, now: datetime, by: str,
) -> Item:
    """Record that the payer has paid out; above the frame only a manager may, and says why; above the limit another has approved."""
    may_take(item, PayoutStep.CLAIM)
    not_ahead(now, on=paid.on)
    if paid.ore <= 0:
        raise refusals.NoSum(field="sek")
    if item.expected_ore is not None and paid.ore != item.expected_ore and not (paid.reason or paid.over_reason):
        raise refusals.OtherPayout(expected=Amount(item.expected_ore), amount=Amount(paid.ore), field="reason")
    if over and not paid.over_reason:
        raise refusals.AboveFrame(over=Amount(over), field="over_reason")
    if over and not actor.manager:
        raise refusals.NeedsManager
    _by_enough(session, item, paid, actor, settled)
    session.add(PaymentRow(invoice_id=item.id, paid_on=paid.on, ore=paid.ore, reference=paid.reference,
                           document_id=paid.document_id, author=by, recorded_at=now))
    session.flush()
    moved = take(session, item, PayoutStep.CLAIM, now=now, by=by, values={
        "ore": paid.ore, "received_on": paid.on, "party_id": party_id, "over_reason": paid.over_reason or None,
        "reason": paid.reason or None, "handed_by": actor.person_id,
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
        "ore": None, "received_on": None, "reason": None, "over_reason": None, "handed_by": None, "dispute": reason,
        "round": item.round + 1,
    }, body={"note": reason, "on": local_day(now).isoformat()})
    tell(session, moved, "invoice_disputed", to=APPROVERS, now=now, rung=f"denied{moved.round}", facts={"reason": reason})
    return moved
