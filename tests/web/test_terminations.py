"""The pages of notice of termination: given by a signatory, received, asked back and consented to."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.agreements.terms import NoticeRight, Terms
from service.db import Database
from service.parties.store import cast
from service.terminations.tables import TerminationRow
from tests.web.test_agreements import words
from tests.web.world import counted, log_in, signed, terms

GIVEN = {"authority": "Firmatecknare", "given_on": "2026-09-21", "reason": "Vi flyttar."}


def endable(end: date = date(2027, 12, 31)) -> Terms:
    """Return terms that either party may end with three months' notice to a month's end."""
    made = terms(end=end)
    return made.model_copy(update={"notice": (NoticeRight(months=3, to_month_end=True),), "clauses": {
        **made.clauses, "notice.0": "Uppsägningstiden är tre månader."}})


@pytest.fixture
def people(app: Flask) -> dict[str, FlaskClient]:
    return {name: log_in(app.test_client(), name) for name in ("karin", "anders", "maria", "peter")}


def parties(database: Database, agreement: int) -> tuple[int, int]:
    with database.read() as session:
        first, second = (one.id for one in cast(session, agreement).parties)
        return first, second


def test_notice_from_giving_to_withdrawing(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = signed(database, endable())
    public, civil = parties(database, agreement)
    place = f"/agreements/{agreement}/uppsagning"
    assert "Uppsägningstiden är tre månader." in people["karin"].get(place).text
    assert people["karin"].get(f"{place}/ny").status_code == 403
    assert "torsdag 31 december 2026" in words(people["anders"].get(f"{place}/ny").text)
    told = people["anders"].post(f"{place}/ny", data={**GIVEN, "party": public}, follow_redirects=True)
    assert "Överenskommelsen är uppsagd." in told.text
    assert people["anders"].post(f"{place}/ny", data={**GIVEN, "party": public}).status_code == 409
    assert people["anders"].post(f"{place}/ny", data={**GIVEN, "party": civil}).status_code == 403
    [one] = [f"/uppsagningar/{number}" for number in numbers(database)]
    assert "Note when the notice was received" in people["peter"].get("/").text
    letter = people["maria"].get(one)
    assert "Läs brevet" in letter.text
    receipt = {"party": civil, "on": "2026-09-21", "how": "here"}
    assert people["maria"].post(f"{one}/mottagen", data={**receipt, "on": "2026-09-22"}).status_code == 422
    assert "The receipt is noted" in people["peter"].post(f"{one}/mottagen", data=receipt, follow_redirects=True).text
    with database.read() as session:
        assert session.get_one(AgreementRow, agreement).terminates_on == date(2026, 12, 31)
    assert "Uppsagd: sista dagen är torsdag 31 december 2026" in words(people["karin"].get(f"/agreements/{agreement}").text)
    assert "Parterna tog aldrig" not in people["karin"].get(f"/agreements/{agreement}").text
    assert people["peter"].post(f"{one}/ta-tillbaka", data={"reason": "Nej."}).status_code == 403
    assert people["anders"].post(f"{one}/ta-tillbaka", data={"reason": "Vi stannar."}).status_code == 303
    assert "Answer whether notice may be withdrawn" in people["peter"].get("/").text
    assert people["anders"].post(f"{one}/medge", data={"party": public}).status_code == 409
    assert "The notice is withdrawn." in people["peter"].post(f"{one}/medge", data={"party": civil}, follow_redirects=True).text
    assert "Återtagen" in people["karin"].get(place).text


def numbers(database: Database) -> list[int]:
    with database.read() as session:
        return list(session.scalars(select(TerminationRow.id)))


def test_the_page_says_why_notice_cannot_be_given(people: dict[str, FlaskClient], database: Database) -> None:
    without, short = signed(database), signed(database, endable(end=date(2026, 10, 31)))
    assert "Villkoren ger ingen rätt att säga upp" in people["anders"].get(f"/agreements/{without}/uppsagning").text
    told = words(people["anders"].get(f"/agreements/{short}/uppsagning/ny").text)
    assert "men överenskommelsen upphör av sig själv" in told
    asked = {**GIVEN, "party": parties(database, short)[0]}
    assert people["anders"].post(f"/agreements/{short}/uppsagning/ny", data=asked).status_code == 409


def test_the_pages_cost_the_same_for_many(people: dict[str, FlaskClient], database: Database) -> None:
    one, other = signed(database, endable()), signed(database, endable())
    public, civil = parties(database, one)
    people["anders"].post(f"/agreements/{one}/uppsagning/ny", data={**GIVEN, "party": public})
    first, second = parties(database, other)
    people["anders"].post(f"/agreements/{other}/uppsagning/ny", data={**GIVEN, "party": first})
    people["peter"].post(f"/agreements/{other}/uppsagning/ny", data={**GIVEN, "party": second})
    for path in ("uppsagning", "avslut"):
        people["karin"].get(f"/agreements/{one}/{path}")
        with counted(database) as few:
            people["karin"].get(f"/agreements/{one}/{path}")
        with counted(database) as many:
            people["karin"].get(f"/agreements/{other}/{path}")
        assert len(few) == len(many)
