"""A hundred thousand agreements: one lives through the use cases and the sweep, the database copies its rows.

Copy `n` has the ids of the first agreement, `n * APART` further on. The people come in `GROUPS` casts, so that each coordinates fifty
agreements; the public party, its manager and its auditor are the same in all. What weighs most (history, mail, who was called) goes
with every `THIN`-th copy, those of the first cast among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, select, text

from service.agreements.tables import AgreementRow, TermsRow
from service.db import Database
from service.history.tables import HistoryRow
from service.kernel.clock import local_day
from service.lifecycle.acts.register import register
from service.lifecycle.signing.sign import send, sign
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.store import cast
from service.parties.tables import FunctionRow, OrganisationRow, PartyRow, PersonRow
from service.renewal.tables import DecisionRow
from service.scheduler.health import beat
from service.scheduler.sweep import sweep
from service.signatures.tables import SignatureRow, SigningRow
from tests.web.world import BY, CONTACTS, terms, users

COUNT = 100_000
APART = 1_000
GROUPS = 2_000
THIN = 50
GONE = 240
PLAIN = {name: f"p.{name} + n * {APART}" for name in ("id", "agreement_id", "party_id", "obligation_id", "meeting_id", "signing_id")}
# The public party is the same throughout, and so are its manager and its auditor: they see all of it, by functions of their own.
EVERYWHERE = {"person_id": (2, 5), "organisation_id": (1,)}
OWN = {name: f"p.{name} + CASE WHEN p.{name} IN ({', '.join(map(str, ids))}) THEN 0 ELSE n % {GROUPS} * 10 END"
       for name, ids in EVERYWHERE.items()}
UNLIKE = {"uid": "p.uid || '-' || n", "key": "p.key || '-' || n"}


def fill(database: Database, now: datetime, count: int = COUNT) -> None:
    """Fill an empty database; `count` agreements, the first of which began some months before `now`."""
    users(database)
    _live(database, now)
    several = numbers(database, count - 1)
    with database.write() as session:
        for table in (OrganisationRow, PersonRow):
            copy_rows(session, table, numbers(database, GROUPS - 1), {
                "id": "p.id + n * 10", "name": "p.name || ' ' || n", "sort_key": "p.sort_key || ' ' || n", "email": "n || p.email",
                "own": "false", "digest": "false", "next_at": "NULL", "nonce": "NULL"})
        copy_rows(session, AgreementRow, several, _varied(database))
        for row in (TermsRow, PartyRow, FunctionRow, SigningRow, SignatureRow, ObligationRow, DecisionRow):
            copy_rows(session, row, several, PLAIN | OWN)
        copy_rows(session, MeetingRow, several, PLAIN | OWN | {"uid": UNLIKE["uid"]})
        few = f"{several} WHERE n % {THIN} = 0"
        copy_rows(session, SeatRow, few, PLAIN | OWN, also="AND")
        copy_rows(session, OutboxRow, few, PLAIN | OWN | UNLIKE | {"state": "'sent'", "sent_at": "p.created_at", "next_at": "NULL"}, also="AND")
        copy_rows(session, HistoryRow, few, {"id": PLAIN["id"], "chain": f"p.chain + n * {APART}", "subject": _subject(database)},
              also="AND p.chain > 0 AND")
    with database.write() as session:
        session.execute(text("ANALYZE"))
        beat(session, "sweep", now=now)


def _live(database: Database, now: datetime) -> None:
    """Let one agreement be registered and signed, and the clock pass over it until now."""
    begun = now - timedelta(days=GONE)
    first = local_day(begun)
    with database.write() as session:
        number = register(session, terms(start=first, end=first + timedelta(days=364)), CONTACTS, now=begun - timedelta(days=20), by=BY)
        send(session, number, now=begun - timedelta(days=20), by=BY)
        for party in cast(session, number).parties:
            sign(session, number, party, now=begun - timedelta(days=20), by=BY)
    for day in range(GONE + 1):
        sweep(database, now=lambda at=begun + timedelta(days=day): at)  # type: ignore[misc]
    with database.read() as session:
        assert number == 1
        for table in (OutboxRow, HistoryRow):
            assert (session.scalar(select(func.max(table.id))) or 0) < APART


def numbers(database: Database, count: int) -> str:
    """Return what to select `n` from: 1 to `count`."""
    if database.is_sqlite:
        return f"(WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < {count}) SELECT n FROM seq) s"
    return f"generate_series(1, {count}) AS s(n)"


def _varied(database: Database) -> dict[str, str]:
    """Return what sets an agreement apart: its name, and when it ends; every fourth is over."""
    days = "(CASE WHEN n % 4 = 0 THEN -150 - n % 900 ELSE n % 700 END)"
    if database.is_sqlite:
        moved = {name: f"date(p.{name}, {days} || ' days')" for name in ("starts_on", "ends_on")}
    else:
        moved = {name: f"p.{name} + {days}" for name in ("starts_on", "ends_on")}
    return {
        "id": PLAIN["id"], "uid": UNLIKE["uid"], **moved, "title": "'Nr ' || n || ', ' || p.title",
        "sort_key": "'nr ' || n || ' ' || p.sort_key", "search": "'nr ' || n || ', ' || p.search",
        "state": "CASE WHEN n % 4 = 0 THEN 'expired' ELSE p.state END"}


def _subject(database: Database) -> str:
    if database.is_sqlite:
        return f"substr(p.subject, 1, instr(p.subject, ' ')) || (substr(p.subject, instr(p.subject, ' ') + 1) + n * {APART})"
    return f"split_part(p.subject, ' ', 1) || ' ' || (split_part(p.subject, ' ', 2)::bigint + n * {APART})"


def copy_rows(session: Any, row: Any, several: str, changed: Mapping[str, str], also: str = "WHERE") -> None:
    """Copy the rows that the first agreement has of a table, once for each number."""
    table: Table = row.__table__
    names = [column.name for column in table.c if column.computed is None]
    values = ", ".join(changed.get(name, f"p.{name}") for name in names)
    session.execute(text(
        f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {values} FROM {table.name} AS p, {several} {also} p.id < {APART}"))
