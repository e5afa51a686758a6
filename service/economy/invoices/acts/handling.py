"""What people and the clock do with an invoice: hand in, approve, pay, dispute, credit, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.economy.invoices import refusals
from service.economy.invoices.acts.ground import may_take, not_ahead, note, take, tell
from service.economy.invoices.model import Actor, Credited, Handed, Paid, Settings
from service.economy.invoices.notices import plain
from service.economy.invoices.rules import Item, approvals_needed, is_approved, pay_by
from service.economy.invoices.states import Step
from service.economy.invoices.store import get_item
from service.economy.invoices.tables import ApprovalRow, CreditRow, InvoiceRow, PaymentRow
from service.history.record import CLOCK
from service.kernel.money import Amount
from service.parties.model import Audience, Function

_E, _M, _O, _C = Function.ECONOMIST, Function.MANAGER, Function.OPERATIONS, Function.COORDINATOR
APPROVERS = Audience((_E,), "public")
MANAGERS = Audience((_E, _M), "public")
SENDER = Audience((_E, _O), "civil")
CONCERNED = Audience((_E, _O, _C))


def by_clock(session: Session, item: Item, step: str, *, now: datetime) -> None:
    """Take a step that the clock owes."""
    take(session, item, step, now=now, by=CLOCK, clock=True)


def receive(
    session: Session, item: Item, handed: Handed, *, issuer: str, party_id: int, seller: str, pay_days: int, over: int,
    settled: Settings, actor: Actor, now: datetime, by: str,
) -> Item:
    """Take an invoice in that has passed every check; `over` is by how much (öre) it exceeds the frame."""
    due_on = pay_by(handed.received_on, handed.due_on, pay_days)
    saved = session.begin_nested()
    try:
        moved = take(session, item, Step.RECEIVE, now=now, by=by, values={
            "number": handed.number, "issuer": issuer, "party_id": party_id, "issued_on": handed.issued_on,
            "received_on": handed.received_on, "due_on": due_on, "ore": handed.ore, "vat_ore": handed.vat_ore,
            "reference": handed.reference or None, "reason": handed.reason or None, "over_reason": handed.over_reason or None,
            "document_id": handed.document_id, "handed_by": actor.person_id,
        }, body={"number": handed.number, "ore": handed.ore, "on": handed.received_on.isoformat(),
                 **({"over": over} if over else {})})
    except IntegrityError:
        saved.rollback()
        raise refusals.NumberUsed(party=seller, number=handed.number, field="number") from None
    saved.commit()
    tell(session, moved, "invoice_received", to=_approving(moved, settled, over=over), now=now, rung=f"received{moved.round}",
         facts={"over": plain(over) if over else None, "reason": handed.reason or None})
    return moved


def _approving(item: Item, settled: Settings, *, over: int) -> Audience:
    """Return who is asked to approve: the manager too where the economist alone is not enough."""
    return MANAGERS if over or approvals_needed(item.net_ore, settled.two_ore) > 1 else APPROVERS


def approve(
    session: Session, item: Item, actor: Actor, *, settled: Settings, over: int, reason: str = "", now: datetime, by: str,
) -> Item:
    """Record one person's approval; the invoice is approved once enough different persons have."""
    may_take(item, Step.APPROVE)
    if actor.person_id is not None and actor.person_id == item.handed_by:
        raise refusals.SentIt
    if over and not (item.over_reason or reason):
        raise refusals.AboveFrame(over=Amount(over), field="over_reason")
    approved_by(session, item, actor, now=now)
    if over and reason and not item.over_reason:
        session.execute(update(InvoiceRow).where(InvoiceRow.id == item.id).values(over_reason=reason))
    managers = approvals(session, item)
    if not is_approved(managers, approvals_needed(item.net_ore, settled.two_ore), over=bool(over)):
        note(session, item, "approved_by_one", now=now, by=by, name=actor.name)
        return get_item(session, item.id)
    moved = take(session, item, Step.APPROVE, now=now, by=by, body={"ore": item.net_ore, **({"over": over} if over else {})})
    # Paid in part before a dispute, and the rest credited: nothing is left to pay.
    return moved if moved.to_pay_ore else take(session, moved, Step.PAY, now=now, by=by)


def approved_by(session: Session, item: Item, actor: Actor, *, now: datetime, ore: int | None = None) -> None:
    """Keep one person's approval; raise NotAPerson or AlreadyApproved."""
    if actor.person_id is None:
        raise refusals.NotAPerson
    saved = session.begin_nested()
    try:
        session.add(ApprovalRow(invoice_id=item.id, round=item.round, person_id=actor.person_id, name=actor.name,
                                manager=actor.manager, ore=ore, approved_at=now))
        session.flush()
    except IntegrityError:
        saved.rollback()
        raise refusals.AlreadyApproved from None
    saved.commit()


def approvals(session: Session, item: Item) -> Sequence[bool]:
    """Return of each who has approved in this round whether as a manager."""
    return session.scalars(select(ApprovalRow.manager).where(
        ApprovalRow.invoice_id == item.id, ApprovalRow.round == item.round)).all()


def pay(session: Session, item: Item, paid: Paid, *, now: datetime, by: str) -> Item:
    """Record a payment of an approved invoice, whole or in part."""
    may_take(item, Step.PAY)
    not_ahead(now, on=paid.on)
    _sum(paid.ore, item)
    session.add(PaymentRow(invoice_id=item.id, paid_on=paid.on, ore=paid.ore, reference=paid.reference,
                           document_id=paid.document_id, author=by, recorded_at=now))
    session.flush()
    times = session.scalars(select(func.count()).where(PaymentRow.invoice_id == item.id)).one()
    body = {"on": paid.on.isoformat(), "ore": paid.ore, "reference": paid.reference or None}
    if paid.ore == item.to_pay_ore:
        moved = take(session, item, Step.PAY, now=now, by=by, body={name: value for name, value in body.items() if value})
    else:
        note(session, item, "part_paid", now=now, by=by, **body)
        moved = get_item(session, item.id)
    tell(session, moved, "paid", to=SENDER, now=now, rung=f"paid{times}",
         facts={"paid": plain(paid.ore), "paid_on": paid.on.isoformat()})
    return moved


def _sum(ore: int, item: Item) -> None:
    if ore <= 0:
        raise refusals.NoSum(field="sek")
    if ore > item.to_pay_ore:
        raise refusals.MoreThanLeft(left=Amount(item.to_pay_ore), field="sek")


def dispute(session: Session, item: Item, reason: str, *, now: datetime, by: str) -> Item:
    """Dispute an invoice; what has been approved of it falls."""
    moved = take(session, item, Step.DISPUTE, now=now, by=by, values={"dispute": reason, "round": item.round + 1},
                 body={"note": reason})
    tell(session, moved, "invoice_disputed", to=CONCERNED, now=now, rung=f"disputed{moved.round}", facts={"reason": reason})
    return moved


def resolve(session: Session, item: Item, outcome: str, *, settled: Settings, over: int, now: datetime, by: str) -> Item:
    """End a dispute; the invoice is to be approved anew."""
    moved = take(session, item, Step.RESOLVE, now=now, by=by, body={"note": outcome})
    tell(session, moved, "invoice_received", to=_approving(moved, settled, over=over), now=now, rung=f"received{moved.round}",
         facts={"over": None, "reason": outcome})
    return moved


def credit(session: Session, item: Item, given: Credited, *, now: datetime, by: str) -> Item:
    """Take a credit note in; one that takes all of an unpaid invoice back makes room for a new invoice of the period."""
    may_take(item, Step.CREDIT)
    not_ahead(now, on=given.on)
    if given.ore + given.vat_ore <= 0 or given.ore < 0 or given.vat_ore < 0:
        raise refusals.NoSum(field="sek")
    vat_left = item.vat_ore - item.credited_vat_ore
    if given.vat_ore > vat_left:
        raise refusals.MoreVatThanLeft(left=Amount(vat_left), field="vat")
    if given.ore > item.net_ore or given.ore + given.vat_ore > item.to_pay_ore:
        raise refusals.MoreThanLeft(left=Amount(item.to_pay_ore), field="sek")
    session.add(CreditRow(invoice_id=item.id, number=given.number, issued_on=given.on, ore=given.ore, vat_ore=given.vat_ore,
                          reason=given.reason, document_id=given.document_id, author=by, recorded_at=now))
    session.flush()
    left = item.to_pay_ore - given.ore - given.vat_ore
    body = {"number": given.number, "ore": given.ore, "note": given.reason}
    if left == 0 and not item.paid_ore:
        moved = take(session, item, Step.CREDIT, now=now, by=by, body=body)
        _expect_again(session, moved, now=now)
        return moved
    note(session, item, "credited_in_part", now=now, by=by, **body)
    if left == 0 and item.state == "approved":
        return take(session, get_item(session, item.id), Step.PAY, now=now, by=by)
    return get_item(session, item.id)


def _expect_again(session: Session, item: Item, *, now: datetime) -> None:
    """Expect the invoice of a period anew."""
    session.add(InvoiceRow(
        agreement_id=item.agreement_id, obligation_id=item.obligation_id, key=item.key, sequence=item.sequence + 1, kind=item.kind,
        first=item.first, last=item.last, day=item.day, state="expected", earlier=item.earlier, expected_ore=item.expected_ore,
        preliminary=item.preliminary, arose_at=now, next_at=None if item.earlier else now))
    session.flush()


def cancel(session: Session, item: Item, reason: str, *, now: datetime, by: str) -> Item:
    """Note that nothing will be invoiced or paid out for the period."""
    return take(session, item, Step.CANCEL, now=now, by=by, values={"reason": reason}, body={"note": reason})
