"""The mail or the clock away for days: nothing lost, nothing twice, and one late notice per matter."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from service.db import Database
from service.meetings.actions import shift
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.scheduler.health import health
from service.scheduler.sweep import sweep
from tests.builders import BY, an_agreement, on
from tests.faults import invariants
from tests.faults.conftest import passed, put_aside
from tests.faults.processes import swept
from tests.sinks import Sink, free_port

# The first invoice is never handed in here: those who owe it and the payer's economist are told, weekly.
INVOICE = {"invoice_overdue": (3, True)}


def prepare(database: Database, until: datetime, count: int = 1) -> None:
    with database.write() as session:
        for _ in range(count):
            an_agreement(session, reports=[])
    sweep(database, now=lambda: until)
    put_aside(database)


def since(database: Database, moment: datetime) -> list[OutboxRow]:
    """Return what was written since."""
    with database.read() as session:
        return list(session.scalars(select(OutboxRow).where(
            OutboxRow.created_at >= moment).order_by(OutboxRow.id)))


def summary(rows: list[OutboxRow]) -> list[tuple[str, str, int]]:
    """Return name, state and number of what was written, in order."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        found[row.name, row.state] = found.get((row.name, row.state), 0) + 1
    return [(*matter, count) for matter, count in found.items()]


def meeting(database: Database, quarter: str) -> MeetingRow:
    with database.read() as session:
        return session.scalars(select(MeetingRow).where(MeetingRow.key == f"meeting:{quarter}")).one()


def test_mail_down_for_a_day(database: Database, database_url: str, sink: Sink) -> None:
    start = on(2025, 9, 1, 8)
    prepare(database, on(2025, 8, 31, 12), 3)
    nobody = free_port()
    for hour in range(24):
        done = passed(database, start + timedelta(hours=hour), nobody)
        assert (done.delivered.sent, done.delivered.retried, done.delivered.undeliverable) == (0, 0, 0)
        assert done.delivered.paused
    rows = since(database, start)
    assert {(row.state, row.attempts) for row in rows} == {("waiting", 0)}
    with database.read() as session:
        told = health(session, start + timedelta(hours=23))
        assert (told.backlog, told.undeliverable, bool(told.paused)) == (18, 0, True)
    assert swept(database_url, start + timedelta(days=1), sink.port) == 0
    assert [id_of(message.content) for message in sink.received] == [row.message_id for row in rows]
    assert {row.state for row in since(database, start)} == {"sent"}
    invariants.check(database, sink)


def id_of(content: bytes) -> str:
    return str(email.message_from_bytes(content, policy=email.policy.default)["Message-ID"])


def test_mail_down_for_five_days_sends_only_what_still_has_a_point(database: Database, sink: Sink) -> None:
    """Of two reminders of the meeting on 9 October that wait side by side, only the later one."""
    start = on(2025, 10, 2, 8)
    prepare(database, on(2025, 10, 2, 7))
    for day in range(7):
        passed(database, start + timedelta(days=day), free_port())
    assert summary(since(database, start)) == [
        ("meeting_reminder", "withdrawn", 4), ("meeting_reminder", "waiting", 4), ("invoice_overdue", "waiting", 3)]
    passed(database, start + timedelta(days=6, hours=1), sink.port)
    assert summary(since(database, start)) == [
        ("meeting_reminder", "withdrawn", 4), ("meeting_reminder", "sent", 4), ("invoice_overdue", "sent", 3)]
    invariants.check(database, sink)


def test_a_reminder_does_not_go_out_when_the_meeting_is_over(database: Database, sink: Sink) -> None:
    start = on(2025, 10, 8, 8)
    prepare(database, on(2025, 10, 7, 12))
    passed(database, start, free_port())
    assert summary(since(database, start)) == [("meeting_reminder", "waiting", 4), ("invoice_overdue", "waiting", 3)]
    passed(database, on(2025, 10, 9, 12), sink.port)
    assert summary(since(database, start)) == [("meeting_reminder", "withdrawn", 4), ("invoice_overdue", "sent", 3)]
    assert len(sink.received) == 3


def test_what_was_ahead_of_the_decision_day_does_not_go_out_after_it(database: Database, sink: Sink) -> None:
    start = on(2025, 10, 30, 8)
    prepare(database, on(2025, 10, 29, 12))
    passed(database, start, free_port())
    passed(database, on(2025, 11, 1, 12), sink.port)
    assert summary(since(database, start)) == [("renewal_ahead", "withdrawn", 4)]
    invariants.check(database, sink)


@pytest.mark.parametrize(("last", "back", "expected"), [
    (on(2025, 10, 7, 9), on(2025, 10, 17, 9), {"renewal_ahead": (4, False), "minutes_wanted": (1, True), **INVOICE}),
    (on(2025, 10, 16, 9), on(2025, 10, 26, 9), {"renewal_ahead": (4, True), **INVOICE}),
    (on(2025, 10, 31, 9), on(2025, 11, 11, 9), {"renewal_overdue": (4, True), **INVOICE}),
    (on(2025, 12, 22, 9), on(2026, 1, 12, 9), {"ended": (4, True), "invoice_ahead": (2, True), **INVOICE}),
    (on(2025, 9, 15, 9), on(2025, 9, 25, 9), {"meeting_call": (4, True), **INVOICE}),
])
def test_ten_days_without_a_sweep_give_one_notice_per_matter(
    database: Database, last: datetime, back: datetime, expected: dict[str, tuple[int, bool]]
) -> None:
    prepare(database, last)
    assert sweep(database, now=lambda: back).failed == 0
    rows = since(database, back)
    late = {row.name: json.loads(row.payload)["late"] for row in rows}
    assert {name: (sum(row.name == name for row in rows), late[name]) for name in late} == expected
    assert sweep(database, now=lambda: back).acted == 0
    invariants.check(database)


def test_a_moved_meeting_is_told_anew_but_not_for_a_day_already_told(database: Database, sink: Sink) -> None:
    prepare(database, on(2025, 4, 9, 12))
    proposed = on(2025, 4, 10, 8)
    passed(database, proposed, sink.port)
    assert [row.name for row in since(database, proposed) if row.name != "minutes_wanted"] == ["meeting_proposed"]
    planned = meeting(database, "2025-Q2")
    move(database, planned, date(2025, 5, 22), on(2025, 4, 10, 9))
    passed(database, on(2025, 4, 17, 8), sink.port)
    passed(database, on(2025, 4, 24, 8), sink.port)
    move(database, planned, planned.day, on(2025, 4, 24, 8, 30))
    passed(database, on(2025, 4, 24, 9), sink.port)
    told = [(row.name, json.loads(row.payload)["day"]) for row in since(database, proposed)
            if row.to_name == "Karin Lind" and row.name != "minutes_wanted"]
    assert told == [("meeting_proposed", "2025-05-15"), ("meeting_proposed", "2025-05-22"),
                    ("agenda_points", "2025-05-22"), ("meeting_call", "2025-05-15")]
    invariants.check(database, sink)


def move(database: Database, row: MeetingRow, to: date, now: datetime) -> None:
    with database.write() as session:
        shift(session, row.id, to, now=now, by=BY)
