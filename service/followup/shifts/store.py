"""Finding shifts and the lists they are told with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from service.followup.figures import figures
from service.followup.shifts.model import Kind, Told
from service.followup.shifts.refusals import NoSuchShift
from service.followup.shifts.rules import EDIT_DAYS, Other, Span
from service.followup.shifts.states import State
from service.followup.shifts.tables import ShiftCountRow, ShiftHabitsRow, ShiftPlaceRow, ShiftRow, WordRow

__all__ = ["Full", "edit_days", "figures", "full", "get_shift", "last_at_places", "last_by", "listed", "others", "told", "words"]
KNOWN_OTHERS, PORTION, RECENT = 3, 1000, 40


@dataclass(frozen=True, slots=True)
class Full:
    """A shift with its places and what was counted, each with its word of the lists."""

    row: ShiftRow
    places: tuple[WordRow, ...]
    events: tuple[tuple[WordRow, int], ...]
    groups: tuple[tuple[WordRow, int], ...]


def get_shift(session: Session, shift_id: int) -> ShiftRow:
    """Return a shift, locked; raise NoSuchShift."""
    found = session.scalars(select(ShiftRow).where(ShiftRow.id == shift_id).with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise NoSuchShift(id=shift_id)
    return found


def words(session: Session, agreement_id: int, kind: Kind | None = None, *, retired: bool = True) -> Sequence[WordRow]:
    """Return what stands on an agreement's lists, in their order."""
    query = select(WordRow).where(WordRow.agreement_id == agreement_id)
    if kind is not None:
        query = query.where(WordRow.kind == kind.value)
    if not retired:
        query = query.where(WordRow.retired_at.is_(None))
    return session.scalars(query.order_by(WordRow.kind, WordRow.position, WordRow.id)).all()


def edit_days(session: Session, agreement_id: int) -> int:
    """Return for how many days a shift may be edited without a reason."""
    found = session.scalars(select(ShiftHabitsRow.edit_days).where(ShiftHabitsRow.agreement_id == agreement_id)).one_or_none()
    return EDIT_DAYS if found is None else found


def others(session: Session, agreement_id: int, when: Span, places: Sequence[int], *, but: int | None = None) -> list[Other]:
    """Return the shifts done at any of the places at the same time, but for one; a few at most."""
    query = (
        select(ShiftRow.day, ShiftRow.start, ShiftRow.end).where(
            ShiftRow.agreement_id == agreement_id, ShiftRow.state == State.DONE.value, ShiftRow.starts_at < when.ends_at,
            ShiftRow.ends_at > when.starts_at,
            ShiftRow.id.in_(select(ShiftPlaceRow.shift_id).where(ShiftPlaceRow.word_id.in_(places))))
        .order_by(ShiftRow.starts_at).limit(KNOWN_OTHERS)
    )
    if but is not None:
        query = query.where(ShiftRow.id != but)
    return [Other(*one) for one in session.execute(query)]


def last_by(session: Session, agreement_id: int, author: str) -> ShiftRow | None:
    """Return the shift that someone told of last, or else the last one anybody did."""
    query = select(ShiftRow).where(ShiftRow.agreement_id == agreement_id, ShiftRow.state == State.DONE.value)
    mine = session.scalars(query.where(ShiftRow.author == author).order_by(ShiftRow.id.desc()).limit(1)).first()
    return mine or session.scalars(query.order_by(ShiftRow.id.desc()).limit(1)).first()


def last_at_places(session: Session, agreement_id: int) -> list[Full]:
    """Return the shifts done last, one for each place that is in use, the latest first."""
    recent = full(session, listed(session, agreement_id, states=(State.DONE,), limit=RECENT))
    found: dict[int, Full] = {}
    for one in recent:
        for place in one.places:
            if place.retired_at is None:
                found.setdefault(place.id, one)
    return list({one.row.id: one for one in found.values()}.values())


def listed(
    session: Session, agreement_id: int, *, first: date | None = None, last: date | None = None, place: int | None = None,
    states: Sequence[State] = tuple(State), after: tuple[date, int] | None = None, limit: int | None = None, latest: bool = True,
) -> Sequence[ShiftRow]:
    """Return shifts by day, the latest first unless told otherwise; `after` is where the page before ended."""
    query = select(ShiftRow).where(ShiftRow.agreement_id == agreement_id, ShiftRow.state.in_([one.value for one in states]))
    if first is not None:
        query = query.where(ShiftRow.day >= first)
    if last is not None:
        query = query.where(ShiftRow.day <= last)
    if place is not None:
        query = query.where(ShiftRow.id.in_(select(ShiftPlaceRow.shift_id).where(ShiftPlaceRow.word_id == place)))
    if after is not None:
        query = query.where(or_(ShiftRow.day < after[0], and_(ShiftRow.day == after[0], ShiftRow.id < after[1])))
    order = (ShiftRow.day.desc(), ShiftRow.id.desc()) if latest else (ShiftRow.starts_at, ShiftRow.id)
    return session.scalars(query.order_by(*order).limit(limit)).all()


def full(session: Session, rows: Sequence[ShiftRow]) -> list[Full]:
    """Return shifts of one agreement with all that belongs to them, in three questions for every thousand."""
    known = {one.id: one for one in words(session, rows[0].agreement_id)} if rows else {}
    return [one for start in range(0, len(rows), PORTION) for one in _full(session, rows[start:start + PORTION], known)]


def _full(session: Session, rows: Sequence[ShiftRow], known: Mapping[int, WordRow]) -> list[Full]:
    ids = [one.id for one in rows]
    places: dict[int, list[WordRow]] = defaultdict(list)
    for shift, word in session.execute(select(ShiftPlaceRow.shift_id, ShiftPlaceRow.word_id).where(ShiftPlaceRow.shift_id.in_(ids))):
        places[shift].append(known[word])
    counts: dict[tuple[int, str], list[tuple[WordRow, int]]] = defaultdict(list)
    for shift, word, count in session.execute(
            select(ShiftCountRow.shift_id, ShiftCountRow.word_id, ShiftCountRow.count).where(ShiftCountRow.shift_id.in_(ids))):
        counts[shift, known[word].kind].append((known[word], count))
    return [Full(row, tuple(sorted(places[row.id], key=_order)), _sorted(counts[row.id, Kind.EVENT]),
                 _sorted(counts[row.id, Kind.GROUP])) for row in rows]


def _order(word: WordRow) -> tuple[int, int]:
    return word.position, word.id


def _sorted(found: list[tuple[WordRow, int]]) -> tuple[tuple[WordRow, int], ...]:
    return tuple(sorted(found, key=lambda one: _order(one[0])))


def told(one: Full) -> Told:
    """Return a shift as it was told."""
    row = one.row
    return Told(day=row.day, start=row.start, end=row.end, staff=row.staff, places=tuple(word.id for word in one.places),
                events={word.id: count for word, count in one.events}, groups={word.id: count for word, count in one.groups},
                note=row.note)
