"""Figures and pictures of what is followed up: each against one count by an index of the same rows, and how many questions it takes."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.followup.fill import COUNT, FIRST, NOW, SHIFTS, YEARS, log, portfolio
from bench.table import Figure, processor_seconds, seconds
from service.db import Database
from service.followup.reports.store import get_item
from service.followup.reports.tables import ReportRow
from service.followup.shifts.store import figures
from service.followup.shifts.tables import ShiftRow
from service.lifecycle.followup.summary import count as count_summary
from service.obligations.tables import ObligationRow
from service.schema import migrate
from service.web.pictures import one, risks, sums
from service.web.pictures.within import Within
from tests.databases import Lane, make_postgres_template, postgres_server
from tests.web.world import counted

GOAL, ROUNDS, TIMES = 20.0, 11, 8
TODAY = NOW.date()
Ask = Callable[[Session], object]


@dataclass(frozen=True)
class Asked:
    """One thing to measure: its name and what it asks."""

    name: str
    ask: Ask


def _of_log(agreement_id: int, report_id: int) -> tuple[Ask, list[Asked]]:
    """Return the count over the log, and what is measured against it."""
    end = FIRST.replace(year=FIRST.year + YEARS - 1, month=12, day=31)
    return (
        lambda session: session.connection().execute(
            select(func.count()).select_from(ShiftRow).where(ShiftRow.agreement_id == agreement_id)).scalar_one(),
        [Asked("yearly summary, last of the years",
               lambda session: count_summary(session, get_item(session, report_id), today=TODAY)),
         Asked(f"shift figures over {YEARS} years", lambda session: figures(session, agreement_id, FIRST, end)),
         Asked("shift figures, days within months",
               lambda session: figures(session, agreement_id, FIRST.replace(day=10), end.replace(day=20))),
         Asked("pictures of the agreement", lambda session: one.load(session, agreement_id, TODAY))])


def _of_all() -> tuple[Ask, list[Asked]]:
    """Return the count over all agreements, and what is measured against it."""
    return (
        lambda session: session.connection().execute(
            select(func.count()).select_from(ObligationRow).where(ObligationRow.agreement_id > 0)).scalar_one(),
        [Asked("pictures of all agreements", _pictures)])


def _pictures(session: Session) -> None:
    everything = Within()
    sums.money(session, everything, TODAY)
    sums.months(session, everything, TODAY)
    sums.overdue(session, everything, TODAY)
    risks.risks(session, everything, TODAY)


def bench() -> list[Figure]:
    """Return the figures for SQLite, with BENCH_FULL for PostgreSQL as well."""
    with tempfile.TemporaryDirectory() as folder:
        found = _of("SQLite", *(f"sqlite:///{Path(folder) / name}.sqlite" for name in ("log", "many", "few")))
    if os.environ.get("BENCH_FULL"):
        with postgres_server() as uri:
            make_postgres_template(uri)
            with Lane(uri).lend() as logged, Lane(uri).lend() as many, Lane(uri).lend() as few:
                found += _of("PostgreSQL", logged, many, few)
    return found


def _of(kind: str, logged: str, many: str, few: str) -> list[Figure]:
    one_log, large, small = (Database(url) for url in (logged, many, few))
    for database in (one_log, large, small):
        migrate(database)
    agreement_id = log(one_log)
    portfolio(large)
    portfolio(small, 2)
    with one_log.read() as session:
        report_id = session.scalars(select(ReportRow.id).where(ReportRow.kind == "yearly_summary").order_by(ReportRow.day.desc())).first()
        assert report_id is not None
    limit, asked = _of_log(agreement_id, report_id)
    figures_found = _measured(f"{YEARS} × {SHIFTS:,} shifts, {kind}", one_log, limit, asked)
    limit, asked = _of_all()
    figures_found += _measured(f"{COUNT:,} agreements, {kind}", large, limit, asked)
    numbers = [_questions(database, asked[0].ask) for database in (large, small)]
    figures_found.append(Figure(what=f"questions: {asked[0].name}, {kind}", ours=f"{numbers[0]}", peer=f"at 2 agreements: {numbers[1]}",
                                ratio=numbers[0] / numbers[1], goal=1.0, more=False))
    for database in (one_log, large, small):
        database.close()
    return figures_found


def _measured(over: str, database: Database, limit: Ask, asked: list[Asked]) -> list[Figure]:
    """Measure each in turn with the count, round by round, some times in each round; the first round is to warm to.

    SQLite works within this process: its processor time is measured, so that what else the machine does counts for neither.
    With PostgreSQL it is the best time of each round, for a count is done before another process has its turn, and what takes longer is not.
    """
    rounds: list[list[float]] = []
    for number in range(ROUNDS + 1):
        took = [_time(database, ask) for ask in (limit, *(one.ask for one in asked))]
        if number:
            rounds.append(took)
    counts, *others = zip(*rounds, strict=True)
    count = statistics.median(counts)
    return [Figure(what=f"{each.name}, {over}", ours=f"{statistics.median(took) * 1000:.2f} ms", peer=f"one count {count * 1000:.2f} ms",
                   ratio=statistics.median(mine / one for mine, one in zip(took, counts, strict=True)), goal=GOAL, more=False,
                   note=f"{_questions(database, each.ask)} questions") for each, took in zip(asked, others, strict=True)]


def _time(database: Database, ask: Ask) -> float:
    with database.read() as session:
        ask(session)
        if database.is_sqlite:
            return processor_seconds(lambda: [_afresh(session, ask) for _ in range(TIMES)]) / TIMES
        return min(seconds(lambda: _afresh(session, ask)) for _ in range(TIMES))


def _afresh(session: Session, ask: Ask) -> object:
    session.expunge_all()
    return ask(session)


def _questions(database: Database, ask: Ask) -> int:
    with database.read() as session, counted(database) as statements:
        ask(session)
    return len([each for each in statements if not each.startswith("BEGIN")])
