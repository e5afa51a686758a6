"""Finding and keeping what was entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.economy.entered.tables import EnteredRow

UNITS, INDEX = "units", "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Units by the key of their period, and index figures by year."""

    units: Mapping[str, Decimal] = field(default_factory=dict)
    index: Mapping[int, Decimal] = field(default_factory=dict)


NOTHING = Figures()


def rows_of(session: Session, agreement_id: int) -> Sequence[EnteredRow]:
    """Return all that was entered for an agreement."""
    return session.scalars(select(EnteredRow).where(EnteredRow.agreement_id == agreement_id)
                           .order_by(EnteredRow.kind, EnteredRow.name)).all()


def entered_of(session: Session, agreement_id: int) -> Figures:
    """Return what was entered, as the plan reckons with it."""
    rows = rows_of(session, agreement_id)
    return Figures(units={one.name: number(one) for one in rows if one.kind == UNITS},
                   index={int(one.name): number(one) for one in rows if one.kind == INDEX})


def number(row: EnteredRow) -> Decimal:
    """Return what was entered."""
    return Decimal(row.hundredths).scaleb(-2)


def put(session: Session, agreement_id: int, kind: str, name: str, value: Decimal, *, author: str, now: datetime) -> Decimal | None:
    """Keep a number in place of what was there; return what was."""
    row = session.scalars(select(EnteredRow).where(
        EnteredRow.agreement_id == agreement_id, EnteredRow.kind == kind, EnteredRow.name == name,
    ).with_for_update(key_share=True)).one_or_none()
    was = None if row is None else number(row)
    if row is None:
        row = EnteredRow(agreement_id=agreement_id, kind=kind, name=name)
        session.add(row)
    row.hundredths, row.author, row.entered_at = int(value.scaleb(2)), author, now
    session.flush()
    return was
