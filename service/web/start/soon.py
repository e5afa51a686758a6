"""The nearest days in one's agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.kernel.clock import local_day
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.notices.writing.words import first_upper
from service.obligations.model import Kind
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.web.speech.language import say, speech
from service.web.start.mine import Mine

LANES = {Kind.RENEWAL_DECISION: "decision", Kind.INVOICE: "money", Kind.PAYOUT: "money"}

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_MOST: BindParameter[int] = bindparam("most")
_MEETINGS = select(MeetingRow.id, MeetingRow.agreement_id, MeetingRow.key, MeetingRow.day, MeetingRow.starts_at).where(
    MeetingRow.agreement_id.in_(_IDS), MeetingRow.state.in_((Meeting.PLANNED, Meeting.CALLED)),
    MeetingRow.starts_at >= bindparam("now")).order_by(MeetingRow.starts_at).limit(_MOST)
_DUTIES = select(ObligationRow.id, ObligationRow.agreement_id, ObligationRow.kind, ObligationRow.day).where(
    ObligationRow.agreement_id.in_(_IDS), ObligationRow.state.in_((Owed.PLANNED, Owed.OPEN)),
    ObligationRow.day >= bindparam("today"), ObligationRow.kind != Kind.MEETING, ObligationRow.earlier.is_(False),
).order_by(ObligationRow.day).limit(_MOST)
_ENDS = select(AgreementRow.id, AgreementRow.ends_on).where(
    AgreementRow.id.in_(_IDS), AgreementRow.state == State.ACTIVE, AgreementRow.ends_on >= bindparam("today"),
).order_by(AgreementRow.ends_on).limit(_MOST)


@dataclass(frozen=True, slots=True)
class Soon:
    """A day to come in one's agreements; `starts` is the moment, where it has one."""

    agreement_id: int
    agreement: str
    what: str
    day: date
    lane: str
    link: str
    starts: datetime | None = None


def soon(session: Session, mine: Mine, now: datetime, *, most: int = 8) -> list[Soon]:
    """Return the nearest days in one's agreements: meetings, decisions, duties, ends."""
    if not mine.ids:
        return []
    today, found = local_day(now), list[Soon]()
    given = {"ids": mine.ids, "today": today, "now": now, "most": most}
    connection = session.connection()
    for number, agreement_id, key, day, starts in connection.execute(_MEETINGS, given):
        found.append(Soon(agreement_id, mine.titles[agreement_id], speech().meeting_alone(key.partition(":")[2]), day, "meeting",
                          url_for("meetings.show", meeting_id=number), starts))
    for number, agreement_id, kind, day in connection.execute(_DUTIES, given):
        found.append(Soon(agreement_id, mine.titles[agreement_id], first_upper(speech().duties[kind]), day,
                          LANES.get(Kind(kind), "report"), url_for("duties.show", duty_id=number)))
    for agreement_id, last in connection.execute(_ENDS, given):
        assert last is not None
        found.append(Soon(agreement_id, mine.titles[agreement_id], say("Sista dagen", "Last day"), last, "decision",
                          url_for("agreements.show", agreement_id=agreement_id)))
    return sorted(found, key=lambda one: (one.day, one.agreement, one.what))[:most]


def count_agreements(session: Session) -> int:
    """Return how many agreements there are, at most two."""
    return session.scalars(select(func.count()).select_from(select(AgreementRow.id).limit(2).subquery())).one()
