"""Links by mail, invitations, the first start and one's own page."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from service.accounts.invitations import AddressOfOther, invite_person
from service.accounts.setup import setup_code
from service.accounts.tables import SessionRow, TicketRow, UserRow
from service.accounts.users import close, reopen
from service.app import create_app
from service.db import Database
from service.history.tables import HistoryRow
from service.notices.tables import OutboxRow
from service.notices.writing.compose import Letterhead, Mailing, compose
from service.parties.tables import FunctionRow, OrganisationRow, PersonRow
from tests.web.test_agreements import words
from tests.web.world import BY, NOW, PASSWORD, SECRET, Clock, alive, counted, draft, email_of, log_in, settings

GOOD = "nio lyktor brinner stilla"


def mailed(database: Database, name: str) -> list[OutboxRow]:
    with database.read() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.name == name).order_by(OutboxRow.id)))


def link_in(row: OutboxRow) -> str:
    """Return the path of the link in a mail as it goes out."""
    sent = compose(Mailing.of(row), Letterhead.of(settings())).content.decode()
    found = re.search(r"/lank/[\w.=\r\n-]+?(?=\r\n\r\n|\"|\r\n--)", sent)
    assert found is not None
    return found[0].replace("=\r\n", "").replace("=3D", "=").split("\r\n")[0]


def ask(client: FlaskClient, name: str = "karin", kind: str = "sign_in_link") -> str:
    return client.post("/logga-in/lank", data={"email": email_of(name), "kind": kind}).text


def test_a_link_opens_a_page_and_its_button_lets_in_once(client: FlaskClient, app: Flask, database: Database) -> None:
    assert "Titta i din inkorg" in ask(client)
    path = link_in(mailed(database, "sign_in_link")[0])
    for _ in range(3):
        assert "karin@staden.example" in client.get(path).text
    assert client.get("/").status_code == 302
    assert client.post(path).headers["Location"] == "/"
    assert "Karin Lind" in client.get("/").text
    other = app.test_client()
    assert (other.post(path).status_code, other.get(path).status_code) == (410, 410)
    assert "Länken gäller inte längre" in other.get(path).text


def test_who_has_no_account_is_told_the_same_and_gets_nothing(client: FlaskClient, database: Database) -> None:
    known, unknown = ask(client), client.post("/logga-in/lank", data={"email": "who@nowhere.example"}).text
    assert known.replace("karin@staden.example", "X") == unknown.replace("who@nowhere.example", "X")
    assert len(mailed(database, "sign_in_link")) == 1


def test_the_answer_takes_as_much_work_whether_or_not_there_is_an_account(client: FlaskClient, database: Database) -> None:
    ask(client, "peter")
    done = []
    for email in (email_of("karin"), "who@nowhere.example"):
        with counted(database) as seen:
            client.post("/logga-in/lank", data={"email": email})
        done.append([one.split()[:3] for one in seen if one.split()[0] in ("INSERT", "UPDATE", "DELETE")])
    assert done[0] == done[1]
    assert [row.to_email for row in mailed(database, "sign_in_link")] == [email_of("peter"), email_of("karin")]
    with database.read() as session:
        assert session.scalars(select(func.count()).select_from(TicketRow)).one() == 2


def test_nothing_in_the_database_opens_anything(client: FlaskClient, database: Database) -> None:
    ask(client)
    token = link_in(mailed(database, "sign_in_link")[0]).removeprefix("/lank/")
    with database.read() as session:
        for table in ("tickets", "outbox", "history"):
            assert token not in str(session.execute(text(f"SELECT * FROM {table}")).all())


def test_a_link_grows_old_and_is_replaced_by_a_newer(client: FlaskClient, database: Database, clock: Clock) -> None:
    ask(client)
    ask(client)
    first, second = (link_in(row) for row in mailed(database, "sign_in_link"))
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)
    clock.move(minutes=31)
    assert client.post(second).status_code == 410


def test_asking_over_and_over_sends_five_mails_an_hour(client: FlaskClient, database: Database, clock: Clock) -> None:
    for _ in range(8):
        ask(client)
    assert len(mailed(database, "sign_in_link")) == 5
    clock.move(minutes=61)
    ask(client)
    assert len(mailed(database, "sign_in_link")) == 6


@pytest.mark.parametrize("email", ["", "karin", "karin@", "a b@c.example", "karin@staden.example\r\nBcc: x@y.example"])
def test_what_is_no_address_is_said_at_its_field(client: FlaskClient, database: Database, email: str) -> None:
    told = client.post("/logga-in/lank", data={"email": email})
    assert told.status_code == 422
    assert 'id="email-wrong"' in told.text
    assert mailed(database, "sign_in_link") == []


def test_a_forgotten_password_is_replaced_and_other_sessions_end(app: Flask, client: FlaskClient, database: Database) -> None:
    elsewhere = log_in(app.test_client(), "karin")
    ask(client, kind="password_link")
    path = link_in(mailed(database, "password_link")[0])
    for given, said in (({}, "Välj ett lösenord."), ({"password": "kort", "again": "kort"}, "för kort"),
                        ({"password": GOOD, "again": "annat"}, "olika"), ({"password": "password1234", "again": "password1234"}, "läckt")):
        told = client.post(path, data=given)
        assert (told.status_code, said in told.text) == (422, True), given
        assert "kort</" not in told.text.replace("för kort", "")
    assert client.post(path, data={"password": GOOD, "again": GOOD}).status_code == 303
    assert elsewhere.get("/").status_code == 302
    fresh = app.test_client()
    assert fresh.post("/logga-in", data={"email": email_of("karin"), "password": PASSWORD}).status_code == 422
    assert fresh.post("/logga-in", data={"email": email_of("karin"), "password": GOOD}).status_code == 303


def test_a_contact_is_invited_and_takes_it_up_with_or_without_a_password(app: Flask, database: Database) -> None:
    draft(database)
    with database.write() as session:
        session.execute(text("DELETE FROM users WHERE email = 'maria@linden.example'"))
        person = session.scalars(select(PersonRow.id).where(PersonRow.email == "maria@linden.example")).one()
        invite_person(session, person, now=NOW, by="Karin Lind")
    path = link_in(mailed(database, "invitation")[0])
    client = app.test_client()
    assert "Välkommen till Överens" in client.get(path).text
    assert client.post(path).status_code == 303
    assert "Skyddsbussen i Linden" in client.get("/agreements").text
    with database.read() as session:
        assert session.scalars(select(UserRow.password).where(UserRow.email == "maria@linden.example")).one() is None


def test_a_new_invitation_replaces_the_one_before(database: Database, client: FlaskClient) -> None:
    draft(database)
    with database.write() as session:
        person = session.scalars(select(PersonRow.id).where(PersonRow.email == "maria@linden.example")).one()
        invite_person(session, person, now=NOW, by=BY)
        invite_person(session, person, now=NOW + timedelta(hours=1), by=BY)
    first, second = (link_in(row) for row in mailed(database, "invitation"))
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)


def test_an_invitation_never_leads_into_the_account_of_someone_else(app: Flask, database: Database) -> None:
    number = draft(database)
    with database.write() as session:
        # The role's address goes on: Maria has another of her own, and logs in as before until she is given one to log in with.
        maria = session.scalars(select(PersonRow).where(PersonRow.email == "maria@linden.example")).one()
        session.execute(text("UPDATE users SET person_id = :id WHERE email = 'maria@linden.example'"), {"id": maria.id})
        maria.email = "maria.privat@linden.example"
        heir = PersonRow(name="Nora Ny", email="maria@linden.example", language="sv")
        session.add(heir)
        session.flush()
        session.add(FunctionRow(agreement_id=number, party_id=1, person_id=heir.id, function="auditor"))
    with pytest.raises(AddressOfOther), database.write() as session:
        invite_person(session, heir.id, now=NOW, by=BY)
    karin = log_in(app.test_client(), "karin")
    told = karin.post(f"/agreements/{number}/personer/{maria.id}/bjud-in", follow_redirects=True)
    assert "En inbjudan går till maria@linden.example." in told.text


def test_a_password_chosen_ends_the_links_sent_before(client: FlaskClient, database: Database) -> None:
    draft(database)
    with database.write() as session:
        invite_person(session, session.scalars(select(PersonRow.id).where(PersonRow.email == email_of("karin"))).one(), now=NOW, by=BY)
    for kind in ("sign_in_link", "password_link"):
        ask(client, kind=kind)
    invited, entering, choosing = (link_in(mailed(database, name)[0]) for name in ("invitation", "sign_in_link", "password_link"))
    assert client.post(choosing, data={"password": GOOD, "again": GOOD}).status_code == 303
    assert [client.get(one).status_code for one in (invited, entering)] == [410, 410]
    ask(client)
    again = link_in(mailed(database, "sign_in_link")[-1])
    with database.write() as session:
        karin = session.scalars(select(UserRow).where(UserRow.email == email_of("karin"))).one()
        close(session, karin, now=NOW, by=BY)
        reopen(session, karin, now=NOW, by=BY)
    assert client.get(again).status_code == 410


def test_a_fresh_installation_leads_to_its_first_operator_who_needs_the_code(database: Database, clock: Clock) -> None:
    alive(database)
    app = create_app(settings(), database, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for path in ("/", "/agreements", "/logga-in"):
        assert client.get(path).headers["Location"] == "/kom-igang"
    given = {"code": "AAAA-BBBB-CCCC", "name": "Eva Ek", "email": "Eva@Staden.example", "password": GOOD, "again": GOOD}
    told = client.post("/kom-igang", data=given)
    assert (told.status_code, "Koden stämmer inte" in told.text, 'value="Eva Ek"' in told.text) == (422, True, True)
    given["code"] = setup_code(SECRET).lower().replace("-", " ")
    assert client.post("/kom-igang", data={**given, "password": "password1234", "again": "password1234"}).status_code == 422
    assert client.post("/kom-igang", data=given).headers["Location"] == "/kom-igang/organisation"
    assert "Numret stämmer inte" in client.post("/kom-igang/organisation", data={"name": "Ängstad", "number": "1"}).text
    told = client.post("/kom-igang/organisation", data={"name": "Ängstads kommun", "number": "212000-1355", "kind": "public"})
    assert told.headers["Location"] == "/agreements/ny"
    assert "Då lägger vi in er första överenskommelse, Eva." in client.get("/agreements/ny").text
    with database.read() as session:
        own = session.scalars(select(OrganisationRow).where(OrganisationRow.own.is_(True))).one()
        assert (own.name, own.org_number) == ("Ängstads kommun", "212000-1355")
        assert session.scalars(select(UserRow.role)).one() == "operator"
    stranger = app.test_client()
    assert stranger.get("/kom-igang").headers["Location"] == "/"
    assert stranger.post("/kom-igang", data={**given, "email": "x@y.example"}).status_code == 403


def test_ones_own_page_changes_name_language_and_password(app: Flask, database: Database) -> None:
    draft(database)
    karin, elsewhere = log_in(app.test_client(), "karin"), log_in(app.test_client(), "karin")
    assert karin.post("/jag", data={"name": "Karin\n Lindh", "language": "en"}).status_code == 303
    assert "My page" in karin.get("/jag").text
    with database.read() as session:
        person = session.scalars(select(PersonRow).where(PersonRow.email == "karin@staden.example")).one()
        assert (person.name, person.language) == ("Karin Lindh", "en")
        told = session.scalars(select(HistoryRow.body).where(HistoryRow.event == "profile_changed")).one()
        assert json.loads(told) == {"name": "Karin Lindh", "was": "Karin Lind"}
    assert karin.post("/jag/losenord", data={"password": GOOD, "again": GOOD}).status_code == 303
    assert (karin.get("/jag").status_code, elsewhere.get("/jag").status_code) == (200, 302)


def test_sessions_are_listed_and_ended_and_nobody_ends_those_of_others(app: Flask, database: Database) -> None:
    agent = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/143.0"}
    karin, phone, peter = app.test_client(), app.test_client(), log_in(app.test_client(), "peter")
    karin.post("/logga-in", data={"email": email_of("karin"), "password": PASSWORD}, headers=agent)
    log_in(phone, "karin")
    page = karin.get("/jag").text
    assert "Firefox, Windows" in page
    with database.read() as session:
        rows = session.scalars(select(SessionRow).order_by(SessionRow.id)).all()
    peter.post(f"/jag/inloggad/{rows[-1].id}/avsluta")
    assert phone.get("/").status_code == 200
    karin.post(f"/jag/inloggad/{rows[-1].id}/avsluta")
    assert (phone.get("/").status_code, karin.get("/").status_code) == (302, 200)


def test_what_is_held_about_me_is_given_to_me(app: Flask, database: Database) -> None:
    draft(database)
    held = json.loads(log_in(app.test_client(), "maria").get("/jag/uppgifter.json").text)
    assert held["account"]["email"] == "maria@linden.example"
    assert {one["function"] for one in held["functions"]} == {"operations", "coordinator"}
    assert held["contact"] == {"name": "Maria Holm", "email": "maria@linden.example", "language": "sv", "weekly_mail": False,
                               "calendar_link": False}
    ask(app.test_client(), "maria")
    again = json.loads(log_in(app.test_client(), "maria").get("/jag/uppgifter.json").text)
    assert [(one["what"], one["to"]) for one in again["mail"] if one not in held["mail"]] == [
        ("sign_in_link", "Maria Holm <maria@linden.example>")]
    assert "argon2" not in json.dumps(held)


def test_history_tells_that_a_link_was_sent_and_a_password_changed(client: FlaskClient, database: Database) -> None:
    ask(client, kind="password_link")
    client.post(link_in(mailed(database, "password_link")[0]), data={"password": GOOD, "again": GOOD})
    with database.read() as session:
        events = set(session.scalars(select(HistoryRow.event)))
        assert {"password_link_sent", "password_changed"} <= events
        assert session.scalars(select(TicketRow.used_at)).one() is not None


def test_the_log_in_page_offers_a_link(client: FlaskClient) -> None:
    assert "Få en länk per mejl" in words(client.get("/logga-in").text)
