"""Logging in and out, and what others could do to it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.accounts.tables import UserRow
from service.accounts.users import close, set_password
from service.app import create_app
from service.db import Database
from tests.talks.test_together import at_once
from tests.web.world import BY, NOW, PASSWORD, Clock, alive, log_in, settings, users

WHO = {"email": "operator@staden.example", "password": PASSWORD}


def test_a_known_address_and_its_password_let_in(client: FlaskClient) -> None:
    told = client.post("/logga-in", data={**WHO, "email": " Operator@Staden.example "})
    assert (told.status_code, told.headers["Location"]) == (303, "/")
    assert "Kim operator" in client.get("/agreements").text


@pytest.mark.parametrize("given", [
    {**WHO, "password": "wrong"}, {**WHO, "email": "nobody@staden.example"}, {"email": "", "password": ""}, {},
    {**WHO, "password": PASSWORD * 100}, {**WHO, "email": "operator@staden.example\x00"},
])
def test_others_are_told_the_same_whatever_was_wrong(client: FlaskClient, given: dict[str, str]) -> None:
    told = client.post("/logga-in", data=given)
    if given.get("email", "").endswith("\x00"):
        assert told.status_code == 303  # A control is no part of an address.
        return
    assert told.status_code == 422
    assert "Adressen och lösenordet hör inte ihop. Försök igen." in told.text
    assert client.get("/").status_code == 302


def test_what_was_typed_is_kept_but_not_the_password(client: FlaskClient) -> None:
    told = client.post("/logga-in", data={"email": 'x"><b>@staden.example', "password": "hemlig sak"})
    assert "x&#34;&gt;&lt;b&gt;@staden.example" in told.text
    assert "hemlig sak" not in told.text


def test_one_comes_back_to_where_one_was_going(client: FlaskClient) -> None:
    told = client.get("/post?lage=sent")
    assert told.headers["Location"] == "/logga-in?next=/post?lage%3Dsent"
    page = client.get(told.headers["Location"])
    assert 'name="next" value="/post?lage=sent"' in page.text
    assert client.post("/logga-in", data={**WHO, "next": "/post?lage=sent"}).headers["Location"] == "/post?lage=sent"


@pytest.mark.parametrize("target", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "javascript:alert(1)", "evil.example", "/ok\r\nSet-Cookie: a=b", " //evil.example", "/\x00",
])
def test_no_link_leads_away_from_here(client: FlaskClient, target: str) -> None:
    told = client.post("/logga-in", data={**WHO, "next": target})
    assert (told.status_code, told.headers["Location"]) == (303, "/")
    assert client.post("/sprak", data={"language": "en", "next": target}).headers["Location"] == "/"


def test_a_session_planted_before_is_worth_nothing_afterwards(app: Flask) -> None:
    attacker, victim = app.test_client(), app.test_client()
    attacker.get("/logga-in")
    attacker.post("/sprak", data={"language": "en"})
    planted = attacker.get_cookie("overens")
    assert planted is not None
    victim.set_cookie("overens", planted.value)
    log_in(victim)
    given = victim.get_cookie("overens")
    assert given is not None
    assert given.value != planted.value
    assert attacker.get("/").status_code == 302


def test_logging_out_ends_it_and_keeps_the_language(operator: FlaskClient) -> None:
    operator.post("/sprak", data={"language": "en"})
    assert operator.post("/logga-ut").headers["Location"] == "/logga-in"
    assert operator.get("/agreements").status_code == 302
    assert '<html lang="en">' in operator.get("/logga-in").text


def test_a_new_password_ends_older_sessions(operator: FlaskClient, database: Database) -> None:
    assert operator.get("/agreements").status_code == 200
    with database.write() as session:
        row = session.query(UserRow).filter_by(email=WHO["email"]).one()
        set_password(session, row, "nio lyktor brinner stilla", now=NOW, by=BY)
    assert operator.get("/agreements").status_code == 302


def test_someone_closed_is_out(reader: FlaskClient, client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        row = session.query(UserRow).filter_by(email="reader@staden.example").one()
        close(session, row, now=NOW, by=BY)
    assert reader.get("/agreements").status_code == 302
    assert client.post("/logga-in", data={"email": row.email, "password": PASSWORD}).status_code == 422


@pytest.mark.parametrize("kept", ["1", "x.y", "99999999999999999999999.0", ".", "1.0"])
def test_a_session_that_names_nobody_is_nobodys(app: Flask, kept: str) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = kept
    assert client.get("/").status_code == 302


def test_too_many_attempts_are_slowed_down(client: FlaskClient, clock: Clock) -> None:
    wrong = {"email": WHO["email"], "password": "y" * 2000}
    answers = [client.post("/logga-in", data=wrong) for _ in range(6)]
    assert [one.status_code for one in answers] == [422] * 5 + [429]
    assert "vänta 1 s, eller låt skicka en inloggningslänk" in answers[-1].text
    clock.move(seconds=1)
    assert client.post("/logga-in", data=WHO).status_code == 303


def test_many_guesses_at_once_are_slowed_down_as_many_in_a_row(app: Flask) -> None:
    wrong = {"email": WHO["email"], "password": "gissning"}
    told = at_once(*(lambda: app.test_client().post("/logga-in", data=wrong).status_code for _ in range(12)))
    assert told == ["422"] * 5 + ["429"] * 7


def test_whoever_has_been_here_before_cannot_be_kept_out_by_others(app: Flask, clock: Clock) -> None:
    mine, theirs = log_in(app.test_client()), app.test_client()
    mine.post("/logga-ut")
    for _ in range(12):
        theirs.post("/logga-in", data={"email": WHO["email"], "password": "gissning"})
        clock.move(minutes=2)
    clock.move(minutes=-2)
    assert theirs.post("/logga-in", data=WHO).status_code == 429
    assert mine.post("/logga-in", data=WHO).status_code == 303


def test_a_flood_is_stopped_at_the_door(client: FlaskClient) -> None:
    answers = [client.post("/logga-in", data={"email": "", "password": ""}) for _ in range(21)]
    assert [one.status_code for one in answers] == [422] * 20 + [429]
    assert "Lite för många försök" in answers[-1].text


@pytest.mark.parametrize(("proxies", "answers"), [(0, [429, 429]), (1, [429, 303])])
def test_who_guesses_slows_down_themselves_and_not_everyone_behind_the_proxy(
    database: Database, clock: Clock, proxies: int, answers: list[int],
) -> None:
    users(database)
    alive(database)
    app = create_app(settings(TRUSTED_PROXIES=proxies), database, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    # What the one who guesses claims stands first; the proxy adds the true address after it.
    for number in range(21):
        client.post("/logga-in", data={"email": f"n{number}@x.example", "password": "gissning"},
                    headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"})
        clock.move(seconds=3)
    clock.move(seconds=-3)
    told = [client.post("/logga-in", data=WHO, headers={"X-Forwarded-For": one}).status_code for one in ("203.0.113.9", "198.51.100.7")]
    assert told == answers


def test_a_form_from_elsewhere_is_refused(database: Database, clock: Clock) -> None:
    users(database)
    alive(database)
    client = create_app(settings(), database, clock=clock).test_client()
    for path in ("/logga-in", "/logga-ut", "/sprak", "/svar/x"):
        told = client.post(path, data=WHO)
        assert (told.status_code, "Formuläret hade legat öppet för länge" in told.text) == (400, True)
    lost = client.post("/meetings/1/synpunkt", data={"comment": "Vi saknar punkten om torget.", "password": "hemligt men långt ord"})
    assert "Vi saknar punkten om torget." in lost.text and "hemligt" not in lost.text
    page = client.get("/logga-in").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert client.post("/logga-in", data={**WHO, "csrf_token": token}).status_code == 303


def test_cookies_over_https_are_for_https_alone(sqlite_url: str, clock: Clock) -> None:
    database = Database(sqlite_url)
    users(database)
    client = create_app(settings(BASE_URL="https://overens.example"), database, clock=clock).test_client()
    told = client.get("/logga-in", base_url="https://overens.example")
    cookie = told.headers["Set-Cookie"]
    assert cookie.startswith("__Host-overens=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert told.headers["Strict-Transport-Security"] == "max-age=31536000"
    database.close()


def test_what_was_written_when_logged_out_is_given_back(client: FlaskClient) -> None:
    told = client.post("/meetings/1/synpunkt", data={"comment": "Vi saknar punkten om torget."})
    assert (told.status_code, "Du är utloggad" in told.text, "Vi saknar punkten om torget." in told.text) == (401, True, True)
    assert client.post("/meetings/1/synpunkt", data={"comment": "Kort."}).headers["Location"] == "/logga-in"
