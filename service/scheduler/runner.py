"""The scheduler process: APScheduler as a heartbeat in UTC that wakes the passes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError

from service.db import Database
from service.kernel import clock
from service.scheduler.passes import delivery_pass, sweep_pass
from service.settings import Settings

log = structlog.get_logger(__name__)


class Runner:
    """Keeps the clock until told to stop; dies rather than live on without its threads."""

    def __init__(self, database: Database, settings: Settings, *, now: Callable[[], datetime] | None = None) -> None:
        self.database = database
        self.settings = settings
        self.now = now or database.now
        self.stop = threading.Event()
        self.broken: BaseException | None = None

    def run(self) -> int:
        """Beat until SIGTERM or SIGINT; return 0, or 1 if a pass died of more than an ordinary error."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        scheduler = BackgroundScheduler(
            timezone=UTC, executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        trigger = IntervalTrigger(seconds=self.settings.beat_seconds, timezone=UTC)
        scheduler.add_job(self._guarded, trigger, args=["sweep"], next_run_time=clock.now(), id="sweep")
        scheduler.add_job(self._guarded, trigger, args=["delivery"], next_run_time=clock.now(), id="delivery")
        scheduler.start()
        log.info("the scheduler runs", beat_seconds=self.settings.beat_seconds)
        while not self.stop.wait(self.settings.beat_seconds):
            if not scheduler.running:
                self.broken = self.broken or RuntimeError("the scheduler's thread is gone")
                self.stop.set()
        scheduler.shutdown(wait=True)
        self.database.close()
        if self.broken is not None:
            log.error("the scheduler stops on a fault", exc_info=self.broken)
            return 1
        log.info("the scheduler stops")
        return 0

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.set()

    def _guarded(self, name: str) -> None:
        if self.stop.is_set():
            return
        passes = {"sweep": sweep_pass, "delivery": delivery_pass}
        try:
            passes[name](self.database, self.settings, now=self.now, stop=self.stop)
        except (SQLAlchemyError, OSError) as error:
            # The database or the network is away: nothing is lost, the next beat tries again.
            log.error("the pass failed", job=name, error=str(error))
        except BaseException as error:
            self.broken = error
            self.stop.set()
            raise
