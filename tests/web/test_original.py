"""The file that an agreement is read from becomes its first document."""

from __future__ import annotations

import io
import zipfile

import docx
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.db import Database
from service.documents.files import digest_of, read
from service.documents.store import documents_of
from service.documents.tables import ContentRow
from tests.web.test_intake import BUS, agreements, begun, case, send, upload
from tests.web.world import log_in


def word() -> bytes:
    """Make a Word file of the text of an agreement."""
    document = docx.Document()
    for line in BUS.decode().splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bodies(database: Database) -> list[bytes | None]:
    with database.read() as session:
        return list(session.scalars(select(ContentRow.body)))


def test_the_original_is_kept_and_registered_when_the_agreement_is_taken_in(operator: FlaskClient, database: Database) -> None:
    content = word()
    told = upload(operator, content, "nattbussen.docx")
    assert told.status_code == 303
    assert bodies(database) == [content]
    path = told.headers["Location"]
    send(operator, path, "preview")
    send(operator, f"{path}/kontakter", "done", people__1__name="Maria Holm", people__1__email="maria@linden.example",
         people__1__functions=["manager", "signatory"])
    (agreement,) = agreements(database)
    with database.read() as session:
        (one,) = documents_of(session, agreement.id, None)
        assert (one.row.kind, one.row.status, one.row.title, one.version.file_name) == (
            "agreement", "official", agreement.title, "nattbussen.docx")
        assert (one.version.digest, read(session, one.row, one.version)) == (digest_of(content), content)


def test_the_original_goes_when_what_was_begun_is_thrown_away_unless_someone_else_has_it_too(
    app: Flask, operator: FlaskClient, database: Database,
) -> None:
    content = word()
    karin = log_in(app.test_client(), "karin")
    upload(operator, content, "nattbussen.docx")
    first = case(database).id
    with database.read() as session:
        assert session.scalars(select(ContentRow.digest)).one() == case(database).file_digest
    other = upload(operator, content, "samma.docx").headers["Location"]
    assert operator.post(f"/intag/{first}/kasta").status_code == 303
    assert bodies(database) == [content]
    assert karin.post(f"{other}/kasta").status_code == 404
    assert operator.post(f"{other}/kasta").status_code == 303
    assert bodies(database) == [None]


def test_plain_text_is_kept_as_text_alone(operator: FlaskClient, database: Database) -> None:
    begun(operator)
    assert (bodies(database), case(database).file_digest) == ([], None)


def test_what_may_not_be_kept_is_not_taken_in(operator: FlaskClient, database: Database) -> None:
    content = io.BytesIO(word())
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    told = upload(operator, content.getvalue(), "makron.docx")
    assert (told.status_code, "Word-filen innehåller makron" in told.text) == (422, True)
    assert bodies(database) == []
