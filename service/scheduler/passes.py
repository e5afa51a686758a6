"""One pass: sweep what is due, then deliver what is owed; each with its sign of life."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from service.db import Database
from service.notices.courier import Delivered
from service.notices.delivery import deliver
from service.scheduler.health import DELIVERY, SWEEP, beat
from service.scheduler.sweep import Swept, sweep
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Passed:
    """What one pass did."""

    swept: Swept
    delivered: Delivered


def sweep_pass(
    database: Database, settings: Settings, *, now: Callable[[], datetime], stop: threading.Event | None = None
) -> Swept:
    """Sweep, and note it."""
    swept = sweep(database, now=now, batch=settings.sweep_batch, stop=stop)
    with database.write() as session:
        beat(session, SWEEP, now=now(), acted=swept.acted, failed=swept.failed,
             error=swept.errors[0] if swept.errors else None)
    return swept


def delivery_pass(
    database: Database, settings: Settings, *, now: Callable[[], datetime], stop: threading.Event | None = None
) -> Delivered:
    """Deliver, and note it."""
    delivered = deliver(database, settings, now=now, stop=stop)
    with database.write() as session:
        beat(session, DELIVERY, now=now(), acted=delivered.sent, failed=delivered.undeliverable,
             error=delivered.paused)
    return delivered


def one_pass(
    database: Database, settings: Settings, *, now: Callable[[], datetime], stop: threading.Event | None = None
) -> Passed:
    """Sweep, then deliver."""
    swept = sweep_pass(database, settings, now=now, stop=stop)
    return Passed(swept, delivery_pass(database, settings, now=now, stop=stop))
