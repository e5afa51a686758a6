"""The clock set forward or back, apart between hosts, or read through other rules of summer time."""

from __future__ import annotations

import importlib.resources
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from subprocess import Popen

import pytest
from sqlalchemy import func, select, text, update

from service.db import Database
from service.kernel.calendar import add_months, sent_after, sent_ahead
from service.kernel.clock import local_day, moment
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.scheduler.health import SWEEP, health
from service.scheduler.sweep import sweep
from service.scheduler.tables import HeartbeatRow
from tests.builders import an_agreement, at, on
from tests.faults import invariants
from tests.faults.conftest import passed, put_aside
from tests.faults.processes import environment, run, start_anew, swept, until
from tests.sinks import Sink

MORNING = on(2025, 9, 1, 8)


def prepare(database: Database) -> None:
    with database.write() as session:
        for _ in range(2):
            an_agreement(session, reports=[])
    sweep(database, now=lambda: on(2025, 8, 31, 12))
    put_aside(database)


def names(database: Database, since: datetime) -> Counter[str]:
    with database.read() as session:
        return Counter(session.scalars(select(OutboxRow.name).where(OutboxRow.created_at >= since)))


def faketime() -> Path:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, "install the Debian package libfaketime and run again"
    return found[0]


@contextmanager
def scheduler_with_a_clock_of_its_own(url: str, offset: Path) -> Iterator[Popen[str]]:
    env = environment(url, BEAT_SECONDS=0.2) | {
        "LD_PRELOAD": str(faketime()), "FAKETIME_TIMESTAMP_FILE": str(offset), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with start_anew(["scheduler"], env) as process:
        try:
            yield process
        finally:
            process.kill()


def set_clock(offset: Path, by: str) -> None:
    """Change the clock of the process in one go."""
    fresh = offset.with_suffix(".new")
    fresh.write_text(by + "\n", "ascii")
    fresh.replace(offset)


def beat_at(database: Database) -> datetime | None:
    with database.read() as session:
        return session.scalars(select(HeartbeatRow.at).where(HeartbeatRow.name == SWEEP)).one_or_none()


@pytest.mark.parametrize("jumps", [["-2h", "+0", "+2h", "+0"], ["+10y", "+0"]], ids=["two-hours", "ten-years"])
def test_a_running_scheduler_beats_on_when_the_clock_is_set(
    jumps: list[str], database: Database, database_url: str, tmp_path: Path
) -> None:
    """On SQLite the beat is by the host's clock, on PostgreSQL by the server's, which does not jump."""
    offset = tmp_path / "offset"
    set_clock(offset, "+0")
    with scheduler_with_a_clock_of_its_own(database_url, offset) as process:
        until(lambda: beat_at(database) is not None, "the first beat")
        for jump in jumps:
            before = beat_at(database)
            set_clock(offset, jump)
            until(lambda: beat_at(database) != before, f"a beat after {jump}")
            after = beat_at(database)
            until(lambda: beat_at(database) != after, f"another beat after {jump}")
        assert process.poll() is None
        until(lambda: healthy(database), "well in the end")
    invariants.check(database)


def healthy(database: Database) -> bool:
    with database.read() as session:
        return health(session, database.now()).ok


@pytest.mark.parametrize("hours", [2, -2])
def test_two_hours_off_and_back_again_give_nothing_twice(hours: int, database: Database, sink: Sink) -> None:
    prepare(database)
    for now in (MORNING, MORNING + timedelta(hours=hours), MORNING, MORNING + timedelta(hours=3)):
        passed(database, now, sink.port)
    assert names(database, MORNING - timedelta(hours=3)) == {"meeting_reminder": 8, "renewal_ahead": 4}
    assert len(sink.received) == 12
    invariants.check(database, sink)


def test_ten_years_ahead_ends_everything_once_and_coming_back_repeats_nothing(
    database: Database, database_url: str, sink: Sink
) -> None:
    prepare(database)
    assert swept(database_url, MORNING.replace(year=2035), sink.port) == 0
    invariants.check(database, sink)
    count = len(sink.received)
    for now in (MORNING, MORNING + timedelta(days=1)):
        assert passed(database, now, sink.port).swept.failed == 0
    assert len(sink.received) == count
    # A year on, what is still missing is asked for again; nothing else is told.
    later = MORNING.replace(year=2036)
    assert passed(database, later, sink.port).swept.failed == 0
    with database.read() as session:
        assert set(session.scalars(select(OutboxRow.name).where(OutboxRow.created_at == later))) == {"invoice_overdue"}
    invariants.check(database, sink)


def test_mail_put_off_by_a_clock_that_was_ahead_goes_when_it_is_right_again(database: Database, sink: Sink) -> None:
    prepare(database)
    passed(database, MORNING)
    with database.write() as session:
        session.execute(update(OutboxRow).where(OutboxRow.created_at == MORNING).values(
            next_at=MORNING.replace(year=2035), attempts=1))
    with database.write() as session:
        session.execute(update(HeartbeatRow).values(at=MORNING.replace(year=2035)))
    passed(database, MORNING + timedelta(minutes=1), sink.port)
    assert len(sink.received) == 12
    invariants.check(database, sink)


def test_hosts_with_clocks_five_minutes_apart(postgres_url: str) -> None:
    """The server's clock decides: a host that is ahead does not act before the time."""
    database = Database(postgres_url)
    prepare(database)
    soon = database.now() + timedelta(minutes=3)
    with database.write() as session:
        session.execute(update(MeetingRow).values(next_at=None, earlier=True))
        for table in ("agreements", "decisions", "obligations", "invoices", "reports"):
            session.execute(text(f"UPDATE {table} SET next_at = :soon").bindparams(soon=soon))
    env = environment(postgres_url) | {"LD_PRELOAD": str(faketime()), "FAKETIME": "+5m"}
    code, out, _ = run(["sweep"], env)
    assert (code, out) == (0, "0 matters, 0 notices written, 0 sent, 0 to be tried again, 0 undeliverable.\n")
    beaten = beat_at(database)
    assert beaten is not None
    assert abs(beaten - database.now()) < timedelta(minutes=2)
    database.close()


@pytest.mark.parametrize(("shown", "instant"), [
    # A plain day in winter and in summer.
    ((2025, 1, 15, 8, 0), "2025-01-15T07:00"), ((2025, 7, 15, 8, 0), "2025-07-15T06:00"),
    # The spring gap: 02:30 does not exist, and the later reading is taken.
    ((2025, 3, 30, 1, 59), "2025-03-30T00:59"), ((2025, 3, 30, 2, 30), "2025-03-30T01:30"),
    ((2025, 3, 30, 3, 0), "2025-03-30T01:00"), ((2025, 3, 30, 8, 0), "2025-03-30T06:00"),
    # The autumn fold: 02:30 comes twice, and the first is taken.
    ((2025, 10, 26, 1, 59), "2025-10-25T23:59"), ((2025, 10, 26, 2, 30), "2025-10-26T00:30"),
    ((2025, 10, 26, 3, 0), "2025-10-26T02:00"), ((2025, 10, 26, 8, 0), "2025-10-26T07:00"),
    # Leap day and the end of a year.
    ((2028, 2, 29, 0, 0), "2028-02-28T23:00"), ((2026, 1, 1, 0, 0), "2025-12-31T23:00"),
])
def test_what_stockholms_clocks_show(shown: tuple[int, ...], instant: str) -> None:
    year, month, day, hour, minute = shown
    assert moment(date(year, month, day), hour, minute) == at(instant)
    assert local_day(at(instant)) == date(year, month, day)


@pytest.mark.parametrize(("anchor", "months", "expected"), [
    (date(2028, 2, 29), 12, date(2029, 2, 28)), (date(2028, 2, 29), 48, date(2032, 2, 29)),
    (date(2025, 1, 31), 1, date(2025, 2, 28)), (date(2025, 1, 31), 2, date(2025, 3, 31)),
    (date(2025, 12, 31), -2, date(2025, 10, 31)), (date(2020, 3, 31), -6, date(2019, 9, 30)),
])
def test_months_from_the_last_days_of_months(anchor: date, months: int, expected: date) -> None:
    assert add_months(anchor, months) == expected


@pytest.mark.parametrize(("day", "ahead", "after"), [
    (date(2025, 3, 30), "2025-03-28T07:00", "2025-03-31T06:00"),
    (date(2025, 10, 26), "2025-10-24T06:00", "2025-10-27T07:00"),
    (date(2025, 6, 20), "2025-06-19T06:00", "2025-06-23T06:00"),
    (date(2025, 12, 31), "2025-12-30T07:00", "2026-01-02T07:00"),
])
def test_notices_around_nights_when_the_clocks_change_and_eves(day: date, ahead: str, after: str) -> None:
    assert (sent_ahead(day), sent_after(day)) == (at(ahead), at(after))


@pytest.mark.parametrize(("end", "over"), [
    (date(2025, 3, 29), "2025-03-29T23:00"), (date(2025, 3, 30), "2025-03-30T22:00"),
    (date(2025, 10, 25), "2025-10-25T22:00"), (date(2025, 10, 26), "2025-10-26T23:00"),
    (date(2028, 2, 29), "2028-02-29T23:00"),
])
def test_an_agreement_ends_after_its_last_second_on_such_nights(end: date, over: str, database: Database) -> None:
    with database.write() as session:
        made = an_agreement(session, start=add_months(end, -11), end=end, signed=on(2025, 1, 10) if end.year == 2025
                            else on(2027, 3, 10))
    sweep(database, now=lambda: at(over) - timedelta(microseconds=1))
    assert state(database, made) == "active"
    sweep(database, now=lambda: at(over))
    assert state(database, made) == "expired"


def state(database: Database, agreement: int) -> str:
    with database.read() as session:
        return session.execute(text(f"SELECT state FROM agreements WHERE id = {agreement}")).scalar_one()


def test_other_rules_of_summer_time_lose_and_repeat_nothing(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """Told at 08:00 by today's rules; the next process has rules by which Stockholm keeps London's time."""
    prepare(database)
    assert swept(database_url, MORNING) == 0
    rules = tmp_path / "zones" / "Europe" / "Stockholm"
    rules.parent.mkdir(parents=True)
    rules.write_bytes(importlib.resources.files("tzdata").joinpath("zoneinfo/Europe/London").read_bytes())
    env = environment(database_url) | {"PYTHONTZPATH": str(tmp_path / "zones")}
    for now in (MORNING, MORNING + timedelta(hours=1)):
        assert run(["sweep", "--now", now.astimezone(UTC).isoformat()], env)[0] == 0
    written = names(database, MORNING)
    assert (written["meeting_reminder"], written["renewal_ahead"]) == (8, 4)
    with database.read() as session:
        assert session.scalars(select(func.count()).where(OutboxRow.key.like("%:2025-10-31:-60%"))).one() == 4
        day = session.scalars(select(OutboxRow.payload).where(OutboxRow.name == "renewal_ahead")).first()
        assert json.loads(day or "{}")["day"] == "2025-10-31"
