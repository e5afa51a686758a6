"""Signing from the browser: sent, signed on paper, declined, taken back, discarded, closed."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.agreements.tables import AgreementRow
from service.db import Database
from service.parties.store import cast
from tests.web.test_agreements import words
from tests.web.world import Clock, counted, draft, log_in, posts, signed, terms


def state_of(database: Database, number: int) -> str:
    with database.read() as session:
        return session.get_one(AgreementRow, number).state


def party(database: Database, number: int, place: int) -> int:
    with database.read() as session:
        return cast(session, number).parties[place].id


@pytest.fixture
def karin(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "karin")


@pytest.fixture
def peter(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "peter")


def test_a_draft_is_sent_as_a_file(karin: FlaskClient, database: Database) -> None:
    number = draft(database)
    page = f"/agreements/{number}/underskrifter"
    assert "Skicka för underskrift" in karin.get(page).text
    told = karin.post(f"/agreements/{number}/skicka", follow_redirects=True)
    assert "Skickat. Firmatecknarna får mejl om att underteckna." in told.text
    assert {one.to_email for one in posts(database)} == {"anders@staden.example", "peter@linden.example"}
    # What was put forward as a file is signed as that file: a paper of before is not noted instead.
    given = {"party": party(database, number, 0), "day": "2026-09-20", "read": "yes"}
    assert karin.post(f"/agreements/{number}/underskrift", data=given).status_code == 409
    assert "Läs och underteckna" in karin.get(page).text
    assert state_of(database, number) == "in_signature"


def test_a_paper_that_was_signed_before_is_noted_for_both(karin: FlaskClient, peter: FlaskClient, database: Database) -> None:
    number = draft(database)
    given = {"party": party(database, number, 0), "day": "2026-09-20", "read": "yes"}
    assert "Underskriften är antecknad." in karin.post(f"/agreements/{number}/underskrift", data=given, follow_redirects=True).text
    assert state_of(database, number) == "in_signature"
    given["party"] = party(database, number, 1)
    told = peter.post(f"/agreements/{number}/underskrift", data=given, follow_redirects=True)
    assert "Everyone has signed." in told.text
    assert state_of(database, number) == "active"


def test_nobody_signs_for_the_other_party(karin: FlaskClient, database: Database) -> None:
    number = draft(database)
    given = {"party": party(database, number, 1), "day": "2026-09-20", "read": "yes"}
    told = karin.post(f"/agreements/{number}/underskrift", data=given)
    assert (told.status_code, state_of(database, number)) == (403, "draft")


@pytest.mark.parametrize(("changed", "said"), [
    ({"day": "2026-09-22"}, "Dagen 2026-09-22 har inte kommit än"), ({"day": "i går"}, "Skriv en dag som 2026-10-31."),
    ({"day": ""}, "Fyll i det här."), ({"read": ""}, "Kryssa i att den som undertecknar har läst"),
    ({"party": "x"}, "Skriv ett heltal"),
])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    karin: FlaskClient, database: Database, changed: dict[str, str], said: str,
) -> None:
    number = draft(database)
    given = {"party": str(party(database, number, 0)), "day": "2026-09-20", "read": "yes", **changed}
    told = karin.post(f"/agreements/{number}/underskrift", data=given)
    assert (told.status_code, said in words(told.text)) == (422, True)
    assert f'value="{given["day"]}"' in told.text
    assert state_of(database, number) == "draft"


def test_a_form_sent_twice_acts_once(karin: FlaskClient, database: Database) -> None:
    number = draft(database)
    first = karin.post(f"/agreements/{number}/skicka", data={"once": "abc"})
    again = karin.post(f"/agreements/{number}/skicka", data={"once": "abc"})
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"]
    assert "Det var redan gjort." in karin.get(again.headers["Location"]).text
    assert len(posts(database)) == 2


def test_declining_makes_it_a_draft_and_tells_why(karin: FlaskClient, peter: FlaskClient, database: Database) -> None:
    number = draft(database)
    karin.post(f"/agreements/{number}/skicka")
    place, mine = f"/agreements/{number}/avboj", party(database, number, 1)
    empty = peter.post(place, data={"party": mine, "reason": " "})
    assert (empty.status_code, "Fill this in." in empty.text) == (422, True)
    assert peter.post(place, data={"party": mine, "reason": "Summan saknas."}).status_code == 303
    assert state_of(database, number) == "draft"
    assert "Summan saknas." in karin.get(f"/agreements/{number}/underskrifter").text
    assert karin.post(place, data={"party": mine, "reason": "x"}).status_code == 403


def test_taken_back_and_discarded(karin: FlaskClient, database: Database) -> None:
    number = draft(database)
    assert "läget är nu: utkast" in karin.post(f"/agreements/{number}/ta-tillbaka").text
    karin.post(f"/agreements/{number}/skicka")
    karin.post(f"/agreements/{number}/ta-tillbaka")
    assert state_of(database, number) == "draft"
    told = karin.post(f"/agreements/{number}/kassera", follow_redirects=True)
    assert "Utkastet är kasserat." in told.text
    assert state_of(database, number) == "discarded"


def test_an_agreement_with_duties_left_is_not_closed(karin: FlaskClient, database: Database) -> None:
    number = signed(database)
    assert karin.post(f"/agreements/{number}/avsluta").status_code == 409


def test_the_page_costs_the_same_for_many_rounds(karin: FlaskClient, database: Database, clock: Clock) -> None:
    few, many = draft(database), draft(database, terms("Flera omgångar"))
    karin.post(f"/agreements/{few}/skicka")
    for _ in range(5):
        karin.post(f"/agreements/{many}/skicka")
        karin.post(f"/agreements/{many}/ta-tillbaka")
    karin.post(f"/agreements/{many}/skicka")
    karin.get("/agreements")
    with counted(database) as one:
        karin.get(f"/agreements/{few}/underskrifter")
    with counted(database) as six:
        karin.get(f"/agreements/{many}/underskrifter")
    assert len(one) == len(six)
