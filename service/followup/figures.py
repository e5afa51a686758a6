"""What shifts come to, summed by the database: four questions, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.followup.shifts.model import ZERO, AtPlace, Counted, Figures, Kind, Month, Sum
from service.followup.shifts.states import State
from service.followup.shifts.tables import ShiftCountRow, ShiftPlaceRow, ShiftRow, WordRow
from service.kernel.calendar import add_months

_SUM = (func.count(), func.coalesce(func.sum(ShiftRow.staff), 0), func.coalesce(func.sum(ShiftRow.minutes), 0),
        func.coalesce(func.sum(ShiftRow.staff * ShiftRow.minutes), 0))


def figures(session: Session, agreement_id: int, first: date, last: date) -> Figures:
    """Return what the shifts of a time come to, both days included."""
    within = (ShiftRow.agreement_id == agreement_id, ShiftRow.day.between(first, last))
    done = (*within, ShiftRow.state == State.DONE.value)
    words = session.execute(select(WordRow.id, WordRow.kind, WordRow.name).where(WordRow.agreement_id == agreement_id)
                            .order_by(WordRow.position, WordRow.id)).all()
    by_state: dict[str, dict[date, Sum]] = defaultdict(dict)
    for state, month, *sums in session.execute(
            select(ShiftRow.state, ShiftRow.month, *_SUM).where(*within).group_by(ShiftRow.state, ShiftRow.month)):
        by_state[state][month] = _sum(sums)
    at = {(month, word): _sum(sums) for month, word, *sums in session.execute(
        select(ShiftRow.month, ShiftPlaceRow.word_id, *_SUM).join(ShiftPlaceRow, ShiftPlaceRow.shift_id == ShiftRow.id)
        .where(*done).group_by(ShiftRow.month, ShiftPlaceRow.word_id))}
    counted = {(month, word): (int(shifts), int(count)) for month, word, shifts, count in session.execute(
        select(ShiftRow.month, ShiftCountRow.word_id, func.count(), func.sum(ShiftCountRow.count))
        .join(ShiftCountRow, ShiftCountRow.shift_id == ShiftRow.id)
        .where(*done).group_by(ShiftRow.month, ShiftCountRow.word_id))}
    held = by_state[State.DONE]
    kinds = {one.id: one.kind for one in words}
    return Figures(
        first=first, last=last, total=_together(held.values()), planned=_together(by_state[State.PLANNED].values()).shifts,
        not_held=_together(by_state[State.NOT_HELD].values()).shifts,
        places=tuple(AtPlace(one.id, one.name, found) for one in words if one.kind == Kind.PLACE
                     and (found := _together(each for (_, word), each in at.items() if word == one.id)).shifts),
        events=tuple(_counted(words, Kind.EVENT, counted)), groups=tuple(_counted(words, Kind.GROUP, counted)),
        months=tuple(Month(month, held.get(month, ZERO), *_of_month(month, counted, kinds)) for month in months(first, last)),
        month_places=at)


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of every month from that of `first` to that of `last`."""
    start = first.replace(day=1)
    for number in range((last.year - start.year) * 12 + last.month - start.month + 1):
        yield add_months(start, number)


def _sum(sums: Iterable[Any]) -> Sum:
    shifts, staff, minutes, staff_minutes = (int(one) for one in sums)
    return Sum(shifts=shifts, staff=staff, minutes=minutes, staff_minutes=staff_minutes)


def _together(sums: Iterable[Sum]) -> Sum:
    return sum(sums, ZERO)


def _counted(words: Iterable[Any], kind: Kind, counted: dict[tuple[date, int], tuple[int, int]]) -> Iterator[Counted]:
    for one in words:
        found = [each for (_, word), each in counted.items() if word == one.id]
        if one.kind == kind and found:
            yield Counted(one.id, one.name, sum(shifts for shifts, _ in found), sum(count for _, count in found))


def _of_month(month: date, counted: dict[tuple[date, int], tuple[int, int]], kinds: dict[int, str]) -> tuple[int, int]:
    here = [(kinds[word], count) for (first, word), (_, count) in counted.items() if first == month]
    return (sum(count for kind, count in here if kind == Kind.EVENT), sum(count for kind, count in here if kind == Kind.GROUP))
