"""Much due at once under a limit of memory: the cost grows with a batch, not with what is due."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import func, select

from service.db import Database
from service.notices.tables import OutboxRow
from service.scheduler.sweep import sweep
from tests.builders import an_agreement, on
from tests.crowd import multiply
from tests.faults import invariants
from tests.faults.conftest import put_aside
from tests.faults.processes import ROOT, environment

MORNING = on(2025, 9, 1, 8)
MORE = 64 * 1024 * 1024
# One sweep, which says at its end how much address space it came to take.
MEASURED = """
import sys
from service.cli.main import main
code = 0
try:
    main(["sweep", "--now", sys.argv[1]])
except SystemExit as end:
    code = end.code
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmPeak")))
sys.exit(code)
"""


def measured(url: str, limit: int | None = None) -> int:
    """Sweep in a process of its own under a limit of address space; return the most it took, in octets."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, MORNING.isoformat()], env=environment(url), cwd=ROOT, text=True,
        capture_output=True, check=False, timeout=3000,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))) if limit else None)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.split()[-1]) * 1024


def pattern(database: Database, **changed: Any) -> int:
    """Return an agreement that has two matters due in the morning, or one without meetings."""
    with database.write() as session:
        made = an_agreement(session, reports=[], **changed)
    sweep(database, now=lambda: on(2025, 8, 31, 12))
    put_aside(database)
    return made


def written(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(func.count()).where(OutboxRow.created_at == MORNING)).one()


def swept_under_limit(database: Database, url: str, few: int, many: int, owed: int, **changed: Any) -> None:
    multiply(database, pattern(database, **changed), few - 1)
    peak = measured(url)
    assert written(database) == owed * few
    multiply(database, pattern(database, **changed), many - 1)
    measured(url, limit=peak + MORE)
    assert written(database) == owed * (few + many)


def test_ten_times_as_much_due_takes_no_more_memory(database: Database, database_url: str) -> None:
    swept_under_limit(database, database_url, 60, 600, owed=6)
    invariants.check(database)


@pytest.mark.soak
def test_a_million_due(database: Database, database_url: str) -> None:
    swept_under_limit(database, database_url, 1_000, 1_000_000, owed=2, reports=(), meetings={"per_year": None})
