"""What a summary tells of the money: the frame, what was paid in the time, and what is used of each post."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.economy.invoices.tables import InvoiceRow, PaymentRow
from service.economy.outcome.tables import FigurePostRow, FigureRow
from service.followup.summary.model import Money, PostLine
from service.kernel.money import sek


def money_of(session: Session, agreement_id: int, first: date, last: date) -> Money:
    """Return the frame and posts of the terms (SEK), what was paid from `first` to `last`, and what is used then by the outcome."""
    economy = terms_of(session, agreement_id).economy
    used = _used(session, agreement_id, first, last)
    return Money(frame=economy.total, yearly=economy.yearly, paid=_paid(session, agreement_id, first, last),
                 posts=tuple(PostLine(name=post.name, amount=post.amount, used=used.get(post.name)) for post in economy.posts))


def _paid(session: Session, agreement_id: int, first: date, last: date) -> Decimal | None:
    """Return what was paid in a time, VAT included; None where nothing has been."""
    query = select(func.sum(PaymentRow.ore)).join(InvoiceRow, InvoiceRow.id == PaymentRow.invoice_id).where(
        InvoiceRow.agreement_id == agreement_id, PaymentRow.denied.is_(False), PaymentRow.paid_on.between(first, last))
    found: int | None = session.scalars(query).one()
    return None if found is None else sek(int(found))


def _used(session: Session, agreement_id: int, first: date, last: date) -> Mapping[str, Decimal]:
    """Return what was used of each post in a time, by the newest outcome of it; nothing where no outcome tells.

    An outcome counts from the first day of its budget: where that lies before the time, what was used until then is taken off.
    """
    at = _newest(session, agreement_id, FigureRow.as_of.between(first, last))
    if at is None:
        return {}
    found = _posts(session, at)
    if at.first >= first:
        return {name: sek(ore) for name, ore in found.items()}
    before = _newest(session, agreement_id, (FigureRow.as_of < first) & (FigureRow.first == at.first))
    if before is None:
        return {}
    earlier = _posts(session, before)
    return {name: sek(ore - earlier.get(name, 0)) for name, ore in found.items()}


def _newest(session: Session, agreement_id: int, wanted: ColumnElement[bool]) -> FigureRow | None:
    query = select(FigureRow).where(FigureRow.agreement_id == agreement_id, wanted)
    return session.scalars(query.order_by(FigureRow.as_of.desc(), FigureRow.id.desc()).limit(1)).one_or_none()


def _posts(session: Session, row: FigureRow) -> dict[str, int]:
    return {post: used for post, used in session.execute(
        select(FigurePostRow.post, FigurePostRow.used_ore).where(FigurePostRow.figure_id == row.id))}
