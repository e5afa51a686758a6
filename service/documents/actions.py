"""What people do with documents: add, write a new version, change the registration, show, cull."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.documents.diary import number_for
from service.documents.files import Culled, drop, keep
from service.documents.model import ASKED_FOR, Direction, Received, Registration, Status
from service.documents.rules import PUBLIC, NeverWorkingMaterial, check_cull, check_registration, status_for
from service.documents.store import get_document
from service.documents.tables import DocumentRow, VersionRow
from service.history.record import INSTALLATION, Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Overtaken
from service.parties.model import PartyBrief

# What a registrar does to keep the register; the rest brings something new.
UPKEEP = ("registered", "made_official", "culled")
REGISTERED = ("kind", "title", "direction", "day", "sender", "recipient", "secrecy", "retention", "cull_after", "matter")


def add(
    session: Session, agreement_id: int, given: Registration, file: Received, *, party: PartyBrief | None, now: datetime, by: str,
    made_by_us: bool = False, number: str = "",
) -> int:
    """Keep a document and register it, for the party that puts it here; return its id.

    `number` is one of our series that has been taken for it.
    """
    check_registration(given, local_day(now))
    status = status_for(given, party.role if party else None)
    row = DocumentRow(
        agreement_id=agreement_id, kind=given.kind.value, title=given.title.strip(), diary_number=given.diary_number.strip(),
        direction=given.direction.value, day=given.day, sender=given.sender, recipient=given.recipient, status=status.value,
        secrecy=given.secrecy.strip(), retention=given.retention.strip(), cull_after=given.cull_after, matter=given.matter,
        party_id=party.id if party else None, ours=made_by_us, recorded_at=now, recorded_by=by,
        # What an association puts here has thereby been sent to the public body.
        shown_at=now if party is not None and party.role != PUBLIC else None)
    if status is Status.OFFICIAL:
        row.diary_number = number or number_for(session, agreement_id, given.diary_number, year=local_day(now).year)
    session.add(row)
    session.flush()
    _write(session, row, file, number=1, now=now, by=by)
    _record(session, row, "added", now=now, by=by, kind=row.kind, digest=file.digest)
    return row.id


def new_version(session: Session, document_id: int, file: Received, *, now: datetime, by: str) -> int:
    """Add a version of a document's file and return its number; the same file again adds nothing."""
    row = get_document(session, document_id, lock=True)
    _still_there(row)
    newest = session.execute(
        select(VersionRow.number, VersionRow.digest).where(VersionRow.document_id == document_id)
        .order_by(VersionRow.number.desc()).limit(1)).one()
    if newest.digest == file.digest:
        return int(newest.number)
    _write(session, row, file, number=newest.number + 1, now=now, by=by)
    _record(session, row, "version_added", now=now, by=by, version=newest.number + 1, digest=file.digest)
    return int(newest.number) + 1


def register(session: Session, document_id: int, given: Registration, *, seen: int, now: datetime, by: str) -> None:
    """Change what is registered; raise Overtaken if it is no longer the revision `seen`. What is official stays so."""
    row = get_document(session, document_id, lock=True)
    if row.revision != seen:
        raise Overtaken
    check_registration(given, local_day(now))
    if row.status == Status.WORKING and given.direction is not Direction.DRAWN_UP:
        raise NeverWorkingMaterial(field="direction")
    number = given.diary_number.strip() or row.diary_number
    if number != row.diary_number:
        number = number_for(session, row.agreement_id, number, year=local_day(now).year)
    new = {name: getattr(given, name) for name in REGISTERED} | {"diary_number": number}
    changed = [name for name, value in new.items() if getattr(row, name) != value]
    if not changed:
        return
    was = row.diary_number
    for name in changed:
        setattr(row, name, new[name].value if name in ("kind", "direction") else new[name])
    row.revision += 1
    session.flush()
    _record(session, row, "registered", now=now, by=by, changed=changed, **({"was": was} if was != number and was else {}))


def show_to_other(session: Session, document_id: int, *, now: datetime, by: str) -> None:
    """Record that another party has been sent or shown a document: it is official from now on, without choice."""
    row = get_document(session, document_id, lock=True)
    if row.shown_at is not None:
        return
    row.shown_at, row.revision = now, row.revision + 1
    if row.status == Status.WORKING:
        row.status = Status.OFFICIAL.value
        row.diary_number = number_for(session, row.agreement_id, row.diary_number, year=local_day(now).year)
    session.flush()
    digests = session.scalars(
        select(VersionRow.digest).where(VersionRow.document_id == row.id).order_by(VersionRow.number)).all()
    _record(session, row, "shown", now=now, by=by, kind=row.kind, digests=list(digests))


def make_official(session: Session, document_id: int, *, now: datetime, by: str) -> None:
    """Finish working material: it is registered as an official document."""
    row = get_document(session, document_id, lock=True)
    if row.status == Status.OFFICIAL:
        return
    row.status, row.revision = Status.OFFICIAL.value, row.revision + 1
    row.diary_number = number_for(session, row.agreement_id, row.diary_number, year=local_day(now).year)
    session.flush()
    versions = session.scalars(select(func.count()).where(VersionRow.document_id == row.id)).one()
    _record(session, row, "made_official", now=now, by=by, kind=row.kind, versions=versions)


def cull(session: Session, document_id: int, *, decision: str, now: datetime, by: str) -> None:
    """Take the files of a document away by a decision; the registration, the digests and the decision stay."""
    row = get_document(session, document_id, lock=True)
    _still_there(row)
    check_cull(row.cull_after, decision, local_day(now))
    row.culled_at, row.cull_decision, row.revision = now, decision.strip(), row.revision + 1
    session.flush()
    drop(session, document_id)
    _record(session, row, "culled", now=now, by=by, decision=row.cull_decision)


def _still_there(row: DocumentRow) -> None:
    if row.culled_at is not None:
        raise Culled(title=row.title)


def _write(session: Session, row: DocumentRow, file: Received, *, number: int, now: datetime, by: str) -> None:
    keep(session, file)
    session.add(VersionRow(document_id=row.id, number=number, digest=file.digest, file_name=file.name, media=file.media.value,
                           size=len(file.content), recorded_at=now, by=by))
    session.flush()


def _record(session: Session, row: DocumentRow, event: str, *, now: datetime, by: str, **body: object) -> None:
    """Record what happened; all parties read an agreement's history, so working material stands in the installation's until it
    is official, as does what tells of someone who has asked for documents, and titles in neither."""
    for_all = row.status == Status.OFFICIAL and row.kind not in ASKED_FOR
    chain = row.agreement_id if for_all else INSTALLATION
    append(session, [Record(chain=chain, at=now, actor=by, subject=f"document {row.id}", event=event,
                            upkeep=event in UPKEEP, body={**body, **({"diary": row.diary_number} if row.diary_number else {})})])
