"""What will be sent next and why, over several agreements at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from service.agreements.store import followers, parse_terms
from service.agreements.tables import AgreementRow, TermsRow
from service.amendments.tables import AmendmentRow
from service.breaches import store as breaches
from service.breaches.tables import BreachRow
from service.deviations import store as deviations
from service.deviations.tables import DeviationRow
from service.disputes import store as disputes
from service.disputes.tables import DisputeRow
from service.economy.invoices import store as invoices
from service.economy.invoices.tables import InvoiceRow
from service.followup.reports import store as reports
from service.meetings.tables import MeetingRow
from service.obligations.tables import ObligationRow
from service.parties.model import Standing
from service.parties.store import casts
from service.parties.tables import PartyRow
from service.renegotiations import store as renegotiations
from service.renegotiations.tables import RenegotiationRow
from service.renewal.tables import AnswerRow, DecisionRow
from service.repayments import store as repayments
from service.repayments.tables import RepaymentRow
from service.signatures.tables import SignatureRow
from service.terminations import store as terminations
from service.terminations.tables import TerminationRow
from service.web.plan.coming import Next, notices
from service.web.plan.read import Found, newest_signatures

AGREEMENTS, MAILS = 40, 30


@dataclass(frozen=True, slots=True)
class Coming:
    """A mail to come, and the agreement it is about."""

    agreement_id: int
    title: str
    mail: Next


def foreseen(session: Session, seen: ColumnElement[bool], now: datetime) -> list[tuple[date, list[Coming]]]:
    """Return the next mails of the agreements `seen` with something due soonest, by day."""
    made = [
        Coming(found.row.id, found.row.title, one)
        for found in _load(session, _soonest(session, seen)) for one in notices(found, now)
    ]
    days: dict[date, list[Coming]] = defaultdict(list)
    for one in sorted(made, key=lambda one: (one.mail.day, str(one.mail.at), one.agreement_id))[:MAILS]:
        days[one.mail.day].append(one)
    return list(days.items())


def _soonest(session: Session, seen: ColumnElement[bool]) -> list[int]:
    found: dict[int, datetime] = {}
    tables: tuple[Any, ...] = (
        MeetingRow, DecisionRow, SignatureRow, AmendmentRow, RenegotiationRow, DeviationRow, InvoiceRow, BreachRow,
        RepaymentRow, DisputeRow, TerminationRow, AgreementRow)
    for table in tables:
        mine = table.id if table is AgreementRow else table.agreement_id
        query = select(mine, table.next_at).where(table.next_at.is_not(None)).order_by(table.next_at).limit(AGREEMENTS)
        if table is not AgreementRow:
            query = query.join(AgreementRow, AgreementRow.id == mine)
        for agreement_id, at in session.execute(query.where(seen)):
            found[agreement_id] = min(at, found.get(agreement_id, at))
    return sorted(found, key=lambda number: found[number])[:AGREEMENTS]


def _load(session: Session, ids: Sequence[int]) -> list[Found]:
    """Read as much of each agreement as its coming mail depends on."""

    def all_of(table: Any, order: Any) -> dict[int, list[Any]]:
        grouped: dict[int, list[Any]] = defaultdict(list)
        for row in session.scalars(select(table).where(table.agreement_id.in_(ids)).order_by(order)):
            grouped[row.agreement_id].append(row)
        return grouped

    rows = {row.id: row for row in session.scalars(select(AgreementRow).where(AgreementRow.id.in_(ids)))}
    terms = {row.agreement_id: parse_terms(row.body) for row in session.scalars(
        select(TermsRow).where(TermsRow.agreement_id.in_(ids)).order_by(TermsRow.number))}
    everyone = casts(session, ids)
    parties = {number: [one for one in found if one.standing == Standing.PARTY]
               for number, found in all_of(PartyRow, PartyRow.position).items()}
    obligations, meetings = all_of(ObligationRow, ObligationRow.id), all_of(MeetingRow, MeetingRow.starts_at)
    decisions = all_of(DecisionRow, DecisionRow.day)
    answers: dict[int, list[AnswerRow]] = defaultdict(list)
    open_ = [one.id for mine in decisions.values() for one in mine]
    for given in session.scalars(select(AnswerRow).where(AnswerRow.decision_id.in_(open_)).order_by(AnswerRow.id)):
        answers[given.decision_id].append(given)
    signed, amendments = newest_signatures(session, ids), all_of(AmendmentRow, AmendmentRow.number)
    following, owed = followers(session, ids), reports.coming_items(session, ids)
    broken = breaches.open_items(session, ids)
    asked, reported = renegotiations.open_items(session, ids), deviations.open_items(session, ids)
    claimed, disputed = repayments.items_of(session, ids, open_only=True), disputes.open_items(session, ids)
    billed, noticed = invoices.coming_items(session, ids), terminations.open_items(session, ids)
    return [
        Found(row=rows[number], terms=terms[number], parties=parties[number], cast=everyone[number],
              obligations=obligations[number], meetings=meetings[number], seats={}, decisions=decisions[number],
              answers=answers, signatures=signed.own(number), amendments=amendments[number],
              amending=signed.amending(number), signings=signed.signings, originals=signed.originals,
              follower=following.get(number), story=(), story_length=0, post={}, undeliverable=(), troubles=(),
              renegotiations=[one for one in asked if one.agreement_id == number],
              deviations=[one for one in reported if one.agreement_id == number],
              terminations=[one for one in noticed if one.agreement_id == number],
              invoices=[one for one in billed if one.agreement_id == number],
              reports=[one for one in owed if one.agreement_id == number],
              breaches=[one for one in broken if one.agreement_id == number],
              repayments=[one for one in claimed if one.agreement_id == number],
              disputes=[one for one in disputed if one.agreement_id == number])
        for number in ids
    ]
