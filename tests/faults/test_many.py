"""Several schedulers on one database, one that sleeps past its claim, one that is told to stop."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from service.db import Database
from service.lifecycle.signing.sign import send
from service.notices.tables import OutboxRow, Post
from service.scheduler.health import health
from service.scheduler.jobs import JOBS
from service.scheduler.sweep import sweep
from tests.builders import BY, an_agreement, on
from tests.faults import invariants
from tests.faults.conftest import passed, put_aside
from tests.faults.processes import CLAIM, environment, finished, running, scheduler, start, swept, until
from tests.sinks import Received, Script, Sink

MORNING = on(2025, 9, 1, 8)


def prepare(database: Database, count: int) -> None:
    with database.write() as session:
        for _ in range(count):
            an_agreement(session, reports=[])
    sweep(database, now=lambda: on(2025, 8, 31, 12))
    put_aside(database)


def states(database: Database) -> Counter[str]:
    with database.read() as session:
        return Counter(session.scalars(select(OutboxRow.state).where(OutboxRow.created_at >= MORNING)))


@pytest.mark.parametrize("processes", [4, pytest.param(8, marks=pytest.mark.soak)])
def test_sweeps_at_the_same_instant(processes: int, database: Database, database_url: str, sink: Sink) -> None:
    """All wait at a barrier, a lock that this process holds, and start on the same rows at once."""
    prepare(database, 10)
    env = environment(database_url, sink.port, SWEEP_BATCH=3, BUSY_SECONDS=60)
    with database.write() as barrier:
        if not database.is_sqlite:
            barrier.connection().exec_driver_sql("LOCK TABLE heartbeats")
        started = [start(["sweep", "--now", MORNING.isoformat()], env) for _ in range(processes)]
        until(lambda: database.is_sqlite or blocked(database) == processes, "all have come")
    assert [code for code, _ in finished(started)] == [0] * processes
    passed(database, MORNING + CLAIM, sink.port)
    assert states(database) == {"sent": 60}
    assert len(sink.received) == 60
    invariants.check(database, sink)


def blocked(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).scalar_one())


def test_two_schedulers_side_by_side(database: Database, database_url: str, sink: Sink) -> None:
    prepare(database, 10)
    env = environment(database_url, sink.port, BEAT_SECONDS=0.1, SWEEP_BATCH=3, MAIL_EXPIRES_DAYS=365)
    with scheduler(env) as one, scheduler(env) as other:
        for process in (one, other):
            running(process)
        until(lambda: sink.received and nothing_left(database), "everything is done")
        for process in (one, other):
            process.send_signal(signal.SIGTERM)
        assert [code for code, _ in finished([one, other])] == [0, 0]
    invariants.check(database, sink)


def nothing_left(database: Database) -> bool:
    now = database.now()
    with database.read() as session:
        due = [session.scalars(select(job.table.id).where(job.table.next_at <= now).limit(1)).all() for job in JOBS]
        return not any(due) and health(session, now).backlog == 0


def test_a_sender_that_wakes_after_its_claim_marks_nothing(database: Database, database_url: str) -> None:
    """Stopped in the middle of a message; another takes over; woken, it must not send or mark what is left."""
    prepare(database, 1)
    sweep(database, now=lambda: MORNING)
    reached, go_on = threading.Event(), threading.Event()

    def taken(message: Received) -> str | None:
        if not reached.is_set():
            reached.set()
            go_on.wait(60)
        return None

    with Sink(Script(taken=taken)) as sink:
        sleeper = start(["sweep", "--now", MORNING.isoformat()], environment(database_url, sink.port))
        assert reached.wait(60)
        sleeper.send_signal(signal.SIGSTOP)
        assert swept(database_url, MORNING + CLAIM, sink.port) == 0
        assert states(database) == {"sent": 6}
        go_on.set()
        sleeper.send_signal(signal.SIGCONT)
        assert [code for code, _ in finished([sleeper])] == [0]
        assert states(database) == {"sent": 6}
        assert len(sink.received) == 7
        invariants.check(database, sink)
    with database.read() as session:
        assert session.scalars(select(func.max(OutboxRow.attempts))).one() == 1


def ask_for_signatures(database: Database, count: int) -> None:
    """Owe two letters for each agreement, now, and nothing else for a week."""
    now = database.now()
    with database.write() as session:
        for _ in range(count):
            made = an_agreement(session, start=date(2099, 1, 1), end=date(2099, 12, 31), signed=now, signatures=0)
            send(session, made, now=now, by=BY)


def test_told_to_stop_in_the_middle_of_the_mail(database: Database, database_url: str) -> None:
    """The message under way is finished and marked, the rest is given back, and it is over within seconds."""
    ask_for_signatures(database, 15)
    reached, go_on = threading.Event(), threading.Event()

    def taken(message: Received) -> str | None:
        if len(sink.received) == 3:
            reached.set()
            go_on.wait(60)
        return None

    with Sink(Script(taken=taken)) as sink:
        with scheduler(environment(database_url, sink.port, BEAT_SECONDS=0.1)) as process:
            assert reached.wait(60)
            process.send_signal(signal.SIGTERM)
            go_on.set()
            assert [code for code, _ in finished([process])] == [0]
        with database.read() as session:
            held = session.scalars(select(func.count()).where(OutboxRow.state == Post.SENDING)).one()
            sent = session.scalars(select(func.count()).where(OutboxRow.state == Post.SENT)).one()
            doubted = session.scalars(select(func.count()).where(OutboxRow.doubt)).one()
        assert (held, sent, doubted) == (0, len(sink.received), 0)
        assert 4 <= sent < 30
        passed(database, database.now() + timedelta(minutes=1), sink.port)
        assert len(sink.received) == 30
        invariants.check(database, sink)


def test_told_to_stop_in_the_middle_of_a_sweep(database: Database, database_url: str) -> None:
    prepare(database, 20)
    with scheduler(environment(database_url, BEAT_SECONDS=0.1, SWEEP_BATCH=1)) as process:
        until(lambda: states(database).total() > 0, "the sweep has begun")
        process.send_signal(signal.SIGTERM)
        assert [code for code, _ in finished([process])] == [0]
    swept(database_url, database.now())
    assert sweep(database, now=database.now).acted == 0
    invariants.check(database)
