"""One pass: sweep what is due, then deliver what is owed; each with its sign of life."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from service.db import Database
from service.kernel.clock import monotonic
from service.notices.sending.claims import free_orphans
from service.notices.sending.courier import Delivered
from service.notices.sending.deliver import deliver
from service.scheduler.health import DELIVERY, SWEEP, beat
from service.scheduler.reconcile import is_time_to_reconcile, reconcile
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
    """Sweep, and note it: at the end, and now and then on the way through a great deal."""
    noted = monotonic()

    def note(swept: Swept) -> None:
        nonlocal noted
        noted = monotonic()
        with database.write() as session:
            beat(session, SWEEP, now=now(), acted=swept.acted, failed=swept.failed,
                 error=swept.errors[0] if swept.errors else None)

    def alive(swept: Swept) -> None:
        if monotonic() - noted > settings.dead_after_seconds / 4:
            note(swept)

    if is_time_to_reconcile(database, now()):
        reconcile(database, settings, now=now())
    swept = sweep(database, now=now, batch=settings.sweep_batch, stop=stop, alive=alive)
    note(swept)
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


def take_up(database: Database, *, now: Callable[[], datetime]) -> int:
    """Let go of mail that a killed process on this host held; done once, before the first pass."""
    with database.write() as session:
        return free_orphans(session, now())


def one_pass(
    database: Database, settings: Settings, *, now: Callable[[], datetime], stop: threading.Event | None = None
) -> Passed:
    """Sweep, then deliver."""
    take_up(database, now=now)
    swept = sweep_pass(database, settings, now=now, stop=stop)
    return Passed(swept, delivery_pass(database, settings, now=now, stop=stop))
