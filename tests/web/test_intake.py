"""Taking an agreement in: from a file or by hand, reviewed, previewed, with contacts, into a draft."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from service.accounts.tables import UserRow
from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow, TextRow
from service.app import create_app
from service.db import Database
from service.intake.formats.limits import USUAL
from service.intake.tables import IntakeRow
from service.lifecycle.standing import may_register
from service.meetings.tables import MeetingRow
from service.parties.organisations import organisation_for, set_own
from service.parties.store import cast
from service.web.speech.language import SHORT_MONTHS
from tests.web.fields import fields
from tests.web.world import NOW, counted, email_of, log_in, settings, signed

BUS = (Path(__file__).parent.parent / "cli" / "bus.txt").read_bytes()
LUND = (Path(__file__).parent.parent / "intake" / "texts" / "lund.txt").read_bytes()


def upload(client: FlaskClient, content: bytes = BUS, name: str = "nattbussen.txt") -> TestResponse:
    # As bytes: the test client leaves a large form's temporary file open.
    part = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return client.post("/agreements/ny", data=part + content + b"\r\n--edge--\r\n", content_type="multipart/form-data; boundary=edge")


def begun(client: FlaskClient, content: bytes = BUS) -> str:
    told = upload(client, content)
    assert told.status_code == 303
    return told.headers["Location"]


def send(client: FlaskClient, path: str, do: str, **changed: Any) -> TestResponse:
    """Fill in the form of a page and press a button of it."""
    form = fields(client.get(path).text)
    return client.post(path, data={**form, **{name.replace("__", "."): text for name, text in changed.items()}, "do": do})


def case(database: Database) -> IntakeRow:
    with database.read() as session:
        return session.scalars(select(IntakeRow).order_by(IntakeRow.id.desc())).first()  # type: ignore[return-value]


def agreements(database: Database) -> list[AgreementRow]:
    with database.read() as session:
        return list(session.scalars(select(AgreementRow).order_by(AgreementRow.id)))


def test_from_a_file_to_a_draft(operator: FlaskClient, database: Database) -> None:
    path = begun(operator)
    page = operator.get(path).text
    assert "nattbussen.txt" in page
    assert '<mark id="text-' in page
    assert "Posterna blir tillsammans <strong>500\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr</strong>" in page
    told = send(operator, path, "preview")
    assert told.headers["Location"] == f"{path}/forhandsgranska"
    page = operator.get(f"{path}/forhandsgranska").text
    assert "Januari 2090" in page or "Februari 2090" in page
    assert "Kallelse till kvartalsavstämning" in page
    assert "Socialförvaltningen Söder, Storstads kommun: samordnare" in page
    told = send(operator, f"{path}/kontakter", "done", people__1__name="Maria Holm", people__1__email="Maria@Linden.example", people__1__functions=["manager", "signatory"])
    assert told.headers["Location"] == f"/agreements/{agreements(database)[0].id}"
    [row] = agreements(database)
    with database.read() as session:
        made, text, found = terms_of(session, row.id), session.get_one(TextRow, row.id), cast(session, row.id)
    assert (row.title, row.state) == ("Överenskommelse om idéburet offentligt partnerskap kring Nattbussen", "draft")
    assert (made.start.isoformat(), made.decision_day(), made.meetings.per_year) == (
        "2090-02-01", made.end.replace(month=10), 4)  # type: ignore[union-attr]
    assert made.clauses["meetings.per_year"] == "Parterna ses en gång i kvartalet."
    assert text.body[json.loads(text.evidence)["meetings.per_year"]["from"]:].startswith("Parterna ses en gång i kvartalet.")
    assert [(seat.name, seat.function) for seat in found.seats] == [
        ("Kim operator", "coordinator"), ("Maria Holm", "manager"), ("Maria Holm", "signatory")]
    assert case(database).agreement_id == row.id
    assert operator.get(path).headers["Location"] == f"/agreements/{row.id}"
    assert operator.get(f"{path}/kontakter").headers["Location"] == f"/agreements/{row.id}"
    assert operator.post(path, data={"do": "keep"}).headers["Location"] == f"/agreements/{row.id}"
    assert operator.post(f"{path}/kasta").status_code == 409
    assert operator.get(f"/agreements/{row.id}").status_code == 200
    again = begun(operator)
    assert send(operator, again, "preview").status_code == 303
    page = " ".join(operator.get(f"{again}/forhandsgranska").text.split())
    assert 'Du har redan möten vid samma tid</h2> <ul><li>' in page and f'<span lang="sv">{row.title}</span> 10.00–11.30' in page


def test_questions_are_asked_before_the_rest(operator: FlaskClient, database: Database) -> None:
    path = begun(operator, LUND)
    page = operator.get(path).text
    asked = json.loads(case(database).proposal)["open_questions"]
    assert asked
    for one in asked:
        assert page.index(one["question"]) < page.index('id="group-parties"')


def test_what_is_left_is_assumed_and_what_is_answered_is_not(operator: FlaskClient, database: Database) -> None:
    text = BUS.decode().replace(" senast den 15 februari varje år", "").encode()
    path = begun(operator, text)
    assert "Om du inte svarar antas: Skriftlig sammanställning lämnas senast 15 februari varje år." in " ".join(operator.get(path).text.split())
    assert send(operator, path, "preview").status_code == 303
    assert "Antaget: Skriftlig sammanställning lämnas senast 15 februari varje år." in operator.get(f"{path}/forhandsgranska").text
    send(operator, path, "keep", reports__0__due="1 mars")
    page = operator.get(path).text
    assert "Besvarad" in page
    assert "Skriftlig sammanställning lämnas" not in operator.get(f"{path}/forhandsgranska").text
    send(operator, f"{path}/kontakter", "done")
    [row] = agreements(database)
    with database.read() as session:
        assert [one.due for one in terms_of(session, row.id).reports] == ["--03-01"]
    assert "reports.yearly_summary.due" not in row.assumed


def test_the_plan_of_one_that_runs_already_is_shown_as_it_becomes(operator: FlaskClient, database: Database) -> None:
    path = begun(operator)
    assert send(operator, path, "preview", start="2026-02-01", end="2027-06-30", signed__on="2026-02-01").status_code == 303
    page = operator.get(f"{path}/forhandsgranska").text
    assert "För det som ligger före i dag går inget mejl ut." in page
    assert "Betala fakturan senast" in page
    watched = page[page.index('id="watched"'):]
    assert watched.index('<li id="duty-') < watched.index("<details><summary>Före i dag (") < watched.rindex('<li id="duty-')
    told = send(operator, f"{path}/kontakter", "done", people__1__name="Maria Holm", people__1__email="maria@linden.example", people__1__functions=["manager"])
    assert told.status_code == 303
    with database.read() as session:
        days = session.scalars(select(MeetingRow.day).order_by(MeetingRow.day)).all()
    for day in days:
        assert f"{day.day} {SHORT_MONTHS['sv'][day.month - 1]} {day.year}" in page


def test_a_number_that_cannot_be_right_is_shown_and_kept(operator: FlaskClient, database: Database) -> None:
    path = begun(operator)
    typed = {"parties__1__org_number": "857201-5729"}
    assert send(operator, path, "preview", **typed).status_code == 303
    assert "Organisationsnumret 857201-5729 för" in operator.get(f"{path}/forhandsgranska").text
    assert operator.get(path).text.count("Kontrollsiffran stämmer inte.") == 1
    send(operator, f"{path}/kontakter", "done", people__1__name="Maria Holm", people__1__email="maria@linden.example", people__1__functions=["manager"])
    assert "(857201-5729 – stämmer inte)" in operator.get(f"/agreements/{agreements(database)[0].id}").text


def test_by_hand_from_the_empty_form(operator: FlaskClient, database: Database) -> None:
    path = operator.post("/agreements/ny/for-hand").headers["Location"]
    page = operator.get(path)
    assert "Dokumentets text" not in page.text
    told = send(operator, path, "preview")
    assert told.status_code == 422
    for name in ("title", "start", "end", "parties"):
        assert f'href="#{name}"' in told.text
    for _ in range(2):
        send(operator, path, "add:economy.posts")
    told = send(operator, path, "preview", title="Läxhjälpen", start="1 mars 2027", end="31/12 2027",
                parties__0__name="Ängstadens kommun", parties__1__name="Föreningen Linden",
                meetings__per_year="2", decision__months_before="3", economy__total="12 000,50 kr",
                economy__posts__0__name="Lokal", economy__posts__0__amount="12 000,50")
    assert told.status_code == 303
    assert operator.get(told.headers["Location"]).status_code == 200
    assert send(operator, f"{path}/kontakter", "done").status_code == 303
    [row] = agreements(database)
    with database.read() as session:
        made = terms_of(session, row.id)
        assert session.get(TextRow, row.id) is None
    assert (made.start.isoformat(), made.end and made.end.isoformat(), str(made.economy.total)) == ("2027-03-01", "2027-12-31", "12000.50")
    assert [(one.name, str(one.amount)) for one in made.economy.posts] == [("Lokal", "12000.50")]
    assert (made.clauses, json.loads(row.assumed)) == ({}, [])


def test_the_empty_form_knows_whose_installation_it_is(operator: FlaskClient, database: Database) -> None:
    with database.write() as session:
        own = organisation_for(session, "Föreningen Linden", "civil", "857201-5728")
        session.flush()
        set_own(session, own.id)
    typed = fields(operator.get(operator.post("/agreements/ny/for-hand").headers["Location"]).text)
    assert [typed[f"parties.{row}.{name}"][0] for row in (0, 1) for name in ("name", "role", "org_number")] == [
        "", "public", "", "Föreningen Linden", "civil", "857201-5728"]


def test_wrong_values_are_told_at_their_fields_and_stay_as_they_were_typed(operator: FlaskClient) -> None:
    path = begun(operator)
    told = send(operator, path, "preview", start="i morgon", economy__total="massor", ending__mode="renews", economy__posts__0__amount="",
                meetings__per_year="13", notice__0__origin="", notice__0__months="en evighet", decision__silence="kanske")
    assert told.status_code == 422
    for name, why in {
        "start": "”i morgon” är ingen hel dag. Skriv till exempel 2026-12-31.",
        "economy.total": "”massor” är inget belopp. Skriv med siffror, till exempel 1 275 750.",
        "economy.posts.0.amount": "Fyll i det här.", "meetings.per_year": "Högst 12.",
        "notice.0.months": "”en evighet” är inget helt tal. Skriv bara siffror.", "decision.silence": "Välj ett av alternativen.",
    }.items():
        assert f'id="{name}-wrong">{why}<' in told.text
        assert f'href="#{name}"' in told.text
    assert "Post 1: Kronor" in told.text
    assert 'value="massor"' in told.text
    assert fields(operator.get(path).text)["start"] == ["i morgon"]
    assert operator.get(f"{path}/forhandsgranska").headers["Location"] == f"{path}?kontrollera=1"
    assert "”massor” är inget belopp" in operator.get(f"{path}?kontrollera=1").text


def test_parts_that_contradict_each_other_are_told_at_one_of_them(operator: FlaskClient) -> None:
    path = begun(operator)
    told = send(operator, path, "preview", end="2089-01-01")
    assert 'id="end-wrong">Sista dagen ligger före den första.<' in told.text
    told = send(operator, path, "preview", end="2090-12-31", ending__mode="until_further_notice")
    assert "En överenskommelse som gäller tills vidare har ingen sista dag; töm fältet." in told.text


def test_rows_are_added_and_removed_and_nothing_is_lost(operator: FlaskClient, database: Database) -> None:
    path = begun(operator)
    told = send(operator, path, "add:goals", title="Ändrat namn")
    assert told.headers["Location"].endswith("#goals.0")
    told = send(operator, path, "drop:economy.posts:0", goals__0__text="Trygga kvällar")
    assert told.headers["Location"].endswith("#economy.posts")
    form = fields(operator.get(path).text)
    assert (form["title"], form["goals.0.text"], form["economy.posts.0.name"]) == (["Ändrat namn"], ["Trygga kvällar"], ["Drift"])
    assert "economy.posts.1.name" not in form
    page = operator.get(path).text
    kept = page[page.index('id="economy.posts.0.name"') - 400:page.index('id="economy.posts.0.name"')]
    assert 'data-rests="text-' in kept
    assert send(operator, path, "add:no.such.rows").status_code == 303
    assert send(operator, path, "drop:economy.posts:x").status_code == 303
    assert send(operator, path, "drop:parties:1").status_code == 303
    assert "Minst två parter behövs" in send(operator, path, "preview").text


def test_a_form_sent_twice_counts_once(operator: FlaskClient, database: Database) -> None:
    path = begun(operator)
    form = fields(operator.get(f"{path}/kontakter").text) | {"do": ["done"]}
    first, again = (operator.post(f"{path}/kontakter", data=form) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    form["once"] = ["another"]
    assert operator.post(f"{path}/kontakter", data=form).headers["Location"] == first.headers["Location"]
    assert len(agreements(database)) == 1


def test_a_stale_form_is_refused_with_what_differs_and_may_be_sent_again(operator: FlaskClient) -> None:
    path = begun(operator)
    old = fields(operator.get(path).text)
    send(operator, path, "keep", title="Från ett annat fönster")
    told = operator.post(path, data={**old, "title": "Härifrån", "do": "keep"})
    assert told.status_code == 409
    assert "Det här har sparats från ett annat fönster under tiden" in told.text
    assert "<td>Från ett annat fönster</td><td>Härifrån</td>" in told.text
    assert fields(told.text)["title"] == ["Härifrån"]
    assert operator.post(path, data={**fields(told.text), "do": "keep"}).status_code == 303
    assert fields(operator.get(path).text)["title"] == ["Härifrån"]


def test_saved_for_later_it_stands_in_the_list_and_can_be_thrown_away(operator: FlaskClient, database: Database) -> None:
    path = begun(operator)
    told = send(operator, path, "later", title="Halvfärdig")
    assert told.headers["Location"] == "/agreements/ny"
    assert f'<a href="{path}">Halvfärdig</a>' in operator.get("/agreements/ny").text
    told = operator.post(f"{path}/kasta", follow_redirects=True)
    assert "Halvfärdig är borttagen." in told.text
    assert case(database) is None
    assert operator.get(path).status_code == 404


@pytest.mark.parametrize(("content", "name", "status", "why"), [
    (b"%PDF-1.7\nbroken", "avtal.pdf", 422, "PDF-filen är skadad eller inte hel"),
    (b"", "tom.txt", 422, "Filen är tom"),
    (b"\x89PNG\r\n\x1a\n" + bytes(64), "bild.png", 415, "Det här är en bild"),
    (b"PK\x03\x04 broken", "avtal.docx", 422, "Word-filen är skadad"),
    ("Protokoll fört vid årsmötet.".encode(), "protokoll.txt", 422, "Texten är ingen överenskommelse mellan parter"),
    (b"x" * (USUAL.bytes + 1), "stor.txt", 413, "Filen är större än 25 MB"),
    (b"x" * (USUAL.bytes + 200_000), "storre.txt", 413, "Filen är större än 25 MB"),
])
def test_files_that_cannot_be_read_are_told_so_at_the_field(
        operator: FlaskClient, database: Database, content: bytes, name: str, status: int, why: str) -> None:
    told = upload(operator, content, name)
    assert told.status_code == status
    assert why in told.text[told.text.index('id="file-wrong"'):]
    assert case(database) is None


def test_no_file_is_told_so(operator: FlaskClient) -> None:
    told = operator.post("/agreements/ny", data={})
    assert (told.status_code, "Välj den fil som innehåller överenskommelsen." in told.text) == (422, True)


def test_only_who_has_logged_in_may_send_much(client: FlaskClient, operator: FlaskClient) -> None:
    assert upload(client, b"x" * 100_000).status_code in (302, 413)
    assert operator.post("/post", data={"x": "y" * 100_000}).status_code in (405, 413)


def test_one_who_is_no_operator_takes_part_or_is_told_to(app: Flask, database: Database) -> None:
    signed(database)
    karin = log_in(app.test_client(), "karin")
    path = begun(karin)
    told = send(karin, f"{path}/kontakter", "done", people__0__email="annan@staden.example")
    assert told.status_code == 422
    assert "Du behöver själv stå med bland kontaktpersonerna" in told.text
    told = send(karin, f"{path}/kontakter", "done")
    assert karin.get(told.headers["Location"]).status_code == 200


def test_what_somebody_has_begun_is_theirs_alone(app: Flask, operator: FlaskClient, database: Database) -> None:
    signed(database)
    path = begun(log_in(app.test_client(), "karin"))
    for asked in (path, f"{path}/forhandsgranska", f"{path}/kontakter"):
        assert operator.get(asked).status_code == 404
    assert operator.post(f"{path}/kasta").status_code == 404
    assert path not in operator.get("/agreements/ny").text


def test_who_may_take_agreements_in(database: Database, app: Flask) -> None:
    signed(database)

    def may(name: str) -> bool:
        with database.read() as session:
            person_id = session.scalars(select(UserRow.person_id).where(UserRow.email == email_of(name))).one()
            return may_register(session, person_id=person_id, operator=name == "operator", on=NOW.date())

    assert {name: may(name) for name in ("operator", "karin", "anders", "maria", "reader", "stranger")} == {
        "operator": True, "karin": True, "anders": True, "maria": True, "reader": False, "stranger": False}
    button = 'href="/agreements/ny"'
    assert button in log_in(app.test_client(), "karin").get("/agreements").text
    assert button not in log_in(app.test_client(), "reader").get("/agreements").text


def test_contacts_with_something_wrong_are_told_so_and_kept(operator: FlaskClient) -> None:
    path = begun(operator)
    place = f"{path}/kontakter"
    assert send(operator, place, "add:1").headers["Location"] == f"{place}#people.2"
    told = send(operator, place, "done", people__0__functions=[], people__1__name="Maria", people__1__email="maria", people__1__functions=["manager"], people__2__name="", people__2__email="kim operator@x", people__2__party="")
    assert told.status_code == 422
    for name, why in {
        "people.0.functions": "Välj minst en funktion.", "people.1.email": "Det här är ingen e-postadress. Skriv som namn@kommun.se.",
        "people.2.name": "Fyll i det här.", "people.2.party": "Välj vilken part personen hör till.",
    }.items():
        assert f'id="{name}-wrong">{why}<' in told.text
    assert "Föreningen Nattvandrarna: samordnare, undertecknare, verksamhetsledare och ekonom" in told.text
    assert fields(told.text)["people.1.name"] == ["Maria"]
    assert send(operator, place, "drop:2").status_code == 303
    again = send(operator, place, "done", people__1__email="operator@staden.example", people__1__name="Kim", people__1__party="0",
                 people__1__functions="manager")
    assert "Adressen står redan på rad 1; samla funktionerna där." in again.text


def test_the_plan_names_people_once_they_are_known(operator: FlaskClient) -> None:
    path = begun(operator)
    assert send(operator, f"{path}/kontakter", "preview").headers["Location"] == f"{path}/forhandsgranska"
    page = operator.get(f"{path}/forhandsgranska").text
    assert "Till Kim operator" in page
    assert "Namnen fylls i" not in page


def test_it_all_goes_in_english_too(operator: FlaskClient) -> None:
    operator.post("/sprak", data={"language": "en", "next": "/"})
    path = begun(operator)
    told = send(operator, path, "preview", start="31 December 2090", end="30 June 2090", economy__total="lots")
    assert "“lots” is no amount. Write it in digits, for instance 1 275 750." in told.text
    told = send(operator, path, "preview", economy__total="500 000")
    assert 'id="end-wrong">The last day lies before the first.<' in told.text
    assert send(operator, path, "preview", start="2090-02-01", end="2090-12-31").status_code == 303
    assert "The mails that go out" in operator.get(f"{path}/forhandsgranska").text


def test_the_pages_ask_a_constant_number_of_questions(operator: FlaskClient, database: Database) -> None:
    asked = []
    operator.get("/agreements/ny")
    rows = "".join(f"Kurs {chr(97 + number)} 10 000\n" for number in range(10)).encode()
    for content in (BUS, BUS.replace(b"Drift 100 000\n", rows)):
        path = begun(operator, content)
        with counted(database) as seen:
            operator.get(path)
            operator.get(f"{path}/forhandsgranska")
            operator.get(f"{path}/kontakter")
        asked.append(len(seen))
        assert (content != BUS) == ("economy.posts.10.name" in operator.get(path).text)
    assert asked[0] == asked[1]


def test_text_of_the_document_is_shown_as_text(operator: FlaskClient) -> None:
    path = begun(operator, BUS + b"\n<script>alert(1)</script>\n")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in operator.get(path).text


def test_a_form_without_its_proof_is_refused(database: Database, clock: Any, app: Flask) -> None:
    strict = create_app(settings(), database, clock=clock)
    with strict.test_client() as client:
        assert client.post("/agreements/ny", data={"file": (BytesIO(BUS), "x.txt")}).status_code == 400


def test_an_agreement_until_further_notice_and_one_of_a_hundred_years_are_previewed(operator: FlaskClient) -> None:
    path = begun(operator)
    assert send(operator, path, "preview", end="", ending__mode="until_further_notice").status_code == 303
    assert operator.get(f"{path}/forhandsgranska").status_code == 200
    assert send(operator, path, "preview", start="2000-01-01", end="2099-12-31", ending__mode="ends").status_code == 303
    page = operator.get(f"{path}/forhandsgranska").text
    assert "Planen visas till och med" in page
    assert len(page) < 900_000


def test_a_long_form_is_kept_whole(operator: FlaskClient) -> None:
    path = begun(operator)
    for _ in range(10):
        send(operator, path, "add:goals")
    long = {f"goals__{number}__text": "å" * 2000 for number in range(10)}
    assert send(operator, path, "keep", **long, title="Å" * 400).status_code == 303
    assert fields(operator.get(path).text)["goals.9.text"] == ["å" * 2000]


def test_what_seems_to_be_a_personal_number_is_warned_of_and_may_be_said_to_be_none(operator: FlaskClient) -> None:
    path, warned = begun(operator), "Det ser ut som ett personnummer."
    told = send(operator, path, "preview", title="Stöd åt 811228-9874")
    assert (told.status_code, warned in told.text) == (422, True)
    tick = re.search(r'name="(settled\.personal\.[0-9a-f]{16})" value="yes">', told.text)
    assert tick is not None
    # What was ticked is for that text alone.
    again = send(operator, path, "preview", title="Stöd åt 811228-9874 och 640823-3234", **{tick[1]: "yes"})
    assert (again.status_code, warned in again.text) == (422, True)
    assert send(operator, path, "preview", title="Stöd åt 811228-9874", **{tick[1]: "yes"}).status_code == 303
