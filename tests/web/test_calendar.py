"""The calendar: a month of one's own agreements, and the link for a calendar program."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from service.accounts.tables import UserRow
from service.accounts.users import close
from service.db import Database
from service.parties.tables import FunctionRow, PersonRow
from service.web.calendar import views
from service.web.calendar.feed import feed_token
from tests.web.test_agreements import words
from tests.web.world import BY, NOW, SECRET, called, counted, email_of, log_in, signed, terms


@pytest.fixture
def karin(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "karin")


def feed_of(client: FlaskClient) -> str:
    client.post("/kalender/lank")
    found = re.search(r'id="link" type="text" readonly value="http://127.0.0.1:8000([^"]+)"', client.get("/kalender").text)
    assert found is not None
    return found[1]


def test_a_month_shows_meetings_decisions_and_duties_and_leads_to_them(karin: FlaskClient, database: Database) -> None:
    meeting = called(database, signed(database))
    page = karin.get("/kalender?m=2026-10").text
    assert f'href="/meetings/{meeting}"' in page
    said = words(page)
    assert "Oktober 2026" in said
    assert "10.00–11.30, Rum Vinga" in said
    assert "10.00 Kvartals" in said
    assert "Senast: ställning till förlängning" in said
    assert 'class="off ' in page
    assert "Faktura" in words(karin.get("/kalender?m=2026-07").text)
    assert "Sista dagen" in words(karin.get("/kalender?m=2026-12").text)


def test_a_month_with_more_than_fits_says_how_far_it_is_shown(karin: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    called(database, signed(database))
    whole = words(karin.get("/kalender?m=2026-10").text)
    monkeypatch.setattr(views, "MOST", 1)
    cut = words(karin.get("/kalender?m=2026-10").text)
    assert "Här visas" not in whole
    assert "Här visas de 1 första, till och med 8 okt." in cut


def test_it_is_sieved_by_kind_and_agreement(karin: FlaskClient, database: Database) -> None:
    first, second = signed(database, terms("Den ena")), signed(database, terms("Den andra"))
    assert "Kvartalsavstämning" not in karin.get("/kalender?m=2026-10&slag=decision").text
    page = karin.get(f"/kalender?m=2026-10&overenskommelse={second}").text
    days = page.split('id="month"')[1]
    assert "Den andra" in days
    assert "Den ena" not in days
    assert first != second


def test_nobody_sees_the_days_of_others(app: Flask, database: Database) -> None:
    number = signed(database)
    stranger = log_in(app.test_client(), "stranger")
    assert "Kvartalsavstämning" not in stranger.get("/kalender?m=2026-10").text
    assert "Kvartalsavstämning" not in stranger.get(f"/kalender?m=2026-10&overenskommelse={number}").text


@pytest.mark.parametrize("month", ["2026-13", "x", "99999-01", "2026-1", "1800-01"])
def test_a_month_that_is_none_is_told(karin: FlaskClient, month: str) -> None:
    assert karin.get(f"/kalender?m={month}").status_code == 400


def test_the_months_of_the_ends_of_time_stand(karin: FlaskClient) -> None:
    assert karin.get("/kalender?m=1900-01").status_code == 200
    assert karin.get("/kalender?m=2199-12").status_code == 200


def test_today_is_marked_and_weeks_are_numbered(karin: FlaskClient) -> None:
    page = karin.get("/kalender").text
    assert 'aria-current="date">21' in page
    assert "Vecka 39" in words(page)


def test_forty_agreements_cost_as_many_queries_as_one(karin: FlaskClient, database: Database) -> None:
    signed(database)
    karin.get("/kalender?m=2026-10")
    with counted(database) as one:
        karin.get("/kalender?m=2026-10")
    for number in range(12):
        signed(database, terms(f"Nummer {number}"))
    with counted(database) as many:
        page = karin.get("/kalender?m=2026-10").text
    assert len(many) == len(one)
    assert re.search(r"\d+ till", words(page))


def test_the_feed_is_read_by_a_calendar_program_without_logging_in(app: Flask, karin: FlaskClient, database: Database) -> None:
    hostile = "Buss; med, komma\\n\r\nBEGIN:VEVENT"
    meeting = called(database, signed(database, terms(hostile)))
    told = app.test_client().get(feed_of(karin))
    assert told.headers["Content-Type"] == "text/calendar; charset=utf-8"
    made = icalendar.Calendar.from_ical(told.text)
    events = {str(one["URL"]): one for one in made.walk("VEVENT")}
    mine = events[f"http://127.0.0.1:8000/meetings/{meeting}"]
    assert mine["DTSTART"].dt == datetime(2026, 10, 8, 10, tzinfo=ZoneInfo("Europe/Stockholm"))
    assert str(mine["SUMMARY"]).startswith("Kvartalsavstämning – Buss; med, komma")
    assert any(one["DTSTART"].dt == date(2026, 12, 31) for one in events.values())
    assert len({str(one["UID"]) for one in made.walk("VEVENT")}) == len(made.walk("VEVENT"))
    assert all(len(line.encode()) <= 75 for line in told.text.split("\r\n"))


def test_a_new_link_stops_the_old_and_off_is_off(app: Flask, karin: FlaskClient, database: Database) -> None:
    signed(database)
    first = feed_of(karin)
    second = feed_of(karin)
    stranger = app.test_client()
    assert (stranger.get(first).status_code, stranger.get(second).status_code) == (404, 200)
    karin.post("/kalender/lank/av")
    assert stranger.get(second).status_code == 404
    with database.read() as session:
        person = session.scalars(select(PersonRow).where(PersonRow.email == "peter@linden.example")).one()
    for nonce in ("", "None", "x"):
        assert stranger.get(f"/kalender/{feed_token(SECRET, person.id, nonce)}.ics").status_code == 404


def test_the_link_of_someone_shut_out_or_without_functions_gives_nothing(app: Flask, karin: FlaskClient, database: Database) -> None:
    signed(database)
    link, stranger = feed_of(karin), app.test_client()
    assert "Kvartalsavst" in stranger.get(link).text
    with database.write() as session:
        session.execute(update(FunctionRow).values(to_on=NOW.date() - timedelta(days=1)))
    assert "VEVENT" not in stranger.get(link).text
    with database.write() as session:
        close(session, session.scalars(select(UserRow).where(UserRow.email == email_of("karin"))).one(), now=NOW, by=BY)
    assert stranger.get(link).status_code == 404


def test_the_days_beside_the_month_show_what_falls_on_them(karin: FlaskClient, database: Database) -> None:
    signed(database, terms("Natt, bussen"))
    squares, day_by_day = karin.get("/kalender?m=2026-11").text.split("Dag för dag")
    decision = squares.split("<span>Senast: ställning till förlängning")
    assert len(decision) == 2
    assert 'class="outside off ' in decision[0].rpartition("<td")[2]
    assert "Natt, bussen" in decision[1].partition("</td>")[0]
    assert "Senast: ställning" not in day_by_day
