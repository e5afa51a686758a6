"""The scheduler process: APScheduler as a heartbeat in UTC that wakes the passes."""

from __future__ import annotations

import os
import select
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import Any

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from sqlalchemy.exc import SQLAlchemyError

from service.db import Database
from service.kernel import clock
from service.scheduler.passes import delivery_pass, sweep_pass, take_up
from service.settings import Settings

log = structlog.get_logger(__name__)

PASSES: Mapping[str, Callable[..., Any]] = {"sweep": sweep_pass, "delivery": delivery_pass}
STOPPING = (signal.SIGTERM, signal.SIGINT)


class Beat(BaseTrigger):  # type: ignore[misc]
    """Fires once an interval, counted from now.

    APScheduler's own interval lists every firing missed, of which a clock set ten years ahead makes
    a hundred million.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return the moment one interval from now."""
        return now.astimezone(UTC) + (self.interval if previous_fire_time else timedelta())


class Runner:
    """Keeps the clock until told to stop; dies rather than live on without its threads."""

    def __init__(
        self, database: Database, settings: Settings, *, now: Callable[[], datetime] | None = None,
        passes: Mapping[str, Callable[..., Any]] = PASSES,
    ) -> None:
        self.database = database
        self.settings = settings
        self.now = now or database.now
        self.passes = passes
        self.stop = threading.Event()
        self.broken: BaseException | None = None
        self.woken, self.waker = os.pipe()

    def run(self) -> int:
        """Beat until SIGTERM or SIGINT; return 0, or 1 if a pass died of more than an ordinary error."""
        before = {number: signal.signal(number, self._told_to_stop) for number in STOPPING}
        scheduler = BackgroundScheduler(
            timezone=UTC, executors={"default": ThreadPoolExecutor(len(self.passes))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for name in self.passes:
            scheduler.add_job(self._guarded, Beat(self.settings.beat_seconds), args=[name], id=name)
        self._take_up()
        scheduler.start()
        log.info("the scheduler runs", beat_seconds=self.settings.beat_seconds)
        try:
            while not select.select([self.woken], [], [], self.settings.beat_seconds)[0]:
                self._look_after(scheduler)
            self.stop.set()
            scheduler.shutdown(wait=True)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            for end in (self.woken, self.waker):
                os.close(end)
            self.database.close()
        if self.broken is not None:
            log.error("the scheduler stops on a fault", exc_info=self.broken)
            return 1
        log.info("the scheduler stops")
        return 0

    def _take_up(self) -> None:
        try:
            freed = take_up(self.database, now=self.now)
        except (SQLAlchemyError, OSError) as error:
            log.error("the database is away; claims of the dead run out by themselves", error=str(error))
        else:
            log.info("mail of killed processes is free", rows=freed)

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        # Setting the event here could wait for a lock that this very thread holds.
        os.write(self.waker, b"s")

    def _look_after(self, scheduler: BackgroundScheduler) -> None:
        """See that the beat goes on: the clock may have been set back, the thread may be gone."""
        if not scheduler._thread.is_alive():
            self._break(RuntimeError("the scheduler's thread is gone"))
            return
        now = clock.now()
        latest = now + timedelta(seconds=2 * self.settings.beat_seconds)
        for job in scheduler.get_jobs():
            if job.next_run_time > latest:
                log.warning("the clock was set back", by=str(job.next_run_time - now))
                job.modify(next_run_time=now)

    def _break(self, error: BaseException) -> None:
        self.broken = error
        os.write(self.waker, b"b")

    def _guarded(self, name: str) -> None:
        if self.stop.is_set():
            return
        try:
            self.passes[name](self.database, self.settings, now=self.now, stop=self.stop)
        except Exception as error:
            # Nothing is lost and the next beat tries again; until one succeeds there is no sign of life.
            log.error("the pass failed", job=name, error=str(error), exc_info=error)
        except BaseException as error:
            self._break(error)
