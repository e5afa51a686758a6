"""Reading shifts for the pages: a month of them, one of them with its history, the lists with how much they are used."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.followup.shifts.keep import BINDING, LOGGED
from service.followup.shifts.model import Figures, Kind
from service.followup.shifts.refusals import NoSuchShift
from service.followup.shifts.rules import EDIT_DAYS, edited_freely
from service.followup.shifts.states import State
from service.followup.shifts.store import Full, edit_days, figures, full, listed, words
from service.followup.shifts.tables import ShiftCountRow, ShiftHabitsRow, ShiftPlaceRow, ShiftRow, WordRow
from service.history.tables import HistoryRow
from service.kernel.calendar import add_months

MOST, SOON = 100, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's shifts, the latest first, what they come to, the months beside it, what is planned and what waits to be told."""

    agreement: AgreementRow
    first: date
    before: date | None
    after: date | None
    shifts: Sequence[Full]
    more: bool
    figures: Figures
    places: Sequence[WordRow]
    planned: Sequence[Full]
    untold: Sequence[Full]

    @property
    def logs(self) -> bool:
        """Say whether shifts can be logged under the agreement."""
        return self.agreement.state in LOGGED

    @property
    def plans(self) -> bool:
        """Say whether shifts can be planned under the agreement."""
        return self.agreement.state in BINDING


def month(session: Session, agreement_id: int, first: date, *, place: int | None, now: datetime) -> Month:
    """Return a month of an agreement's shifts."""
    last = add_months(first, 1) - timedelta(days=1)
    rows = listed(session, agreement_id, first=first, last=last, place=place, limit=MOST + 1,
                  states=(State.DONE, State.NOT_HELD, State.STRUCK))
    planned = listed(session, agreement_id, states=(State.PLANNED,), latest=False, limit=SOON)
    every = full(session, [*rows[:MOST], *planned])
    ahead = every[len(rows[:MOST]):]
    edge = select(ShiftRow.day).where(ShiftRow.agreement_id == agreement_id, ShiftRow.state != State.PLANNED.value)
    earliest = session.scalars(edge.order_by(ShiftRow.day).limit(1)).first()
    latest = session.scalars(edge.order_by(ShiftRow.day.desc()).limit(1)).first()
    return Month(
        agreement=session.get_one(AgreementRow, agreement_id), first=first, shifts=every[:len(rows[:MOST])],
        before=add_months(first, -1) if earliest is not None and earliest < first else None,
        after=add_months(first, 1) if latest is not None and latest > last else None, more=len(rows) > MOST,
        figures=figures(session, agreement_id, first, last), places=words(session, agreement_id, Kind.PLACE),
        planned=[one for one in ahead if one.row.ends_at > now], untold=[one for one in ahead if one.row.ends_at <= now])


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a shift: what was said why, and each thing that changed with before and after."""

    at: datetime
    actor: str
    event: str
    reason: str
    changes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """One shift, its agreement, and what has happened to it."""

    agreement: AgreementRow
    shift: Full
    free: bool
    edit_days: int
    story: Sequence[Happened]


def one(session: Session, shift_id: int, now: datetime) -> One:
    """Return one shift; raise NoSuchShift."""
    row = session.get(ShiftRow, shift_id)
    if row is None:
        raise NoSuchShift(id=shift_id)
    days = edit_days(session, row.agreement_id)
    entries = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == row.agreement_id, HistoryRow.subject == f"shift {row.id}").order_by(HistoryRow.seq.desc()).limit(MOST))
    return One(agreement=session.get_one(AgreementRow, row.agreement_id), shift=full(session, [row])[0], edit_days=days,
               free=edited_freely(row.logged_at, days, now), story=[_happened(entry) for entry in entries])


def _happened(entry: HistoryRow) -> Happened:
    body = json.loads(entry.body)
    before, after = _flat(body.get("before", {})), _flat(body.get("after", {}))
    changes = [(name, before.get(name, "–"), after.get(name, "–")) for name in {**before, **after}
               if before.get(name) != after.get(name)]
    return Happened(entry.at, entry.actor, entry.event, str(body.get("note", "")),
                    changes + ([("note", "", "")] if body.get("note_changed") else []))


def _flat(facts: Mapping[str, Any]) -> dict[str, str]:
    plain = {name: value for name, value in facts.items() if name not in ("places", "counts")}
    places = {"places": ", ".join(facts["places"])} if "places" in facts else {}
    return {name: str(value) for name, value in {**plain, **places, **facts.get("counts", {})}.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """An agreement's lists, by kind; how many shifts have each word; and for how long shifts are edited freely."""

    agreement: AgreementRow
    words: Mapping[Kind, Sequence[WordRow]]
    used: Mapping[int, int]
    edit_days: int
    revision: int


def lists(session: Session, agreement_id: int) -> Lists:
    """Return an agreement's lists."""
    every = words(session, agreement_id)
    used: dict[int, int] = {}
    for table in (ShiftPlaceRow, ShiftCountRow):
        query = select(table.word_id, func.count()).where(
            table.word_id.in_(select(WordRow.id).where(WordRow.agreement_id == agreement_id))).group_by(table.word_id)
        used |= {word: count for word, count in session.execute(query)}
    habits = session.get(ShiftHabitsRow, agreement_id)
    return Lists(
        agreement=session.get_one(AgreementRow, agreement_id),
        words={kind: [one for one in every if one.kind == kind] for kind in Kind}, used=used,
        edit_days=habits.edit_days if habits else EDIT_DAYS, revision=habits.revision if habits else 0)
