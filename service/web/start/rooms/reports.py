"""What reports need of whom, over all agreements at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from service.agreements.states import State as Agreement
from service.agreements.tables import AgreementRow
from service.db import among
from service.followup.reports.rules import is_noted
from service.followup.reports.states import State
from service.followup.reports.tables import ReportRow
from service.notices.writing.words import first_upper
from service.obligations.model import Kind
from service.obligations.rules import OPENS_DAYS_BEFORE
from service.obligations.tables import ObligationRow
from service.web.speech.language import called, say, short_day, speech
from service.web.start.mine import Mine
from service.web.start.rooms.talk import Talk

EACH = 40
# What nobody has agreed to yet is owed by nobody.
UNBOUND = (Agreement.DRAFT, Agreement.IN_SIGNATURE, Agreement.DISCARDED)
_SOON: BindParameter[date] = bindparam("soon")
_REPORTS = (
    select(ReportRow.id, ReportRow.agreement_id, ReportRow.kind, ReportRow.state, ReportRow.day, ReportRow.since, ObligationRow.owes)
    .join(ObligationRow, ObligationRow.id == ReportRow.obligation_id).join(AgreementRow, AgreementRow.id == ReportRow.agreement_id)
    .where(among(ReportRow.agreement_id), ReportRow.earlier.is_(False), AgreementRow.state.not_in(UNBOUND), or_(
        ReportRow.state.in_((State.DELIVERED, State.RETURNED)), and_(ReportRow.state == State.DUE, ReportRow.day <= _SOON)))
    .order_by(ReportRow.day).limit(EACH)
)


def reports(session: Session, mine: Mine, today: date) -> Iterator[Talk]:
    """Return what is to be delivered before long, delivered again, or read."""
    given = {"ids": mine.ids, "soon": today + timedelta(days=OPENS_DAYS_BEFORE)}
    for row in session.connection().execute(_REPORTS, given):
        yield _read(row, mine, today) if row.state == State.DELIVERED else _owed(row, mine, today)


def _owed(row: Any, mine: Mine, today: date) -> Talk:
    roles = mine.roles_for(row.agreement_id, "report.deliver")
    ours = row.owes in roles or row.owes == "both" and bool(roles)
    again = row.state == State.RETURNED
    name = speech().duties[row.kind]
    link = url_for("reports.show", report_id=row.id)
    if ours and row.kind == Kind.YEARLY_SUMMARY:
        link = url_for("summary.show", report_id=row.id)
    return Talk(
        agreement_id=row.agreement_id,
        what=say("Lämna på nytt: {name}", "Deliver again: {name}", name=name) if again else first_upper(name),
        why=say("Lämnades tillbaka; något saknas.", "It was returned; something is missing.") if again else say(
            "Åligger {who}.", "Owed by the {who}.", who=called("role", row.owes).lower()),
        button=say("Lämna", "Deliver") if ours else say("Visa", "Show"), link=link, day=row.day, late=row.day < today, mine=ours)


def _read(row: Any, mine: Mine, today: date) -> Talk:
    roles = mine.roles_for(row.agreement_id, "report.accept")
    ours = bool(roles) if row.owes == "both" else any(role != row.owes for role in roles)
    since = row.since or row.day
    asked = ("Läs och svara: {name}", "Read and answer: {name}")
    if is_noted(row.kind):
        asked = ("Ta del av: {name}", "Take note of: {name}")
    return Talk(
        agreement_id=row.agreement_id, what=say(*asked, name=speech().duties[row.kind]),
        why=say("Lämnades {day}.", "Delivered {day}.", day=short_day(since)),
        button=say("Läs", "Read") if ours else say("Visa", "Show"),
        link=url_for("reports.show", report_id=row.id), day=since, late=(today - since).days > 14, mine=ours)
