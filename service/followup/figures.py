"""What shifts come to, summed by the database: four questions, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.followup.shifts.model import ZERO, AtPlace, Counted, Figures, Kind, Month, Sum
from service.followup.shifts.states import State
from service.followup.shifts.tables import ShiftCountRow, ShiftPlaceRow, ShiftRow, WordRow
from service.kernel.calendar import add_months

_SUM = (func.count(), func.sum(ShiftRow.staff), func.sum(ShiftRow.minutes), func.sum(ShiftRow.staff * ShiftRow.minutes))


def figures(session: Session, agreement_id: int, first: date, last: date) -> Figures:
    """Return what the shifts of a time come to, both days included."""
    within = (ShiftRow.agreement_id == agreement_id, ShiftRow.day.between(first, last))
    connection = session.connection()
    words = connection.execute(select(WordRow.id, WordRow.kind, WordRow.name).where(WordRow.agreement_id == agreement_id)
                               .order_by(WordRow.position, WordRow.id)).all()
    by_state: dict[str, dict[date, Sum]] = defaultdict(dict)
    for state, month, *sums in connection.execute(
            select(ShiftRow.state, ShiftRow.month, *_SUM).where(*within).group_by(ShiftRow.state, ShiftRow.month)):
        by_state[state][month] = _sum(sums)
    done = (*within, ShiftRow.state == State.DONE.value)
    at = {(month, word): _sum(sums) for month, word, *sums in connection.execute(
        select(ShiftRow.month, ShiftPlaceRow.word_id, *_SUM).join(ShiftPlaceRow, ShiftPlaceRow.shift_id == ShiftRow.id)
        .where(*done).group_by(ShiftRow.month, ShiftPlaceRow.word_id))}
    counted = connection.execute(
        select(ShiftRow.month, ShiftCountRow.word_id, func.count(), func.sum(ShiftCountRow.count))
        .join(ShiftCountRow, ShiftCountRow.shift_id == ShiftRow.id)
        .where(*done).group_by(ShiftRow.month, ShiftCountRow.word_id)).all()
    held = by_state[State.DONE]
    return Figures(
        first=first, last=last, total=_together(held.values()), planned=_together(by_state[State.PLANNED].values()).shifts,
        not_held=_together(by_state[State.NOT_HELD].values()).shifts, places=_places(words, at), month_places=at,
        events=_counted(words, Kind.EVENT, counted), groups=_counted(words, Kind.GROUP, counted),
        months=_months(first, last, held, counted, {one.id: one.kind for one in words}))


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of every month from that of `first` to that of `last`."""
    start = first.replace(day=1)
    for number in range((last.year - start.year) * 12 + last.month - start.month + 1):
        yield add_months(start, number)


def _sum(sums: Iterable[Any]) -> Sum:
    shifts, staff, minutes, staff_minutes = map(int, sums)
    return Sum(shifts=shifts, staff=staff, minutes=minutes, staff_minutes=staff_minutes)


def _together(sums: Iterable[Sum]) -> Sum:
    return sum(sums, ZERO)


def _places(words: Sequence[Any], at: Mapping[tuple[date, int], Sum]) -> tuple[AtPlace, ...]:
    found: dict[int, Sum] = {}
    for (_, word), each in at.items():
        found[word] = found.get(word, ZERO) + each
    return tuple(AtPlace(one.id, one.name, found[one.id]) for one in words if one.id in found)


def _counted(words: Sequence[Any], kind: Kind, counted: Sequence[Any]) -> tuple[Counted, ...]:
    found: dict[int, tuple[int, int]] = {}
    for _, word, shifts, count in counted:
        before = found.get(word, (0, 0))
        found[word] = (before[0] + int(shifts), before[1] + int(count))
    return tuple(Counted(one.id, one.name, *found[one.id]) for one in words if one.kind == kind and one.id in found)


def _months(
    first: date, last: date, held: Mapping[date, Sum], counted: Sequence[Any], kinds: Mapping[int, str],
) -> tuple[Month, ...]:
    found: dict[tuple[date, str], int] = defaultdict(int)
    for month, word, _, count in counted:
        found[month, kinds[word]] += int(count)
    return tuple(Month(one, held.get(one, ZERO), found[one, Kind.EVENT], found[one, Kind.GROUP]) for one in months(first, last))
