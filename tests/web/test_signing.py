"""Signing from the browser: sent, signed on paper, declined, taken back, discarded, closed."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.agreements.tables import AgreementRow
from service.db import Database
from service.parties.store import cast
from service.signatures.tables import SignatureRow, SignerRow, SigningRow
from tests.web.fields import fields
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


def send(client: FlaskClient, number: int, **changed: str) -> TestResponse:
    """Send a draft as its page proposes, with some fields changed."""
    path = f"/agreements/{number}/skicka"
    proposed = {name: values[-1] for name, values in fields(client.get(path).text).items() if name not in ("once", "csrf_token")}
    return client.post(path, data={**proposed, **changed})


def test_a_draft_is_sent_as_a_file_that_is_not_noted_as_signed(karin: FlaskClient, database: Database) -> None:
    number = draft(database)
    page = f"/agreements/{number}/underskrifter"
    assert "Skicka för underskrift" in karin.get(page).text
    assert "Skickat. De som undertecknar får mejl" in karin.get(send(karin, number).headers["Location"]).text
    assert {one.to_email for one in posts(database)} == {"anders@staden.example", "peter@linden.example"}
    given = {"party": party(database, number, 0), "day": "2026-09-20", "read": "yes"}
    told = karin.post(f"/agreements/{number}/underskrift", data=given)
    assert told.status_code == 409
    assert "alla undertecknar den, och varje underskrift styrks" in words(told.text)
    assert state_of(database, number) == "in_signature"


def test_what_the_terms_leave_open_of_the_money_is_asked_before_it_is_sent(karin: FlaskClient, database: Database) -> None:
    even, uneven = draft(database), draft(database, terms("Ojämn", start=date(2026, 2, 10), end=date(2026, 12, 31)))
    said = ["Perioderna är inte lika långa" in karin.get(f"/agreements/{one}/{room}").text
            for one in (even, uneven) for room in ("skicka", "ekonomi")]
    assert said == [False, False, True, True]


def test_what_was_signed_on_paper_before_is_noted_for_both(karin: FlaskClient, peter: FlaskClient, database: Database) -> None:
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
    ({"day": "2026-09-22"}, "Dagen 22 september 2026 har inte kommit än"), ({"day": "i går"}, "Skriv en dag som 2026-10-31."),
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
    at = f"party.{party(database, number, 0)}.0.name", f"party.{party(database, number, 1)}.0.name"
    given = {"once": "abc", at[0]: "Anders Berg", at[1]: "Peter Sand"}
    first, again = (karin.post(f"/agreements/{number}/skicka", data=given) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"]
    assert "Det var redan gjort." in karin.get(again.headers["Location"]).text
    assert len(posts(database)) == 2


def test_the_agreement_says_who_signs_by_what_authority_and_in_which_order(karin: FlaskClient, database: Database) -> None:
    number = draft(database)
    public, civil = (f"party.{party(database, number, place)}" for place in (0, 1))
    told = send(karin, number, **{f"{civil}.0.name": ""})
    assert (told.status_code, "Ange vem som undertecknar för Föreningen Linden." in told.text) == (422, True)
    assert state_of(database, number) == "draft"
    send(karin, number, **{f"{civil}.0.authority": "Styrelsen § 4", f"{civil}.1.name": "Siv Ö", f"{civil}.needed": "2", "ordered": "yes",
                           f"{civil}.place": "1", f"{public}.place": "2", "deadline": "2026-10-15"})
    with database.read() as session:
        signing = session.query(SigningRow).filter(SigningRow.agreement_id == number).one()
        rows = session.query(SignatureRow).filter(SignatureRow.signing_id == signing.id).order_by(SignatureRow.id).all()
        assert (signing.ordered, signing.deadline) == (True, date(2026, 10, 15))
        assert [(one.party_id, one.needed, one.turn) for one in rows] == [
            (party(database, number, 1), 2, True), (party(database, number, 0), 1, False)]
        named = session.query(SignerRow).filter(SignerRow.signature_id == rows[0].id).order_by(SignerRow.id).all()
        assert [(one.name, one.authority) for one in named] == [("Peter Sand", "Styrelsen § 4"), ("Siv Ö", None)]


def test_declining_makes_it_a_draft_and_tells_why(karin: FlaskClient, peter: FlaskClient, database: Database) -> None:
    number = draft(database)
    send(karin, number)
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
    send(karin, number)
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
    send(karin, few)
    for _ in range(5):
        send(karin, many)
        karin.post(f"/agreements/{many}/ta-tillbaka")
    send(karin, many)
    karin.get("/agreements")
    with counted(database) as one:
        karin.get(f"/agreements/{few}/underskrifter")
    with counted(database) as six:
        karin.get(f"/agreements/{many}/underskrifter")
    assert len(one) == len(six)


def test_who_was_asked_is_proposed_again_when_it_is_sent_anew(karin: FlaskClient, database: Database) -> None:
    number = draft(database)
    public, civil = (party(database, number, place) for place in (0, 1))
    path, by = f"/agreements/{number}/skicka", "Delegationsbeslut 2026-01-09 § 3"
    asked = {name: values[-1] for name, values in fields(karin.get(path).text).items() if name != "once"}
    refused = karin.post(path, data={**asked, f"party.{public}.0.authority": "Född 19850709-9805"})
    assert (refused.status_code, f'id="party.{public}.0.authority-wrong"' in refused.text) == (422, True)
    sent = karin.post(path, data={**asked, f"party.{public}.0.authority": by, "ordered": "yes", f"party.{civil}.place": "1",
                                  f"party.{public}.place": "2"})
    assert (sent.status_code, state_of(database, number)) == (303, "in_signature")
    karin.post(f"/agreements/{number}/ta-tillbaka")
    assert state_of(database, number) == "draft"
    again = fields(karin.get(path).text)
    assert (again[f"party.{public}.0.authority"][-1], again["ordered"][-1]) == (by, "yes")
