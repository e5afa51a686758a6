"""The page of one duty, and recording what became of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint, redirect, render_template, url_for
from pydantic import Field
from sqlalchemy import select
from werkzeug.wrappers import Response

from service.economy.invoices.tables import InvoiceRow
from service.followup.reports.store import report_of
from service.kernel.errors import Refusal
from service.lifecycle.signing.sign import FutureDay
from service.meetings.tables import MeetingRow
from service.obligations.actions import settle
from service.obligations.states import OBLIGATION, Step
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.renewal.tables import DecisionRow
from service.web.agreement.story import EVENTS, actor
from service.web.breaches.who import may_give_notice
from service.web.duties.read import load
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.plan.duties import about, name_of

pages = Blueprint("duties", __name__)
WHO = {
    "show": Of("duty", "agreement.see"),
    "meet": Of("duty", "duty.meet"),
    "waive": Of("duty", "duty.waive"),
}
Answer = str | Response | tuple[str, int]


class OwnDuty(Refusal):
    """You owe this yourselves; only the other party can release you from it."""

    sv = "Det här är ert eget åtagande; bara den andra parten kan efterge det."
    status = 403


class Met(Asked):
    """It was done, on a day."""

    day: date
    note: Annotated[str, Field(max_length=2000)] = ""


class Waived(Asked):
    """It need not be done, and why."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


def may_release(owes: str) -> bool:
    """Say whether the one who asks acts for a party that the duty is owed to."""
    standing = standing_here()
    mine = standing.parties_for("duty.waive")
    return any(one.party_id in mine and (owes == "both" or one.role != owes) for one in standing.held)


def _page(duty_id: int, met: Form[Met] | None = None, waived: Form[Waived] | None = None) -> str:
    with desk().database.read() as session:
        one = load(session, duty_id)
    state = Owed(one.row.state)
    name = name_of(one.row.kind, one.row.key)
    return render_template(
        "duties/show.html", one=one, today=today(), name=name, about=about(one.row.key, one.row.first, one.row.last),
        meets=Step.MEET in OBLIGATION.steps_from(state), waives=Step.WAIVE in OBLIGATION.steps_from(state),
        releases=may_release(one.row.owes), breached=state is Owed.MISSED and may_give_notice(one.row.owes),
        events=EVENTS, actor=actor, own=standing_here(),
        met=met or blank(Met, day=today()), waived=waived or blank(Waived))


@pages.get("/duties/<id:duty_id>")
def show(duty_id: int) -> str | Response:
    """Show one duty; what has a life of its own has a page of its own."""
    with desk().database.read() as session:
        meeting = session.scalars(select(MeetingRow.id).where(MeetingRow.obligation_id == duty_id)).one_or_none()
        report = report_of(session, duty_id)
        decision = session.scalars(select(DecisionRow.id).where(DecisionRow.obligation_id == duty_id)).first()
        invoice = session.scalars(select(InvoiceRow.id).where(
            InvoiceRow.obligation_id == duty_id).order_by(InvoiceRow.sequence.desc())).first()
    if invoice is not None:
        return redirect(url_for("invoices.show", invoice_id=invoice))
    if meeting is not None:
        return redirect(url_for("meetings.show", meeting_id=meeting))
    if report is not None:
        return redirect(url_for("reports.show", report_id=report))
    if decision is not None:
        return redirect(url_for("decisions.show", decision_id=decision))
    return _page(duty_id)


@pages.post("/duties/<id:duty_id>/klart")
def meet(duty_id: int) -> Answer:
    """Record that a duty is done."""
    form = read_form(Met)
    if form.ok:
        with acting(form, goes_to=url_for("duties.show", duty_id=duty_id)) as act:
            if form.given.day > today():
                raise FutureDay(day=form.given.day, field="day")
            row = act.session.get_one(ObligationRow, duty_id)
            settle(act.session, row.agreement_id, row.key, Step.MEET, now=now(), on=form.given.day,
                   note=form.given.note or None, by=actor_for(act.session, row.agreement_id, "duty.meet"))
        if form.ok:
            return done(act.goes_to, "Antecknat som klart. Inga fler påminnelser går ut om det.",
                        "Recorded as done. No more reminders go out about it.")
    return _page(duty_id, met=form), form.status


@pages.post("/duties/<id:duty_id>/efterge")
def waive(duty_id: int) -> Answer:
    """Release the other party from a duty."""
    form = read_form(Waived)
    if form.ok:
        with acting(form, goes_to=url_for("duties.show", duty_id=duty_id)) as act:
            row = act.session.get_one(ObligationRow, duty_id)
            if not may_release(row.owes):
                raise OwnDuty
            settle(act.session, row.agreement_id, row.key, Step.WAIVE, now=now(), note=form.given.reason,
                   by=actor_for(act.session, row.agreement_id, "duty.waive"))
        if form.ok:
            return done(act.goes_to, "Eftergivet.", "Waived.")
    return _page(duty_id, waived=form), form.status
