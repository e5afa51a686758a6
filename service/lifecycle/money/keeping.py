"""Keeping invoices and payouts true to the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import OVER
from service.agreements.tables import AgreementRow
from service.economy.entered.store import entered_of
from service.economy.invoices.acts.ground import take
from service.economy.invoices.states import UNTOUCHED, Step
from service.economy.invoices.store import get_item, newest
from service.economy.invoices.tables import InvoiceRow
from service.economy.plan import Expected, expected
from service.history.record import CLOCK
from service.kernel.clock import local_day
from service.lifecycle.money.amounts import expected_of, side_of
from service.notices.owe import withdraw
from service.obligations.model import Kind, Obligation
from service.obligations.states import SETTLED
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.obligations.versions import MONEY, Version


def keep_invoices(
    session: Session, row: AgreementRow, versions: Sequence[Version], wanted: Iterable[Obligation],
    owed_rows: Mapping[str, ObligationRow], *, live: bool, known: datetime, now: datetime,
) -> None:
    """Make, move and fill in what the plan asks to be invoiced or paid out; what is handed in stays as it is."""
    mine = [one for one in wanted if one.kind in MONEY]
    rows, amounts = newest(session, row.id), expected_of(versions, mine, entered_of(session, row.id))
    for owed in mine:
        obligation, invoice = owed_rows[owed.key], rows.get(owed.key)
        if invoice is None:
            invoice = InvoiceRow(agreement_id=row.id, obligation_id=obligation.id, key=owed.key, kind=owed.kind.value, day=owed.day,
                                 state="expected", arose_at=now, earlier=Owed(obligation.state) in SETTLED)
            session.add(invoice)
        elif invoice.state == "dropped" and row.state not in OVER:
            _again(session, invoice, now=now)
        elif invoice.state not in UNTOUCHED:
            continue
        if invoice.day != owed.day:
            _another_day(session, invoice, now=now)
        invoice.first, invoice.last, invoice.day = owed.first, owed.last, owed.day
        invoice.expected_ore, invoice.preliminary = amounts.get(owed.key, (None, False))
        _set_going(invoice, obligation, owed, live=live, known=known, now=now)
    session.flush()


def reckon_anew(session: Session, agreement_id: int, versions: Sequence[Version]) -> None:
    """Reckon anew what is expected of each period that is not handed in, by what is entered now."""
    rows = {key: row for key, row in newest(session, agreement_id).items() if row.state in UNTOUCHED}
    owed = session.scalars(select(ObligationRow).where(ObligationRow.id.in_([one.obligation_id for one in rows.values()])))
    amounts = expected_of(versions, [_owed(one) for one in owed], entered_of(session, agreement_id))
    for key, (ore, preliminary) in amounts.items():
        rows[key].expected_ore, rows[key].preliminary = ore, preliminary
    session.flush()


def grounds_of(session: Session, agreement_id: int, versions: Sequence[Version]) -> Mapping[str, Expected]:
    """Return by key how what is expected of each period is reckoned by what is entered now."""
    owed = session.scalars(select(ObligationRow).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.kind.in_(MONEY)).order_by(ObligationRow.day, ObligationRow.id))
    given = entered_of(session, agreement_id)
    return {one.key: one for one in expected(versions, [_owed(one) for one in owed], units=given.units, index=given.index)}


def _owed(one: ObligationRow) -> Obligation:
    return Obligation(key=one.key, kind=Kind(one.kind), day=one.day, first=one.first, last=one.last, owes=side_of(one.kind),
                      clause=one.clause, version=one.version)


def _again(session: Session, invoice: InvoiceRow, *, now: datetime) -> None:
    session.flush()
    take(session, get_item(session, invoice.id), Step.PLAN, now=now, by=CLOCK, values={"earlier": False})
    session.refresh(invoice)


def _another_day(session: Session, invoice: InvoiceRow, *, now: datetime) -> None:
    """Begin the reminders anew, for the day is another."""
    if invoice.state in ("due", "missing"):
        session.flush()
        take(session, get_item(session, invoice.id), Step.REARM, now=now, by=CLOCK)
        session.refresh(invoice)
    elif invoice.id is not None:
        withdraw(session, f"invoice {invoice.id}")
    invoice.arose_at, invoice.told_at = now, None


def _set_going(
    invoice: InvoiceRow, obligation: ObligationRow, owed: Obligation, *, live: bool, known: datetime, now: datetime,
) -> None:
    if Owed(obligation.state) not in SETTLED:
        obligation.day, obligation.first, obligation.last = owed.day, owed.first, owed.last
        obligation.owes, obligation.clause = owed.owes, owed.clause
        obligation.closing, obligation.version = owed.closing, owed.version
        obligation.earlier = invoice.earlier = live and owed.day < local_day(known)
        obligation.next_at = None
    if live and invoice.told_at is None:
        # A rung that lay before the agreement was signed is no reminder that was missed.
        invoice.arose_at = max(invoice.arose_at, known)
    invoice.next_at = now if live and not invoice.earlier else None


def drop_invoice(session: Session, obligation_id: int, key: str, agreement_id: int, *, now: datetime) -> bool:
    """Drop what is to be invoiced or paid out no longer; say whether there was any."""
    invoice = newest(session, agreement_id).get(key)
    if invoice is None or invoice.obligation_id != obligation_id:
        return False
    if invoice.state in UNTOUCHED:
        take(session, get_item(session, invoice.id), Step.DROP, now=now, by=CLOCK)
    return True
