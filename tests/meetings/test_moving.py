"""Moving a meeting: what is refused, what is warned about, what those called get."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from service.db import Database
from service.kernel.clock import moment
from service.kernel.errors import Refusal
from service.meetings import actions as meetings
from service.meetings.calling import answers
from service.meetings.rules import Item, Unusual, unusual
from service.meetings.store import get_item
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow
from tests.web.world import BY, NOW, called, meeting_of, seat, signed


def row(database: Database, meeting: int) -> MeetingRow:
    with database.read() as session:
        return session.get_one(MeetingRow, meeting)


def item(database: Database, meeting: int) -> Item:
    with database.write() as session:
        return get_item(session, meeting)


def sent(database: Database, name: str) -> list[dict[str, Any]]:
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.name == name).order_by(OutboxRow.id)).all()
    return [json.loads(one.payload) | {"to": one.to_email, "state": one.state} for one in rows]


def shift(database: Database, meeting: int, to: date, **more: Any) -> None:
    with database.write() as session:
        meetings.shift(session, meeting, to, now=NOW, by=BY, **more)


def answered(database: Database, meeting: int, number: int, answer: str, on: date | None = None) -> None:
    one = seat(database, meeting, number)
    with database.write() as session:
        answers.reply(session, seat_id=one.id, nonce=one.nonce, answer=answer, suggested_on=on, comment=None, now=NOW)


def test_it_keeps_its_hour_and_place_unless_others_are_given(database: Database) -> None:
    meeting = called(database, signed(database))
    shift(database, meeting, date(2026, 10, 13), starts=time(14, 30), spot=meetings.Spot("Rum Kattegatt", None))
    shift(database, meeting, date(2026, 10, 14))
    after = row(database, meeting)
    assert (after.day, after.starts_at, after.ends_at, after.place, after.revision) == (
        date(2026, 10, 14), moment(date(2026, 10, 14), 14, 30), moment(date(2026, 10, 14), 16), "Rum Kattegatt", 2)


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence_once(database: Database) -> None:
    meeting = called(database, signed(database))
    uid = row(database, meeting).uid
    shift(database, meeting, date(2026, 10, 13))
    told = sent(database, "meeting_moved")
    assert [(one["calendar"]["uid"], one["calendar"]["sequence"]) for one in told] == [(uid, 1)] * 4


def test_answers_hold_good_when_only_the_place_changes(database: Database) -> None:
    meeting = called(database, signed(database))
    answered(database, meeting, 0, "accepted")
    shift(database, meeting, row(database, meeting).day, spot=meetings.Spot("Rum Kattegatt", "https://video.example/1"))
    assert seat(database, meeting).answer == "accepted"
    told = sent(database, "meeting_moved")[0]
    assert told["old_starts"] == told["starts"]
    assert told["calendar"]["attendees"][0]["status"] == "accepted"
    shift(database, meeting, date(2026, 10, 13))
    with database.read() as session:
        assert set(session.scalars(select(SeatRow.answer))) == {"needs-action"}


@pytest.mark.parametrize(("to", "at", "refusal", "sentence"), [
    (date(2026, 9, 20), NOW, meetings.PastDay, "Mötet kan inte flyttas till 20 september 2026: den tiden har passerat."),
    (date(2027, 1, 4), NOW, meetings.OutsideAgreement,
     "Mötet måste ligga inom överenskommelsens tid, 1 januari 2026 till 31 december 2026."),
    (date(2026, 10, 8), NOW, meetings.Unmoved, "Det är redan då och där mötet är; inget ändrades."),
])
def test_days_that_are_refused(
    database: Database, to: date, at: datetime, refusal: type[Refusal], sentence: str
) -> None:
    meeting = called(database, signed(database))
    assert row(database, meeting).day == date(2026, 10, 8)
    with database.write() as session, pytest.raises(refusal) as refused:
        meetings.shift(session, meeting, to, now=at, by=BY)
    assert (refused.value.sentence("sv"), refused.value.facts["field"]) == (sentence, "day")


def test_the_proposed_day_of_a_planned_meeting_can_be_confirmed(database: Database) -> None:
    meeting = meeting_of(database, signed(database))
    shift(database, meeting, row(database, meeting).day)
    assert row(database, meeting).arranged


@pytest.mark.parametrize(("to", "codes"), [
    (date(2026, 10, 13), []), (date(2026, 10, 17), ["weekend"]), (date(2026, 12, 25), ["day_off", "after_decision"]),
    (date(2026, 9, 24), ["outside_period"]), (date(2026, 11, 2), ["after_decision"]),
])
def test_what_is_unusual_about_a_day(database: Database, to: date, codes: list[str]) -> None:
    one = item(database, called(database, signed(database)))
    found = unusual(one, to, decides_by=date(2026, 10, 31), suggested=[])
    assert [each.code for each in found] == codes


def test_that_others_have_suggested_another_day(database: Database) -> None:
    one = item(database, called(database, signed(database)))
    suggested = [("Maria Holm", date(2026, 10, 13)), ("Peter Sand", date(2026, 10, 14))]
    assert unusual(one, date(2026, 10, 13), decides_by=None, suggested=suggested) == [
        Unusual(code="other_suggested", who="Peter Sand", day=date(2026, 10, 14))]
    assert unusual(one, one.day, decides_by=None, suggested=suggested) == []


def test_a_decision_day_already_passed_by_the_meeting_is_no_news(database: Database) -> None:
    one = item(database, called(database, signed(database)))
    assert unusual(one, date(2026, 10, 20), decides_by=date(2026, 10, 1), suggested=[]) == []
