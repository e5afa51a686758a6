"""The list sieved, sorted, walked both ways, kept under a name and taken home."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.states import State
from service.db import Database
from service.kernel.clock import moment
from service.lifecycle import standing
from service.parties.tables import OrganisationRow
from service.scheduler.sweep import sweep
from service.web.frame.access import CROWD
from service.web.portfolio import read
from tests.web.test_agreements import rows, titles, words
from tests.web.world import CONTACTS, Clock, alive, called, counted, draft, log_in, signed, terms


def walked(client: FlaskClient, path: str, rel: str = "next") -> list[list[str]]:
    """Return the titles of each page from `path` on."""
    seen = []
    while path:
        page = client.get(path).text
        seen.append(titles(page))
        found = re.findall(rf'<a href="([^"]+)" rel="{rel}"', page)
        path = found[0].replace("&amp;", "&") if found else ""
    return seen


@pytest.mark.parametrize("sort", ["end", "title", "start"])
def test_every_order_is_walked_forth_and_back_with_nothing_lost(operator: FlaskClient, database: Database, sort: str) -> None:
    rows(database, 30, ends=date(2026, 12, 1))
    rows(database, 30, state=State.EXPIRED, ends=date(2026, 1, 1))
    forth = walked(operator, f"/agreements?ordning={sort}")
    assert [len(page) for page in forth] == [25, 25, 10]
    flat = [title for page in forth for title in page]
    assert len(set(flat)) == 60
    path, page = f"/agreements?ordning={sort}", ""
    for _ in range(3):
        page = operator.get(path).text
        path = (re.findall(r'<a href="([^"]+)" rel="next"', page) or [""])[0].replace("&amp;", "&")
    back = walked(operator, re.findall(r'<a href="([^"]+)" rel="prev"', page)[0].replace("&amp;", "&"), "prev")
    assert back == [forth[1], forth[0]]


def test_titles_are_in_swedish_order(operator: FlaskClient, database: Database) -> None:
    for title in ("Östra", "Zorn", "Ängen", "Åsen", "Adam", "äpplet"):
        draft(database, terms(title))
    assert titles(operator.get("/agreements?ordning=title").text) == ["Adam", "Zorn", "Åsen", "Ängen", "äpplet", "Östra"]


@pytest.mark.parametrize(("asked", "found"), [
    ("lage=living", ["Kort", "Lång", "Utkast"]), ("lage=over", []), ("slutar=3", ["Kort"]), ("slutar=6", ["Kort", "Lång"]),
    ("slutar=7", ["Kort", "Lång", "Utkast"]), ("mina=1", []), ("part=999", []), ("ordning=title&q=l", ["Kort", "Lång", "Utkast"]),
])
def test_it_is_sieved(operator: FlaskClient, database: Database, asked: str, found: list[str]) -> None:
    signed(database, terms("Kort", end=date(2026, 11, 30)))
    signed(database, terms("Lång", end=date(2027, 3, 1)))
    draft(database, terms("Utkast", end=date(2029, 12, 31)))
    assert titles(operator.get(f"/agreements?{asked}").text) == found


def test_only_what_is_late(operator: FlaskClient, database: Database, clock: Clock) -> None:
    signed(database)
    draft(database, terms("Utkastet"))
    for day in (date(2026, 1, 2), date(2026, 6, 30), date(2026, 11, 3)):
        sweep(database, now=lambda day=day: moment(day, 9))
    clock.at = moment(date(2026, 11, 3), 9)
    alive(database, clock.at)
    log_in(operator)
    assert titles(operator.get("/agreements?sent=1").text) == ["Skyddsbussen i Linden"]


def test_who_sees_very_many_sees_what_who_sees_few_does(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    called(database, signed(database, terms("Vår")))
    signed(database, terms("Deras"), contacts=[one for one in CONTACTS if one.party == "civil"])
    with database.write() as session:
        organisation = session.scalars(select(OrganisationRow.id).where(OrganisationRow.kind == "public")).first()
    paths = ("/agreements", "/agreements?q=ra", f"/agreements?part={organisation}", "/agreements/bilder", "/kalender", "/post", "/post/kommer", "/fakturor")

    def pages() -> list[str]:
        app.extensions[CROWD].clear()
        return [re.sub(r'name="(csrf_token|once)" value="[^"]*"', "", client.get(path).text) for client in people for path in paths]

    people = [log_in(app.test_client(), name) for name in ("operator", "karin", "maria", "stranger")]
    few = pages()
    for module in (standing, read):
        monkeypatch.setattr(module, "MANY", 1)
    assert pages() == few
    assert [titles(people[at].get("/agreements").text) for at in range(4)] == [["Vår", "Deras"], ["Vår"], ["Vår", "Deras"], []]


def test_a_long_name_is_found_by_its_last_word(operator: FlaskClient, database: Database) -> None:
    long = terms(f"{'Partnerskap ' * 40}Sist")
    draft(database, long.model_copy(update={"parties": tuple(one.model_copy(update={"name": f"{one.name} {'x' * 200}"}) for one in long.parties)}))
    draft(database, terms("Kort, men sist"))
    assert len(titles(operator.get("/agreements?q=sist").text)) == 2


def test_one_party_alone(operator: FlaskClient, database: Database) -> None:
    signed(database)
    page = operator.get("/agreements").text
    number = re.findall(r'<option value="(\d+)">Föreningen Linden</option>', page)[0]
    assert titles(operator.get(f"/agreements?part={number}").text) == ["Skyddsbussen i Linden"]


@pytest.mark.parametrize("place", ["efter=9.1.2026-01-01", "efter=x", "fore=0.x.2026-01-01", "fore=0.1.nonsense", "efter=-1.1.2026-01-01"])
def test_a_place_that_is_none_is_told(operator: FlaskClient, place: str) -> None:
    assert operator.get(f"/agreements?{place}").status_code == 400


def test_a_view_is_kept_shown_and_removed_by_its_owner_alone(app: Flask, operator: FlaskClient, database: Database) -> None:
    signed(database)
    told = operator.post("/agreements/vyer", data={"name": "Snart slut", "query": "slutar=6&q=buss&evil=1&ordning=end"})
    assert told.headers["Location"] == "/agreements?q=buss&slutar=6"
    page = operator.get("/agreements?q=buss&slutar=6").text
    assert '<a href="/agreements?q=buss&amp;slutar=6" aria-current="page">Snart slut</a>' in page
    assert "Snart slut" not in log_in(app.test_client(), "karin").get("/agreements").text
    number = re.findall(r'/agreements/vyer/(\d+)/bort', page)[0]
    log_in(app.test_client(), "karin").post(f"/agreements/vyer/{number}/bort")
    assert "Snart slut" in operator.get("/agreements").text
    operator.post(f"/agreements/vyer/{number}/bort")
    assert "Snart slut" not in operator.get("/agreements").text


def test_views_have_names_and_there_are_not_too_many(operator: FlaskClient, database: Database) -> None:
    signed(database)
    told = operator.post("/agreements/vyer", data={"name": "", "query": "q=buss"})
    assert (told.status_code, 'id="name-wrong"' in told.text, 'value="buss"' in told.text) == (422, True, True)
    for number in range(20):
        assert operator.post("/agreements/vyer", data={"name": f"Vy {number}", "query": "q=x"}).status_code == 303
    assert operator.post("/agreements/vyer", data={"name": "En till", "query": "q=x"}).status_code == 422
    assert operator.post("/agreements/vyer", data={"name": "Vy 3", "query": "q=y"}).status_code == 303


def test_the_list_is_taken_home_as_text(app: Flask, database: Database) -> None:
    signed(database, terms("=HYPERLINK(1)"))
    draft(database, terms("Utkast; med semikolon"))
    karin = log_in(app.test_client(), "karin")
    told = karin.get("/agreements/export.csv")
    assert told.headers["Content-Disposition"] == 'attachment; filename="overenskommelser.csv"'
    assert told.text.startswith("\ufeffÖverenskommelse;Parter;Läge;")
    read = list(csv.reader(io.StringIO(told.text.removeprefix("\ufeff")), delimiter=";"))
    assert read[1][:4] == ["'=HYPERLINK(1)", "Ängstadens kommun · Föreningen Linden", "Undertecknad", "2026-01-01"]
    assert read[2][0] == "Utkast; med semikolon"
    assert list(csv.reader(io.StringIO(karin.get("/agreements/export.csv?lage=draft").text), delimiter=";"))[1][2] == "Utkast"
    assert len(log_in(app.test_client(), "stranger").get("/agreements/export.csv").text.splitlines()) == 1


def test_the_list_is_taken_home_as_a_workbook(operator: FlaskClient, database: Database) -> None:
    signed(database, terms("=1+1"))
    book = openpyxl.load_workbook(io.BytesIO(operator.get("/agreements/export.xlsx").data))
    read = list(book.worksheets[0].iter_rows())
    assert [cell.value for cell in read[0]][:2] == ["Överenskommelse", "Parter"]
    assert (read[1][0].value, read[1][0].data_type) == ("=1+1", "s")
    assert read[1][3].value.date() == date(2026, 1, 1)


def test_a_long_list_is_whole_in_the_file_and_costs_little_a_portion(operator: FlaskClient, database: Database) -> None:
    rows(database, 520)
    with counted(database) as queries:
        text = operator.get("/agreements/export.csv").text
    assert len(text.splitlines()) == 521
    assert len(queries) < 20


def test_hits_are_counted_up_to_a_thousand(operator: FlaskClient, database: Database) -> None:
    rows(database, 30)
    assert "30 överenskommelser" in words(operator.get("/agreements").text)
    rows(database, 1001, state=State.SIGNED)
    assert "Fler än 1000 överenskommelser" in words(operator.get("/agreements").text)
