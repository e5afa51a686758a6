"""The archive package: what will be in it, and the file itself as a stream."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from service.records.archive.contents import Contents, gather
from service.records.archive.package import package, reader
from service.records.reads import note_read
from service.web.documents.read import eyes_here
from service.web.frame.access import Of, is_operator, standing_here
from service.web.frame.acting import actor
from service.web.frame.desk import desk, now, today

pages = Blueprint("archive", __name__)
WHO = {"show": Of("agreement", "archive.export"), "download": Of("agreement", "archive.export")}


def _contents(agreement_id: int) -> Contents:
    # Who runs the installation without a function here gets what is for everyone of the agreement.
    with desk().database.read() as session:
        return gather(session, agreement_id, eyes_here(), now=now(), on=today())


@pages.get("/agreements/<id:agreement_id>/arkivpaket")
def show(agreement_id: int) -> str:
    """Tell what will be in the package."""
    one = _contents(agreement_id)
    return render_template("records/archive.html", id=agreement_id, one=one, outsider=is_operator() and not standing_here().held)


@pages.post("/agreements/<id:agreement_id>/arkivpaket.zip")
def download(agreement_id: int) -> Response:
    """Give the package piece by piece."""
    contents, by, at, database = _contents(agreement_id), actor(), now(), desk().database
    with database.write() as session:
        for one in contents.originals:
            note_read(session, one.document, one.version.number, how="archive", now=at, by=by)
    answer = Response(package(contents, reader(database)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="arkivpaket-{agreement_id}.zip"'
    return answer
