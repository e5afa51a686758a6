"""The pages of disputes: opened, talked over, confirmed by both or taken further."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.db import Database
from service.disputes.tables import DisputeRow
from service.parties.store import cast
from tests.web.ended import claimed, rescinded
from tests.web.test_agreements import words
from tests.web.world import counted, log_in, signed

SAID = {"day": "2026-09-20", "who": "Anders, Peter", "body": "Vi räknade igenom hyran."}


@pytest.fixture
def people(app: Flask) -> dict[str, FlaskClient]:
    return {name: log_in(app.test_client(), name) for name in ("karin", "anders", "maria", "peter")}


def _opened(database: Database, client: FlaskClient, agreement: int, place: int, matter: str = "") -> int:
    with database.read() as session:
        party = cast(session, agreement).parties[place].id
    made = client.post(f"/agreements/{agreement}/tvister/ny", data={
        "party": str(party), "matter": matter, "about": "Hyran", "why": "Vi räknar hyran olika."})
    assert made.status_code == 303
    return int(made.location.rsplit("/", 1)[1])


def _state(database: Database, number: int) -> str:
    with database.read() as session:
        return session.get_one(DisputeRow, number).state


def test_from_opening_to_the_same_words(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = rescinded(database)
    claim = claimed(database, agreement)
    assert "Använd det här när ni är oense" in words(people["karin"].get(f"/agreements/{agreement}/tvister").text)
    assert people["peter"].get(f"/agreements/{agreement}/tvister/ny?om=repayment+{claim}").status_code == 200
    number = _opened(database, people["peter"], agreement, 1, f"repayment {claim}")
    one = f"/disputes/{number}"
    assert f"/repayments/{claim}" in people["anders"].get(one).text
    assert "För dialog om en tvist" in words(people["anders"].get("/").text)
    refused = people["anders"].post(f"{one}/lost", data={"text": "Klart."})
    assert refused.status_code == 409 and "En tvist löses i första hand i dialog" in words(refused.text)
    assert people["anders"].post(f"{one}/anteckning", data=SAID).status_code == 303
    mine, _, others = people["anders"].get("/").text.partition('id="others"')
    assert "En tvist är inte löst" in mine and "En tvist" not in others
    assert people["anders"].post(f"{one}/lost", data={"text": "Hyran räknas till november."}).status_code == 303
    assert "Väntar på att Föreningen Linden bekräftar" in words(people["anders"].get(one).text)
    assert "Confirm how a dispute was resolved" in words(people["peter"].get("/").text)
    assert people["peter"].post(f"{one}/bekrafta").status_code == 303
    assert _state(database, number) == "resolved"
    assert "Tvisten är löst" in words(people["karin"].get(one).text)


def test_it_is_taken_further_and_withdrawn(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = signed(database)
    number = _opened(database, people["anders"], agreement, 0, "clause meetings")
    one = f"/disputes/{number}"
    assert people["maria"].post(f"{one}/anteckning", data=SAID).status_code == 303
    assert "Villkoren anger ingen annan väg än dialog" in words(people["anders"].get(one).text)
    assert people["anders"].post(f"{one}/vidare", data={"forum": "court", "on": "2026-09-21", "reference": "Mål T 12"}).status_code == 303
    assert "Förd vidare: Domstol" in words(people["maria"].get(one).text)
    assert people["karin"].post(f"{one}/aterta", data={"reason": "Vi är nöjda."}).status_code == 303
    assert _state(database, number) == "withdrawn"
    listed = words(people["maria"].get(f"/agreements/{agreement}/tvister").text)
    assert "Avslutade" in listed and "Hyran" in listed


def test_as_many_questions_for_one_dispute_as_for_three(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = signed(database)
    number = _opened(database, people["anders"], agreement, 0)
    people["anders"].get("/")
    asked = []
    for _ in range(2):
        for address in (f"/agreements/{agreement}/tvister", f"/disputes/{number}", "/"):
            with counted(database) as questions:
                assert people["anders"].get(address).status_code == 200
            asked.append(len(questions))
        for _more in range(2):
            _opened(database, people["anders"], agreement, 0)
    assert asked[:3] == asked[3:]
