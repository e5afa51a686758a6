"""How long there is to rectify a breach, when rescission may follow, and what the clock makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.agreements.terms import Rescission
from service.breaches.model import Notice
from service.breaches.refusals import (
    AlreadyRescinded,
    FewerThanTerms,
    NeedsDays,
    NeedsWhyDays,
    NotAtOnce,
    NotReceived,
    NotTheNotifier,
    TimeLeft,
)
from service.breaches.states import BREACH, OPEN, State, Step
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Climb, Ladder, Rung, climb, earliest, owed
from service.parties.model import Audience, Function

CONCERNED = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY)
TO_ONE = Audience(CONCERNED, "named")
TO_ALL = Audience(CONCERNED)

AHEAD: Ladder = (Rung(name="rectify_ahead", days=-3, to=TO_ONE),)
# Whoever gave notice decides what comes next, and is asked again while nothing is.
PASSED: Ladder = (Rung(name="rectify_passed", days=1, every=7, to=TO_ONE),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A breach as the clock sees it; `rectify_by` is the last day to rectify, None while no time runs."""

    id: int
    agreement_id: int
    state: State
    notified_by: int
    against: int
    notified_on: date
    undertaking: str
    clause: str
    what: str
    since: date
    days: int
    why_days: str
    at_once: str | None
    received_on: date | None
    rectify_by: date | None
    arose_at: datetime
    told_at: datetime | None
    ladders: str = NONE

    @property
    def subject(self) -> str:
        """Name the breach for history and outbox."""
        return f"breach {self.id}"


def days_to_rectify(given: Notice, rule: Rescission) -> int:
    """Return how many days there are to rectify a breach; refuse fewer than the terms give, or a number that is not justified."""
    if given.at_once is not None:
        if given.at_once not in rule.at_once:
            raise NotAtOnce(field="at_once")
        return 0
    least = rule.remedy_days if rule.remedy == "days" else None
    if given.days is None and least is None:
        raise NeedsDays(field="days")
    days = given.days if given.days is not None else least
    assert days is not None
    if least is not None and days < least:
        raise FewerThanTerms(days=least, field="days")
    if least is None and not given.why_days.strip():
        raise NeedsWhyDays(days=days, field="why_days")
    return days


def last_day(received_on: date, days: int) -> date:
    """Return the last day to rectify: so many days after the day of receipt, which is not counted."""
    return received_on + timedelta(days=days)


def has_run_out(item: Item, today: date) -> bool:
    """Say whether the time to rectify is over, or none is needed."""
    if item.received_on is None:
        return False
    return item.at_once is not None or (item.rectify_by is not None and today > item.rectify_by)


def check_rescission(item: Item, party_id: int, today: date) -> None:
    """Refuse to let a party rescind because of a breach."""
    if item.notified_by != party_id:
        raise NotTheNotifier
    if item.state is State.RESCINDED:
        raise AlreadyRescinded
    BREACH.after(item.state, Step.RESCIND)
    if item.received_on is None:
        raise NotReceived
    if not has_run_out(item, today):
        raise TimeLeft(day=item.rectify_by)


def act(item: Item, now: datetime) -> Act:
    """Return what is due: a reminder before the last day to rectify, and to whoever gave notice once it has passed."""
    if item.state not in OPEN or item.rectify_by is None:
        return Act(next_at=None, told_at=item.told_at)
    found = [(_climb(item, AHEAD, now), item.against), (_climb(item, PASSED, now), item.notified_by)]
    following = earliest(*(one.next_at for one, _ in found))
    due = [(one.due.at, one.late, one.due, party) for one, party in found if one.due is not None]
    if not due:
        return Act(next_at=following, told_at=item.told_at)
    _, late, stop, party = max(due, key=lambda one: one[0])
    return Act(next_at=following, told_at=now, owed=(owed(stop, late=late, named=(party,)),))


def _climb(item: Item, ladder: Ladder, now: datetime) -> Climb:
    assert item.rectify_by is not None
    return climb(chosen(ladder, item.ladders), item.rectify_by, since=item.arose_at, told_at=item.told_at, now=now)
