"""The post box and its mails."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from service.app import create_app
from service.db import Database
from service.notices.tables import OutboxRow, Post
from service.parties.tables import FunctionRow
from tests.web.test_agreements import words
from tests.web.world import (
    NOW,
    Clock,
    alive,
    called,
    counted,
    draft,
    log_in,
    posts,
    seat,
    set_post,
    settings,
    signed,
    undeliverable,
    users,
)

KEPT = "Ingen e-postserver är inställd."


def call_of(database: Database) -> OutboxRow:
    """Return the call to the first of those called."""
    row = seat(database, called(database, signed(database)))
    return next(one for one in posts(database) if one.seat_id == row.id)


def test_an_empty_post_box_says_so(operator: FlaskClient) -> None:
    page = operator.get("/post").text
    assert "Ingen post här" in page
    assert KEPT in page


def test_every_mail_is_listed_with_where_it_stands(operator: FlaskClient, database: Database) -> None:
    signed(database)
    first, second, *_ = posts(database)
    set_post(database, first.id, state=Post.SENT.value, sent_at=NOW, next_at=None, attempts=1)
    later = NOW + timedelta(hours=1)
    set_post(database, second.id, state=Post.WAITING.value, next_at=later, attempts=2, error="451 busy")
    said = words(operator.get("/post").text)
    assert "Skickat 21 sep 2026 kl. 09.00" in said
    assert "Väntar nästa försök 21 sep 2026 kl. 10.00 2 försök 451 busy" in said


def test_who_has_left_an_agreement_still_reads_the_mail_they_got(app: Flask, database: Database) -> None:
    signed(database)
    mine = next(one for one in posts(database) if one.to_email == "karin@staden.example")
    with database.write() as session:
        session.execute(update(FunctionRow).values(to_on=NOW.date() - timedelta(days=1)))
    client = log_in(app.test_client(), "karin")
    assert f'href="/post/{mine.id}"' in client.get("/post").text
    page = client.get(f"/post/{mine.id}")
    assert (page.status_code, f"/post/{mine.id}/igen" in page.text) == (200, False)
    assert client.post(f"/post/{mine.id}/igen").status_code == 404


def test_a_number_in_the_address_tells_nothing_of_an_agreement_of_others(app: Flask, database: Database) -> None:
    number = draft(database)
    asked = f"/post?overenskommelse={number}"
    assert "Skyddsbussen i Linden" in log_in(app.test_client(), "karin").get(asked).text
    assert "Skyddsbussen i Linden" not in log_in(app.test_client(), "stranger").get(asked).text


def test_the_list_is_sieved(operator: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    other = draft(database)
    undeliverable(database, posts(database)[0].id)

    def listed(asked: str) -> int:
        return operator.get(f"/post?{asked}").text.count('<h2><a href="/post/')

    everything = len(posts(database))
    assert listed("") == everything
    assert listed("lage=undeliverable") == 1
    assert listed("slag=signed_by_all") == everything - listed("slag=signature_wanted")
    assert listed(f"overenskommelse={agreement}") == everything
    assert listed(f"overenskommelse={other}") == 0
    assert listed("lage=sending") == 0
    hers = sum(one.to_email == "maria@linden.example" for one in posts(database))
    assert 0 < hers < everything
    assert listed("till=maria") == listed("till=HOLM+maria") == listed("till=maria@linden") == hers
    assert listed("till=%25") == 0


def test_a_long_list_is_walked_at_the_same_cost(operator: FlaskClient, database: Database) -> None:
    signed(database)
    operator.get("/post")
    with counted(database) as few:
        operator.get("/post")
    model = posts(database)[0]
    with database.write() as session:
        session.add_all([
            OutboxRow(key=f"k{n}", name="begun", agreement_id=model.agreement_id, subject="x", to_name=f"N{n}",
                      to_email="x@y.example", language="sv", payload="{}", state=Post.KEPT.value, created_at=NOW,
                      message_id=f"m{n}") for n in range(50)])
    with counted(database) as many:
        page = operator.get("/post").text
    assert len(many) == len(few)
    seen = re.findall(r"N(\d+) ·", page)
    while further := re.findall(r'<a href="([^"]+)" rel="next"', page):
        page = operator.get(further[0].replace("&amp;", "&")).text
        seen += re.findall(r"N(\d+) ·", page)
    assert seen == [str(n) for n in reversed(range(50))]


def test_a_mail_is_shown_as_its_recipient_sees_it(operator: FlaskClient, database: Database) -> None:
    row = call_of(database)
    page = operator.get(f"/post/{row.id}").text
    said = words(page)
    assert "Kallelse till" in said
    assert "Till Karin Lind &lt;karin@staden.example&gt;" in said
    assert "Plats Rum Vinga" in said
    assert "Slag Kallelse" in said
    assert "METHOD:REQUEST" in page
    assert row.message_id.strip("<>") in page
    assert f'<iframe class="mail" src="/post/{row.id}/html" sandbox=""' in page


def test_its_html_stands_in_a_box_of_its_own(operator: FlaskClient, database: Database) -> None:
    told = operator.get(f"/post/{call_of(database).id}/html")
    assert told.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'; sandbox")
    assert told.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Dagordning" in told.text


@pytest.mark.parametrize(("server", "role", "whole"), [
    ("", "operator", True), ("", "reader", False), ("mail.example", "operator", False),
    ("mail.example", "reader", False),
])
def test_links_that_answer_are_masked_but_for_the_operator_of_mail_kept_here(
    database: Database, clock: Clock, server: str, role: str, whole: bool,
) -> None:
    users(database)
    alive(database)
    app = create_app(settings(MAIL_SERVER=server), database, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    client = log_in(app.test_client(), role)
    row = call_of(database)
    for path in (f"/post/{row.id}", f"/post/{row.id}/html"):
        links = set(re.findall(r"/svar/([^?\s\"&]+)", client.get(path).text))
        assert len(links) == 1
        assert (links == {"•••"}) is not whole
    assert (KEPT in client.get("/post").text) is (server == "")


@pytest.mark.parametrize("payload", ["{}", "not json", "[]", '{"calendar": 7}'])
def test_a_mail_that_cannot_be_written_says_why(operator: FlaskClient, database: Database, payload: str) -> None:
    signed(database)
    row = posts(database)[0]
    set_post(database, row.id, payload=payload)
    told = operator.get(f"/post/{row.id}")
    assert told.status_code == 200
    assert "Mejlet går inte att visa. Meddelandet går inte att skriva:" in told.text
    assert operator.get(f"/post/{row.id}/html").status_code == 500
