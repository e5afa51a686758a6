"""A sweep with a hundred due among few and among millions stored; a sweep with nothing due."""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from sqlalchemy import text

from bench import crowd
from bench.table import ROUNDS, Figure, seconds
from service.db import Database
from service.scheduler.jobs import JOBS
from service.scheduler.sweep import sweep
from service.schema import migrate
from tests.databases import postgres_server

DUE = 100
FEW = 10_000
SIZES = (1_000_000, 10_000_000) if os.environ.get("BENCH_FULL") else (1_000_000,)
AGREEMENTS = 2_000


def _one(kind: str, database: Database, others: list[Database]) -> list[Figure]:
    figures = []
    for size, other in zip(SIZES, others, strict=True):
        pairs = [(_sweep(other), _sweep(database)) for _ in range(ROUNDS)]
        ours, peer = (statistics.median(one) for one in zip(*pairs, strict=True))
        figures.append(Figure(
            what=f"sweep, {DUE} due, {size:,} stored, {kind}", ours=f"{ours * 1000:.1f} ms", peer=f"at {FEW:,}: {peer * 1000:.1f} ms",
            ratio=ours / peer, goal=1.5, more=False))
    idle, bare = zip(*[(_idle(database), _bare(database)) for _ in range(ROUNDS)], strict=True)
    mine, theirs = statistics.median(idle), statistics.median(bare)
    figures.append(Figure(
        what=f"idle sweep, {kind}", ours=f"{mine * 1e6:.0f} µs", peer=f"{len(JOBS)} bare queries {theirs * 1e6:.0f} µs",
        ratio=mine / theirs, goal=1.5, more=False))
    return figures


def _sweep(database: Database) -> float:
    crowd.make_due(database, DUE)
    return seconds(lambda: sweep(database, now=lambda: crowd.NOW))


def _idle(database: Database) -> float:
    return seconds(lambda: [sweep(database, now=lambda: crowd.AROSE) for _ in range(200)]) / 200


def _bare(database: Database) -> float:
    asked = [text(f"SELECT 1 FROM {job.table.__tablename__} WHERE next_at <= '2020-01-01' LIMIT 1") for job in JOBS]

    def run() -> None:
        for _ in range(200):
            with database.read() as session:
                for question in asked:
                    session.execute(question).all()

    return seconds(run) / 200


def _filled(url: str, size: int) -> Database:
    database = Database(url)
    migrate(database)
    crowd.agreements(database, AGREEMENTS)
    crowd.decisions(database, AGREEMENTS, 0)
    crowd.stored(database, size, AGREEMENTS)
    with database.write() as session:
        session.execute(text("ANALYZE"))
    return database


def bench() -> list[Figure]:
    """Return the figures for both databases."""
    with tempfile.TemporaryDirectory() as folder:
        made = [_filled(f"sqlite:///{Path(folder) / f'{size}.sqlite'}", size) for size in (FEW, *SIZES)]
        figures = _one("SQLite", made[0], made[1:])
        for one in made:
            one.close()
    with postgres_server() as uri:
        made = []
        for size in (FEW, *SIZES):
            with Database(uri).engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE sweep{size}")
            made.append(_filled(uri.replace("/postgres?", f"/sweep{size}?"), size))
        figures += _one("PostgreSQL", made[0], made[1:])
        for one in made:
            one.close()
    return figures
