"""The plan of an agreement whose terms change on the way: each day is planned from the terms in force that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from service.agreements.terms import Expiry, Terms
from service.kernel.calendar import add_months
from service.obligations.days.money_days import Period, days_of, owed_for
from service.obligations.days.span import ONE_DAY, Span, span_of
from service.obligations.model import Kind, Obligation, Plan
from service.obligations.schedule import schedule

MONEY = (Kind.INVOICE, Kind.PAYOUT)
HOURS = {"starts", "minutes", "place", "video"}
LONGEST_WAIT = 24
"""Months from a change of terms by which the new periods have begun: one that runs may be a year, and one of theirs too."""


@dataclass(frozen=True, slots=True)
class Version:
    """The terms that are in force from a day on; `known` is when all had signed them, for those of the amendment of that number."""

    number: int
    from_on: date
    terms: Terms
    known: datetime | None = None
    amendment: int | None = None


def in_force(versions: Sequence[Version], day: date) -> Version:
    """Return the version in force on a day; before the first day that is the first."""
    found = versions[0]
    for one in versions[1:]:
        if one.from_on <= day:
            found = one
    return found


def schedule_over(
    versions: Sequence[Version], *, known: datetime, ends: date | None = None, until: date | None = None,
) -> Plan:
    """Derive what all versions together demand, each within its own days; remarks are those of the newest.

    What a version demanded by a day that another already had is owed once. What an earlier version put after a change of terms, and
    the new terms before it, is owed on the day of the change: it can neither be late before it nor be forgotten. Meetings stay where
    they are planned when the change is not about them. Money is owed once for every day of the agreement.
    """
    kept: dict[str, Obligation] = {}
    before: dict[str, Obligation] = {}
    plan = Plan(obligations=(), remarks=())
    for place, one in enumerate(versions):
        following = versions[place + 1] if place + 1 < len(versions) else None
        last = ends if following is None else end_then(one.terms, following.from_on - ONE_DAY)
        plan = schedule(one.terms, known=max(known, one.known or known), ends=last, until=until)
        wanted = {owed.key: owed for owed in plan.obligations if owed.kind not in MONEY}
        if place:
            still = _as_planned(versions[place - 1].terms, one.terms)
            wanted = _since(one.from_on, wanted, before, still=still, last=last or one.terms.end)
        before = {key: owed for key, owed in wanted.items() if following is not None and owed.day >= following.from_on}
        for key in wanted.keys() - before.keys() - kept.keys():
            kept[key] = replace(wanted[key], version=one.number)
    newest = versions[-1]
    span = span_of(newest.terms, max(known, newest.known or known), ends, until)
    paid = _money(versions, span)
    own = {(one.key, one.last) for one in plan.obligations if one.kind in MONEY}
    foreign = {key for key, _ in own - {(one.key, one.last) for one in paid}}
    found = sorted((*kept.values(), *paid), key=lambda one: (one.day, one.key))
    return Plan(obligations=tuple(found), remarks=tuple(one for one in plan.remarks if one.about not in foreign))


def paid_over(
    versions: Sequence[Version], *, known: datetime, ends: date | None = None, until: date | None = None,
) -> list[Obligation]:
    """Derive what all versions together ask to be paid, and nothing else of the plan."""
    newest = versions[-1]
    return _money(versions, span_of(newest.terms, max(known, newest.known or known), ends, until))


@dataclass(frozen=True, slots=True)
class Shift:
    """What becomes of one obligation from one plan to another; None where it is not in the plan."""

    before: Obligation | None
    after: Obligation | None

    @property
    def owed(self) -> Obligation:
        """Return the obligation as it becomes, or as it was where it goes."""
        one = self.after or self.before
        assert one is not None
        return one


def shifts(before: Plan, after: Plan) -> tuple[Shift, ...]:
    """Return what appears, what goes and what gets another day, in order of day."""
    was, becomes = ({one.key: one for one in plan.obligations} for plan in (before, after))
    found = [Shift(was.get(key), becomes.get(key)) for key in was.keys() | becomes.keys()
             if key not in was or key not in becomes or was[key].day != becomes[key].day]
    return tuple(sorted(found, key=lambda one: (one.owed.day, one.owed.key)))


def _since(
    day: date, wanted: Mapping[str, Obligation], before: Mapping[str, Obligation], *, still: bool, last: date | None,
) -> dict[str, Obligation]:
    """Return what new terms demand from their first day on; `before` is what the terms until then put on that day or later.

    `still` says that meetings stay where they were planned, if that is by the agreement's `last` day.
    """
    made = {}
    staying = {key for key, owed in before.items()
               if still and owed.kind is Kind.MEETING and (last is None or owed.day <= last)}
    for key, owed in wanted.items():
        if key in staying:
            made[key] = replace(owed, day=before[key].day)
        elif owed.day >= day:
            made[key] = owed
        elif key in before:
            made[key] = replace(owed, day=day)
    return made | {key: before[key] for key in staying - made.keys() if _within(before[key], wanted)}


def _as_planned(before: Terms, after: Terms) -> bool:
    """Say whether a change of terms leaves the meetings on the days where they are planned: an hour or a place moves none."""
    was, becomes = (one.meetings.model_dump(exclude={"convenor": True, "habits": HOURS}) for one in (before, after))
    return was == becomes and before.decision == after.decision


def _within(owed: Obligation, wanted: Mapping[str, Obligation]) -> bool:
    """Say whether a meeting planned before still lies within what is planned now."""
    return owed.day <= max((one.last for one in wanted.values()), default=owed.day)


def _money(versions: Sequence[Version], span: Span) -> list[Obligation]:
    """Return what is paid for each period: it is of the terms in force on its first day, due by those of the day it is due."""
    # Without an end more is looked at than is planned: what is owed must not change when the plan is prolonged.
    until = span.until if span.last else add_months(span.until, LONGEST_WAIT)
    asked = [days_of(one.terms, span, until) for one in versions]
    found = []
    for place, period in _periods([one.from_on for one in versions], asked):
        owner = versions[place]
        owed = replace(owed_for(owner.terms, span, period), version=owner.number)
        if place:
            owed = replace(owed, day=max(owed.day, owner.from_on))
        for number, one in enumerate(versions[place + 1:], place + 1):
            if one.from_on <= owed.day and (_as_often(owner.terms, one.terms) or period in asked[number]):
                then = owed_for(one.terms, span, period)
                if then.kind is owed.kind:
                    owed = replace(then, day=max(then.day, one.from_on), version=one.number)
        if owed.day <= span.until or owed.closing:
            found.append(owed)
    return found


def _periods(froms: Sequence[date], asked: Sequence[Sequence[Period]]) -> list[tuple[int, Period]]:
    """Return the periods that are paid for, each with the place of the version whose it is: together every day, each once.

    `asked` are the periods of each version, as if it held all the time. New ones begin with the first that none begun
    before overlaps; until then those of the terms before go on. Terms without any end them.
    """
    made: list[tuple[int, Period]] = []
    for place, (day, every) in enumerate(zip(froms, asked, strict=True)):
        begun = [each for each in made if place and each[1][0] < day]
        taken = begun[-1][1][1] if begun else date.min
        mine = [(place, (first, last)) for first, last in every if not place or (first > taken and last >= day)]
        until = mine[0][1][0] if mine else date.max
        going = [(owner, (first, min(last, until - ONE_DAY)))
                 for owner, (first, last) in made[len(begun):] if every and first < until]
        made = [*begun, *going, *mine]
    return made


def _as_often(before: Terms, after: Terms) -> bool:
    """Say whether a change of terms leaves the periods that are paid for as they are."""
    return before.economy.payment.every_months == after.economy.payment.every_months


def end_then(terms: Terms, day: date) -> date | None:
    """Return the last day of the period that runs on `day`, by these terms."""
    end, months = terms.end, terms.ending.months
    if end is None or months is None or terms.ending.mode is Expiry.ENDS:
        return end
    times = 0
    while end < day:
        times += 1
        end = add_months(terms.end or end, months * times)
    return end
