"""Reading the days of a period: meetings, decisions, duties, first and last days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.notices.writing.words import first_upper
from service.obligations.model import Kind
from service.obligations.tables import OWED, ObligationRow
from service.renewal.tables import DecisionRow
from service.web.plan.duties import LOOKS
from service.web.speech.language import say, speech

LANES = ("meeting", "decision", "money", "report")
MONEY = (Kind.INVOICE, Kind.PAYOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing on one day; `starts` and `ends` for what has hours; `look` is how it stands."""

    uid: str
    day: date
    what: str
    agreement_id: int
    agreement: str
    lane: str
    look: str
    link: str
    starts: datetime | None = None
    ends: datetime | None = None
    place: str | None = None
    stamp: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What falls within a period, in order; `until` is the day of the last of them if there are more, else None."""

    events: list[Event]
    until: date | None


def events(session: Session, mine: ColumnElement[bool], first: date, last: date, *, most: int, lane: str = "") -> Found:
    """Return what falls within a period in the agreements `mine` (a condition on AgreementRow), at most `most`."""
    found = [*_meetings(session, mine, first, last, most)] if lane in ("", "meeting") else []
    if lane in ("", "decision"):
        found += _decisions(session, mine, first, last, most)
        found += _ends(session, mine, first, last, most)
    if lane in ("", "money", "report"):
        found += [one for one in _duties(session, mine, first, last, most) if not lane or one.lane == lane]
    found.sort(key=lambda one: (one.day, one.starts is None, one.starts or one.stamp, one.agreement, one.what))
    return Found(found[:most], found[most - 1].day if len(found) > most else None)


def _of(session: Session, table: Any, day: Any, mine: ColumnElement[bool], first: date, last: date, most: int,
        *more: ColumnElement[bool]) -> Iterator[Any]:
    query = select(table, AgreementRow.title).join(AgreementRow, AgreementRow.id == table.agreement_id).where(
        day >= first, day <= last, mine, AgreementRow.state != State.DISCARDED, *more).order_by(day, table.id).limit(most + 1)
    yield from session.execute(query)


def _meetings(session: Session, mine: ColumnElement[bool], first: date, last: date, most: int) -> Iterator[Event]:
    for row, title in _of(session, MeetingRow, MeetingRow.day, mine, first, last, most, MeetingRow.state != Meeting.CANCELLED):
        yield Event(
            uid=row.uid, day=row.day, what=speech().meeting_alone(row.key.partition(":")[2]), agreement_id=row.agreement_id,
            agreement=title, lane="meeting", look="earlier" if row.earlier else LOOKS.get(row.state, "planned"),
            link=url_for("meetings.show", meeting_id=row.id), starts=row.starts_at, ends=row.ends_at, place=row.place,
            stamp=row.stamped_at or row.arose_at)


def _decisions(session: Session, mine: ColumnElement[bool], first: date, last: date, most: int) -> Iterator[Event]:
    for row, title in _of(session, DecisionRow, DecisionRow.day, mine, first, last, most):
        yield Event(
            uid=f"decision-{row.id}", day=row.day, what=say("Senast: ställning till förlängning", "Last day to decide on renewal"),
            agreement_id=row.agreement_id, agreement=title, lane="decision", look=LOOKS.get(row.state, "planned"),
            link=url_for("decisions.show", decision_id=row.id), stamp=row.arose_at)


def _duties(session: Session, mine: ColumnElement[bool], first: date, last: date, most: int) -> Iterator[Event]:
    query = select(ObligationRow, AgreementRow.title, AgreementRow.registered_at).join(
        AgreementRow, AgreementRow.id == ObligationRow.agreement_id,
    ).where(ObligationRow.day >= first, ObligationRow.day <= last, mine, AgreementRow.state != State.DISCARDED,
            text(OWED), ObligationRow.state.not_in(("cancelled", "dropped")),
            ).order_by(ObligationRow.day, ObligationRow.id).limit(most + 1)
    for row, title, stamp in session.execute(query):
        yield Event(
            uid=f"duty-{row.id}", day=row.day, what=first_upper(speech().duties[row.kind]), agreement_id=row.agreement_id,
            agreement=title, lane="money" if row.kind in MONEY else "report",
            look="earlier" if row.earlier and row.state == "planned" else LOOKS.get(row.state, "planned"),
            link=url_for("duties.show", duty_id=row.id), stamp=stamp)


def _ends(session: Session, mine: ColumnElement[bool], first: date, last: date, most: int) -> Iterator[Event]:
    words = ((AgreementRow.starts_on, "first", say("Första dagen", "First day")),
             (AgreementRow.ends_on, "last", say("Sista dagen", "Last day")))
    for column, name, what in words:
        query = select(AgreementRow.id, AgreementRow.title, column, AgreementRow.registered_at).where(
            column >= first, column <= last, mine, AgreementRow.state != State.DISCARDED).order_by(column).limit(most + 1)
        for number, title, day, stamp in session.execute(query):
            assert day is not None
            yield Event(uid=f"{name}-{number}", day=day, what=what, agreement_id=number, agreement=title, lane="decision",
                        look="planned", link=url_for("agreements.show", agreement_id=number), stamp=stamp)


def titles(session: Session, mine: ColumnElement[bool]) -> list[tuple[int, str]]:
    """Return agreements to choose among, by title."""
    query = select(AgreementRow.id, AgreementRow.title).where(mine, AgreementRow.state != State.DISCARDED)
    return [(number, title) for number, title in session.execute(query.order_by(AgreementRow.sort_key, AgreementRow.id).limit(200))]
