"""Keeping shifts: checked against their agreement and its lists, each entry once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from service.agreements.states import State as Agreement
from service.agreements.store import NoSuchAgreement
from service.agreements.tables import AgreementRow
from service.followup.shifts.model import Kind, Told
from service.followup.shifts.refusals import NoSuchWord, NotRunning
from service.followup.shifts.rules import Span
from service.followup.shifts.states import State
from service.followup.shifts.store import words
from service.followup.shifts.tables import ShiftCountRow, ShiftPlaceRow, ShiftRow, WordRow

BINDING = (Agreement.SIGNED, Agreement.ACTIVE)
LOGGED = (*BINDING, Agreement.EXPIRED, Agreement.RESCINDED, Agreement.TERMINATED)


@dataclass(frozen=True, slots=True)
class Frame:
    """What shifts of an agreement are checked against: its first and last day, and its lists by id."""

    agreement_id: int
    period: tuple[date, date | None]
    words: Mapping[int, WordRow]

    def facts(self, told: Told) -> dict[str, Any]:
        """Return a shift as history keeps it: what was counted, not what was noted."""
        return {"day": told.day.isoformat(), "start": f"{told.start:%H:%M}", "end": f"{told.end:%H:%M}", "staff": told.staff,
                "places": sorted(self.words[one].name for one in told.places),
                "counts": {self.words[one].name: count for one, count in told.counts.items()}}


def frame(session: Session, agreement_id: int, *, planned: bool = False) -> Frame:
    """Return what shifts of an agreement are checked against; raise NotRunning where none can be logged."""
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise NoSuchAgreement(id=agreement_id)
    if row.state not in (BINDING if planned else LOGGED):
        raise NotRunning
    return Frame(agreement_id, (row.starts_on, row.ends_on), {one.id: one for one in words(session, agreement_id)})


def check_words(frame: Frame, told: Told, known: Iterable[int] = ()) -> None:
    """Raise NoSuchWord for what is not on the lists, or is retired and was not there before (`known`)."""
    kept = set(known)
    for kind, ids in ((Kind.PLACE, told.places), (Kind.EVENT, told.events), (Kind.GROUP, told.groups)):
        for one in ids:
            word = frame.words.get(one)
            if word is None or word.kind != kind or (word.retired_at is not None and one not in kept):
                raise NoSuchWord(field="places" if kind is Kind.PLACE else "")


def columns(told: Told, when: Span) -> dict[str, Any]:
    """Return the columns that a shift as told sets."""
    return {"day": told.day, "month": told.day.replace(day=1), "start": told.start, "end": told.end,
            "starts_at": when.starts_at, "ends_at": when.ends_at, "minutes": when.minutes, "staff": told.staff, "note": told.note}


def row_of(
    frame: Frame, told: Told, when: Span, state: State, *, entry: str | None, party_id: int | None, author: str, now: datetime,
) -> ShiftRow:
    """Return the row of a new shift."""
    return ShiftRow(agreement_id=frame.agreement_id, party_id=party_id, entry=entry, state=state.value, author=author,
                    logged_at=now, next_at=now if state is State.PLANNED else None, **columns(told, when))


def write_parts(session: Session, told: Mapping[int, Told]) -> None:
    """Write the places and counts of new shifts, by id of the shift."""
    places = [{"shift_id": shift, "word_id": word} for shift, one in told.items() for word in dict.fromkeys(one.places)]
    counts = [{"shift_id": shift, "word_id": word, "count": count} for shift, one in told.items()
              for word, count in one.counts.items()]
    if places:
        session.execute(insert(ShiftPlaceRow), places)
    if counts:
        session.execute(insert(ShiftCountRow), counts)


def rewrite_parts(session: Session, shift_id: int, told: Told) -> None:
    """Write the places and counts of a shift anew."""
    session.execute(delete(ShiftPlaceRow).where(ShiftPlaceRow.shift_id == shift_id))
    session.execute(delete(ShiftCountRow).where(ShiftCountRow.shift_id == shift_id))
    write_parts(session, {shift_id: told})


def find_entry(session: Session, entry: str) -> ShiftRow | None:
    """Return the shift that an entry was kept as, if it was."""
    return session.scalars(select(ShiftRow).where(ShiftRow.entry == entry)).one_or_none()
