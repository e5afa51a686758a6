"""Making a yearly summary: figures counted from the shifts, texts to fill in, a preview, and submitting it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint, make_response, render_template, url_for
from markupsafe import Markup
from pydantic import Field
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.store import briefs
from service.documents.papers import Chart, Points, Section, Table, make_pdf
from service.followup.reports.rules import Item
from service.followup.reports.store import get_item
from service.followup.summary.model import SECTIONS, Numbers
from service.followup.summary.sheets import as_csv, as_xlsx
from service.followup.summary.store import versions_of
from service.followup.summary.words import HEADINGS, HINTS, Telling, difference
from service.kernel.errors import Refusal
from service.lifecycle.followup import summary as summaries
from service.lifecycle.followup.summary import OPEN, Summary
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.reports.views import acting_for
from service.web.speech.language import language, say

pages = Blueprint("summary", __name__)
WHO = {
    "show": Of("report", "report.see"),
    "save": Of("report", "report.deliver"),
    "preview": Of("report", "report.see"),
    "submit": Of("report", "report.deliver"),
    "paper": Of("report", "report.see"),
    "sheet": Of("report", "report.see"),
    "table": Of("report", "report.see"),
}
Answer = str | Response | tuple[str, int]
Text = Annotated[str, Field(max_length=20_000)]


class Written(Asked):
    """The texts of a summary, by section; `seen` is the version that was changed."""

    numbers = "refused"

    brief: Text = ""
    done: Text = ""
    results: Text = ""
    learned: Text = ""
    money: Text = ""
    ahead: Text = ""
    seen: int = 0


class Looked(Asked):
    """Which figures and texts were looked through before submitting."""

    digest: str
    text: int


class NotAsSeen(Refusal):
    """A shift or a text was changed while you were looking; look the summary through once more and submit it."""

    sv = "Ett pass eller en text ändrades medan du tittade; se igenom sammanställningen en gång till och lämna in den."


def _language() -> Literal["sv", "en"]:
    return "en" if language() == "en" else "sv"


def _load(session: Session, report_id: int) -> Summary:
    return summaries.load(session, report_id, today=today(), own=_own(get_item(session, report_id, locked=False)))


def _own(item: Item) -> bool:
    """Say whether the one who asks is of a party that writes the summary; what it drafts is nobody else's."""
    return any(one.party_id in item.owing for one in standing_here().held)


def _read(report_id: int) -> tuple[Summary, str]:
    with desk().database.read() as session:
        one = _load(session, report_id)
        return one, briefs(session, [one.item.agreement_id])[one.item.agreement_id].title


def _may_write(one: Summary) -> bool:
    mine = standing_here().parties_for("report.deliver")
    return one.item.state in OPEN and not one.item.over and any(party in mine for party in one.item.owing)


def drawn(sections: tuple[Section, ...]) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Return the sections as the template draws them: each part with its kind."""
    kinds = {str: "text", Table: "table", Points: "points"}
    return [(one.heading, [("chart", Markup(part.svg)) if isinstance(part, Chart) else (kinds[type(part)], part)
                           for part in one.parts]) for one in sections]


def _page(report_id: int, form: Form[Written] | None = None) -> str:
    one, title = _read(report_id)
    with desk().database.read() as session:
        versions = versions_of(session, report_id) if _own(one.item) else ()
    figures = Telling(one.standing, {}, _language()).sections()
    known = blank(Written, seen=one.text_number, **one.texts)
    if form is not None and form.errors.get(""):
        form.typed["seen"] = str(one.text_number)
    return render_template(
        "summary/show.html", one=one, title=title, form=form or known, sections=SECTIONS, headings=HEADINGS, hints=HINTS,
        figures=drawn(figures), own=_own(one.item), writes=_may_write(one), versions=versions,
        corrected=[difference(each, _language()) for each in one.corrected], today=today())


@pages.get("/reports/<id:report_id>/sammanstallning")
def show(report_id: int) -> str:
    """Show the figures, and the texts to fill in."""
    return _page(report_id)


@pages.post("/reports/<id:report_id>/sammanstallning")
def save(report_id: int) -> Answer:
    """Keep the texts as a further version of the draft."""
    form = read_form(Written)
    if form.ok:
        texts = {name: getattr(form.given, name) for name in SECTIONS}
        with acting(form, goes_to=url_for("summary.show", report_id=report_id)) as act:
            party, by = _for(act.session, report_id)
            summaries.write(act.session, report_id, texts, seen=form.given.seen, author=actor(), now=now(), by=by)
        if form.ok:
            return done(act.goes_to, "Texterna är sparade.", "The texts are saved.")
    return _page(report_id, form), form.status


def _for(session: Session, report_id: int) -> tuple[int, str]:
    party = acting_for(session, report_id, "report.deliver", owing=True)
    return party, actor_for(session, standing_here().agreement_id, "report.deliver", party)


def _preview(report_id: int, form: Form[Looked] | None = None) -> str:
    one, title = _read(report_id)
    return render_template(
        "summary/preview.html", one=one, title=title, parts=drawn(Telling(one.numbers, one.texts, _language()).sections()),
        writes=_may_write(one), form=form or blank(Looked), empty=[name for name in SECTIONS if not one.texts[name]],
        headings=HEADINGS, today=today())


@pages.get("/reports/<id:report_id>/sammanstallning/forhandsvisning")
def preview(report_id: int) -> str:
    """Show the whole as it will be submitted."""
    return _preview(report_id)


@pages.post("/reports/<id:report_id>/sammanstallning/lamna-in")
def submit(report_id: int) -> Answer:
    """Submit the summary that was looked through; its figures stand from now on."""
    form = read_form(Looked)
    if form.ok:
        with desk().database.read() as session:
            ready = summaries.prepare(session, report_id, language=_language(), at=now())
        with acting(form, goes_to=url_for("reports.show", report_id=report_id)) as act:
            if (ready.numbers.digest, ready.text_number) != (form.given.digest, form.given.text):
                raise NotAsSeen
            party, by = _for(act.session, report_id)
            summaries.submit(act.session, report_id, ready, party_id=party, author=actor(), now=now(), by=by)
        if form.ok:
            return done(act.goes_to, "Sammanställningen är lämnad. Den andra parten får veta det.",
                        "The summary is submitted. The other party is told.")
    return _preview(report_id, form), form.status


def _file(content: str | bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@pages.get("/reports/<id:report_id>/sammanstallning.pdf")
def paper(report_id: int) -> Response:
    """Give the summary as a PDF file, marked as a draft: the submitted one is among the documents."""
    with desk().database.read() as session:
        one = _load(session, report_id)
        made = summaries.paper(session, one, language=_language(), mark=say("Utkast", "Draft"))
    return _file(make_pdf(made, at=now()), "application/pdf", f"sammanstallning-{report_id}.pdf")


def _numbers(report_id: int) -> Numbers:
    return _read(report_id)[0].standing


@pages.get("/reports/<id:report_id>/siffror.xlsx")
def sheet(report_id: int) -> Response:
    """Give the figures as a workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(as_xlsx(_numbers(report_id), _language()), kind, f"siffror-{report_id}.xlsx")


@pages.get("/reports/<id:report_id>/siffror.csv")
def table(report_id: int) -> Response:
    """Give the figures as text."""
    return _file(as_csv(_numbers(report_id), _language()), "text/csv; charset=utf-8", f"siffror-{report_id}.csv")
