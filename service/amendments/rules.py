"""What may be done to an amendment, and what the clock makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.agreements.states import State as Agreement
from service.amendments.parties import ensure_alone
from service.amendments.states import AMENDMENT, State, Step
from service.amendments.words import names
from service.kernel.clock import local_day, moment
from service.kernel.errors import Refusal
from service.kernel.life import Moved
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, owed
from service.parties.model import Audience, Function

LEADING = Audience((Function.COORDINATOR,))
DECIDING = Audience((Function.COORDINATOR, Function.SIGNATORY))
RUNNING = (Agreement.SIGNED, Agreement.ACTIVE)
ONE_DAY = timedelta(days=1)
# A decided extension is chased until it is signed, also when its amendment was declined or withdrawn and none has followed.
CHASED_IN = (State.DRAFT, State.IN_SIGNATURE, State.DECLINED, State.WITHDRAWN)
# Signatories are told as well when the end is as near as this.
NEAR_THE_END = timedelta(days=30)
CHASED: Ladder = (Rung(name="extension_unsigned", days=14, every=7, to=LEADING),)
CHASED_NEAR_THE_END: Ladder = (Rung(name="extension_unsigned", days=14, every=7, to=DECIDING),)


class NotRunning(Refusal):
    """The agreement is {state}; only one that is signed or active, and not over, can be amended."""

    sv = "Överenskommelsen är {state}; bara en undertecknad eller gällande, som inte har löpt ut, kan ändras genom tillägg."


class NothingChanged(Refusal):
    """The amendment changes nothing yet; change at least one term before it is sent for signature."""

    sv = "Tillägget ändrar ingenting än; ändra minst ett villkor innan det skickas för underskrift."
    status = 422


class PastEffect(Refusal):
    """The amendment cannot take effect on {day}: that day has passed, and nothing is changed backwards in time."""

    sv = "Tillägget kan inte börja gälla {day}: den dagen har passerat, och inget ändras bakåt i tiden."
    status = 422


class EffectAfterEnd(Refusal):
    """The amendment would take effect on {day}, but the agreement ends on {end}; let it take effect by then."""

    sv = "Tillägget skulle börja gälla {day}, men överenskommelsen upphör {end}; låt det börja gälla senast då."
    status = 422


class EffectTooEarly(Refusal):
    """Amendment {number} takes effect on {other}; this one must take effect after that day, not on {day}."""

    sv = "Tillägg {number} börjar gälla {other}; det här måste börja gälla efter den dagen, inte {day}."
    status = 422


class EndsBeforeEffect(Refusal):
    """The new last day {end} lies before the day when the amendment takes effect, {day}."""

    sv = "Den nya sista dagen {end} ligger före dagen då tillägget börjar gälla, {day}."
    status = 422


class BaseChanged(Refusal):
    """What this amendment changes ({terms}) has been changed by another since it was drawn up; withdraw it and draw up a new one."""

    sv = ("Det som tillägget ändrar ({terms}) har ändrats av ett annat sedan det skrevs; ta tillbaka det och skriv ett nytt "
          "utifrån villkoren som de är nu.")

    def sentence(self, language: str = "sv", **in_words: str) -> str:
        """Return the sentence with the terms named in its own language."""
        return super().sentence(language, terms=names(self.facts["paths"], "sv" if language == "sv" else "en"), **in_words)


class BegunAlready(Refusal):
    """The first day of an agreement that has begun cannot be changed."""

    sv = "Första dagen för en överenskommelse som har börjat gälla kan inte ändras."
    status = 422


class StartTooNear(Refusal):
    """The first day is changed before it comes: the amendment takes effect on {day}, and must do so by {start}."""

    sv = "Första dagen ändras innan den kommer: tillägget börjar gälla {day}, och måste göra det senast {start}."
    status = 422


class SuccessorOpen(Refusal):
    """Agreement {id} is drawn up to take over from this one; discard it before you extend this one instead."""

    sv = "Överenskommelse {id} är skriven för att ta vid efter den här; kassera den innan ni förlänger den här i stället."


class NotSignedByAll(Refusal):
    """The amendment is not signed by all: {names} still has to sign."""

    sv = "Tillägget är inte undertecknat av alla: {names} återstår."


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a guard may look at.

    `today` is the day that counts: that of the last signature when all have signed. `earlier` is the number and first day of the
    newest amendment that all have signed, `parties_ahead` those of the one that is to change the parties, `moved` what others have
    changed since, `end_after` the last day once this has effect, `start_after` the first day where this changes it; `successor` is
    the agreement that is to take over.
    """

    state: State
    agreement: Agreement
    begun: bool
    ends_on: date | None
    over: bool
    today: date
    effective_on: date | None
    changed: tuple[str, ...]
    moved: tuple[str, ...] = ()
    earlier: tuple[int, date] | None = None
    parties_ahead: tuple[int, date] | None = None
    end_after: date | None = None
    starts_on: date | None = None
    start_after: date | None = None
    unsigned: tuple[str, ...] = ()
    successor: int | None = None
    terminates_on: date | None = None

    @property
    def last(self) -> date | None:
        """Return the last day as it stands: that of the period, or that by a notice of termination if it comes before."""
        return min((one for one in (self.ends_on, self.terminates_on) if one is not None), default=None)

    @property
    def extends(self) -> bool:
        """Say whether the period goes on longer once this has effect."""
        return "end" in self.changed and self.ends_on is not None and (self.end_after is None or self.end_after > self.ends_on)


def takes_effect(facts: Facts) -> date:
    """Return the first day of the terms that the amendment makes, or refuse it.

    Without a day of its own, or signed by the last after it, it holds from the day of the last signature; never on or before the
    first day of an earlier amendment.
    """
    day = max(facts.effective_on or facts.today, facts.today)
    if facts.earlier is not None and day <= facts.earlier[1]:
        if facts.effective_on is not None:
            raise EffectTooEarly(number=facts.earlier[0], other=facts.earlier[1], day=day, field="effective_on")
        day = facts.earlier[1] + ONE_DAY
    if facts.last is not None and day > facts.last:
        raise EffectAfterEnd(day=day, end=facts.last, field="effective_on")
    if facts.end_after is not None and facts.end_after < day:
        raise EndsBeforeEffect(end=facts.end_after, day=day, field="end")
    if facts.start_after is not None and facts.starts_on is not None and (day > facts.starts_on or facts.start_after < day):
        raise StartTooNear(day=day, start=min(facts.starts_on, facts.start_after), field="start")
    return day


def ensure_possible(facts: Facts) -> None:
    """Raise a Refusal unless an amendment of this agreement can have effect at all."""
    if facts.agreement not in RUNNING or facts.over:
        raise NotRunning(state=facts.agreement)
    if facts.moved:
        raise BaseChanged(paths=facts.moved, field="changes")
    ensure_alone(facts.parties_ahead)
    if facts.begun and "start" in facts.changed:
        raise BegunAlready(field="start")
    if facts.successor is not None and facts.extends:
        raise SuccessorOpen(id=facts.successor, field="end")


def ensure_changes(facts: Facts) -> None:
    """Raise NothingChanged unless there is something to sign."""
    if not facts.changed:
        raise NothingChanged(field="changes")


def ensure_not_past(facts: Facts) -> None:
    """Raise PastEffect for a day of effect that is gone."""
    if facts.effective_on is not None and facts.effective_on < facts.today:
        raise PastEffect(day=facts.effective_on, field="effective_on")


SENDING: tuple[Callable[[Facts], object], ...] = (ensure_possible, ensure_changes, ensure_not_past, takes_effect)


def hindrances(facts: Facts) -> tuple[Refusal, ...]:
    """Return every reason why the amendment could not be sent for signature as it stands."""
    found = []
    for ensure in SENDING:
        try:
            ensure(facts)
        except Refusal as refusal:
            found.append(refusal)
    return tuple(found)


def decide(amendment_id: int, agreement_id: int, step: Step, facts: Facts) -> Moved:
    """Return the move that `step` amounts to, or refuse it."""
    state = AMENDMENT.after(facts.state, step)
    if step is Step.SEND:
        for ensure in SENDING:
            ensure(facts)
    if step is Step.COMPLETE:
        ensure_possible(facts)
    if step is Step.COMPLETE and facts.unsigned:
        raise NotSignedByAll(names=", ".join(facts.unsigned))
    return Moved(id=amendment_id, chain=agreement_id, subject=f"amendment {amendment_id}",
                 origin=facts.state.value, state=state.value, event=step.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An amendment as the clock sees it; `followed` says that a later one carries out the same decision.

    `successor` is the agreement that is to take over instead and is not signed yet, `succeeded` says that one is.
    """

    id: int
    agreement_id: int
    number: int
    title: str
    state: State
    extends: bool
    drafted_on: date
    from_on: date | None
    ends_on: date | None
    arose_at: datetime
    told_at: datetime | None
    ladders: str = NONE
    followed: bool = False
    successor: int | None = None
    succeeded: bool = False

    @property
    def subject(self) -> str:
        """Name the amendment for history and outbox."""
        return f"amendment {self.id}"


def act(item: Item, now: datetime) -> Act:
    """Return what is due: taking effect, or a reminder that what was decided is not signed."""
    if item.state is State.SIGNED and item.from_on is not None:
        enters = moment(item.from_on)
        return Act(next_at=enters, told_at=item.told_at) if now < enters else Act(next_at=now, step=Step.ENTER)
    if item.state not in CHASED_IN or not item.extends or item.followed or item.succeeded:
        return Act(next_at=None, told_at=item.told_at)
    until = None if item.ends_on is None else moment(item.ends_on + ONE_DAY)
    if until is not None and now >= until:
        return Act(next_at=None, told_at=item.told_at)
    near = item.ends_on is not None and local_day(now) >= item.ends_on - NEAR_THE_END
    found = climb(chosen(CHASED_NEAR_THE_END if near else CHASED, item.ladders), item.drafted_on, since=moment(item.drafted_on),
                  told_at=item.told_at, now=now, until=until)
    following = found.next_at or (until if until is not None and until > now else None)
    if found.due is None:
        return Act(next_at=following, told_at=item.told_at)
    facts = {"end": item.ends_on.isoformat() if item.ends_on else None}
    return Act(next_at=following, told_at=now, owed=(owed(found.due, late=found.late, facts=facts),))
