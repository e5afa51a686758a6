"""One agreement's figures for its pictures, in as many questions however long it has lasted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.economy.invoices.rules import Item
from service.economy.invoices.store import items_of
from service.economy.outcome.rules import Standing
from service.economy.outcome.store import latest, standing_of
from service.followup.figures import shifts_by_month
from service.kernel.calendar import add_months
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow, SeatRow
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow

MONTHS, MEETINGS = 12, 12
AWAITED = (Owed.PLANNED, Owed.OPEN)
COUNTED = (Owed.MET, Owed.MET_LATE, Owed.MISSED, *AWAITED)


@dataclass(frozen=True, slots=True)
class Period:
    """One period of the payment plan in öre: what the terms come to (None if they do not say), invoiced, paid (with VAT)."""

    first: date
    last: date
    planned: int | None
    invoiced: int
    paid: int


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting: how many were called and how many came; `came` is None where nobody has noted it."""

    id: int
    day: date
    state: str
    called: int
    came: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """Duties of one kind: met in time, met late, missed, still to come."""

    kind: str
    met: int
    late: int
    missed: int
    ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """What the pictures of an agreement show; `before` are the same months a year earlier."""

    row: AgreementRow
    standing: Standing | None
    periods: Sequence[Period]
    shifts: Sequence[tuple[date, int]]
    before: Sequence[int]
    meetings: Sequence[Met]
    duties: Sequence[Kept]


def load(session: Session, agreement_id: int, today: date) -> Pictures:
    """Return the figures: money of every period, shifts of the last twelve months of it, its last meetings, its duties."""
    row = session.get_one(AgreementRow, agreement_id)
    outcome = latest(session, agreement_id)
    end = add_months(min(today, row.ends_on or today).replace(day=1), 1)
    every = shifts_by_month(session, agreement_id, add_months(end, -2 * MONTHS), 2 * MONTHS)
    return Pictures(
        row=row, standing=None if outcome is None else standing_of(session, outcome),
        periods=periods(items_of(session, agreement_id)), shifts=every[MONTHS:], before=[number for _, number in every[:MONTHS]],
        meetings=_meetings(session, agreement_id), duties=_duties(session, agreement_id))


def periods(items: Sequence[Item]) -> list[Period]:
    """Return each period of the plan once, with all that was invoiced and paid for it."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.state not in ("dropped", "cancelled"):
            found[item.key].append(item)
    return [Period(every[0].first, every[0].last, every[0].expected_ore,
                   sum(one.net_ore for one in every), sum(one.paid_ore for one in every)) for every in found.values()]


def _meetings(session: Session, agreement_id: int) -> list[Met]:
    seats = select(func.count()).where(SeatRow.meeting_id == MeetingRow.id).correlate(MeetingRow).scalar_subquery()
    rows = session.connection().execute(
        select(MeetingRow.id, func.coalesce(MeetingRow.held_on, MeetingRow.day).label("on"), MeetingRow.state, MeetingRow.present,
               seats.label("called"))
        .where(MeetingRow.agreement_id == agreement_id, MeetingRow.state.in_((Meeting.HELD, Meeting.MINUTED, Meeting.MISSED)),
               MeetingRow.earlier.is_(False))
        .order_by(MeetingRow.day.desc(), MeetingRow.id.desc()).limit(MEETINGS)).all()
    return [Met(row.id, row.on, row.state, row.called, None if row.present is None else len(json.loads(row.present)))
            for row in reversed(rows)]


def _duties(session: Session, agreement_id: int) -> list[Kept]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, state, number in session.connection().execute(
            select(ObligationRow.kind, ObligationRow.state, func.count()).where(
                ObligationRow.agreement_id == agreement_id, ObligationRow.earlier.is_(False), ObligationRow.state.in_(COUNTED))
            .group_by(ObligationRow.kind, ObligationRow.state).order_by(ObligationRow.kind)):
        counts[kind][state] = number
    return [Kept(kind, each[Owed.MET], each[Owed.MET_LATE], each[Owed.MISSED], sum(each[state] for state in AWAITED))
            for kind, each in counts.items()]
