"""Finding planned shifts that are due to be told of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import due_by
from service.followup.shifts.keep import LOGGED
from service.followup.shifts.states import State
from service.followup.shifts.tables import ShiftPlaceRow, ShiftRow, WordRow
from service.followup.shifts.untold.rules import Item
from service.kernel.unreadable import Unreadable, read_each
from service.parties.model import Standing
from service.parties.tables import PartyRow

_DUE = select(
    ShiftRow.id, ShiftRow.agreement_id, ShiftRow.party_id, ShiftRow.day, ShiftRow.start, ShiftRow.end, ShiftRow.ends_at,
    ShiftRow.logged_at.label("arose_at"), ShiftRow.told_at, ShiftRow.state, AgreementRow.ladders,
    AgreementRow.state.label("agreement_state"),
).join(AgreementRow, AgreementRow.id == ShiftRow.agreement_id)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` planned shifts that are due, the longest waiting first."""
    query = due_by(_DUE, ShiftRow, now, limit)
    rows = session.connection().execute(query).all()
    places, sides = _places(session, [row.id for row in rows]), _sides(session, [row.agreement_id for row in rows])
    return read_each(rows, "shift", lambda row: _item(row, places, sides))


def _places(session: Session, ids: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = select(ShiftPlaceRow.shift_id, WordRow.name).join(WordRow, WordRow.id == ShiftPlaceRow.word_id).where(
        ShiftPlaceRow.shift_id.in_(ids)).order_by(WordRow.position, WordRow.id)
    for shift, name in session.execute(query):
        found[shift].append(name)
    return found


def _sides(session: Session, agreements: Sequence[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    query = select(PartyRow.agreement_id, PartyRow.id).where(
        PartyRow.agreement_id.in_(agreements), PartyRow.role == "civil", PartyRow.standing == Standing.PARTY).order_by(
        PartyRow.position)
    for agreement, party in session.execute(query):
        found[agreement].append(party)
    return found


def _item(row: Any, places: Mapping[int, list[str]], sides: Mapping[int, list[int]]) -> Item:
    values = dict(row._mapping)
    state, party, agreement = State(values.pop("state")), values.pop("party_id"), values.pop("agreement_state")
    return Item(**values, places=tuple(places.get(row.id, ())), over=state is not State.PLANNED or agreement not in LOGGED,
                telling=tuple(sides.get(row.agreement_id, ())) if party is None else (party,))
