"""What people do with shifts: log, plan, edit, correct, call off, strike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.followup.shifts import store
from service.followup.shifts.keep import (
    Frame,
    check_words,
    columns,
    find_entry,
    frame,
    rewrite_parts,
    row_of,
    write_parts,
)
from service.followup.shifts.model import Told
from service.followup.shifts.refusals import Doubt, EntryElsewhere, NeedsReason, Unsure
from service.followup.shifts.rules import Span, check, doubts, edited_freely, span
from service.followup.shifts.states import SHIFT, State, Step
from service.followup.shifts.sums.store import recount
from service.followup.shifts.tables import ShiftRow
from service.history.door import move
from service.history.record import Record, append
from service.kernel.errors import Overtaken
from service.kernel.life import Moved
from service.kernel.text.personal import refuse_personal_numbers
from service.notices.owe import withdraw

ENDED = "Överenskommelsen upphörde."
MOST_WEEKS = 52


def log(
    session: Session, agreement_id: int, told: Told, *, entry: str | None = None, sure: bool = False, party_id: int | None = None,
    author: str, now: datetime, by: str,
) -> int:
    """Keep a shift that is done; return its id. The same `entry` again is the same shift, whatever is told with it."""
    if entry is not None and (known := _known(session, entry, agreement_id)) is not None:
        return known
    found = frame(session, agreement_id)
    check_words(found, told)
    when = _checked(session, found, told, sure=sure, now=now)
    row = row_of(found, told, when, State.DONE, entry=entry, party_id=party_id, author=author, now=now)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        # Sent twice at once: the other was faster.
        if entry is None or (known := _known(session, entry, agreement_id)) is None:
            raise
        return known
    write_parts(session, {row.id: told})
    _record(session, row, "logged", now=now, by=by, body=found.facts(told))
    recount(session, agreement_id, [row.day])
    return row.id


def _known(session: Session, entry: str, agreement_id: int) -> int | None:
    row = find_entry(session, entry)
    if row is not None and row.agreement_id != agreement_id:
        raise EntryElsewhere
    return None if row is None else row.id


def _checked(
    session: Session, found: Frame, told: Told, *, sure: bool, now: datetime, but: int | None = None, before: Told | None = None,
) -> Span:
    when = check(told, found.period, planned=False, now=now)
    if not sure:
        asked = _doubts(session, found, told, but, now)
        # What was doubted and answered when it was logged is not asked again.
        answered = {str(one) for one in _doubts(session, found, before, but, now)} if asked and before is not None else set()
        if fresh := [one for one in asked if str(one) not in answered]:
            raise Unsure(fresh)
    return when


def _doubts(session: Session, found: Frame, told: Told, but: int | None, now: datetime) -> list[Doubt]:
    return list(doubts(told, store.others(session, found.agreement_id, span(told), told.places, but=but), now))


def plan(
    session: Session, agreement_id: int, told: Told, *, weeks: int = 1, party_id: int | None = None, author: str, now: datetime,
    by: str,
) -> list[int]:
    """Plan a shift, and the same in each following week of `weeks` that the agreement covers; return their ids."""
    found = frame(session, agreement_id, planned=True)
    check_words(found, told)
    when = {told.day: check(told, found.period, planned=True, now=now)}
    made = [told]
    for number in range(1, min(weeks, MOST_WEEKS)):
        again = replace(told, day=told.day + timedelta(weeks=number))
        if found.period[1] is None or again.day <= found.period[1]:
            when[again.day] = check(again, found.period, planned=True, now=now)
            made.append(again)
    rows = [row_of(found, one, when[one.day], State.PLANNED, entry=None, party_id=party_id, author=author, now=now) for one in made]
    session.add_all(rows)
    session.flush()
    write_parts(session, {row.id: one for row, one in zip(rows, made, strict=True)})
    for row, one in zip(rows, made, strict=True):
        _record(session, row, "planned", now=now, by=by, body=found.facts(one))
    recount(session, agreement_id, when)
    return [row.id for row in rows]


def log_planned(
    session: Session, shift_id: int, told: Told, *, revision: int, sure: bool = False, author: str, now: datetime, by: str,
) -> None:
    """Tell that a planned shift (or one said not to have been held) was done, and what it came to."""
    row = _unchanged(session, shift_id, revision)
    found = frame(session, row.agreement_id)
    check_words(found, told, known=_known_words(session, row))
    days = (row.day, told.day)
    when = _checked(session, found, told, sure=sure, now=now, but=row.id)
    _step(session, row, Step.LOG, now=now, by=by, body=found.facts(told),
          values={**columns(told, when), "author": author, "logged_at": now, "reason": None})
    rewrite_parts(session, shift_id, told)
    recount(session, found.agreement_id, days)


def edit(
    session: Session, shift_id: int, told: Told, *, revision: int, reason: str = "", sure: bool = False, now: datetime, by: str,
) -> None:
    """Change what a shift says; after its time only with a reason, and then it is a correction that stays in the history."""
    row = _unchanged(session, shift_id, revision)
    planned = row.state == State.PLANNED
    days = store.edit_days(session, row.agreement_id)
    free = planned or edited_freely(row.logged_at, days, now)
    if row.state == State.DONE and not free and not reason.strip():
        raise NeedsReason(days=days, field="reason")
    refuse_personal_numbers(reason=reason)
    taken = Step.EDIT if free else Step.CORRECT
    SHIFT.after(State(row.state), taken)
    found = frame(session, row.agreement_id, planned=planned)
    before = store.told(store.full(session, [row])[0])
    check_words(found, told, known=(*before.places, *before.events, *before.groups))
    when = check(told, found.period, planned=True, now=now) if planned else _checked(
        session, found, told, sure=sure, now=now, but=row.id, before=before)
    body = {"before": found.facts(before), "after": found.facts(told), "note_changed": before.note != told.note,
            **({"note": reason.strip()} if reason.strip() else {})}
    _step(session, row, taken, now=now, by=by, body=body, values=columns(told, when))
    rewrite_parts(session, shift_id, told)
    recount(session, found.agreement_id, (before.day, told.day))


def call_off(session: Session, shift_id: int, reason: str, *, now: datetime, by: str) -> None:
    """Say that a planned shift was not, or will not be, held, and why."""
    _with_reason(session, shift_id, Step.CALL_OFF, reason, now=now, by=by)


def strike(session: Session, shift_id: int, reason: str, *, now: datetime, by: str) -> None:
    """Strike a shift that was logged by mistake, and say why; it stays to be seen, and counts nowhere."""
    _with_reason(session, shift_id, Step.STRIKE, reason, now=now, by=by)


def _with_reason(session: Session, shift_id: int, taken: Step, reason: str, *, now: datetime, by: str) -> None:
    refuse_personal_numbers(reason=reason)
    row = store.get_shift(session, shift_id)
    _step(session, row, taken, now=now, by=by, body={"note": reason}, values={"reason": reason})
    recount(session, row.agreement_id, [row.day])


def end_all(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Call off what is planned after now, for the agreement has ended; what lies before may still be told of."""
    rows = session.scalars(select(ShiftRow).where(
        ShiftRow.agreement_id == agreement_id, ShiftRow.state == State.PLANNED.value, ShiftRow.starts_at > now)).all()
    for row in rows:
        _step(session, row, Step.END, now=now, by=by, body={}, values={"reason": ENDED})
    recount(session, agreement_id, [row.day for row in rows])


def _known_words(session: Session, row: ShiftRow) -> tuple[int, ...]:
    before = store.told(store.full(session, [row])[0])
    return (*before.places, *before.events, *before.groups)


def _unchanged(session: Session, shift_id: int, revision: int) -> ShiftRow:
    row = store.get_shift(session, shift_id)
    if row.revision != revision:
        raise Overtaken
    return row


def _step(session: Session, row: ShiftRow, taken: Step, *, now: datetime, by: str, body: Mapping[str, Any],
          values: Mapping[str, Any]) -> None:
    state = SHIFT.after(State(row.state), taken)
    if row.told_at is not None:
        withdraw(session, f"shift {row.id}")
    waits = {"next_at": now if state is State.PLANNED else None, "told_at": None}
    move(session, ShiftRow, [Moved(id=row.id, chain=row.agreement_id, subject=f"shift {row.id}", origin=row.state, state=state,
                                   event=taken, body=body, values={**values, **waits, "revision": row.revision + 1})],
         now=now, by=by)
    session.expire(row)


def _record(session: Session, row: ShiftRow, event: str, *, now: datetime, by: str, body: Mapping[str, Any]) -> None:
    append(session, [Record(chain=row.agreement_id, at=now, actor=by, subject=f"shift {row.id}", event=event, body=body)])
