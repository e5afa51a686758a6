"""What many agreements come to: money by year, ends and decision days by month, what is overdue; each summed by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, extract, func, literal, literal_column, or_, select, text, union_all
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.economy.invoices.tables import ASKED_SQL, InvoiceRow, PaymentRow
from service.kernel.calendar import add_months
from service.obligations.model import REPORTS, Kind
from service.obligations.tables import ObligationRow
from service.renewal.states import State as Decision
from service.renewal.tables import DecisionRow
from service.web.pictures.within import Within

BEFORE, AFTER = 1, 2
AHEAD = 24
RUNNING = (State.SIGNED, State.ACTIVE)
# As text in the statement: only so is the small index of what is missed taken.
MISSED = ObligationRow.state == literal_column("'missed'")
# Likewise; a further invoice of a period that a credit note took back is not asked for twice.
ASKED = text(ASKED_SQL)
# What can still be done though its day has passed; a meeting that never was is told for as long as the agreement runs.
STILL = or_(
    ObligationRow.kind.in_((*REPORTS, Kind.INVOICE, Kind.PAYOUT)) & AgreementRow.state.not_in((State.CLOSED, State.DISCARDED)),
    ObligationRow.kind.in_((Kind.MEETING, Kind.RENEWAL_DECISION)) & AgreementRow.state.in_(RUNNING))
OWED = {**dict.fromkeys(REPORTS, "reports"), Kind.INVOICE: "invoices", Kind.PAYOUT: "invoices",
        Kind.RENEWAL_DECISION: "decisions", Kind.MEETING: "meetings"}


@dataclass(frozen=True, slots=True)
class Year:
    """A year's money in öre: what the plans expect, and what is paid."""

    year: int
    expected: int
    paid: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first day: how many agreements end, and how many decision days there are."""

    first: date
    ends: int
    decisions: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is overdue of one sort: how many, and since when the oldest."""

    sort: str
    count: int
    since: date | None


def money(session: Session, within: Within, today: date) -> list[Year]:
    """Return last year, this year and the next two."""
    years = range(today.year - BEFORE, today.year + AFTER + 1)
    found = {(sort, int(year)): int(ore or 0) for sort, year, ore in session.connection().execute(union_all(*(
        query for year in years for query in (_planned(within, year), _paid(within, year)))))}
    return [Year(year, found["planned", year], found["paid", year]) for year in years]


def _year(column: Any, year: int) -> ColumnElement[bool]:
    return cast("ColumnElement[bool]", column.between(date(year, 1, 1), date(year, 12, 31)))


def _planned(within: Within, year: int) -> Any:
    """Return what is expected of a year: each period once, though it was invoiced anew."""
    return select(literal("planned"), literal(year), func.sum(InvoiceRow.expected_ore)).where(
        _year(InvoiceRow.day, year), ASKED, *within.of(InvoiceRow.agreement_id))


def _paid(within: Within, year: int) -> Any:
    query = select(literal("paid"), literal(year), func.sum(PaymentRow.ore)).where(
        _year(PaymentRow.paid_on, year), PaymentRow.denied.is_(False))
    if within.all:
        return query
    return query.join(InvoiceRow, InvoiceRow.id == PaymentRow.invoice_id).where(*within.of(InvoiceRow.agreement_id))


def months(session: Session, within: Within, today: date) -> list[Month]:
    """Return two years from this month on."""
    first = today.replace(day=1)
    after = add_months(first, AHEAD)
    # Day by day in the order of the index, and only those few hundred by month.
    ends = select(AgreementRow.ends_on.label("day"), func.count().label("n")).where(
        AgreementRow.state.in_(RUNNING), AgreementRow.ends_on >= first, AgreementRow.ends_on < after,
        *within.of(AgreementRow.id)).group_by(AgreementRow.state, AgreementRow.ends_on).subquery()
    decisions = select(DecisionRow.day.label("day"), func.count().label("n")).where(
        DecisionRow.state.in_((Decision.NOT_DUE, Decision.OPEN)), DecisionRow.day >= first, DecisionRow.day < after,
        *within.of(DecisionRow.agreement_id)).group_by(DecisionRow.state, DecisionRow.day).subquery()
    found: dict[tuple[date, str], int] = defaultdict(int)
    for sort, year, month, number in session.connection().execute(union_all(*(
            select(literal(sort), extract("year", days.c.day), extract("month", days.c.day), func.sum(days.c.n)).group_by(
                extract("year", days.c.day), extract("month", days.c.day))
            for sort, days in (("ends", ends), ("decisions", decisions))))):
        found[date(int(year), int(month), 1), sort] = int(number)
    every = [add_months(first, number) for number in range(AHEAD)]
    return [Month(one, found[one, "ends"], found[one, "decisions"]) for one in every]


def overdue(session: Session, within: Within, today: date) -> Sequence[Overdue]:
    """Return what is overdue, sort by sort."""
    missed: Any = select(ObligationRow.kind, func.count(), func.min(ObligationRow.day)).join(
        AgreementRow, AgreementRow.id == ObligationRow.agreement_id).where(
        MISSED, STILL, *within.of(ObligationRow.agreement_id)).group_by(ObligationRow.kind)
    unpaid = select(literal("payments"), func.count(), func.min(InvoiceRow.due_on)).where(
        InvoiceRow.state.in_(("received", "approved")), InvoiceRow.due_on < today, *within.of(InvoiceRow.agreement_id))
    found: dict[str, tuple[int, date | None]] = dict.fromkeys(("reports", "invoices", "payments", "decisions", "meetings"), (0, None))
    for kind, number, since in session.connection().execute(union_all(missed, unpaid)):
        sort = OWED.get(kind, kind)
        count, before = found[sort]
        found[sort] = (count + number, min((one for one in (before, since) if one is not None), default=None))
    return [Overdue(sort, *each) for sort, each in found.items()]
