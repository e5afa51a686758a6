"""Breaches: told in writing, time from receipt, answered, accepted as rectified; and why each thing is refused."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from sqlalchemy import select

from service.agreements.terms import Rescission
from service.breaches import refusals
from service.breaches.model import Answer, How, Notice
from service.breaches.rules import days_to_rectify, last_day
from service.db import Database
from service.demo.sample import CONTACTS
from service.documents.files import read
from service.documents.store import get_version
from service.documents.tables import DocumentRow
from service.kernel.errors import NotAStep, Unknown
from service.lifecycle.breaking import breaches
from service.lifecycle.settings.ladders import change_ladders
from service.notices.tables import OutboxRow
from service.obligations.reminders.choices import Choice
from service.parties.store import cast
from service.rescissions.refusals import NotActive
from tests.breaking.world import NOW, Case, made
from tests.builders import BY, on, terms

ACCUSED = ["maria.holm", "peter.sand"]
NOTIFIER = ["anders.berg", "karin.lind"]


def told(name: str, people: list[str]) -> list[tuple[str, str]]:
    return [(name, one) for one in people]


@pytest.fixture
def case(database: Database) -> Case:
    return made(database)


def test_notice_goes_to_the_party_that_fails_at_once_by_mail_and_as_a_letter(case: Case) -> None:
    number = case.notify()
    assert case.written(NOW) == told("breach_notice", ACCUSED)
    row = case.breach(number)
    assert (row.state, row.received_on, row.rectify_by, row.next_at) == ("notified", None, None, None)
    with case.database.read() as session:
        letter = session.get_one(DocumentRow, row.letter_id)
        content = read(session, letter, get_version(session, letter.id))
    assert (letter.kind, letter.direction, letter.status, letter.matter) == ("letter", "sent", "official", f"breach {number}")
    assert letter.diary_number.startswith("ÖV 2025:")
    with pdfplumber.open(BytesIO(content)) as pdf:
        said = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert f"Dnr {letter.diary_number}" in said and "Inga pass har gåtts." in said
    assert "inom 14 dagar från den dag meddelandet tas emot" in said


def test_the_time_runs_from_the_day_of_receipt_and_not_before(case: Case) -> None:
    number = case.notify()
    assert case.sweep(on(2025, 4, 30, 9)) == []
    case.receive(number, now=on(2025, 4, 30, 10), day=date(2025, 3, 5))
    assert case.breach(number).rectify_by == date(2025, 3, 19)
    assert (last_day(date(2025, 3, 5), 14), case.breach(number).received_how) == (date(2025, 3, 19), "here")
    assert case.written(on(2025, 4, 30, 10)) == told("breach_answered", NOTIFIER)


def test_reminded_three_days_before_then_the_notifier_once_it_has_passed_until_it_is_settled(case: Case) -> None:
    number = case.notify()
    case.receive(number)
    # Until Monday 17 March: three days before is Friday the 14th.
    assert case.sweep(on(2025, 3, 14, 7, 59)) == []
    assert case.sweep(on(2025, 3, 14, 8)) == told("rectify_ahead", ACCUSED)
    assert case.sweep(on(2025, 3, 17, 23)) == []
    assert case.sweep(on(2025, 3, 18, 8)) == told("rectify_passed", NOTIFIER)
    assert case.sweep(on(2025, 3, 25, 8)) == told("rectify_passed", NOTIFIER)
    case.settle(breaches.accept, number, now=on(2025, 3, 26, 9))
    assert case.waiting() == {"breach_over"}
    assert case.sweep(on(2025, 4, 1, 8)) == []


def test_an_agreement_can_choose_when_the_reminder_comes(case: Case) -> None:
    number = case.notify()
    case.receive(number)
    with case.database.write() as session:
        change_ladders(session, case.agreement, {"rectify_ahead": Choice(days=(7,))}, revision=case.row().revision, party_id=None,
                       now=NOW, by=BY)
    assert case.sweep(on(2025, 3, 10, 8)) == told("rectify_ahead", ACCUSED)
    assert case.sweep(on(2025, 3, 14, 8)) == []


def test_an_answer_is_a_receipt_and_tells_the_notifier(case: Case) -> None:
    number, day = case.notify(), on(2025, 3, 5, 9)
    case.reply(number, now=day, done_on=date(2025, 3, 4))
    row = case.breach(number)
    assert (row.state, row.received_on, row.received_how, row.rectify_by) == (
        "rectifying", date(2025, 3, 5), "answered", date(2025, 3, 19))
    assert case.waiting() == {"breach_notice", "breach_answered"}
    with case.database.read() as session:
        live = session.scalars(select(OutboxRow.to_email).where(
            OutboxRow.name == "breach_answered", OutboxRow.state == "waiting").order_by(OutboxRow.to_email))
        assert [one.partition("@")[0] for one in live] == NOTIFIER
    case.reply(number, Answer.DISPUTED, now=day + timedelta(days=1))
    assert case.breach(number).state == "disputed"


def test_only_what_is_told_of_counts_as_received_from_the_notifier(case: Case) -> None:
    number = case.notify()
    with pytest.raises(refusals.NeedsProof, match="Say what shows that the notice was received"):
        case.receive(number, "public", how=How.POST)
    with pytest.raises(refusals.NotTheAccused):
        case.receive(number, "public", how=How.HERE)
    case.receive(number, "public", how=How.POST, note="Mottagningsbevis RR 123")
    assert case.breach(number).received_note == "Mottagningsbevis RR 123"
    assert ("breach_answered", "peter.sand") in case.written(NOW)
    with pytest.raises(refusals.AlreadyReceived, match="already recorded that the notice was received on 3 March 2025"):
        case.receive(number)


def test_days_of_receipt_that_cannot_be(case: Case) -> None:
    number = case.notify()
    with pytest.raises(refusals.BeforeNotice, match="The notice was given on 3 March 2025; it cannot have been received on 2 March 2025"):
        case.receive(number, day=date(2025, 3, 2))
    with pytest.raises(refusals.DayToCome, match="The day 4 March 2025 has not come yet"):
        case.receive(number, day=date(2025, 3, 4))


def test_who_may_do_what(case: Case) -> None:
    number = case.notify()
    with pytest.raises(refusals.NotTheAccused, match="Only the party that the notice is about can answer it."):
        case.reply(number, role="public")
    for act in (breaches.accept, breaches.take_back):
        with pytest.raises(refusals.NotTheNotifier, match="Only the party that gave notice of the breach can do this."):
            case.settle(act, number, "civil")
    with pytest.raises(refusals.OneSelf, match="A party gives notice of another party's failure, not of its own."):
        case.notify(against=case.parties["public"])
    with pytest.raises(Unknown, match="There is no party 4711."):
        case.notify(against=4711)
    with pytest.raises(refusals.NoSuchEvidence, match="Document 99 is not one of this agreement's that your party may see."):
        case.notify(evidence=(99,))
    with pytest.raises(refusals.DayToCome):
        case.notify(since=date(2025, 3, 4))


def test_what_is_settled_stays_so(case: Case) -> None:
    number = case.notify()
    case.settle(breaches.take_back, number)
    with pytest.raises(refusals.Over, match="This breach is settled; nothing more can be done about it."):
        case.receive(number)
    with pytest.raises(NotAStep, match="The breach is withdrawn; it cannot accept from there."):
        case.settle(breaches.accept, number)


def test_a_breach_is_of_an_agreement_in_force(case: Case) -> None:
    number = case.notify()
    case.sweep(on(2026, 1, 2, 9))
    assert (case.row().state, case.breach(number).state) == ("expired", "closed_by_end")
    for act in (lambda: case.notify(now=on(2026, 1, 2, 10)), lambda: case.receive(number, now=on(2026, 1, 2, 10))):
        with pytest.raises(NotActive, match="The agreement is not in force; only one that is can be broken off."):
            act()


NOTICE: dict[str, Any] = {"against": 2, "undertaking": "x", "clause": "x", "what": "x", "since": date(2025, 1, 1)}
GIVEN = Rescission(remedy="days", remedy_days=30, at_once=("Konkurs",))


@pytest.mark.parametrize(("given", "rule", "days"), [
    ({}, GIVEN, 30), ({"days": 45}, GIVEN, 45), ({"days": 29}, GIVEN, refusals.FewerThanTerms),
    ({"at_once": "Konkurs"}, GIVEN, 0), ({"at_once": "Regn"}, GIVEN, refusals.NotAtOnce),
    ({"days": 5, "why_days": "Hinner."}, Rescission(remedy="without_delay"), 5), ({}, Rescission(), refusals.NeedsDays),
    ({"days": 5, "why_days": " "}, Rescission(remedy="without_delay"), refusals.NeedsWhyDays),
])
def test_how_many_days_there_are(given: dict[str, Any], rule: Rescission, days: Any) -> None:
    notice = Notice(**NOTICE, **given)
    if isinstance(days, int):
        assert days_to_rectify(notice, rule) == days
    else:
        with pytest.raises(days):
            days_to_rectify(notice, rule)


def test_a_third_party_cannot_tell_that_the_notice_was_received(database: Database) -> None:
    there = [one.model_dump() for one in terms().parties]
    people = [one.model_copy(update={"party": there[0]["name"]}) if one.party == "public" else one for one in CONTACTS]
    case = made(database, parties=[*there, {"name": "Regionen", "role": "public", "org_number": None}], contacts=people, signatures=3)
    with database.read() as session:
        accused, third = (one.id for one in cast(session, case.agreement).parties if one.role == "public")
    number = case.notify("civil", against=accused)
    assert third == case.parties["public"]
    with pytest.raises(refusals.NotTheNotifier):
        case.receive(number, "public", how=How.POST, note="Kvitto 4711")
    assert case.breach(number).received_on is None
