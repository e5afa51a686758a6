"""Reading one meeting with those called, what it is about and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow
from service.followup.goals.tables import GoalNoteRow
from service.history.tables import HistoryRow
from service.kernel.clock import local_day
from service.meetings.agenda import COMING
from service.meetings.minutes import REVISED
from service.meetings.notices import convening_person, convenors, standing_agenda
from service.meetings.rules import participants
from service.meetings.store import NoSuchMeeting, Present, guest_list
from service.meetings.tables import CommentRow, MeetingRow, OutcomeRow, PointRow, SeatRow
from service.obligations.tables import ObligationRow
from service.parties.model import Cast, PartyBrief, Recipient
from service.parties.store import cast
from service.parties.tables import PersonRow
from service.renewal.states import State as Decision
from service.renewal.tables import DecisionRow
from service.web.plan.read import Seated, seats_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting and what surrounds it; `convenor` is the person in whose name it is called."""

    row: MeetingRow
    agreement_id: int
    title: str
    clause: str
    parties: Sequence[PartyBrief]
    convening: Sequence[PartyBrief]
    convenor: Recipient | None
    agenda: Sequence[Mapping[str, str | None]]
    points: Sequence[PointRow]
    undone: Sequence[OutcomeRow]
    seats: Sequence[Seated]
    cast: Cast

    @property
    def period(self) -> str:
        """Return the part of the year the meeting is for, as its key names it."""
        return self.row.key.partition(":")[2]

    @property
    def suggested(self) -> list[tuple[str, date]]:
        """Return who has suggested another day, and which."""
        return [(seat.name, seat.suggested_on) for seat in self.seats if seat.suggested_on is not None]

    def party_name(self, party_id: int | None) -> str:
        """Return what a party is called."""
        return next((party.name for party in self.parties if party.id == party_id), "")


# What earlier meetings gave someone to do stands on the agenda until it is done.
_UNDONE = select(OutcomeRow).where(
    OutcomeRow.kind == "task", OutcomeRow.done_on.is_(None)).order_by(OutcomeRow.due_on, OutcomeRow.id).limit(50)


def load(session: Session, meeting_id: int, now: datetime) -> Meeting:
    """Return the meeting, or raise NoSuchMeeting."""
    found = session.execute(
        select(MeetingRow, AgreementRow.title, ObligationRow.clause)
        .join(AgreementRow, AgreementRow.id == MeetingRow.agreement_id)
        .join(ObligationRow, ObligationRow.id == MeetingRow.obligation_id)
        .where(MeetingRow.id == meeting_id)
    ).one_or_none()
    if found is None:
        raise NoSuchMeeting(id=meeting_id)
    row, title, clause = found
    people, terms = cast(session, row.agreement_id), terms_of(session, row.agreement_id)
    return Meeting(
        row=row, agreement_id=row.agreement_id, title=title, clause=clause, parties=people.parties,
        convening=convenors(people, terms), convenor=convening_person(people, terms, local_day(now)),
        agenda=standing_agenda(terms), seats=seats_of(session, [meeting_id]).get(meeting_id, []), cast=people,
        points=session.scalars(select(PointRow).where(PointRow.meeting_id == meeting_id).order_by(PointRow.id)).all(),
        undone=session.scalars(_UNDONE.where(
            OutcomeRow.agreement_id == row.agreement_id, OutcomeRow.meeting_id != row.id)).all() if row.state in COMING else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A text of the minutes that has been corrected since: until when it stood, and who corrected it."""

    number: int
    until: datetime
    by: str
    minutes: str
    outcomes: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What came of a meeting: who was there, what was decided, who does what, what has been said of it."""

    present: Sequence[Present]
    decisions: Sequence[OutcomeRow]
    tasks: Sequence[OutcomeRow]
    goals: Sequence[GoalNoteRow]
    comments: Sequence[CommentRow]
    versions: Sequence[Version]

    @property
    def version(self) -> int:
        """Return which text of the minutes is the present one."""
        return len(self.versions) + 1


def record_of(session: Session, row: MeetingRow) -> Record:
    """Return what came of a meeting."""
    outcomes = session.scalars(select(OutcomeRow).where(OutcomeRow.meeting_id == row.id).order_by(OutcomeRow.id)).all()
    corrected = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == row.agreement_id, HistoryRow.subject == f"meeting {row.id}", HistoryRow.event == REVISED,
    ).order_by(HistoryRow.seq)).all()
    return Record(
        present=[Present(one["name"], one["party"]) for one in json.loads(row.present or "[]")],
        decisions=[one for one in outcomes if one.kind != "task"], tasks=[one for one in outcomes if one.kind == "task"],
        goals=session.scalars(select(GoalNoteRow).where(GoalNoteRow.meeting_id == row.id).order_by(GoalNoteRow.id)).all(),
        comments=session.scalars(
            select(CommentRow).where(CommentRow.meeting_id == row.id).order_by(CommentRow.id)).all(),
        versions=[_version(one) for one in corrected])


def _version(row: HistoryRow) -> Version:
    body = json.loads(row.body)
    return Version(number=body["version"] - 1, until=row.at, by=row.actor, minutes=body["was"]["minutes"],
                   outcomes=body["was"]["outcomes"])


def expected(session: Session, meeting: Meeting, now: datetime) -> list[Recipient]:
    """Return who will be called to a meeting, as things stand."""
    return participants(meeting.cast, guest_list(session, meeting.row.id), local_day(now))


def decides_by(session: Session, agreement_id: int) -> date | None:
    """Return the day by which the parties are to decide on renewal, if they have not."""
    return session.scalars(
        select(DecisionRow.day)
        .join(AgreementRow, (AgreementRow.id == DecisionRow.agreement_id) & (AgreementRow.ends_on == DecisionRow.ends_on))
        .where(DecisionRow.agreement_id == agreement_id, DecisionRow.state.not_in((Decision.DECIDED, Decision.VOID)))
    ).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair:
    """The seat that a reply link stands for."""

    row: SeatRow
    name: str
    language: str


def chair(session: Session, seat_id: int, nonce: str) -> Chair | None:
    """Return the seat that a link was made for, None if it is no longer valid."""
    found = session.execute(
        select(SeatRow, PersonRow.name, PersonRow.language).join(PersonRow, PersonRow.id == SeatRow.person_id)
        .where(SeatRow.id == seat_id, SeatRow.nonce == nonce)
    ).one_or_none()
    return Chair(row=found[0], name=found[1], language=found[2]) if found is not None else None
