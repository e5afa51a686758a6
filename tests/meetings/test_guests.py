"""Whom the convenor adds and strikes, whom they answer for, and what people put on the agenda."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from time import sleep

import pytest
from sqlalchemy import select

from service.db import Database
from service.history.tables import HistoryRow
from service.kernel.clock import moment
from service.kernel.errors import Refusal
from service.meetings import actions as meetings
from service.meetings.agenda import AgendaClosed, NoSuchPoint, NotYourPoint, add_point, drop_point
from service.meetings.calling import answers
from service.meetings.calling.guests import AlreadyCalled, NobodyLeft, NotAmongContacts, TooLateToInvite, invite, strike
from service.meetings.store import get_item
from service.meetings.tables import MeetingRow, PointRow, SeatRow
from service.notices.tables import OutboxRow
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.tables import PersonRow
from service.scheduler.sweep import sweep
from tests.meetings.test_moving import sent
from tests.web.world import BY, CONTACTS, NOW, called, meeting_of, seat, signed

ECONOMIST = Contact(name="Eva Ek", email="eva@linden.example", party="civil", functions=(Function.ECONOMIST,))


def person(database: Database, email: str) -> int:
    with database.read() as session:
        return session.scalars(select(PersonRow.id).where(PersonRow.email == email)).one()


def made(database: Database) -> int:
    return signed(database, contacts=(*CONTACTS, ECONOMIST))


def posted(database: Database) -> None:
    with database.write() as session:
        session.query(OutboxRow).filter(OutboxRow.state == "waiting").update({"state": "sent", "next_at": None})


def seated(database: Database, meeting: int) -> list[str]:
    with database.read() as session:
        query = select(PersonRow.email).join(SeatRow, SeatRow.person_id == PersonRow.id)
        return list(session.scalars(query.where(SeatRow.meeting_id == meeting).order_by(SeatRow.id)))


def events(database: Database, meeting: int) -> list[tuple[str, str, object]]:
    with database.read() as session:
        rows = session.scalars(select(HistoryRow).where(HistoryRow.subject == f"meeting {meeting}").order_by(HistoryRow.seq)).all()
    return [(one.event, one.actor, json.loads(one.body).get("who")) for one in rows]


def test_before_the_call_the_list_is_changed_and_the_call_follows_it(database: Database) -> None:
    meeting = meeting_of(database, made(database))
    with database.write() as session:
        invite(session, meeting, person(database, "eva@linden.example"), now=NOW, by=BY)
        strike(session, meeting, person(database, "anders@staden.example"), now=NOW, by=BY)
        meetings.call(session, meeting, now=NOW, by=BY)
    assert seated(database, meeting) == [
        "karin@staden.example", "maria@linden.example", "peter@linden.example", "eva@linden.example"]
    assert sorted(one["to"] for one in sent(database, "meeting_call")) == sorted(seated(database, meeting))


def test_one_added_later_gets_the_call_alone(database: Database) -> None:
    meeting = called(database, made(database))
    with database.write() as session:
        invite(session, meeting, person(database, "eva@linden.example"), now=NOW, by="Karin Lind")
    told = sent(database, "meeting_call")
    assert [one["to"] for one in told][-1] == "eva@linden.example"
    assert (len(told), told[-1]["calendar"]["method"], len(told[-1]["calendar"]["attendees"])) == (5, "REQUEST", 5)
    assert ("invited", "Karin Lind", "Eva Ek") in events(database, meeting)


def test_one_struck_is_told_and_the_meeting_leaves_that_calendar_only(database: Database) -> None:
    meeting = called(database, made(database))
    posted(database)
    with database.write() as session:
        strike(session, meeting, person(database, "peter@linden.example"), now=NOW, by="Karin Lind")
    told = sent(database, "meeting_cancelled")
    assert [(one["to"], one["only_you"], one["calendar"]["method"], one["calendar"]["sequence"]) for one in told] == [
        ("peter@linden.example", True, "CANCEL", 1)]
    assert [one["email"] for one in told[0]["calendar"]["attendees"]] == ["peter@linden.example"]
    assert "peter@linden.example" not in seated(database, meeting)
    assert ("struck", "Karin Lind", "Peter Sand") in events(database, meeting)
    with database.write() as session:
        invite(session, meeting, person(database, "peter@linden.example"), now=NOW, by=BY)
    again = sent(database, "meeting_call")[-1]
    assert (again["to"], again["calendar"]["sequence"], again["state"]) == ("peter@linden.example", 1, "waiting")


def test_one_struck_before_the_call_left_never_hears_of_it(database: Database) -> None:
    meeting = called(database, made(database))
    with database.write() as session:
        strike(session, meeting, person(database, "peter@linden.example"), now=NOW, by=BY)
    assert sent(database, "meeting_cancelled") == []
    assert {one["to"]: one["state"] for one in sent(database, "meeting_call")}["peter@linden.example"] == "withdrawn"
    with database.read() as session:
        assert session.get_one(MeetingRow, meeting).revision == 0


def test_one_struck_is_not_reminded(database: Database) -> None:
    meeting = called(database, made(database))
    posted(database)
    with database.write() as session:
        strike(session, meeting, person(database, "peter@linden.example"), now=NOW, by=BY)
    eve = moment(date(2026, 10, 7), 8)
    sweep(database, now=lambda: eve)
    assert "peter@linden.example" not in {one["to"] for one in sent(database, "meeting_reminder")}


@pytest.mark.parametrize(("who", "act", "refusal", "sentence"), [
    ("karin@staden.example", invite, AlreadyCalled, "Karin Lind är redan bland de kallade."),
    ("eva@linden.example", strike, answers.NotCalled, "Den personen är inte kallad till det här mötet."),
    ("", invite, NotAmongContacts, "Personen är inte kontaktperson i överenskommelsen; lägg till personen där först."),
])
def test_changes_that_are_refused(database: Database, who: str, act: object, refusal: type[Refusal], sentence: str) -> None:
    meeting = called(database, made(database))
    number = person(database, who) if who else 999
    with database.write() as session, pytest.raises(refusal) as refused:
        act(session, meeting, number, now=NOW, by=BY)  # type: ignore[operator]
    assert refused.value.sentence("sv") == sentence


def test_somebody_is_left_and_a_meeting_begun_is_left_alone(database: Database) -> None:
    meeting = called(database, signed(database))
    with database.write() as session:
        for email in ("anders@staden.example", "maria@linden.example", "peter@linden.example"):
            strike(session, meeting, person(database, email), now=NOW, by=BY)
        with pytest.raises(NobodyLeft):
            strike(session, meeting, person(database, "karin@staden.example"), now=NOW, by=BY)
        with pytest.raises(TooLateToInvite):
            invite(session, meeting, person(database, "maria@linden.example"), now=NOW + timedelta(days=30), by=BY)


def test_the_convenor_puts_down_an_answer_and_history_says_who_did(database: Database) -> None:
    meeting = called(database, signed(database))
    one = seat(database, meeting, 2)
    with database.write() as session:
        answers.answer_for(session, meeting, one.id, answer="suggested", suggested_on=date(2026, 10, 13), comment="Ringde.",
                            now=NOW, by="Karin Lind for Ängstadens kommun")
    after = seat(database, meeting, 2)
    assert (after.answer, after.suggested_on, after.comment) == ("suggested", date(2026, 10, 13), "Ringde.")
    assert ("answered", "Karin Lind for Ängstadens kommun", "Maria Holm") in events(database, meeting)
    assert sent(database, "reply_received") == []


def test_nobody_is_answered_for_at_another_meeting_or_too_late(database: Database) -> None:
    agreement = signed(database)
    meeting, other = called(database, agreement), meeting_of(database, agreement, "meeting:2026-Q3")
    one = seat(database, meeting)
    with database.write() as session:
        with pytest.raises(answers.NotCalled):
            answers.answer_for(session, other, one.id, answer="accepted", suggested_on=None, comment=None, now=NOW, by=BY)
        with pytest.raises(answers.TooLateToAnswer):
            answers.answer_for(session, meeting, one.id, answer="accepted", suggested_on=None, comment=None,
                                now=NOW + timedelta(days=30), by=BY)


def test_an_answer_given_as_its_seat_is_taken_away_waits_and_locks_nobody_out(database: Database) -> None:
    meeting = called(database, signed(database))
    one = next(each for number in range(4) if (each := seat(database, meeting, number)).person_id == person(database, "peter@linden.example"))

    def answer() -> str:
        try:
            with database.write() as session:
                answers.reply(session, seat_id=one.id, nonce=one.nonce, answer="declined", suggested_on=None, comment=None, now=NOW)
        except Refusal as refusal:
            return type(refusal).__name__
        return "answered"

    with ThreadPoolExecutor(1) as pool:
        with database.write() as session:
            get_item(session, meeting)
            told = pool.submit(answer)
            sleep(0.5)
            strike(session, meeting, one.person_id or 0, now=NOW, by=BY)
        assert told.result(20) == "BadLink"


def test_a_point_stands_in_the_call(database: Database) -> None:
    meeting = meeting_of(database, signed(database))
    with database.write() as session:
        add_point(session, meeting, "Höstlovet", author="Maria Holm", party_id=None, now=NOW, by="Maria Holm")
        meetings.call(session, meeting, now=NOW, by=BY)
    assert sent(database, "meeting_call")[0]["agenda"][-1] == {"code": "custom", "text": "Höstlovet"}
    posted(database)
    sweep(database, now=lambda: moment(date(2026, 10, 1), 8))
    assert sent(database, "meeting_reminder")[0]["agenda"][-1]["text"] == "Höstlovet"


def test_only_one_s_own_points_are_taken_away_and_only_in_time(database: Database) -> None:
    meeting = called(database, signed(database))
    party = seat(database, meeting).party_id
    with database.write() as session:
        add_point(session, meeting, "Höstlovet", author="Maria Holm", party_id=party, now=NOW, by="Maria Holm")
        number = session.scalars(select(PointRow.id)).one()
        for author, parties in (("Karin Lind", {party}), ("Maria Holm", {party + 100})):
            with pytest.raises(NotYourPoint):
                drop_point(session, meeting, number, author=author, parties=parties, now=NOW, by=author)
        later = NOW + timedelta(days=30)
        with pytest.raises(AgendaClosed):
            drop_point(session, meeting, number, author="Maria Holm", parties={party}, now=later, by="Maria Holm")
        with pytest.raises(AgendaClosed):
            add_point(session, meeting, "Sent", author="Maria Holm", party_id=party, now=later, by="Maria Holm")
        drop_point(session, meeting, number, author="Maria Holm", parties={party}, now=NOW, by="Maria Holm")
        with pytest.raises(NoSuchPoint):
            drop_point(session, meeting, number, author="Maria Holm", parties={party}, now=NOW, by="Maria Holm")
