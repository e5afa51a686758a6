"""Finding signatures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.kernel.unreadable import Unreadable, read_each
from service.signatures.rules import Item
from service.signatures.states import State
from service.signatures.tables import SignatureRow

_DUE = select(
    SignatureRow.id, SignatureRow.agreement_id, SignatureRow.party_id, SignatureRow.state, SignatureRow.arose_at,
    SignatureRow.told_at, AgreementRow.ladders,
).join(AgreementRow, AgreementRow.id == SignatureRow.agreement_id)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` signatures that are due, the longest waiting first."""
    query = (
        _DUE.where(SignatureRow.next_at <= now).order_by(SignatureRow.next_at).limit(limit)
        .with_for_update(of=SignatureRow, skip_locked=True)
    )
    return read_each(session.execute(query), "signature", _item)


def _item(row: Any) -> Item:
    return Item(id=row.id, agreement_id=row.agreement_id, party_id=row.party_id, state=State(row.state),
                arose_at=row.arose_at, told_at=row.told_at, ladders=row.ladders)


def last_round(session: Session, agreement_id: int) -> int:
    """Return the number of the newest round of signing, 0 if there is none."""
    query = select(func.max(SignatureRow.round)).where(SignatureRow.agreement_id == agreement_id)
    return session.scalars(query).one() or 0


def of_round(session: Session, agreement_id: int, number: int) -> Sequence[SignatureRow]:
    """Return the signatures of one round, locked, in order of party."""
    query = (
        select(SignatureRow).where(SignatureRow.agreement_id == agreement_id, SignatureRow.round == number)
        .order_by(SignatureRow.party_id).with_for_update().execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def unsigned_parties(session: Session, agreement_ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the ids of the parties that are asked and have not signed, by agreement."""
    found: dict[int, list[int]] = {}
    query = select(SignatureRow.agreement_id, SignatureRow.party_id).where(
        SignatureRow.agreement_id.in_(agreement_ids), SignatureRow.state == State.ASKED
    )
    for agreement_id, party_id in session.execute(query):
        found.setdefault(agreement_id, []).append(party_id)
    return found
