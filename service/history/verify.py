"""Checking that no link of any chain was changed, removed or added afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.history.record import START, digest
from service.history.tables import ChainRow, HistoryRow


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain is broken, and how, in Swedish and English."""

    chain: int
    seq: int
    sv: str
    en: str


def faults(session: Session, chain: int | None = None) -> Iterator[Fault]:
    """Yield every fault in the chains (or in one), in order."""
    heads = {row.chain: (row.seq, row.digest) for row in session.execute(select(ChainRow.chain, ChainRow.seq, ChainRow.digest))}
    query = select(*HistoryRow.__table__.c).order_by(HistoryRow.chain, HistoryRow.seq)
    if chain is not None:
        query = query.where(HistoryRow.chain == chain)
        heads = {key: head for key, head in heads.items() if key == chain}
    last: dict[int, tuple[int, str]] = {}
    for row in session.execute(query.execution_options(yield_per=2000)):
        seq, previous = last.get(row.chain, (0, START))
        if row.seq != seq + 1:
            yield Fault(row.chain, seq + 1, "en post saknas", "a record is missing")
        if row.previous != previous and row.seq == seq + 1:
            yield Fault(row.chain, row.seq, "posten hör inte ihop med den före", "the record does not follow the one before")
        made = digest(row.previous, row.chain, row.seq, row.at, row.actor, row.subject, row.event, row.body)
        if made != row.digest:
            yield Fault(row.chain, row.seq, "posten är ändrad i efterhand", "the record was changed afterwards")
        last[row.chain] = (row.seq, row.digest)
    for key in sorted(set(heads) | set(last)):
        if heads.get(key) != last.get(key):
            yield Fault(key, last.get(key, (0, ""))[0], "kedjans slut stämmer inte", "the end of the chain does not match")
