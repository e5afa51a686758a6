"""Public records on their pages: the register and its file, a disclosure and its refusal, who read what, culling, the package."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.app import create_app
from service.db import Database
from service.documents.actions import add
from service.documents.files import receive
from service.documents.model import Direction, Kind, Registration
from service.documents.tables import DocumentRow
from service.history.tables import HistoryRow
from service.parties.store import cast
from service.records.tables import ChoiceRow
from tests.documents import made as files
from tests.records.made import OPEN, PERSONAL, SECRET, rich_pdf
from tests.records.test_masking import text_by_pdfium
from tests.web.test_agreements import words
from tests.web.test_documents import REGISTRARS, put
from tests.web.world import BY, NOW, Clock, counted, log_in, settings, signed, users

LETTER = Registration(kind=Kind.LETTER, title="Anteckningar", direction=Direction.RECEIVED, day=date(2026, 9, 1), sender="=cmd()")


def rich(database: Database, agreement_id: int, given: Registration = LETTER) -> int:
    with database.write() as session:
        party = next(one for one in cast(session, agreement_id).parties if one.role == "public")
        file = receive(rich_pdf(layered=False), "anteckningar.pdf", files.GATE)
        return add(session, agreement_id, given, file, party=party, now=NOW, by=BY)


def choice_of(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(ChoiceRow.id).order_by(ChoiceRow.id.desc())).first() or 0


def begun(client: FlaskClient, agreement_id: int, *documents: int) -> str:
    told = client.post(f"/agreements/{agreement_id}/utlamnanden/nytt", data={"documents": [str(one) for one in documents]})
    assert told.status_code == 303
    return told.headers["Location"]


def test_the_register_lists_what_each_may_know_of_and_its_file_starts_no_formula(app: Flask, database: Database) -> None:
    number = signed(database)
    rich(database, number)
    put(database, number, replace(LETTER, title="Utkast xyzzy", direction=Direction.DRAWN_UP, working=True))
    put(database, number, replace(LETTER, title="Hemligt brev", secrecy="OSL 26 kap. 1 §"))
    karin, maria = log_in(app.test_client(), "karin"), log_in(app.test_client(), "maria")
    path = f"/agreements/{number}/diarium"
    ours, theirs = words(karin.get(path).text), words(maria.get(path).text)
    assert "Inkommet 1 sep 2026 · Dnr ÖV 2026:1 · Brev eller mejl · från =cmd()" in ours
    assert ("Hemligt brev" in ours, "Hemligt brev" in theirs) == (True, False)
    assert "xyzzy" not in ours + theirs
    assert ours.count("Undertecknat: ") == 2
    rows = list(csv.reader(io.StringIO(karin.get(path + ".csv?slag=document&q=anteck").text.lstrip("\ufeff")), delimiter=";"))
    assert rows[1:] == [["2026-09-01", "ÖV 2026:1", "Brev eller mejl", "Inkommet", "'=cmd()", "", "Anteckningar", "", ""]]
    assert "Ingen rad passar" in karin.get(path + "?fran=2027-01-01").text
    assert karin.get(path + "?fran=x").status_code == 200


def test_a_long_register_takes_as_many_questions(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "maria")
    put(database, number)
    client.get(f"/agreements/{number}/diarium")
    with counted(database) as one:
        client.get(f"/agreements/{number}/diarium")
    file = files.file()
    with database.write() as session:
        party = cast(session, number).parties[0]
        for _ in range(30):
            add(session, number, LETTER, file, party=party, now=NOW, by=BY)
    with counted(database) as many:
        page = client.get(f"/agreements/{number}/diarium").text
    assert len(one) == len(many)
    assert 'rel="next"' in page


def test_a_disclosure_gives_a_copy_without_what_is_secret(app: Flask, database: Database) -> None:
    number = signed(database)
    document = rich(database, number, replace(LETTER, secrecy="OSL 26 kap. 1 §"))
    client = log_in(app.test_client(), "karin")
    place = begun(client, number, document)
    assert "Inte bestämt" in client.get(place).text
    early = client.post(f"{place}/kopia", data={"seen": "1"})
    assert (early.status_code, "Det är inte bestämt än om ”Anteckningar” lämnas ut" in early.text) == (409, True)
    choice = f"{place}/handlingar/{choice_of(database)}"
    bad = client.post(choice, data={"verdict": "masked", "phrases": "Finnsinte", "provision": "OSL 26 kap. 1 §"})
    assert (bad.status_code, "”Finnsinte” står inte i filen" in bad.text) == (422, True)
    bare = client.post(choice, data={"verdict": "withheld"})
    assert (bare.status_code, "Ange den bestämmelse" in bare.text) == (422, True)
    assert client.post(choice, data={"verdict": "masked", "phrases": SECRET, "provision": "OSL 26 kap. 1 §"}).status_code == 303
    sheet = client.get(f"{choice}/sida/1").text
    assert re.search(r'value="2" checked> <span><span lang="sv">Anna har nummer', sheet)
    assert client.get(f"{choice}/sida/1.jpg").data[:3] == b"\xff\xd8\xff"
    assert client.get(f"{choice}/sida/3").status_code == 404
    seen = re.search(r'name="seen" value="(\d+)"', client.get(place).text)
    assert seen is not None
    stale = client.post(f"{place}/kopia", data={"seen": "1"})
    assert stale.status_code == 409
    assert client.post(f"{place}/kopia", data={"seen": seen[1]}).status_code == 303
    page = client.get(place).text
    copy = re.search(r'href="(/dokument/\d+)">Kopian', page)
    assert copy is not None
    text = text_by_pdfium(client.get(f"{copy[1]}/fil/1").data)
    assert SECRET not in text and PERSONAL not in text
    assert OPEN in text and "OSL 26 kap. 1 §" in text
    assert log_in(app.test_client(), "maria").get(copy[1]).status_code == 404
    again = client.post(choice, data={"verdict": "whole"})
    assert (again.status_code, "Kopian är redan gjord" in again.text) == (409, True)


def test_a_refusal_tells_how_to_appeal_and_keeps_whom_it_is_for_to_itself(app: Flask, database: Database) -> None:
    number = signed(database)
    document, client = put(database, number), log_in(app.test_client(), "karin")
    place = begun(client, number, document)
    form = {"addressee": "Petra Nyfiken", "why": "Uppgifterna rör enskildas förhållanden.", "decided_by": "Karin Lind, registrator",
            "court": "Göteborg"}
    early = client.post(f"{place}/avslag", data=form)
    assert (early.status_code, "Det är inte bestämt än" in early.text) == (409, True)
    client.post(f"{place}/handlingar/{choice_of(database)}", data={"verdict": "whole"})
    nothing = client.post(f"{place}/avslag", data=form)
    assert (nothing.status_code, "Inget hålls inne" in nothing.text) == (409, True)
    client.post(f"{place}/handlingar/{choice_of(database)}", data={"verdict": "withheld", "provision": "OSL 26 kap. 1 §"})
    form["diary_number"] = "KS 2026/17"
    assert client.post(f"{place}/avslag", data=form).status_code == 303
    found = re.search(r'href="(/dokument/\d+)">Beslutet', client.get(place).text)
    assert found is not None
    text = " ".join(text_by_pdfium(client.get(f"{found[1]}/fil/1").data).split())
    for sentence in ("Petra Nyfiken", "Dnr KS 2026/17", "Kammarrätten i Göteborg", "tre veckor", "OSL 26 kap. 1 §", "hela handlingen"):
        assert sentence in text
    with database.read() as session:
        told = [*session.scalars(select(HistoryRow.body)), *session.scalars(select(DocumentRow.recipient)),
                *session.scalars(select(DocumentRow.title))]
    assert all("Nyfiken" not in one for one in told)
    assert "Nyfiken" not in client.get(f"/agreements/{number}/diarium").text


def test_what_is_not_refused_can_still_be_given_out_after_the_decision(app: Flask, database: Database) -> None:
    number = signed(database)
    client = log_in(app.test_client(), "karin")
    place = begun(client, number, rich(database, number))
    choice = f"{place}/handlingar/{choice_of(database)}"
    assert client.post(choice, data={"verdict": "masked", "phrases": SECRET, "provision": "OSL 26 kap. 1 §"}).status_code == 303
    form = {"addressee": "Petra Nyfiken", "why": "Uppgifterna rör enskilda.", "decided_by": "Karin Lind", "court": "Göteborg"}
    assert client.post(f"{place}/avslag", data=form).status_code == 303
    # What was decided stays as it was refused.
    assert client.post(choice, data={"verdict": "whole"}).status_code == 409
    page = client.get(place).text
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None and "Ta bort genomgången" not in page
    assert client.post(f"{place}/kopia", data={"seen": seen[1]}).status_code == 303
    assert "Kopian är gjord" in client.get(place).text


def test_another_party_may_not_give_out_nor_see_what_was(app: Flask, database: Database) -> None:
    number = signed(database)
    place = begun(log_in(app.test_client(), "karin"), number, put(database, number))
    maria = log_in(app.test_client(), "maria")
    assert maria.get(place).status_code == 403
    assert maria.get(f"/agreements/{number}/utlamnanden").status_code == 403


def test_who_opens_what_is_secret_is_noted_and_shown_to_registrar_and_auditor(app: Flask, database: Database) -> None:
    number = signed(database, contacts=REGISTRARS)
    secret, plain = put(database, number, replace(LETTER, secrecy="OSL 26 kap. 1 §", title="Hemligt")), put(database, number)
    karin, reader = log_in(app.test_client(), "karin"), log_in(app.test_client(), "reader")
    karin.get(f"/dokument/{secret}/fil/1")
    karin.get(f"/dokument/{plain}/fil/1")
    page = words(reader.get(f"/agreements/{number}/lasningar").text)
    assert page.count("Hämtade filen") == 1
    assert "Karin Lind · 21 september 2026" in page or "Karin Lind" in page
    assert log_in(app.test_client(), "anders").get(f"/agreements/{number}/lasningar").status_code == 403


def test_what_may_be_culled_follows_the_plan_and_leaves_its_row(database: Database, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('[letter]\nyears = 2\ncounted_from = "day"\nbasis = "Plan 4.2"\n', "utf-8")
    app = create_app(settings(RETENTION_FILE=plan), database, clock=Clock())
    app.config["WTF_CSRF_ENABLED"] = False
    users(database)
    number = signed(database, contacts=REGISTRARS)
    old, new = (put(database, number, replace(LETTER, day=day, title=title)) for day, title in (
        (date(2023, 5, 1), "Gammalt brev"), (date(2024, 5, 1), "Nyare brev")))
    client = log_in(app.test_client(), "karin")
    path = f"/agreements/{number}/gallring"
    page = client.get(path).text
    assert ("Gammalt brev" in page, "Nyare brev" in page, "Plan 4.2" in page) == (True, False, True)
    assert client.post(path, data={"documents": [str(old)]}).status_code == 422
    assert client.post(path, data={"documents": [str(new)], "decision": "KS 2026 § 4"}).status_code == 422
    assert client.post(path, data={"documents": [str(old)], "decision": "KS 2026 § 4"}).status_code == 303
    assert "Gammalt brev" in client.get(f"/agreements/{number}/diarium").text
    assert client.get(f"/dokument/{old}/fil/1").status_code == 410
    assert files.file().digest in client.get(f"/dokument/{old}").text
    with database.read() as session:
        culled = session.scalars(select(HistoryRow.body).where(HistoryRow.event == "culled")).one()
    assert json.loads(culled)["decision"] == "KS 2026 § 4"


def test_the_package_leaves_out_what_the_one_who_asks_may_not_see(app: Flask, database: Database) -> None:
    number = signed(database)
    put(database, number, replace(LETTER, secrecy="OSL 26 kap. 1 §", title="Hemligt brev xyzzy"))
    told = log_in(app.test_client(), "maria").post(f"/agreements/{number}/arkivpaket.zip")
    with zipfile.ZipFile(io.BytesIO(told.data)) as archive:
        assert "xyzzy" not in "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
        assert not [name for name in archive.namelist() if "/originals/" in name]
    told = log_in(app.test_client(), "karin").post(f"/agreements/{number}/arkivpaket.zip")
    with zipfile.ZipFile(io.BytesIO(told.data)) as archive:
        assert [name for name in archive.namelist() if "/originals/" in name] == ["data/originals/00001/v1/beslut.pdf"]
