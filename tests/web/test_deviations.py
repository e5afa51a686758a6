"""The pages of deviations: reported, talked over, decided on by each party; and the limit of overspending."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.deviations.actions import Decision, Planned
from service.deviations.model import Kind
from service.deviations.tables import DeviationRow
from service.lifecycle.talks.deviations import approve, note, report
from service.parties.store import cast
from tests.web.test_agreements import words
from tests.web.world import BY, NOW, counted, draft, log_in, signed

REPORTED = {"kind": "budget", "post": "Personal", "sek": "12 500,50 kr", "percent": "", "what": "Fler vandrare",
            "why": "Höstlovet.", "changes_on": "2026-10-12"}
SAID = {"day": "2026-09-20", "who": "Karin, Maria", "body": "Vi är ense om behovet."}
DECIDED = {"verdict": "approve", "decided_by": "Styrelsen § 12", "decided_on": "2026-09-21", "evidence": "Protokoll 2026-09-21 § 12"}


@pytest.fixture
def people(app: Flask) -> dict[str, FlaskClient]:
    return {name: log_in(app.test_client(), name) for name in ("karin", "anders", "maria", "peter")}


def parties(database: Database, agreement: int) -> tuple[int, int]:
    with database.read() as session:
        first, second = (one.id for one in cast(session, agreement).parties)
        return first, second


def reported(database: Database, agreement: int, changes_on: date = date(2026, 10, 12), **changed: str) -> int:
    planned = Planned(kind=Kind.PLAN, what="Färre pass", why="Sjukdom.", changes_on=changes_on, **changed)  # type: ignore[arg-type]
    with database.write() as session:
        return report(session, agreement, planned, party_id=cast(session, agreement).parties[1].id, author="Maria", now=NOW, by=BY)


def talked(database: Database, number: int) -> None:
    with database.write() as session:
        note(session, number, party_id=None, day=NOW.date(), who="Alla", body="Vi talades vid.", author="Maria", now=NOW, by=BY)


def row_of(database: Database, number: int) -> DeviationRow:
    with database.read() as session:
        return session.get_one(DeviationRow, number)


def test_an_empty_list_says_what_it_is_for(people: dict[str, FlaskClient], database: Database) -> None:
    number = signed(database)
    page = people["maria"].get(f"/agreements/{number}/avvikelser").text
    assert "Använd det här när något ska göras på annat sätt än plan eller budget säger" in page
    assert f"/agreements/{number}/avvikelser/ny" in page
    assert "Det går när överenskommelsen är undertecknad" in people["maria"].get(f"/agreements/{draft(database)}/avvikelser").text


def test_from_report_to_approval_by_both(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = signed(database)
    ours, theirs = parties(database, agreement)
    told = people["maria"].post(f"/agreements/{agreement}/avvikelser/ny", data={**REPORTED, "party": theirs})
    assert told.status_code == 303
    place = told.headers["Location"]
    number = int(place.rpartition("/")[2])
    assert row_of(database, number).ore == 1_250_050
    said = words(people["anders"].get(place).text)
    assert "Budgeten, Personal Hur mycket 12\u00a0500,50\u00a0kr" in said
    assert "Ingen kan godkänna innan dialogen är antecknad." in said
    assert "Ta ställning för" not in said
    assert "För dialog om en avvikelse" in words(people["karin"].get("/").text)
    early = people["anders"].post(f"{place}/beslut", data={**DECIDED, "party": ours})
    assert (early.status_code, "Parterna måste tala med varandra först" in early.text) == (409, True)
    assert people["karin"].post(f"{place}/anteckning", data=SAID).status_code == 303
    assert "Ta ställning till en avvikelse" in words(people["anders"].get("/").text)
    assert people["anders"].post(f"{place}/beslut", data={**DECIDED, "party": ours}).status_code == 303
    said = words(people["karin"].get(place).text)
    assert "Ängstadens kommun Styrelsen § 12, 21 sep 2026 Protokoll 2026-09-21 § 12 Godkänner" in said
    assert "Nu väntar det på Föreningen Linden." in said
    assert people["peter"].post(f"{place}/beslut", data={**DECIDED, "party": theirs}).status_code == 303
    assert row_of(database, number).state == "approved"
    assert "Förändringen får göras måndag 12 oktober 2026." in words(people["maria"].get(place).text)


def test_an_approval_on_the_day_itself_is_marked_late_and_stays_so(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = signed(database)
    ours, theirs = parties(database, agreement)
    number = reported(database, agreement, NOW.date())
    place = f"/deviations/{number}"
    assert "Förändringens dag har kommit utan godkännande" in words(people["karin"].get(place).text)
    talked(database, number)
    for name, party in (("anders", ours), ("peter", theirs)):
        people[name].post(f"{place}/beslut", data={**DECIDED, "party": party})
    said = words(people["karin"].get(place).text)
    assert "Godkänd Godkänd för sent" in said
    assert "Godkänner, för sent" in said
    assert "Godkänd för sent" in words(people["karin"].get(f"/agreements/{agreement}/avvikelser").text)


def test_only_a_partys_own_people_decide_for_it(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = signed(database)
    ours, theirs = parties(database, agreement)
    number = reported(database, agreement)
    talked(database, number)
    place = f"/deviations/{number}"
    assert people["anders"].post(f"{place}/beslut", data={**DECIDED, "party": theirs}).status_code == 403
    assert people["karin"].post(f"{place}/beslut", data={**DECIDED, "party": ours}).status_code == 403
    assert people["karin"].post(f"{place}/aterta", data={"reason": "Nej."}).status_code == 403
    assert row_of(database, number).state == "in_dialogue"
    assert people["peter"].post(f"{place}/beslut", data={**DECIDED, "party": theirs, "verdict": "reject"}).status_code == 303
    said = words(people["karin"].get(place).text)
    assert "Rejected" not in said
    assert "Avslagen: förändringen får inte göras Protokoll 2026-09-21 § 12" in said
    assert people["maria"].post(f"/deviations/{reported(database, agreement)}/aterta", data={"reason": "Löst."}).status_code == 303


@pytest.mark.parametrize(("changed", "said"), [
    ({"post": ""}, "Ange vilken budgetpost det gäller."), ({"post": "Resor"}, "Överenskommelsen har ingen budgetpost Resor"),
    ({"sek": ""}, "Ange hur mycket det är, i kronor eller i procent av posten."), ({"sek": "mycket"}, "Skriv ett belopp med siffror"),
    ({"sek": "-1"}, "Mer än 0."), ({"sek": "1e3"}, "Skriv ett belopp med siffror"), ({"changes_on": "snart"}, "Skriv en dag"),
])
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    people: dict[str, FlaskClient], database: Database, changed: dict[str, str], said: str,
) -> None:
    agreement = signed(database)
    told = people["maria"].post(f"/agreements/{agreement}/avvikelser/ny",
                                data={**REPORTED, "party": parties(database, agreement)[1], **changed})
    assert (told.status_code, said in told.text, "Fler vandrare" in told.text) == (422, True, True)


def test_the_limit_is_set_on_the_list(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = signed(database)
    place = f"/agreements/{agreement}/avvikelser"
    assert "Ingen gräns är satt." in people["karin"].get(place).text
    with database.read() as session:
        revision = session.get_one(AgreementRow, agreement).revision
    given = {"limit_percent": "7,5 %", "limit_sek": "50 000", "revision": revision}
    assert people["karin"].post(f"{place}/grans", data=given).status_code == 303
    assert "när en post överskrids med mer än 7,5 % eller 50\u00a0000\u00a0kr ." in words(people["maria"].get(place).text)
    stale = people["karin"].post(f"{place}/grans", data=given)
    assert (stale.status_code, "Någon annan har ändrat inställningarna under tiden." in stale.text) == (409, True)
    wrong = people["karin"].post(f"{place}/grans", data={**given, "limit_percent": "0"})
    assert (wrong.status_code, "Mer än 0." in wrong.text) == (422, True)


def test_many_are_read_with_as_many_questions_as_one(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = signed(database)
    number = reported(database, agreement)
    places = [f"/agreements/{agreement}/avvikelser", f"/deviations/{number}", "/"]

    def questions() -> int:
        with counted(database) as seen:
            for place in places:
                assert people["karin"].get(place).status_code == 200
        return len(seen)

    questions()
    before = questions()
    for one in (number, reported(database, agreement), reported(database, agreement)):
        for _ in range(3):
            talked(database, one)
    with database.write() as session:
        decision = Decision(decided_by="Anders", decided_on=NOW.date(), evidence="Delegation")
        approve(session, number, cast(session, agreement).parties[0].id, decision, author="Anders", now=NOW, by=BY)
    assert questions() == before
    with database.read() as session:
        assert len(session.scalars(select(DeviationRow.id)).all()) == 3
