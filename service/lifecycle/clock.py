"""What the clock makes of an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.agreements.states import State, Step
from service.kernel.clock import moment
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, earliest, owed
from service.parties.model import Audience, Function

EVERYONE = Audience((Function.COORDINATOR, Function.OPERATIONS, Function.MANAGER))
PARTIES_AND_MANAGERS = Audience((Function.COORDINATOR, Function.SIGNATORY, Function.MANAGER))

UNSIGNED: Ladder = (Rung(name="start_unsigned", days=1, every=7, to=PARTIES_AND_MANAGERS),)
BEGUN: Ladder = (Rung(name="begun", days=0, after=True, to=EVERYONE),)
END_AHEAD: Ladder = (
    Rung(name="end_ahead", days=-30, to=EVERYONE),
    Rung(name="end_ahead", days=-7, to=EVERYONE),
)
# Where there is no end the plan is made this long before what is planned runs out.
PLAN_MARGIN = timedelta(days=365)
ENDED: Ladder = (Rung(name="ended", days=1, to=EVERYONE),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An agreement as the clock sees it; `goes_on` says that its period renews by itself, `terminates_on` that notice runs."""

    id: int
    state: State
    starts_on: date
    ends_on: date | None
    goes_on: bool
    arose_at: datetime
    told_at: datetime | None
    planned_until: date | None
    terminates_on: date | None = None
    ladders: str = NONE

    @property
    def agreement_id(self) -> int:
        """Return its own id, as other items name it."""
        return self.id

    @property
    def subject(self) -> str:
        """Name the agreement for history and outbox."""
        return f"agreement {self.id}"

    @property
    def last_day(self) -> date | None:
        """Return the day it ends on for good as things stand: by notice or by itself, whichever is first; None if it goes on."""
        by_itself = None if self.goes_on else self.ends_on
        return min((one for one in (self.terminates_on, by_itself) if one is not None), default=None)


def ends_at(ends_on: date | None) -> datetime | None:
    """Return the moment after the last second of the last day."""
    return None if ends_on is None else moment(ends_on + timedelta(days=1))


def act(item: Item, now: datetime) -> Act:
    """Return what is due: the beginning, the end of the period, or a notice."""
    starts = moment(item.starts_on)
    if item.state is State.IN_SIGNATURE:
        return _climbed(item, UNSIGNED, item.starts_on, now)
    if item.state is State.SIGNED:
        return _signed(item, starts, now)
    if item.state is State.ACTIVE:
        return _active(item, now)
    if item.state in (State.EXPIRED, State.RESCINDED, State.TERMINATED) and item.ends_on is not None:
        return _climbed(item, ENDED, item.ends_on, now)
    return Act(next_at=None, told_at=item.told_at)


def _signed(item: Item, starts: datetime, now: datetime) -> Act:
    over = ends_at(item.terminates_on)
    if over is not None and over <= min(starts, now):
        return Act(next_at=now, step=Step.TERMINATE)
    return Act(next_at=earliest(starts, over)) if now < starts else Act(next_at=now, step=Step.BEGIN)


def _over(item: Item) -> tuple[datetime | None, Step]:
    """Return when the period is over and what comes then; notice to the very last day counts before renewal and end."""
    noticed = item.terminates_on
    if noticed is not None and (item.ends_on is None or noticed <= item.ends_on):
        return ends_at(noticed), Step.TERMINATE
    return ends_at(item.ends_on), Step.RENEW if item.goes_on else Step.EXPIRE


def _active(item: Item, now: datetime) -> Act:
    over, step = _over(item)
    if over is not None and now >= over:
        return Act(next_at=now, step=step)
    plans = moment(item.planned_until - PLAN_MARGIN) if item.planned_until else None
    if plans is not None and now >= plans:
        return Act(next_at=now, step=Step.PLAN_ON)
    found = [climb(BEGUN, item.starts_on, since=item.arose_at, told_at=item.told_at, now=now)]
    if item.last_day is not None:
        found.append(climb(chosen(END_AHEAD, item.ladders), item.last_day, since=item.arose_at, told_at=item.told_at, now=now))
    following = earliest(over, plans, *(one.next_at for one in found))
    due = next((one for one in reversed(found) if one.due is not None), None)
    if due is None or due.due is None:
        return Act(next_at=following, told_at=item.told_at)
    return Act(next_at=following, told_at=now, owed=(owed(due.due, late=due.late),))


def _climbed(item: Item, ladder: Ladder, anchor: date, now: datetime) -> Act:
    found = climb(ladder, anchor, since=item.arose_at, told_at=item.told_at, now=now)
    if found.due is None:
        return Act(next_at=found.next_at, told_at=item.told_at)
    return Act(next_at=found.next_at, told_at=now, owed=(owed(found.due, late=found.late),))
