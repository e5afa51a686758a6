"""Invoices: each act, with what it looks at in other rooms."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from service.documents.model import Received
from service.economy.invoices.acts import handling, payouts
from service.economy.invoices.acts.ground import may_take, not_ahead
from service.economy.invoices.checks import Expecting, check, check_parties
from service.economy.invoices.model import Actor, Credited, Handed, Paid
from service.economy.invoices.refusals import NeedsReason, NumberUsed
from service.economy.invoices.rules import Item
from service.economy.invoices.states import Step
from service.economy.invoices.store import number_taken
from service.kernel.text.personal import refuse_personal_numbers
from service.lifecycle.money.amounts import expected_of, pay_days_of, side_of
from service.lifecycle.money.ground import Matter, matter, proven, register_file
from service.obligations.model import Kind, Obligation
from service.parties.tables import PartyRow


def issuer_of(party: PartyRow) -> str:
    """Return whose series of numbers a party's invoices are of: the organisation's, wherever it is a party."""
    return f"organisation {party.organisation_id}" if party.organisation_id is not None else f"party {party.id}"


def receive(
    session: Session, invoice_id: int, handed: Handed, *, actor: Actor, now: datetime, by: str, party_id: int | None = None,
    file: Received | None = None,
) -> Item:
    """Take an invoice in: looked through, registered, and put before whoever approves it."""
    at = matter(session, invoice_id)
    may_take(at.item, Step.RECEIVE)
    not_ahead(now, issued_on=handed.issued_on, received_on=handed.received_on)
    refuse_personal_numbers(reason=handed.reason, over_reason=handed.over_reason, reference=handed.reference)
    handed = replace(handed, number=handed.number.strip())
    seller, buyer = at.party("civil", party_id), at.party("public")
    over = at.over(handed.ore)
    check(handed, Expecting(
        period=(at.item.first, at.item.last), expected_ore=expected_now(at), seller=seller.name, seller_number=seller.org_number,
        buyer=buyer.name, buyer_number=buyer.org_number, settled=at.settled, over=over,
        taken=number_taken(session, issuer_of(seller), handed.number)))
    if file is not None:
        handed = replace(handed, document_id=register_file(
            session, at, file, f"Faktura {handed.number}", sender=seller, day=handed.received_on, now=now, by=by))
    return handling.receive(session, at.item, handed, issuer=issuer_of(seller), party_id=seller.id, seller=seller.name,
                            pay_days=pay_days_of(at.versions), over=over, settled=at.settled, actor=actor, now=now, by=by)


def expected_now(at: Matter) -> int | None:
    """Return what is expected for the period by the terms; what was kept when the plan was made, if they cannot be asked."""
    item = at.item
    owed = Obligation(key=item.key, kind=Kind(item.kind), day=item.day, first=item.first, last=item.last,
                      owes=side_of(item.kind), clause=item.clause)
    found, _ = expected_of(at.versions, [owed], at.entered).get(item.key, (item.expected_ore, False))
    return found


def approve(
    session: Session, invoice_id: int, actor: Actor, *, reason: str = "", ore: int | None = None, now: datetime, by: str,
) -> Item:
    """Approve an invoice as one person; above the frame it takes a reason, and a manager among those who approve.

    A payout is approved before it is made, up to `ore`, or what is expected of it.
    """
    at = matter(session, invoice_id)
    if at.item.kind == "payout":
        return payouts.approve(session, at.item, actor, ore or at.item.expected_ore or 0, now=now, by=by)
    refuse_personal_numbers(over_reason=reason)
    return handling.approve(session, at.item, actor, settled=at.settled, over=at.over(at.item.net_ore), reason=reason.strip(),
                            now=now, by=by)


def pay(
    session: Session, invoice_id: int, paid: Paid, *, now: datetime, by: str, file: Received | None = None,
) -> Item:
    """Record a payment, with the file that proves it if there is one."""
    at = matter(session, invoice_id)
    may_take(at.item, Step.PAY)
    not_ahead(now, on=paid.on)
    paid = proven(session, at, paid, file, payee=at.party("civil", at.item.party_id), now=now, by=by)
    return handling.pay(session, at.item, paid, now=now, by=by)


def dispute(session: Session, invoice_id: int, reason: str, *, now: datetime, by: str) -> Item:
    """Dispute an invoice."""
    return handling.dispute(session, matter(session, invoice_id).item, _said(reason), now=now, by=by)


def resolve(session: Session, invoice_id: int, outcome: str, *, now: datetime, by: str) -> Item:
    """End a dispute with what was agreed."""
    at = matter(session, invoice_id)
    return handling.resolve(session, at.item, _said(outcome), settled=at.settled, over=at.over(at.item.net_ore), now=now, by=by)


def credit(
    session: Session, invoice_id: int, given: Credited, *, now: datetime, by: str, file: Received | None = None,
) -> Item:
    """Take a credit note in."""
    at = matter(session, invoice_id)
    may_take(at.item, Step.CREDIT)
    refuse_personal_numbers(reason=given.reason)
    given = replace(given, number=given.number.strip())
    sender, buyer = at.party("civil", at.item.party_id), at.party("public")
    if number_taken(session, issuer_of(sender), given.number):
        raise NumberUsed(party=sender.name, number=given.number, field="number")
    check_parties(given.seller, given.buyer, seller=(sender.name, sender.org_number), buyer=(buyer.name, buyer.org_number))
    if file is not None:
        given = replace(given, document_id=register_file(
            session, at, file, f"Kreditfaktura {given.number}", sender=sender, day=given.on, now=now, by=by))
    return handling.credit(session, at.item, given, now=now, by=by)


def cancel(session: Session, invoice_id: int, reason: str, *, now: datetime, by: str) -> Item:
    """Note that nothing will be invoiced or paid out for the period."""
    return handling.cancel(session, matter(session, invoice_id).item, _said(reason), now=now, by=by)


def _said(text: str) -> str:
    refuse_personal_numbers(reason=text)
    if not text.strip():
        raise NeedsReason(field="reason")
    return text.strip()
