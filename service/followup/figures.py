"""What shifts come to: whole months as they are kept, days besides from the shifts; three questions, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, select, union_all
from sqlalchemy.orm import Session

from service.followup.shifts.model import ZERO, AtPlace, Counted, Figures, Kind, Month, Sum
from service.followup.shifts.states import State
from service.followup.shifts.sums.store import BY_STATE, BY_WORD, by_state, by_word
from service.followup.shifts.sums.tables import MonthSumRow, MonthWordRow
from service.followup.shifts.tables import ShiftRow, WordRow
from service.kernel.calendar import add_months

ONE_DAY = timedelta(days=1)


def figures(session: Session, agreement_id: int, first: date, last: date) -> Figures:
    """Return what the shifts of a time come to, both days included."""
    connection = session.connection()
    whole, rest = split(first, last)
    given = {"agreement": agreement_id, "begin": whole[0], "end": whole[1],
             **{f"{name}_{place}": day for place, days in enumerate(rest) for name, day in zip(("from", "to"), days, strict=True)}}
    words = connection.execute(_LISTS, given).all()
    kinds = {one.id: one.kind for one in words}
    stood: dict[str, dict[date, Sum]] = defaultdict(dict)
    for month, state, *sums in connection.execute(_STATES[len(rest)], given).all():
        stood[state][month] = _sum(sums)
    at: dict[tuple[date, int], Sum] = {}
    counted: list[tuple[date, int, int, int]] = []
    for month, word, *sums, count in connection.execute(_WORDS[len(rest)], given).all():
        if kinds[word] == Kind.PLACE:
            at[month, word] = _sum(sums)
        else:
            counted.append((month, word, int(sums[0]), int(count)))
    held = stood[State.DONE]
    return Figures(
        first=first, last=last, total=_together(held.values()), planned=_together(stood[State.PLANNED].values()).shifts,
        not_held=_together(stood[State.NOT_HELD].values()).shifts, places=_places(words, at), month_places=at,
        events=_counted(words, Kind.EVENT, counted), groups=_counted(words, Kind.GROUP, counted),
        months=_months(first, last, held, counted, kinds))


def split(first: date, last: date) -> tuple[tuple[date, date], tuple[tuple[date, date], ...]]:
    """Return the whole months of a time, by the first day of the first and of that after the last, and the days besides."""
    begin = first if first.day == 1 else add_months(first.replace(day=1), 1)
    end = (last + ONE_DAY).replace(day=1)
    if begin >= end:
        return (begin, begin), ((first, last),)
    return (begin, end), tuple((one, other) for one, other in ((first, begin - ONE_DAY), (end, last)) if one <= other)


def _within(rest: int) -> Iterator[tuple[ColumnElement[bool], ...]]:
    for place in range(rest):
        yield ShiftRow.agreement_id == _AGREEMENT, ShiftRow.day.between(bindparam(f"from_{place}"), bindparam(f"to_{place}"))


def _kept(row: type[MonthSumRow] | type[MonthWordRow], names: Sequence[str]) -> Any:
    return select(*(getattr(row, name) for name in names[1:])).where(
        row.agreement_id == _AGREEMENT, row.month >= bindparam("begin"), row.month < bindparam("end"))


def _raw(query: Any) -> Any:
    return query.with_only_columns(*list(query.selected_columns)[1:])


_AGREEMENT: BindParameter[int] = bindparam("agreement")
# By how many stretches of days there are besides whole months: put together once. Sums by state, and by word of the lists.
_STATES = [union_all(_kept(MonthSumRow, BY_STATE), *(_raw(by_state(*each)) for each in _within(rest))) for rest in range(3)]
_WORDS = [union_all(_kept(MonthWordRow, BY_WORD), *(_raw(one) for each in _within(rest) for one in by_word(*each)))
          for rest in range(3)]
_LISTS = select(WordRow.id, WordRow.kind, WordRow.name).where(WordRow.agreement_id == _AGREEMENT).order_by(
    WordRow.position, WordRow.id)


def shifts_by_month(session: Session, agreement_id: int, first: date, count: int) -> list[tuple[date, int]]:
    """Return how many shifts were done in each of `count` months, in one question; `first` is the first day of the first."""
    last = add_months(first, count)
    found = {month: shifts for month, shifts in session.connection().execute(
        select(MonthSumRow.month, MonthSumRow.shifts).where(
            MonthSumRow.agreement_id == agreement_id, MonthSumRow.state == State.DONE.value, MonthSumRow.month >= first,
            MonthSumRow.month < last))}
    return [(month, found.get(month, 0)) for month in (add_months(first, number) for number in range(count))]


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
