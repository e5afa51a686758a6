"""The pages of renegotiations: asked for by one party, answered by the other, talked over, ended."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.db import Database
from service.lifecycle.talks.renegotiations import answer, ask, note
from service.parties.store import cast
from service.renegotiations.model import Provision
from service.renegotiations.tables import RenegotiationRow
from tests.web.test_agreements import words
from tests.web.world import BY, NOW, counted, draft, log_in, signed

WANTED = {"provision": "meetings", "about": "Tätare möten", "why": "Mycket händer."}
SAID = {"day": "2026-09-20", "who": "Karin, Maria", "body": "Varannan månad räcker."}


@pytest.fixture
def karin(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "karin")


@pytest.fixture
def maria(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "maria")


def party(database: Database, agreement: int, place: int) -> int:
    with database.read() as session:
        return cast(session, agreement).parties[place].id


def asked(database: Database, agreement: int, about: str = "Tätare möten") -> int:
    with database.write() as session:
        return ask(session, agreement, party_id=cast(session, agreement).parties[0].id, provision=Provision.MEETINGS,
                   about=about, why="Mycket händer.", author="Karin Lind", now=NOW, by=BY)


def state(database: Database, number: int) -> str:
    with database.read() as session:
        return session.get_one(RenegotiationRow, number).state


def test_an_empty_list_says_what_it_is_for(karin: FlaskClient, app: Flask, database: Database) -> None:
    number = signed(database)
    page = karin.get(f"/agreements/{number}/omforhandlingar").text
    assert "Använd det här när ni vill ändra något i överenskommelsen" in page
    assert f"/agreements/{number}/omforhandlingar/ny" in page
    said = words(log_in(app.test_client(), "reader").get(f"/agreements/{number}/omforhandlingar").text)
    assert "Samordnare, chef eller undertecknare kan påkalla omförhandling." in said
    drafted = words(karin.get(f"/agreements/{draft(database)}/omforhandlingar").text)
    assert "Det går när överenskommelsen är undertecknad, och tills den upphör." in drafted


def test_from_asking_to_agreeing(karin: FlaskClient, maria: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    told = karin.post(f"/agreements/{agreement}/omforhandlingar/ny", data={**WANTED, "party": party(database, agreement, 0)})
    assert told.status_code == 303
    place = told.headers["Location"]
    number = int(place.rpartition("/")[2])
    said = words(karin.get(place).text)
    assert "Väntar på svar från Föreningen Linden" in said
    assert "Parterna ses en gång i kvartalet." in said
    assert "Svara om omförhandling" in words(maria.get("/").text)
    assert "Svara Ängstadens kommun" in words(maria.get(place).text)
    given = {"party": party(database, agreement, 1), "when_on": "2026-09-28", "message": "Gärna hos oss."}
    assert maria.post(f"{place}/svar", data=given).status_code == 303
    assert "kan träffas 28 sep 2026 Gärna hos oss." in words(karin.get(place).text)
    assert karin.post(f"{place}/anteckning", data=SAID).status_code == 303
    said = words(maria.get(place).text)
    assert "Söndag 20 september 2026 Karin, Maria Varannan månad räcker. Antecknat av Karin Lind, Ängstadens kommun" in said
    assert maria.post(f"{place}/avsluta", data={"how": "agree", "text": "Varannan månad."}).status_code == 303
    assert state(database, number) == "agreed"
    said = words(karin.get(place).text)
    assert "Ni kom överens Varannan månad. Det ändrar inga villkor än." in said
    assert "Parterna kom överens" in said
    assert "Svara om omförhandling" not in words(maria.get("/").text)
    assert "Tätare möten" in words(karin.get(f"/agreements/{agreement}/omforhandlingar").text)


def test_only_a_partys_own_people_answer_for_it(karin: FlaskClient, maria: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    number = asked(database, agreement)
    theirs = party(database, agreement, 1)
    assert karin.post(f"/renegotiations/{number}/svar", data={"party": theirs}).status_code == 403
    assert maria.post(f"/agreements/{agreement}/omforhandlingar/ny",
                      data={**WANTED, "party": party(database, agreement, 0)}).status_code == 403
    assert maria.post(f"/renegotiations/{number}/aterta", data={"reason": "Nej."}).status_code == 403
    assert "Vi vill inte längre omförhandla" not in maria.get(f"/renegotiations/{number}").text
    assert state(database, number) == "asked"
    assert karin.post(f"/renegotiations/{number}/aterta", data={"reason": "Vi väntar."}).status_code == 303
    assert state(database, number) == "withdrawn"


def test_what_was_typed_is_kept_when_something_is_wrong(maria: FlaskClient, database: Database) -> None:
    number = asked(database, signed(database))
    told = maria.post(f"/renegotiations/{number}/anteckning", data=SAID)
    assert told.status_code == 409
    assert "Anteckningar förs medan parterna för dialog om detta, och det gör de inte." in told.text
    assert SAID["body"] in told.text
    agreement = signed(database)
    told = maria.post(f"/agreements/{agreement}/omforhandlingar/ny", data={**WANTED, "why": "", "party": party(database, agreement, 1)})
    assert (told.status_code, "Tätare möten" in told.text) == (422, True)


def test_a_form_sent_twice_asks_once(karin: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    data = {**WANTED, "party": party(database, agreement, 0), "once": "x1"}
    first, second = (karin.post(f"/agreements/{agreement}/omforhandlingar/ny", data=data) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with database.read() as session:
        assert len(session.scalars(select(RenegotiationRow.id)).all()) == 1


def test_many_are_read_with_as_many_questions_as_one(karin: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    number = asked(database, agreement)
    places = [f"/agreements/{agreement}/omforhandlingar", f"/renegotiations/{number}", "/"]

    def questions() -> int:
        with counted(database) as seen:
            for place in places:
                assert karin.get(place).status_code == 200
        return len(seen)

    questions()
    before = questions()
    others = [asked(database, agreement, about) for about in ("Andra", "Tredje")]
    with database.write() as session:
        theirs = cast(session, agreement).parties[1].id
        for one in (number, others[0]):
            answer(session, one, theirs, when_on=None, message="Ja.", author="Maria", now=NOW, by=BY)
            for _ in range(3):
                note(session, one, party_id=theirs, day=NOW.date(), who="Alla", body="Mer.", author="Maria", now=NOW, by=BY)
    assert questions() == before
