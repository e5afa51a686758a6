"""Meetings in people's calendars: called once, moved with a higher SEQUENCE, cancelled where they are."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.db import Database
from service.kernel.calendar import sent_ahead
from service.meetings import actions as meetings
from service.meetings.calling import answers
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow, Post
from service.scheduler.sweep import sweep
from tests.builders import BY, an_agreement, on

CALLED = on(2025, 2, 20, 8)


def made(database: Database) -> int:
    with database.write() as session:
        an_agreement(session)
    with database.read() as session:
        return session.scalars(select(MeetingRow.id).order_by(MeetingRow.day)).first() or 0


def sent(database: Database, name: str) -> list[dict[str, Any]]:
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.name == name, OutboxRow.state != Post.WITHDRAWN).order_by(OutboxRow.id)).all()
    return [json.loads(row.payload) | {"to": row.to_email} for row in rows]


def posted(database: Database) -> None:
    with database.write() as session:
        for row in session.scalars(select(OutboxRow).where(OutboxRow.state == Post.WAITING)):
            session.execute(OutboxRow.__table__.update().where(OutboxRow.id == row.id).values(state="sent", next_at=None))  # type: ignore[attr-defined]


def calendar(database: Database, name: str) -> list[tuple[str, int, str]]:
    return [(one["calendar"]["method"], one["calendar"]["sequence"], one["calendar"]["starts"][:10]) for one in sent(database, name)]


def call(database: Database) -> int:
    meeting = made(database)
    with database.read() as session:
        at = session.get_one(MeetingRow, meeting)
        now = at.next_at
    for _ in range(6):
        with database.read() as session:
            row = session.get_one(MeetingRow, meeting)
            if row.state == "called":
                break
            now = row.next_at
        assert now is not None
        moment: datetime = now
        sweep(database, now=lambda: moment)
    return meeting


def test_everybody_is_called_once_and_can_answer(database: Database) -> None:
    meeting = call(database)
    assert sorted(one["to"] for one in sent(database, "meeting_call")) == [
        "anders.berg@goteborg.example", "karin.lind@goteborg.example", "maria.holm@skyddsvarnet.example",
        "peter.sand@skyddsvarnet.example"]
    with database.read() as session:
        seats = session.scalars(select(SeatRow).where(SeatRow.meeting_id == meeting)).all()
    assert {seat.answer for seat in seats} == {"needs-action"}


def test_a_moved_meeting_raises_the_sequence_and_asks_anew(database: Database) -> None:
    meeting = call(database)
    posted(database)
    with database.write() as session:
        meetings.shift(session, meeting, date(2025, 3, 24), now=on(2025, 3, 1, 9), by=BY)
    assert calendar(database, "meeting_moved") == [("REQUEST", 1, "2025-03-24")] * 4


def test_a_cancelled_meeting_leaves_the_calendars_it_is_in(database: Database) -> None:
    meeting = call(database)
    posted(database)
    with database.write() as session:
        meetings.cancel(session, meeting, now=on(2025, 3, 1, 9), by=BY, reason="Sjukdom")
    assert [one[:2] for one in calendar(database, "meeting_cancelled")] == [("CANCEL", 1)] * 4


def test_a_call_that_never_left_needs_no_cancelling(database: Database) -> None:
    meeting = call(database)
    with database.write() as session:
        meetings.cancel(session, meeting, now=on(2025, 3, 1, 9), by=BY, reason=None)
    assert (sent(database, "meeting_call"), sent(database, "meeting_cancelled")) == ([], [])


def test_a_no_is_told_to_the_convenor_and_stops_reminders(database: Database) -> None:
    meeting = call(database)
    with database.write() as session:
        seat = session.scalars(select(SeatRow).where(SeatRow.meeting_id == meeting).order_by(SeatRow.id)).all()[-1]
        answers.reply(session, seat_id=seat.id, nonce=seat.nonce, answer="declined", suggested_on=None, comment="Semester",
                       now=on(2025, 3, 1, 9))
    assert [one["to"] for one in sent(database, "reply_received")] == ["karin.lind@goteborg.example"]
    with database.read() as session:
        eve = sent_ahead(session.get_one(MeetingRow, meeting).day - timedelta(days=1))
    sweep(database, now=lambda: eve)
    assert len({one["to"] for one in sent(database, "meeting_reminder")}) == 3


@pytest.mark.parametrize(("nonce", "now", "refusal", "sentence"), [
    ("forged", on(2025, 3, 1, 9), answers.BadLink, "This link is no longer valid; ask the convenor for the meeting's details."),
    (None, on(2025, 4, 1, 9), answers.TooLateToAnswer, "The meeting is called, so no answer is needed any more."),
])
def test_answers_that_are_refused(database: Database, nonce: str | None, now: datetime, refusal: type[Exception], sentence: str) -> None:
    meeting = call(database)
    with database.write() as session:
        seat = session.scalars(select(SeatRow).where(SeatRow.meeting_id == meeting)).first()
        assert seat is not None
        with pytest.raises(refusal, match=sentence):
            answers.reply(session, seat_id=seat.id, nonce=nonce or seat.nonce, answer="accepted", suggested_on=None, comment=None, now=now)


def test_a_quarter_without_a_meeting_is_told_when_it_ends(database: Database) -> None:
    meeting = made(database)
    with database.write() as session:
        meetings.cancel(session, meeting, now=on(2025, 2, 3, 9), by=BY, reason=None)
    sweep(database, now=lambda: on(2025, 4, 1, 8))
    assert {(one["first"], one["last"]) for one in sent(database, "meeting_missed")} == {("2025-02-01", "2025-03-31")}
