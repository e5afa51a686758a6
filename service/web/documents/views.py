"""The documents of an agreement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, make_response, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow, TermsRow, TextRow
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.web.frame.access import Of
from service.web.frame.desk import desk, today

pages = Blueprint("documents", __name__)
WHO = {
    "index": Of("agreement", "agreement.see"),
    "text": Of("agreement", "agreement.see"),
    "terms": Of("agreement", "agreement.see"),
}


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one meeting."""

    meeting_id: int
    key: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What there is of one agreement; `body` is None when it was written in here and has no document."""

    row: AgreementRow
    body: str | None
    digest: str | None
    versions: list[tuple[int, date, str]]
    minutes: list[Minutes]

    @property
    def paragraphs(self) -> list[str]:
        """Return the text in paragraphs."""
        return [one for one in re.split(r"\n\s*\n", self.body or "") if one.strip()]


def _load(session: Session, agreement_id: int) -> Papers:
    row = session.get_one(AgreementRow, agreement_id)
    text = session.get(TextRow, agreement_id)
    versions = session.execute(select(TermsRow.number, TermsRow.from_on, TermsRow.digest).where(
        TermsRow.agreement_id == agreement_id).order_by(TermsRow.number.desc())).all()
    minutes = session.execute(select(MeetingRow.id, MeetingRow.key, MeetingRow.held_on).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.state == Meeting.MINUTED,
    ).order_by(MeetingRow.held_on.desc())).all()
    return Papers(
        row=row, body=text.body if text else None, digest=text.digest if text else None,
        versions=[(number, day, digest) for number, day, digest in versions],
        minutes=[Minutes(number, key, day) for number, key, day in minutes if day is not None])


@pages.get("/agreements/<id:agreement_id>/dokument")
def index(agreement_id: int) -> str:
    """Show what there is."""
    with desk().database.read() as session:
        papers = _load(session, agreement_id)
    return render_template("documents/index.html", one=papers, today=today())


def _file(content: str, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = f"{kind}; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@pages.get("/agreements/<id:agreement_id>/dokument/text.txt")
def text(agreement_id: int) -> Response:
    """Give the text as a file."""
    with desk().database.read() as session:
        found = session.get(TextRow, agreement_id)
    if found is None:
        abort(404)
    return _file(found.body, "text/plain", f"overenskommelse-{agreement_id}.txt")


@pages.get("/agreements/<id:agreement_id>/dokument/villkor.json")
def terms(agreement_id: int) -> Response:
    """Give the newest terms as data."""
    with desk().database.read() as session:
        body = terms_of(session, agreement_id).model_dump_json(indent=2)
    return _file(body, "application/json", f"villkor-{agreement_id}.json")
