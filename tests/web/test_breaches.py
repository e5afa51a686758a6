"""The pages of breaches and rescissions: who is offered what, what did not arrive, and a breach case begun from a missed duty."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from service.agreements.tables import AgreementRow
from service.breaches.tables import BreachRow
from service.db import Database
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.store import cast
from service.rescissions.tables import RescissionRow
from service.scheduler.sweep import sweep
from tests.web.test_agreements import words
from tests.web.world import NOW, counted, log_in, signed

NOTICE = {"undertaking": "undertaking:0", "what": "Inga pass.", "since": "2026-09-01", "days": "14", "why_days": "Rimligt."}
DECLARED = {"reason": "Inget har rättats.", "effective_on": "2026-09-21", "capacity": "Chef", "authority": "Delegation § 4"}
CLAIMED = {"declared_by": "Peter Sand", "capacity": "Ordförande", "declared_on": "2026-09-18", "effective_on": "2026-09-25",
           "reason": "Stödet har uteblivit."}


@pytest.fixture
def people(app: Flask) -> dict[str, FlaskClient]:
    return {name: log_in(app.test_client(), name) for name in ("karin", "anders", "maria", "peter")}


@pytest.fixture
def agreement(database: Database) -> int:
    number = signed(database)
    sweep(database, now=lambda: NOW)
    return number


def parties(database: Database, agreement: int) -> tuple[int, int]:
    with database.read() as session:
        first, second = (one.id for one in cast(session, agreement).parties)
        return first, second


def notified(people: dict[str, FlaskClient], database: Database, agreement: int, **changed: str) -> str:
    ours, theirs = parties(database, agreement)
    told = people["karin"].post(f"/agreements/{agreement}/avtalsbrott/nytt",
                                data={**NOTICE, "party": ours, "against": theirs, **changed})
    assert told.status_code == 303, words(told.text)
    return told.headers["Location"]


def test_only_those_who_may_are_offered_each_thing(people: dict[str, FlaskClient], database: Database, agreement: int) -> None:
    place = notified(people, database, agreement)
    for name, offered, withheld in (
            ("maria", ("Bekräfta mottagandet", "Lämna svaret"), ("Avsluta ärendet", "Häv överenskommelsen")),
            ("karin", ("Anteckna mottagandet", "Avsluta ärendet"), ("Lämna svaret", "Häv överenskommelsen"))):
        page = people[name].get(place).text
        assert [one for one in offered if one not in page] == [], name
        assert [one for one in withheld if one in page] == [], name
    # The one who is to confirm reads what it is about first, and gets from the letter back to the breach.
    letter = re.search(r'href="(/dokument/[0-9]+)">Läs brevet', people["maria"].get(place).text)
    assert letter and f'<a href="{place}">Avtalsbrottet</a>' in people["maria"].get(letter[1]).text
    early = people["anders"].post(f"{place}/hav", data=DECLARED)
    assert (early.status_code, "Tiden för rättelse har inte börjat" in early.text) == (409, True)
    assert people["karin"].post(f"{place}/hav", data=DECLARED).status_code == 403
    assert people["maria"].post(f"{place}/avgor", data={"outcome": "accept"}).status_code == 403


def test_a_notice_that_did_not_arrive_is_shown_and_can_be_received_otherwise(
    people: dict[str, FlaskClient], database: Database, agreement: int,
) -> None:
    place = notified(people, database, agreement)
    with database.write() as session:
        session.execute(update(OutboxRow).where(OutboxRow.name == "breach_notice").values(state="undeliverable", next_at=None))
    said = words(people["karin"].get(place).text)
    assert "Meddelandet kom inte fram" in said
    assert "så tiden för rättelse har inte börjat" in said
    wrong = people["karin"].post(f"{place}/mottaget", data={"on": "2026-09-21", "how": "hand"})
    assert (wrong.status_code, "Ange vad som visar att meddelandet togs emot" in wrong.text) == (422, True)
    people["karin"].post(f"{place}/mottaget", data={"on": "2026-09-21", "how": "hand", "note": "Maria Holm kvitterade"})
    with database.read() as session:
        assert session.scalars(select(BreachRow.rectify_by)).one() == date(2026, 10, 5)
    assert "Tid för rättelse till och med måndag 5 oktober 2026" in words(people["maria"].get(place).text)


def test_a_missed_duty_offers_a_case_and_starts_none(people: dict[str, FlaskClient], database: Database, agreement: int) -> None:
    with database.read() as session:
        duty = session.scalars(select(ObligationRow.id).where(ObligationRow.state == "missed", ObligationRow.kind == "invoice")).first()
        assert session.scalars(select(BreachRow.id)).all() == []
    link = f"/agreements/{agreement}/avtalsbrott/nytt?atagande={duty}"
    assert link in people["karin"].get(f"/duties/{duty}", follow_redirects=True).text
    assert link not in people["maria"].get(f"/duties/{duty}", follow_redirects=True).text
    assert f'<option value="duty:{duty}" selected' in people["karin"].get(link).text
    place = notified(people, database, agreement, undertaking=f"duty:{duty}")
    assert f"/duties/{duty}" in people["maria"].get(place).text
    bad = people["karin"].post(f"/agreements/{agreement}/avtalsbrott/nytt", data={**NOTICE, "undertaking": "duty:999", "party": "1", "against": "2"})
    assert (bad.status_code, "Välj vad som har lovats" in bad.text) == (422, True)


def test_a_claim_is_disputed_paused_by_a_step_and_accepted(people: dict[str, FlaskClient], database: Database, agreement: int) -> None:
    _, theirs = parties(database, agreement)
    told = people["maria"].post(f"/agreements/{agreement}/havning/ny", data={**CLAIMED, "party": theirs})
    place, room = told.headers["Location"], f"/agreements/{agreement}/avtalsbrott"
    assert "Svara om en påstådd hävning" in words(people["anders"].get("/").text)
    assert people["peter"].post(f"{place}/svar", data={"verdict": "accept"}).status_code == 403
    people["anders"].post(f"{place}/svar", data={"verdict": "dispute", "text": "Stödet är betalt."})
    assert "Pausa möten och betalningar" in people["karin"].get(room).text
    people["karin"].post(f"{room}/paus")
    assert "Möten och betalningar är pausade" in words(people["maria"].get(room).text)
    assert "Möten och betalningar är pausade" in words(people["maria"].get(f"/agreements/{agreement}").text)
    people["maria"].post(f"{room}/fortsatt")
    with database.read() as session:
        assert session.get_one(AgreementRow, agreement).paused_at is None
    people["anders"].post(f"{place}/svar", data={"verdict": "accept"})
    with database.read() as session:
        assert session.scalars(select(RescissionRow.state)).one() == "declared"
    assert "Överenskommelsen upphör vid midnatt när fredag 25 september 2026 börjar" in words(people["maria"].get(place).text)
    said = words(people["karin"].get(f"/agreements/{agreement}").text)
    assert "från fredag 25 september 2026: förklarad." in said
    # Of what was to come only what comes before it, or closes, is still foreseen.
    assert "Sista dagen" not in said
    assert "25 sep Hävning" in said


def test_pages_ask_the_database_as_often_for_many_as_for_one(
    people: dict[str, FlaskClient], database: Database, agreement: int,
) -> None:
    place, room = notified(people, database, agreement), f"/agreements/{agreement}/avtalsbrott"
    counts = []
    for _ in range(2):
        for path in (place, room, f"/agreements/{agreement}"):
            people["karin"].get(path)
            with counted(database) as seen:
                people["karin"].get(path)
            counts.append(len(seen))
        for _ in range(3):
            notified(people, database, agreement)
    assert counts[:3] == counts[3:]
