"""An agreement whose first half is paid and which is then rescinded, for pages about what is left of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from service.agreements.states import Step
from service.db import Database
from service.economy.invoices.tables import InvoiceRow
from service.kernel.clock import moment
from service.lifecycle.repaying import repayments
from service.lifecycle.steps import take
from service.parties.store import cast
from service.repayments.model import Claim, Ground
from service.repayments.rules import monthly
from tests.money.world import Money
from tests.web.world import BY, NOW, signed

ENDED = moment(date(2026, 9, 1))
BEFORE = moment(date(2026, 8, 20), 9)
DUE = date(2026, 10, 30)


def rescinded(database: Database) -> int:
    """Return an agreement of which something was paid, rescinded from 1 September 2026."""
    number = signed(database)
    half_paid(database, number)
    with database.write() as session:
        take(session, number, Step.RESCIND, now=NOW, by=BY, as_of=ENDED, values={"ended_at": ENDED})
    return number


def half_paid(database: Database, number: int) -> None:
    """Have the first invoice of an agreement handed in, approved and paid."""
    with database.read() as session:
        key = session.scalars(select(InvoiceRow.key).where(InvoiceRow.agreement_id == number).order_by(InvoiceRow.day)).first()
    money = Money(database, number)
    assert key is not None
    money.hand_in(key, now=BEFORE)
    money.approve("Anders Berg", key, now=BEFORE)
    money.pay(key=key, now=BEFORE)


def claimed(database: Database, agreement: int, ore: int = 100_000_00, times: int = 2) -> int:
    """Claim a sum of what was paid."""
    with database.write() as session:
        public, civil = cast(session, agreement).parties
        return repayments.claim(session, agreement, Claim(
            against=civil.id, ground=Ground.FULL, ore=ore, why="Verksamheten upphörde.", instalments=monthly(ore, DUE, times)),
            party_id=public.id, now=NOW, by=BY)
