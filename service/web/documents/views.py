"""The documents of an agreement: the list, and what Överens makes of its terms."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Literal

from flask import Blueprint, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from service.agreements.states import State
from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow, TextRow
from service.documents.model import Kind, Status
from service.documents.papers import AgreementPaper, make_pdf
from service.documents.wording.agreement import agreement_paper
from service.lifecycle.amending.versions import versions_of
from service.meetings.states import State as Meeting
from service.obligations.versions import Version, in_force
from service.parties.model import Cast
from service.parties.store import cast
from service.web.documents.minutes import minutes_paper
from service.web.documents.read import load_all, wanted
from service.web.frame.access import Of
from service.web.frame.desk import desk, now, today
from service.web.meetings.read import load as load_meeting
from service.web.meetings.read import record_of
from service.web.speech.language import language, say, short_day

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
    """Give the agreement as a PDF file, made of its newest terms, or of those of a day asked for: the consolidated text."""
    asked = request.args.get("dag", "")
    with desk().database.read() as session:
        row = session.get_one(AgreementRow, agreement_id)
        made = agreement_paper(
            terms_of(session, agreement_id), cast(session, agreement_id), language=_language(), on=today(),
            place=row.signed_place or "", mark=say("Ej undertecknad", "Not signed") if row.state in UNSIGNED else "")
        if asked and row.state not in UNSIGNED:
            made = _as_of(made, in_force(versions_of(session, agreement_id), _day(asked)), _day(asked))
    name = "-".join(("overenskommelse", str(agreement_id), *((asked,) if asked else ())))
    return _file(make_pdf(made, at=now()), "application/pdf", f"{name}.pdf")


def _as_of(made: AgreementPaper, version: Version, day: date) -> AgreementPaper:
    """Return the paper with the terms of a version, and nowhere to sign: what is signed are the agreement and its amendments."""
    then = agreement_paper(version.terms, Cast((), ()), language=_language(), on=day)
    mark = say("Lydelse {day}", "As of {day}", day=short_day(day, year=True))
    if version.amendment is not None:
        mark += say(", med ändringar till och med tillägg {n}", ", with changes up to amendment {n}", n=version.amendment)
    return replace(then, mark=mark, place=made.place, signers=())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


@pages.get("/meetings/<id:meeting_id>/anteckningar.pdf")
def minutes(meeting_id: int) -> Response:
    """Give the minutes of a meeting as a PDF file."""
    with desk().database.read() as session:
        one = load_meeting(session, meeting_id, now())
        if one.row.state != Meeting.MINUTED:
            abort(404)
        made = minutes_paper(one, record_of(session, one.row), language=_language())
    return _file(make_pdf(made, at=now()), "application/pdf", f"motesanteckningar-{meeting_id}.pdf")
