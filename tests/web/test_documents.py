"""The documents of an agreement: what is there, adding, seeing, changing, showing, culling."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from service.app import create_app
from service.db import Database
from service.documents.actions import add
from service.documents.model import Direction, Kind, Registration
from service.documents.tables import ContentRow, DocumentRow
from service.kernel.clock import moment
from service.lifecycle.acts.register import Document, register
from service.meetings.actions import hold, minute
from service.meetings.store import Outcome, Present
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.store import cast
from tests.documents import made as files
from tests.documents.test_papers import text_of
from tests.web.test_agreements import words
from tests.web.world import BY, CONTACTS, NOW, Clock, called, counted, log_in, settings, signed, terms, users

TEXT = "Överenskommelse\n\nParterna ses <ofta>.\n\nSlut."
FORM = {"kind": "letter", "title": "Brev om lokalen", "direction": "drawn_up", "day": "2026-09-20"}
REGISTRARS = (*CONTACTS, Contact(name="Karin Lind", email="karin@staden.example", party="public", functions=(Function.REGISTRAR,)))
GIVEN = Registration(kind=Kind.LETTER, title="Brev om lokalen", direction=Direction.DRAWN_UP, day=date(2026, 9, 1))


def sent(client: FlaskClient, agreement_id: int, content: bytes, name: str = "brev.pdf", **form: str) -> TestResponse:
    # As bytes: the test client leaves a large form's temporary file open.
    fields = "".join(f'--edge\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in {**FORM, **form}.items())
    escaped = name.replace('"', "%22")
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{escaped}"\r\n\r\n'
    return client.post(f"/agreements/{agreement_id}/dokument/nytt", data=(fields + head).encode() + content + b"\r\n--edge--\r\n",
                       content_type="multipart/form-data; boundary=edge")


def put(database: Database, agreement_id: int, given: Registration = GIVEN, role: str = "public") -> int:
    with database.write() as session:
        party = next(one for one in cast(session, agreement_id).parties if one.role == role)
        return add(session, agreement_id, given, files.file(), party=party, now=NOW, by=BY)


def test_text_and_terms_can_be_read_and_taken_home(app: Flask, database: Database) -> None:
    with database.write() as session:
        number = register(session, terms(), CONTACTS, now=NOW, by=BY, document=Document(text=TEXT, evidence={}, file=files.file()))
    maria = log_in(app.test_client(), "maria")
    page = maria.get(f"/agreements/{number}/dokument").text
    assert "Parterna ses &lt;ofta&gt;." in page
    assert "Dnr ÖV 2026:1 · Upprättat 21 sep 2026" in words(page)
    file = maria.get(f"/agreements/{number}/dokument/text.txt")
    assert (file.text, file.headers["Content-Disposition"]) == (TEXT, f'attachment; filename="overenskommelse-{number}.txt"')
    data = json.loads(maria.get(f"/agreements/{number}/dokument/villkor.json").text)
    assert data["title"] == "Skyddsbussen i Linden"
    assert log_in(app.test_client(), "stranger").get(f"/agreements/{number}/dokument/text.txt").status_code == 404


def test_the_agreement_is_a_pdf_with_its_terms_within(app: Flask, database: Database) -> None:
    number = signed(database)
    told = log_in(app.test_client(), "peter").get(f"/agreements/{number}/dokument/overenskommelse.pdf")
    assert (told.mimetype, told.headers["Content-Disposition"]) == (
        "application/pdf", f'attachment; filename="overenskommelse-{number}.pdf"')
    with pikepdf.open(io.BytesIO(told.data)) as pdf:
        assert pdf.Root.Lang == "en"
        assert json.loads(pdf.attachments["terms.json"].get_file().read_bytes())["title"] == "Skyddsbussen i Linden"


def test_the_text_of_a_day_is_a_pdf_that_says_of_which_day_and_has_nowhere_to_sign(app: Flask, database: Database) -> None:
    number = signed(database)
    peter, path = log_in(app.test_client(), "peter"), f"/agreements/{number}/dokument/overenskommelse.pdf"
    text = text_of(peter.get(f"{path}?dag=2026-05-01").data)
    assert ("As of 1 May 2026" in text, "Peter Sand" in text) == (True, False)
    assert peter.get(f"{path}?dag=nonsense").status_code == 404


def test_the_minutes_are_a_pdf_once_they_are_written(app: Flask, database: Database) -> None:
    meeting = called(database, signed(database))
    client = log_in(app.test_client(), "maria")
    assert client.get(f"/meetings/{meeting}/anteckningar.pdf").status_code == 404
    after = moment(date(2026, 12, 1), 12)
    with database.write() as session:
        hold(session, meeting, on=date(2026, 11, 20), present=[Present("Maria Holm", "Föreningen Linden")], now=after, by=BY)
        minute(session, meeting, "Allt #väl.", outcomes=[Outcome(kind="task", body="Schema", who="Maria", due_on=date(2026, 12, 24))], now=after, by=BY)
    told = client.get(f"/meetings/{meeting}/anteckningar.pdf")
    assert told.status_code == 200
    assert told.data.startswith(b"%PDF-")
    assert f'/meetings/{meeting}/anteckningar.pdf"' in client.get(f"/meetings/{meeting}").text


def test_a_document_is_added_and_can_be_taken_home_by_the_other_party(app: Flask, database: Database) -> None:
    number = signed(database)
    told = sent(log_in(app.test_client(), "karin"), number, files.pdf(), "Brev å lokalen.pdf", sender="Karin")
    assert told.status_code == 303
    maria = log_in(app.test_client(), "maria")
    page = words(maria.get(told.headers["Location"]).text)
    assert "Brev om lokalen Allmän handling Brev eller mejl Dnr ÖV 2026:1" in page
    assert "Karin Lind för Ängstadens kommun" in page
    file = maria.get(told.headers["Location"] + "/fil/1")
    assert (file.data, file.mimetype) == (files.pdf(), "application/pdf")
    assert file.headers["Content-Disposition"] == "attachment; filename=\"Brev lokalen.pdf\"; filename*=UTF-8''Brev%20%C3%A5%20lokalen.pdf"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ['a";filename="b.exe', "../../x.pdf", "", "😀.pdf"])
def test_no_name_can_break_out_of_its_header(app: Flask, database: Database, name: str) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    told = sent(client, number, files.pdf(), name, title="Titel\r\nSet-Cookie: y=1")
    if not name:
        assert told.status_code == 422
        return
    file = client.get(told.headers["Location"] + "/fil/1")
    assert file.status_code == 200
    assert ".exe" not in file.headers["Content-Disposition"]
    assert "Titel Set-Cookie: y=1" in client.get(told.headers["Location"]).text


@pytest.mark.parametrize(("content", "status", "sentence"), [
    (b"", 422, "Filen är tom"),
    (b"MZ\x90 program", 415, "Filen är varken PDF"),
    (files.pdf()[:-40], 422, "Filen är skadad"),
])
def test_a_file_that_is_refused_is_told_at_its_field_and_nothing_typed_is_lost(
    app: Flask, database: Database, content: bytes, status: int, sentence: str,
) -> None:
    number = signed(database)
    told = sent(log_in(app.test_client(), "karin"), number, content, title="Något att minnas")
    assert told.status_code == status
    assert sentence in told.text and "Något att minnas" in told.text
    with database.read() as session:
        assert session.scalars(select(DocumentRow.id)).all() == session.scalars(select(ContentRow.digest)).all() == []


def test_limits_are_those_of_the_settings_and_said(database: Database) -> None:
    app = create_app(settings(DOCUMENT_MEGABYTES=1, CLAMAV_ADDRESS="127.0.0.1:1"), database, clock=Clock())
    app.config["WTF_CSRF_ENABLED"] = False
    users(database)
    number = signed(database)
    client = log_in(app.test_client(), "karin")
    assert "högst 1 MB" in client.get(f"/agreements/{number}/dokument/nytt").text
    for size in (1_000_001, 3_000_000):
        told = sent(client, number, b"%PDF-" + b"0" * size)
        assert (told.status_code, "Filen är större än 1 MB" in told.text) == (413, True)
    told = sent(client, number, files.pdf())
    assert (told.status_code, "Virusskyddet svarar inte" in told.text) == (503, True)


def test_a_personal_number_in_the_title_or_the_name_is_refused(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    for told in (sent(client, number, files.pdf(), title="Om 811228-9874"), sent(client, number, files.pdf(), "19811228-9874.pdf")):
        assert (told.status_code, "Det står ett personnummer i texten" in told.text) == (422, True)
    assert "Välj filen igen" in sent(client, number, files.pdf(), title="Om 811228-9874").text


def test_working_material_is_shown_at_a_press_and_not_before(app: Flask, database: Database) -> None:
    number = signed(database)
    karin, maria = log_in(app.test_client(), "karin"), log_in(app.test_client(), "maria")
    place = sent(karin, number, files.pdf(), title="Utkast xyzzy", working="yes").headers["Location"]
    for path in (f"/agreements/{number}/dokument", f"/agreements/{number}", "/"):
        assert "xyzzy" not in maria.get(path).text
    assert maria.get(place).status_code == 404
    assert "Bara Ängstadens kommun ser det här." in karin.get(place).text
    assert karin.post(place + "/visad").status_code == 303
    assert "Utkast xyzzy" in maria.get(place).text
    told = sent(maria, number, files.pdf(), working="yes")
    assert (told.status_code, "Bara det som stannar inom den offentliga parten" in told.text) == (422, True)


def test_a_new_version_is_added_and_the_first_stays(app: Flask, database: Database) -> None:
    number = signed(database)
    document, client = put(database, number), log_in(app.test_client(), "karin")
    told = client.post(f"/dokument/{document}/version", data={"file": (io.BytesIO(files.pdf("Two")), "två.pdf")})
    assert told.status_code == 303
    assert client.get(f"/dokument/{document}/fil/1").data == files.pdf()
    assert client.get(f"/dokument/{document}/fil/2").data == files.pdf("Two")
    told = client.post(f"/dokument/{document}/version", data={"file": (io.BytesIO(b"x"), "x.pdf")})
    assert (told.status_code, "Filen är varken PDF" in told.text) == (415, True)


def test_the_registration_is_changed_and_whoever_comes_second_is_told(app: Flask, database: Database) -> None:
    number = signed(database)
    document, client = put(database, number), log_in(app.test_client(), "karin")
    path = f"/dokument/{document}/registrering"
    assert 'value="Brev om lokalen"' in client.get(path).text
    form = {**FORM, "title": "Brev om hyran", "secrecy": "OSL 26 kap. 1 §", "seen": "1"}
    assert client.post(path, data=form).status_code == 303
    again = client.post(path, data=form)
    assert (again.status_code, "Någon annan ändrade detta nyss" in again.text) == (409, True)
    assert "Sekretessmarkerad" in client.get(f"/dokument/{document}").text
    assert log_in(app.test_client(), "maria").get(f"/dokument/{document}").status_code == 404


def test_a_changed_file_is_told_in_words_and_nothing_of_it_is_shown(app: Flask, database: Database) -> None:
    number = signed(database)
    document, client = put(database, number), log_in(app.test_client(), "karin")
    with database.write() as session:
        session.execute(update(ContentRow).values(body=b"%PDF-1.7 other"))
    told = client.get(f"/dokument/{document}/fil/1")
    assert told.status_code == 500
    assert "Filen i ”Brev om lokalen” är inte längre den som togs emot" in told.text
    assert "other" not in told.text


def test_the_registrar_culls_by_a_decision(app: Flask, database: Database) -> None:
    number = signed(database, contacts=REGISTRARS)
    document = put(database, number, replace(GIVEN, cull_after=date(2026, 1, 1), retention="Plan 4.2"))
    kept, client = put(database, number), log_in(app.test_client(), "karin")
    assert client.post(f"/dokument/{document}/gallra", data={"decision": ""}).status_code == 422
    assert "Dokumentet ska bevaras" in client.post(f"/dokument/{kept}/gallra", data={"decision": "KS § 4"}).text
    assert 'value="Plan 4.2"' in client.get(f"/dokument/{document}/gallra").text
    assert client.post(f"/dokument/{document}/gallra", data={"decision": "KS 2026 § 4"}).status_code == 303
    page = client.get(f"/dokument/{document}").text
    assert "enligt KS 2026 § 4" in page and files.file().digest in page
    assert client.get(f"/dokument/{document}/fil/1").status_code == 410


def test_a_long_list_is_walked_and_sieved_with_as_many_questions(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "maria")
    path = f"/agreements/{number}/dokument"
    put(database, number)
    client.get(path)
    with counted(database) as one:
        client.get(path)
    for _ in range(30):
        put(database, number, role="civil")
    with counted(database) as many:
        page = client.get(path).text
    assert len(one) == len(many)
    assert page.count("<h3>") == 25
    following = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert client.get(following).text.count("<h3>") == 6
    assert "Inget dokument är av det slaget" in client.get(path + "?slag=scan").text
    assert client.get(path + "?slag=nonsense&status=x").text.count("<h3>") == 25
    assert client.get(path + "?efter=x").status_code == 400


def test_what_happens_to_documents_is_told_in_the_agreements_story(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "maria")
    put(database, number)
    assert "Ett dokument lades in Dokument ÖV 2026:1" in words(client.get(f"/agreements/{number}").text)
