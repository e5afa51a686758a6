"""The terms of a draft in the form."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from service.agreements.store import terms_of
from service.db import Database
from tests.web.fields import fields
from tests.web.test_intake import begun, send
from tests.web.world import counted, draft, log_in, signed, terms


def test_the_form_is_filled_in_and_saves_what_is_changed(app: Flask, database: Database) -> None:
    number = draft(database)
    karin = log_in(app.test_client(), "karin")
    path = f"/agreements/{number}/utkast"
    page = karin.get(path).text
    assert "Det här är antaget" in page and "Dag saknas." in page
    assert 'name="signed.on"' not in page
    told = send(karin, path, "save", title="Ny titel", meetings__habits__place="Rum Skagen", reports__1__due="1 april")
    assert told.headers["Location"] == f"/agreements/{number}"
    page = karin.get(f"/agreements/{number}").text
    assert "Villkoren är sparade" in page
    assert "Villkoren ändrades" in page
    assert "Dag saknas." not in page
    with database.read() as session:
        made = terms_of(session, number)
    assert (made.title, made.meetings.habits.place, made.reports[1].due, made.reports[1].name) == (
        "Ny titel", "Rum Skagen", "--04-01", "Tertialrapport")
    assert made.clauses["reports.0.kind"] == "Varje år görs en sammanställning."


def test_what_is_left_open_stays_open(operator: FlaskClient, database: Database) -> None:
    number = draft(database)
    send(operator, f"/agreements/{number}/utkast", "save", title="Ny titel")
    with database.read() as session:
        assert terms_of(session, number).reports[1].due is None
    assert "Dag saknas." in operator.get(f"/agreements/{number}").text


def test_rows_come_and_go_without_being_saved(operator: FlaskClient, database: Database) -> None:
    path = f"/agreements/{draft(database)}/utkast"
    told = send(operator, path, "add:goals", title="Inte sparad än")
    assert (told.status_code, fields(told.text)["goals.1.text"], fields(told.text)["title"]) == (200, [""], ["Inte sparad än"])
    told = operator.post(path, data={**fields(told.text), "do": "drop:goals:0"})
    assert "goals.1.text" not in fields(told.text)
    assert fields(operator.get(path).text)["title"] == ["Skyddsbussen i Linden"]


def test_wrong_values_are_told(operator: FlaskClient, database: Database) -> None:
    path = f"/agreements/{draft(database)}/utkast"
    told = send(operator, path, "save", end="aldrig")
    assert told.status_code == 422
    assert 'id="end-wrong">”aldrig” är ingen hel dag.' in told.text


def test_a_stale_form_is_refused_with_what_was_changed_in_between(app: Flask, operator: FlaskClient, database: Database) -> None:
    number = draft(database)
    path = f"/agreements/{number}/utkast"
    old = fields(operator.get(path).text)
    send(log_in(app.test_client(), "karin"), path, "save", meetings__per_year="2")
    told = operator.post(path, data={**old, "title": "Min titel", "do": "save"})
    assert told.status_code == 409
    assert "Någon annan har ändrat villkoren under tiden." in told.text
    assert '<th scope="row">Möten om året</th><td>2</td><td>4</td>' in told.text
    assert '<th scope="row">Överenskommelsens namn</th><td>Skyddsbussen i Linden</td><td>Min titel</td>' in told.text
    assert operator.post(path, data={**fields(told.text), "do": "save"}).status_code == 303
    with database.read() as session:
        made = terms_of(session, number)
    assert (made.title, made.meetings.per_year) == ("Min titel", 4)


def test_what_is_signed_is_changed_by_an_amendment(operator: FlaskClient, database: Database) -> None:
    path = f"/agreements/{signed(database)}/utkast"
    told = operator.get(path)
    assert (told.status_code, "Det som är undertecknat ändras genom ett tillägg" in told.text) == (409, True)
    assert operator.post(path, data={}).status_code == 409


def test_a_draft_from_a_document_keeps_its_sentences(operator: FlaskClient, database: Database) -> None:
    path = begun(operator)
    number = send(operator, f"{path}/kontakter", "done").headers["Location"].rpartition("/")[2]
    there = f"/agreements/{number}/utkast"
    assert '<mark id="text-' in operator.get(there).text
    told = send(operator, there, "drop:economy.posts:0")
    assert operator.post(there, data={**fields(told.text), "do": "save"}).status_code == 303
    with database.read() as session:
        made = terms_of(session, int(number))
    assert [post.name for post in made.economy.posts] == ["Drift"]
    assert made.clauses["economy.posts.0.name"] == "Drift"
    page = operator.get(there).text
    assert "data-rests" in page[page.index('id="economy.posts.0"'):page.index('id="economy.posts.0.name"')]


def test_the_page_asks_a_constant_number_of_questions(operator: FlaskClient, database: Database) -> None:
    asked = []
    operator.get("/agreements/ny")
    many = terms().model_copy(update={"goals": tuple(f"Mål {number}" for number in range(50))})
    for number in (draft(database), draft(database, many)):
        with counted(database) as seen:
            operator.get(f"/agreements/{number}/utkast")
        asked.append(len(seen))
    assert asked[0] == asked[1]
