"""Sending again, and what will be sent."""

from __future__ import annotations

from flask import Flask

from service.db import Database
from service.notices.tables import Post
from service.parties.tables import PersonRow
from tests.web.test_agreements import words
from tests.web.world import NOW, called, counted, log_in, posts, set_post, signed, terms, undeliverable


def test_what_did_not_arrive_goes_out_again_to_the_address_as_it_is_now(app: Flask, database: Database) -> None:
    called(database, signed(database))
    mail = next(one for one in posts(database) if one.to_email == "karin@staden.example")
    undeliverable(database, mail.id)
    with database.write() as session:
        session.get_one(PersonRow, mail.person_id).email = "karin.lind@staden.example"
    karin = log_in(app.test_client(), "karin")
    assert "Skicka igen" in karin.get(f"/post/{mail.id}").text
    told = karin.post(f"/post/{mail.id}/igen", follow_redirects=True)
    assert "Mejlet går ut igen" in told.text
    row = next(one for one in posts(database) if one.id == mail.id)
    assert (row.state, row.attempts, row.to_email, row.next_at, row.error) == (
        Post.WAITING, 0, "karin.lind@staden.example", NOW, None)


def test_what_was_sent_goes_out_beside_the_first(app: Flask, database: Database) -> None:
    called(database, signed(database))
    mail = next(one for one in posts(database) if one.to_email == "karin@staden.example")
    set_post(database, mail.id, state=Post.SENT.value, sent_at=NOW, next_at=None)
    karin = log_in(app.test_client(), "karin")
    before = len(posts(database))
    assert karin.post(f"/post/{mail.id}/igen").status_code == 303
    assert karin.post(f"/post/{mail.id}/igen").status_code == 303
    made = posts(database)[before:]
    assert [one.payload for one in made] == [mail.payload] * 2
    assert len({mail.message_id, *(one.message_id for one in made)}) == 3


def test_the_mail_to_come_is_told_day_by_day_with_why(app: Flask, database: Database) -> None:
    signed(database)
    said = words(log_in(app.test_client(), "maria").get("/post/kommer").text)
    assert "Skyddsbussen i Linden" in said
    assert "Till Karin Lind" in said
    assert "Parterna ses en gång i kvartalet." in said
    assert "Ingen post är på väg" in log_in(app.test_client(), "stranger").get("/post/kommer").text


def test_many_agreements_cost_as_many_queries_as_one(app: Flask, database: Database) -> None:
    operator = log_in(app.test_client(), "operator")
    signed(database)
    operator.get("/post/kommer")
    with counted(database) as one:
        operator.get("/post/kommer")
    for number in range(5):
        signed(database, terms(f"Nummer {number}"))
    with counted(database) as six:
        operator.get("/post/kommer")
    assert len(one) == len(six)
