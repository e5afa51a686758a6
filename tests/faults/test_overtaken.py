"""A person acts between the sweep and the mail, or during the sweep: nothing obsolete goes out."""

from __future__ import annotations

import email
import email.policy
import threading
from datetime import date, datetime

import icalendar
import pytest
from sqlalchemy import select

from service.agreements.states import Step
from service.db import Database
from service.lifecycle.acts.renewal import decide
from service.lifecycle.signing.sign import decline, send
from service.lifecycle.steps import take
from service.meetings.actions import cancel, shift
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.parties.store import cast
from service.renewal.states import Answer
from service.scheduler.sweep import sweep
from tests.builders import BY, an_agreement, on
from tests.faults import invariants
from tests.faults.conftest import passed, put_aside
from tests.faults.processes import CLAIM, environment, finished, start
from tests.sinks import Received, Script, Sink

CALLED = on(2025, 4, 24, 8)


def prepare(database: Database, until: datetime) -> int:
    with database.write() as session:
        made = an_agreement(session, reports=[])
    sweep(database, now=lambda: until)
    put_aside(database)
    return made


def meeting(database: Database) -> MeetingRow:
    with database.read() as session:
        return session.scalars(select(MeetingRow).where(MeetingRow.key == "meeting:2025-Q2")).one()


def states(database: Database, since: datetime) -> list[tuple[str, str]]:
    with database.read() as session:
        return sorted((row.name, row.state) for row in session.scalars(
            select(OutboxRow).where(OutboxRow.created_at >= since)))


def calendars(sink: Sink) -> list[tuple[str, str, int, date]]:
    """Return recipient, METHOD, SEQUENCE and day of every calendar part that arrived."""
    found = []
    for message in sink.received:
        for part in email.message_from_bytes(message.content, policy=email.policy.default).walk():
            if part.get_content_type() == "text/calendar":
                calendar = icalendar.Calendar.from_ical(part.get_content())
                event = calendar.walk("VEVENT")[0]
                assert part.get_param("method") == calendar["METHOD"]
                day = event["DTSTART"].dt.date()
                found.append((message.to[0], str(calendar["METHOD"]), int(event["SEQUENCE"]), day))
    return sorted(found)


def test_moved_after_the_call_was_written(database: Database, sink: Sink) -> None:
    prepare(database, on(2025, 4, 23))
    sweep(database, now=lambda: CALLED)
    with database.write() as session:
        shift(session, meeting(database).id, date(2025, 6, 12), now=CALLED, by=BY)
    passed(database, CALLED, sink.port)
    assert states(database, CALLED) == [("meeting_call", "withdrawn")] * 4 + [("meeting_moved", "sent")] * 4
    assert {one[1:] for one in calendars(sink)} == {("REQUEST", 1, date(2025, 6, 12))}
    invariants.check(database, sink)


def test_cancelled_after_the_call_was_written(database: Database, sink: Sink) -> None:
    prepare(database, on(2025, 4, 23))
    sweep(database, now=lambda: CALLED)
    with database.write() as session:
        cancel(session, meeting(database).id, now=CALLED, by=BY)
    passed(database, CALLED, sink.port)
    assert states(database, CALLED) == [("meeting_call", "withdrawn")] * 4
    assert sink.received == []
    invariants.check(database, sink)


def test_cancelled_in_the_middle_of_the_calls(database: Database, database_url: str) -> None:
    """Who has the call, or may have it, gets a CANCEL with a higher SEQUENCE; the others hear nothing."""
    prepare(database, on(2025, 4, 23))
    reached, go_on = threading.Event(), threading.Event()

    def taken(message: Received) -> str | None:
        if len(sink.received) == 1:
            reached.set()
            go_on.wait(60)
        return None

    with Sink(Script(taken=taken)) as sink:
        process = start(["sweep", "--now", CALLED.isoformat()], environment(database_url, sink.port))
        assert reached.wait(60)
        with database.write() as session:
            cancel(session, meeting(database).id, now=CALLED, by=BY)
        go_on.set()
        assert [code for code, _ in finished([process])] == [0]
        passed(database, CALLED + CLAIM, sink.port)
        requests = [one for one in calendars(sink) if one[1] == "REQUEST"]
        cancels = [one for one in calendars(sink) if one[1] == "CANCEL"]
        assert {one[0] for one in requests} <= {one[0] for one in cancels}
        assert {one[2] for one in requests} == {0}
        assert {one[2] for one in cancels} == {1}
        assert len(requests) == 2
        invariants.check(database, sink)


def test_moved_after_the_call_went_out_and_then_cancelled(database: Database, sink: Sink) -> None:
    prepare(database, on(2025, 4, 23))
    passed(database, CALLED, sink.port)
    with database.write() as session:
        shift(session, meeting(database).id, date(2025, 6, 12), now=CALLED, by=BY)
    with database.write() as session:
        cancel(session, meeting(database).id, now=CALLED, by=BY)
    passed(database, CALLED, sink.port)
    people = {one[0] for one in calendars(sink)}
    assert calendars(sink) == sorted(
        [(one, "REQUEST", 0, date(2025, 5, 15)) for one in people]
        + [(one, "CANCEL", 2, date(2025, 6, 12)) for one in people])
    invariants.check(database, sink)


def test_the_agreement_is_rescinded_after_the_sweep(database: Database, sink: Sink) -> None:
    """Its reminders are taken back; the called meeting is taken out of the calendars of those who have it."""
    made = prepare(database, on(2025, 4, 23))
    passed(database, CALLED, sink.port)
    assert len(sink.received) == 4
    reminded = on(2025, 5, 8, 8)
    sweep(database, now=lambda: reminded)
    with database.write() as session:
        take(session, made, Step.RESCIND, now=reminded, by=BY)
    passed(database, reminded, sink.port)
    after = states(database, reminded)
    assert after.count(("meeting_reminder", "withdrawn")) == 4
    assert after.count(("meeting_cancelled", "sent")) == 4
    assert {name for name, state in after if state == "sent"} <= {"meeting_cancelled"}
    assert [one[1:3] for one in calendars(sink)].count(("CANCEL", 1)) == 4
    invariants.check(database, sink)


def test_decided_after_the_reminder_was_written(database: Database, sink: Sink) -> None:
    made = prepare(database, on(2025, 9, 30))
    morning = on(2025, 10, 1, 8)
    sweep(database, now=lambda: morning)
    with database.write() as session:
        for party in cast(session, made).parties:
            decide(session, made, party, Answer.END, now=morning, by=BY)
    passed(database, morning, sink.port)
    after = [one for one in states(database, morning) if one[0] not in ("meeting_missed",)]
    assert after == [("invoice_overdue", "sent")] * 3 + [("renewal_ahead", "withdrawn")] * 4
    invariants.check(database, sink)


def test_declined_after_signatures_were_asked_for(database: Database, sink: Sink) -> None:
    now = on(2025, 1, 20, 9)
    with database.write() as session:
        made = an_agreement(session, signatures=0)
        send(session, made, now=now, by=BY)
    with database.write() as session:
        decline(session, made, cast(session, made).parties[1], now=now, by=BY, reason="Budgeten.")
    passed(database, now, sink.port)
    assert {matter for matter in states(database, now) if matter[1] == "sent"} == {("declined", "sent")}
    assert ("signature_wanted", "withdrawn") in states(database, now)
    invariants.check(database, sink)


@pytest.mark.parametrize("first", ["person", "sweep"])
def test_moved_during_the_sweep(first: str, database: Database, sink: Sink) -> None:
    """Whoever comes second sees what the first one did: one call for the new day, none for the old."""
    prepare(database, on(2025, 4, 23))
    id_ = meeting(database).id
    entered, done = threading.Event(), []

    def sweeping() -> None:
        entered.set()
        done.append(sweep(database, now=lambda: CALLED).failed)

    if first == "person":
        with database.write() as session:
            shift(session, id_, date(2025, 6, 12), now=CALLED, by=BY)
            thread = threading.Thread(target=sweeping)
            thread.start()
            assert entered.wait(60)
        thread.join(60)
    else:
        sweeping()
        with database.write() as session:
            shift(session, id_, date(2025, 6, 12), now=CALLED, by=BY)
    assert done == [0]
    passed(database, CALLED, sink.port)
    passed(database, on(2025, 5, 22, 8), sink.port)
    assert {one[3] for one in calendars(sink)} == {date(2025, 6, 12)}
    assert len(calendars(sink)) == 4
    invariants.check(database, sink)
