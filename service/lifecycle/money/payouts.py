"""Payouts: each act, with what it looks at in other rooms."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.documents.model import Received
from service.economy.invoices.acts import payouts
from service.economy.invoices.acts.ground import may_take, not_ahead
from service.economy.invoices.model import Actor, Paid
from service.economy.invoices.refusals import NeedsReason
from service.economy.invoices.rules import Item
from service.economy.invoices.states import PayoutStep
from service.kernel.text.personal import refuse_personal_numbers
from service.lifecycle.money.ground import matter, proven


def claim(
    session: Session, invoice_id: int, paid: Paid, *, actor: Actor, now: datetime, by: str, party_id: int | None = None,
    file: Received | None = None,
) -> Item:
    """Record that the payer has paid out, with the file that proves it if there is one."""
    at = matter(session, invoice_id)
    may_take(at.item, PayoutStep.CLAIM)
    not_ahead(now, on=paid.on)
    refuse_personal_numbers(reason=paid.reason, over_reason=paid.over_reason)
    payee = at.party("civil", party_id)
    paid = proven(session, at, paid, file, payee=payee, now=now, by=by)
    return payouts.claim(session, at.item, paid, party_id=payee.id, over=at.over(paid.ore), settled=at.settled, actor=actor,
                         now=now, by=by)


def confirm(session: Session, invoice_id: int, *, now: datetime, by: str) -> Item:
    """Record that the association has got the money."""
    return payouts.confirm(session, matter(session, invoice_id).item, now=now, by=by)


def deny(session: Session, invoice_id: int, reason: str, *, now: datetime, by: str) -> Item:
    """Record that the money never came."""
    refuse_personal_numbers(reason=reason)
    if not reason.strip():
        raise NeedsReason(field="reason")
    return payouts.deny(session, matter(session, invoice_id).item, reason.strip(), now=now, by=by)
