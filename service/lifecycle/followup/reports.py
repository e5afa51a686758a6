"""A report and what goes with it: its file among the documents, its duty, and who may act for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State as Agreement
from service.agreements.store import get_agreement
from service.documents import actions as documents
from service.documents.model import Direction, Kind, Received, Registration
from service.documents.rules import PUBLIC
from service.documents.store import get_document
from service.followup.reports import actions
from service.followup.reports.actions import Handed
from service.followup.reports.states import REPORT, Step
from service.followup.reports.store import agreement_of, get_item, report_of
from service.followup.reports.tables import ReportRow
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.lifecycle.talks.ground import party_of
from service.obligations.actions import HasItsOwnLife, NoSuchObligation
from service.obligations.states import OBLIGATION
from service.obligations.states import State as Owed
from service.obligations.states import Step as OwedStep
from service.obligations.tables import ObligationRow
from service.parties.model import PartyBrief
from service.parties.store import cast

BEFORE = (Agreement.DRAFT, Agreement.IN_SIGNATURE, Agreement.DISCARDED)
AS_REPORT = {OwedStep.WAIVE: Step.WAIVE, OwedStep.CANCEL: Step.CANCEL}


class NotSignedYet(Refusal):
    """Reports are handed in once the agreement is signed."""

    sv = "Rapporter lämnas när överenskommelsen är undertecknad."


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file to deliver, what it is called in the register, and the diary number if the body has its own."""

    file: Received
    title: str
    diary_number: str = ""
    made_by_us: bool = False


def deliver(
    session: Session, report_id: int, *, party_id: int, on: date, note: str = "", paper: Paper | None = None, author: str,
    now: datetime, by: str,
) -> int:
    """Deliver a report: its file is registered as a document, or as a new version of it; return the number of the delivery."""
    agreement_id = _bound(session, report_id)
    party = party_of(session, agreement_id, party_id)
    item = get_item(session, report_id)
    REPORT.after(item.state, Step.DELIVER)
    handed = Handed(on=on, note=note)
    if paper is not None and party_id in item.owing:
        document_id, version = _registered(session, agreement_id, report_id, paper, party, on=on, now=now, by=by)
        handed = Handed(on=on, note=note, document_id=document_id, version=version)
    return actions.deliver(session, report_id, handed, party_id=party_id, author=author, now=now, by=by)


def _registered(
    session: Session, agreement_id: int, report_id: int, paper: Paper, party: PartyBrief, *, on: date, now: datetime, by: str,
) -> tuple[int, int]:
    known = session.get_one(ReportRow, report_id).document_id
    if known is not None and get_document(session, known).culled_at is None:
        return known, documents.new_version(session, known, paper.file, now=now, by=by)
    receiver = ", ".join(one.name for one in cast(session, agreement_id).parties if one.role != party.role)
    direction = Direction.SENT if party.role == PUBLIC else Direction.RECEIVED
    given = Registration(kind=Kind.REPORT, title=paper.title, direction=direction, day=min(on, local_day(now)),
                         sender=party.name, recipient=receiver, diary_number=paper.diary_number, matter=f"report {report_id}")
    made = documents.add(session, agreement_id, given, paper.file, party=party, now=now, by=by, made_by_us=paper.made_by_us)
    return made, 1


def accept(session: Session, report_id: int, comment: str, *, party_id: int, author: str, now: datetime, by: str) -> None:
    """Accept a report, or take note of it, for a party that it was delivered to."""
    party_of(session, _bound(session, report_id), party_id)
    actions.accept(session, report_id, comment, party_id=party_id, author=author, now=now, by=by)


def give_back(session: Session, report_id: int, comment: str, *, party_id: int, author: str, now: datetime, by: str) -> None:
    """Return a report for a party that it was delivered to."""
    party_of(session, _bound(session, report_id), party_id)
    actions.give_back(session, report_id, comment, party_id=party_id, author=author, now=now, by=by)


def settle(
    session: Session, agreement_id: int, key: str, step: OwedStep, *, now: datetime, by: str, on: date | None = None,
    note: str | None = None,
) -> Owed:
    """Record that the obligation of a report is met, waived or cancelled, through the report; return its new state."""
    query = select(ObligationRow).where(ObligationRow.agreement_id == agreement_id, ObligationRow.key == key)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NoSuchObligation(key=key)
    report_id = report_of(session, row.id)
    if report_id is None:
        raise HasItsOwnLife(key=key, kind=row.kind)
    OBLIGATION.after(Owed(row.state), step)
    day = on or local_day(now)
    if step in AS_REPORT:
        actions.release(session, report_id, AS_REPORT[step], note, now=now, by=by, on=day)
    else:
        owing = get_item(session, report_id).owing
        actions.deliver(session, report_id, Handed(on=day, note=note or "–"), party_id=owing[0], author=by, now=now, by=by)
    session.refresh(row)
    return Owed(row.state)


def see_to(session: Session, agreement_id: int, key: str, *, now: datetime, by: str) -> None:
    """Do what each party should: meet an obligation, and if it is a report, accept it."""
    settle(session, agreement_id, key, OwedStep.MEET, now=now, by=by)
    report_id = session.scalars(select(ReportRow.id).join(ObligationRow, ObligationRow.id == ReportRow.obligation_id).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.key == key)).one_or_none()
    if report_id is not None:
        receiving = get_item(session, report_id).receiving
        actions.accept(session, report_id, "", party_id=receiving[0], author=by, now=now, by=by)


def _bound(session: Session, report_id: int) -> int:
    """Return the report's agreement, locked; refuse one that was never signed."""
    agreement_id = agreement_of(session, report_id)
    if get_agreement(session, agreement_id).state in BEFORE:
        raise NotSignedYet
    return agreement_id
