"""The page of one duty: recorded as done, waived by the other party alone."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.lifecycle.breaking.ending import open_last_duties
from service.obligations.tables import ObligationRow
from tests.web.test_agreements import words
from tests.web.world import NOW, log_in, signed, terms


def duty(database: Database, agreement: int, kind: str) -> ObligationRow:
    with database.read() as session:
        query = select(ObligationRow).where(ObligationRow.agreement_id == agreement, ObligationRow.kind == kind)
        return session.scalars(query.order_by(ObligationRow.day)).first()  # type: ignore[return-value]


def last_duties(database: Database) -> int:
    """Open the duties that a rescission leaves: alone among duties they have no other life."""
    number = signed(database)
    with database.write() as session:
        open_last_duties(session, session.get_one(AgreementRow, number), terms(), date(2026, 7, 1), now=NOW)
    return number


@pytest.fixture
def karin(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "karin")


def test_it_is_recorded_as_done_with_a_note(karin: FlaskClient, database: Database) -> None:
    one = duty(database, last_duties(database), "final_account")
    page = words(karin.get(f"/duties/{one.id}").text)
    assert "Är det gjort?" in page
    told = karin.post(f"/duties/{one.id}/klart", data={"day": "2026-09-18", "note": "Dnr 2026-114"}, follow_redirects=True)
    said = words(told.text)
    assert "Antecknat som klart." in said
    assert "Dnr 2026-114" in said
    assert "Är det gjort?" not in said
    row = duty(database, one.agreement_id, "final_account")
    assert (row.state, str(row.met_on), row.note) == ("met", "2026-09-18", "Dnr 2026-114")


@pytest.mark.parametrize(("day", "said"), [("2026-09-22", "har inte kommit än"), ("snart", "Skriv en dag som"), ("", "Fyll i")])
def test_a_day_that_cannot_be_is_refused(karin: FlaskClient, database: Database, day: str, said: str) -> None:
    one = duty(database, last_duties(database), "final_account")
    told = karin.post(f"/duties/{one.id}/klart", data={"day": day, "note": "Kvar"})
    assert (told.status_code, said in told.text, ">Kvar</textarea>" in told.text) == (422, True, True)


def test_only_the_other_party_waives(app: Flask, karin: FlaskClient, database: Database) -> None:
    one = duty(database, last_duties(database), "final_account")
    assert one.owes == "civil"
    maria = log_in(app.test_client(), "maria")
    assert "Det behöver inte göras" not in maria.get(f"/duties/{one.id}").text
    refused = maria.post(f"/duties/{one.id}/efterge", data={"reason": "Vi slipper"})
    assert (refused.status_code, "bara den andra parten kan efterge det" in refused.text) == (403, True)
    assert karin.post(f"/duties/{one.id}/efterge", data={"reason": ""}).status_code == 422
    assert karin.post(f"/duties/{one.id}/efterge", data={"reason": "Betalas ändå"}).status_code == 303
    assert duty(database, one.agreement_id, "final_account").state == "waived"
    assert "läget är nu: eftergivet" in karin.post(f"/duties/{one.id}/klart", data={"day": "2026-09-18"}).text


def test_a_reader_is_told_who_may(app: Flask, database: Database) -> None:
    one = duty(database, last_duties(database), "final_report")
    page = log_in(app.test_client(), "reader").get(f"/duties/{one.id}").text
    assert "antecknar att det är gjort" in page
    assert "<form method=\"post\" action=\"/duties" not in page
