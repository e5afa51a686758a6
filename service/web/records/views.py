"""The register of an agreement, who opened what is secret, and what may be culled."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from service.agreements.store import get_agreement
from service.kernel.text.cells import plain
from service.records.reads import reads_of
from service.records.register import KINDS, Entry, Sieve, register_of
from service.records.retention import cull_chosen, load_plan, may_be_culled
from service.web.agreement.story import actor as named
from service.web.documents.read import eyes_here
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, check, read_form
from service.web.frame.paging import PAGE, BadPlace, cut
from service.web.records.forms import Culled, Sieved, names
from service.web.speech.language import called, language, say

pages = Blueprint("records", __name__)
WHO = {
    "index": Of("agreement", "records.see"),
    "listed": Of("agreement", "records.see"),
    "reads": Of("agreement", "records.reads"),
    "culling": Of("agreement", "document.cull"),
    "cull": Of("agreement", "document.cull"),
}
Answer = str | Response | tuple[str, int]


def _asked() -> Form[Sieved]:
    return check(Sieved, {name: request.args.get(name, "") for name in Sieved.model_fields})


def _sieve(form: Form[Sieved]) -> Sieve:
    if form.value is None:
        return Sieve()
    return Sieve(kind=form.given.slag, first=form.given.fran, last=form.given.till, text=form.given.q)


def what_of(one: Entry) -> str:
    """Return what a row is about, in words."""
    if one.kind == "renewal":
        stand = called("stand", one.code)
        return f"{stand} ({one.what})" if one.what else stand
    if one.kind == "deviation":
        return f"{say('Godkänd', 'Approved') if one.code == 'approved' else say('Avslagen', 'Rejected')}: {one.what}"
    if one.kind == "signature":
        return say("Undertecknat: {who}", "Signed: {who}", who=one.what or one.sender)
    return one.what


def where(one: Entry) -> str | None:
    """Return the page that a row leads to."""
    match one.kind:
        case "document":
            return url_for("document.show", document_id=one.id)
        case "renewal":
            return url_for("decisions.show", decision_id=one.id)
        case "deviation":
            return url_for("deviations.show", deviation_id=one.id)
        case "outcome":
            return url_for("meetings.show", meeting_id=one.id)
        case "termination":
            return url_for("terminations.show", termination_id=one.id)
        case "rescission":
            return url_for("rescissions.show", rescission_id=one.id)
        case "waiver":
            return url_for("repayments.show", repayment_id=one.id)
    return None


@pages.get("/agreements/<id:agreement_id>/diarium")
def index(agreement_id: int) -> str:
    """Show the register."""
    form = _asked()
    start = request.args.get("efter", "0")
    if not start.isdecimal() or len(start) > 9:
        raise BadPlace
    with desk().database.read() as session:
        title = get_agreement(session, agreement_id).title
        found = register_of(session, agreement_id, eyes_here(), _sieve(form))
    rows, end = found[int(start) : int(start) + PAGE], int(start) + PAGE
    kept = {name: value for name, value in form.typed.items() if value}
    more = url_for("records.index", agreement_id=agreement_id, efter=end, **kept) if end < len(found) else None
    return render_template("records/register.html", id=agreement_id, title=title, rows=rows, number=len(found), form=form,
                           kinds=KINDS, what_of=what_of, where=where, more=more, kept=kept, names=names())


@pages.get("/agreements/<id:agreement_id>/diarium.csv")
def listed(agreement_id: int) -> Response:
    """Give the register as a file."""
    with desk().database.read() as session:
        found = register_of(session, agreement_id, eyes_here(), _sieve(_asked()))
    file = io.StringIO("\ufeff")
    file.seek(1)
    writer = csv.writer(file, delimiter=";" if language() == "sv" else ",", lineterminator="\r\n")
    writer.writerow([say("Dag", "Day"), say("Diarienummer", "Diary number"), say("Slag", "Kind"), say("Hur", "How"),
                     say("Från", "From"), say("Till", "To"), say("Vad", "What"),
                     say("Sekretess", "Secrecy"), say("Gallrad", "Culled")])
    for one in found:
        kind = called("document", one.code) if one.kind == "document" else called("entry", one.kind)
        writer.writerow([plain(value) for value in (
            one.day, one.diary_number, kind, called("direction", one.direction), one.sender, one.recipient, what_of(one), one.secrecy,
            say("Ja", "Yes") if one.culled else "")])
    answer = make_response(file.getvalue())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="diarium-{agreement_id}.csv"'
    return answer


@pages.get("/agreements/<id:agreement_id>/lasningar")
def reads(agreement_id: int) -> str:
    """Show who opened what is secret."""
    start = request.args.get("efter", "")
    if start and (not start.isdecimal() or len(start) > 18):
        raise BadPlace
    with desk().database.read() as session:
        title = get_agreement(session, agreement_id).title
        found = reads_of(session, agreement_id, eyes_here(), before=int(start) if start else None, limit=PAGE + 1)
    page = cut(found, lambda one: str(one.row.id))
    more = url_for("records.reads", agreement_id=agreement_id, efter=page.following) if page.following else None
    how = {"file": say("Hämtade filen", "Downloaded the file"),
           "copy": say("Gick igenom för utlämnande", "Looked through for disclosure"),
           "archive": say("Tog med i arkivpaket", "Took along in an archive package")}
    return render_template("records/reads.html", id=agreement_id, title=title, rows=page.rows, more=more, how=how, named=named)


def _culling(agreement_id: int, form: Form[Culled] | None = None) -> str:
    with desk().database.read() as session:
        title = get_agreement(session, agreement_id).title
        due = may_be_culled(session, agreement_id, eyes_here(), load_plan(desk().settings.retention_file), today())
    return render_template("records/culling.html", id=agreement_id, title=title, due=due, form=form or blank(Culled), names=names())


@pages.get("/agreements/<id:agreement_id>/gallring")
def culling(agreement_id: int) -> str:
    """Show what may be culled."""
    return _culling(agreement_id)


@pages.post("/agreements/<id:agreement_id>/gallring")
def cull(agreement_id: int) -> Answer:
    """Cull what is chosen, by a decision."""
    form = read_form(Culled)
    if form.ok:
        number = 0
        with acting(form, goes_to=url_for("records.culling", agreement_id=agreement_id)) as act:
            number = cull_chosen(act.session, agreement_id, form.given.documents, eyes_here(),
                                 load_plan(desk().settings.retention_file), decision=form.given.decision, now=now(),
                                 by=actor_for(act.session, agreement_id, "document.cull"))
        if form.ok:
            return done(act.goes_to, "Gallrat: {n}. Raderna i diariet finns kvar.", "Culled: {n}. The rows of the register remain.",
                        n=number)
    return _culling(agreement_id, form), form.status
