"""What an auditor asks, with answers, reasons and where each is seen; as a page, a paper and a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from flask import Blueprint, make_response, render_template, url_for
from werkzeug.wrappers import Response

from service.agreements.store import briefs
from service.documents.papers import make_pdf
from service.lifecycle.assurance.model import Answer, Evidence, Verdict
from service.lifecycle.assurance.papers import as_csv, paper
from service.lifecycle.assurance.rules import answers
from service.lifecycle.assurance.store import facts_of
from service.lifecycle.assurance.words import CHECKS, QUESTIONS, VERDICTS
from service.web.frame.access import Of
from service.web.frame.desk import desk, now, today
from service.web.speech.language import language

pages = Blueprint("assurance", __name__)
RIGHT = Of("agreement", "assurance.see")
WHO = {"show": RIGHT, "printed": RIGHT, "table": RIGHT}
# Where each kind of evidence is seen: the page, and what its address calls the number.
ROOMS: Mapping[str, tuple[str, str]] = {
    "documents": ("documents.index", "agreement_id"), "document": ("document.show", "document_id"),
    "signing": ("signing.show", "agreement_id"), "amendments": ("amendments.index", "agreement_id"),
    "amendment": ("amendments.show", "amendment_id"), "meeting": ("meetings.show", "meeting_id"),
    "followup": ("followup.index", "agreement_id"), "economy": ("economy.index", "agreement_id"),
    "invoice": ("invoices.show", "invoice_id"), "outcome": ("outcome.index", "agreement_id"),
    "reports": ("reports.index", "agreement_id"), "report": ("reports.show", "report_id"),
    "deviations": ("deviations.index", "agreement_id"), "deviation": ("deviations.show", "deviation_id"),
}
SIGNS = {Verdict.YES: "done", Verdict.NO: "late", Verdict.NOT_YET: "wait", Verdict.CANNOT_SAY: "info"}


def _read(agreement_id: int) -> tuple[tuple[Answer, ...], str]:
    with desk().database.read() as session:
        found = answers(facts_of(session, agreement_id, today=today()))
        return found, briefs(session, [agreement_id])[agreement_id].title


def _link(one: Evidence) -> str:
    endpoint, name = ROOMS[one.room]
    given: dict[str, Any] = {name: one.id}
    return url_for(endpoint, **given)


def _language() -> Literal["sv", "en"]:
    return "en" if language() == "en" else "sv"


@pages.get("/agreements/<id:agreement_id>/granskning")
def show(agreement_id: int) -> str:
    """Show every question with its answer."""
    found, title = _read(agreement_id)
    return render_template(
        "assurance/show.html", id=agreement_id, title=title, every=found, questions=QUESTIONS, checks=CHECKS, verdicts=VERDICTS,
        signs=SIGNS, link=_link, today=today(), counts={one: sum(each.verdict is one for each in found) for one in Verdict})


@pages.get("/agreements/<id:agreement_id>/granskning.pdf")
def printed(agreement_id: int) -> Response:
    """Give the answers as a PDF file; it is not registered."""
    found, title = _read(agreement_id)
    return _file(make_pdf(paper(found, title, today(), language=_language()), at=now()), "application/pdf",
                 f"granskning-{agreement_id}.pdf")


@pages.get("/agreements/<id:agreement_id>/granskning.csv")
def table(agreement_id: int) -> Response:
    """Give the answers as text."""
    return _file(as_csv(_read(agreement_id)[0], _language()), "text/csv; charset=utf-8", f"granskning-{agreement_id}.csv")


def _file(content: str | bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
