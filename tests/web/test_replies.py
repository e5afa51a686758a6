"""Answering a call by its link."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from service.db import Database
from service.history.tables import HistoryRow
from service.kernel.clock import moment
from service.meetings import actions as meetings
from service.meetings.tables import SeatRow
from service.notices.writing.links import reply_token
from tests.web.test_agreements import words
from tests.web.world import BY, NOW, SECRET, Clock, called, counted, posts, reply_path, seat, signed


@pytest.fixture
def meeting(database: Database) -> int:
    return called(database, signed(database))


def events(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(func.count()).select_from(HistoryRow)).one()


def test_opening_the_link_shows_the_meeting_and_changes_nothing(
    client: FlaskClient, database: Database, meeting: int,
) -> None:
    path, before = reply_path(database, meeting), events(database)
    with counted(database) as seen:
        for asked in ("", "?svar=ja", "?svar=nej", "?svar=annan", "?svar=rubbish"):
            assert client.get(path + asked).status_code == 200
        assert client.head(path).status_code == 200
    assert {one.split()[0] for one in seen} <= {"SELECT", "BEGIN"}
    assert events(database) == before
    assert seat(database, meeting).answer == "needs-action"
    said = words(client.get(path).text)
    assert "Torsdag 8 oktober 2026 kl. 10.00–11.30 Plats Rum Vinga Kallar Karin Lind, Ängstadens kommun" in said
    assert "Karin Lind, kan du komma? Ja, jag kommer Nej, jag kan inte komma Jag föreslår en annan dag" in said


@pytest.mark.parametrize(("code", "chosen"), [("ja", "yes"), ("nej", "no"), ("annan", "other")])
def test_the_answer_of_the_link_is_chosen_beforehand(
    client: FlaskClient, database: Database, meeting: int, code: str, chosen: str,
) -> None:
    page = client.get(f"{reply_path(database, meeting)}?svar={code}").text
    assert page.count(" checked>") == 1
    assert " checked>" in page.split(f'id="{chosen}"')[1].split("</label>")[0]


def test_the_button_records_the_answer_and_it_can_be_changed(
    client: FlaskClient, database: Database, meeting: int, clock: Clock,
) -> None:
    path = reply_path(database, meeting)
    told = client.post(path, data={"answer": "accepted", "comment": "Jag tar med\r\nfika\x00"})
    assert (told.status_code, told.headers["Location"]) == (303, path)
    assert "Ditt svar: ja, jag kommer. Registrerat 21 sep 2026 kl. 09.00. Du kan ändra det nedan." in words(
        client.get(path).text)
    assert seat(database, meeting).comment == "Jag tar med\nfika"
    client.post(path, data={"answer": "suggested", "day": "2026-10-15"})
    row = seat(database, meeting)
    assert (row.answer, row.suggested_on, row.comment) == ("suggested", date(2026, 10, 15), None)
    assert "jag föreslår en annan dag, torsdag 15 oktober 2026" in words(client.get(path).text)
    clock.move(minutes=1)
    client.post(path, data={"answer": "declined", "day": "2026-10-15"})
    assert (seat(database, meeting).answer, seat(database, meeting).suggested_on) == ("declined", None)
    assert [one.name for one in posts(database)][-2:] == ["reply_received"] * 2


@pytest.mark.parametrize(("given", "why"), [
    ({}, "Välj ett av svaren."), ({"answer": "needs-action"}, "Välj ett av svaren."),
    ({"answer": "suggested"}, "Ange den dag du föreslår, till exempel 2026-10-08."),
    ({"answer": "suggested", "day": "8/10"}, "Ange den dag du föreslår, till exempel 2026-10-08."),
    ({"answer": "suggested", "day": "2026-09-21"}, "Föreslå en dag längre fram."),
    ({"answer": "accepted", "comment": "å" * 1001}, "Korta hälsningen till högst 1000 tecken; den är 1001 nu."),
])
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    client: FlaskClient, database: Database, meeting: int, given: dict[str, str], why: str,
) -> None:
    told = client.post(reply_path(database, meeting), data={"comment": "Hej & hå", **given})
    assert told.status_code == 422
    assert told.text.count(why) == 2
    assert given.get("comment", "Hej &amp; hå") in told.text
    assert seat(database, meeting).answer == "needs-action"


def test_the_page_speaks_the_language_of_the_one_who_is_called(
    client: FlaskClient, database: Database, meeting: int,
) -> None:
    english = reply_path(database, meeting, 3)
    assert "Peter Sand, can you come?" in client.get(english).text
    client.post("/sprak", data={"language": "sv"})
    assert "Peter Sand, kan du komma?" in client.get(english).text


def test_a_link_that_we_did_not_make_or_that_is_spent_opens_nothing(
    client: FlaskClient, database: Database, meeting: int,
) -> None:
    row = seat(database, meeting)
    for token in ("x", reply_token("another secret", row.id, row.nonce), reply_token(SECRET, row.id, "other"),
                  reply_token(SECRET, 999, row.nonce), reply_token(SECRET, 2**70, row.nonce)):
        for told in (client.get(f"/svar/{token}"), client.post(f"/svar/{token}", data={"answer": "accepted"})):
            assert told.status_code == 404
            assert "Länken gäller inte längre" in told.text
    path = reply_path(database, meeting)
    with database.write() as session:
        session.get_one(SeatRow, row.id).nonce = "renewed"
    assert client.get(path).status_code == 404


def test_a_cancelled_meeting_says_so_and_takes_no_answer(client: FlaskClient, database: Database, meeting: int) -> None:
    path = reply_path(database, meeting)
    with database.write() as session:
        meetings.cancel(session, meeting, now=NOW, by=BY, reason="Sjukdom")
    page = client.get(path).text
    assert "Mötet är inställt. Du behöver inte göra något. Sjukdom" in words(page)
    assert "<form class=\"card\"" not in page
    told = client.post(path, data={"answer": "accepted"})
    assert told.status_code == 409
    assert "inget svar behövs längre" in told.text


def test_a_past_meeting_says_so_and_takes_no_answer(
    client: FlaskClient, database: Database, meeting: int, clock: Clock,
) -> None:
    path = reply_path(database, meeting)
    clock.at = moment(date(2026, 10, 8), 10)
    assert "Mötet har varit. Det går inte att svara nu." in words(client.get(path).text)
    assert client.post(path, data={"answer": "accepted"}).status_code == 409


def test_the_meetings_page_shows_answers(operator: FlaskClient, database: Database, meeting: int) -> None:
    given = {"answer": "suggested", "day": "2026-10-15", "comment": "Hellre då"}
    operator.post(reply_path(database, meeting), data=given)
    said = words(operator.get(f"/meetings/{meeting}").text)
    assert "Karin Lind Föreslår torsdag 15 oktober 2026 Hellre då Föreslår annan dag" in said
    assert "Anders Berg Har inte svarat" in said
    assert "Mål: Tryggare platser" in said
    assert "Åtagande: Sju vandrare på 35 %" in said
