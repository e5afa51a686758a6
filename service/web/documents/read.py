"""Reading the documents of an agreement as far as the one who asks may see them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow, TermsRow, TextRow
from service.amendments.store import amendment_id_of
from service.amendments.tables import AmendmentRow
from service.documents.model import Eyes, Kind, Status
from service.documents.rules import PUBLIC
from service.documents.store import Listed, documents_of, get_document, versions_of
from service.documents.tables import DocumentRow, VersionRow
from service.lifecycle.rights import NotYours
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.parties.model import Function, PartyBrief
from service.parties.store import cast
from service.records.reads import note_read
from service.web.frame.access import standing_here, whom
from service.web.frame.acting import actor
from service.web.frame.desk import desk, now
from service.web.frame.paging import PAGE, BadPlace, Page, cut


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one meeting."""

    meeting_id: int
    key: str
    day: date


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which documents are asked for."""

    kind: Kind | None
    status: Status | None
    after: tuple[date, int] | None

    @property
    def sieved(self) -> bool:
        """Say whether only some are asked for."""
        return self.kind is not None or self.status is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What there is of one agreement; `body` is None when it was written in here and has no document."""

    row: AgreementRow
    body: str | None
    digest: str | None
    versions: list[tuple[int, date, str]]
    minutes: list[Minutes]
    documents: Page[Listed]
    parties: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """One document with all its versions, and what the one who asks may do with it."""

    row: DocumentRow
    title: str
    versions: Sequence[VersionRow]
    party: str
    parties: Sequence[PartyBrief]
    may_add: bool
    may_register: bool
    may_cull: bool
    amendment: AmendmentRow | None = None

    @property
    def status(self) -> str:
        """Return what the document is, as it is shown."""
        return "culled" if self.row.culled_at is not None else self.row.status


def eyes_here() -> Eyes:
    """Return whose eyes look at the agreement that this page is about."""
    here = standing_here()
    registrar = any(one.function is Function.REGISTRAR and one.role == PUBLIC for one in here.held)
    return Eyes(here.parties, registrar)


def opened(row: DocumentRow, version: VersionRow, *, how: str = "file") -> None:
    """Note that the one who asks has opened a version of a document, if it is marked secret."""
    if row.secrecy:
        with desk().database.write() as session:
            note_read(session, row, version.number, how=how, now=now(), by=actor())


def may_handle(row: DocumentRow, right: str) -> bool:
    """Say whether a right to documents holds for this one: for one's own party's, for anybody's in the public register."""
    held = standing_here().parties_for(right)
    return bool(held) and (row.party_id is None or row.party_id in held or eyes_here().registrar)


def ensure_may_handle(row: DocumentRow, right: str) -> None:
    """Raise NotYours if the right does not hold for this document."""
    if not may_handle(row, right):
        raise NotYours(whom=whom(right))


def wanted() -> Sieve:
    """Return what the address asks for; what is not known there asks for everything."""
    kind, status, after = (request.args.get(name, "") for name in ("slag", "status", "efter"))
    return Sieve(Kind(kind) if kind in Kind.__members__.values() else None,
                 Status(status) if status in Status.__members__.values() else None, _place(after) if after else None)


def _place(text: str) -> tuple[date, int]:
    day, _, number = text.partition("_")
    try:
        return date.fromisoformat(day), min(int(number), 2**62)
    except ValueError:
        raise BadPlace from None


def load_all(session: Session, agreement_id: int, sieve: Sieve) -> Papers:
    """Return what there is of an agreement."""
    text = session.get(TextRow, agreement_id)
    versions = session.execute(select(TermsRow.number, TermsRow.from_on, TermsRow.digest).where(
        TermsRow.agreement_id == agreement_id).order_by(TermsRow.number.desc())).all()
    minutes = session.execute(select(MeetingRow.id, MeetingRow.key, MeetingRow.held_on).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.state == Meeting.MINUTED,
    ).order_by(MeetingRow.held_on.desc())).all()
    found = documents_of(session, agreement_id, eyes_here(), kind=sieve.kind, status=sieve.status, after=sieve.after, limit=PAGE + 1)
    return Papers(
        row=session.get_one(AgreementRow, agreement_id), body=text.body if text else None, digest=text.digest if text else None,
        versions=[(number, day, digest) for number, day, digest in versions],
        minutes=[Minutes(number, key, day) for number, key, day in minutes if day is not None],
        documents=cut(found, lambda one: f"{one.row.day.isoformat()}_{one.row.id}"),
        parties={party.id: party.name for party in cast(session, agreement_id).every})


def _amendment(session: Session, row: DocumentRow) -> AmendmentRow | None:
    """Return the amendment that a document belongs to, where it was registered for one by the signing of it."""
    if not re.fullmatch(r"amendment [0-9]{1,18}", row.matter):
        return None
    found = session.get(AmendmentRow, amendment_id_of(row.matter))
    return found if found is not None and found.agreement_id == row.agreement_id else None


def load_one(session: Session, document_id: int) -> One:
    """Return one document, or raise NoSuchDocument for what the one who asks may not know of."""
    row = get_document(session, document_id, eyes_here())
    parties = cast(session, row.agreement_id).parties
    there = row.culled_at is None
    return One(
        row=row, amendment=_amendment(session, row),
        title=session.get_one(AgreementRow, row.agreement_id).title, versions=versions_of(session, document_id),
        party=next((party.name for party in parties if party.id == row.party_id), ""), parties=parties,
        may_add=there and may_handle(row, "document.add"), may_register=may_handle(row, "document.register"),
        may_cull=there and row.cull_after is not None and may_handle(row, "document.cull"))
