"""What the clock makes of a deviation, when an approval is late, and when overspending proposes a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from service.deviations.model import Limit
from service.deviations.states import DECIDING, State
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Climb, Ladder, Rung, climb, earliest, owed
from service.parties.model import Audience, Function

LEADING = Audience((Function.COORDINATOR, Function.MANAGER))
CONCERNED = Audience((Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST, Function.OPERATIONS))
ASKED = Audience(DECIDING, "named")
BEFORE = 3

TALK: Ladder = (Rung(name="deviation_reported", days=7, every=7, to=LEADING),)
ONCE: Ladder = (Rung(name="deviation_approval_wanted", days=7, to=ASKED),)
AHEAD: Ladder = (Rung(name="deviation_approval_wanted", days=-BEFORE, to=ASKED),)
WEEKLY: Ladder = (Rung(name="deviation_approval_wanted", days=7, every=7, to=ASKED),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A deviation as the clock sees it.

    `day` is when it was reported, then when the dialogue was first noted here; `talked_on` is the first day of dialogue.
    `waiting` are the parties that have not decided; `reported_by` is None when the clock proposed it.
    """

    id: int
    agreement_id: int
    state: State
    reported_by: int | None
    reported_on: date
    day: date
    talked_on: date | None
    changes_on: date
    kind: str
    post: str | None
    what: str
    why: str
    ore: int | None
    hundredths: int | None
    late: bool
    clause: str
    arose_at: datetime
    told_at: datetime | None
    waiting: tuple[int, ...] = ()
    ladders: str = NONE

    @property
    def subject(self) -> str:
        """Name the deviation for history and outbox."""
        return f"deviation {self.id}"

    @property
    def sek(self) -> Decimal | None:
        """Return how much it is in SEK."""
        return None if self.ore is None else Decimal(self.ore) / 100

    @property
    def percent(self) -> Decimal | None:
        """Return how much it is in per cent of the post."""
        return None if self.hundredths is None else Decimal(self.hundredths) / 100


def act(item: Item, now: datetime) -> Act:
    """Return what is due: a reminder to talk, or to each party that has not decided."""
    if item.state is State.REPORTED:
        return _climbed(item, [_climb(item, TALK, item.day, now)], now, ())
    if item.state is State.IN_DIALOGUE:
        # At once, after a week, three days before the change, and each week from the later of those.
        last = max(item.day + timedelta(days=7), item.changes_on - timedelta(days=BEFORE))
        rungs = ((ONCE, item.day), (AHEAD, item.changes_on), (WEEKLY, last))
        return _climbed(item, [_climb(item, ladder, day, now) for ladder, day in rungs], now, item.waiting)
    return Act(next_at=None, told_at=item.told_at)


def _climb(item: Item, ladder: Ladder, anchor: date, now: datetime) -> Climb:
    return climb(chosen(ladder, item.ladders), anchor, since=item.arose_at, told_at=item.told_at, now=now)


def _climbed(item: Item, climbs: list[Climb], now: datetime, named: tuple[int, ...]) -> Act:
    following = earliest(*(one.next_at for one in climbs))
    due = [(one.due.at, one.late, one.due) for one in climbs if one.due is not None]
    if not due:
        return Act(next_at=following, told_at=item.told_at)
    _, late, stop = max(due, key=lambda one: one[0])
    return Act(next_at=following, told_at=now, owed=(owed(stop, late=late, named=named),))


def is_late(decided_on: date, changes_on: date) -> bool:
    """Say whether an approval of that day came too late: it must come before the day of the change."""
    return decided_on >= changes_on


def proposes(spent: Decimal, post_amount: Decimal, limit: Limit) -> bool:
    """Say whether what is spent of a post passes the limit; both in SEK, and without a limit nothing does."""
    over = spent - post_amount
    if over <= 0:
        return False
    by_share = limit.percent is not None and over * 100 > post_amount * limit.percent
    return by_share or (limit.sek is not None and over > limit.sek)
