"""A hundred thousand due at once, against APScheduler with a job per reminder and against bare batched SQL."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import bindparam, text

from bench import crowd
from bench.table import Figure, peak_mb, seconds
from service.db import Database, Moment
from service.scheduler.sweep import sweep
from service.schema import migrate
from tests.databases import postgres_server

BURST = 100_000
SAMPLE = 1_000
BATCH = 1_000

_fired = 0
_lock = threading.Lock()


def remind(number: int, url: str) -> None:
    """Do what a reminder job does: write its row, durably."""
    global _fired
    with _peer(url).write() as session:
        session.execute(text("INSERT INTO told (number, at) VALUES (:number, :at)"), {"number": number, "at": str(number)})
    with _lock:
        _fired += 1


_peers: dict[str, Database] = {}


def _peer(url: str) -> Database:
    if url not in _peers:
        _peers[url] = Database(url, busy_seconds=60)
    return _peers[url]


def apscheduler_pace(url: str) -> tuple[float, int]:
    """Return reminders a second of one job per reminder, and how many of the sample were lost."""
    global _fired
    _fired = 0
    with _peer(url).write() as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS told (number integer, at text)"))
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=_peer(url).engine)}, executors={"default": ThreadPoolExecutor(10)},
        timezone=UTC, job_defaults={"misfire_grace_time": None, "max_instances": SAMPLE})
    scheduler.start(paused=True)
    due = datetime.now(UTC)
    for number in range(SAMPLE):
        scheduler.add_job(remind, "date", run_date=due, args=[number, url], id=f"{number}")

    def drain() -> None:
        scheduler.resume()
        while _fired < SAMPLE and scheduler.get_jobs():
            threading.Event().wait(0.01)
        scheduler.shutdown(wait=True)

    took = seconds(drain)
    return _fired / took, SAMPLE - _fired


def bare_pace(database: Database, count: int) -> float:
    """Return outbox rows a second of the least that durable batched SQL can do."""
    payload = json.dumps({"agreement": "Partnerskap", "clause": "x" * 80, "day": "2025-10-31", "facts": ["x"] * 20})
    columns = "key, name, agreement_id, subject, to_name, to_email, language, payload, state, attempts, created_at, message_id, doubt"
    mark = "?" if database.is_sqlite else "%s"
    marks = ", ".join([mark] * 13)
    at: Any = "2025-10-30T07:00:00.000000Z" if database.is_sqlite else crowd.NOW

    def run() -> None:
        for start in range(0, count, BATCH):
            rows = [(f"bare:{n}", "renewal_ahead", n + 1, f"decision {n}", "P", "p@kommun.example", "sv", payload, "waiting",
                     0, at, f"<{n}@x>", False) for n in range(start, start + BATCH)]
            with database.write() as session:
                session.connection().exec_driver_sql(f"INSERT INTO outbox ({columns}) VALUES ({marks})", rows)
                session.connection().exec_driver_sql(
                    f"UPDATE decisions SET next_at = {mark} WHERE id > {mark} AND id <= {mark}", (at, start, start + BATCH))

    return count / seconds(run)


def child(url: str, count: int) -> None:
    """Sweep `count` due decisions and print rows, seconds and peak memory as JSON."""
    database = Database(url)
    result: list[Any] = []
    took = seconds(lambda: result.append(sweep(database, now=lambda: crowd.NOW, batch=BATCH)))
    print(json.dumps({"rows": result[0].owed, "acted": result[0].acted, "failed": result[0].failed, "seconds": took, "mb": peak_mb()}))


def in_child(url: str, count: int) -> dict[str, Any]:
    """Run `child` in a process of its own."""
    out = subprocess.run([sys.executable, "-W", "ignore", "-m", "bench.burst", url, str(count)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(out.stdout)
    return found


def _one(kind: str, fresh: Callable[[], str], goal: float) -> list[Figure]:
    small = fresh()
    _fill(small, 1_000)
    few = in_child(small, 1_000)
    url = fresh()
    _fill(url, BURST)
    paces = [apscheduler_pace(fresh())]
    many = in_child(url, BURST)
    paces.append(apscheduler_pace(fresh()))
    peer = sum(pace for pace, _ in paces) / len(paces)
    lost = sum(lost for _, lost in paces)
    ours = many["rows"] / many["seconds"]
    with Database(url).write() as session:
        left = session.execute(text("SELECT count(*) FROM decisions WHERE next_at <= :now").bindparams(
            bindparam("now", crowd.NOW, type_=Moment()))).scalar_one()
        session.execute(text("DELETE FROM outbox"))
    bare = bare_pace(Database(url), BURST)
    none_lost = many["acted"] == BURST and many["rows"] >= BURST and not left
    return [
        Figure(what=f"burst of {BURST:,} due, outbox rows, {kind}", ours=f"{ours:,.0f}/s",
               peer=f"APScheduler job each {peer:,.0f}/s", ratio=ours / peer, goal=goal,
               note=f"{many['rows']:,} rows, lost: {'none' if none_lost else 'SOME'}; the peer lost {lost} of {2 * SAMPLE}"),
        Figure(what=f"the same against bare batched SQL, {kind}", ours=f"{ours:,.0f}/s", peer=f"bare {bare:,.0f}/s",
               ratio=ours / bare, goal=0.0, note="no goal: what history, keys and words cost"),
        Figure(what=f"memory of the burst above that of 1,000 due, {kind}", ours=f"{many['mb'] - few['mb']:.0f} MB", peer="64 MB",
               ratio=(many["mb"] - few["mb"]) / 64, goal=1.0, more=False),
    ]


def _fill(url: str, count: int) -> None:
    database = Database(url)
    migrate(database)
    crowd.agreements(database, count)
    crowd.decisions(database, count, count)
    database.close()


def bench() -> list[Figure]:
    """Return the figures for both databases."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = iter(range(100))
        figures = _one("SQLite", lambda: f"sqlite:///{Path(folder) / f'{next(numbers)}.sqlite'}", 20)
    with postgres_server() as uri:
        made = iter(range(100))

        def fresh() -> str:
            name = f"burst{next(made)}"
            with Database(uri).engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            return uri.replace("/postgres?", f"/{name}?")

        figures += _one("PostgreSQL", fresh, 8)
    return figures


if __name__ == "__main__":
    child(sys.argv[1], int(sys.argv[2]))
