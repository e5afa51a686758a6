"""Pages of shifts: the form by itself, the entries that a browser sends, the list, the lists' words, and files."""

from __future__ import annotations

import io
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.db import Database
from service.followup.shifts.store import figures
from service.followup.shifts.tables import ShiftRow, WordRow
from service.scheduler.sweep import sweep
from tests.followup.cast import NOW, Bus, bus, kept
from tests.followup.test_exchange import GOOD
from tests.followup.test_shifts import YEAR
from tests.web.world import Clock, counted, log_in, signed


def form(one: Bus, **changed: Any) -> dict[str, Any]:
    """Return what the form of a Friday night sends."""
    return {"day": "2026-09-18", "start": "20:00", "end": "02:00", "staff": "4", "places": [str(one.words["Järntorget"])],
            f"n-{one.words['Samtal']}": "3", f"n-{one.words['Unga 13–17']}": "2", f"n-{one.words['Bråk']}": "", **changed}


def shifts(database: Database) -> list[int]:
    with database.read() as session:
        return [one.staff for one in session.scalars(select(ShiftRow).order_by(ShiftRow.id))]


def maria(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "maria")


def test_the_form_keeps_a_shift_and_what_is_typed_when_it_is_refused(app: Flask, database: Database) -> None:
    one, client = bus(database), maria(app)
    here = f"/agreements/{one.id}/pass/nytt"
    told = client.post(here, data=form(one, note="Pratade med 811228-9874"))
    assert told.status_code == 422
    page = told.get_data(as_text=True)
    assert "Det står ett personnummer i texten" in page and "Pratade med 811228-9874" in page and 'value="3"' in page
    assert client.post(here, data=form(one, **{f"n-{one.words['Samtal']}": "många"})).status_code == 422
    assert client.post(here, data=form(one, start="25:00")).status_code == 422
    assert client.post(here, data=form(one, once="same", staff="5")).headers["Location"] == here
    client.post(here, data=form(one, once="same", staff="5"))
    assert shifts(database) == [5]
    with database.read() as session:
        found = figures(session, one.id, *YEAR)
    assert ([(each.name, each.count) for each in found.events], found.met) == ([("Samtal", 3)], 2)


def test_an_entry_is_answered_the_same_however_often_it_comes(app: Flask, database: Database) -> None:
    one, client = bus(database), maria(app)
    here = f"/agreements/{one.id}/pass/nytt"
    answers = [client.post(f"{here}/skicka", data=form(one, entry="0123-4567-89ab")) for _ in range(2)]
    assert [(told.status_code, told.json) for told in answers] == [(200, {"kept": "/pass/1"})] * 2
    asked = client.post(f"{here}/skicka", data=form(one, entry="another-entry"))
    assert (asked.status_code, asked.json) == (422, {
        "asks": True, "refused": "Stämmer det här? Ett annat pass är loggat på samma tid: 18 september 2026 20:00–02:00."})
    assert client.post(f"{here}/skicka", data=form(one, entry="another-entry", sure="yes")).json == {"kept": "/pass/2"}
    assert client.post(f"{here}/skicka", data=form(one)).json == {"asks": False, "refused": "Posten kom inte fram hel."}
    assert client.get(f"{here}/nyckel").json["who"] and shifts(database) == [4, 4]
    worker = client.get(f"{here}/arbetare.js")
    assert worker.headers["Service-Worker-Allowed"] == here and worker.mimetype == "text/javascript"
    assert "Maria" not in client.get(f"{here}/utan-nat").get_data(as_text=True)


def test_the_night_before_is_offered_in_the_morning(app: Flask, database: Database, clock: Clock) -> None:
    one, client = bus(database), maria(app)
    kept(database, one.id, one.told())
    page = client.get(f"/agreements/{one.id}/pass/nytt").get_data(as_text=True)
    assert 'value="2026-09-20"' in page and 'value="20:00"' in page and "checked" in page
    clock.move(hours=6)
    assert 'value="2026-09-21"' in client.get(f"/agreements/{one.id}/pass/nytt").get_data(as_text=True)


def test_lists_begin_with_what_is_offered(app: Flask, database: Database) -> None:
    number, client = signed(database), maria(app)
    here = f"/agreements/{number}/pass"
    assert "Ställ in era listor först" in client.get(f"{here}/nytt").get_data(as_text=True)
    bad = client.post(f"{here}/listor/borja", data={"places_more": "Hos 811228-9874", "events": ["Samtal"]})
    assert bad.status_code == 422 and "Hos 811228-9874" in bad.get_data(as_text=True)
    client.post(f"{here}/listor/borja", data={"places_more": "Järntorget\r\nMajorna", "events": ["Samtal", "Bråk"], "groups": ["Unga 13–17"]})
    with database.read() as session:
        found = [(one.kind, one.name) for one in session.scalars(select(WordRow).order_by(WordRow.id))]
    assert found == [("place", "Järntorget"), ("place", "Majorna"), ("event", "Samtal"), ("event", "Bråk"), ("group", "Unga 13–17")]


def test_a_file_is_looked_at_before_it_is_kept(app: Flask, database: Database) -> None:
    one, client = bus(database), maria(app)
    here = f"/agreements/{one.id}/pass/fil"
    looked = client.post(here, data={"file": (io.BytesIO(GOOD.encode("cp1252")), "pass.csv")})
    assert looked.status_code == 200 and shifts(database) == []
    wrong = client.post(here, data={"file": (io.BytesIO(b"\x89PNG\x00\x00"), "bild.csv")})
    assert (wrong.status_code, "Filen är ingen textfil" in wrong.get_data(as_text=True)) == (422, True)
    for _ in range(2):
        assert client.post(f"{here}/spara", data={"text": GOOD}).status_code == 303
    assert shifts(database) == [4, 3]
    written = client.get(f"/agreements/{one.id}/pass.csv").get_data(as_text=True)
    assert client.post(f"{here}/spara", data={"text": written}).status_code == 303 and len(shifts(database)) == 2


def test_the_pages_ask_as_much_for_many_shifts_as_for_one(app: Flask, database: Database) -> None:
    one, client, found = bus(database), maria(app), []
    here = f"/agreements/{one.id}/pass"
    for place in ("Järntorget", "Majorna"):
        kept(database, one.id, one.told(places=(one.words[place],), events={one.words["Samtal"]: 1}))
    for _ in range(2):
        numbers = {}
        for path in (here, f"{here}?plats={one.words['Majorna']}", f"{here}/nytt", f"{here}/listor", "/pass/1"):
            client.get(path)
            with counted(database) as seen:
                assert client.get(path).status_code == 200
            numbers[path] = len(seen)
        found.append(numbers)
        for _ in range(6):
            kept(database, one.id, one.told(places=(one.words["Majorna"],), events={one.words["Samtal"]: 1}), sure=True)
    assert found[0] == found[1]


def test_logging_is_one_press_from_the_first_page_for_those_who_may(app: Flask, database: Database) -> None:
    one = bus(database)
    assert "Logga ett pass" not in log_in(app.test_client(), "maria").get("/").text
    sweep(database, now=lambda: NOW)
    page = log_in(app.test_client(), "maria").get("/").text
    assert f'class="main-button" href="/agreements/{one.id}/pass/nytt"' in page
    assert "Logga ett pass" not in log_in(app.test_client(), "karin").get("/").text


def test_the_last_shift_at_a_place_is_a_ready_start(app: Flask, database: Database) -> None:
    one, client = bus(database), maria(app)
    here = f"/agreements/{one.id}/pass/nytt"
    assert "Samma som ett tidigare pass" not in client.get(here).text
    square = kept(database, one.id, one.told(staff=7, events={one.words["Samtal"]: 12}, note="Lugnt"))
    kept(database, one.id, one.told(places=(one.words["Majorna"],), staff=3))
    other = bus(database)
    elsewhere = kept(database, other.id, other.told(staff=9))
    page = client.get(here).text
    assert page.count("?som=") == 2 and f"?som={square}" in page and 'value="3"' in page
    filled = client.get(f"{here}?som={square}").text
    assert 'value="7"' in filled and 'value="12"' in filled and "Lugnt" not in filled and 'value="2026-09-20"' in filled
    assert 'value="9"' not in client.get(f"{here}?som={elsewhere}").text
