"""The last line: rows that no pass would ever come to again. It reads every row, so once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Select, Table, and_, or_, select, update

from service.agreements.states import State as Agreement
from service.agreements.tables import AgreementRow
from service.amendments.states import State as Amendment
from service.amendments.tables import AmendmentRow
from service.breaches.states import OPEN as OPEN_BREACH
from service.breaches.tables import BreachRow
from service.db import Database
from service.deviations.states import OPEN as OPEN_DEVIATION
from service.deviations.tables import DeviationRow
from service.disputes.states import OPEN as OPEN_DISPUTE
from service.disputes.tables import DisputeRow
from service.economy.invoices.states import UNTOUCHED
from service.economy.invoices.tables import InvoiceRow
from service.followup.reports.states import AWAITED
from service.followup.reports.tables import ReportRow
from service.followup.shifts.states import State as Shift
from service.followup.shifts.sums.store import differing as shift_sums
from service.followup.shifts.sums.store import recount_all
from service.followup.shifts.tables import ShiftRow
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow, Post
from service.obligations.model import OWN_LIFE
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.parties.tables import PersonRow
from service.parties.vacancies import differing as vacancies
from service.parties.vacancies import recount as recount_vacancies
from service.renegotiations.states import OPEN as OPEN_RENEGOTIATION
from service.renegotiations.tables import RenegotiationRow
from service.renewal.states import State as Decision
from service.renewal.tables import DecisionRow
from service.repayments.states import OPEN as OPEN_REPAYMENT
from service.repayments.tables import RepaymentRow
from service.rescissions.states import State as Rescission
from service.rescissions.tables import RescissionRow
from service.scheduler.health import RECONCILED, beat
from service.scheduler.tables import HeartbeatRow, TroubleRow
from service.settings import Settings
from service.signatures.states import State as Signature
from service.signatures.tables import SignatureRow
from service.terminations.states import State as Termination
from service.terminations.tables import TerminationRow

log = structlog.get_logger(__name__)

EVERY = timedelta(days=1)
# No attempt is put off for longer, see `service.notices.sending.fate`.
LONGEST_WAIT = timedelta(hours=12)
RUNNING = (Agreement.SIGNED, Agreement.ACTIVE)
WITH_DUTIES = (*RUNNING, Agreement.EXPIRED, Agreement.RESCINDED, Agreement.TERMINATED)
# A meeting that nobody minuted is let be in the end.
CHASED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many rows of each kind were given back to the passes, and troubles struck out."""

    matters: int = 0
    unsent: int = 0
    claimed: int = 0
    troubles: int = 0
    sums: int = 0


def is_time_to_reconcile(database: Database, now: datetime) -> bool:
    """Say whether the last time is a day ago, or lies in the future because the clock was set back."""
    with database.read() as session:
        last = session.scalars(select(HeartbeatRow.at).where(HeartbeatRow.name == RECONCILED)).one_or_none()
    return last is None or not last <= now < last + EVERY


def reconcile(database: Database, settings: Settings, *, now: datetime) -> Reconciled:
    """Find what is alive and would never be looked at again, and make it due now."""
    found = Reconciled(
        matters=sum(_due_again(database, row, query, now) for row, query in _forgotten(now)),
        unsent=_due_again(database, OutboxRow, select(OutboxRow.id).where(_unsent(now)), now),
        claimed=_due_again(database, OutboxRow, select(OutboxRow.id).where(_claimed_too_long(settings, now)), now),
        troubles=_settled_troubles(database, now),
        sums=_counted_anew(database),
    )
    with database.write() as session:
        beat(session, RECONCILED, now=now, acted=found.matters + found.unsent + found.claimed, failed=found.troubles)
    if found.sums:
        log.error("sums were not what they are made of and were counted anew", agreements=found.sums)
    if found != Reconciled(sums=found.sums):
        log.warning("rows were given back to the passes", matters=found.matters, unsent=found.unsent,
                    claimed=found.claimed, troubles=found.troubles)
    return found


def _counted_anew(database: Database) -> int:
    """Count anew what is kept beside shifts and functions where it is not what they come to; return of how many agreements."""
    with database.read() as session:
        wrong = ((recount_all, shift_sums(session)), (recount_vacancies, vacancies(session)))
    for count, agreements in wrong:
        for number in agreements:
            with database.write() as session:
                count(session, number)
    return sum(len(agreements) for _, agreements in wrong)


def _forgotten(now: datetime) -> list[tuple[Any, Select[int]]]:
    """Return what is alive and has no time to be looked at, by table."""
    return [*_forgotten_of_plan(now), *_forgotten_matters(now)]


def _forgotten_of_plan(now: datetime) -> list[tuple[Any, Select[int]]]:
    """Return it of agreements, their changes, and what their terms ask for."""
    paused = select(AgreementRow.id).where(AgreementRow.paused_at.is_not(None))
    running = select(AgreementRow.id).where(AgreementRow.state.in_(RUNNING))
    bound = select(AgreementRow.id).where(AgreementRow.state.in_(WITH_DUTIES))
    return [
        (AgreementRow, select(AgreementRow.id).where(
            AgreementRow.next_at.is_(None), AgreementRow.state.in_((Agreement.IN_SIGNATURE, *RUNNING)))),
        (SignatureRow, select(SignatureRow.id).where(
            SignatureRow.next_at.is_(None), SignatureRow.state == Signature.ASKED, SignatureRow.turn)),
        (AmendmentRow, select(AmendmentRow.id).where(AmendmentRow.next_at.is_(None), or_(
            AmendmentRow.state == Amendment.SIGNED,
            and_(AmendmentRow.extends, AmendmentRow.state.in_((Amendment.DRAFT, Amendment.IN_SIGNATURE)))))),
        (DecisionRow, select(DecisionRow.id).where(
            DecisionRow.next_at.is_(None), DecisionRow.earlier.is_(False), DecisionRow.agreement_id.in_(running),
            or_(DecisionRow.state.in_((Decision.NOT_DUE, Decision.OPEN)),
                and_(DecisionRow.state == Decision.OVERDUE, DecisionRow.silence.is_distinct_from("renews"))))),
        (MeetingRow, select(MeetingRow.id).where(
            MeetingRow.next_at.is_(None), MeetingRow.earlier.is_(False), MeetingRow.agreement_id.in_(running),
            or_(and_(MeetingRow.state == Meeting.PLANNED, MeetingRow.agreement_id.not_in(paused)),
                and_(MeetingRow.state == Meeting.CALLED, MeetingRow.ends_at > now - CHASED)))),
        (ObligationRow, select(ObligationRow.id).where(
            ObligationRow.next_at.is_(None), ObligationRow.earlier.is_(False), ObligationRow.agreement_id.in_(bound),
            ObligationRow.kind.not_in(OWN_LIFE),
            ObligationRow.state.in_((Owed.PLANNED, Owed.OPEN)))),
    ]


def _forgotten_matters(now: datetime) -> list[tuple[Any, Select[int]]]:
    """Return it of what the parties have between them, and of weekly mail."""
    paused = select(AgreementRow.id).where(AgreementRow.paused_at.is_not(None))
    running = select(AgreementRow.id).where(AgreementRow.state.in_(RUNNING))
    bound = select(AgreementRow.id).where(AgreementRow.state.in_(WITH_DUTIES))
    return [
        (TerminationRow, select(TerminationRow.id).where(
            TerminationRow.next_at.is_(None), TerminationRow.state == Termination.GIVEN,
            TerminationRow.agreement_id.in_(running))),
        (RenegotiationRow, select(RenegotiationRow.id).where(
            RenegotiationRow.next_at.is_(None), RenegotiationRow.state.in_(OPEN_RENEGOTIATION),
            RenegotiationRow.agreement_id.in_(running))),
        (DeviationRow, select(DeviationRow.id).where(
            DeviationRow.next_at.is_(None), DeviationRow.state.in_(OPEN_DEVIATION), DeviationRow.agreement_id.in_(running))),
        (InvoiceRow, select(InvoiceRow.id).where(
            InvoiceRow.next_at.is_(None), InvoiceRow.agreement_id.in_(bound), InvoiceRow.earlier.is_(False),
            InvoiceRow.agreement_id.not_in(paused),
            InvoiceRow.state.in_((*UNTOUCHED, "received", "approved")))),
        (ReportRow, select(ReportRow.id).where(
            ReportRow.next_at.is_(None), ReportRow.earlier.is_(False), ReportRow.state.in_(AWAITED),
            ReportRow.agreement_id.in_(bound))),
        (ShiftRow, select(ShiftRow.id).where(
            ShiftRow.next_at.is_(None), ShiftRow.told_at.is_(None), ShiftRow.state == Shift.PLANNED, ShiftRow.ends_at > now,
            ShiftRow.agreement_id.in_(bound))),
        (BreachRow, select(BreachRow.id).where(
            BreachRow.next_at.is_(None), BreachRow.state.in_(OPEN_BREACH), BreachRow.rectify_by.is_not(None),
            BreachRow.agreement_id.in_(running))),
        (RescissionRow, select(RescissionRow.id).where(
            RescissionRow.next_at.is_(None), RescissionRow.state.in_((Rescission.CLAIMED, Rescission.DECLARED)),
            RescissionRow.agreement_id.in_(running))),
        (RepaymentRow, select(RepaymentRow.id).where(RepaymentRow.next_at.is_(None), RepaymentRow.state.in_(OPEN_REPAYMENT))),
        (DisputeRow, select(DisputeRow.id).where(DisputeRow.next_at.is_(None), DisputeRow.state.in_(OPEN_DISPUTE))),
        (PersonRow, select(PersonRow.id).where(PersonRow.next_at.is_(None), PersonRow.digest)),
    ]


def _unsent(now: datetime) -> ColumnElement[bool]:
    """Written and never sent: without a time, or put off for longer than any attempt is."""
    return and_(
        OutboxRow.state == Post.WAITING, or_(OutboxRow.next_at.is_(None), OutboxRow.next_at > now + LONGEST_WAIT))


def _claimed_too_long(settings: Settings, now: datetime) -> ColumnElement[bool]:
    """Claimed for longer than any sender claims: the next one takes it over as in doubt."""
    longest = 4 * timedelta(seconds=6 * settings.mail_timeout_seconds + 30)
    return and_(OutboxRow.state == Post.SENDING, or_(OutboxRow.next_at.is_(None), OutboxRow.next_at > now + longest))


def _due_again(database: Database, row: Any, query: Select[int], now: datetime) -> int:
    with database.read() as session:
        ids = session.scalars(query).all()
    table: Table = row.__table__
    for start in range(0, len(ids), 500):
        with database.write() as session:
            # Asked again under the lock: somebody may have been quicker.
            part = session.scalars(query.where(row.id.in_(ids[start : start + 500])).with_for_update(key_share=True, of=row)).all()
            session.connection().execute(update(table).where(table.c.id.in_(part)).values(next_at=now))
    return len(ids)


def _settled_troubles(database: Database, now: datetime) -> int:
    """Strike out troubles whose matter is settled; look again at those put off by a clock that was ahead."""
    struck = 0
    with database.write() as session:
        for trouble in session.scalars(select(TroubleRow)).all():
            table = _TABLES[trouble.subject.split()[0]]
            its_id = table.c.id == int(trouble.subject.split()[1])
            if session.scalars(select(table.c.next_at).where(its_id)).one_or_none() is None:
                session.delete(trouble)
                struck += 1
            elif trouble.at > now:
                session.execute(update(table).where(its_id).values(next_at=now))
    return struck


_TABLES: dict[str, Any] = {
    "agreement": AgreementRow.__table__, "signature": SignatureRow.__table__, "decision": DecisionRow.__table__,
    "meeting": MeetingRow.__table__, "obligation": ObligationRow.__table__, "amendment": AmendmentRow.__table__,
    "renegotiation": RenegotiationRow.__table__, "deviation": DeviationRow.__table__, "invoice": InvoiceRow.__table__,
    "breach": BreachRow.__table__, "rescission": RescissionRow.__table__,
    "report": ReportRow.__table__, "repayment": RepaymentRow.__table__, "dispute": DisputeRow.__table__,
    "termination": TerminationRow.__table__, "shift": ShiftRow.__table__,
}
