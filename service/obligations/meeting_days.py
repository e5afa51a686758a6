"""On which day of each part of the year a meeting is planned, and which one lies before the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.agreements.terms import MeetingRule, Terms
from service.kernel.calendar import is_working_day, sent_ahead
from service.kernel.clock import local_day
from service.obligations.model import Kind, Obligation, Remark
from service.obligations.slots import ONE_DAY, Slot, slots

NEAREST, FARTHEST = timedelta(days=14), timedelta(days=45)
MIDWEEK = (1, 2, 3)
JULY = 7


@dataclass(frozen=True, slots=True)
class Room:
    """Which days may hold a meeting, and from which day on one can be called in time."""

    rule: MeetingRule
    known_on: date
    callable_from: date

    def allows(self, day: date) -> bool:
        """Say whether meetings are held on such a day at all."""
        return is_working_day(day) and (day.month != JULY or self.rule.july or self.rule.month == JULY)

    def pick(self, slot: Slot, first: date | None = None, last: date | None = None) -> date | None:
        """Return the day for the meeting in `slot`, between `first` and `last` if given; None if there is no room.

        What was over before the service knew of the agreement needs no call.
        """
        low = max(slot.first, first) if first else slot.first
        high = min(slot.last, last) if last else slot.last
        if slot.last >= self.known_on:
            low = max(low, self.callable_from)
        low, high = self._tightened(low, high)
        if low > high:
            return None
        weekday = self.rule.habits.weekday
        wanted = (weekday,) if weekday is not None else MIDWEEK
        return self._outward(low, high, low if slot.early else low + (high - low) // 2, () if slot.early else wanted)

    def _tightened(self, low: date, high: date) -> tuple[date, date]:
        while low <= high and not self.allows(low):
            low += ONE_DAY
        while low <= high and not self.allows(high):
            high -= ONE_DAY
        return low, high

    def _outward(self, low: date, high: date, middle: date, wanted: tuple[int, ...]) -> date | None:
        fallback = None
        for distance in range((high - low).days + 1):
            for day in (middle + timedelta(days=distance), middle - timedelta(days=distance)):
                if low <= day <= high and self.allows(day):
                    if not wanted or day.weekday() in wanted:
                        return day
                    fallback = fallback or day
        return fallback


def room(terms: Terms, known: datetime) -> Room:
    """Return where there is room for meetings called after the moment `known`."""
    lead = timedelta(days=terms.meetings.habits.lead_days)
    day = local_day(known) + lead
    while sent_ahead(day - lead) < known:
        day += ONE_DAY
    return Room(terms.meetings, local_day(known), day)


def meetings(
    terms: Terms, start: date, end: date, decision: date | None, known: datetime
) -> tuple[list[Obligation], list[Remark]]:
    """Return one meeting for each part of the year that has room, and what to say of the others."""
    where = room(terms, known)
    parts = slots(terms.meetings, start, end)
    chosen = {part.key: where.pick(part) for part in parts}
    remarks = [_no_room(part, where) for part in parts if chosen[part.key] is None]
    if decision is not None and decision > where.known_on:
        found = _before(decision, parts, where)
        if found is None:
            remarks.append(_none_before(decision, bool(parts)))
        else:
            chosen[found[0].key] = found[1]
            if found[1] < decision - FARTHEST:
                remarks.append(_early(found[0], found[1], decision))
    clause = terms.clause("meetings.per_year", "meetings.convenor")
    owes = terms.meetings.convenor or "public"
    return [
        Obligation(key=f"meeting:{part.key}", kind=Kind.MEETING, day=day, first=part.first, last=part.last, owes=owes,
                   clause=clause)
        for part in parts if (day := chosen[part.key]) is not None
    ], remarks


def _before(decision: date, parts: list[Slot], where: Room) -> tuple[Slot, date] | None:
    """Return the meeting that lies before the decision: its own part's, else the one before, else an earlier one."""
    first, last = decision - FARTHEST, decision - NEAREST
    begun = [part for part in parts if part.first <= decision]
    for part in begun[:-3:-1]:
        day = where.pick(part, first, last)
        if day is not None:
            return part, day
    for part in reversed(begun):
        low, high = max(part.first, where.callable_from), min(part.last, first - ONE_DAY)
        while high >= low and not where.allows(high):
            high -= ONE_DAY
        if high >= low:
            return part, high
    return None


def _no_room(part: Slot, where: Room) -> Remark:
    late = part.last >= where.known_on and part.last < where.callable_from + timedelta(days=7)
    reasons = ("hinner inget möte kallas i tid", "no meeting can be called in time") if late else (
        "finns ingen dag då möten hålls", "there is no day on which meetings are held")
    return Remark(
        about=f"meeting:{part.key}",
        sv=f"Mellan {part.first} och {part.last} {reasons[0]}; inget möte planeras då.",
        en=f"Between {part.first} and {part.last} {reasons[1]}; no meeting is planned then.")


def _none_before(decision: date, any_meetings: bool) -> Remark:
    why = ("det finns ingen dag som hinner kallas", "no day can be called in time") if any_meetings else (
        "möten planeras inte", "meetings are not planned")
    return Remark(
        about="decision",
        sv=f"Inget möte ligger före ställningstagandet {decision}: {why[0]}. Kalla till ett möte för hand.",
        en=f"No meeting lies before the decision on {decision}: {why[1]}. Call one by hand.")


def _early(part: Slot, day: date, decision: date) -> Remark:
    days = (decision - day).days
    return Remark(
        about=f"meeting:{part.key}",
        sv=f"Mötet före ställningstagandet {decision} ligger {days} dagar före; närmare finns ingen möjlig dag.",
        en=f"The meeting before the decision on {decision} lies {days} days before it; no nearer day is possible.")
