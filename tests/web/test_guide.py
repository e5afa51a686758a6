"""Help, glossary, accessibility and privacy: open to everyone, in both languages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from service.db import Database
from service.notices.tables import OutboxRow
from service.parties.organisations import organisation_for, set_own
from service.web.guide.glossary import BY_ANCHOR, TERMS
from tests.web.test_agreements import words


@pytest.mark.parametrize("path", ["/ordlista", "/hjalp", "/tillganglighet", "/integritet"])
def test_pages_speak_both_languages_to_everyone(client: FlaskClient, operator: FlaskClient, path: str) -> None:
    swedish = client.get(path).text
    client.post("/sprak", data={"language": "en"})
    english = client.get(path).text
    assert '<html lang="sv">' in swedish
    assert words(swedish) != words(english)
    assert operator.get(path).status_code == 200


def test_every_word_has_its_own_place_and_both_languages() -> None:
    assert len(BY_ANCHOR) == len(TERMS) >= 30
    assert all(one.sv_meaning and one.en_meaning and one.sv_meaning != one.en_meaning for one in TERMS)


def test_the_glossary_is_in_swedish_order(client: FlaskClient) -> None:
    said = words(client.get("/ordlista").text)
    assert said.index("Avvikelse Att göra") < said.index("Tystnad Vad som") < said.index("Återbetalning Att") < said.index("Överenskommelse Det som")


def test_a_report_reaches_those_who_run_it_and_keeps_what_was_typed(client: FlaskClient, database: Database) -> None:
    wrong = client.post("/tillganglighet", data={"what": "Knappen", "email": "inte en adress"})
    assert (wrong.status_code, ">Knappen</textarea>" in wrong.text) == (422, True)
    told = client.post("/tillganglighet", data={"what": "Knappen går inte att nå", "page": "/kalender", "email": "kim@example.org"})
    assert told.status_code == 303
    with database.read() as session:
        assert session.scalars(select(OutboxRow.to_email).where(OutboxRow.name == "fault_reported")).all() == ["operator@staden.example"]


def test_nobody_floods_those_who_run_it(client: FlaskClient, database: Database) -> None:
    answers = [client.post("/tillganglighet", data={"what": f"Fel {number}"}).status_code for number in range(7)]
    assert answers == [303] * 5 + [429] * 2


def test_the_privacy_page_names_whose_installation_it_is(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        set_own(session, organisation_for(session, "Ängstads kommun", "public", "212000-1355").id)
    assert "Ängstads kommun (212000-1355)." in words(client.get("/integritet").text)
