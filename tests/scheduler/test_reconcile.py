"""The last line: rows damaged on purpose are found and come right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from service.db import Database
from service.notices.tables import OutboxRow
from service.scheduler.passes import sweep_pass
from service.scheduler.reconcile import EVERY, Reconciled, is_time_to_reconcile, reconcile
from service.scheduler.sweep import sweep
from service.settings import load
from tests.builders import an_agreement, on
from tests.faults import invariants

NOW = on(2025, 9, 1, 8)
SETTINGS = load({})


def prepare(database: Database, signatures: int = 2) -> None:
    with database.write() as session:
        an_agreement(session, signatures=signatures)
    sweep(database, now=lambda: NOW - timedelta(seconds=1))


def test_nothing_damaged_nothing_done(database: Database) -> None:
    prepare(database)
    for _ in range(2):
        assert reconcile(database, SETTINGS, now=NOW) == Reconciled()


@pytest.mark.parametrize("table", ["agreements", "decisions", "invoices", "meetings", "obligations", "signatures"])
def test_alive_and_never_looked_at_again(table: str, database: Database) -> None:
    prepare(database, signatures=1 if table == "signatures" else 2)
    when = text(f"SELECT id, next_at FROM {table} WHERE next_at IS NOT NULL ORDER BY id")
    with database.write() as session:
        was = session.execute(when).all()
        session.execute(text(f"UPDATE {table} SET next_at = NULL"))
    assert reconcile(database, SETTINGS, now=NOW).matters >= len(was) > 0
    sweep(database, now=lambda: NOW - timedelta(seconds=1))
    sweep(database, now=lambda: NOW)
    with database.read() as session:
        assert len(session.execute(when).all()) == len(was)
    invariants.check(database)


def test_written_and_never_sent(database: Database) -> None:
    prepare(database)
    with database.write() as session:
        first, second, *rest = session.scalars(select(OutboxRow).where(OutboxRow.state == "waiting"))
        first.next_at, second.next_at = None, NOW + timedelta(days=3650)
    assert reconcile(database, SETTINGS, now=NOW) == Reconciled(unsent=2)
    with database.read() as session:
        assert session.scalars(select(func.count()).where(OutboxRow.next_at <= NOW)).one() == len(rest) + 2


def test_claimed_too_long(database: Database) -> None:
    prepare(database)
    with database.write() as session:
        one, other, *_ = session.scalars(select(OutboxRow).where(OutboxRow.state == "waiting"))
        one.next_at, other.next_at = NOW + timedelta(days=1), NOW + timedelta(minutes=7)
        both = OutboxRow.id.in_((one.id, other.id))
        session.execute(update(OutboxRow).where(both).values(state="sending", token="t"))
    assert reconcile(database, SETTINGS, now=NOW) == Reconciled(claimed=1)


def test_once_a_day_and_at_once_when_the_clock_was_set_back(database: Database) -> None:
    assert is_time_to_reconcile(database, NOW)
    sweep_pass(database, SETTINGS, now=lambda: NOW)
    assert [is_time_to_reconcile(database, NOW + after) for after in (
        timedelta(), EVERY - timedelta(seconds=1), EVERY, -timedelta(seconds=1))] == [False, False, True, True]
