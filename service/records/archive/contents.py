"""What goes into an archive package, gathered in one reading; the files themselves are read when they are written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.agreements.tables import TermsRow, TextRow
from service.agreements.terms import Terms
from service.db import stored_text
from service.documents.model import Eyes
from service.documents.papers import MinutesPaper, Paper
from service.documents.store import seen_by
from service.documents.tables import DocumentRow, VersionRow
from service.documents.wording.agreement import agreement_paper
from service.documents.wording.words import Wording
from service.history.tables import ChainRow, HistoryRow
from service.history.verify import faults
from service.kernel.clock import stamp
from service.meetings.tables import MeetingRow, OutcomeRow
from service.parties.store import cast
from service.records.archive.endings import ended_how
from service.records.register import register_of

HOW = ("digest = hex SHA-256 of the UTF-8 text made of previous, chain, seq, at, actor, subject, event and body, in that order, each "
       "written as its length in characters, a colon, and itself. previous is the digest of the record before, empty for the first.")


@dataclass(frozen=True, slots=True)
class Original:
    """A version of a document, and where it goes."""

    document: DocumentRow
    version: VersionRow

    @property
    def place(self) -> str:
        """Return its path in the package."""
        return f"originals/{self.document.id:05}/v{self.version.number}/{self.version.file_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What goes in: small files by their path, papers to be printed, originals, and what is left out of them."""

    agreement_id: int
    title: str
    files: dict[str, bytes]
    papers: dict[str, Paper]
    originals: Sequence[Original]
    culled: Sequence[Original]
    made_at: datetime

    @property
    def size(self) -> int:
        """Return how many bytes the originals are."""
        return sum(one.version.size for one in self.originals)

    @property
    def number(self) -> int:
        """Return how many files there will be, without the lists of them."""
        return len(self.files) + len(self.papers) + len(self.originals)


def gather(session: Session, agreement_id: int, eyes: Eyes | None, *, now: datetime, on: date) -> Contents:
    """Return what goes into the package for someone who sees as `eyes` do; None is whoever runs a command."""
    row = get_agreement(session, agreement_id)
    found = _versions(session, agreement_id, eyes)
    text = session.get(TextRow, agreement_id)
    files = {"metadata.json": _json(_metadata(session, agreement_id, eyes, now)),
             "history.json": _json(_history(session, agreement_id))}
    if text is not None:
        files["agreement.txt"] = text.body.encode()
    return Contents(
        agreement_id=agreement_id, title=row.title, files=files, papers=_papers(session, agreement_id, on), made_at=now,
        originals=[one for one in found if one.document.culled_at is None],
        culled=[one for one in found if one.document.culled_at is not None])


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _versions(session: Session, agreement_id: int, eyes: Eyes | None) -> list[Original]:
    query = select(DocumentRow, VersionRow).join(VersionRow, VersionRow.document_id == DocumentRow.id).where(
        DocumentRow.agreement_id == agreement_id).order_by(DocumentRow.id, VersionRow.number)
    if eyes is not None:
        query = query.where(seen_by(eyes))
    return [Original(*found) for found in session.execute(query)]


def _metadata(session: Session, agreement_id: int, eyes: Eyes | None, now: datetime) -> dict[str, Any]:
    row, people = get_agreement(session, agreement_id), cast(session, agreement_id)
    terms = session.scalars(select(TermsRow).where(TermsRow.agreement_id == agreement_id).order_by(TermsRow.number)).all()
    entries = register_of(session, agreement_id, eyes)
    return {
        "agreement": {"id": row.id, "uid": row.uid, "title": row.title, "state": row.state, "starts_on": row.starts_on,
                      "ends_on": row.ends_on, "signed_on": row.signed_on, "signed_place": row.signed_place},
        "exported_at": stamp(now),
        "parties": [{"id": one.id, "role": one.role, "name": one.name} for one in people.parties],
        "people": [{"party": one.party_id, "name": one.name, "function": one.function, "from": one.from_on, "to": one.to_on}
                   for one in people.seats],
        "terms": [{"number": one.number, "from_on": one.from_on, "sha256": one.digest, "body": json.loads(one.body)}
                  for one in terms],
        "register": [{name: getattr(one, name) for name in (
            "kind", "id", "day", "what", "code", "direction", "sender", "recipient", "diary_number", "secrecy", "culled")}
            for one in entries],
        "meetings": _meetings(session, agreement_id),
        **ended_how(session, agreement_id),
        "documents": _documents(_versions(session, agreement_id, eyes)),
    }


def _meetings(session: Session, agreement_id: int) -> list[dict[str, Any]]:
    outcomes = session.scalars(select(OutcomeRow).where(OutcomeRow.agreement_id == agreement_id).order_by(OutcomeRow.id)).all()
    rows = session.scalars(select(MeetingRow).where(MeetingRow.agreement_id == agreement_id).order_by(MeetingRow.day, MeetingRow.id))
    return [{
        "id": one.id, "key": one.key, "day": one.day, "state": one.state, "held_on": one.held_on, "place": one.place,
        "present": json.loads(one.present or "[]"), "minutes": one.minutes,
        "outcomes": [{"kind": each.kind, "body": each.body, "who": each.who, "due_on": each.due_on, "done_on": each.done_on}
                     for each in outcomes if each.meeting_id == one.id]} for one in rows]


def _documents(found: Sequence[Original]) -> list[dict[str, Any]]:
    return [{
        "document": one.document.id, "title": one.document.title, "kind": one.document.kind, "status": one.document.status,
        "diary_number": one.document.diary_number, "day": one.document.day, "direction": one.document.direction,
        "sender": one.document.sender, "recipient": one.document.recipient, "secrecy": one.document.secrecy,
        "retention": one.document.retention, "cull_after": one.document.cull_after, "culled_at": one.document.culled_at,
        "cull_decision": one.document.cull_decision, "version": one.version.number, "file": one.version.file_name,
        "path": None if one.document.culled_at else f"data/{one.place}", "media": one.version.media, "size": one.version.size,
        "sha256": one.version.digest, "recorded_at": one.version.recorded_at, "by": one.version.by} for one in found]


def _history(session: Session, agreement_id: int) -> dict[str, Any]:
    rows = session.scalars(select(HistoryRow).where(HistoryRow.chain == agreement_id).order_by(HistoryRow.seq)).all()
    head = session.get(ChainRow, agreement_id)
    return {
        "how": HOW,
        "head": {"seq": head.seq, "digest": head.digest} if head else None,
        "verified": {"faults": [{"seq": one.seq, "what": one.en} for one in faults(session, agreement_id)]},
        "records": [{"chain": one.chain, "seq": one.seq, "at": stored_text(one.at), "actor": one.actor, "subject": one.subject,
                     "event": one.event, "body": one.body, "previous": one.previous, "digest": one.digest} for one in rows]}


def _papers(session: Session, agreement_id: int, on: date) -> dict[str, Paper]:
    people, row = cast(session, agreement_id), get_agreement(session, agreement_id)
    terms = session.scalars(select(TermsRow).where(TermsRow.agreement_id == agreement_id).order_by(TermsRow.number)).all()
    papers: dict[str, Paper] = {
        f"papers/terms-{one.number}.pdf": agreement_paper(Terms.model_validate_json(one.body), people, language="sv", on=on,
                                                          place=row.signed_place or "") for one in terms}
    meetings = session.scalars(select(MeetingRow).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.state == "minuted").order_by(MeetingRow.held_on)).all()
    outcomes = session.scalars(select(OutcomeRow).where(OutcomeRow.agreement_id == agreement_id).order_by(OutcomeRow.id)).all()
    for meeting in meetings:
        papers[f"papers/minutes-{meeting.held_on}-{meeting.id}.pdf"] = _minutes(
            meeting, [one for one in outcomes if one.meeting_id == meeting.id], row.title)
    return papers


def _minutes(row: MeetingRow, outcomes: Sequence[OutcomeRow], agreement: str) -> MinutesPaper:
    words = Wording("sv")
    period = row.key.partition(":")[2]
    present = json.loads(row.present or "[]")
    return MinutesPaper(
        title=f"{words.speech.meeting_alone(period)}, {words.speech.period(period)}", agreement=agreement,
        facts=(("Hölls", words.day(row.held_on or row.day)), *((("Plats", row.place),) if row.place else ())),
        present=tuple((str(one["name"]), str(one.get("party") or "–")) for one in present),
        paragraphs=tuple(part.strip() for part in (row.minutes or "").split("\n\n") if part.strip()),
        decisions=tuple(one.body for one in outcomes if one.kind == "decision"),
        tasks=tuple((one.body, one.who or "–", words.day(one.due_on) if one.due_on else "–")
                    for one in outcomes if one.kind == "task"))
