"""The page of an agreement for those whose party has left it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.documents.files import read
from service.documents.model import ASKED_FOR, Eyes, Status
from service.documents.store import official_by, seen_by
from service.documents.tables import DocumentRow, VersionRow
from service.kernel.clock import moment
from service.kernel.errors import Unknown
from service.obligations.versions import in_force
from service.web.amendments.read import read_desk
from service.web.amendments.terms import consolidated
from service.web.documents.one import given_out
from service.web.documents.read import opened
from service.web.frame.access import Of, standing_here
from service.web.frame.desk import desk

pages = Blueprint("former", __name__)
WHO = {"show": Of("agreement", "agreement.then"), "file": Of("agreement", "agreement.then")}
MOST = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that was official then, in the version that there was."""

    row: DocumentRow
    version: VersionRow


def _until() -> date:
    until = standing_here().until
    assert until is not None
    return until


def _kept(session: Session, agreement_id: int, document_id: int | None = None) -> Sequence[Kept]:
    """Return what was official by the end of the party's last day and not marked secret for others, the latest first.

    What has been secret and is no longer so may be read; what has become official or been shown since may not.
    """
    over, eyes = moment(_until() + timedelta(days=1)), Eyes(parties=standing_here().parties)
    then = official_by(session, agreement_id, over)
    query = select(DocumentRow, VersionRow).join(VersionRow, VersionRow.document_id == DocumentRow.id).where(
        DocumentRow.agreement_id == agreement_id, DocumentRow.status == Status.OFFICIAL.value, DocumentRow.culled_at.is_(None),
        DocumentRow.recorded_at < over, VersionRow.recorded_at < over, seen_by(eyes, by=over),
    ).order_by(DocumentRow.day.desc(), DocumentRow.id.desc(), VersionRow.number.desc())
    if document_id is not None:
        query = query.where(DocumentRow.id == document_id)
    found: dict[int, Kept] = {}
    for row, version in session.execute(query.limit(MOST)):
        if row.id in then or row.kind in ASKED_FOR:
            found.setdefault(row.id, Kept(row, version))
    return list(found.values())


@pages.get("/agreements/<id:agreement_id>/till-dess")
def show(agreement_id: int) -> str:
    """Show the terms as they were on the last day, and the documents until then."""
    until = _until()
    with desk().database.read() as session:
        one = read_desk(session, agreement_id)
        kept = _kept(session, agreement_id)
    version = in_force(one.versions, until)
    return render_template("former/show.html", one=one, row=one.agreement, until=until, kept=kept,
                           title=version.terms.title, sections=consolidated(one, version))


@pages.get("/agreements/<id:agreement_id>/till-dess/<id:document_id>")
def file(agreement_id: int, document_id: int) -> Response:
    """Give the file of a document as it was then."""
    with desk().database.read() as session:
        found = next(iter(_kept(session, agreement_id, document_id)), None)
        if found is None:
            raise Unknown(what="document", id=document_id)
        body, version = read(session, found.row, found.version), found.version
    opened(found.row, version)
    return given_out(body, version)
