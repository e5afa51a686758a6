"""What the clock will do next if nobody acts: the sweep's own rules asked about the time to come; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from service.agreements.states import State as Agreement
from service.agreements.states import Step as AgreementStep
from service.amendments import rules as amendment_rules
from service.amendments.notices import EVERYONE as IN_FORCE_TO
from service.amendments.states import State as Amendment
from service.amendments.states import Step as AmendmentStep
from service.economy.invoices import rules as invoice_rules
from service.kernel.calendar import in_sending_hours
from service.kernel.clock import local_day
from service.lifecycle import clock as agreement_clock
from service.meetings import rules as meeting_rules
from service.meetings.states import State as Meeting
from service.meetings.states import Step as MeetingStep
from service.obligations.reminders.ladders import Act, Owed
from service.parties.model import Audience
from service.renewal import rules as renewal_rules
from service.renewal.states import State as Decision
from service.renewal.states import Step as DecisionStep
from service.signatures import rules as signature_rules

# Told once and then again and again until somebody acts: only the first time is foreseen.
REPEATED = frozenset({"minutes_wanted", "renewal_overdue", "start_unsigned", "signature_wanted", "meeting_missed",
                       "extension_unsigned", "original_waits"})
AGAIN = "#"
UNSIGNED, RENEWED = "successor_unsigned", "renewed"
MOST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """A notice to come: when, which, to whom, about what; `unless_done` if it comes only when nobody acts."""

    at: datetime
    name: str
    to: Audience
    named: tuple[int, ...]
    subject: str
    clause: str
    unless_done: bool = False


def meeting(item: meeting_rules.Item, *, convenors: tuple[int, ...], now: datetime) -> list[Foreseen]:
    """Return the notices that a meeting will bring."""

    def step(item: Any, act: Act, at: datetime) -> tuple[Any, list[Owed]] | None:
        if act.step is not MeetingStep.CALL:
            return None
        told = Owed(name="meeting_call", to=meeting_rules.PARTICIPANTS, rung="now", given_on=at.date())
        return replace(item, state=Meeting.CALLED, arose_at=at, told_at=None), [told]

    return _walk(item, meeting_rules.act, step, now=now, clause=item.clause, named=convenors)


def decision(item: renewal_rules.Item, *, asked: tuple[int, ...], now: datetime) -> list[Foreseen]:
    """Return the notices that a decision on renewal will bring; `asked` are the parties that have not answered."""
    after = {DecisionStep.OPEN: Decision.OPEN, DecisionStep.PASS_DAY: Decision.OVERDUE}

    def step(item: Any, act: Act, _at: datetime) -> tuple[Any, list[Owed]] | None:
        state = after.get(DecisionStep(act.step)) if act.step else None
        return (replace(item, state=state), []) if state else None

    return _walk(item, renewal_rules.act, step, now=now, clause=item.clause, named=asked)


def agreement(item: agreement_clock.Item, *, clause: str, now: datetime, unsigned_follower: bool = False) -> list[Foreseen]:
    """Return the notices that the agreement itself will bring; at its end all are told of a follower that is not signed."""

    def step(item: Any, act: Act, at: datetime) -> tuple[Any, list[Owed]] | None:
        if act.step is AgreementStep.PLAN_ON:
            return replace(item, planned_until=None), []
        if act.step is AgreementStep.RENEW:
            return _renewed(item, at)
        after = {"begin": Agreement.ACTIVE, "expire": Agreement.EXPIRED, "terminate": Agreement.TERMINATED}
        state = after.get(act.step or "")
        if state is None:
            return None
        ends = unsigned_follower and state is not Agreement.ACTIVE
        told = [Owed(name=UNSIGNED, to=IN_FORCE_TO, rung="now", given_on=local_day(at))] if ends else []
        return replace(item, state=state, arose_at=at, told_at=None), told

    return _walk(item, agreement_clock.act, step, now=now, clause=clause, named=())


def _renewed(item: agreement_clock.Item, at: datetime) -> tuple[agreement_clock.Item, list[Owed]]:
    """Return the agreement after it renewed itself: what comes after the new period is not foreseen, but the last day of a notice."""
    if item.terminates_on is not None:
        return replace(item, ends_on=item.terminates_on, goes_on=False), []
    told = Owed(name=RENEWED, to=agreement_clock.EVERYONE, rung="now", given_on=local_day(at))
    return replace(item, ends_on=None), [told]


def signature(item: signature_rules.Item, *, clause: str, now: datetime) -> list[Foreseen]:
    """Return the notices that a missing signature will bring."""
    return _walk(item, signature_rules.act, lambda *_: None, now=now, clause=clause, named=(item.party_id,))


def talk(item: Any, rule: Rule, *, now: datetime) -> list[Foreseen]:
    """Return the reminders that an open renegotiation or deviation will bring if nobody does anything."""
    found = _walk(item, rule, lambda *_: None, now=now, clause=item.clause, named=())
    return [replace(one, unless_done=True) for one in found]


def money(item: Any, *, now: datetime) -> list[Foreseen]:
    """Return the notices that an invoice or payout will bring if nobody does anything."""
    after = {"open": "due", "miss": "missing"}

    def step(item: Any, act: Act, _at: datetime) -> tuple[Any, list[Owed]] | None:
        return replace(item, state=after[str(act.step)]), []

    return _walk(item, invoice_rules.act, step, now=now, clause=item.clause, named=())


def amendment(item: amendment_rules.Item, *, clause: str, now: datetime) -> list[Foreseen]:
    """Return the notices that an amendment will bring: taking effect, or a decided extension that is not signed."""

    def step(item: Any, act: Act, at: datetime) -> tuple[Any, list[Owed]] | None:
        if act.step is not AmendmentStep.ENTER:
            return None
        told = Owed(name="amendment_in_force", to=IN_FORCE_TO, rung="now", given_on=local_day(at))
        return replace(item, state=Amendment.IN_FORCE, arose_at=at, told_at=None), [told]

    return _walk(item, amendment_rules.act, step, now=now, clause=clause, named=())


Rule = Callable[[Any, datetime], Act]
Stepping = Callable[[Any, Act, datetime], tuple[Any, list[Owed]] | None]


def _walk(
    item: Any, rule: Rule, step: Stepping, *, now: datetime, clause: str, named: tuple[int, ...]
) -> list[Foreseen]:
    found = []
    for at, owed in _owed(item, rule, step, now):
        again = owed.name in REPEATED or AGAIN in owed.rung
        found.append(Foreseen(at=at, name=owed.name, to=owed.to, named=owed.named or named, subject=item.subject,
                              clause=clause, unless_done=again or owed.name in (UNSIGNED, RENEWED)))
        if again:
            break
    return found


def _owed(item: Any, rule: Rule, step: Stepping, now: datetime) -> Iterator[tuple[datetime, Owed]]:
    at = now
    for _ in range(MOST):
        act = rule(item, at)
        for owed in act.owed:
            yield at, owed
        if act.step is not None:
            taken = step(item, act, at)
            if taken is None:
                return
            item, told = taken
            for owed in told:
                yield in_sending_hours(at), owed
            continue
        if act.next_at is None or act.next_at <= at:
            return
        item, at = replace(item, told_at=act.told_at), act.next_at
