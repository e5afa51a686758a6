"""Looking at a file of shifts, and keeping it: the same row once, however often the file is read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.followup.shifts.exchange.rows import Bad, Good, Sorted, sort_out
from service.followup.shifts.exchange.sheet import lines
from service.followup.shifts.keep import frame, row_of, write_parts
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind
from service.followup.shifts.refusals import Doubt, LongAgo
from service.followup.shifts.rules import doubts
from service.followup.shifts.states import State
from service.followup.shifts.sums.store import recount
from service.followup.shifts.tables import ShiftRow
from service.history.record import Record, append

PORTION = 500


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
    found = sort_out(lines(text), frame(session, agreement_id), now)
    known = _known(session, found)
    good = [one for one in found.good if one.entry not in known]
    # What is taken over from older lists is old; that is not doubted.
    doubted = [(one.number, doubt) for one in good for doubt in doubts(one.told, (), now) if not isinstance(doubt, LongAgo)]
    return Preview(good, len(found.good) - len(good), found.bad, doubted, found.missing)


def keep(
    session: Session, agreement_id: int, text: str, *, add_words: bool = False, party_id: int | None = None, author: str,
    now: datetime, by: str,
) -> tuple[int, int, int]:
    """Keep the rows of a file that are shifts; return how many were kept, were there already, and are none."""
    # One file at a time: the next one sees what this one kept.
    session.execute(select(AgreementRow.id).where(AgreementRow.id == agreement_id).with_for_update())
    rows, within = lines(text), frame(session, agreement_id)
    found = sort_out(rows, within, now)
    if add_words and any(found.missing.values()):
        for kind, names in found.missing.items():
            add(session, agreement_id, kind, names, now=now, by=by)
        within = frame(session, agreement_id)
        found = sort_out(rows, within, now)
    known = _known(session, found)
    fresh = [one for one in found.good if one.entry not in known]
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


def _known(session: Session, found: Sorted) -> set[str]:
    entries = [one.entry for one in found.good]
    known: set[str] = set()
    for start in range(0, len(entries), PORTION):
        known |= {one for one in session.scalars(select(ShiftRow.entry).where(ShiftRow.entry.in_(entries[start:start + PORTION])))
                  if one is not None}
    return known
