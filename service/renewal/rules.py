"""What the clock makes of a decision on renewal, and what answers come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.agreements.terms import Expiry
from service.kernel.calendar import sent_ahead
from service.kernel.clock import local_day, moment
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, earliest, owed
from service.parties.model import Audience, Function
from service.renewal.states import Answer, State, Step

LEADING = Audience((Function.COORDINATOR,), "named")
DECIDING = Audience((Function.COORDINATOR, Function.SIGNATORY), "named")
ESCALATED = Audience((Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY), "named")
OPENS_DAYS_BEFORE = 90

AHEAD: Ladder = (
    Rung(name="renewal_ahead", days=-90, to=LEADING),
    Rung(name="renewal_ahead", days=-60, to=LEADING),
    Rung(name="renewal_ahead", days=-30, to=DECIDING),
    Rung(name="renewal_ahead", days=-14, to=DECIDING),
    Rung(name="renewal_ahead", days=-7, to=DECIDING),
    Rung(name="renewal_ahead", days=-1, to=DECIDING),
)
CHASED: Ladder = (*AHEAD, Rung(name="renewal_overdue", days=1, every=7, to=ESCALATED))
# Where silence renews, the day decides the matter: it is told once, not chased.
TOLD_ONCE: Ladder = (*AHEAD, Rung(name="renewal_overdue", days=1, to=ESCALATED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A decision as the clock sees it; `answers` by party id."""

    id: int
    agreement_id: int
    obligation_id: int
    day: date
    ends_on: date
    state: State
    arose_at: datetime
    told_at: datetime | None
    clause: str
    silence: str | None
    answers: Mapping[int, str]
    ladders: str = NONE

    @property
    def subject(self) -> str:
        """Name the decision for history and outbox."""
        return f"decision {self.id}"


def act(item: Item, now: datetime) -> Act:
    """Return what is due: opening, passing of the day, or a notice."""
    if item.state is State.NOT_DUE:
        opens = sent_ahead(item.day - timedelta(days=OPENS_DAYS_BEFORE))
        if now < opens:
            return Act(next_at=opens, told_at=item.told_at)
        return Act(next_at=now, step=Step.OPEN)
    if item.state not in (State.OPEN, State.OVERDUE):
        return Act(next_at=None, told_at=item.told_at)
    passes = moment(item.day + timedelta(days=1))
    if item.state is State.OPEN and now >= passes:
        return Act(next_at=now, step=Step.PASS_DAY)
    ladder = TOLD_ONCE if item.silence == "renews" else CHASED
    until = moment(item.ends_on + timedelta(days=1))
    found = climb(chosen(ladder, item.ladders), item.day, since=item.arose_at, told_at=item.told_at, now=now, until=until)
    following = found.next_at if item.state is State.OVERDUE else earliest(found.next_at, passes)
    if found.due is None:
        return Act(next_at=following, told_at=item.told_at)
    facts = {"days_left": (item.day - local_day(now)).days, "silence": item.silence, "end": item.ends_on.isoformat()}
    return Act(next_at=following, told_at=now, owed=(owed(found.due, late=found.late, facts=facts),))


def agreed(answers: Mapping[int, str], parties: int, *, holders: frozenset[int] = frozenset()) -> Answer | None:
    """Return the one answer that all parties have given, else None.

    Where an option to extend is one side's alone (`holders`), its taking up the option decides.
    """
    if holders and all(answers.get(one) == Answer.EXTEND for one in holders):
        return Answer.EXTEND
    given = set(answers.values())
    return Answer(given.pop()) if len(answers) == parties and len(given) == 1 else None


def renews(ending: str, renewals: int, most: int, outcome: str | None) -> bool:
    """Say whether a period goes on without a new signature: by itself unless "end" was decided, by option if it was taken up."""
    if renewals >= most:
        return False
    if ending == Expiry.OPTION:
        return outcome == Answer.EXTEND
    return ending == Expiry.RENEWS and outcome != Answer.END
