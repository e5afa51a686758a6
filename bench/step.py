"""One state step: decided in memory against a state machine library, and made durable against bare SQL."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy import text
from transitions import Machine

from bench import crowd
from bench.table import Figure, interleaved, seconds
from service.agreements.rules import Facts, decide
from service.agreements.states import AGREEMENT, State, Step
from service.agreements.tables import AgreementRow
from service.db import Database
from service.history.door import move
from service.kernel.clock import moment
from service.schema import migrate
from tests.databases import postgres_server

TIMES = 5_000


class Thing:
    """What the library moves."""

    state: str


def _ours() -> float:
    facts = Facts(state=State.SIGNED, starts_at=moment(crowd.DAY), ends_at=None)
    return TIMES / seconds(lambda: [decide(1, Step.BEGIN, facts, now=moment(crowd.END)) for _ in range(TIMES)])


def _library() -> float:
    thing = Thing()
    table = [{"trigger": step.value, "source": origin.value, "dest": to.value} for (origin, step), to in AGREEMENT.table.items()]
    Machine(thing, states=[state.value for state in State], transitions=table, initial="signed")

    def run() -> None:
        for _ in range(TIMES):
            thing.state = "signed"
            thing.begin()  # type: ignore[attr-defined]

    return TIMES / seconds(run)


def _durable(database: Database) -> float:
    facts = Facts(state=State.ACTIVE, starts_at=moment(crowd.DAY), ends_at=moment(crowd.DAY))

    def run() -> None:
        for number in range(1, 201):
            with database.write() as session:
                moved = decide(number, Step.RENEW, facts, now=crowd.NOW.replace(year=2026))
                move(session, AgreementRow, [moved], now=crowd.NOW, by="clock")

    return 200 / seconds(run)


def _bare(database: Database) -> float:
    def run() -> None:
        for number in range(1, 201):
            with database.write() as session:
                session.execute(text("UPDATE agreements SET state = 'active' WHERE id = :id AND state = 'active'"), {"id": number})
                session.execute(text(
                    "INSERT INTO history (chain, seq, at, actor, subject, event, body, previous, digest)"
                    " VALUES (:chain, 1, :at, 'clock', 'x', 'renew', '{}', '', '')"),
                    {"chain": -_next(), "at": "2025-01-01T00:00:00.000000Z" if database.is_sqlite else crowd.NOW})

    return 200 / seconds(run)


_numbers = iter(range(1, 10_000_000))


def _next() -> int:
    return next(_numbers)


def bench() -> list[Figure]:
    """Return the figures."""
    ours, peer = interleaved(_ours, _library)
    figures = [Figure(what="one state step, facts in, move out", ours=f"{ours:,.0f}/s", peer=f"transitions {peer:,.0f}/s", ratio=ours / peer, goal=3)]
    with tempfile.TemporaryDirectory() as folder, postgres_server() as uri:
        for kind, url in (("SQLite", f"sqlite:///{Path(folder) / 'step.sqlite'}"), ("PostgreSQL", uri)):
            database = Database(url)
            migrate(database)
            crowd.agreements(database, 500)
            one, other = interleaved(lambda it=database: _durable(it), lambda it=database: _bare(it))  # type: ignore[misc]
            figures.append(Figure(what=f"one durable step, {kind}", ours=f"{one:,.0f}/s", peer=f"bare UPDATE + INSERT {other:,.0f}/s",
                                  ratio=one / other, goal=0.5))
            database.close()
    return figures
