"""The way from a duty to the page of what it follows: a meeting, a decision, an invoice, or a report."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from service.economy.invoices.tables import InvoiceRow
from service.followup.reports.store import report_of
from service.kernel.errors import Unknown
from service.meetings.tables import MeetingRow
from service.renewal.tables import DecisionRow
from service.web.frame.access import Of
from service.web.frame.desk import desk

pages = Blueprint("duties", __name__)
WHO = {"show": Of("duty", "agreement.see")}


@pages.get("/duties/<id:duty_id>")
def show(duty_id: int) -> Response:
    """Lead to the page where a duty is seen to."""
    with desk().database.read() as session:
        invoice = session.scalars(select(InvoiceRow.id).where(
            InvoiceRow.obligation_id == duty_id).order_by(InvoiceRow.sequence.desc())).first()
        meeting = session.scalars(select(MeetingRow.id).where(MeetingRow.obligation_id == duty_id)).one_or_none()
        report = report_of(session, duty_id)
        decision = session.scalars(select(DecisionRow.id).where(DecisionRow.obligation_id == duty_id)).first()
    if invoice is not None:
        return redirect(url_for("invoices.show", invoice_id=invoice))
    if meeting is not None:
        return redirect(url_for("meetings.show", meeting_id=meeting))
    if report is not None:
        return redirect(url_for("reports.show", report_id=report))
    if decision is not None:
        return redirect(url_for("decisions.show", decision_id=decision))
    raise Unknown(what="duty", id=duty_id)
