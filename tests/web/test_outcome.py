"""The pages of outcome: entered, read in, shown; nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.db import Database
from service.economy.outcome.actions import Entered
from service.economy.outcome.rules import Used
from service.lifecycle.money.outcome import enter
from tests.web.test_agreements import words
from tests.web.world import BY, NOW, counted, draft, log_in, signed

TYPED = {"as_of": "2026-06-30", "post": "Personal", "used": "612 000,50", "forecast": "", "note": "Halva året."}


@pytest.fixture
def people(app: Flask) -> dict[str, FlaskClient]:
    return {name: log_in(app.test_client(), name) for name in ("karin", "maria", "peter")}


def test_outcome_is_entered_and_seen_by_both(people: dict[str, FlaskClient], database: Database) -> None:
    number = signed(database)
    place = f"/agreements/{number}/utfall"
    assert "Inför varje uppföljning anger föreningen" in people["karin"].get(place).text
    assert "Föreningens samordnare, ekonom och verksamhetsledare kan ange utfall." in people["karin"].get(place).text
    assert "Det går när överenskommelsen är undertecknad." in people["maria"].get(f"/agreements/{draft(database)}/utfall").text
    assert people["maria"].post(f"{place}/nytt", data={**TYPED, "do": "enter"}).status_code == 303
    said = words(people["karin"].get(place).text)
    assert "Personal 1 275 750 kr 612 000,50 kr 663 749,50 kr 1 234 145 kr" in said.replace("\u00a0", " ")
    assert "Ingen har angett någon prognos" in said and "Halva året." in said
    told = people["maria"].post(f"{place}/nytt", data={**TYPED, "used": "1 300 000", "do": "enter"}, follow_redirects=True)
    assert "Ramen är överskriden" in told.text
    assert "The frame is overspent" in people["peter"].get(place).text
    assert "Utfallet angavs" in people["karin"].get(f"/agreements/{number}").text
    assert "Det här är äldre uppgifter." in people["karin"].get(f"{place}?visa=1").text


@pytest.mark.parametrize(("changed", "said"), [
    ({"used": "mycket"}, "Skriv ett belopp med siffror, till exempel 12 500,50."), ({"used": ""}, "Ange ett belopp; 0 om inget är använt."),
    ({"forecast": "1.000"}, "Skriv ett belopp med siffror"), ({"as_of": "2026-12-01"}, "1 december 2026 har inte kommit"),
    ({"as_of": "2025-12-01"}, "ligger före överenskommelsens första dag"), ({"post": "Resor"}, "Budgeten hade andra poster den dagen."),
    ({"note": "850709-9805"}, "Det står ett personnummer i texten"),
])
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    people: dict[str, FlaskClient], database: Database, changed: dict[str, str], said: str,
) -> None:
    typed = {**TYPED, **changed, "do": "enter"}
    told = people["maria"].post(f"/agreements/{signed(database)}/utfall/nytt", data=typed)
    assert (told.status_code, said in told.text, typed["note"] in told.text) == (422, True, True)
    assert changed.get("post") or f'value="{typed["used"]}"' in told.text


def test_adding_up_enters_nothing(people: dict[str, FlaskClient], database: Database) -> None:
    place = f"/agreements/{signed(database)}/utfall"
    told = people["maria"].post(f"{place}/nytt", data={**TYPED, "do": "sum"})
    assert told.status_code == 200 and "Summa använt: 612\u00a0000,50\u00a0kr" in told.text
    assert "Inget utfall än" in people["maria"].get(place).text


def test_many_are_read_with_as_many_questions_as_one(people: dict[str, FlaskClient], database: Database) -> None:
    number = signed(database)
    seen = []
    for count in (1, 8):
        with database.write() as session:
            for day in range(1, count + 1):
                enter(session, number, Entered(as_of=date(2026, 6, day), posts=(Used("Personal", day),)), author="Maria", now=NOW, by=BY)
        people["maria"].get(f"/agreements/{number}/utfall")
        with counted(database) as asked:
            people["maria"].get(f"/agreements/{number}/utfall")
        seen.append(len(asked))
    assert seen[0] == seen[1]
