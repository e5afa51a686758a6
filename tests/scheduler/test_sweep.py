"""One pass: everything due, in batches, in order, once; now is an argument."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from service.agreements.tables import AgreementRow
from service.agreements.terms import Ending, Expiry
from service.db import Database
from service.history.tables import HistoryRow
from service.kernel.clock import moment
from service.meetings.tables import MeetingRow
from service.notices.owe import Addressee, Letter, owe, withdraw
from service.notices.tables import OutboxRow
from service.scheduler.jobs import JOBS, Job
from service.scheduler.sweep import Swept, sweep
from tests.builders import an_agreement, on, signed_agreement
from tests.faults import invariants

# A day on which each job has something to do, and what it does to two agreements.
DAYS = {
    "agreements": (on(2025, 2, 3, 8), 8),
    "signatures": (on(2025, 1, 27, 8), 2),
    "decisions": (on(2025, 9, 1, 8), 4),
    "meetings": (on(2025, 9, 1, 8), 8),
    "obligations": (on(2026, 1, 16), 0),
    "invoices": (on(2025, 6, 30, 8), 4),
}


def prepare(database: Database, now: datetime, *, signatures: int = 2, count: int = 2) -> list[int]:
    with database.write() as session:
        made = [an_agreement(session, signatures=signatures) for _ in range(count)]
    sweep(database, now=lambda: now - timedelta(seconds=1))
    return made


def everything(database: Database) -> list[list[Any]]:
    with database.read() as session:
        return [
            [tuple(row) for row in session.execute(select(table.__table__).order_by(table.__table__.c.id))]
            for table in (*(job.table for job in JOBS), OutboxRow, HistoryRow)
        ]


@pytest.mark.parametrize("name", DAYS)
def test_each_job_twice(name: str, database: Database) -> None:
    """The second time nothing at all is changed."""
    now, owed = DAYS[name]
    prepare(database, now, signatures=1 if name == "signatures" else 2)
    job = next(one for one in JOBS if one.name == name)
    first = sweep(database, now=lambda: now, jobs=[job])
    assert (first.acted > 0, first.owed, first.failed) == (True, owed, 0)
    stands = everything(database)
    assert sweep(database, now=lambda: now, jobs=[job]) == Swept()
    assert everything(database) == stands
    invariants.check(database)


@pytest.mark.parametrize("size", [1, 2, 500])
def test_batches_of_any_size_do_the_same(size: int, database: Database) -> None:
    prepare(database, on(2025, 9, 1, 8), count=3)
    done = sweep(database, now=lambda: on(2025, 9, 1, 8), batch=size)
    assert (done.acted, done.owed, done.failed) == (9, 30, 0)
    invariants.check(database)


def test_the_longest_waiting_first(database: Database) -> None:
    made = prepare(database, on(2025, 2, 3, 8), count=3)
    with database.write() as session:
        for place, agreement in enumerate(reversed(made)):
            session.execute(update(AgreementRow).where(AgreementRow.id == agreement).values(
                next_at=on(2025, 2, 3, 7) + timedelta(minutes=place)))
    sweep(database, now=lambda: on(2025, 2, 3, 8), batch=1)
    with database.read() as session:
        rows = session.scalars(select(OutboxRow.agreement_id).where(OutboxRow.name == "begun").order_by(OutboxRow.id))
        assert list(dict.fromkeys(rows)) == made[::-1]


def test_a_second_early_is_nothing_and_on_the_second_is_due(database: Database) -> None:
    prepare(database, on(2025, 2, 3, 8))
    early = on(2025, 2, 3, 8) - timedelta(microseconds=1)
    assert sweep(database, now=lambda: early).acted == 0
    assert sweep(database, now=lambda: on(2025, 2, 3, 8)).acted == 2


def test_what_becomes_due_by_the_sweep_is_swept_in_it(database: Database) -> None:
    """A renewal plans a new period: its meetings and decision are looked at in the same pass."""
    made = signed_agreement(database, ending=Ending(mode=Expiry.RENEWS, months=12, max_times=3))
    now = moment(date(2026, 1, 1))
    sweep(database, now=lambda: now - timedelta(seconds=1))
    assert sweep(database, now=lambda: now).failed == 0
    with database.read() as session:
        assert session.get_one(AgreementRow, made).ends_on == date(2026, 12, 31)
        assert session.scalars(select(MeetingRow.key).where(MeetingRow.next_at <= now)).all() == []
    assert sweep(database, now=lambda: now) == Swept()
    invariants.check(database)


def test_it_stops_between_batches(database: Database) -> None:
    prepare(database, on(2025, 9, 1, 8), count=3)
    stop = threading.Event()
    meetings = next(job for job in JOBS if job.name == "meetings")

    def due(session: Any, now: datetime, limit: int) -> Any:
        stop.set()
        return meetings.due(session, now, limit)

    done = sweep(database, now=lambda: on(2025, 9, 1, 8), batch=1, stop=stop, jobs=[replace(meetings, due=due)])
    assert (done.acted, done.owed) == (1, 4)
    assert sweep(database, now=lambda: on(2025, 9, 1, 8)).owed == 26


def test_an_item_that_would_be_due_again_at_once_is_pushed_back(database: Database) -> None:
    """It would keep the sweep busy for ever."""
    prepare(database, on(2025, 9, 1, 8), count=1)

    def act(job: Job) -> Any:
        return lambda item, now: replace(job.act(item, now), step=None, next_at=now)

    jobs = [replace(job, act=act(job)) for job in JOBS]
    done = sweep(database, now=lambda: on(2025, 9, 1, 8), jobs=jobs)
    assert done.failed == 3
    assert all(error.endswith("would be due again at once") for error in done.errors)


def test_what_was_taken_back_unsent_is_owed_anew_and_what_may_have_gone_is_not(database: Database) -> None:
    now = on(2025, 2, 3, 8)
    letter = Letter(
        key="k", name="begun", agreement_id=prepare(database, now, count=1)[0], uid="u", subject="meeting 99",
        payload={"a": 1}, to=[Addressee(None, None, who, f"{who}@x.example", "sv") for who in ("ann", "bo", "cia")])
    with database.write() as session:
        owe(session, [letter], now=now)
        row = update(OutboxRow)
        session.execute(row.where(OutboxRow.key == "k>bo@x.example").values(state="sending", token="t"))
        session.execute(row.where(OutboxRow.key == "k>cia@x.example").values(state="sent", next_at=None))
        assert withdraw(session, "meeting 99") == {"ann@x.example"}
        owe(session, [replace(letter, payload={"a": 2})], now=now + timedelta(hours=1))
        rows = session.execute(select(OutboxRow.to_name, OutboxRow.state, OutboxRow.payload).where(
            OutboxRow.subject == "meeting 99").order_by(OutboxRow.to_name)).all()
    assert [tuple(row) for row in rows] == [
        ("ann", "waiting", '{"a":2}'), ("bo", "withdrawn", '{"a":1}'), ("cia", "sent", '{"a":1}')]
