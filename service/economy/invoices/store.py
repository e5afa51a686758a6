"""Finding invoices and payouts, and what they sum to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import among, due_by
from service.economy.invoices.model import Settings, Sums
from service.economy.invoices.refusals import NoSuchInvoice
from service.economy.invoices.rules import Item
from service.economy.invoices.states import BINDING, UNTOUCHED, PayoutState, State
from service.economy.invoices.tables import CreditRow, EconomyRow, InvoiceRow, PaymentRow
from service.kernel.unreadable import Unreadable, read_each
from service.obligations.tables import ObligationRow


def _sum(column: Any, *wanted: ColumnElement[bool]) -> Any:
    return func.coalesce(select(func.sum(column)).where(*wanted).scalar_subquery(), 0)


# Of each invoice what was paid and credited, in öre.
PAID = _sum(PaymentRow.ore, PaymentRow.invoice_id == InvoiceRow.id, PaymentRow.denied.is_(False))
CREDITED = _sum(CreditRow.ore, CreditRow.invoice_id == InvoiceRow.id)
CREDITED_VAT = _sum(CreditRow.vat_ore, CreditRow.invoice_id == InvoiceRow.id)
_DUE = (
    select(
        InvoiceRow.id, InvoiceRow.agreement_id, InvoiceRow.obligation_id, InvoiceRow.key, InvoiceRow.sequence, InvoiceRow.kind,
        InvoiceRow.first, InvoiceRow.last, InvoiceRow.day, InvoiceRow.state, InvoiceRow.earlier, InvoiceRow.expected_ore,
        InvoiceRow.preliminary, InvoiceRow.number, InvoiceRow.received_on, InvoiceRow.due_on, InvoiceRow.ore, InvoiceRow.vat_ore,
        InvoiceRow.over_reason, InvoiceRow.handed_by, InvoiceRow.party_id, InvoiceRow.round, ObligationRow.clause,
        InvoiceRow.arose_at, InvoiceRow.told_at, PAID.label("paid_ore"), CREDITED.label("credited_ore"),
        CREDITED_VAT.label("credited_vat_ore"), AgreementRow.ladders, AgreementRow.paused_at.is_not(None).label("paused"))
    .join(AgreementRow, AgreementRow.id == InvoiceRow.agreement_id)
    .join(ObligationRow, ObligationRow.id == InvoiceRow.obligation_id)
)
_COMING = _DUE.where(among(InvoiceRow.agreement_id), InvoiceRow.next_at.is_not(None)).order_by(InvoiceRow.id)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` invoices and payouts that are due, the longest waiting first."""
    query = due_by(_DUE, InvoiceRow, now, limit)
    return read_each(session.connection().execute(query).all(), "invoice", _item)


def get_item(session: Session, invoice_id: int) -> Item:
    """Return one invoice or payout, locked; raise NoSuchInvoice."""
    found = session.execute(_DUE.where(InvoiceRow.id == invoice_id).with_for_update(key_share=True, of=InvoiceRow)).one_or_none()
    if found is None:
        raise NoSuchInvoice(id=invoice_id)
    return _item(found)


def items_of(session: Session, agreement_id: int) -> list[Item]:
    """Return every invoice and payout of an agreement, in order of day."""
    query = _DUE.where(InvoiceRow.agreement_id == agreement_id).order_by(InvoiceRow.day, InvoiceRow.key, InvoiceRow.sequence)
    return [_item(row) for row in session.execute(query)]


def next_day_of(session: Session, agreement_id: int, *, after: date) -> date | None:
    """Return the next day on which something not of earlier is to be handed in, or falls due, after `after`."""
    own = (InvoiceRow.agreement_id == agreement_id, InvoiceRow.earlier.is_(False))
    days = (
        session.scalar(select(func.min(InvoiceRow.day)).where(*own, InvoiceRow.state.in_(UNTOUCHED), InvoiceRow.day > after)),
        session.scalar(select(func.min(InvoiceRow.due_on)).where(
            *own, InvoiceRow.state.in_(("received", "approved")), InvoiceRow.due_on > after)),
    )
    return min((day for day in days if day is not None), default=None)


def items_until(session: Session, agreement_id: int, until: date) -> list[Item]:
    """Return what is not of earlier and is to be handed in, or falls due, by `until`, in order of day."""
    query = _DUE.where(InvoiceRow.agreement_id == agreement_id, InvoiceRow.earlier.is_(False), or_(
        and_(InvoiceRow.state.in_(UNTOUCHED), InvoiceRow.day <= until),
        and_(InvoiceRow.state == State.APPROVED, InvoiceRow.due_on <= until)))
    return [_item(row) for row in session.execute(query.order_by(InvoiceRow.day, InvoiceRow.key, InvoiceRow.sequence))]


def coming_items(session: Session, agreement_ids: Sequence[int]) -> list[Item]:
    """Return the invoices and payouts of several agreements that the clock will look at, in one query."""
    return [_item(row) for row in session.execute(_COMING, {"ids": agreement_ids})]


def _item(row: Any) -> Item:
    values = dict(row._mapping)
    # A state that only a newer version knows is told, not passed over.
    (State if values["kind"] == "invoice" else PayoutState)(values["state"])
    # PostgreSQL sums whole numbers to decimals.
    whole = {name: int(values[name]) for name in ("paid_ore", "credited_ore", "credited_vat_ore")}
    return Item(**values | whole | {"paused": bool(values["paused"])})


def agreement_of(session: Session, invoice_id: int) -> int:
    """Return the agreement that an invoice belongs to; raise NoSuchInvoice."""
    found = session.scalars(select(InvoiceRow.agreement_id).where(InvoiceRow.id == invoice_id)).one_or_none()
    if found is None:
        raise NoSuchInvoice(id=invoice_id)
    return found


def newest(session: Session, agreement_id: int) -> dict[str, InvoiceRow]:
    """Return the invoice of each period that counts: the last where one was taken back."""
    rows = session.scalars(select(InvoiceRow).where(InvoiceRow.agreement_id == agreement_id).order_by(InvoiceRow.sequence))
    return {row.key: row for row in rows}


def sums_of(items: Sequence[Item], *, without: int | None = None) -> Sums:
    """Return what invoices and payouts have come to, but for one of them; what is paid in part stays bound through a dispute."""
    mine = [one for one in items if one.id != without]
    return Sums(
        invoiced=sum(one.net_ore for one in mine if one.state in (*BINDING, "received", "disputed")),
        bound=sum(one.net_ore for one in mine if one.state in BINDING or one.paid_ore),
        paid=sum(one.paid_ore for one in mine))


def paid_between(session: Session, agreement_id: int, first: date, last: date) -> int:
    """Return what was paid under an agreement from `first` to `last`, in öre, VAT included; denied payouts left out."""
    query = select(func.coalesce(func.sum(PaymentRow.ore), 0)).join(InvoiceRow, InvoiceRow.id == PaymentRow.invoice_id).where(
        InvoiceRow.agreement_id == agreement_id, PaymentRow.denied.is_(False), PaymentRow.paid_on.between(first, last))
    return int(session.scalars(query).one())


def paid_by_period(session: Session, agreement_id: int, *, party_id: int | None = None) -> list[tuple[date, date, int]]:
    """Return for each invoice or payout its period and what was truly paid, in öre; a payout counts once it is confirmed.

    With `party_id` only what was paid to that party.
    """
    query = (
        select(InvoiceRow.first, InvoiceRow.last, func.sum(PaymentRow.ore)).join(PaymentRow, PaymentRow.invoice_id == InvoiceRow.id)
        .where(InvoiceRow.agreement_id == agreement_id, PaymentRow.denied.is_(False), InvoiceRow.state != "claimed")
        .group_by(InvoiceRow.id).order_by(InvoiceRow.first, InvoiceRow.id)
    )
    rows = session.execute(query if party_id is None else query.where(InvoiceRow.party_id == party_id))
    return [(first, last, int(ore)) for first, last, ore in rows]


def settings_of(session: Session, agreement_id: int) -> Settings:
    """Return what an agreement has settled about its money, or what is usual."""
    row = session.get(EconomyRow, agreement_id)
    return Settings() if row is None else Settings(
        two_ore=row.two_ore, reference=row.reference, revision=row.revision)


def number_taken(session: Session, issuer: str, number: str) -> bool:
    """Say whether a number of someone's series is used already, by an invoice or a credit note; spaces and case do not matter."""
    def alike(one: Any) -> Any:
        return func.lower(func.replace(one, " ", ""))

    credited = select(CreditRow.id).join(InvoiceRow, InvoiceRow.id == CreditRow.invoice_id)
    return any(session.scalars(query.where(InvoiceRow.issuer == issuer, alike(column) == alike(number)).limit(1)).first() is not None
               for query, column in ((select(InvoiceRow.id), InvoiceRow.number), (credited, CreditRow.number)))
