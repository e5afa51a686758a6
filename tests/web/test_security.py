"""What surrounds every page, whatever it shows."""

from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.db import Database
from service.parties.contacts import Contact
from service.parties.model import Function
from tests.web.world import (
    CONTACTS,
    Clock,
    called,
    log_in,
    posts,
    reply_path,
    settings,
    signed,
    terms,
    undeliverable,
    users,
)

POLICY = ("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
          "img-src 'self' data:; font-src 'self'; frame-src 'self'; "
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
HOSTILE = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>'


def pages(database: Database, agreement: int, meeting: int) -> list[str]:
    mails = [f"/post/{one.id}" for one in posts(database)]
    return ["/", f"/agreements/{agreement}", f"/meetings/{meeting}", "/post", *mails, "/logga-in",
            reply_path(database, meeting), "/nope"]


def test_every_page_is_hardened(operator: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    for path in pages(database, agreement, called(database, agreement)):
        told = operator.get(path)
        headers = told.headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers
        assert len(headers["X-Request-Id"]) == 16
        assert not re.search(r"<script(?! src=\"/static/)|<style|\sstyle=|\son[a-z]+=|javascript:", told.text), path


def test_a_page_weighs_little(operator: FlaskClient, database: Database) -> None:
    agreement = signed(database, terms(start=terms().start.replace(year=2025), end=terms().start.replace(year=2028)))
    page = operator.get(f"/agreements/{agreement}").data
    linked = re.findall(rb'(?:href|src)="(/static/[^"]+)"', page)
    assert len(linked) == 6
    weight = len(page)
    for path in linked:
        with operator.get(path.decode(), buffered=True, headers={"Accept-Encoding": "gzip"}) as told:
            weight += len(told.data)
            with operator.get(path.decode(), buffered=True) as plain:
                assert told.headers["Content-Encoding"] == "gzip"
                assert gzip.decompress(told.data) == plain.data
    for font in ("figtree-latin", "figtree-latin-ext"):
        with operator.get(f"/static/vendor/{font}.woff2", buffered=True, headers={"Accept-Encoding": "gzip"}) as told:
            assert "Content-Encoding" not in told.headers
            weight += len(told.data)
    # What comes with every page leaves 220 kB for the page itself, which goes as it is.
    assert weight - len(page) < 80_000
    assert weight < 300_000


def test_static_files_are_kept_for_a_year_under_their_digest(operator: FlaskClient) -> None:
    path = re.findall(r'href="(/static/overens.css\?v=[0-9a-f]{12})"', operator.get("/agreements").text)[0]
    with operator.get(path, buffered=True) as told:
        assert "max-age=31536000" in told.headers["Cache-Control"]


def test_what_people_wrote_does_nothing(operator: FlaskClient, database: Database) -> None:
    hostile = Contact(name=HOSTILE, email="h@linden.example", party="civil", functions=(Function.OPERATIONS,))
    people = (*CONTACTS, hostile)
    made = terms(HOSTILE).model_copy(update={"goals": (HOSTILE,), "clauses": {"meetings.per_year": HOSTILE}})
    agreement = signed(database, made, contacts=people)
    meeting = called(database, agreement)
    undeliverable(database, posts(database)[0].id)
    for path in pages(database, agreement, meeting):
        text = operator.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path


@pytest.mark.parametrize("name", ["A\r\nSet-Cookie: x=y", "A\nBcc: all@x.example", "A\u202eB"])
def test_a_name_cannot_write_headers(operator: FlaskClient, name: str) -> None:
    told = operator.get("/agreements", query_string={"q": name, "lage": name})
    assert told.status_code == 200
    assert "x=y" not in told.headers.get("Set-Cookie", "")
    assert "Bcc" not in dict(told.headers)
    assert operator.post("/sprak", data={"language": name, "next": f"/post?q={name}"}).headers["Location"] == "/"


@pytest.mark.parametrize(("method", "path", "status", "title"), [
    ("GET", "/nope", 404, "Sidan finns inte"),
    ("POST", "/", 405, "Så går det inte att göra här"),
    ("GET", "/agreements?efter=rubbish", 400, "Det gick inte att läsa"),
    ("GET", "/agreements?efter=0.2026-01-01.x", 400, "Det gick inte att läsa"),
    ("GET", "/agreements?ordning=title&efter=0.1.a%00b", 400, "Det gick inte att läsa"),
    ("GET", "/post?fore=-1", 400, "Det gick inte att läsa"),
    ("GET", "/agreements?q=%ff%fe%00&lage=%00", 200, "Överenskommelser"),
    ("GET", "/post?slag=%00&overenskommelse=%00&lage=x", 200, "Post"),
    ("GET", "/post?overenskommelse=999999999999999999999", 200, "Post"),
    ("GET", "/svar/%00%ff", 404, "Sidan finns inte"),
])
def test_bad_input_gets_a_page(operator: FlaskClient, method: str, path: str, status: int, title: str) -> None:
    told = operator.open(path, method=method)
    assert (told.status_code, f"<h1>{title}</h1>" in told.text) == (status, True)


def test_too_large_a_form_is_refused(operator: FlaskClient, database: Database) -> None:
    path = reply_path(database, called(database, signed(database)))
    told = operator.post(path, data={"comment": "x" * 70_000})
    assert (told.status_code, "Det var för mycket på en gång" in told.text) == (413, True)


def test_errors_speak_english_too(operator: FlaskClient) -> None:
    operator.post("/sprak", data={"language": "en"})
    told = operator.get("/nope")
    assert "<h1>There is no such page</h1>" in told.text
    assert '<html lang="en">' in told.text


def test_a_fault_shows_its_number_alone(sqlite_url: str, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(sqlite_url)
    users(database)
    app: Flask = create_app(settings(), database, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    client = log_in(app.test_client())
    with database.change_schema() as connection:
        connection.exec_driver_sql("DROP TABLE users")
    told = client.get("/")
    assert (told.status_code, "Något gick fel hos oss" in told.text) == (500, True)
    assert told.headers["X-Request-Id"] in told.text
    assert "Traceback" not in told.text
    assert "users" not in told.text
    assert told.headers["X-Request-Id"] in capsys.readouterr().out
    database.close()


def test_secrets_are_needed(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with pytest.raises(Exception, match="OVERENS_SECRET_KEY is missing"):
        create_app(settings(SECRET_KEY=""), database)
    database.close()


def test_a_refusal_keeps_the_menu_for_who_is_logged_in_and_a_fault_asks_nothing(operator: FlaskClient, app: Flask) -> None:
    assert 'aria-label="Huvudmeny"' in operator.get("/nope").text
    assert 'aria-label="Huvudmeny"' not in app.test_client().get("/nope").text
