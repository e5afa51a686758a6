"""Finding documents, as far as someone may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from service.documents.model import ASKED_FOR, Eyes, Kind, Status
from service.documents.tables import DocumentRow, VersionRow
from service.history.tables import HistoryRow
from service.kernel.errors import Refusal, Unknown


class NoSuchDocument(Refusal):
    """There is no document {id}."""

    sv = "Det finns inget dokument {id}."
    status = 404


@dataclass(frozen=True, slots=True)
class Listed:
    """A document and the newest version of its file."""

    row: DocumentRow
    version: VersionRow


def seen_by(eyes: Eyes, *, by: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a document may be known to someone; the one place that says so.

    Working material is for the party that has it alone. What is marked secret is for that party, for whoever holds the
    register of a public party, and for those who have been shown it. What was given out to someone who asked, or refused, is for
    the party that was asked. Everything else is for all of the agreement. With `by`, only what was shown before that moment counts
    as shown.
    """
    own = DocumentRow.party_id.in_(eyes.parties)
    shown = DocumentRow.shown_at.is_not(None) if by is None else DocumentRow.shown_at < by
    marked = or_(own, shown) if eyes.parties else DocumentRow.id.is_(None)
    if eyes.registrar:
        marked = DocumentRow.id.is_not(None)
    official = and_(DocumentRow.status == Status.OFFICIAL, DocumentRow.kind.not_in(ASKED_FOR))
    return or_(own, and_(official, or_(DocumentRow.secrecy == "", marked)))


def official_by(session: Session, agreement_id: int, moment: datetime) -> frozenset[int]:
    """Return the documents of an agreement that were official before a moment: its own history tells of no others."""
    told = session.scalars(select(HistoryRow.subject).where(
        HistoryRow.chain == agreement_id, HistoryRow.subject.like("document %"), HistoryRow.at < moment).distinct())
    return frozenset(int(subject.split()[1]) for subject in told)


def get_document(session: Session, document_id: int, eyes: Eyes | None = None, *, lock: bool = False) -> DocumentRow:
    """Return a document that `eyes` may see (None: whoever runs a command); raise what there being none raises for any other."""
    query = select(DocumentRow).where(DocumentRow.id == document_id)
    if eyes is not None:
        query = query.where(seen_by(eyes))
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None and eyes is not None:
        raise Unknown(what="document", id=document_id)
    if found is None:
        raise NoSuchDocument(id=document_id)
    return found


def versions_of(session: Session, document_id: int) -> Sequence[VersionRow]:
    """Return every version, the newest first."""
    return session.scalars(
        select(VersionRow).where(VersionRow.document_id == document_id).order_by(VersionRow.number.desc())).all()


def get_version(session: Session, document_id: int, number: int | None = None) -> VersionRow:
    """Return one version, the newest if no number is given; raise NoSuchDocument."""
    query = select(VersionRow).where(VersionRow.document_id == document_id).order_by(VersionRow.number.desc())
    if number is not None:
        query = query.where(VersionRow.number == number)
    found = session.scalars(query.limit(1)).one_or_none()
    if found is None:
        raise NoSuchDocument(id=document_id)
    return found


def documents_of(
    session: Session, agreement_id: int, eyes: Eyes | None, *, kind: Kind | None = None, status: Status | None = None,
    after: tuple[date, int] | None = None, limit: int = 50,
) -> list[Listed]:
    """Return documents of an agreement, the latest day first; `after` is where the page before ended."""
    any_of = aliased(VersionRow)
    newest = select(func.max(any_of.number)).where(any_of.document_id == DocumentRow.id).scalar_subquery()
    query = (select(DocumentRow, VersionRow).join(VersionRow, VersionRow.document_id == DocumentRow.id)
             .where(DocumentRow.agreement_id == agreement_id, VersionRow.number == newest))
    if eyes is not None:
        query = query.where(seen_by(eyes))
    if kind is not None:
        query = query.where(DocumentRow.kind == kind.value)
    if status is not None:
        query = query.where(DocumentRow.status == status.value)
    if after is not None:
        day, number = after
        query = query.where(or_(DocumentRow.day < day, and_(DocumentRow.day == day, DocumentRow.id < number)))
    query = query.order_by(DocumentRow.day.desc(), DocumentRow.id.desc()).limit(limit)
    return [Listed(row, version) for row, version in session.execute(query)]
