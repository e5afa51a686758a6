"""Files kept by digest: each once, and looked at anew whenever it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import structlog
from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.documents.checks import refusals
from service.documents.checks.examine import Gate, examine
from service.documents.checks.kinds import Media
from service.documents.checks.virus import scan
from service.documents.model import Received
from service.documents.rules import safe_name
from service.documents.tables import ContentRow, DocumentRow, VersionRow
from service.kernel.errors import Refusal
from service.kernel.text.personal import refuse_personal_numbers
from service.settings import Settings

log = structlog.get_logger(__name__)


class Tampered(Refusal):
    """The file of “{title}” is no longer the one that was kept: its checksum differs. Tell whoever runs Överens."""

    sv = "Filen i ”{title}” är inte längre den som togs emot: kontrollsumman stämmer inte. Säg till den som sköter Överens."
    status = 500


class Culled(Refusal):
    """The file of “{title}” has been culled; what is left is its registration and checksum."""

    sv = "Filen i ”{title}” är gallrad; kvar finns registreringen och kontrollsumman."
    status = 410


def gate_of(settings: Settings) -> Gate:
    """Return what the settings let through."""
    return Gate(megabytes=settings.document_megabytes, clamav_address=settings.clamav_address,
                clamav_timeout_seconds=settings.clamav_timeout_seconds)


def receive(content: bytes, name: str, gate: Gate) -> Received:
    """Return a file that someone hands in, looked through, or refuse it; call it before the transaction, for it takes its time."""
    media = examine(content, gate)
    tidy = safe_name(name, media)
    refuse_personal_numbers(file=tidy)
    return Received(content=content, name=tidy, media=media, digest=digest_of(content))


def receive_read(content: bytes, name: str, gate: Gate) -> Received:
    """Return an e-invoice that its own reader has read, to be kept as XML; the virus scanner sees it as it sees any file."""
    if len(content) > gate.bytes:
        raise refusals.TooBig(megabytes=gate.megabytes)
    if gate.clamav_address:
        scan(content, gate.clamav_address, seconds=gate.clamav_timeout_seconds)
    tidy = safe_name(name, Media.XML)
    refuse_personal_numbers(file=tidy)
    return Received(content=content, name=tidy, media=Media.XML, digest=digest_of(content))


def receive_original(content: bytes, name: str, gate: Gate) -> Received | None:
    """Return the file that an agreement was read from, looked through; None for plain text, which is kept as text."""
    try:
        return receive(content, name, gate)
    except refusals.OtherKind:
        return None


def made(content: bytes, name: str) -> Received:
    """Return a PDF file that Överens has made itself."""
    return Received(content=content, name=safe_name(name, Media.PDF), media=Media.PDF, digest=digest_of(content))


def digest_of(content: bytes) -> str:
    """Return the hex SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def keep(session: Session, file: Received) -> None:
    """Keep a file, if it is not kept already."""
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(ContentRow).values(digest=file.digest, size=len(file.content), media=file.media.value, body=file.content)
    # A culled file that comes in anew is kept anew; one that is kept is not written over.
    session.execute(statement.on_conflict_do_update(
        index_elements=[ContentRow.digest], set_={"body": func.coalesce(ContentRow.body, statement.excluded.body)}))


def read(session: Session, row: DocumentRow, version: VersionRow) -> bytes:
    """Return the file of a version of a document; raise Tampered if it is not the one that was kept, Culled if it is gone."""
    # Another document may still have the same file.
    if row.culled_at is not None:
        raise Culled(title=row.title)
    body = session.scalars(select(ContentRow.body).where(ContentRow.digest == version.digest)).one_or_none()
    if body is None or digest_of(body) != version.digest:
        log.error("a kept file has changed", document=version.document_id, version=version.number, digest=version.digest)
        raise Tampered(title=row.title)
    return body


def kept(session: Session, digest: str, name: str) -> Received:
    """Return a file that was kept before it had a document, by its digest."""
    row = session.get_one(ContentRow, digest)
    if row.body is None or digest_of(row.body) != digest:
        log.error("a kept file has changed", digest=digest)
        raise Tampered(title=name)
    return Received(content=row.body, name=name, media=Media(row.media), digest=digest)


def drop(session: Session, document_id: int) -> None:
    """Drop the files of a culled document that no document which is not culled still has."""
    release(session, session.scalars(select(VersionRow.digest).where(VersionRow.document_id == document_id)).all())


def release(session: Session, given: Iterable[str]) -> None:
    """Drop the files with these digests, but for those that a document which is not culled has."""
    digests = sorted(set(given))
    session.execute(select(ContentRow.digest).where(ContentRow.digest.in_(digests)).order_by(ContentRow.digest).with_for_update(key_share=True))
    needed = exists().where(VersionRow.digest == ContentRow.digest, DocumentRow.id == VersionRow.document_id,
                            DocumentRow.culled_at.is_(None))
    session.execute(update(ContentRow).where(ContentRow.digest.in_(digests), ~needed).values(body=None),
                    execution_options={"synchronize_session": False})
