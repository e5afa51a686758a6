"""Thousands of agreements at once: one is made by the use cases, the rest are its copies, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow, TermsRow
from service.db import Database
from service.history.record import digest
from service.history.tables import ChainRow, HistoryRow
from service.meetings.tables import MeetingRow, SeatRow
from service.obligations.tables import ObligationRow
from service.parties.tables import FunctionRow, PartyRow
from service.renewal.tables import DecisionRow
from service.signatures.tables import SignatureRow, SigningRow

# In an order in which each may point to those before.
COPIED = (TermsRow, PartyRow, FunctionRow, SigningRow, SignatureRow, ObligationRow, MeetingRow, DecisionRow)
POINTERS = ("agreement_id", "party_id", "obligation_id", "meeting_id", "signing_id")
PART = 500


def multiply(database: Database, agreement_id: int, count: int) -> None:
    """Add `count` copies of an agreement with all its rows, its history under chains of their own."""
    with database.read() as session:
        pattern = _pattern(session, agreement_id)
    for start in range(1, count + 1, PART):
        with database.write() as session:
            for table, rows in _copies(pattern, range(start, min(start + PART, count + 1))):
                if rows:
                    session.connection().execute(insert(table), rows)


def _pattern(session: Session, agreement_id: int) -> dict[Any, list[dict[str, Any]]]:
    def rows(table: Any, condition: Any) -> list[dict[str, Any]]:
        found = session.execute(select(table.__table__).where(condition).order_by(table.__table__.c.id))
        made = {column.name for column in table.__table__.c if column.computed is not None}
        return [{name: value for name, value in row._mapping.items() if name not in made} for row in found]

    return {
        AgreementRow: rows(AgreementRow, AgreementRow.id == agreement_id),
        **{table: rows(table, table.agreement_id == agreement_id) for table in COPIED},
        SeatRow: rows(SeatRow, SeatRow.meeting_id.in_(
            select(MeetingRow.id).where(MeetingRow.agreement_id == agreement_id))),
        HistoryRow: rows(HistoryRow, HistoryRow.chain == agreement_id),
    }


def _copies(pattern: dict[Any, list[dict[str, Any]]], numbers: range) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Return rows by table; a copy's ids are those of the pattern, a thousand further on for each."""
    made: dict[Any, list[dict[str, Any]]] = {table: [] for table in (*pattern, ChainRow)}
    for number in numbers:
        shift = number * 1_000
        for table, rows in pattern.items():
            if table is not HistoryRow:
                made[table] += [_shifted(row, shift, number) for row in rows]
        history = _history(pattern[HistoryRow], shift)
        made[HistoryRow] += history
        made[ChainRow].append({name: history[-1][name] for name in ("chain", "seq", "digest")})
    for table, rows in made.items():
        yield table.__table__, rows


def _shifted(row: dict[str, Any], shift: int, number: int) -> dict[str, Any]:
    made = {**row, "id": row["id"] + shift}
    for pointer in POINTERS:
        if pointer in row:
            made[pointer] = row[pointer] + shift
    if "uid" in row:
        made["uid"] = f"{row['uid']}-{number}"
    return made


def _history(rows: list[dict[str, Any]], shift: int) -> list[dict[str, Any]]:
    """Return the history of a copy; its mail is not copied, so nobody has been told."""
    made, previous = [], ""
    for seq, row in enumerate((row for row in rows if row["event"] != "told"), 1):
        what, _, id_ = row["subject"].partition(" ")
        copy = {name: row[name] for name in ("at", "actor", "event", "body")}
        copy |= {"chain": row["chain"] + shift, "seq": seq, "subject": f"{what} {int(id_) + shift}"}
        made.append({**copy, "previous": previous, "digest": digest(previous, **copy)})
        previous = made[-1]["digest"]
    return made
