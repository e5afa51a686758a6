"""Finding and writing the words of a summary, and what it was when it was submitted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.followup.summary.model import SECTIONS, Numbers
from service.followup.summary.tables import FrozenRow, SummaryTextRow


def texts_of(session: Session, report_id: int, number: int | None = None) -> tuple[int, dict[str, str]]:
    """Return the newest version of the words, or the one of a number, with its number; 0 if nothing is written."""
    query = select(SummaryTextRow).where(SummaryTextRow.report_id == report_id).order_by(SummaryTextRow.number.desc()).limit(1)
    if number is not None:
        query = query.where(SummaryTextRow.number == number)
    row = session.scalars(query).one_or_none()
    found = {} if row is None else json.loads(row.body)
    return (0 if row is None else row.number), {name: found.get(name, "") for name in SECTIONS}


def versions_of(session: Session, report_id: int) -> Sequence[SummaryTextRow]:
    """Return every version of the words, the newest first."""
    return session.scalars(select(SummaryTextRow).where(SummaryTextRow.report_id == report_id)
                           .order_by(SummaryTextRow.number.desc())).all()


def add_texts(session: Session, report_id: int, texts: Mapping[str, str], number: int, *, author: str, now: datetime) -> None:
    """Keep a further version of the words."""
    session.add(SummaryTextRow(report_id=report_id, number=number, body=json.dumps(dict(texts), ensure_ascii=False),
                               author=author, written_at=now))
    session.flush()


def frozen_of(session: Session, report_id: int) -> FrozenRow | None:
    """Return what the summary was when it was last submitted."""
    return session.scalars(select(FrozenRow).where(FrozenRow.report_id == report_id)
                           .order_by(FrozenRow.delivery.desc()).limit(1)).one_or_none()


def freeze(session: Session, report_id: int, delivery: int, numbers: Numbers, text_number: int, *, now: datetime) -> None:
    """Keep the figures that a delivery was made of."""
    session.add(FrozenRow(report_id=report_id, delivery=delivery, text_number=text_number, figures=numbers.written(),
                          digest=numbers.digest, frozen_at=now))
    session.flush()
