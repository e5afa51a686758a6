"""The second step: switched on and off, asked for at log-in, slowed down when guessed at."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.accounts.tables import UserRow
from service.accounts.users import close, set_password
from service.db import Database
from tests.web.world import BY, NOW, PASSWORD, Clock, counted, email_of

HERE = "/jag/tvasteg"
WHO = {"email": email_of("reader"), "password": PASSWORD}


def code(secret: str, clock: Clock) -> str:
    """Return what the app shows now."""
    return pyotp.TOTP(secret).at(int(clock.at.timestamp()))


def offered(client: FlaskClient) -> str:
    """Return the key that the page shows."""
    found = re.search(r'class="key-text">([A-Z2-7 ]+)<', client.get(HERE).text)
    assert found is not None
    return found[1].replace(" ", "")


def recovery(page: str) -> list[str]:
    return re.findall(r"<li><code>([a-z0-9-]+)</code>", page)


@pytest.fixture
def on(reader: FlaskClient, clock: Clock) -> tuple[str, list[str]]:
    """The key and the recovery codes of the reader, who has a second step since a minute."""
    secret = offered(reader)
    told = reader.post(HERE, data={"code": code(secret, clock)})
    assert told.status_code == 200
    clock.move(minutes=1)
    return secret, recovery(told.text)


def first_step(app: Flask, **more: str) -> FlaskClient:
    client = app.test_client()
    told = client.post("/logga-in", data={**WHO, **more})
    assert (told.status_code, told.headers["Location"]) == (303, "/logga-in/kod")
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/agreements").status_code == 200


def test_the_page_shows_the_key_twice_and_the_same_one_again(reader: FlaskClient) -> None:
    page = reader.get(HERE)
    assert 'src="data:image/svg+xml' in page.text
    assert "otpauth://totp/" in page.text
    assert "style=" not in page.text.split("<main", 1)[1]
    assert offered(reader) == offered(reader)


def test_switching_on_shows_ten_codes_once(reader: FlaskClient, on: tuple[str, list[str]]) -> None:
    assert len(on[1]) == 10
    page = reader.get(HERE).text
    assert "Du har 10 av 10 reservkoder kvar." in page
    assert not any(one in page for one in on[1])
    assert on[0] not in page


def test_sent_twice_it_is_switched_on_once(reader: FlaskClient, clock: Clock) -> None:
    given = {"code": code(offered(reader), clock), "once": "a"}
    assert reader.post(HERE, data=given).status_code == 200
    assert reader.post(HERE, data=given).headers["Location"] == HERE


@pytest.mark.parametrize("given", ["", "000000", "x" * 41, "<b>"])
def test_a_wrong_code_switches_nothing_on_and_keeps_the_key(reader: FlaskClient, given: str) -> None:
    secret = offered(reader)
    told = reader.post(HERE, data={"code": given})
    assert told.status_code == 422
    assert 'id="code-wrong"' in told.text
    assert offered(reader) == secret


def test_without_a_second_step_one_is_let_in_at_once(client: FlaskClient) -> None:
    assert client.post("/logga-in", data=WHO).headers["Location"] == "/"


def test_the_code_lets_in_and_leads_on(app: Flask, on: tuple[str, list[str]], clock: Clock) -> None:
    client = first_step(app, next="/post?lage=sent")
    assert not is_in(client)
    assert 'autocomplete="one-time-code"' in client.get("/logga-in/kod").text
    told = client.post("/logga-in/kod", data={"code": code(on[0], clock)})
    assert (told.status_code, told.headers["Location"]) == (303, "/post?lage=sent")
    assert is_in(client)
    assert client.get("/logga-in/kod").headers["Location"] == "/"


def test_a_code_is_good_for_one_log_in(app: Flask, on: tuple[str, list[str]], clock: Clock) -> None:
    used = {"code": code(on[0], clock)}
    assert first_step(app).post("/logga-in/kod", data=used).status_code == 303
    again = first_step(app)
    assert again.post("/logga-in/kod", data=used).status_code == 422
    assert not is_in(again)


def test_a_recovery_code_lets_in_once(app: Flask, reader: FlaskClient, on: tuple[str, list[str]]) -> None:
    used = {"code": on[1][0].upper()}
    assert first_step(app).post("/logga-in/kod", data=used).status_code == 303
    assert first_step(app).post("/logga-in/kod", data=used).status_code == 422
    assert "Du har 9 av 10 reservkoder kvar." in reader.get(HERE).text


def test_waiting_too_long_starts_again(app: Flask, on: tuple[str, list[str]], clock: Clock) -> None:
    client = first_step(app)
    clock.move(minutes=5)
    assert client.post("/logga-in/kod", data={"code": code(on[0], clock)}).headers["Location"] == "/logga-in"
    assert "Det dröjde för länge" in client.get("/logga-in").text
    assert not is_in(client)


def test_nobody_waits_without_the_first_step(client: FlaskClient, on: tuple[str, list[str]], clock: Clock) -> None:
    assert client.get("/logga-in/kod").headers["Location"] == "/logga-in"
    assert client.post("/logga-in/kod", data={"code": code(on[0], clock)}).headers["Location"] == "/logga-in"


@pytest.mark.parametrize("kept", [1, "x", [], [1], [1, 2, 3, 4, 5, 6], [1, "m", "/", "password", None, "x"]])
def test_a_strange_half_is_nobodys(app: Flask, kept: object) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["overens_half"] = kept
    assert client.get("/logga-in/kod").headers["Location"] == "/logga-in"


def test_a_new_password_or_a_closed_account_ends_the_waiting(
    app: Flask, on: tuple[str, list[str]], database: Database, clock: Clock,
) -> None:
    for change in ("password", "closed"):
        client = first_step(app) if change == "password" else first_step(app, password="nio lyktor brinner stilla")
        with database.write() as session:
            row = session.scalars(select(UserRow).where(UserRow.email == WHO["email"])).one()
            if change == "password":
                set_password(session, row, "nio lyktor brinner stilla", now=NOW, by=BY)
            else:
                close(session, row, now=NOW, by=BY)
        assert client.post("/logga-in/kod", data={"code": code(on[0], clock)}).headers["Location"] == "/logga-in"


def test_guessing_is_slowed_down_and_starting_again_does_not_help(
    app: Flask, on: tuple[str, list[str]], clock: Clock,
) -> None:
    wrong = {"code": "000000"}
    client = first_step(app)
    assert [client.post("/logga-in/kod", data=wrong).status_code for _ in range(4)] == [422] * 4
    client = first_step(app)
    answers = [client.post("/logga-in/kod", data=wrong) for _ in range(2)]
    assert [one.status_code for one in answers] == [422, 429]
    assert "För många koder var fel; vänta 1 s" in answers[1].text
    assert client.post("/logga-in/kod", data={"code": code(on[0], clock)}).status_code == 429
    clock.move(seconds=30)
    assert client.post("/logga-in/kod", data={"code": code(on[0], clock)}).status_code == 303


def test_who_guesses_elsewhere_does_not_keep_the_owner_out(
    app: Flask, reader: FlaskClient, on: tuple[str, list[str]], clock: Clock,
) -> None:
    thief = first_step(app)
    for _ in range(7):
        thief.post("/logga-in/kod", data={"code": "000000"})
    reader.post("/logga-ut")
    reader.post("/logga-in", data=WHO)
    assert reader.post("/logga-in/kod", data={"code": code(on[0], clock)}).status_code == 303


def test_new_recovery_codes_and_off_ask_for_a_code_once_the_log_in_is_old(reader: FlaskClient, on: tuple[str, list[str]], clock: Clock) -> None:
    clock.move(minutes=10)
    told = reader.post(f"{HERE}/andra", data={"act": "renew"})
    assert (told.status_code, 'name="act" value="renew"' in told.text) == (403, True)
    kept = {"to": f"{HERE}/andra", "act": "renew"}
    for given in ("", "000000", PASSWORD):
        assert reader.post("/jag/bevisa", data={**kept, "proof": given}).status_code == 422
    told = reader.post("/jag/bevisa", data={**kept, "proof": code(on[0], clock)}, follow_redirects=True)
    new = recovery(told.text)
    assert (told.status_code, len(new), set(new) & set(on[1])) == (200, 10, set())
    told = reader.post(f"{HERE}/andra", data={"act": "off"})
    assert (told.status_code, told.headers["Location"]) == (303, HERE)
    page = reader.get(HERE).text
    assert "Det andra steget är avstängt." in page
    assert on[0] not in page.replace(" ", "")
    reader.post("/logga-ut")
    assert reader.post("/logga-in", data=WHO).headers["Location"] == "/"


def test_in_english(reader: FlaskClient, app: Flask) -> None:
    reader.post("/sprak", data={"language": "en"})
    assert "A second step when you log in" in reader.get(HERE).text
    assert "That code is not right" in reader.post(HERE, data={"code": "0"}).text


def test_the_language_chosen_is_kept_through_both_steps(app: Flask, on: tuple[str, list[str]], clock: Clock) -> None:
    client = app.test_client()
    client.post("/sprak", data={"language": "en"})
    client.post("/logga-in", data=WHO)
    assert "One more step" in client.get("/logga-in/kod").text
    client.post("/logga-in/kod", data={"code": code(on[0], clock)})
    assert '<html lang="en">' in client.get("/agreements").text


def test_the_pages_ask_the_same_number_of_questions(
    reader: FlaskClient, database: Database, on: tuple[str, list[str]],
) -> None:
    reader.get(HERE)
    with counted(database) as before:
        reader.get(HERE)
    reader.post(f"{HERE}/andra", data={"act": "renew"})
    with counted(database) as after:
        reader.get(HERE)
    assert len(after) == len(before)


def test_a_session_key_planted_before_the_first_step_is_worth_nothing(app: Flask, on: tuple[str, list[str]], clock: Clock) -> None:
    client = first_step(app)
    planted = client.get_cookie("overens")
    other = app.test_client()
    assert planted is not None
    client.post("/logga-in/kod", data={"code": code(on[0], clock)})
    other.set_cookie("overens", planted.value)
    assert not is_in(other)
    assert other.post("/logga-in/kod", data={"code": code(on[0], clock)}).status_code == 422
    assert clock.at - NOW < timedelta(minutes=2)
