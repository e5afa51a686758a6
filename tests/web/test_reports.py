"""The pages of reports, the summary, goals and tasks: from what is due to what is answered."""

from __future__ import annotations

import io
import re
from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.store import terms_of
from service.db import Database
from service.followup.goals.model import matters
from service.followup.reports.tables import ReportRow
from service.followup.shifts import actions as shifts
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind, Told
from service.followup.summary.tables import FrozenRow
from service.meetings import actions as meetings
from service.meetings.store import Outcome
from service.meetings.tables import OutcomeRow
from tests.documents.made import pdf
from tests.web.test_agreements import words
from tests.web.world import BY, NOW, called, counted, log_in, meeting_of, signed

LEFT = {"day": "2026-09-20", "note": "", "diary_number": ""}


@pytest.fixture
def people(app: Flask) -> dict[str, FlaskClient]:
    return {name: log_in(app.test_client(), name) for name in ("karin", "maria")}


def report_of(database: Database, agreement: int) -> ReportRow:
    with database.read() as session:
        return session.scalars(select(ReportRow).where(ReportRow.agreement_id == agreement)).one()


def some_shifts(database: Database, agreement: int, many: int = 3) -> None:
    with database.write() as session:
        place = add(session, agreement, Kind.PLACE, ["Resecentrum"], now=NOW, by=BY)
        for number in range(many):
            shifts.log(session, agreement, Told(day=date(2026, 3, 1 + number), start=time(18), end=time(23), staff=3, places=tuple(place)),
                       sure=True, author="Maria", now=NOW, by=BY)


def test_delivered_as_a_file_returned_and_accepted(people: dict[str, FlaskClient], database: Database) -> None:
    one = report_of(database, signed(database))
    place = f"/reports/{one.id}"
    assert "Ska lämnas" in words(people["karin"].get(f"/agreements/{one.agreement_id}/rapporter").text)
    refused = people["karin"].post(f"{place}/lamna", data={**LEFT, "note": "x"})
    assert (refused.status_code, "Bara den part som ska lämna rapporten" in refused.text) == (403, True)
    assert "Välj filen, eller skriv var rapporten finns." in people["maria"].post(f"{place}/lamna", data=LEFT).text
    bad = people["maria"].post(f"{place}/lamna", data={**LEFT, "file": (io.BytesIO(b"x"), "x.pdf")})
    assert bad.status_code in (415, 422)
    told = people["maria"].post(f"{place}/lamna", data={**LEFT, "file": (io.BytesIO(pdf()), "rapport.pdf")}, follow_redirects=True)
    assert "Filen, version 1" in words(told.text)
    assert "Läs och svara" in words(people["karin"].get("/").text)
    empty = people["karin"].post(f"{place}/svar", data={"verdict": "return", "comment": ""})
    assert (empty.status_code, "Skriv vad som saknas" in empty.text) == (422, True)
    people["karin"].post(f"{place}/svar", data={"verdict": "return", "comment": "Tabellen saknas."})
    assert "Lämna på nytt" in words(people["maria"].get("/").text)
    assert "Tabellen saknas." in people["maria"].get(place).text
    people["maria"].post(f"{place}/lamna", data={**LEFT, "day": "2026-09-21", "file": (io.BytesIO(pdf("Two")), "rapport.pdf")})
    people["karin"].post(f"{place}/svar", data={"verdict": "accept", "comment": ""})
    assert "Godkänd" in words(people["maria"].get(f"/agreements/{one.agreement_id}/rapporter").text)
    assert report_of(database, one.agreement_id).state == "accepted"


def test_a_summary_is_written_looked_through_and_submitted(people: dict[str, FlaskClient], database: Database) -> None:
    one = report_of(database, signed(database))
    some_shifts(database, one.agreement_id)
    place = f"/reports/{one.id}/sammanstallning"
    page = people["maria"].get(place).text
    assert "Resecentrum" in page
    assert people["maria"].post(place, data={"brief": "Ett år på <gatan>.", "seen": "0"}).status_code == 303
    stale = people["maria"].post(place, data={"brief": "Annat.", "seen": "0"})
    assert (stale.status_code, "Någon annan sparade texterna" in stale.text, "Annat." in stale.text) == (409, True, True)
    for page in (place, f"{place}/forhandsvisning"):
        assert "gatan" not in people["karin"].get(page).text
    preview = people["maria"].get(f"{place}/forhandsvisning").text
    assert "Ett år på &lt;gatan&gt;." in preview
    digest, text = (re.findall(rf'name="{name}" value="([^"]+)"', preview)[0] for name in ("digest", "text"))
    some_shifts(database, one.agreement_id, 1)
    moved = people["maria"].post(f"{place}/lamna-in", data={"digest": digest, "text": text})
    assert (moved.status_code, "se igenom sammanställningen en gång till" in moved.text) == (409, True)
    digest = re.findall(r'name="digest" value="([^"]+)"', moved.text)[0]
    told = people["maria"].post(f"{place}/lamna-in", data={"digest": digest, "text": text}, follow_redirects=True)
    assert "Sammanställningen är lämnad." in words(told.text)
    with database.read() as session:
        assert session.scalars(select(FrozenRow.digest)).all() == [digest]
    some_shifts(database, one.agreement_id, 1)
    assert "Pass: 4 när den lämnades, nu 5" in words(people["karin"].get(place).text)
    people["maria"].post(place, data={"brief": "Ett utkast till.", "seen": "1"})
    shown = people["karin"].get(place).text
    assert ("Ett år på" in shown, "Ett utkast till." in shown) == (True, False)
    assert people["karin"].post(place, data={"brief": "x", "seen": "1"}).status_code == 403
    assert "Pass;4" in people["karin"].get(f"/reports/{one.id}/siffror.csv").text
    assert people["karin"].get(f"{place}.pdf").data.startswith(b"%PDF")


def test_goals_and_tasks_from_a_meeting(people: dict[str, FlaskClient], database: Database) -> None:
    agreement = signed(database)
    meeting = meeting_of(database, agreement, "meeting:2026-Q3")
    with database.write() as session:
        goal, undertaking = (one.digest for one in matters(terms_of(session, agreement)))
        meetings.hold(session, meeting, now=NOW, by=BY, on=date(2026, 9, 1))
        meetings.minute(session, meeting, "Allt väl.", now=NOW, by=BY, outcomes=[
            Outcome(kind="task", body="Byt larmet", who="Maria Holm", due_on=date(2026, 9, 10))])
        task = session.scalars(select(OutcomeRow.id)).one()
    wrong = people["karin"].post(f"/meetings/{meeting}/mal", data={
        "matter": [goal, undertaking], "status": ["", "kept"], "note": ["Ord utan läge", ""]})
    assert (wrong.status_code, "Välj hur det står till." in wrong.text, "Ord utan läge" in wrong.text) == (422, True, True)
    personal = people["karin"].post(f"/meetings/{meeting}/mal", data={
        "matter": [goal, undertaking], "status": ["partly", "kept"], "note": ["", "Mötte 19121212-1212"]}).text
    assert ('id="note-1-wrong"' in personal, 'href="#note-1"' in personal, 'id="note-0-wrong"' in personal) == (True, True, False)
    told = people["karin"].post(f"/meetings/{meeting}/mal", follow_redirects=True, data={
        "matter": [goal, undertaking], "status": ["partly", "kept"], "note": ["En bit kvar.", ""]})
    assert "En bit kvar." in told.text
    page = words(people["maria"].get(f"/agreements/{agreement}/uppfoljning").text)
    assert "Tryggare platser" in page
    assert "(du)" in page
    assert "försenat" in page
    assert "Byt larmet" in words(people["maria"].get(f"/meetings/{called(database, agreement)}").text)
    done = people["maria"].post(f"/agreements/{agreement}/uppgifter/{task}/klar", data={"note": "Bytt i dag."}, follow_redirects=True)
    assert "Bytt i dag." in done.text
    assert people["karin"].post(f"/agreements/{agreement}/uppgifter/999/klar").status_code == 404


def test_many_are_read_with_as_many_questions_as_one(people: dict[str, FlaskClient], database: Database) -> None:
    one = report_of(database, signed(database))
    some_shifts(database, one.agreement_id, 1)
    places = [f"/agreements/{one.agreement_id}/rapporter", f"/reports/{one.id}", f"/reports/{one.id}/sammanstallning",
              f"/agreements/{one.agreement_id}/uppfoljning"]

    def questions() -> int:
        with counted(database) as seen:
            for place in places:
                assert people["karin"].get(place).status_code == 200
        return len(seen)

    questions()
    before = questions()
    some_shifts(database, one.agreement_id, 20)
    for number in range(3):
        people["maria"].post(f"/reports/{one.id}/lamna", data={**LEFT, "note": f"Hyllan {number}"})
        people["karin"].post(f"/reports/{one.id}/svar", data={"verdict": "return", "comment": "Nej."})
    assert questions() == before
