"""The page of a meeting: agenda, moving with warnings, who takes part, what came of it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.kernel.clock import moment
from service.lifecycle.plan import apply_plan
from service.meetings import actions as meetings
from service.meetings.calling import answers
from service.meetings.minutes import comment
from service.meetings.store import Outcome, outcomes_of
from service.meetings.tables import MeetingRow, PointRow
from service.parties.tables import PersonRow
from service.scheduler.sweep import sweep
from tests.web.test_agreements import words
from tests.web.world import BY, NOW, Clock, called, counted, log_in, meeting_of, posts, seat, signed, terms

MOVE = {"day": "2026-10-13", "starts": "10:00", "place": "Rum Vinga", "video": ""}
ROWS = {"kind": ["decision", "task", "task"], "what": ["Bussen står kvar", "Skicka schemat", ""],
        "who": ["", "Maria Holm", ""], "due": ["", "2026-10-01", ""], "ref": ["", "", ""]}


@pytest.fixture
def karin(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "karin")


@pytest.fixture
def maria(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "maria")


def row(database: Database, meeting: int) -> MeetingRow:
    with database.read() as session:
        return session.get_one(MeetingRow, meeting)


def person(database: Database, email: str) -> int:
    with database.read() as session:
        return session.scalars(select(PersonRow.id).where(PersonRow.email == email)).one()


def over(database: Database) -> int:
    """Return a meeting that was called and whose time has passed."""
    meeting = meeting_of(database, signed(database), "meeting:2026-Q2")
    with database.write() as session:
        meetings.call(session, meeting, now=moment(date(2026, 4, 10), 9), by=BY)
    return meeting


def held(database: Database) -> int:
    meeting = over(database)
    with database.write() as session:
        meetings.hold(session, meeting, now=NOW, by=BY)
    return meeting


def minuted(database: Database) -> int:
    meeting = held(database)
    with database.write() as session:
        meetings.minute(session, meeting, "Allt väl.", outcomes=[Outcome(kind="task", body="Ring skolan")], now=NOW, by=BY)
    return meeting


def test_a_point_is_added_and_taken_away_by_whoever_added_it(karin: FlaskClient, maria: FlaskClient, database: Database) -> None:
    page = f"/meetings/{called(database, signed(database))}"
    told = maria.post(f"{page}/punkter", data={"point": "Höstlovet\nnästa"}, follow_redirects=True)
    assert "Höstlovet nästa Från Maria Holm, Föreningen Linden Ta bort" in words(told.text)
    assert "Ta bort" not in words(karin.get(page).text)
    with database.read() as session:
        point = session.scalars(select(PointRow.id)).one()
    assert karin.post(f"{page}/punkter/{point}/bort").status_code == 403
    assert "Höstlovet" not in maria.post(f"{page}/punkter/{point}/bort", follow_redirects=True).text
    assert maria.post(f"{page}/punkter/{point}/bort").status_code == 404


@pytest.mark.parametrize(("typed", "said"), [("  ", "Fyll i det här."), ("x" * 301, "Texten är för lång; högst 300 tecken ryms.")])
def test_a_point_that_cannot_be_is_told_and_kept(maria: FlaskClient, database: Database, typed: str, said: str) -> None:
    told = maria.post(f"/meetings/{called(database, signed(database))}/punkter", data={"point": typed})
    assert (told.status_code, said in told.text, f'value="{typed.strip()}"' in told.text) == (422, True, True)


def test_it_is_moved_at_once_when_the_day_is_an_ordinary_one(karin: FlaskClient, database: Database) -> None:
    meeting = called(database, signed(database))
    told = karin.post(f"/meetings/{meeting}/flytta", data=MOVE, follow_redirects=True)
    assert "Mötet är flyttat. Alla kallade får en ny kallelse." in told.text
    assert (row(database, meeting).day, row(database, meeting).revision) == (date(2026, 10, 13), 1)


def test_a_meeting_moved_by_somebody_else_meanwhile_is_not_moved_unseen(karin: FlaskClient, database: Database) -> None:
    meeting = called(database, signed(database))
    place = f"/meetings/{meeting}/flytta"
    seen = re.findall(r'name="seen" value="([^"]+)"', karin.get(place).text)[0]
    assert karin.post(place, data={**MOVE, "seen": seen}).status_code == 303
    late = karin.post(place, data={**MOVE, "day": "2026-10-14", "seen": seen})
    assert late.status_code == 409
    assert "Någon annan har flyttat mötet under tiden; nu är det 13 oktober 2026 kl. 10:00." in words(late.text)
    assert 'value="2026-10-14"' in late.text
    assert row(database, meeting).day == date(2026, 10, 13)


def test_whoever_moves_it_is_warned_first(karin: FlaskClient, database: Database) -> None:
    meeting = called(database, signed(database))
    one = seat(database, meeting, 2)
    with database.write() as session:
        answers.reply(session, seat_id=one.id, nonce=one.nonce, answer="suggested", suggested_on=date(2026, 10, 15),
                       comment=None, now=NOW)
    place, wanted = f"/meetings/{meeting}/flytta", {**MOVE, "day": "2026-12-26"}
    asked = words(karin.get(place).text)
    assert "Torsdag 15 oktober 2026 Maria Holm Välj dagen" in asked
    assert "senast lördag 31 oktober 2026" in asked
    told = karin.post(place, data=wanted)
    said = words(told.text)
    assert told.status_code == 422
    assert "Dagen är en lördag eller söndag." in said
    assert "Senast lördag 31 oktober 2026 ska parterna ta ställning till förlängning. Mötet skulle ligga efter det." in said
    assert "Maria Holm har föreslagit en annan dag: torsdag 15 oktober 2026." in said
    assert "Flytta ändå till lördag 26 december 2026" in said
    assert "Något behöver rättas" not in said
    assert row(database, meeting).day == date(2026, 10, 8)
    # Having been warned of one day is not having been warned of another.
    assert karin.post(place, data={**wanted, "day": "2026-12-27", "anyway": "2026-12-26"}).status_code == 422
    assert karin.post(place, data={**wanted, "anyway": "2026-12-26"}).status_code == 303
    assert row(database, meeting).day == date(2026, 12, 26)


def test_two_meetings_of_one_s_own_at_the_same_time_are_told_of(karin: FlaskClient, database: Database) -> None:
    first = called(database, signed(database))
    assert "ett annat möte samtidigt" not in words(karin.get(f"/meetings/{first}").text)
    second = called(database, signed(database, terms("Den andra")))
    assert "Du har ett annat möte samtidigt: Den andra" in words(karin.get(f"/meetings/{first}").text)
    apart = {**MOVE, "day": "2026-10-09"}
    assert karin.post(f"/meetings/{second}/flytta", data=apart).status_code == 303
    told = words(karin.post(f"/meetings/{second}/flytta", data={**MOVE, "day": "2026-10-08", "starts": "11:00"}).text)
    assert "Du har redan ett möte då: Skyddsbussen i Linden." in told
    assert "Flytta ändå till torsdag 8 oktober 2026" in told


def test_one_s_own_reply_is_a_press_away_from_the_start_and_from_the_meeting(maria: FlaskClient, database: Database) -> None:
    meeting = called(database, signed(database))
    at_start = re.search(r'href="(/svar/[^"]+)"', maria.get("/").text)
    here = re.search(r'href="(/svar/[^"]+)"', maria.get(f"/meetings/{meeting}").text)
    assert at_start is not None and here is not None and at_start[1] == here[1]
    assert f'href="/meetings/{meeting}"' in maria.get(here[1]).text
    maria.post(here[1], data={"answer": "accepted"})
    assert "Ditt svar: kommer Ändra svaret" in words(maria.get(f"/meetings/{meeting}").text)
    assert "/svar/" not in maria.get("/").text


@pytest.mark.parametrize(("changed", "said"), [
    ({"day": "2026-09-20"}, "den tiden har passerat"), ({"day": "2027-01-12"}, "inom överenskommelsens tid"),
    ({"day": "2026-10-08"}, "Det är redan då och där mötet är"), ({"day": "snart"}, "Skriv en dag som 2026-10-31."),
    ({"starts": "tio"}, "Skriv ett klockslag som 10:00."), ({"video": "javascript:x"}, "Länken ska börja med https://"),
])
def test_what_cannot_be_moved_to_is_told_at_its_field(
    karin: FlaskClient, database: Database, changed: dict[str, str], said: str
) -> None:
    meeting = called(database, signed(database))
    given = {**MOVE, **changed}
    told = karin.post(f"/meetings/{meeting}/flytta", data=given)
    assert (told.status_code, said in words(told.text)) == (422, True)
    assert all(f'value="{value}"' in unescape(told.text) for value in given.values() if value)
    assert row(database, meeting).revision == 0


def test_a_suggested_day_is_picked_by_a_link(karin: FlaskClient, database: Database) -> None:
    page = karin.get(f"/meetings/{called(database, signed(database))}/flytta?dag=2026-10-15").text
    assert 'value="2026-10-15"' in page


def test_it_is_cancelled_with_a_reason_that_goes_into_the_mail(karin: FlaskClient, database: Database) -> None:
    meeting = called(database, signed(database))
    for post in posts(database):
        with database.write() as session:
            session.get_one(type(post), post.id).sent_at = NOW
            session.query(type(post)).filter_by(id=post.id).update({"state": "sent", "next_at": None})
    place = f"/meetings/{meeting}/stall-in"
    assert karin.post(place, data={"reason": " "}).status_code == 422
    told = karin.post(place, data={"reason": "Flera är sjuka."}, follow_redirects=True)
    assert "Mötet är inställt. Flera är sjuka." in words(told.text)
    assert {("Flera är sjuka." in one.payload) for one in posts(database) if one.name == "meeting_cancelled"} == {True}
    again = karin.post(place, data={"reason": "Igen"})
    assert (again.status_code, "läget är nu: inställt" in again.text) == (409, True)
    assert karin.get(f"/meetings/{meeting}/flytta").status_code == 409


def test_people_are_added_struck_and_answered_for(karin: FlaskClient, database: Database) -> None:
    meeting = called(database, signed(database))
    place = f"/meetings/{meeting}/kallade"
    peter = person(database, "peter@linden.example")
    assert "Peter Sand, Föreningen Linden" not in karin.get(place).text.split('id="person"')[1].split("</select>")[0]
    assert "borttagen från mötet" in karin.post(f"{place}/bort", data={"person": peter}, follow_redirects=True).text
    told = karin.post(f"{place}/bort", data={"person": peter})
    assert (told.status_code, "inte kallad till det här mötet" in told.text) == (422, True)
    assert "Personen är tillagd." in karin.post(f"{place}/till", data={"person": peter}, follow_redirects=True).text
    one = seat(database, meeting, 2)
    wrong = karin.post(f"{place}/svar", data={"seat": one.id, "answer": "suggested", "message": "Ringde"})
    assert (wrong.status_code, "Ange den dag som föreslås" in wrong.text, ">Ringde</textarea>" in wrong.text) == (422, True, True)
    done = karin.post(f"{place}/svar", data={"seat": one.id, "answer": "accepted", "message": "Ringde"}, follow_redirects=True)
    assert "Svaret är antecknat." in done.text
    assert "Maria Holm Kommer" in words(done.text)
    assert "Svarade på kallelsen – kommer, Maria Holm" in words(karin.get(f"/agreements/{row(database, meeting).agreement_id}").text)


def test_from_held_to_minutes_with_rows(karin: FlaskClient, database: Database) -> None:
    meeting = over(database)
    assert "Blev mötet av?" in karin.get(f"/meetings/{meeting}").text
    there = person(database, "karin@staden.example")
    told = karin.post(f"/meetings/{meeting}/hallet", data={"day": "2026-05-14", "present": [there], "others": "Rektor Ek\n\nVaktis"})
    assert told.headers["Location"] == f"/meetings/{meeting}/anteckningar"
    more = karin.post(told.headers["Location"], data={"text": "Utkast", "more": "yes", **ROWS})
    assert (more.status_code, more.text.count("<legend>"), ">Utkast</textarea>" in more.text) == (200, 6, True)
    done = karin.post(told.headers["Location"], data={"text": "Allt väl.", "seen": "0", **ROWS}, follow_redirects=True)
    said = words(done.text)
    assert "Närvarande Karin Lind Ängstadens kommun Rektor Ek Vaktis" in said
    assert "Det här bestämdes Bussen står kvar" in said
    assert "Skicka schemat Maria Holm · senast 1 okt 2026 Klart" in said
    assert {one.to_email for one in posts(database) if one.name == "minutes_ready"} == {
        "karin@staden.example", "anders@staden.example", "maria@linden.example", "peter@linden.example"}


@pytest.mark.parametrize(("changed", "said"), [
    ({"text": ""}, "Fyll i det här."), ({"due": ["", "i höst", ""]}, "Skriv en dag som 2026-10-31."),
    ({"due": ["", "2025-10-01", ""]}, "Dagen ligger före mötet."),
    ({"what": ["Bussen står kvar", "", ""]}, "Skriv vad som bestämdes eller ska göras."),
    ({"what": ["x" * 501, "y", ""]}, "Texten är för lång; högst 500 tecken ryms."),
])
def test_minutes_that_cannot_be_are_told_at_the_row_and_kept(
    karin: FlaskClient, database: Database, changed: dict[str, object], said: str
) -> None:
    meeting = held(database)
    told = karin.post(f"/meetings/{meeting}/anteckningar", data={"text": "Allt väl.", "seen": "0", **ROWS, **changed})
    assert (told.status_code, said in told.text, 'value="Maria Holm"' in told.text) == (422, True, True)
    assert row(database, meeting).state == "held"


def test_a_correction_is_a_new_version_and_nobody_s_is_lost(karin: FlaskClient, database: Database) -> None:
    meeting = minuted(database)
    place = f"/meetings/{meeting}/anteckningar"
    with database.read() as session:
        task = outcomes_of(session, meeting)[0].id
    rows = {"kind": ["task"], "what": ["Ring skolan"], "who": [""], "due": [""], "ref": [str(task)]}
    assert 'name="seen" value="1"' in karin.get(place).text
    same = karin.post(place, data={"text": "Allt väl.", "seen": "1", **rows})
    assert (same.status_code, "Så står det redan i anteckningarna" in same.text) == (422, True)
    told = karin.post(place, data={"text": "Nästan allt väl.", "seen": "1", **rows}, follow_redirects=True)
    assert "Version 1, gällde till" in words(told.text)
    # Someone who had the first version open is shown the second, and keeps what they wrote.
    late = karin.post(place, data={"text": "Mitt", "seen": "1", **rows})
    assert late.status_code == 409
    assert "Nästan allt väl." in late.text
    assert ">Mitt</textarea>" in late.text
    assert 'name="seen" value="2"' in late.text


def test_a_first_text_never_replaces_another_s_unseen(karin: FlaskClient, database: Database) -> None:
    meeting = minuted(database)
    told = karin.post(f"/meetings/{meeting}/anteckningar", data={"text": "Mitt", "seen": "0"})
    assert (told.status_code, row(database, meeting).minutes) == (409, "Allt väl.")


def test_minutes_are_commented_and_tasks_ticked_off_by_the_other_party(maria: FlaskClient, database: Database) -> None:
    meeting = minuted(database)
    page = f"/meetings/{meeting}"
    with database.read() as session:
        task = outcomes_of(session, meeting)[0].id
    assert maria.post(f"{page}/synpunkt", data={"comment": ""}).status_code == 422
    told = maria.post(f"{page}/synpunkt", data={"comment": "Det var fem."}, follow_redirects=True)
    assert "Det var fem. Maria Holm, Föreningen Linden · 21 sep 2026 kl. 09.00" in words(told.text)
    assert "Klart 21 sep" in words(maria.post(f"{page}/uppgifter/{task}/klar", follow_redirects=True).text)
    assert "öppen igen" in maria.post(f"{page}/uppgifter/{task}/inte-klar", follow_redirects=True).text
    assert maria.post(f"{page}/uppgifter/999/klar").status_code == 404


def test_one_that_did_not_take_place_can_still_be_held(karin: FlaskClient, database: Database) -> None:
    meeting = over(database)
    told = karin.post(f"/meetings/{meeting}/blev-inte-av", follow_redirects=True)
    assert "Mötet blev inte av" in told.text
    assert karin.post(f"/meetings/{meeting}/hallet", data={"day": "2026-09-22"}).status_code == 409
    assert karin.post(f"/meetings/{meeting}/hallet", data={"day": "2026-09-20"}).status_code == 303
    assert row(database, meeting).state == "held"


def test_one_still_to_come_has_not_failed_to_take_place(karin: FlaskClient, database: Database) -> None:
    told = karin.post(f"/meetings/{called(database, signed(database))}/blev-inte-av")
    assert (told.status_code, "Mötet har inte börjat än" in told.text) == (409, True)


def test_others_are_told_who_may(app: Flask, maria: FlaskClient, database: Database) -> None:
    meeting = called(database, signed(database))
    said = words(maria.get(f"/meetings/{meeting}").text)
    assert "Samordnare eller chef hos Ängstadens kommun kan flytta mötet eller ställa in det." in said
    assert "/flytta" not in maria.get(f"/meetings/{meeting}").text
    page = log_in(app.test_client(), "reader").get(f"/meetings/{meeting}").text
    assert "kan lägga till egna punkter" in page
    assert f'action="/meetings/{meeting}' not in page


def test_the_page_costs_the_same_for_much_and_little(karin: FlaskClient, database: Database, clock: Clock) -> None:
    few, many = minuted(database), minuted(database)
    with database.write() as session:
        for number in range(20):
            session.add(PointRow(meeting_id=many, party_id=None, body=f"Punkt {number}", author="Maria Holm", written_at=NOW))
            comment(session, many, f"Synpunkt {number}", author="Maria Holm", party_id=None, now=NOW, by=BY)
    karin.get("/agreements")
    with counted(database) as one:
        karin.get(f"/meetings/{few}")
    with counted(database) as twenty:
        karin.get(f"/meetings/{many}")
    assert len(one) == len(twenty)




def test_one_held_and_then_not_after_all_shows_no_minutes(karin: FlaskClient, database: Database) -> None:
    meeting = held(database)
    page = words(karin.post(f"/meetings/{meeting}/blev-inte-av", follow_redirects=True).text)
    assert "Mötet blev inte av" in page
    assert "Mötesanteckningar" not in page


def test_the_pages_speak_english_too(app: Flask, database: Database) -> None:
    meeting = minuted(database)
    client = log_in(app.test_client(), "karin")
    client.post("/sprak", data={"language": "en", "next": "/"})
    said = words(client.get(f"/meetings/{meeting}").text)
    assert "What is to be done Ring skolan" in said
    assert "Comments on the minutes There are no comments." in said


def test_a_meeting_beside_those_of_the_terms_is_added_called_and_left_alone_by_the_plan(
    app: Flask, karin: FlaskClient, maria: FlaskClient, database: Database,
) -> None:
    number = signed(database)
    place, wanted = f"/agreements/{number}/moten/nytt", {"day": "2026-11-07", "starts": "09:00", "place": "Torget", "video": ""}
    assert maria.get(place).status_code == 403
    told = karin.post(place, data=wanted)
    assert (told.status_code, "Dagen är en lördag eller söndag." in told.text) == (422, True)
    made = karin.post(place, data={**wanted, "day": "2026-11-05"})
    meeting = int(made.headers["Location"].rsplit("/", 1)[1])
    assert "Avstämning, utöver de planerade Planerat" in words(karin.get(f"/meetings/{meeting}").text)
    assert "Det finns redan ett möte den dagen" in words(karin.post(place, data={**wanted, "day": "2026-11-05"}).text)
    with database.write() as session:
        apply_plan(session, session.get_one(AgreementRow, number), now=NOW, live=True, amended=True)
    sweep(database, now=lambda: moment(date(2026, 10, 16), 8))
    assert row(database, meeting).state == "called"
    calls = [one for one in posts(database) if one.name == "meeting_call" and one.subject == f"meeting {meeting}"]
    assert len(calls) == 4
    with database.write() as session:
        meetings.cancel(session, meeting, now=moment(date(2026, 10, 20), 9), by=BY, reason="Behövs inte.")
    sweep(database, now=lambda: moment(date(2026, 11, 20), 9))
    assert not [one for one in posts(database) if one.name == "meeting_missed" and one.subject == f"meeting {meeting}"]
    assert "Ett möte till lades till" in words(karin.get(f"/agreements/{number}").text)
