"""On which day of each part of the year a meeting is planned, and which one lies before the decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from service.agreements.terms import MeetingRule, Terms
from service.obligations.days import meeting_remarks as say
from service.obligations.days.meeting_room import Room, last_day, room
from service.obligations.days.slots import Slot, in_month, slots
from service.obligations.days.span import ONE_DAY, Span
from service.obligations.model import Kind, Obligation, Remark

NEAREST, FARTHEST = timedelta(days=14), timedelta(days=45)

Days = tuple[date, date]


def meetings(
    terms: Terms, span: Span, decision: date | None, earlier: Iterable[date], known: datetime,
) -> tuple[list[Obligation], list[Remark]]:
    """Return one meeting for each part of the year that has room, and what to say of the others.

    `decision` is the day that a meeting has to lie before; `earlier` are those of past periods of the
    agreement, which keep the meetings that were planned for them.
    """
    rule = terms.meetings
    parts, where = slots(rule, span), room(rule, known)
    usual = [where.usual(part, span) for part in parts]
    drawn: dict[int, Days] = {}
    for one in (*earlier, *((decision,) if decision else ())):
        drawn.update(_drawn(one, parts, usual, rule, where, span))
    days = [_day(part, usual[n], drawn.get(n), where) for n, part in enumerate(parts)]
    if decision is not None and not any(day and span.known_on <= day < decision for day in days):
        days = _late(decision, parts, days, rule, where)
    owes, clause = rule.convenor or "public", terms.clause("meetings.per_year", "meetings.month", "meetings")
    found = [
        Obligation(key=f"meeting:{part.key}", kind=Kind.MEETING, day=day, first=part.first, last=part.last, owes=owes,
                   clause=clause)
        for part, day in zip(parts, days, strict=True) if day is not None and day <= span.until
    ]
    remarks = [
        remark for n, part in enumerate(parts)
        if (remark := _said(part, usual[n], drawn.get(n), days[n], rule, where)) is not None
    ]
    if decision is not None and decision >= max(span.start, span.known_on):
        remarks += _before(decision, [one.day for one in found], rule, span)
    return found, remarks


def _drawn(
    decision: date, parts: Sequence[Slot], usual: Sequence[Days | None], rule: MeetingRule, where: Room, span: Span,
) -> dict[int, Days]:
    """Return which part's meeting is drawn to 14–45 days before the decision, and between which days.

    The part of the decision itself comes first, then those before it; where those days hold no
    meeting (July), the nearest earlier day does. A meeting bound to a month never leaves it. What can
    still be called is not asked here: periods already past would else change with time.
    """
    opens, closes = decision - FARTHEST, decision - NEAREST
    if rule.rhythm == "from_start" and any(days and opens <= days[0] <= closes for days in usual):
        return {}
    bound = in_month(rule) is not None
    for n in range(len(parts) - 1, -1, -1):
        part = parts[n]
        low, high = max(part.first, opens), min(part.last, closes)
        if (part.held or not bound) and low <= high and last_day(low, high, where.july):
            return {n: (low, high)}
    day = None if bound else last_day(span.start, min(opens - ONE_DAY, span.until), where.july)
    return {n: (day, day) for n, part in enumerate(parts) if day and part.first <= day <= part.last}


def _day(part: Slot, usual: Days | None, drawn: Days | None, where: Room) -> date | None:
    """Return the day of the part's meeting; one whose days were over when it became known needs no call."""
    past = (usual[1] if usual else part.last) < where.known_on
    for days, targeted in ((drawn, False), (usual, True)):
        if days is None:
            continue
        low = days[0] if past else max(days[0], where.callable_from)
        day = where.pick(part if targeted else part._replace(target=None), low, days[1])
        if day is not None:
            return day
    return None


def _late(
    decision: date, parts: Sequence[Slot], days: Sequence[date | None], rule: MeetingRule, where: Room,
) -> list[date | None]:
    """Return the days with one before the decision after all: the first that can still be called, however near."""
    for n in range(len(parts) - 1, -1, -1):
        low, high = max(parts[n].first, where.callable_from), min(parts[n].last, decision - ONE_DAY)
        day = where.first_day(low, high) if parts[n].held or in_month(rule) is None else None
        if day is not None:
            return [*days[:n], day, *days[n + 1:]]
    return list(days)


def _said(
    part: Slot, usual: Days | None, drawn: Days | None, day: date | None, rule: MeetingRule, where: Room,
) -> Remark | None:
    if day is not None:
        moved = drawn and usual and part.target and drawn[0] <= day <= drawn[1] and day != usual[0]
        return say.moved(part, day, usual[0]) if moved and usual else None
    if not part.held:
        return say.not_reached(part, in_month(rule))
    low, high = drawn or usual or (part.first, part.last)
    if last_day(low, high, where.july) is None:
        return say.no_day(part, july=where.july)
    return say.no_time(part, rule.habits.lead_days)


def _before(decision: date, days: Sequence[date], rule: MeetingRule, span: Span) -> list[Remark]:
    """Return what to say of the meeting before the decision: nothing if one lies in time and is still to come."""
    near = [day for day in days if decision - FARTHEST <= day <= decision - NEAREST]
    if any(day >= span.known_on for day in near):
        return []
    if rule.per_year is None and in_month(rule) is None:
        return [say.none_planned(decision)]
    if near:
        return [say.held_before_known(decision, near[-1])]
    last = max((day for day in days if span.known_on <= day < decision), default=None)
    return [say.none_near(decision, last)]
