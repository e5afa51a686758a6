"""Someone leaves and someone else takes over: nothing goes to the leaver afterwards, nothing is lost or doubled."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from service.db import Database
from service.digest.actions import choose_digest
from service.history.tables import HistoryRow
from service.kernel.clock import moment
from service.lifecycle.acts.contacts import AddressOfAnother, ElsewhereToo, correct_person
from service.lifecycle.acts.people import (
    DayGone,
    EndsBefore,
    HoldsNothing,
    Newcomer,
    SamePerson,
    end_function,
    give_functions,
    replace_person,
)
from service.lifecycle.standing import standing
from service.meetings import actions as meetings
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow, Post
from service.parties.model import Function
from service.parties.store import cast
from service.parties.tables import FunctionRow, PersonRow
from service.scheduler.sweep import sweep
from tests.web.world import BY, CONTACTS, NOW, called, posts, set_post, signed, terms, undeliverable

EVA = Newcomer(name="Eva Ny", email="eva@staden.example", language="sv")
KARIN, MARIA = "karin@staden.example", "maria@linden.example"
TODAY = NOW.date()


def person(database: Database, email: str) -> int:
    with database.read() as session:
        return session.scalars(select(PersonRow.id).where(PersonRow.email == email)).one()


def replaced(database: Database, agreement: int, leaver: str, heir: Newcomer, day: date) -> int:
    number = person(database, leaver)
    with database.write() as session:
        return replace_person(session, [agreement], number, heir, day, now=NOW, by=BY)


def live(database: Database) -> list[tuple[str, str]]:
    return [(row.name, row.to_email) for row in posts(database) if row.state in (Post.WAITING, Post.SENT)]


def posted(database: Database) -> None:
    for row in posts(database):
        if row.state == Post.WAITING:
            set_post(database, row.id, state="sent", next_at=None, sent_at=NOW)


def until(database: Database, day: date) -> list[OutboxRow]:
    """Let the clock run on to a day; return the mail that came of it."""
    before = max(row.id for row in posts(database))
    at = NOW
    while at.date() < day:
        at += timedelta(days=1)
        moment_now = at
        sweep(database, now=lambda: moment_now)
    return [row for row in posts(database) if row.id > before]


def test_calls_that_have_gone_out_are_exchanged(database: Database) -> None:
    agreement = signed(database)
    meeting = called(database, agreement)
    posted(database)
    replaced(database, agreement, KARIN, EVA, TODAY)
    new = [row for row in posts(database) if row.state == Post.WAITING]
    told = {(row.name, row.to_email): json.loads(row.payload)["calendar"] for row in new}
    assert set(told) == {("meeting_cancelled", KARIN), ("meeting_call", EVA.email)}
    taken, given = told["meeting_cancelled", KARIN], told["meeting_call", EVA.email]
    assert (taken["method"], [one["email"] for one in taken["attendees"]]) == ("CANCEL", [KARIN])
    assert given["method"] == "REQUEST"
    assert given["sequence"] == taken["sequence"] == 1
    with database.read() as session:
        people = session.scalars(select(PersonRow.email).join(SeatRow, SeatRow.person_id == PersonRow.id).where(
            SeatRow.meeting_id == meeting)).all()
    assert EVA.email in people
    assert KARIN not in people


def test_a_call_that_has_not_gone_out_is_only_taken_back(database: Database) -> None:
    agreement = signed(database)
    called(database, agreement)
    replaced(database, agreement, KARIN, EVA, TODAY)
    told = Counter(live(database))
    assert told["meeting_call", EVA.email] == 1
    assert not [one for one in told if one[1] == KARIN]


def test_nothing_goes_to_the_leaver_and_nothing_is_lost_or_doubled(database: Database) -> None:
    agreement = signed(database)
    called(database, agreement)
    sweep(database, now=lambda: NOW)
    leaving = TODAY + timedelta(days=10)
    replaced(database, agreement, KARIN, EVA, leaving)
    waiting = [row.to_email for row in posts(database) if row.state == Post.WAITING]
    assert waiting
    came = until(database, date(2027, 2, 1))
    after = [row for row in came if row.created_at >= moment(leaving)]
    assert after
    assert not [row.name for row in after if row.to_email == KARIN]
    names = {row.name for row in after if row.to_email == EVA.email}
    assert {"renewal_ahead", "meeting_reminder"} <= names
    keys = Counter((row.key.partition(">")[0], row.to_email) for row in posts(database) if row.state != Post.WITHDRAWN)
    assert max(keys.values()) == 1
    with database.read() as session:
        assert not session.scalars(select(func.count()).select_from(OutboxRow).where(OutboxRow.to_email == "")).one()


def test_a_call_that_goes_out_before_the_day_is_for_whoever_will_be_there(database: Database) -> None:
    agreement = signed(database)
    with database.read() as session:
        row = session.scalars(select(MeetingRow).where(MeetingRow.key == "meeting:2026-Q4")).one()
    replaced(database, agreement, KARIN, EVA, row.day - timedelta(days=2))
    came = until(database, row.day)
    calls = [one.to_email for one in came if one.name == "meeting_call"]
    assert EVA.email in calls
    assert KARIN not in calls


def test_minutes_of_an_earlier_meeting_go_to_whoever_came_after(database: Database) -> None:
    agreement = signed(database)
    meeting = called(database, agreement)
    posted(database)
    with database.read() as session:
        day = session.get_one(MeetingRow, meeting).day
    replaced(database, agreement, KARIN, EVA, day + timedelta(days=1))
    later = moment(day + timedelta(days=3), 9)
    with database.write() as session:
        meetings.hold(session, meeting, now=later, by=BY)
        meetings.minute(session, meeting, "Vi sågs.", now=later, by=BY)
    told = [row.to_email for row in posts(database) if row.name == "minutes_ready"]
    assert EVA.email in told
    assert KARIN not in told
    assert len(told) == len(set(told))


def test_waiting_and_undelivered_mail_follows(database: Database) -> None:
    agreement = signed(database)
    sweep(database, now=lambda: NOW)
    mine = [row for row in posts(database) if row.to_email == KARIN and row.state == Post.WAITING]
    assert len(mine) > 1
    undeliverable(database, mine[0].id)
    replaced(database, agreement, KARIN, EVA, TODAY)
    theirs = Counter(row.key.partition(">")[0] for row in posts(database) if row.to_email == EVA.email)
    assert max(theirs.values()) == 1
    assert all(row.state == Post.WITHDRAWN for row in posts(database) if row.to_email == KARIN)


def test_someone_who_already_has_a_place_gets_nothing_twice(database: Database) -> None:
    agreement = signed(database)
    called(database, agreement)
    posted(database)
    replaced(database, agreement, KARIN, Newcomer(name="x", email="anders@staden.example", language="en"), TODAY)
    assert Counter(live(database))["meeting_call", "anders@staden.example"] == 1
    with database.read() as session:
        held = session.scalars(select(FunctionRow.function).join(PersonRow, PersonRow.id == FunctionRow.person_id).where(
            PersonRow.email == "anders@staden.example", FunctionRow.to_on.is_(None))).all()
    assert sorted(held) == ["coordinator", "economist", "manager", "signatory"]


def test_someone_with_functions_for_both_parties_passes_both_on(database: Database) -> None:
    both = CONTACTS[2].model_copy(update={"party": "public", "functions": (Function.REGISTRAR,)})
    agreement = signed(database, contacts=[*CONTACTS, both])
    heir = replaced(database, agreement, MARIA, EVA, TODAY)
    with database.read() as session:
        held = standing(session, agreement, person_id=heir, operator=False, on=TODAY)
        assert sorted((one.role, one.function.value) for one in held.held) == [
            ("civil", "coordinator"), ("civil", "operations"), ("public", "registrar")]


def test_the_rights_change_hands_on_the_day(database: Database) -> None:
    agreement = signed(database)
    day = TODAY + timedelta(days=3)
    heir, leaver = replaced(database, agreement, KARIN, EVA, day), person(database, KARIN)
    with database.read() as session:
        for who, on, sees in ((leaver, day - timedelta(days=1), True), (heir, day, True)):
            assert standing(session, agreement, person_id=who, operator=False, on=on).sees is sees
        held = session.scalars(select(HistoryRow.body).where(HistoryRow.event == "person_replaced")).one()
    assert json.loads(held)["instead_of"] == "Karin Lind"


def test_what_cannot_be_done_is_said(database: Database) -> None:
    agreement = signed(database)
    with pytest.raises(DayGone):
        replaced(database, agreement, KARIN, EVA, TODAY - timedelta(days=1))
    with pytest.raises(SamePerson):
        replaced(database, agreement, KARIN, Newcomer(name="K", email=KARIN, language="sv"), TODAY)
    replaced(database, agreement, KARIN, EVA, TODAY)
    with pytest.raises(HoldsNothing):
        replaced(database, agreement, KARIN, EVA, TODAY)


def test_a_function_is_given_and_ended(database: Database) -> None:
    agreement = signed(database)
    with database.read() as session:
        row = session.scalars(select(FunctionRow).where(FunctionRow.function == "auditor")).one()
    with database.write() as session:
        number = give_functions(session, agreement, EVA, row.party_id, ["registrar"], TODAY, now=NOW, by=BY)
        end_function(session, agreement, row.id, TODAY, now=NOW, by=BY)
    with database.read() as session:
        assert session.get_one(FunctionRow, row.id).to_on == TODAY - timedelta(days=1)
        assert standing(session, agreement, person_id=number, operator=False, on=TODAY).sees


def test_whoever_acts_for_nobody_any_more_has_the_meeting_taken_out_of_the_calendar(database: Database) -> None:
    agreement = signed(database)
    meeting = called(database, agreement)
    posted(database)
    with database.read() as session:
        day = session.get_one(MeetingRow, meeting).day
        hers = session.scalars(select(FunctionRow.id).where(FunctionRow.person_id == person(database, MARIA))).all()
    for number, last in zip(hers, (day, day - timedelta(days=1)), strict=True):
        assert ("meeting_cancelled", MARIA) not in live(database)
        with database.write() as session:
            end_function(session, agreement, number, last, now=NOW, by=BY)
    told = [row for row in posts(database) if row.name == "meeting_cancelled"]
    assert [(row.to_email, json.loads(row.payload)["only_you"]) for row in told] == [(MARIA, True)]
    assert MARIA not in {row.to_email for row in until(database, day) if row.name == "meeting_reminder"}


def test_a_function_that_ends_already_is_not_drawn_out_by_ending_it_later(database: Database) -> None:
    agreement = signed(database)
    with database.write() as session:
        row = session.scalars(select(FunctionRow).where(FunctionRow.function == "auditor")).one()
        end_function(session, agreement, row.id, TODAY + timedelta(days=10), now=NOW, by=BY)
    with pytest.raises(EndsBefore), database.write() as session:
        end_function(session, agreement, row.id, TODAY + timedelta(days=40), now=NOW, by=BY)
    with database.write() as session:
        end_function(session, agreement, row.id, TODAY + timedelta(days=1), now=NOW, by=BY)
    with database.read() as session:
        assert session.get_one(FunctionRow, row.id).to_on == TODAY


def test_what_is_gathered_for_a_weekly_mail_follows_to_a_corrected_address(database: Database) -> None:
    agreement, number = signed(database), person(database, KARIN)
    gathered = next(row for row in posts(database) if row.to_email == KARIN)
    set_post(database, gathered.id, state="gathered", next_at=None)
    with database.write() as session:
        session.get_one(PersonRow, number).digest = True
        correct_person(session, agreement, number, name="Karin Lind", email="k@staden.example", language="sv", may=None, again=False,
                       now=NOW, by=BY)
        choose_digest(session, number, False, now=NOW, by=BY)
    assert {(row.to_email, row.state) for row in posts(database) if row.id == gathered.id} == {("k@staden.example", "waiting")}


def test_a_corrected_address_takes_waiting_mail_along(database: Database) -> None:
    agreement = signed(database)
    sweep(database, now=lambda: NOW)
    mine = [row for row in posts(database) if row.to_email == KARIN]
    undeliverable(database, mine[0].id)
    number = person(database, KARIN)
    with database.write() as session:
        correct_person(session, agreement, number, name="Karin Lind", email="karin.lind@staden.example", language="sv",
                       may=None, again=True, now=NOW, by=BY)
    assert {row.to_email for row in posts(database) if row.person_id == number} == {"karin.lind@staden.example"}
    assert {row.state for row in posts(database) if row.person_id == number} == {Post.WAITING}


def test_nobody_is_corrected_by_someone_who_has_no_say_elsewhere(database: Database) -> None:
    agreement = signed(database)
    signed(database, terms("En annan"))
    with database.read() as session:
        here = frozenset(one.id for one in cast(session, agreement).parties)
    with pytest.raises(ElsewhereToo), database.write() as session:
        correct_person(session, agreement, person(database, KARIN), name="K", email="other@x.example", language="sv",
                       may=here, again=False, now=NOW, by=BY)
    with pytest.raises(AddressOfAnother), database.write() as session:
        correct_person(session, agreement, person(database, KARIN), name="K", email=MARIA, language="sv",
                       may=None, again=False, now=NOW, by=BY)


def test_a_called_meeting_moved_beyond_the_day_is_for_whoever_is_there_then(database: Database) -> None:
    agreement = signed(database)
    meeting = called(database, agreement)
    posted(database)
    with database.read() as session:
        day = session.get_one(MeetingRow, meeting).day
    replaced(database, agreement, KARIN, EVA, day + timedelta(days=1))
    with database.write() as session:
        meetings.shift(session, meeting, day + timedelta(days=3), now=NOW, by=BY)
    told = {(row.name, row.to_email) for row in posts(database) if row.state == Post.WAITING and row.subject == f"meeting {meeting}"}
    assert ("meeting_moved", EVA.email) in told
    assert ("meeting_moved", KARIN) not in told
    assert ("meeting_cancelled", KARIN) in told
    came = until(database, day + timedelta(days=3))
    assert {row.to_email for row in came if row.name == "meeting_reminder"} & {EVA.email, KARIN} == {EVA.email}
