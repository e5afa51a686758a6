"""The plan of an agreement whose terms change on the way: each day is planned from the terms in force that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from service.agreements.terms import Expiry, Terms
from service.kernel.calendar import add_months
from service.obligations.days.span import ONE_DAY
from service.obligations.model import Kind, Obligation, Plan
from service.obligations.schedule import schedule


@dataclass(frozen=True, slots=True)
class Version:
    """The terms that are in force from a day on; `known` is when all had signed them, for those of an amendment."""

    number: int
    from_on: date
    terms: Terms
    known: datetime | None = None


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
    they are planned when the change is not about them.
    """
    kept: dict[str, Obligation] = {}
    before: dict[str, Obligation] = {}
    plan = Plan(obligations=(), remarks=())
    for place, one in enumerate(versions):
        following = versions[place + 1] if place + 1 < len(versions) else None
        last = ends if following is None else _end_then(one.terms, following.from_on - ONE_DAY)
        plan = schedule(one.terms, known=max(known, one.known or known), ends=last, until=until)
        wanted = {owed.key: owed for owed in plan.obligations}
        if place:
            wanted = _since(one.from_on, wanted, before, still=_as_planned(versions[place - 1].terms, one.terms))
        before = {key: owed for key, owed in wanted.items() if following is not None and owed.day >= following.from_on}
        for key in wanted.keys() - before.keys() - kept.keys():
            kept[key] = replace(wanted[key], version=one.number)
    found = sorted(kept.values(), key=lambda one: (one.day, one.key))
    return Plan(obligations=tuple(found), remarks=plan.remarks)


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
    day: date, wanted: Mapping[str, Obligation], before: Mapping[str, Obligation], *, still: bool,
) -> dict[str, Obligation]:
    """Return what new terms demand from their first day on; `before` is what the terms until then put on that day or later."""
    made = {}
    for key, owed in wanted.items():
        if still and owed.kind is Kind.MEETING and key in before:
            made[key] = replace(owed, day=before[key].day)
        elif owed.day >= day:
            made[key] = owed
        elif key in before:
            made[key] = replace(owed, day=day)
    if still:
        made |= {key: owed for key, owed in before.items()
                 if owed.kind is Kind.MEETING and key not in made and _within(owed, wanted)}
    return made


def _as_planned(before: Terms, after: Terms) -> bool:
    """Say whether a change of terms leaves the meetings where they are planned."""
    return before.meetings == after.meetings and before.decision == after.decision


def _within(owed: Obligation, wanted: Mapping[str, Obligation]) -> bool:
    """Say whether a meeting planned before still lies within what is planned now."""
    return owed.day <= max((one.last for one in wanted.values()), default=owed.day)


def _end_then(terms: Terms, day: date) -> date | None:
    """Return the last day of the period that runs on `day`, by these terms."""
    end, months = terms.end, terms.ending.months
    if end is None or months is None or terms.ending.mode is Expiry.ENDS:
        return end
    times = 0
    while end < day:
        times += 1
        end = add_months(terms.end or end, months * times)
    return end
