"""Reading one meeting with those called and what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow
from service.kernel.clock import local_day
from service.meetings.notices import convening_person, convenors, standing_agenda
from service.meetings.store import NoSuchMeeting
from service.meetings.tables import MeetingRow, SeatRow
from service.obligations.tables import ObligationRow
from service.parties.model import PartyBrief, Recipient
from service.parties.store import cast
from service.parties.tables import PersonRow
from service.web.agreement.read import Seated, seats_of


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
    seats: Sequence[Seated]

    @property
    def period(self) -> str:
        """Return the part of the year the meeting is for, as its key names it."""
        return self.row.key.partition(":")[2]


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
        agenda=standing_agenda(terms), seats=seats_of(session, [meeting_id]).get(meeting_id, []),
    )


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
