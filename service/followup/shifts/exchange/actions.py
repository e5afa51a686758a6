"""Looking at a file of shifts, and keeping it: the same row once, however often the file is read."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.followup.shifts.exchange.rows import Bad, Good, content, sort_out
from service.followup.shifts.exchange.sheet import lines
from service.followup.shifts.keep import Frame, frame, row_of, write_parts
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind
from service.followup.shifts.refusals import Doubt, LongAgo
from service.followup.shifts.rules import Other, doubts
from service.followup.shifts.states import State
from service.followup.shifts.store import Full, full, listed, told
from service.followup.shifts.sums.store import recount
from service.followup.shifts.tables import ShiftRow
from service.history.record import Record, append

PORTION = 500
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading a file would do: shifts to keep, those kept already, rows that are none, what is doubted, names to add."""

    good: list[Good]
    known: int
    bad: list[Bad]
    doubted: list[tuple[int, Doubt]]
    missing: dict[Kind, list[str]]


def preview(session: Session, agreement_id: int, text: str, *, now: datetime) -> Preview:
    """Return what keeping a file would do, and do nothing."""
    within = frame(session, agreement_id)
    found = sort_out(lines(text), within, now)
    there = _there(session, within, found.good)
    good = _fresh(session, found.good, within, there)
    # What is taken over from older lists is old; that is not doubted.
    doubted = [(one.number, doubt) for one in good for doubt in doubts(one.told, _others(one, there), now)
               if not isinstance(doubt, LongAgo)]
    return Preview(good, len(found.good) - len(good), found.bad, doubted, found.missing)


def keep(
    session: Session, agreement_id: int, text: str, *, add_words: bool = False, party_id: int | None = None, author: str,
    now: datetime, by: str,
) -> tuple[int, int, int]:
    """Keep the rows of a file that are shifts; return how many were kept, were there already, and are none."""
    # One file at a time: the next one sees what this one kept.
    session.execute(select(AgreementRow.id).where(AgreementRow.id == agreement_id).with_for_update(key_share=True))
    rows, within = lines(text), frame(session, agreement_id)
    found = sort_out(rows, within, now)
    if add_words and any(found.missing.values()):
        for kind, names in found.missing.items():
            add(session, agreement_id, kind, names, now=now, by=by)
        within = frame(session, agreement_id)
        found = sort_out(rows, within, now)
    fresh = _fresh(session, found.good, within, _there(session, within, found.good))
    made = [row_of(within, one.told, one.when, State.DONE, entry=one.entry, party_id=party_id, author=author, now=now)
            for one in fresh]
    session.add_all(made)
    session.flush()
    write_parts(session, {row.id: one.told for row, one in zip(made, fresh, strict=True)})
    if made:
        append(session, [Record(
            chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="shifts_imported",
            body={"shifts": len(made), "first": min(one.told.day for one in fresh).isoformat(),
                  "last": max(one.told.day for one in fresh).isoformat(), "digest": hashlib.sha256(text.encode()).hexdigest()})])
        recount(session, agreement_id, [one.told.day for one in fresh])
    return len(made), len(found.good) - len(made), len(found.bad)


def _there(session: Session, within: Frame, good: Sequence[Good]) -> Mapping[date, Sequence[Full]]:
    """Return by day the shifts that are there already of the days that a file is about, and of those beside."""
    found: dict[date, list[Full]] = defaultdict(list)
    if good:
        days = [one.told.day for one in good]
        for one in full(session, listed(session, within.agreement_id, first=min(days) - ONE_DAY, last=max(days) + ONE_DAY,
                                        states=(State.DONE, State.NOT_HELD, State.STRUCK))):
            found[one.row.day].append(one)
    return found


def _fresh(session: Session, good: Sequence[Good], within: Frame, there: Mapping[date, Sequence[Full]]) -> list[Good]:
    """Return what is not there already: neither from a file before, nor as told by hand with just that content."""
    known, alike = _known(session, good), Counter(content(within, told(one)) for day in there.values() for one in day)
    return [one for one in good if one.entry not in known and one.nth > alike[one.content]]


def _others(one: Good, there: Mapping[date, Sequence[Full]]) -> Iterator[Other]:
    """Yield the shifts that were done at one of its places at the same time."""
    for day in (one.told.day - ONE_DAY, one.told.day, one.told.day + ONE_DAY):
        for each in there.get(day, ()):
            row = each.row
            if (row.state == State.DONE and row.starts_at < one.when.ends_at and row.ends_at > one.when.starts_at
                    and {place.id for place in each.places} & set(one.told.places)):
                yield Other(row.day, row.start, row.end)


def _known(session: Session, good: Sequence[Good]) -> set[str]:
    entries = [one.entry for one in good]
    known: set[str] = set()
    for start in range(0, len(entries), PORTION):
        known |= {one for one in session.scalars(select(ShiftRow.entry).where(ShiftRow.entry.in_(entries[start:start + PORTION])))
                  if one is not None}
    return known
