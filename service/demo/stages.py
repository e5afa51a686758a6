"""The sample agreements, one for each stage of life, whatever today's date is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.demo.life import BY, live_through
from service.demo.sample import CONTACTS, sample_terms
from service.kernel.calendar import add_months
from service.kernel.clock import local_day, moment
from service.lifecycle.register import register, send, sign
from service.lifecycle.renewal import decide
from service.parties.store import cast
from service.renewal.states import Answer

FIRST_YEAR = 2025


def is_empty(database: Database) -> bool:
    """Say whether no agreement is there yet."""
    with database.read() as session:
        return session.scalars(select(func.count()).select_from(AgreementRow)).one() == 0


def sample(database: Database, *, now: datetime) -> list[int]:
    """Fill in the agreement of 2025, which has ended, and its successor for the current year."""
    year = local_day(now).year
    first = _signed(database, date(FIRST_YEAR, 2, 1), date(FIRST_YEAR, 12, 31), registered=date(FIRST_YEAR, 1, 20),
                    signed=date(FIRST_YEAR, 2, 1))
    made = [first]
    live_through(database, made, moment(date(FIRST_YEAR, 2, 1), 9), min(now, moment(date(year - 1, 12, 10), 9)))
    if year > FIRST_YEAR:
        made.append(_signed(database, date(year, 1, 1), date(year, 12, 31), registered=date(year - 1, 12, 10),
                            signed=date(year - 1, 12, 15)))
        live_through(database, made, moment(date(year - 1, 12, 15), 9), now)
        _public_says_extend(database, made[-1], now)
    return made


def draft(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that begins in two months and nobody has sent for signature."""
    start = add_months(local_day(now), 2).replace(day=1)
    return [_registered(database, start, add_months(start, 12) - timedelta(days=1), now)]


def signing(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that one of two parties has signed."""
    start = local_day(now) + timedelta(days=21)
    sent = now - timedelta(days=10)
    made = _registered(database, start, add_months(start, 12) - timedelta(days=1), sent)
    with database.write() as session:
        send(session, made, now=sent, by=BY)
        sign(session, made, cast(session, made).parties[0], now=sent + timedelta(days=2), by=BY)
    live_through(database, [made], sent + timedelta(days=2), now)
    return [made]


def active(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that is five months old."""
    return [_lived(database, add_months(local_day(now), -5), months=18, now=now)]


def renewal_due(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement whose decision on renewal is three weeks away."""
    end = add_months(local_day(now) + timedelta(days=21), 2)
    return [_lived(database, add_months(end, -11), end=end, now=now)]


def renewal_overdue(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement whose decision on renewal should have been taken three weeks ago."""
    end = add_months(local_day(now) - timedelta(days=21), 2)
    return [_lived(database, add_months(end, -11), end=end, now=now)]


def ended(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that ended three weeks ago, with its last duties left."""
    end = local_day(now) - timedelta(days=21)
    return [_lived(database, add_months(end, -11), end=end, now=now)]


STAGES: dict[str, Callable[..., list[int]]] = {
    "sample": sample, "draft": draft, "signing": signing, "active": active, "renewal-due": renewal_due,
    "renewal-overdue": renewal_overdue, "ended": ended,
}


def _registered(database: Database, start: date, end: date, now: datetime) -> int:
    with database.write() as session:
        return register(session, sample_terms(start, end), CONTACTS, now=now, by=BY, sample=True, place="Göteborg")


def _signed(database: Database, start: date, end: date, *, registered: date, signed: date) -> int:
    made = _registered(database, start, end, moment(registered, 9))
    with database.write() as session:
        send(session, made, now=moment(registered, 10), by=BY)
        for party in cast(session, made).parties:
            sign(session, made, party, now=moment(signed, 9), by=BY)
    return made


def _lived(database: Database, start: date, *, now: datetime, months: int = 12, end: date | None = None) -> int:
    last = end or add_months(start, months) - timedelta(days=1)
    signed = start - timedelta(days=14)
    made = _signed(database, start, last, registered=signed - timedelta(days=7), signed=signed)
    live_through(database, [made], moment(signed, 9), now)
    return made


def _public_says_extend(database: Database, agreement_id: int, now: datetime) -> None:
    with database.write() as session:
        row = session.get_one(AgreementRow, agreement_id)
        if row.state == "active":
            decide(session, agreement_id, cast(session, agreement_id).parties[0], Answer.EXTEND, now=now, by=BY,
                   decided_by="Delegationsbeslut, avdelningschef")
