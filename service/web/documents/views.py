"""The documents of an agreement: the list, and what Överens makes of its terms."""

from __future__ import annotations

import re
from typing import Literal

from flask import Blueprint, abort, make_response, render_template, url_for
from werkzeug.wrappers import Response

from service.agreements.states import State
from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow, TextRow
from service.documents.model import Kind, Status
from service.documents.papers import make_pdf
from service.documents.wording.agreement import agreement_paper
from service.meetings.states import State as Meeting
from service.parties.store import cast
from service.web.documents.minutes import minutes_paper
from service.web.documents.read import load_all, wanted
from service.web.frame.access import Of
from service.web.frame.desk import desk, now, today
from service.web.meetings.read import load as load_meeting
from service.web.meetings.read import record_of
from service.web.speech.language import language, say

pages = Blueprint("documents", __name__)
WHO = {
    "index": Of("agreement", "document.see"),
    "text": Of("agreement", "agreement.see"),
    "terms": Of("agreement", "agreement.see"),
    "paper": Of("agreement", "agreement.see"),
    "minutes": Of("meeting", "agreement.see"),
}
UNSIGNED = frozenset({State.DRAFT, State.IN_SIGNATURE, State.DISCARDED})


@pages.get("/agreements/<id:agreement_id>/dokument")
def index(agreement_id: int) -> str:
    """Show what there is."""
    sieve = wanted()
    with desk().database.read() as session:
        papers = load_all(session, agreement_id, sieve)
    following = papers.documents.following
    more = None
    if following:
        more = url_for("documents.index", agreement_id=agreement_id, efter=following, slag=sieve.kind, status=sieve.status)
    return render_template("documents/index.html", one=papers, sieve=sieve, kinds=list(Kind), statuses=list(Status), more=more,
                           paragraphs=[part for part in re.split(r"\n\s*\n", papers.body or "") if part.strip()])


def _file(content: str | bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = f"{kind}; charset=utf-8" if isinstance(content, str) else kind
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


def _language() -> Literal["sv", "en"]:
    return "en" if language() == "en" else "sv"


@pages.get("/agreements/<id:agreement_id>/dokument/overenskommelse.pdf")
def paper(agreement_id: int) -> Response:
    """Give the agreement as a PDF file, made of its newest terms."""
    with desk().database.read() as session:
        row = session.get_one(AgreementRow, agreement_id)
        made = agreement_paper(
            terms_of(session, agreement_id), cast(session, agreement_id), language=_language(), on=today(),
            place=row.signed_place or "", mark=say("Ej undertecknad", "Not signed") if row.state in UNSIGNED else "")
    return _file(make_pdf(made, at=now()), "application/pdf", f"overenskommelse-{agreement_id}.pdf")


@pages.get("/meetings/<id:meeting_id>/anteckningar.pdf")
def minutes(meeting_id: int) -> Response:
    """Give the minutes of a meeting as a PDF file."""
    with desk().database.read() as session:
        one = load_meeting(session, meeting_id, now())
        if one.row.state != Meeting.MINUTED:
            abort(404)
        made = minutes_paper(one, record_of(session, one.row), language=_language())
    return _file(make_pdf(made, at=now()), "application/pdf", f"motesanteckningar-{meeting_id}.pdf")
