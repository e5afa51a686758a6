"""The pages of repayment: claimed by one side, answered by the other, paid in parts, waived by a decision."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.db import Database
from service.parties.store import cast
from service.repayments.tables import RepaymentRow
from tests.web.ended import claimed, rescinded
from tests.web.test_agreements import words
from tests.web.world import counted, log_in, signed


@pytest.fixture
def people(app: Flask) -> dict[str, FlaskClient]:
    return {name: log_in(app.test_client(), name) for name in ("karin", "anders", "maria", "peter")}


def _row(database: Database, number: int) -> RepaymentRow:
    with database.read() as session:
        return session.get_one(RepaymentRow, number)


def test_from_claim_to_settled(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = rescinded(database)
    here = f"/agreements/{agreement}/aterbetalningar"
    page = words(people["anders"].get(here).text)
    assert "Vad som kan krävas av Föreningen Linden" in page and "Hela det betalda beloppet" in page
    with database.read() as session:
        civil = cast(session, agreement).parties[1].id
    given = {"against": str(civil), "ground": "full", "sek": "90 000,50", "why": "Verksamheten upphörde.", "first": "2026-10-30", "times": "3"}
    refused = people["anders"].post(f"{here}/ny", data={**given, "sek": "99999999"})
    assert refused.status_code == 422 and "kronor har betalats" in refused.text
    refused = people["anders"].post(f"{here}/ny", data={**given, "parts": "2026-10-30 ett"})
    assert refused.status_code == 422 and "Skriv en dag och ett belopp på varje rad" in refused.text
    # A ground that comes to nothing is not offered: the half that is paid is before the end.
    grounds = people["anders"].get(f"{here}/ny").text
    assert 'value="full"' in grounds and 'value="period"' not in grounds
    assert people["anders"].post(f"{here}/ny", data=given).status_code == 303
    with database.read() as session:
        number = session.scalars(select(RepaymentRow.id)).one()
    one = f"/repayments/{number}"
    assert "Väntar på svar från Föreningen Linden" in words(people["anders"].get(one).text)
    assert "Answer the claim" in words(people["peter"].get(one).text)
    assert "Answer a claim of repayment" in words(people["peter"].get("/").text)
    assert people["peter"].post(f"{one}/bestrid", data={"objection": "Vi räknar olika."}).status_code == 303
    assert "Öppna en tvist om kravet" in words(people["anders"].get(one).text)
    assert people["anders"].post(f"{one}/efterge", data={
        "off": "60 000", "decision": "Nämnden § 4", "waived_for": "Enades."}).status_code == 303
    assert people["peter"].post(f"{one}/godta", data={"message": "Då är vi överens."}).status_code == 303
    refused = people["anders"].post(f"{one}/efterge", data={"off": "30 001", "decision": "Nämnden § 4", "waived_for": "Enades."})
    assert refused.status_code == 422 and 'id="off-wrong"' in refused.text
    assert "is to be paid by Friday 30 October 2026" in words(people["peter"].get(one).text)
    assert people["anders"].post(f"{one}/delar", data={"parts": "2026-11-30 10 000\n2026-12-31 20000,50"}).status_code == 303
    assert people["anders"].post(f"{one}/betalt", data={"on": "2026-09-21", "sek": "30 000,50"}).status_code == 303
    assert _row(database, number).state == "paid"
    page = words(people["karin"].get(one).text)
    assert "Allt är återbetalt" in page and "Eftergivet: Nämnden § 4" in page and "Så räknades det" in page


def test_what_one_public_party_claims_is_not_for_another_to_act_on(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = rescinded(database)
    number = claimed(database, agreement)
    with database.write() as session:
        session.get_one(RepaymentRow, number).claimed_by = cast(session, agreement).parties[1].id
    for path, given in (("efterge", {"off": "1", "decision": "x", "waived_for": "x"}), ("betalt", {"on": "2026-09-21", "sek": "1"}),
                        ("aterta", {"back_for": "x"})):
        assert people["anders"].post(f"/repayments/{number}/{path}", data=given).status_code == 403, path
    assert _row(database, number).state == "claimed"


def test_an_agreement_in_force_has_none(people: dict[str, FlaskClient], database: Database) -> None:
    page = words(people["anders"].get(f"/agreements/{signed(database)}/aterbetalningar").text)
    assert "Återbetalning krävs när överenskommelsen är hävd, uppsagd eller har upphört" in page


def test_as_many_questions_for_one_claim_as_for_three(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = rescinded(database)
    number = claimed(database, agreement, 100_00)
    people["anders"].get("/")
    asked = []
    for _ in range(2):
        for address in (f"/agreements/{agreement}/aterbetalningar", f"/repayments/{number}", "/"):
            with counted(database) as questions:
                assert people["anders"].get(address).status_code == 200
            asked.append(len(questions))
        for _more in range(2):
            claimed(database, agreement, 100_00)
    assert asked[:3] == asked[3:]
