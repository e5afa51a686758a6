"""kill -9 at every named point: nothing is lost, nothing is given twice but what was in doubt."""

from __future__ import annotations

import random
import signal

import pytest
from sqlalchemy import select

from service.db import Database
from service.kernel.crash import POINTS
from service.notices.tables import OutboxRow
from tests.builders import an_agreement, on
from tests.faults import invariants
from tests.faults.conftest import passed, put_aside
from tests.faults.processes import CLAIM, swept
from tests.sinks import Sink

SEPTEMBER = on(2025, 9, 1, 8)
# On that day each agreement owes four reminders of a meeting and two of the decision.
OWED = 6


def prepare(database: Database, agreements: int = 3) -> None:
    """Fill in agreements and let all that comes before that morning happen."""
    with database.write() as session:
        for _ in range(agreements):
            an_agreement(session, reports=[])
    passed(database, on(2025, 8, 31, 12))
    put_aside(database)


def sent_on_that_day(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row.name, row.state) for row in session.scalars(
            select(OutboxRow).where(OutboxRow.created_at == SEPTEMBER).order_by(OutboxRow.name, OutboxRow.id))]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at(point: str, database: Database, database_url: str, sink: Sink) -> None:
    prepare(database)
    spec = f"{point}:2"
    assert swept(database_url, SEPTEMBER, sink.port, CRASH_AT=spec, SWEEP_BATCH=2) == -signal.SIGKILL
    passed(database, SEPTEMBER, sink.port)
    passed(database, SEPTEMBER + CLAIM, sink.port)
    assert sent_on_that_day(database) == [("meeting_reminder", "sent")] * 12 + [("renewal_ahead", "sent")] * 6
    invariants.check(database, sink)
    repeated = len(sink.received) - 3 * OWED
    assert repeated == (1 if point in ("delivery.after_reply", "delivery.before_mark_commit") else 0)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(50))
def test_killed_again_and_again(seed: int, database: Database, database_url: str, sink: Sink) -> None:
    chance = random.Random(seed)
    prepare(database, 5)
    now = SEPTEMBER
    for _ in range(12):
        spec = f"{chance.choice(list(POINTS))}:{chance.randint(1, 9)}"
        assert swept(database_url, now, sink.port, CRASH_AT=spec, SWEEP_BATCH=2) in (0, -signal.SIGKILL)
        now += CLAIM * chance.choice((0, 1))
    passed(database, now + CLAIM, sink.port)
    assert {state for _, state in sent_on_that_day(database)} == {"sent"}
    invariants.check(database, sink)
