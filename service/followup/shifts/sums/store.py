"""Counting months anew from the shifts, in the transaction that wrote them; and asking whether what is kept is what there is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, except_, func, insert, literal, select, union
from sqlalchemy.orm import Session

from service.followup.shifts.states import State
from service.followup.shifts.sums.tables import MonthSumRow, MonthWordRow
from service.followup.shifts.tables import ShiftCountRow, ShiftPlaceRow, ShiftRow
from service.kernel.calendar import add_months

SUMS = (func.count(), func.sum(ShiftRow.staff), func.sum(ShiftRow.minutes), func.sum(ShiftRow.staff * ShiftRow.minutes))
_NONE: Any = literal(0)
BY_STATE = ("agreement_id", "month", "state", "shifts", "staff", "minutes", "staff_minutes")
BY_WORD = ("agreement_id", "month", "word_id", "shifts", "staff", "minutes", "staff_minutes", "count")


def by_state(*within: ColumnElement[bool]) -> Any:
    """Return the query that sums shifts by month and state."""
    return select(ShiftRow.agreement_id, ShiftRow.month, ShiftRow.state, *SUMS).where(*within).group_by(
        ShiftRow.agreement_id, ShiftRow.month, ShiftRow.state)


def by_word(*within: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    """Return the queries that sum shifts done by month and place, and by month and what was counted."""
    done = (*within, ShiftRow.state == State.DONE.value)
    places = select(ShiftRow.agreement_id, ShiftRow.month, ShiftPlaceRow.word_id, *SUMS, _NONE).join(
        ShiftPlaceRow, ShiftPlaceRow.shift_id == ShiftRow.id).where(*done)
    counts = select(ShiftRow.agreement_id, ShiftRow.month, ShiftCountRow.word_id, func.count(), _NONE, _NONE, _NONE,
                    func.sum(ShiftCountRow.count)).join(ShiftCountRow, ShiftCountRow.shift_id == ShiftRow.id).where(*done)
    return (places.group_by(ShiftRow.agreement_id, ShiftRow.month, ShiftPlaceRow.word_id),
            counts.group_by(ShiftRow.agreement_id, ShiftRow.month, ShiftCountRow.word_id))


def recount(session: Session, agreement_id: int, days: Iterable[date]) -> None:
    """Count the months of some days anew; called once history is written, whose chain lets in one writer at a time."""
    session.flush()
    for month in sorted({day.replace(day=1) for day in days}):
        _write(session, agreement_id, month)


def recount_all(session: Session, agreement_id: int) -> None:
    """Count every month of an agreement anew."""
    session.flush()
    _write(session, agreement_id, None)


def _write(session: Session, agreement_id: int, month: date | None) -> None:
    connection = session.connection()
    within: list[ColumnElement[bool]] = [ShiftRow.agreement_id == agreement_id]
    if month is not None:
        within += [ShiftRow.day >= month, ShiftRow.day < add_months(month, 1)]
    for row in (MonthSumRow, MonthWordRow):
        gone = delete(row).where(row.agreement_id == agreement_id)
        connection.execute(gone if month is None else gone.where(row.month == month))
    connection.execute(insert(MonthSumRow).from_select(BY_STATE, by_state(*within)))
    for query in by_word(*within):
        connection.execute(insert(MonthWordRow).from_select(BY_WORD, query))


def differing(session: Session) -> list[int]:
    """Return the agreements whose kept sums are not what their shifts come to; it reads every shift."""
    states = select(*(getattr(MonthSumRow, name) for name in BY_STATE))
    words = select(*(getattr(MonthWordRow, name) for name in BY_WORD))
    places, counts = by_word()
    raw = union(places, counts).subquery()
    both = (
        except_(by_state(), states), except_(states, by_state()),
        except_(select(*raw.c), words), except_(words, select(*raw.c)))
    asked = union(*(select(each.subquery().c[0]) for each in both))
    return sorted(session.connection().scalars(asked))
