"""What the pictures are measured on: five years with two thousand shifts each, and ten thousand agreements with money, duties and risks."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from bench.pages.fill import APART, PLAIN, copy_rows, fill, numbers
from service.db import Database
from service.economy.invoices.tables import InvoiceRow, PaymentRow
from service.economy.outcome.tables import FigurePostRow, FigureRow
from service.followup.reports.tables import ReportRow
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind
from service.followup.shifts.sums.store import recount_all
from service.followup.shifts.tables import ShiftCountRow, ShiftPlaceRow, ShiftRow
from service.kernel.clock import moment
from service.lifecycle.acts.register import register
from service.lifecycle.signing.sign import send, sign
from service.parties.store import cast
from service.parties.vacancies import differing, recount
from tests.web.world import BY, CONTACTS, terms, users

COUNT, YEARS, SHIFTS = 10_000, 5, 2_000
WORDS = {Kind.PLACE: 6, Kind.EVENT: 6, Kind.GROUP: 4}
FIRST = date(2021, 1, 1)
NOW = moment(date(2026, 3, 2), 9)


def log(database: Database) -> int:
    """Fill an empty database with one agreement and its shifts, written as rows; return its id."""
    users(database)
    last = date(FIRST.year + YEARS - 1, 12, 31)
    with database.write() as session:
        number = register(session, terms(start=FIRST, end=last), CONTACTS, now=moment(FIRST - timedelta(days=30), 9), by=BY)
        send(session, number, now=moment(FIRST - timedelta(days=30), 9), by=BY)
        for party in cast(session, number).parties:
            sign(session, number, party, now=moment(FIRST - timedelta(days=30), 9), by=BY)
        words = [add(session, number, kind, [f"{kind} {n}" for n in range(many)], now=NOW, by=BY) for kind, many in WORDS.items()]
        _shifts(session, number, words)
        recount_all(session, number)
    with database.write() as session:
        session.execute(text("ANALYZE"))
    return number


def _shifts(session: Session, agreement_id: int, words: list[list[int]]) -> None:
    """Write shifts: each at two places, with two kinds of events and two groups."""
    rows, places, counts = [], [], []
    for number in range(YEARS * SHIFTS):
        day = FIRST.replace(year=FIRST.year + number // SHIFTS) + timedelta(days=number % SHIFTS * 365 // SHIFTS)
        begins, shift = moment(day, 18), number + 1
        rows.append({
            "id": shift, "agreement_id": agreement_id, "state": "done" if number % 20 else "not_held", "day": day,
            "month": day.replace(day=1), "start": begins.time(), "end": begins.time(), "starts_at": begins,
            "ends_at": begins + timedelta(hours=6), "minutes": 360, "staff": 2 + number % 5, "author": "Maria", "logged_at": begins})
        places += [{"shift_id": shift, "word_id": words[0][(number + n) % len(words[0])]} for n in (0, 1)]
        counts += [{"shift_id": shift, "word_id": one[(number + n) % len(one)], "count": 1 + number % 7} for one in words[1:] for n in (0, 1)]
    for table, made in ((ShiftRow, rows), (ShiftPlaceRow, places), (ShiftCountRow, counts)):
        session.execute(insert(table), made)


def portfolio(database: Database, count: int = COUNT) -> None:
    """Fill an empty database with many agreements: money of some years, every tenth with something overdue, risks of every kind."""
    fill(database, NOW, count)
    several = numbers(database, count - 1)
    with database.write() as session:
        _outcome(session)
        for row in (InvoiceRow, ReportRow, FigureRow):
            copy_rows(session, row, several, PLAIN | {"document_id": "NULL"})
        copy_rows(session, FigurePostRow, several, {"id": PLAIN["id"], "figure_id": f"p.figure_id + n * {APART}"})
        for statement in _varied(database):
            session.execute(text(statement))
    with database.write() as session:
        for number in differing(session):
            recount(session, number)
        session.execute(text("ANALYZE"))


def _outcome(session: Session) -> None:
    """Give the first agreement an outcome of six posts."""
    session.add(FigureRow(id=1, agreement_id=1, as_of=NOW.date(), first=FIRST, last=NOW.date(), version=1, source="form", note="",
                          author="Maria", recorded_at=NOW))
    session.flush()
    session.add_all(FigurePostRow(id=n, figure_id=1, position=n, post=f"Post {n}", budget_ore=10_000_00, used_ore=4_000_00)
                    for n in range(1, 7))
    session.flush()
    assert (session.scalar(select(func.max(InvoiceRow.id))) or 0) < APART


def _varied(database: Database) -> list[str]:
    n = f"(agreement_id / {APART})"

    def moved(column: str, days: str) -> str:
        return f"date({column}, ({days}) || ' days')" if database.is_sqlite else f"{column} + ({days})::int"

    at = "'2026-01-01T00:00:00.000000Z'" if database.is_sqlite else "TIMESTAMPTZ '2026-01-01 00:00:00+00'"
    return [
        f"UPDATE invoices SET day = {moved('day', f'{n} % 900 - 300')}, expected_ore = 63787500",
        f"UPDATE decisions SET day = {moved('day', f'{n} % 700')}, state = CASE WHEN {n} % 4 = 0 THEN 'void' ELSE 'not_due' END",
        f"UPDATE obligations SET state = 'met' WHERE state = 'missed' AND {n} % 10 <> 0",
        f"UPDATE outcome_figures SET over_frame = ({n} % 20 = 1)",
        f"UPDATE functions SET to_on = '2025-12-31' WHERE function = 'coordinator' AND {n} % 50 = 1",
        "UPDATE outbox SET state = 'undeliverable' WHERE id % 997 = 0",
        f"INSERT INTO {PaymentRow.__tablename__} (invoice_id, paid_on, ore, reference, author, recorded_at)"
        f" SELECT id, {moved('day', '30')}, 63787500, '', 'Sofia', {at} FROM invoices WHERE id % 2 = 0",
        "UPDATE invoices SET state = 'paid', ore = 63787500 WHERE id % 2 = 0",
    ]
