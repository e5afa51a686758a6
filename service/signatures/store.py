"""Finding signatures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import due_by
from service.kernel.errors import Unknown
from service.kernel.unreadable import Unreadable, read_each
from service.signatures.rules import Item
from service.signatures.states import State
from service.signatures.tables import OriginalRow, SignatureRow, SignerRow, SigningRow

AGREEMENT = "agreement"

# When the first original was handed in that nobody has looked at yet.
WAITING_SINCE = select(func.min(OriginalRow.handed_at)).where(
    OriginalRow.signature_id == SignatureRow.id, OriginalRow.verdict.is_(None)).scalar_subquery()

_DUE = (
    select(
        SignatureRow.id, SignatureRow.agreement_id, SignatureRow.party_id, SignatureRow.state, SignatureRow.arose_at,
        SignatureRow.told_at, SignatureRow.turn, AgreementRow.ladders, SigningRow.matter, SigningRow.deadline,
        WAITING_SINCE.label("original_since"),
    )
    .join(AgreementRow, AgreementRow.id == SignatureRow.agreement_id)
    .join(SigningRow, SigningRow.id == SignatureRow.signing_id)
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` signatures that are due, the longest waiting first."""
    query = due_by(_DUE, SignatureRow, now, limit)
    return read_each(session.execute(query), "signature", _item)


def _item(row: Any) -> Item:
    return Item(**{**row._mapping, "state": State(row.state)})


def newest_round(session: Session, agreement_id: int) -> int:
    """Return the number of the newest round of signing of whatever matter, 0 if there is none."""
    query = select(func.max(SigningRow.round)).where(SigningRow.agreement_id == agreement_id)
    return session.scalars(query).one() or 0


def last_round(session: Session, agreement_id: int, matter: str = AGREEMENT) -> int:
    """Return the number of the newest round of signing of a matter, 0 if there is none."""
    query = select(func.max(SigningRow.round)).where(SigningRow.agreement_id == agreement_id, SigningRow.matter == matter)
    return session.scalars(query).one() or 0


def of_round(session: Session, agreement_id: int, number: int, *, lock: bool = True) -> Sequence[SignatureRow]:
    """Return the signatures of one round in the order they were asked for, locked unless they are only to be told of."""
    query = select(SignatureRow).where(
        SignatureRow.agreement_id == agreement_id, SignatureRow.round == number).order_by(SignatureRow.id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(query).all()


def of_matter(session: Session, agreement_id: int, matter: str, *, lock: bool = True) -> Sequence[SignatureRow]:
    """Return the signatures of a matter's newest round, locked unless they are only to be told of."""
    return of_round(session, agreement_id, last_round(session, agreement_id, matter), lock=lock)


def get_signing(session: Session, signing_id: int) -> SigningRow:
    """Return what was put forward for signature."""
    found = session.get(SigningRow, signing_id)
    if found is None:
        raise Unknown(what="signing", id=signing_id)
    return found


def of_signing(session: Session, signing_id: int) -> Sequence[SignatureRow]:
    """Return what is asked of each party for one text, in the order they were asked, not locked."""
    return session.scalars(select(SignatureRow).where(SignatureRow.signing_id == signing_id).order_by(SignatureRow.id)).all()


def get_original(session: Session, original_id: int) -> OriginalRow:
    """Return an original that was handed in."""
    found = session.get(OriginalRow, original_id)
    if found is None:
        raise Unknown(what="original", id=original_id)
    return found


def signers_of(session: Session, signature_ids: Sequence[int]) -> Sequence[SignerRow]:
    """Return those who may sign, in the order they were named."""
    query = select(SignerRow).where(SignerRow.signature_id.in_(signature_ids)).order_by(SignerRow.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def originals_of(session: Session, signature_ids: Sequence[int]) -> Sequence[OriginalRow]:
    """Return the originals handed in, the first first."""
    return session.scalars(
        select(OriginalRow).where(OriginalRow.signature_id.in_(signature_ids)).order_by(OriginalRow.id)).all()


def originals_waiting(session: Session, agreement_id: int) -> int:
    """Return how many originals of an agreement nobody has looked at yet."""
    query = select(func.count(OriginalRow.id)).join(SignatureRow, SignatureRow.id == OriginalRow.signature_id).where(
        SignatureRow.agreement_id == agreement_id, SignatureRow.state == State.ASKED, OriginalRow.verdict.is_(None))
    return session.scalars(query).one()
