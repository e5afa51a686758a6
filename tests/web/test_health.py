"""The bar on every page, and the health for machines."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.db import Database
from service.scheduler.health import DELIVERY, beat
from service.scheduler.tables import HeartbeatRow, TroubleRow
from tests.web.test_agreements import words
from tests.web.world import NOW, Clock, alive, log_in, posts, settings, signed, undeliverable

FIELDS = {"ok", "last_sweep", "backlog", "failures", "undeliverable"}
DEAD = "Klockan står still: inga kallelser och påminnelser går ut."


def test_while_all_is_well_there_is_no_bar(operator: FlaskClient) -> None:
    assert 'class="bar ' not in operator.get("/agreements").text


def test_a_dead_scheduler_is_said_on_every_page_and_what_to_do(operator: FlaskClient, clock: Clock) -> None:
    clock.move(seconds=61)
    for path in ("/agreements", "/post"):
        said = words(operator.get(path).text)
        assert f"{DEAD} Senaste varvet gjordes 21 sep 2026 kl. 09.00." in said
        assert "Be den som sköter driften starta overens scheduler ." in said
    operator.post("/sprak", data={"language": "en"})
    assert "The clock has stopped: no calls and reminders go out." in operator.get("/agreements").text


def test_the_bar_goes_when_the_scheduler_is_back(operator: FlaskClient, database: Database, clock: Clock) -> None:
    clock.move(seconds=61)
    assert DEAD in operator.get("/agreements").text
    alive(database, clock.at)
    clock.move(seconds=5)
    assert DEAD not in operator.get("/agreements").text


def test_one_that_never_ran_is_dead_too(operator: FlaskClient, database: Database, clock: Clock) -> None:
    with database.write() as session:
        session.query(HeartbeatRow).delete()
    clock.move(seconds=6)
    assert "Inget varv har gjorts än." in operator.get("/agreements").text


def test_what_did_not_arrive_or_cannot_leave_is_said(operator: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    undeliverable(database, posts(database)[0].id)
    with database.write() as session:
        beat(session, DELIVERY, now=NOW, error="mail.example svarar inte")
        session.add(TroubleRow(subject="meeting 1", agreement_id=agreement, failures=1, at=NOW, error="x"))
    said = words(operator.get("/agreements").text)
    assert "Posten väntar: mail.example svarar inte" in said
    assert "Ett mejl kom inte fram. Se vilka, och rätta adressen" in said
    assert "1 ärenden kunde inte hanteras" in said


def test_machines_are_told(client: FlaskClient, clock: Clock) -> None:
    told = client.get("/healthz")
    assert (told.status_code, told.json) == (200, {
        "ok": True, "last_sweep": "2026-09-21T09:00:00+02:00", "backlog": 0, "failures": 0, "undeliverable": 0})
    clock.move(seconds=61)
    told = client.get("/healthz")
    assert told.status_code == 503
    assert told.json is not None
    assert (told.json["ok"], set(told.json)) == (False, FIELDS)


def test_machines_are_told_even_without_a_database(sqlite_url: str, clock: Clock) -> None:
    database = Database(sqlite_url)
    app: Flask = create_app(settings(), database, clock=clock)
    with database.change_schema() as connection:
        connection.exec_driver_sql("DROP TABLE heartbeats")
    told = app.test_client().get("/healthz")
    assert told.status_code == 503
    assert told.json is not None
    assert set(told.json) == FIELDS
    database.close()


@pytest.mark.parametrize("wanted", [
    "overens_scheduler_alive 1.0", "overens_last_sweep_timestamp_seconds 1.7899", "overens_backlog 2.0",
    "overens_failures 0.0", "overens_undeliverable 1.0",
])
def test_prometheus_is_told_the_same(app: Flask, database: Database, wanted: str) -> None:
    signed(database)
    with database.write() as session:
        for row in session.query(type(posts(database)[0])).all():
            row.next_at = None
    first, *others = posts(database)
    undeliverable(database, first.id)
    with database.write() as session:
        for one in others[:2]:
            session.get_one(type(one), one.id).next_at = NOW
    assert wanted in log_in(app.test_client()).get("/metrics").text
