"""How the meetings of an agreement are held in practice, and what a change of that does to those not yet called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement, terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import Habits
from service.history.record import Record, append
from service.kernel.errors import Refusal
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.plan import apply_plan, held_as, in_practice
from service.meetings.rules import planned_times
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.obligations.model import Kind
from service.obligations.versions import schedule_over


class NotSettledYet(Refusal):
    """The settings are changed here once the agreement is signed and until it ends; a draft is changed in its form."""

    sv = ("Inställningarna ändras här när överenskommelsen är undertecknad och så länge den gäller. "
          "Ett utkast ändras i sitt formulär.")


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the settings meanwhile; what holds now is shown, save again if yours is to hold instead."""

    sv = ("Någon annan har ändrat inställningarna under tiden. Så som de är nu visas nedan; "
          "spara igen om det du har skrivit ska gälla i stället.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What becomes of one planned meeting; `stays` if it cannot follow, for the new time has already passed."""

    meeting_id: int
    key: str
    was: datetime
    becomes: datetime
    lead_days: int
    stays: bool


def habits_of(session: Session, row: AgreementRow) -> Habits:
    """Return how meetings are held in practice."""
    return in_practice(row, terms_of(session, row.id)).meetings.habits


def foresee(session: Session, row: AgreementRow, habits: Habits, *, now: datetime) -> list[Effect]:
    """Return what a change of habits would do to each meeting that is planned and not called."""
    versions = [replace(one, terms=held_as(one.terms, habits)) for one in versions_of(session, row.id)]
    plan = schedule_over(versions, known=row.known_at or now, ends=row.ends_on, until=row.planned_until)
    days: dict[str, date] = {one.key: one.day for one in plan.obligations if one.kind is Kind.MEETING}
    made = []
    for meeting in _movable(session, row.id, now):
        day = days.get(meeting.key, meeting.day)
        starts, _ = planned_times(day, habits.starts.hour, habits.starts.minute, habits.minutes)
        made.append(Effect(meeting_id=meeting.id, key=meeting.key, was=meeting.starts_at, becomes=starts,
                           lead_days=habits.lead_days, stays=starts <= now))
    return made


def _movable(session: Session, agreement_id: int, now: datetime) -> Sequence[MeetingRow]:
    return session.scalars(select(MeetingRow).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.state == Meeting.PLANNED, MeetingRow.earlier.is_(False),
        MeetingRow.arranged.is_(False), MeetingRow.starts_at > now).order_by(MeetingRow.day)).all()


def ensure_open(row: AgreementRow) -> None:
    """Raise a Refusal unless the settings of the agreement can be changed here."""
    if row.state not in (State.SIGNED, State.ACTIVE):
        raise NotSettledYet


def locked(session: Session, agreement_id: int, revision: int) -> AgreementRow:
    """Return the agreement to change its settings, if they still are as whoever changes them saw them."""
    row = get_agreement(session, agreement_id)
    ensure_open(row)
    if row.revision != revision:
        raise ChangedMeanwhile
    row.revision += 1
    return row


def change_habits(session: Session, agreement_id: int, habits: Habits, *, revision: int, now: datetime, by: str) -> None:
    """Hold meetings otherwise from now on; those called or arranged by someone stay as they are."""
    row = locked(session, agreement_id, revision)
    staying = [one.meeting_id for one in foresee(session, row, habits, now=now) if one.stays]
    for number in staying:
        session.get_one(MeetingRow, number).arranged = True
    row.habits = habits.model_dump_json()
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="habits_changed",
                            body=habits.model_dump(mode="json"))])
    session.flush()
    apply_plan(session, row, now=now, live=True)
