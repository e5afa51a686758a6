"""The database locked, or its connections killed, in the middle of the work."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from service.db import Database
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.scheduler.jobs import JOBS, Job
from service.scheduler.sweep import sweep
from tests.builders import an_agreement, on
from tests.faults import invariants
from tests.faults.conftest import passed, put_aside
from tests.faults.processes import PATIENCE, environment, finished, start, swept

MORNING = on(2025, 9, 1, 8)
HOLDER = """
import sys
from service.db import sqlite_module
held = sqlite_module.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
held.execute("COMMIT")
print("let go", flush=True)
"""


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[Database]:
    opened = Database(sqlite_url, busy_seconds=0.2)
    yield opened
    opened.close()


@pytest.fixture
def large(postgres_url: str) -> Iterator[Database]:
    opened = Database(postgres_url)
    yield opened
    opened.close()


def prepare(database: Database, count: int = 3) -> None:
    with database.write() as session:
        for _ in range(count):
            an_agreement(session, reports=[])
    sweep(database, now=lambda: on(2025, 8, 31, 12))
    put_aside(database)


def written(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(func.count()).where(OutboxRow.created_at >= MORNING)).one()


@contextmanager
def locked(database: Database) -> Iterator[subprocess.Popen[str]]:
    """Let another process hold the database's write lock; a line to it lets go."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(database.url.database)], text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        let_go(holder)


def let_go(holder: subprocess.Popen[str]) -> None:
    """Let the other process end its transaction and itself."""
    if holder.poll() is None:
        holder.communicate("\n", timeout=PATIENCE)


def test_locked_for_longer_than_patience_lasts(lite: Database, sqlite_url: str) -> None:
    """The pass says so and fails; the next one does it all."""
    prepare(lite)
    with locked(lite):
        with pytest.raises(OperationalError, match="database is locked"):
            passed(lite, MORNING)
        with start(["sweep", "--now", MORNING.isoformat()], environment(sqlite_url, BUSY_SECONDS=0.2)) as process:
            ((code, err),) = finished([process])
        assert code == 1
        assert "database is locked" in err
        assert "Traceback" not in err
    assert swept(sqlite_url, MORNING) == 0
    assert written(lite) == 18
    invariants.check(lite)


def test_locked_for_a_while_is_waited_for(lite: Database, sqlite_url: str) -> None:
    prepare(lite)
    with locked(lite) as holder:
        waiting = start(["sweep", "--now", MORNING.isoformat()], environment(sqlite_url, BUSY_SECONDS=PATIENCE))
        let_go(holder)
        assert [code for code, _ in finished([waiting])] == [0]
    assert written(lite) == 18
    invariants.check(lite)


@pytest.mark.soak
def test_locked_for_thirty_seconds(lite: Database, sqlite_url: str) -> None:
    prepare(lite)
    with locked(lite) as holder:
        release = threading.Timer(30, let_go, [holder])
        release.start()
        assert swept(sqlite_url, MORNING, BUSY_SECONDS=60) == 0
        release.join()
    assert written(lite) == 18
    invariants.check(lite)


def test_a_writer_never_turns_from_reading_to_writing(lite: Database) -> None:
    """Two who read the same row and then change it: the second waits from the start instead of failing."""
    prepare(lite, 1)
    patient = Database(lite.url, busy_seconds=PATIENCE)
    read, done = threading.Event(), []

    def other() -> None:
        with patient.write() as session:
            row = session.scalars(select(MeetingRow).order_by(MeetingRow.id)).first()
            assert row is not None
            done.append(row.revision)
            row.revision += 1

    with patient.write() as session:
        row = session.scalars(select(MeetingRow).order_by(MeetingRow.id)).first()
        assert row is not None
        thread = threading.Thread(target=lambda: (read.set(), other()))
        thread.start()
        assert read.wait(PATIENCE)
        row.revision += 1
    thread.join(PATIENCE)
    assert done == [1]
    with patient.read() as session:
        assert session.scalars(select(MeetingRow.revision).order_by(MeetingRow.id)).first() == 2
    patient.close()


def killing(database: Database, times: int) -> list[Job]:
    """Return the jobs, where the connection is killed after each of the first claims."""
    left = [times]

    def deadly(job: Job) -> Job:
        def due(session: Session, now: datetime, limit: int) -> Sequence[Any]:
            found = job.due(session, now, limit)
            if found and left[0]:
                left[0] -= 1
                assert kill_all(database) == 1
            return found

        return replace(job, due=due)

    return [deadly(job) for job in JOBS]


def test_connections_killed_in_the_middle_of_a_sweep(large: Database) -> None:
    """The batch is undone by the server and done again on a new connection."""
    prepare(large)
    done = sweep(large, now=lambda: MORNING, batch=2, jobs=killing(large, 3))
    assert (done.failed, done.owed) == (0, 18)
    assert written(large) == 18
    invariants.check(large)


def test_connections_killed_again_and_again(large: Database) -> None:
    """The pass fails in the end; the next one does what is left."""
    prepare(large)
    with pytest.raises(OperationalError):
        sweep(large, now=lambda: MORNING, batch=2, jobs=killing(large, 99))
    assert sweep(large, now=lambda: MORNING, batch=2).failed == 0
    assert written(large) == 18
    invariants.check(large)


def kill_all(database: Database) -> int:
    """End every other connection to the database that is in a transaction; return how many."""
    killer = Database(database.url)
    try:
        with killer.engine.connect() as connection:
            return len(connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%%'").all())
    finally:
        killer.close()


def test_two_that_wait_for_each_other(large: Database) -> None:
    """A deadlock ends one of them; if that is the sweep, it does its batch again."""
    prepare(large, 1)
    with large.write() as person:
        person.execute(select(OutboxRow.id).limit(1))
        person.connection().exec_driver_sql("SET deadlock_timeout = '60s'")
        person.connection().exec_driver_sql("SELECT 1 FROM chains FOR UPDATE")
        results: list[int] = []
        thread = threading.Thread(target=lambda: results.append(sweep(large, now=lambda: MORNING).owed))
        thread.start()
        wait_for_lock(large)
        person.connection().exec_driver_sql("SELECT 1 FROM agreements, meetings, decisions FOR UPDATE")
    thread.join(PATIENCE)
    assert results == [6]
    invariants.check(large)


def wait_for_lock(database: Database) -> None:
    watcher = Database(database.url)
    for _ in range(int(PATIENCE * 50)):
        with watcher.engine.connect() as connection:
            if connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar_one():
                break
        threading.Event().wait(0.02)
    watcher.close()
