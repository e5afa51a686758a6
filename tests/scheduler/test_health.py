"""What `/healthz` says."""

from __future__ import annotations

import threading
from datetime import timedelta

from service.db import Database
from service.notices.tables import OutboxRow
from service.scheduler.health import SWEEP, beat, health
from service.scheduler.sweep import sweep
from service.scheduler.tables import HeartbeatRow, TroubleRow
from tests.builders import an_agreement, on

NOW = on(2025, 2, 3, 8)
MINUTE = timedelta(minutes=1)


def test_nothing_has_ever_run(database: Database) -> None:
    with database.read() as session:
        told = health(session, NOW)
    assert told.as_json() == {"ok": False, "last_sweep": None, "backlog": 0, "failures": 0, "undeliverable": 0}


def test_alive_for_a_minute_after_a_sweep(database: Database) -> None:
    with database.write() as session:
        beat(session, SWEEP, now=NOW)
    with database.read() as session:
        later = (timedelta(), MINUTE, MINUTE * 1.001)
        assert [health(session, NOW + after).ok for after in later] == [True, True, False]
        assert health(session, NOW).as_json()["last_sweep"] == "2025-02-03T08:00:00+01:00"


def test_a_sign_of_life_from_the_future_is_none(database: Database) -> None:
    """The clock has been set back since: a scheduler that lives would have beaten again."""
    with database.write() as session:
        beat(session, SWEEP, now=NOW)
    with database.read() as session:
        assert [health(session, NOW - before).ok for before in (MINUTE, MINUTE * 2)] == [True, False]


def test_the_last_beat_counts_and_says_how_it_went(database: Database) -> None:
    with database.write() as session:
        beat(session, SWEEP, now=NOW, acted=5, failed=1, error="meeting 3: LookupError")
        beat(session, SWEEP, now=NOW + MINUTE)
    with database.read() as session:
        row = session.get_one(HeartbeatRow, SWEEP)
        assert (row.at, row.acted, row.failed, row.error) == (NOW + MINUTE, 0, 0, None)


def test_two_first_beats_at_once(database: Database) -> None:
    """Neither of two schedulers fails for the other's sake."""
    barrier = threading.Barrier(4)
    faults: list[Exception] = []

    def go() -> None:
        try:
            with database.write() as session:
                if not database.is_sqlite:
                    barrier.wait(30)
                beat(session, SWEEP, now=NOW)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_backlog_failures_and_undeliverable(database: Database) -> None:
    with database.write() as session:
        an_agreement(session)
    sweep(database, now=lambda: NOW)
    with database.write() as session:
        waiting = session.query(OutboxRow).filter(OutboxRow.state == "waiting").order_by(OutboxRow.id).all()
        waiting[0].state, waiting[0].next_at = "undeliverable", None
        waiting[1].next_at = NOW + MINUTE
        session.add(TroubleRow(subject="meeting 1", agreement_id=1, failures=1, at=NOW, error="LookupError"))
        count = len(waiting)
    with database.read() as session:
        told = health(session, NOW)
    assert (told.backlog, told.failures, told.undeliverable) == (count - 2, 1, 1)
