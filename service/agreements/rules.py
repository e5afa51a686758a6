"""What may be done to an agreement: facts in, move out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.agreements.states import AGREEMENT, State, Step
from service.agreements.terms import Expiry, Terms
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.kernel.life import Moved

NO_LIMIT = 1000


class Unsigned(Refusal):
    """The agreement is not signed by all: {names} still has to sign."""

    sv = "Överenskommelsen är inte undertecknad av alla: {names} återstår."


class DutiesLeft(Refusal):
    """The agreement cannot be closed yet; still to be done: {duties}."""

    sv = "Överenskommelsen kan inte avslutas än; kvar att göra: {duties}."


class NotYet(Refusal):
    """That comes by itself on {day}, not before."""

    sv = "Det sker av sig självt {day}, inte tidigare."


class NoNoticeRuns(Refusal):
    """No notice of termination has been received; without one the agreement is not terminated."""

    sv = "Ingen uppsägning är mottagen; utan en sådan upphör inte överenskommelsen genom uppsägning."


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a guard may look at; gathered before the decision, never during it."""

    state: State
    starts_at: datetime
    ends_at: datetime | None
    terminates_at: datetime | None = None
    unsigned: tuple[str, ...] = ()
    duties_left: tuple[str, ...] = ()


def decide(agreement_id: int, step: Step, facts: Facts, *, now: datetime, as_of: datetime | None = None) -> Moved:
    """Return the move that `step` amounts to, or refuse it."""
    state = AGREEMENT.after(facts.state, step)
    if step is Step.COMPLETE and facts.unsigned:
        raise Unsigned(names=", ".join(facts.unsigned))
    if step is Step.CLOSE and facts.duties_left:
        raise DutiesLeft(duties=", ".join(facts.duties_left))
    if step is Step.BEGIN and now < facts.starts_at:
        raise NotYet(day=local_day(facts.starts_at))
    if step in (Step.EXPIRE, Step.RENEW) and (facts.ends_at is None or now < facts.ends_at):
        raise NotYet(day=local_day(facts.ends_at) if facts.ends_at else "–")
    if step is Step.TERMINATE and facts.terminates_at is None:
        raise NoNoticeRuns
    if step is Step.TERMINATE and facts.terminates_at is not None and now < facts.terminates_at:
        raise NotYet(day=local_day(facts.terminates_at))
    return Moved(
        id=agreement_id, chain=agreement_id, subject=f"agreement {agreement_id}",
        origin=facts.state.value, state=state.value, event=step.value,
        body={} if as_of is None or as_of == now else {"as_of": as_of.isoformat()},
    )


def most_renewals(terms: Terms) -> int:
    """Return how often an agreement may renew, by itself or because an option is taken up."""
    if terms.ending.mode is Expiry.RENEWS:
        return terms.ending.max_times or NO_LIMIT
    if terms.ending.mode is Expiry.OPTION and terms.ending.months:
        return terms.ending.max_times or 1
    return 0
