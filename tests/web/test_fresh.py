"""One's ways in change only for who has shown a moment ago who they are."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from service.accounts.tables import SessionRow, UserRow
from service.app import create_app
from service.db import Database
from service.parties.tables import PersonRow
from tests.web.test_ways_in import GOOD, link_in, mailed
from tests.web.world import PASSWORD, Clock, alive, email_of, log_in, settings, signed, users

GUARDED = ("/jag/losenord", "/jag/adress", "/jag/tvasteg", "/jag/tvasteg/andra", "/jag/inloggning", "/jag/inloggning/freja/bort",
           "/drift/anvandare/{user}/adress", "/drift/anvandare/{user}/utan-kod", "/drift/anvandare/{user}/sköt",
           "/drift/anvandare/{user}/sköt-inte",
           "/agreements/{agreement}/personer/1/ratta")
FORM = {"password": GOOD, "again": GOOD, "email": "thief@evil.example", "name": "Tjuv", "language": "sv", "act": "off"}


def test_an_old_log_in_changes_nothing_by_any_address(app: Flask, database: Database, clock: Clock) -> None:
    number = signed(database)
    client = log_in(app.test_client(), "operator")
    with database.read() as session:
        user = session.scalars(select(UserRow.id).where(UserRow.email == email_of("operator"))).one()
        before = session.execute(select(UserRow.email, UserRow.name, UserRow.password, UserRow.role)).all()
    clock.move(minutes=10)
    for path in GUARDED:
        told = client.post(path.format(user=user, agreement=number), data=FORM)
        assert (told.status_code, "Visa att det är du" in told.text) == (403, True), path
        assert GOOD not in told.text
    with database.read() as session:
        assert session.execute(select(UserRow.email, UserRow.name, UserRow.password, UserRow.role)).all() == before
    assert client.get("/jag/tvasteg").headers["Location"] == "/jag/bevisa?next=/jag/tvasteg"
    assert client.post("/jag/inloggad/avsluta-andra").status_code == 303


def test_a_password_proves_it_and_leads_back_with_what_was_typed(app: Flask, database: Database, clock: Clock) -> None:
    client, copied = log_in(app.test_client(), "operator"), app.test_client()
    clock.move(minutes=10)
    cookie = client.get_cookie("overens")
    assert cookie is not None
    copied.set_cookie("overens", cookie.value)
    page = client.post("/drift/anvandare", data={"name": "Ny", "email": "ny@x.example", "language": "en", "operator": "yes"}).text
    assert all(f'name="{name}" value="{text}"' in page for name, text in (("name", "Ny"), ("email", "ny@x.example"), ("language", "en")))
    wrong = client.post("/jag/bevisa", data={"proof": "fel", "back": "/drift"})
    assert (wrong.status_code, "Lösenordet stämmer inte." in wrong.text) == (422, True)
    told = client.post("/jag/bevisa", data={"proof": PASSWORD, "back": "/jag/losenord"})
    assert (told.status_code, told.headers["Location"]) == (303, "/jag/losenord")
    assert client.get("/jag/losenord").status_code == 200
    # A copy of the cookie from before is not made fresh, and ends within a minute.
    assert copied.get("/jag/losenord").headers["Location"] == "/jag/bevisa?next=/jag/losenord"
    clock.move(minutes=1)
    assert (copied.get("/jag").status_code, client.get("/jag").status_code) == (302, 200)
    with database.read() as session:
        assert session.scalars(select(func.count()).select_from(SessionRow).where(SessionRow.expires_at > clock.at)).one() == 1


def test_a_tick_waits_with_its_form_and_a_password_is_never_given_back(app: Flask, database: Database, clock: Clock) -> None:
    number = signed(database)
    client = log_in(app.test_client(), "operator")
    clock.move(minutes=10)
    given = {"name": "Karin", "email": email_of("karin"), "language": "sv", "again": "yes"}
    assert client.post("/jag/losenord", data={"email": "a" * 600_000}).status_code == 413
    assert 'name="again" value="yes"' in client.post(f"/agreements/{number}/personer/1/ratta", data=given).text
    client.post("/logga-ut")
    for path, name in (("/jag/bevisa", "proof"), ("/jag/losenord", "again")):
        told = client.post(path, data={name: GOOD, "back": "Det här skrev jag, och vill ha kvar"})
        assert (told.status_code, GOOD in told.text, "vill ha kvar" in told.text) == (401, False, True)


def test_guessing_is_counted_as_at_the_log_in(app: Flask, clock: Clock) -> None:
    client = log_in(app.test_client(), "karin")
    told = [client.post("/jag/bevisa", data={"proof": "gissning"}).status_code for _ in range(6)]
    assert told == [422] * 5 + [429]
    assert client.post("/jag/bevisa", data={"proof": PASSWORD}).status_code == 429


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_no_proof_leads_away_from_here(app: Flask, target: str) -> None:
    client = log_in(app.test_client(), "karin")
    assert client.post("/jag/bevisa", data={"proof": PASSWORD, "back": target}).headers["Location"] == "/"
    assert client.post("/jag/bevisa", data={"proof": PASSWORD, "to": target}).headers["Location"] == "/"


def test_who_has_no_password_proves_it_by_a_link_that_leads_back(app: Flask, database: Database, clock: Clock) -> None:
    client = log_in(app.test_client(), "karin")
    with database.write() as session:
        session.execute(update(UserRow).where(UserRow.email == email_of("karin")).values(password=None))
    clock.move(minutes=10)
    assert 'type="password"' not in client.get("/jag/bevisa?next=/jag/losenord").text
    assert client.post("/jag/bevisa", data={"proof": ""}).status_code == 422
    assert "En länk är på väg" in client.post("/jag/bevisa", data={"way": "link", "back": "/jag/losenord"}).text
    told = client.post(link_in(mailed(database, "sign_in_link")[0]))
    assert (told.status_code, told.headers["Location"]) == (303, "/jag/losenord")
    assert client.get("/jag/losenord").status_code == 200


def test_a_forged_proof_is_refused(database: Database, clock: Clock) -> None:
    users(database)
    alive(database)
    app = create_app(settings(), database, clock=clock)
    assert app.test_client().post("/jag/bevisa", data={"proof": PASSWORD}).status_code == 400


def test_the_owner_is_told_of_each_change_at_the_address_as_it_was(app: Flask, database: Database) -> None:
    signed(database)
    agent = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/143.0"}
    client, operator = log_in(app.test_client(), "karin"), log_in(app.test_client(), "operator")
    with database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.email == email_of("karin")).values(digest=True))
        number = session.scalars(select(UserRow.id).where(UserRow.email == email_of("karin"))).one()
    client.post("/jag/losenord", data={"password": GOOD, "again": GOOD}, headers=agent)
    operator.post(f"/drift/anvandare/{number}/adress", data={"email": "karin.ny@staden.example"})
    told = [(row.to_email, row.state, *(json.loads(row.payload)[name] for name in ("what", "by", "where")))
            for row in mailed(database, "ways_changed")]
    assert told == [(email_of("karin"), "waiting", "password", "", "Firefox, Windows"),
                    (email_of("karin"), "waiting", "address", "Kim operator", ""),
                    ("karin.ny@staden.example", "waiting", "address", "Kim operator", "")]


def test_a_new_address_holds_once_who_asked_has_pressed_its_link(app: Flask, database: Database) -> None:
    signed(database)
    client, peter = log_in(app.test_client(), "karin"), log_in(app.test_client(), "peter")
    pages = [client.post("/jag/adress", data={"email": email}).text.replace(email, "X") for email in (email_of("peter"), "ny@x.example")]
    assert re.sub(r'value="[^"]+"', "", pages[0]) == re.sub(r'value="[^"]+"', "", pages[1])
    link, = mailed(database, "address_link")
    assert link.to_email == "ny@x.example"
    path = link_in(link)
    for other in (app.test_client(), peter):
        assert "Karin" not in other.get(path).text.replace("Peter", "") and "karin@" not in other.get(path).text
        assert other.post(path).status_code == 403
    assert mailed(database, "ways_changed") == []
    told = client.post(path)
    assert (told.status_code, told.headers["Location"]) == (303, "/jag")
    assert [row.to_email for row in mailed(database, "ways_changed")] == [email_of("karin"), "ny@x.example"]
    assert "ny@x.example" in client.get("/jag").text
    assert (client.post(path).headers["Location"], peter.post(path).status_code) == ("/", 410)
    assert app.test_client().post("/logga-in", data={"email": "ny@x.example", "password": PASSWORD}).status_code == 303
    assert client.post("/jag/adress", data={"email": "ny@x.example"}).status_code == 422


def test_an_address_of_another_contact_is_refused_and_the_link_stays_alive(app: Flask, database: Database) -> None:
    signed(database)
    client, operator = log_in(app.test_client(), "karin"), log_in(app.test_client(), "operator")
    with database.write() as session:
        number = session.scalars(select(UserRow.id).where(UserRow.email == email_of("karin"))).one()
        session.add(PersonRow(name="Eva Dold", email="eva@staden.example", language="sv"))
    free, hers = (client.post("/jag/adress", data={"email": email}).text.replace(email, "X") for email in ("ny@x.example", "eva@staden.example"))
    assert re.sub(r'value="[^"]+"', "", free) == re.sub(r'value="[^"]+"', "", hers)
    path, words = link_in(mailed(database, "address_link")[-1]), "eva@staden.example är adressen till Eva Dold; ersätt personen i stället"
    for told in (client.post(path), client.post(path), operator.post(f"/drift/anvandare/{number}/adress", data={"email": "eva@staden.example"})):
        assert (told.status_code, words in told.text) == (422, True), told.text
    assert mailed(database, "ways_changed") == []
    with database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.email == "eva@staden.example").values(email="eva.dold@staden.example"))
    assert client.post(path).status_code == 303


def test_a_second_press_in_the_browser_let_in_by_the_link_leads_in(app: Flask, database: Database) -> None:
    client, other = app.test_client(), log_in(app.test_client(), "karin")
    client.post("/logga-in/lank", data={"email": email_of("karin"), "kind": "sign_in_link"})
    path = link_in(mailed(database, "sign_in_link")[0])
    assert client.post(path).status_code == 303
    assert [(one.status_code, one.headers.get("Location")) for one in (client.post(path), client.get(path), other.post(path))] == [
        (303, "/"), (303, "/"), (410, None)]
    client.post("/logga-ut")
    assert client.post(path).status_code == 410


def test_an_old_page_overwrites_neither_a_profile_nor_an_address(app: Flask, database: Database) -> None:
    signed(database)
    client, operator = log_in(app.test_client(), "karin"), log_in(app.test_client(), "operator")
    seen = re.findall(r'name="seen" value="(\d+)"', client.get("/jag").text)[0]
    told = [client.post("/jag", data={"name": name, "language": "sv", "seen": seen}) for name in ("Karin Lindh", "Karin")]
    assert ([one.status_code for one in told], "nu är namnet Karin Lindh" in told[1].text) == ([303, 409], True)
    again = re.findall(r'name="seen" value="(\d+)"', told[1].text)[0]
    assert client.post("/jag", data={"name": "Karin", "language": "sv", "seen": again}).status_code == 303
    page = operator.get("/drift/anvandare?q=karin").text
    number, seen = re.findall(r'anvandare/(\d+)/adress.*?name="seen" value="(\d+)"', page, re.DOTALL)[0]
    told = [operator.post(f"/drift/anvandare/{number}/adress", data={"email": f"{name}@x.example", "seen": seen}) for name in "ab"]
    assert ([one.status_code for one in told], "nu är den a@x.example" in told[1].text) == ([303, 409], True)
    seen = re.findall(r'name="seen" value="(\d+)"', operator.get("/kom-igang/organisation").text)[0]
    given = [{"name": name, "kind": "public", "number": "", "seen": seen} for name in ("Ängstad", "Ängstads kommun")]
    told = [operator.post("/kom-igang/organisation", data=one) for one in given]
    assert ([one.status_code for one in told], "nu står det Ängstad." in told[1].text) == ([303, 409], True)
