"""What becomes of the duties of an agreement that is broken off: those to come fall, the last ones are opened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.economy.invoices.acts.ground import take
from service.economy.invoices.states import UNTOUCHED
from service.economy.invoices.states import Step as InvoiceStep
from service.economy.invoices.store import items_of as invoices_of
from service.economy.invoices.tables import InvoiceRow
from service.followup.reports import actions as reports
from service.followup.reports.states import State as Report
from service.followup.reports.states import Step as ReportStep
from service.followup.reports.tables import ReportRow
from service.history.door import move
from service.history.record import CLOCK
from service.kernel.clock import local_day
from service.kernel.life import Moved
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.notices.owe import withdraw
from service.obligations.model import OWN_LIFE, REPORTS, Kind
from service.obligations.states import OBLIGATION, State, Step
from service.obligations.tables import ObligationRow
from service.rescissions.actions import CLAUSES

DAYS_TO_ACCOUNT = 60
LAST = (Kind.FINAL_REPORT, Kind.FINAL_ACCOUNT)


def cancel_duties(session: Session, agreement_id: int, *, now: datetime) -> None:
    """Cancel what was still to be done, but for money and closing duties; what was missed stays, and so does what was handed in."""
    to_come = (
        ObligationRow.agreement_id == agreement_id, ObligationRow.closing.is_(False), ObligationRow.earlier.is_(False),
        ObligationRow.state.in_((State.PLANNED, State.OPEN)))
    waited = select(ReportRow.id).join(ObligationRow, ObligationRow.id == ReportRow.obligation_id).where(
        *to_come, ReportRow.state.in_((Report.DUE, Report.RETURNED))).order_by(ReportRow.id)
    for number in session.scalars(waited).all():
        reports.release(session, number, ReportStep.CANCEL, None, now=now, by=CLOCK, on=local_day(now))
    rows = session.scalars(select(ObligationRow).where(
        *to_come, ObligationRow.kind.not_in((*OWN_LIFE, *REPORTS))).with_for_update(key_share=True)).all()
    move(session, ObligationRow, [Moved(
        id=row.id, chain=agreement_id, subject=f"obligation {row.id}", origin=row.state,
        state=OBLIGATION.after(State(row.state), Step.CANCEL), event=Step.CANCEL, values={"next_at": None}) for row in rows],
        now=now, by=CLOCK)
    for row in rows:
        withdraw(session, f"obligation {row.id}")
    session.expire_all()


def cancel_expected(session: Session, agreement_id: int, *, now: datetime) -> None:
    """Cancel invoices and payouts that were still to come, those after the last day too; what is missing stays missing."""
    for item in invoices_of(session, agreement_id):
        if item.state in ("expected", "due") and not item.earlier:
            take(session, item, InvoiceStep.CANCEL, now=now, by=CLOCK)


def wake(session: Session, agreement_id: int, *, now: datetime) -> None:
    """Let the clock look at what a pause kept it from: meetings to be called, and money to be awaited."""
    session.execute(update(MeetingRow).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.state == Meeting.PLANNED, MeetingRow.earlier.is_(False),
    ).values(next_at=now))
    session.execute(update(InvoiceRow).where(
        InvoiceRow.agreement_id == agreement_id, InvoiceRow.state.in_((*UNTOUCHED, "received", "approved")),
        InvoiceRow.earlier.is_(False)).values(next_at=now))


def open_last_duties(session: Session, row: AgreementRow, terms: Terms, last: date, *, now: datetime) -> None:
    """Ask for a final report and a final account, sixty days after the last day, delivered and answered as reports are."""
    day = last + timedelta(days=DAYS_TO_ACCOUNT)
    for kind in LAST:
        duty = ObligationRow(
            agreement_id=row.id, key=f"{kind.value}:{last.isoformat()}", kind=kind.value, day=day, first=row.starts_on, last=last,
            owes="civil", clause=terms.clause(*CLAUSES), closing=True, version=row.version, state=State.PLANNED.value, next_at=now)
        session.add(duty)
        session.flush()
        session.add(ReportRow(agreement_id=row.id, obligation_id=duty.id, kind=kind.value, state=Report.DUE.value, day=day,
                              arose_at=now, next_at=now))
    session.flush()
