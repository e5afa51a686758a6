"""Writing down what is owed: outbox rows in the same transaction as what they tell of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Insert, Table, and_, bindparam, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.orm import Session

from service.db import ForMany
from service.kernel.calendar import in_sending_hours
from service.kernel.clock import local_day
from service.kernel.ids import message_id
from service.notices.tables import OutboxRow, Post
from service.notices.writing.facts import may_gather

NO_ADDRESS = "no person holds the function {function}, and no manager or signatory stands in"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_TABLE = cast(Table, OutboxRow.__table__)
COLUMN = _TABLE.c
_RENEWED = ("to_name", "language", "payload", "seat_id", "nonce", "state", "created_at", "next_at", "error")


def _once(insert: SqliteInsert | PostgresqlInsert) -> Insert:
    """Leave alone what is already owed; but what was taken back and certainly never sent is owed anew."""
    unsent = and_(COLUMN.state == literal_column(f"'{Post.WITHDRAWN}'"), COLUMN.doubt.is_(False))
    return insert.on_conflict_do_update(
        index_elements=["key"], set_={name: insert.excluded[name] for name in _RENEWED}, where=unsent)


_GIVEN: dict[str, Any] = {name: bindparam(name) for name in (
    "key", "name", "agreement_id", "subject", "person_id", "party_id", "to_name", "to_email", "language", "payload",
    "seat_id", "nonce", "state", "attempts", "created_at", "next_at", "message_id", "doubt", "error")}
_INSERT = {
    "sqlite": ForMany(_once(SqliteInsert(_TABLE).values(_GIVEN))),
    "postgresql": ForMany(_once(PostgresqlInsert(_TABLE).values(_GIVEN))),
}


_LET_GO = update(_TABLE).where(
    COLUMN.subject.in_(bindparam("about", expanding=True)), COLUMN.name == bindparam("its_name"),
    COLUMN.state.in_((Post.WAITING.value, Post.GATHERED.value)),
).values(state=Post.WITHDRAWN.value, next_at=None)


@dataclass(frozen=True, slots=True)
class Addressee:
    """One recipient; an empty address cannot be reached, and `missing` says which function lacks a person.

    Who has asked for a weekly mail (`digest`) gets in it what can wait.
    """

    party_id: int | None
    person_id: int | None
    name: str
    email: str
    language: str
    missing: str | None = None
    seat_id: int | None = None
    nonce: str | None = None
    digest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One notice to all its recipients.

    `key` names matter, rung and revision; with the recipient it is unique. `uid` is the agreement's.
    A letter of a `sample` is kept in the post box and never posted.
    """

    key: str
    name: str
    agreement_id: int | None
    uid: str
    subject: str
    payload: Mapping[str, Any]
    to: Sequence[Addressee]
    sample: bool = False


def owe(session: Session, letters: Sequence[Letter], *, now: datetime, by_clock: bool = False) -> int:
    """Write what is owed, due at once or to be gathered for a weekly mail; what was already owed under the same key is left alone.

    What a person did is told at any hour; what came `by_clock`, at midnight as a rule, waits for the hours in which mail is sent.
    """
    goes = in_sending_hours(now) if by_clock else now
    rows: list[dict[str, Any]] = []
    for letter in letters:
        payload = _encode(letter.payload)
        for to in letter.to:
            key = f"{letter.key}>{to.email or to.party_id}"
            state = _first_state(letter, to, local_day(now))
            rows.append({
                "key": key, "name": letter.name, "agreement_id": letter.agreement_id, "subject": letter.subject,
                "person_id": to.person_id, "party_id": to.party_id, "to_name": to.name, "to_email": to.email,
                "language": to.language, "payload": payload, "seat_id": to.seat_id, "nonce": to.nonce,
                "state": state.value, "attempts": 0, "created_at": now,
                "next_at": goes if state is Post.WAITING else None,
                "message_id": message_id(letter.uid, key), "doubt": False,
                "error": None if to.email else NO_ADDRESS.format(function=to.missing),
            })
    if rows:
        _INSERT[session.connection().dialect.name].run(session, rows)
    return len(rows)


def _first_state(letter: Letter, to: Addressee, today: date) -> Post:
    if not to.email:
        return Post.UNDELIVERABLE
    if letter.sample:
        return Post.KEPT
    gathers = to.digest and not letter.payload["late"] and may_gather(letter.name, date.fromisoformat(letter.payload["day"]), today)
    return Post.GATHERED if gathers else Post.WAITING


def withdraw(
    session: Session, subject: str, *, names: Sequence[str] | None = None, party_id: int | None = None,
    person_id: int | None = None,
) -> set[str]:
    """Take back what has not gone out about `subject`; return the addresses it certainly never reached.

    A row being sent is taken back too, in case the sender has not begun, but counts as gone out.
    """
    query = select(OutboxRow.id, OutboxRow.state, OutboxRow.to_email, OutboxRow.doubt).where(
        OutboxRow.subject == subject, OutboxRow.state.in_((Post.WAITING, Post.SENDING, Post.GATHERED))
    )
    if names is not None:
        query = query.where(OutboxRow.name.in_(names))
    if party_id is not None:
        query = query.where(OutboxRow.party_id == party_id)
    if person_id is not None:
        query = query.where(OutboxRow.person_id == person_id)
    found = session.execute(query.with_for_update(key_share=True)).all()
    take_back(session, [row.id for row in found])
    return {row.to_email for row in found if row.state != Post.SENDING and not row.doubt}


def take_back(session: Session, post_ids: Sequence[int]) -> None:
    """Take back these mails; one that is being sent may have reached its recipient all the same."""
    if post_ids:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(post_ids))
            .values(state=Post.WITHDRAWN, next_at=None, token=None,
                    doubt=or_(OutboxRow.doubt, OutboxRow.state == Post.SENDING))
            .execution_options(synchronize_session=False)
        )


def post_gathered(session: Session, person_id: int, *, now: datetime, only: Sequence[int] | None = None) -> None:
    """Send what is gathered for a person singly after all, at once; `only` these mails when given."""
    query = update(OutboxRow).where(OutboxRow.person_id == person_id, OutboxRow.state == Post.GATHERED)
    if only is not None:
        query = query.where(OutboxRow.id.in_(only))
    session.execute(query.values(state=Post.WAITING.value, next_at=now).execution_options(synchronize_session=False))


def let_go(session: Session, subjects: Mapping[str, Sequence[str]]) -> None:
    """Take back what waits and has lost its point: by name of the notice, the subjects it was about."""
    connection = session.connection()
    for name, about in subjects.items():
        connection.execute(_LET_GO, {"its_name": name, "about": list(about)})
