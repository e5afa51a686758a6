"""Giving notice of termination, receiving it, taking it back: each act, and what it does to the agreement."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement, terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import NoticeRight, Terms
from service.economy.invoices.tables import InvoiceRow
from service.followup.reports.tables import ReportRow
from service.kernel.calendar import add_months
from service.kernel.clock import local_day
from service.kernel.text.personal import refuse_personal_numbers
from service.lifecycle.ending.letters import register_letter
from service.lifecycle.facts import goes_on
from service.lifecycle.plan import apply_plan
from service.lifecycle.steps import catch_up
from service.lifecycle.talks.ground import in_force, party_of
from service.meetings.tables import MeetingRow
from service.notices.owe import withdraw
from service.obligations.states import State as Owed
from service.obligations.store import follow
from service.obligations.tables import ObligationRow
from service.parties.model import Cast, Function
from service.parties.store import cast as cast_of
from service.renewal.actions import step as decided
from service.renewal.states import State as DecisionState
from service.renewal.states import Step as DecisionStep
from service.renewal.store import current, get_item
from service.renewal.tables import DecisionRow
from service.terminations import actions, store
from service.terminations.model import Given, How, Receipt
from service.terminations.refusals import (
    AlreadyGiven,
    BeforeGiven,
    BeforeSigned,
    DayToCome,
    EndsByItself,
    LongAgo,
    NeedsProof,
    NoNotice,
    NotASignatory,
    NotTheReceiver,
    NotThisParty,
)
from service.terminations.rules import comes_first, reckon, right_of
from service.terminations.states import TERMINATION, Step

PLANNED: tuple[Any, ...] = (DecisionRow, MeetingRow, ObligationRow, InvoiceRow, ReportRow)


def give(session: Session, agreement_id: int, given: Given, *, now: datetime, by: str) -> int:
    """Give notice for a party by one of its signatories: a letter is printed and registered; return the notice's id."""
    row, today = in_force(session, agreement_id), local_day(now)
    party, cast = party_of(session, agreement_id, given.party_id), cast_of(session, agreement_id)
    terms = terms_of(session, agreement_id)
    right = may_give(session, row, terms, party.role, party.name, today=today)
    if given.given_on > today:
        raise DayToCome(field="given_on")
    if row.signed_on is not None and given.given_on < row.signed_on:
        raise BeforeSigned(field="given_on")
    if store.open_ones(session, agreement_id, party_id=party.id):
        raise AlreadyGiven(party=party.name)
    refuse_personal_numbers(reason=given.reason, authority=given.authority)
    signer = _signatory(cast, given, today)
    if signer is None:
        raise NotASignatory(party=party.name)
    item = actions.give(session, agreement_id, given, right, signer=signer, clause=clause_of(terms), now=now, by=by)
    actions.keep_letter(session, item, register_letter(session, item, given, row, cast, party, now=now, by=by))
    return item.id


def may_give(session: Session, row: AgreementRow, terms: Terms, role: str, party: str, *, today: date) -> NoticeRight:
    """Return the right by which a party may give notice today; refuse where there is none, or none is needed."""
    if not terms.notice:
        raise NoNotice
    right = right_of(terms.notice, role)
    if right is None:
        raise NotThisParty(party=party)
    last = reckon(today, right).last
    if not comes_first(last, row.ends_on, goes_on=goes_on(session, row)):
        raise EndsByItself(last=last, ends=row.ends_on)
    return right


def clause_of(terms: Terms) -> str:
    """Return what the terms say of notice."""
    return next((text for path, text in terms.clauses.items() if path.startswith("notice")), "")


def _signatory(cast: Cast, given: Given, today: date) -> str | None:
    return next((seat.name for seat in cast.seats if seat.party_id == given.party_id and seat.person_id == given.person_id
                 and seat.function == Function.SIGNATORY and seat.holds(today)), None)


def receive(
    session: Session, termination_id: int, receipt: Receipt, *, party_id: int, author: str, now: datetime, by: str,
) -> date | None:
    """Record when the notice was received; return the last day that follows, None if the agreement ends by itself before it."""
    row = in_force(session, store.agreement_of(session, termination_id))
    item, today = store.get_item(session, termination_id), local_day(now)
    TERMINATION.after(item.state, Step.RECEIVE)
    party_of(session, row.id, party_id)
    if receipt.on > today:
        raise DayToCome(field="on")
    if receipt.on < item.given_on:
        raise BeforeGiven(day=item.given_on, field="on")
    refuse_personal_numbers(note=receipt.note)
    last = reckon(receipt.on, item.right).last
    if party_id == item.party_id:
        _check_told(receipt, last, today)
    if not comes_first(last, row.ends_on, goes_on=goes_on(session, row)):
        actions.overtake(session, item, ends=row.ends_on, now=now, by=by)
        return None
    actions.receive(session, item, receipt, otherwise_on=row.ends_on, party_id=party_id, author=author, now=now, by=by)
    _set_last_day(session, row, now=now)
    _let_decision_fall(session, row, now=now, by=by)
    if last < today:
        # What has ended already is over now, not when the clock next looks.
        catch_up(session, row.id, now=now)
    return last


def _check_told(receipt: Receipt, last: date, today: date) -> None:
    """Refuse what the party that gave notice cannot tell of its receipt: without proof, for the other, or backwards in time."""
    if last < today:
        raise LongAgo(last=last, field="on")
    if receipt.how is How.HERE:
        raise NotTheReceiver(field="how")
    if not receipt.note.strip():
        raise NeedsProof(field="note")


def ask_back(session: Session, termination_id: int, party_id: int, reason: str, *, now: datetime, by: str) -> None:
    """Ask the other parties whether one's own notice may be withdrawn."""
    row = in_force(session, store.agreement_of(session, termination_id))
    party_of(session, row.id, party_id)
    refuse_personal_numbers(reason=reason)
    actions.ask_back(session, store.get_item(session, termination_id), party_id, reason, now=now, by=by)


def consent(session: Session, termination_id: int, party_id: int, *, author: str, now: datetime, by: str) -> bool:
    """Let the other party withdraw its notice; return whether all have consented, and the agreement goes on as before."""
    row = in_force(session, store.agreement_of(session, termination_id))
    _claim_plan(session, row.id)
    party_of(session, row.id, party_id)
    done = actions.consent(session, store.get_item(session, termination_id), party_id, author=author, now=now, by=by)
    if done:
        _set_last_day(session, row, now=now)
        if row.terminates_on is None:
            _as_before(session, row)
            apply_plan(session, row, now=now, live=True)
    return done


def _claim_plan(session: Session, agreement_id: int) -> None:
    """Lock what the plan is made of, in the clock's order and before anything is written: neither then waits for the other."""
    for table in PLANNED:
        session.execute(select(table.id).where(table.agreement_id == agreement_id).order_by(table.id).with_for_update(key_share=True))


def _set_last_day(session: Session, row: AgreementRow, *, now: datetime) -> None:
    """Let the earliest last day of the notices that run be the agreement's, and remind of that from now on."""
    last = store.first_last_day(session, row.id)
    if last == row.terminates_on:
        return
    row = get_agreement(session, row.id)
    row.terminates_on, row.next_at = last, now
    if row.active_at is not None:
        row.arose_at, row.told_at = now, None
    session.flush()
    withdraw(session, f"agreement {row.id}", names=("end_ahead",))


def _let_decision_fall(session: Session, row: AgreementRow, *, now: datetime, by: str) -> None:
    """Ask nobody to decide on renewing what has been ended by notice."""
    decision = current(session, row.id)
    if decision is None or decision.state in (DecisionState.DECIDED, DecisionState.VOID):
        return
    decided(session, get_item(session, decision.id), DecisionStep.END, now=now, by=by)
    follow(session, [(decision.obligation_id, Owed.DROPPED)])


def _as_before(session: Session, row: AgreementRow) -> None:
    """Give a period that was lengthened to the last day of a notice, instead of renewed, the length that the terms say."""
    terms = terms_of(session, row.id)
    if terms.end is None or terms.ending.months is None or not row.renewals:
        return
    whole = add_months(terms.end, terms.ending.months * row.renewals)
    if row.ends_on is not None and row.ends_on < whole:
        row.ends_on = whole
        session.flush()
