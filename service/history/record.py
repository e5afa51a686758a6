"""Writing history, many records at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from service.db import ForMany, stored_text
from service.history.tables import ChainRow, HistoryRow
from service.kernel.errors import Refusal

INSTALLATION = 0
CLOCK = "clock"
START = ""


class ReadOnly(Refusal):
    """The agreement is closed and can only be read; nothing in it is changed any more."""

    sv = "Överenskommelsen är avslutad och går bara att läsa; inget i den ändras längre."


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What happened to `subject` ("meeting 3"); `body` holds JSON values only.

    `upkeep` says that it was done to keep the records, which goes on in a chain that is sealed.
    """

    chain: int
    at: datetime
    actor: str
    subject: str
    event: str
    body: Mapping[str, Any] = field(default_factory=dict)
    upkeep: bool = False


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def digest(previous: str, chain: int, seq: int, at: datetime, actor: str, subject: str, event: str, body: str) -> str:
    """Return the hex SHA-256 that binds a record to the one before it."""
    told = stored_text(at)
    # Each part with its length before it, so that no two records read alike.
    parts = (previous, str(chain), str(seq), told, actor, subject, event, body)
    return hashlib.sha256("".join([f"{len(part)}:{part}" for part in parts]).encode()).hexdigest()


_HEADS = select(ChainRow.chain, ChainRow.seq, ChainRow.digest, ChainRow.sealed_at)
_CHAINS = cast(Table, ChainRow.__table__)
_HISTORY = cast(Table, HistoryRow.__table__)
_LINK: dict[str, Any] = {"seq": bindparam("its_seq"), "digest": bindparam("its_digest")}
_HAPPENED = ForMany(insert(_HISTORY).values({
    name: bindparam(name) for name in ("chain", "seq", "at", "actor", "subject", "event", "body", "previous", "digest")}))
_BEGIN = ForMany(insert(_CHAINS).values(chain=bindparam("its_chain"), **_LINK))
_ADVANCE = ForMany(update(_CHAINS).where(_CHAINS.c.chain == bindparam("its_chain")).values(_LINK))


def hold(session: Session, chain: int) -> None:
    """Lock a chain until the transaction ends, where the database locks rows: what others wrote is read from now on."""
    session.connection().execute(select(ChainRow.chain).where(ChainRow.chain == chain).with_for_update(key_share=True))


def append(session: Session, records: Sequence[Record]) -> None:
    """Add `records` to their chains in the caller's transaction, each locked until its end; raise ReadOnly for one that is sealed."""
    if not records:
        return
    heads: dict[int, tuple[int, str]] = {}
    sealed: set[int] = set()
    chains = sorted({record.chain for record in records})
    for start in range(0, len(chains), 500):
        part = chains[start : start + 500]
        query = _HEADS.where(ChainRow.chain.in_(part)).order_by(ChainRow.chain).with_for_update(key_share=True)
        for chain, seq, last, sealed_at in session.connection().execute(query):
            heads[chain] = seq, last
            if sealed_at is not None:
                sealed.add(chain)
    if sealed and any(record.chain in sealed and not record.upkeep for record in records):
        raise ReadOnly
    fresh = [chain for chain in chains if chain not in heads]
    rows = []
    for record in records:
        seq, previous = heads.get(record.chain, (0, START))
        seq += 1
        body = _encode(record.body)
        made = digest(
            previous, record.chain, seq, record.at, record.actor, record.subject, record.event, body
        )
        heads[record.chain] = (seq, made)
        rows.append({
            "chain": record.chain, "seq": seq, "at": record.at, "actor": record.actor,
            "subject": record.subject, "event": record.event, "body": body,
            "previous": previous, "digest": made,
        })
    _HAPPENED.run(session, rows)
    begun = set(fresh)
    links = [{"its_chain": chain, "its_seq": heads[chain][0], "its_digest": heads[chain][1]} for chain in chains]
    if fresh:
        _BEGIN.run(session, [link for link in links if link["its_chain"] in begun])
    if len(fresh) < len(chains):
        _ADVANCE.run(session, [link for link in links if link["its_chain"] not in begun])


def seal(session: Session, chain: int, *, now: datetime) -> None:
    """Let nothing more happen in a chain from now on, but what is done to keep the records."""
    session.execute(update(_CHAINS).where(_CHAINS.c.chain == chain).values(sealed_at=now))
