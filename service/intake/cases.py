"""Taking an agreement in, step by step: begun, saved, become an agreement, or thrown away."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.documents.files import keep, kept, release
from service.documents.model import Received
from service.intake.proposal import Proposal
from service.intake.tables import IntakeRow
from service.kernel.errors import Refusal, Unknown
from service.kernel.ids import text_digest


class SavedElsewhere(Refusal):
    """This has been saved from another window meanwhile; compare, and save again to keep what stands here."""

    sv = "Det här har sparats från ett annat fönster under tiden; jämför, och spara igen om det som står här ska gälla."


class AlreadyTakenIn(Refusal):
    """This has become an agreement already."""

    sv = "Det här har redan blivit en överenskommelse."


def begin(session: Session, user_id: int, *, typed: Mapping[str, str], now: datetime, file_name: str = "", body: str = "",
          proposal: Proposal | None = None, file: Received | None = None) -> int:
    """Begin to take in an agreement, from a document's text or by hand; return the id."""
    if file is not None:
        keep(session, file)
    row = IntakeRow(
        user_id=user_id, file_name=file_name, file_digest=file.digest if file else None, body=body, typed=_kept(typed), people="[]", created_at=now, changed_at=now,
        proposal=json.dumps(proposal.as_json(), ensure_ascii=False) if proposal is not None else "")
    session.add(row)
    session.flush()
    return row.id


def get_case(session: Session, intake_id: int, user_id: int, *, lock: bool = False) -> IntakeRow:
    """Return one that this user has begun; raise Unknown for any other."""
    query = select(IntakeRow).where(IntakeRow.id == intake_id, IntakeRow.user_id == user_id)
    row = session.scalars(query.with_for_update(key_share=True) if lock else query).one_or_none()
    if row is None:
        raise Unknown(what="påbörjad överenskommelse", id=intake_id)
    return row


def unfinished(session: Session, user_id: int) -> list[IntakeRow]:
    """Return what this user has begun and not finished, the latest first."""
    query = select(IntakeRow).where(IntakeRow.user_id == user_id, IntakeRow.agreement_id.is_(None))
    return list(session.scalars(query.order_by(IntakeRow.changed_at.desc(), IntakeRow.id.desc()).limit(20)))


def version_of(kept: str) -> str:
    """Name what is kept, so that a form can tell which it was made from."""
    return text_digest(kept)[:16]


def save_terms(session: Session, intake_id: int, user_id: int, typed: Mapping[str, str], *, version: str, now: datetime) -> None:
    """Keep the form of terms as it stands; raise SavedElsewhere if it is not the one that `version` names."""
    row = _mine(session, intake_id, user_id)
    if version_of(row.typed) != version:
        raise SavedElsewhere
    row.typed, row.changed_at = _kept(typed), now


def save_people(session: Session, intake_id: int, user_id: int, people: Sequence[Mapping[str, Any]], *, version: str,
                now: datetime) -> None:
    """Keep the contacts as they stand; raise SavedElsewhere if they are not those that `version` names."""
    row = _mine(session, intake_id, user_id)
    if version_of(row.people) != version:
        raise SavedElsewhere
    row.people, row.changed_at = json.dumps(list(people), ensure_ascii=False), now


def become(session: Session, intake_id: int, user_id: int, agreement_id: int, *, now: datetime) -> None:
    """Note which agreement it has become; it is finished."""
    row = _mine(session, intake_id, user_id)
    row.agreement_id, row.changed_at = agreement_id, now


def discard(session: Session, intake_id: int, user_id: int) -> None:
    """Throw it away."""
    row = _mine(session, intake_id, user_id)
    session.delete(row)
    session.flush()
    others = session.scalars(select(IntakeRow.id).where(
        IntakeRow.file_digest == row.file_digest, IntakeRow.agreement_id.is_(None)).limit(1)).first()
    if row.file_digest is not None and others is None:
        release(session, [row.file_digest])


def original_of(session: Session, row: IntakeRow) -> Received | None:
    """Return the file that one was read from, if it is kept."""
    return kept(session, row.file_digest, row.file_name) if row.file_digest is not None else None


def _mine(session: Session, intake_id: int, user_id: int) -> IntakeRow:
    row = get_case(session, intake_id, user_id, lock=True)
    if row.agreement_id is not None:
        raise AlreadyTakenIn
    return row


def _kept(typed: Mapping[str, str]) -> str:
    return json.dumps(dict(typed), ensure_ascii=False, sort_keys=True)


def title_of(row: IntakeRow) -> str:
    """Return what it is called so far, else the name of its file."""
    typed: dict[str, str] = json.loads(row.typed)
    return typed.get("title", "") or row.file_name
