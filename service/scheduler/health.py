"""Is the clock side alive, and does it keep up?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Insert, Table, func, select, text
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.orm import Session

from service.kernel.clock import stamp
from service.notices.tables import OutboxRow
from service.scheduler.tables import HeartbeatRow, TroubleRow

SWEEP = "sweep"
DELIVERY = "delivery"
RECONCILED = "reconciled"


@dataclass(frozen=True, slots=True)
class Health:
    """What the health page shows: `backlog` is mail due and not gone, `failures` what the sweep pushed back."""

    ok: bool
    last_sweep: datetime | None
    backlog: int
    failures: int
    undeliverable: int
    paused: str | None

    def as_json(self) -> dict[str, Any]:
        """Return the health as `/healthz` gives it."""
        told = asdict(self)
        del told["paused"]
        return told | {"last_sweep": stamp(self.last_sweep) if self.last_sweep else None}


_TABLE = cast(Table, HeartbeatRow.__table__)
_SET = ("at", "acted", "failed", "error")


def _upsert(insert: Callable[[Table], SqliteInsert | PostgresqlInsert]) -> Insert:
    made = insert(_TABLE)
    return made.on_conflict_do_update(index_elements=["name"], set_={name: made.excluded[name] for name in _SET})


_BEAT = {"sqlite": _upsert(SqliteInsert), "postgresql": _upsert(PostgresqlInsert)}


def beat(session: Session, name: str, *, now: datetime, acted: int = 0, failed: int = 0,
         error: str | None = None) -> None:
    """Note that a pass has been made; two processes may do so at the same moment."""
    connection = session.connection()
    connection.execute(_BEAT[connection.dialect.name],
                       {"name": name, "at": now, "acted": acted, "failed": failed, "error": error})


def health(session: Session, now: datetime, *, dead_after: timedelta = timedelta(seconds=60)) -> Health:
    """Return how the clock side fares; dead when the last sweep is older than `dead_after`, or never was.

    One later than `now` by as much is no sign of life either: the clock has been set back since.
    """
    beats = {row.name: row for row in session.scalars(select(HeartbeatRow))}
    swept = beats.get(SWEEP)
    last = swept.at if swept else None
    counted = dict(session.execute(
        select(OutboxRow.state, func.count()).where(OutboxRow.next_at <= now).group_by(OutboxRow.state)).all())
    undeliverable = session.scalars(
        select(func.count()).select_from(OutboxRow).where(text("state = 'undeliverable'"))).one()
    failures = session.scalars(select(func.count()).select_from(TroubleRow)).one()
    delivery = beats.get(DELIVERY)
    return Health(
        ok=last is not None and abs(now - last) <= dead_after, last_sweep=last, backlog=sum(counted.values()),
        failures=failures, undeliverable=undeliverable, paused=delivery.error if delivery else None,
    )
