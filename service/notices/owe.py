"""Writing down what is owed: outbox rows in the same transaction as what they tell of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from service.kernel.ids import message_id
from service.notices.tables import OutboxRow, Post

NO_ADDRESS = "no person holds the function {function}, and no manager or signatory stands in"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_TABLE = OutboxRow.__table__
_INSERT = {
    "sqlite": sqlite_insert(_TABLE).on_conflict_do_nothing(index_elements=["key"]),  # type: ignore[arg-type]
    "postgresql": postgresql_insert(_TABLE).on_conflict_do_nothing(index_elements=["key"]),  # type: ignore[arg-type]
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """One recipient; an empty address cannot be reached, and `missing` says which function lacks a person."""

    party_id: int | None
    person_id: int | None
    name: str
    email: str
    language: str
    missing: str | None = None
    seat_id: int | None = None
    nonce: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One notice to all its recipients.

    `key` names matter, rung and revision; with the recipient it is unique. `uid` is the agreement's.
    A letter of a `sample` is kept in the post box and never posted.
    """

    key: str
    name: str
    agreement_id: int
    uid: str
    subject: str
    payload: Mapping[str, Any]
    to: Sequence[Addressee]
    sample: bool = False


def owe(session: Session, letters: Sequence[Letter], *, now: datetime) -> int:
    """Write what is owed, due at once; what was already owed under the same key is left alone."""
    rows: list[dict[str, Any]] = []
    for letter in letters:
        payload = _encode(letter.payload)
        for to in letter.to:
            key = f"{letter.key}>{to.email or to.party_id}"
            reachable = bool(to.email)
            state = Post.UNDELIVERABLE if not reachable else Post.KEPT if letter.sample else Post.WAITING
            rows.append({
                "key": key, "name": letter.name, "agreement_id": letter.agreement_id, "subject": letter.subject,
                "person_id": to.person_id, "party_id": to.party_id, "to_name": to.name, "to_email": to.email,
                "language": to.language, "payload": payload, "seat_id": to.seat_id, "nonce": to.nonce,
                "state": state.value, "attempts": 0, "created_at": now,
                "next_at": now if state is Post.WAITING else None,
                "message_id": message_id(letter.uid, key), "doubt": False,
                "error": None if reachable else NO_ADDRESS.format(function=to.missing),
            })
    if rows:
        connection = session.connection()
        connection.execute(_INSERT[connection.dialect.name], rows)
    return len(rows)


def withdraw(
    session: Session, subject: str, *, names: Sequence[str] | None = None, party_id: int | None = None
) -> set[str]:
    """Take back what has not gone out about `subject`; return the addresses it certainly never reached.

    A row being sent is taken back too, in case the sender has not begun, but counts as gone out.
    """
    query = select(OutboxRow.id, OutboxRow.state, OutboxRow.to_email, OutboxRow.doubt).where(
        OutboxRow.subject == subject, OutboxRow.state.in_((Post.WAITING, Post.SENDING))
    )
    if names is not None:
        query = query.where(OutboxRow.name.in_(names))
    if party_id is not None:
        query = query.where(OutboxRow.party_id == party_id)
    found = session.execute(query.with_for_update()).all()
    if found:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_([row.id for row in found]))
            .values(state=Post.WITHDRAWN, next_at=None, token=None)
            .execution_options(synchronize_session=False)
        )
    return {row.to_email for row in found if row.state == Post.WAITING and not row.doubt}
