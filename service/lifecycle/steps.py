"""Steps of an agreement: facts gathered, decided, written, and what follows, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.agreements.rules import Facts, decide
from service.agreements.states import State, Step
from service.agreements.store import get_agreement, terms_of
from service.agreements.tables import AgreementRow
from service.history.door import move
from service.history.record import CLOCK
from service.kernel.clock import moment
from service.lifecycle.amending.force import enter_what_is_due
from service.lifecycle.clock import Item, act, ends_at
from service.lifecycle.facts import duties_left, goes_on, unsigned
from service.lifecycle.reactions import REACTIONS, Happened
from service.rescissions.actions import take_effect
from service.rescissions.states import State as Rescission
from service.rescissions.store import open_items as open_rescissions


def take(session: Session, agreement_id: int, step: Step, *, now: datetime, by: str,
         as_of: datetime | None = None, values: dict[str, Any] | None = None) -> AgreementRow:
    """Take one step and all that follows from it; raise a Refusal if it may not be taken.

    `as_of` is when it truly happened, if that was before it was seen.
    """
    row = get_agreement(session, agreement_id)
    was = State(row.state)
    facts = Facts(
        state=was, starts_at=moment(row.starts_on), ends_at=ends_at(row.ends_on), terminates_at=ends_at(row.terminates_on),
        unsigned=unsigned(session, row) if step is Step.COMPLETE else (),
        duties_left=duties_left(session, row) if step is Step.CLOSE else (),
    )
    moved = decide(agreement_id, step, facts, now=now, as_of=as_of)
    move(session, AgreementRow, [replace(moved, values={
        "next_at": now, "told_at": None, "arose_at": max(as_of or now, row.known_at or as_of or now), **(values or {}),
    })], now=now, by=by)
    session.refresh(row)
    happened = Happened(row=row, terms=terms_of(session, agreement_id), step=step, was=was, now=now, by=by,
                        as_of=as_of or now)
    for reaction in REACTIONS.get(step, ()):
        reaction(session, happened)
    return row


def catch_up(session: Session, agreement_id: int, *, now: datetime) -> None:
    """Take every step that the clock owes the agreement at `now`."""
    while True:
        row = get_agreement(session, agreement_id)
        step = act(item_of(session, row), now).step
        if step is None:
            return
        by_clock(session, row, Step(step), now=now)


def rescind_what_is_due(session: Session, row: AgreementRow, *, now: datetime, by: str = CLOCK) -> bool:
    """Let a declared rescission whose moment has come take effect; return whether one did."""
    if row.state != State.ACTIVE:
        return False
    for item in open_rescissions(session, [row.id]):
        if item.state is Rescission.DECLARED and item.from_when <= now:
            take_effect(session, item, now=now, by=by)
            take(session, row.id, Step.RESCIND, now=now, by=by, as_of=item.from_when, values={"ended_at": item.from_when})
            return True
    return False


def by_clock(session: Session, row: AgreementRow, step: Step, *, now: datetime) -> None:
    """Take a step that the clock owes, as of when it was due; a rescission that took effect before it goes first."""
    if rescind_what_is_due(session, row, now=now):
        return
    as_of, values = now, dict[str, Any]()
    if step is Step.BEGIN:
        # What was to change before the first day, perhaps that very day, was to change before it.
        enter_what_is_due(session, row.id, row.starts_on, now=now)
        if now < moment(row.starts_on):
            row.next_at = moment(row.starts_on)
            session.flush()
            return
        as_of = max(moment(row.starts_on), row.signed_at or now)
        values["active_at"] = as_of
    elif step in (Step.EXPIRE, Step.RENEW, Step.TERMINATE):
        as_of = ends_at(row.terminates_on if step is Step.TERMINATE else row.ends_on) or now
        if step is not Step.RENEW:
            values["ended_at"] = as_of
    take(session, row.id, step, now=now, by=CLOCK, as_of=as_of, values=values)


def item_of(session: Session, row: AgreementRow) -> Item:
    """Return the agreement as the clock sees it."""
    return Item(id=row.id, state=State(row.state), starts_on=row.starts_on, ends_on=row.ends_on,
                goes_on=goes_on(session, row), arose_at=row.arose_at, told_at=row.told_at,
                planned_until=row.planned_until, terminates_on=row.terminates_on, ladders=row.ladders)
