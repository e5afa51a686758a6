"""The pages of whoever runs the installation."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from service.accounts.tables import UserRow
from service.app import create_app
from service.db import Database
from service.history.record import seal
from service.history.tables import HistoryRow
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.tables import PersonRow
from service.scheduler.tables import TroubleRow
from service.web.operator import audit
from tests.sinks import Sink
from tests.web.test_agreements import rows, words
from tests.web.world import (
    BACKUPS,
    CONTACTS,
    NOW,
    PASSWORD,
    Clock,
    alive,
    called,
    counted,
    email_of,
    log_in,
    posts,
    settings,
    signed,
    undeliverable,
)


def test_all_is_well_or_what_is_wrong_is_said(operator: FlaskClient, database: Database, clock: Clock) -> None:
    said = words(operator.get("/drift").text)
    assert "Klockan Sköter kallelser, påminnelser och lägen. Bra" in said
    called(database, signed(database))
    undeliverable(database, posts(database)[0].id)
    clock.move(minutes=90)
    log_in(operator)
    said = words(operator.get("/drift").text)
    assert "Står still" in said
    # Called nine in the morning; the welcome letters have waited since the signing in December.
    assert "Det äldsta har väntat 285 dygn." in said
    assert "Se posten som inte kom fram" in said


def test_a_matter_that_failed_is_tried_again(operator: FlaskClient, database: Database) -> None:
    meeting = called(database, signed(database))
    with database.write() as session:
        row = session.get_one(MeetingRow, meeting)
        row.next_at = None
        session.add(TroubleRow(subject=f"meeting {meeting}", agreement_id=row.agreement_id, failures=3, at=NOW, error="Fel i data"))
    assert "Fel i data" in operator.get("/drift").text
    assert operator.post(f"/drift/arenden/meeting {meeting}/igen").status_code == 303
    with database.read() as session:
        assert session.get_one(MeetingRow, meeting).next_at == NOW


def test_a_copy_is_made_and_listed(operator: FlaskClient, database: Database, clock: Clock) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL is copied by a program of its own")
    told = words(operator.post("/drift/kopia", follow_redirects=True).text)
    assert "Kopian är gjord och kontrollerad: overens-20260921T070000" in told
    assert BACKUPS in operator.get("/drift").text
    assert "Säkerhetskopian Senast 21 sep 2026 kl. 09.00. Bra" in words(operator.get("/drift").text)
    clock.move(days=8)
    log_in(operator)
    assert "Låt maskinen köra overens backup varje natt. Gammal" in words(operator.get("/drift").text)


def test_a_test_mail_reaches_the_server_or_says_why_not(database: Database, operator: FlaskClient, clock: Clock) -> None:
    assert "Ingen e-postserver är inställd" in operator.post("/drift/provmejl", follow_redirects=True).text
    with Sink() as server:
        app = create_app(settings(MAIL_SERVER="127.0.0.1", MAIL_PORT=server.port), database, clock=clock)
        app.config["WTF_CSRF_ENABLED"] = False
        there = log_in(app.test_client())
        assert "Servern tog emot provmejlet till operator@staden.example" in there.post("/drift/provmejl", follow_redirects=True).text
        assert [message.to for message in server.received] == [["operator@staden.example"]]
    told = there.post("/drift/provmejl", follow_redirects=True).text
    assert "Provmejlet gick inte att skicka:" in told


def test_users_are_invited_shut_out_and_let_in(app: Flask, operator: FlaskClient, database: Database) -> None:
    reader = log_in(app.test_client(), "reader")
    told = operator.post("/drift/anvandare", data={"name": "Ny Person", "email": "Ny@Staden.example", "language": "sv"})
    assert told.status_code == 303
    with database.read() as session:
        made = session.scalars(select(UserRow).where(UserRow.email == "ny@staden.example")).one()
        number = session.scalars(select(UserRow.id).where(UserRow.email == email_of("reader"))).one()
        assert (made.role, made.password) == ("reader", None)
        assert session.scalars(select(OutboxRow.to_email).where(OutboxRow.name == "invitation")).all() == ["ny@staden.example"]
    twice = operator.post("/drift/anvandare", data={"name": "Ny", "email": "ny@staden.example", "language": "sv"})
    assert (twice.status_code, "kan redan logga in" in twice.text) == (409, True)
    operator.post(f"/drift/anvandare/{number}/stang")
    assert reader.get("/").status_code == 302
    assert "Avstängd" in operator.get("/drift/anvandare?q=reader").text
    operator.post("/drift/anvandare", data={"name": "Åsa Öst", "email": "asa@staden.example", "language": "sv"})
    for words_, found in (("åsa ö", True), ("Åsa", True), ("%", False)):
        assert ("asa@staden.example" in operator.get("/drift/anvandare", query_string={"q": words_}).text) is found, words_
    operator.post(f"/drift/anvandare/{number}/oppna")
    log_in(reader, "reader")


def test_who_has_a_new_address_logs_in_by_it(app: Flask, operator: FlaskClient, database: Database) -> None:
    signed(database)
    karin = log_in(app.test_client(), "karin")
    with database.read() as session:
        number = session.scalars(select(UserRow.id).where(UserRow.email == email_of("karin"))).one()
    for typed, status, why in (("karin@staden", 422, "Skriv en e-postadress"), (email_of("peter"), 409, "kan redan logga in")):
        told = operator.post(f"/drift/anvandare/{number}/adress", data={"email": typed})
        assert (told.status_code, why in told.text, f'value="{typed}"' in told.text) == (status, True, True)
    assert operator.post(f"/drift/anvandare/{number}/adress", data={"email": "Karin.Lind@Staden.example"}).status_code == 303
    assert karin.get("/").status_code == 302
    assert karin.post("/logga-in", data={"email": "karin.lind@staden.example", "password": PASSWORD}).status_code == 303
    with database.read() as session:
        assert session.scalars(select(PersonRow.email).where(PersonRow.name == "Karin Lind")).one() == "karin.lind@staden.example"
    assert "Fick en ny adress att logga in med" in operator.get("/drift/historik").text


def test_an_address_of_another_contact_is_told_and_a_new_one_noted_everywhere(operator: FlaskClient, database: Database) -> None:
    newcomer = Contact(name="Nora Ny", email="nora@staden.example", party="public", functions=(Function.AUDITOR,))
    number, over = signed(database, contacts=[*CONTACTS, newcomer]), signed(database)
    with database.write() as session:
        karin = session.scalars(select(UserRow.id).where(UserRow.email == email_of("karin"))).one()
        seal(session, over, now=NOW)
    taken = operator.post(f"/drift/anvandare/{karin}/adress", data={"email": "nora@staden.example"})
    assert (taken.status_code, "är adressen till Nora Ny" in taken.text) == (422, True)
    assert operator.post(f"/drift/anvandare/{karin}/adress", data={"email": "lind@staden.example"}).status_code == 303
    with database.read() as session:
        told = session.scalars(select(HistoryRow.chain).where(HistoryRow.event == "person_corrected").order_by(HistoryRow.chain))
        assert told.all() == [number, over]
        person = session.scalars(select(PersonRow.id).where(PersonRow.email == "lind@staden.example")).one()
    # Nor does what is closed stand in the way of a correction where the contact still acts.
    right = {"name": "Karin Lind", "email": "karin.lind@staden.example", "language": "sv"}
    assert operator.post(f"/agreements/{number}/personer/{person}/ratta", data=right).status_code == 303


def test_the_last_operator_stays(operator: FlaskClient, database: Database) -> None:
    with database.read() as session:
        number = session.scalars(select(UserRow.id).where(UserRow.role == "operator")).one()
    for what in ("stang", "sköt-inte"):
        told = operator.post(f"/drift/anvandare/{number}/{what}")
        assert (told.status_code, "ge någon annan den rollen först" in told.text) == (409, True)
    assert operator.get("/drift").status_code == 200


def test_history_is_shown_sieved_and_checked(operator: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    number = signed(database)
    # What few have done is found by the index of names, what many have by walking; either finds the same.
    found = words(operator.get("/drift/historik?vem=es").text)
    monkeypatch.setattr(audit, "COUNTED", 0)
    assert "Registrerades" in words(operator.get("/drift/historik?vem=es").text) == found
    assert "Registrerades" in words(operator.get(f"/drift/historik?om={number}").text)
    assert "Inget passar." in operator.get("/drift/historik?vem=ingen-alls").text
    assert "Inget passar." in operator.get("/drift/historik?dag=2020-01-01").text
    assert operator.get("/drift/historik?dag=x").status_code == 400
    assert "Historiken är obruten" in operator.post("/drift/historik/kontroll").text


def test_a_changed_row_is_found(operator: FlaskClient, database: Database) -> None:
    signed(database)
    with database.write() as session:
        for name in ("history_no_update", "history_no_change"):
            session.execute(text(f"DROP TRIGGER IF EXISTS {name}" + ("" if database.is_sqlite else " ON history")))
        names = [row[0] for row in session.execute(text(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='history'" if database.is_sqlite else
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'history'::regclass AND NOT tgisinternal"))]
        for name in names:
            session.execute(text(f"DROP TRIGGER {name}" + ("" if database.is_sqlite else " ON history")))
        session.execute(text("UPDATE history SET actor = 'Någon annan' WHERE id = (SELECT min(id) FROM history)"))
    told = operator.post("/drift/historik/kontroll").text
    assert "Historiken är bruten" in told
    assert "posten är ändrad i efterhand" in told


def test_lists_cost_the_same_however_long(operator: FlaskClient, database: Database) -> None:
    for path in ("/drift", "/drift/anvandare", "/drift/historik"):
        operator.get(path)
    with counted(database) as few:
        for path in ("/drift", "/drift/anvandare", "/drift/historik"):
            operator.get(path)
    rows(database, 30, ends=date(2026, 12, 1))
    for _ in range(3):
        called(database, signed(database))
    alive(database)
    with counted(database) as many:
        for path in ("/drift", "/drift/anvandare", "/drift/historik"):
            operator.get(path)
    assert len(many) == len(few)


def test_whose_installation_it_is_can_be_said_later_too(operator: FlaskClient, database: Database) -> None:
    signed(database)
    assert "Säg vilka ni är" in operator.get("/drift").text
    assert "Steg 2 av 3" in operator.get("/kom-igang/organisation").text
    for name, leads in (("Ängstad", "/agreements/ny"), ("Ängstads kommun", "/drift/om")):
        told = operator.post("/kom-igang/organisation", data={"name": name, "number": "", "kind": "public"})
        assert (told.status_code, told.headers["Location"]) == (303, leads)
    assert "Steg 2 av 3" not in operator.get("/kom-igang/organisation").text
    assert "Ängstads kommun Ändra" in words(operator.get("/drift/om").text)
    assert "Säg vilka ni är" not in operator.get("/drift").text


def test_versions_and_licences_are_told(operator: FlaskClient) -> None:
    said = words(operator.get("/drift/om").text)
    assert "EUPL-1.2" in said
    assert "SQLAlchemy" in said


def test_history_says_who_and_what_in_words(operator: FlaskClient, database: Database) -> None:
    operator.post("/drift/anvandare", data={"name": "Lisa Ny", "email": "lisa@staden.example", "language": "sv"})
    called(database, signed(database))
    said = words(operator.get("/drift/historik").text)
    assert "användaren Lisa Ny" in said
    assert re.search(r"möte \d", said)
    assert "Roll: Läsare" in said
    assert "reader" not in said
    assert re.search(r"\b(user|meeting|obligation|agreement) \d", said) is None
