"""The one table that joins what is due with who acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.orm import Session

from service.agreements.states import Step as AgreementStep
from service.agreements.store import Brief, briefs, get_agreement, terms_of
from service.agreements.tables import AgreementRow
from service.amendments import notices as amendment_notices
from service.amendments import rules as amendment_rules
from service.amendments import store as amendments
from service.amendments.states import Step as AmendmentStep
from service.amendments.tables import AmendmentRow
from service.breaches import notices as breach_notices
from service.breaches import rules as breach_rules
from service.breaches import store as breaches
from service.breaches.tables import BreachRow
from service.db import Base
from service.deviations import notices as deviation_notices
from service.deviations import rules as deviation_rules
from service.deviations import store as deviations
from service.deviations.tables import DeviationRow
from service.digest import letters as digest
from service.digest import rules as digest_rules
from service.disputes import notices as dispute_notices
from service.disputes import rules as dispute_rules
from service.disputes import store as disputes
from service.disputes.tables import DisputeRow
from service.economy.invoices import notices as invoice_notices
from service.economy.invoices import rules as invoice_rules
from service.economy.invoices import store as invoices
from service.economy.invoices.acts import handling as invoice_actions
from service.economy.invoices.tables import InvoiceRow
from service.followup.reports import notices as report_notices
from service.followup.reports import rules as report_rules
from service.followup.reports import store as reports
from service.followup.reports.tables import ReportRow
from service.followup.shifts.tables import ShiftRow
from service.followup.shifts.untold import notices as untold_notices
from service.followup.shifts.untold import rules as untold_rules
from service.followup.shifts.untold import store as untold
from service.history.record import CLOCK
from service.kernel.clock import local_day
from service.lifecycle import clock as agreement_clock
from service.lifecycle import notices as agreement_notices
from service.lifecycle import store as agreements
from service.lifecycle.amending.force import enter_what_is_due
from service.lifecycle.signing.asking import letter_about
from service.lifecycle.steps import by_clock, rescind_what_is_due
from service.meetings import actions as meeting_actions
from service.meetings import notices as meeting_notices
from service.meetings import rules as meeting_rules
from service.meetings import store as meetings
from service.meetings.states import Step as MeetingStep
from service.meetings.tables import MeetingRow
from service.notices.owe import Letter
from service.obligations import actions as obligation_actions
from service.obligations import rules as obligation_rules
from service.obligations import store as obligations
from service.obligations.reminders.ladders import Act
from service.obligations.tables import ObligationRow
from service.parties.model import Cast
from service.parties.store import casts
from service.parties.tables import PersonRow
from service.renegotiations import notices as renegotiation_notices
from service.renegotiations import rules as renegotiation_rules
from service.renegotiations import store as renegotiations
from service.renegotiations.tables import RenegotiationRow
from service.renewal import actions as renewal_actions
from service.renewal import notices as renewal_notices
from service.renewal import rules as renewal_rules
from service.renewal import store as renewal
from service.renewal.states import Step as RenewalStep
from service.renewal.tables import DecisionRow
from service.repayments import notices as repayment_notices
from service.repayments import rules as repayment_rules
from service.repayments import store as repayments
from service.repayments.tables import RepaymentRow
from service.rescissions import notices as rescission_notices
from service.rescissions import rules as rescission_rules
from service.rescissions import store as rescissions
from service.rescissions.actions import CLAUSES
from service.rescissions.states import Step as RescissionStep
from service.rescissions.tables import RescissionRow
from service.signatures import rules as signature_rules
from service.signatures import store as signatures
from service.signatures.tables import SignatureRow
from service.terminations import notices as termination_notices
from service.terminations import rules as termination_rules
from service.terminations import store as terminations
from service.terminations.tables import TerminationRow


class Item(Protocol):
    """What every due item has."""

    @property
    def id(self) -> int: ...
    @property
    def agreement_id(self) -> int: ...
    @property
    def subject(self) -> str: ...


Acted = tuple[Any, Act]


@dataclass(frozen=True, slots=True)
class Around:
    """What a batch's letters need, loaded once for all of them."""

    briefs: dict[int, Brief]
    casts: dict[int, Cast]


def around(session: Session, acted: Sequence[Acted]) -> Around:
    """Load briefs and casts of the agreements that a batch is about."""
    ids = list({item.agreement_id for item, _ in acted})
    return Around(briefs(session, ids), casts(session, ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Rows of `table` that are due, what the clock makes of each, its letters, and the steps it takes.

    `due` claims; `act` is pure; `letters` and `steps` write in the same transaction.
    """

    name: str
    table: type[Base]
    due: Callable[[Session, datetime, int], Sequence[Any]]
    act: Callable[[Any, datetime], Act]
    letters: Callable[[Session, Sequence[Acted], datetime], list[Letter]]
    step: Callable[[Session, Any, StrEnum, datetime], None]


def letters_of(compose: Callable[..., Letter]) -> Callable[[Session, Sequence[Acted], datetime], list[Letter]]:
    """Return what writes a batch's letters one by one, where `compose` needs no more than the agreement and its people."""

    def letters(session: Session, acted: Sequence[Acted], now: datetime) -> list[Letter]:
        at, today = around(session, acted), local_day(now)
        return [
            compose(item, owed, at.briefs[item.agreement_id], at.casts[item.agreement_id], today=today)
            for item, act in acted for owed in act.owed
        ]

    return letters


def _no_letters(_session: Session, _acted: Sequence[Acted], _now: datetime) -> list[Letter]:
    return []


def _weekly_letters(session: Session, acted: Sequence[Acted], now: datetime) -> list[Letter]:
    return [letter for item, _ in acted if (letter := digest.compose(session, item, now)) is not None]


def _no_step(_session: Session, item: Item, step: StrEnum, _now: datetime) -> None:
    raise LookupError(f"{item.subject} has no step {step} that the clock takes")


def _agreement_letters(session: Session, acted: Sequence[Acted], now: datetime) -> list[Letter]:
    return [
        agreement_notices.compose(session, item, owed, agreement_notices.scene(session, item.id), today=local_day(now))
        for item, act in acted for owed in act.owed
    ]


def _agreement_step(session: Session, item: agreement_clock.Item, step: StrEnum, now: datetime) -> None:
    by_clock(session, get_agreement(session, item.id), AgreementStep(step), now=now)


def _signature_letters(session: Session, acted: Sequence[Acted], now: datetime) -> list[Letter]:
    return [
        letter_about(session, owed, agreement_notices.scene(session, item.agreement_id), item.matter, subject=item.subject,
                     today=local_day(now), more={"deadline": item.deadline.isoformat() if item.deadline else None})
        for item, act in acted for owed in act.owed
    ]


def _amendment_letters(session: Session, acted: Sequence[Acted], now: datetime) -> list[Letter]:
    at, today = around(session, acted), local_day(now)
    return [
        amendment_notices.compose(item, owed, at.briefs[item.agreement_id], at.casts[item.agreement_id], today=today,
                                  clause=terms_of(session, item.agreement_id).clause("amendments.signed", "amendments.written"))
        for item, act in acted for owed in act.owed
    ]


def _amendment_step(session: Session, item: amendment_rules.Item, step: StrEnum, now: datetime) -> None:
    if step is not AmendmentStep.ENTER:
        _no_step(session, item, step, now)
    get_agreement(session, item.agreement_id)
    enter_what_is_due(session, item.agreement_id, local_day(now), now=now)


def _meeting_letters(session: Session, acted: Sequence[Acted], now: datetime) -> list[Letter]:
    at = around(session, acted)
    called = meetings.guests(session, [item.id for item, _ in acted])
    found = []
    for item, act in acted:
        brief = at.briefs[item.agreement_id]
        terms = terms_of(session, item.agreement_id)
        if act.owed[0].name == "meeting_missed" and meeting_rules.last_of_agreement(item, brief.ends_on):
            continue
        found += [
            meeting_notices.compose(item, owed, brief, at.casts[item.agreement_id], terms, called.get(item.id, []),
                                    today=local_day(now))
            for owed in act.owed
        ]
    return found


def _meeting_step(session: Session, item: meeting_rules.Item, step: StrEnum, now: datetime) -> None:
    taken = {MeetingStep.CALL: meeting_actions.call, MeetingStep.LAPSE: meeting_actions.lapse}
    taken[MeetingStep(step)](session, item.id, now=now, by=CLOCK)


def _decision_step(session: Session, item: renewal_rules.Item, step: StrEnum, now: datetime) -> None:
    renewal_actions.step(session, item, RenewalStep(step), now=now, by=CLOCK)


def _rescission_letters(session: Session, acted: Sequence[Acted], now: datetime) -> list[Letter]:
    at = around(session, acted)
    return [
        rescission_notices.compose(item, owed, at.briefs[item.agreement_id], at.casts[item.agreement_id], now=now,
                                   clause=terms_of(session, item.agreement_id).clause(*CLAUSES))
        for item, act in acted for owed in act.owed
    ]


def _rescission_step(session: Session, item: rescission_rules.Item, step: StrEnum, now: datetime) -> None:
    if step is not RescissionStep.TAKE_EFFECT:
        _no_step(session, item, step, now)
    rescind_what_is_due(session, get_agreement(session, item.agreement_id), now=now)


def _obligation_step(session: Session, item: obligation_rules.Item, step: StrEnum, now: datetime) -> None:
    obligation_actions.by_clock(session, item, step, now=now)


def _invoice_step(session: Session, item: invoice_rules.Item, step: StrEnum, now: datetime) -> None:
    invoice_actions.by_clock(session, item, step, now=now)


JOBS: tuple[Job, ...] = (
    # First: after an outage a rescission goes before the end that its agreement would have come to later.
    Job(name="rescissions", table=RescissionRow, due=rescissions.due, act=rescission_rules.act,
        letters=_rescission_letters, step=_rescission_step),
    Job(name="agreements", table=AgreementRow, due=agreements.due, act=agreement_clock.act,
        letters=_agreement_letters, step=_agreement_step),
    Job(name="signatures", table=SignatureRow, due=signatures.due, act=signature_rules.act,
        letters=_signature_letters, step=_no_step),
    Job(name="amendments", table=AmendmentRow, due=amendments.due, act=amendment_rules.act,
        letters=_amendment_letters, step=_amendment_step),
    Job(name="decisions", table=DecisionRow, due=renewal.due, act=renewal_rules.act,
        letters=letters_of(renewal_notices.compose), step=_decision_step),
    Job(name="meetings", table=MeetingRow, due=meetings.due, act=meeting_rules.act,
        letters=_meeting_letters, step=_meeting_step),
    Job(name="obligations", table=ObligationRow, due=obligations.due, act=obligation_rules.act,
        letters=_no_letters, step=_obligation_step),
    Job(name="renegotiations", table=RenegotiationRow, due=renegotiations.due, act=renegotiation_rules.act,
        letters=letters_of(renegotiation_notices.compose), step=_no_step),
    Job(name="deviations", table=DeviationRow, due=deviations.due, act=deviation_rules.act,
        letters=letters_of(deviation_notices.compose), step=_no_step),
    Job(name="terminations", table=TerminationRow, due=terminations.due, act=termination_rules.act,
        letters=letters_of(termination_notices.compose), step=_no_step),
    Job(name="invoices", table=InvoiceRow, due=invoices.due, act=invoice_rules.act,
        letters=letters_of(invoice_notices.compose), step=_invoice_step),
    Job(name="shifts", table=ShiftRow, due=untold.due, act=untold_rules.act,
        letters=letters_of(untold_notices.compose), step=_no_step),
    Job(name="reports", table=ReportRow, due=reports.due, act=report_rules.act,
        letters=letters_of(report_notices.compose), step=_no_step),
    Job(name="breaches", table=BreachRow, due=breaches.due, act=breach_rules.act,
        letters=letters_of(breach_notices.compose), step=_no_step),
    Job(name="repayments", table=RepaymentRow, due=repayments.due, act=repayment_rules.act,
        letters=letters_of(repayment_notices.compose), step=_no_step),
    Job(name="disputes", table=DisputeRow, due=disputes.due, act=dispute_rules.act,
        letters=letters_of(dispute_notices.compose), step=_no_step),
    Job(name="weekly", table=PersonRow, due=digest.due, act=digest_rules.act, letters=_weekly_letters, step=_no_step),
)
