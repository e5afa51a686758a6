"""The reports of an agreement: what is owed by when, delivering, accepting, returning, waiving."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from service.agreements.states import State as Agreement
from service.documents.checks.refusals import TooBig
from service.documents.model import Received
from service.followup.reports.refusals import NotYours as OnlyWhoOwes
from service.followup.reports.refusals import YourOwn
from service.followup.reports.rules import is_noted
from service.followup.reports.states import AWAITED, REPORT, State, Step
from service.lifecycle.followup import reports
from service.lifecycle.followup.reports import Paper
from service.obligations.model import Kind
from service.obligations.states import Step as OwedStep
from service.web.agreement.story import actor as named
from service.web.breaches.who import may_give_notice
from service.web.documents.forms import taken
from service.web.documents.read import eyes_here
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.errors import page as error_page
from service.web.frame.forms import Form, blank, read_form
from service.web.plan.duties import about, name_of
from service.web.reports.forms import Answered, Delivered, Released, names
from service.web.reports.read import Case, Report, listed, load
from service.web.speech.history import EVENTS
from service.web.speech.refusals import told

pages = Blueprint("reports", __name__)
WHO = {
    "index": Of("agreement", "report.see"),
    "show": Of("report", "report.see"),
    "deliver": Of("report", "report.deliver"),
    "answer": Of("report", "report.accept"),
    "waive": Of("report", "duty.waive"),
}
Answer = str | Response | tuple[str, int]


def heading(one: Report) -> str:
    """Return what a report is called, with the time it is for."""
    return f"{name_of(one.row.kind, one.duty.key)}, {about(one.duty.key, one.duty.first, one.duty.last)}"


@pages.get("/agreements/<id:agreement_id>/rapporter")
def index(agreement_id: int) -> str:
    """Show what is to be delivered, by when, and how each stands."""
    with desk().database.read() as session:
        agreement, every = listed(session, agreement_id)
    return render_template(
        "reports/index.html", agreement=agreement, heading=heading, today=today(),
        awaited=[one for one in every if one.awaited and not one.row.earlier],
        read=[one for one in every if one.row.state == State.DELIVERED],
        settled=[one for one in every if one.row.state not in (*AWAITED, State.DELIVERED)],
        earlier=[one for one in every if one.awaited and one.row.earlier])


def _page(report_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        one = load(session, report_id, eyes_here())
    state, held = State(one.report.row.state), standing_here()
    bound = one.agreement.state not in reports.BEFORE
    blanks: dict[str, Form[Any]] = {"delivered": blank(Delivered, day=today()), "answered": blank(Answered),
        "released": blank(Released)}
    return render_template(
        "reports/show.html", one=one, report=one.report, heading=heading(one.report), names=names(), events=EVENTS, named=named,
        today=today(), noted=is_noted(one.report.row.kind), summary=one.report.row.kind == Kind.YEARLY_SUMMARY,
        delivers=bound and Step.DELIVER in REPORT.steps_from(state) and bool(_mine(one, "report.deliver", owing=True)),
        answers=bound and state is State.DELIVERED and bool(_mine(one, "report.accept", owing=False)),
        releases=bound and Step.WAIVE in REPORT.steps_from(state) and bool(_mine(one, "duty.waive", owing=False)),
        breached=(one.agreement.state == Agreement.ACTIVE and one.report.awaited and one.report.row.day < today()
                  and may_give_notice("civil")),
        megabytes=desk().settings.document_megabytes, parties=held.parties, **{**blanks, **forms})


def _mine(one: Case, right: str, *, owing: bool) -> list[int]:
    """Return the parties of the one who asks that owe the report, or that it is delivered to, and for which a right is held."""
    parties = one.report.owing if owing else one.report.receiving
    return [party.id for party in parties if party.id in standing_here().parties_for(right)]


def acting_for(session: Session, report_id: int, right: str, *, owing: bool) -> int:
    """Return the party that the one who asks acts for; raise if it is not its to do."""
    mine = _mine(load(session, report_id, eyes_here()), right, owing=owing)
    if not mine:
        raise OnlyWhoOwes if owing else YourOwn
    return mine[0]


@pages.get("/reports/<id:report_id>")
def show(report_id: int) -> str:
    """Show one report."""
    return _page(report_id)


@pages.post("/reports/<id:report_id>/lamna")
def deliver(report_id: int) -> Answer:
    """Deliver a report as a file, or note where it is."""
    form = read_form(Delivered)
    chosen = request.files.get("file")
    file: Received | None = taken(form) if chosen is not None and chosen.filename else None
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("reports.show", report_id=report_id)) as act:
            party = acting_for(act.session, report_id, "report.deliver", owing=True)
            title = heading(load(act.session, report_id, eyes_here()).report)
            paper = None if file is None else Paper(file=file, title=title, diary_number=given.diary_number)
            reports.deliver(act.session, report_id, party_id=party, on=given.day, note=given.note, paper=paper,
                            author=actor(), now=now(),
                            by=actor_for(act.session, standing_here().agreement_id, "report.deliver", party))
        if form.ok:
            return done(act.goes_to, "Rapporten är lämnad. Den andra parten får veta det.",
                        "The report is delivered. The other party is told.")
    return _page(report_id, delivered=form), form.status


@pages.post("/reports/<id:report_id>/svar")
def answer(report_id: int) -> Answer:
    """Accept a report, take note of it, or return it."""
    form = read_form(Answered)
    if form.ok:
        acts = {"accept": reports.accept, "return": reports.give_back}
        with acting(form, goes_to=url_for("reports.show", report_id=report_id)) as act:
            party = acting_for(act.session, report_id, "report.accept", owing=False)
            acts[form.given.verdict](act.session, report_id, form.given.comment, party_id=party, author=actor(), now=now(),
                                     by=actor_for(act.session, standing_here().agreement_id, "report.accept", party))
        if form.ok:
            return done(act.goes_to, "Svaret är antecknat. Den som lämnade rapporten får veta det.",
                        "The answer is recorded. Whoever delivered the report is told.")
    return _page(report_id, answered=form), form.status


@pages.post("/reports/<id:report_id>/efterge")
def waive(report_id: int) -> Answer:
    """Release the other party from a report."""
    form = read_form(Released)
    if form.ok:
        with acting(form, goes_to=url_for("reports.show", report_id=report_id)) as act:
            party = acting_for(act.session, report_id, "duty.waive", owing=False)
            agreement_id = standing_here().agreement_id
            key = load(act.session, report_id, eyes_here()).report.duty.key
            reports.settle(act.session, agreement_id, key, OwedStep.WAIVE, now=now(), note=form.given.reason,
                           by=actor_for(act.session, agreement_id, "duty.waive", party))
        if form.ok:
            return done(act.goes_to, "Eftergivet.", "Waived.")
    return _page(report_id, released=form), form.status


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Answer:
    """Tell at the field that a file is too large to be taken in at all."""
    if "standing" not in g:
        return error_page(413)
    form = blank(Delivered, day=today())
    form.wrong("file", told(TooBig(megabytes=desk().settings.document_megabytes)), 413)
    return _page((request.view_args or {})["report_id"], delivered=form), form.status
