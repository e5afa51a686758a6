"""What invoices and payouts need of whom, over all agreements at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.orm import Session

from service.economy.invoices.tables import InvoiceRow
from service.lifecycle.rights import RIGHTS
from service.parties.model import Function
from service.parties.tables import FunctionRow, PartyRow
from service.web.speech.language import period, say, short_day
from service.web.start.mine import Mine

EACH = 40
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_OPEN = select(
    InvoiceRow.id, InvoiceRow.agreement_id, InvoiceRow.kind, InvoiceRow.state, InvoiceRow.first, InvoiceRow.last, InvoiceRow.day,
    InvoiceRow.due_on, InvoiceRow.number,
).where(
    InvoiceRow.agreement_id.in_(_IDS), InvoiceRow.earlier.is_(False),
    InvoiceRow.state.in_(("due", "missing", "received", "approved", "disputed", "claimed")),
).order_by(InvoiceRow.day).limit(EACH)


# Who pays is the payer's economist; its manager only where there is none.
_TODAY: BindParameter[date] = bindparam("today")
_ECONOMISTS = select(FunctionRow.agreement_id).join(PartyRow, PartyRow.id == FunctionRow.party_id).where(
    FunctionRow.agreement_id.in_(_IDS), FunctionRow.function == Function.ECONOMIST, PartyRow.role == "public",
    FunctionRow.waiting.is_(False), or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= _TODAY),
    or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= _TODAY))


def money(need: Callable[..., Any], session: Session, mine: Mine, today: date) -> Iterator[Any]:
    """Return what is to be handed in, approved, paid, sorted out and confirmed."""
    served = set(session.connection().execute(_ECONOMISTS, {"ids": mine.ids, "today": today}).scalars())
    for row in session.connection().execute(_OPEN, {"ids": mine.ids}):
        what, button, right = _asked(row)
        roles = mine.roles_for(row.agreement_id, right)
        # Handing in is the association's, though whoever pays may enter what came by another way.
        ours = ("civil" if right == "invoice.receive" else RIGHTS[right].side) in roles
        if right == "invoice.pay" and row.agreement_id in served:
            ours = any(one.function is Function.ECONOMIST and one.role == "public" for one in mine.held.get(row.agreement_id, ()))
        day = row.due_on if row.state in ("received", "approved") and row.due_on else row.day
        late = False if row.state in ("disputed", "claimed") else None
        yield need(row.agreement_id, what, say("För {period}.", "For {period}.", period=period(row.first, row.last)),
                   button if ours else say("Visa", "Show"), url_for("invoices.show", invoice_id=row.id), day=day, mine=ours,
                   late=late)


def _asked(row: Any) -> tuple[str, str, str]:
    """Return what is to be done, its button and the right it takes."""
    if row.state == "received":
        return (say("Godkänn faktura {number}", "Approve invoice {number}", number=row.number), say("Granska", "Review"),
                "invoice.approve")
    if row.state == "approved":
        return (say("Betala faktura {number}", "Pay invoice {number}", number=row.number), say("Anteckna", "Record"), "invoice.pay")
    if row.state == "disputed":
        return (say("Faktura {number} är bestridd", "Invoice {number} is disputed", number=row.number), say("Utred", "Sort out"),
                "invoice.dispute")
    if row.state == "claimed":
        return (say("Bekräfta en utbetalning", "Confirm a payout"), say("Bekräfta", "Confirm"), "payout.confirm")
    if row.kind == "payout":
        return (say("Betala ut senast {day}", "Pay out by {day}", day=short_day(row.day)), say("Anteckna", "Record"), "invoice.pay")
    if row.state == "missing":
        return say("En faktura saknas", "An invoice is missing"), say("Lämna in", "Hand in"), "invoice.receive"
    return say("Lämna in en faktura", "Hand in an invoice"), say("Lämna in", "Hand in"), "invoice.receive"
