"""Who opened which secret document, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.documents.model import Eyes
from service.documents.store import seen_by
from service.documents.tables import DocumentRow
from service.records.tables import ReadRow

ONCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Read:
    """One opening of one document."""

    row: ReadRow
    document: DocumentRow


def note_read(session: Session, document: DocumentRow, version: int, *, how: str, now: datetime, by: str) -> None:
    """Note that someone opened a document, if it is marked secret; `how` is “file”, “copy” or “archive”."""
    if not document.secrecy:
        return
    # Someone who goes from page to page of a copy opens it once.
    again = select(ReadRow.id).where(ReadRow.document_id == document.id, ReadRow.version == version, ReadRow.how == how,
                                     ReadRow.who == by, ReadRow.at > now - ONCE)
    if how != "copy" or session.scalars(again.limit(1)).first() is None:
        session.add(ReadRow(agreement_id=document.agreement_id, document_id=document.id, version=version, how=how, who=by, at=now))


def reads_of(session: Session, agreement_id: int, eyes: Eyes, *, before: int | None = None, limit: int = 50) -> Sequence[Read]:
    """Return who opened the secret documents that `eyes` may know of, the latest first; `before` is where the page before ended."""
    query = (select(ReadRow, DocumentRow).join(DocumentRow, DocumentRow.id == ReadRow.document_id)
             .where(ReadRow.agreement_id == agreement_id, seen_by(eyes)).order_by(ReadRow.id.desc()).limit(limit))
    if before is not None:
        query = query.where(ReadRow.id < before)
    return [Read(row, document) for row, document in session.execute(query)]
