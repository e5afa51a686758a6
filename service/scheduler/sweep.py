"""One pass over everything that is due: claim a batch, decide, write, commit, until nothing is left."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, cast

import structlog
from sqlalchemy import Table, bindparam, delete, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from service.db import Database, ForMany
from service.history.record import CLOCK, Record, append
from service.kernel.crash import point
from service.kernel.unreadable import Unreadable
from service.notices.owe import Letter, let_go, owe
from service.scheduler.jobs import JOBS, Acted, Job
from service.scheduler.tables import TroubleRow

log = structlog.get_logger(__name__)

LONGEST_PUSH = timedelta(days=1)
ERRORS_KEPT = 50
TRIES = 4
# What PostgreSQL calls a deadlock, and a transaction that lost against another.
PASSING = ("40P01", "40001")


@dataclass(slots=True)
class Swept:
    """What a pass did: items acted on, notices written, items that failed and were pushed back."""

    acted: int = 0
    owed: int = 0
    failed: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: Swept) -> None:
        """Count what another batch did."""
        self.acted += other.acted
        self.owed += other.owed
        self.failed += other.failed
        self.errors += other.errors[: ERRORS_KEPT - len(self.errors)]


def sweep(
    database: Database, *, now: Callable[[], datetime], batch: int = 500, stop: threading.Event | None = None,
    jobs: Sequence[Job] = JOBS, alive: Callable[[Swept], None] | None = None,
) -> Swept:
    """Act on everything that is due, and on what becomes due by that; stop between batches when told to.

    `alive` is called after every batch.
    """
    swept = Swept()
    before = -1
    while swept.acted > before:
        before = swept.acted
        for job in _with_something_due(database, now(), jobs):
            more = True
            while more and not (stop is not None and stop.is_set()):
                done, more = _batch_in_the_end(database, job, now(), batch)
                swept.add(done)
                if alive is not None:
                    alive(swept)
    return swept


def _with_something_due(database: Database, now: datetime, jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs that have anything due, by one cheap question that takes no write lock."""
    asked = " UNION ALL ".join(
        f"SELECT {number} AS job WHERE EXISTS (SELECT 1 FROM {job.table.__tablename__} WHERE next_at <= :now)"
        for number, job in enumerate(jobs)
    )
    question = text(asked).bindparams(bindparam("now", type_=jobs[0].table.__table__.c.next_at.type))
    with database.read() as session:
        return [jobs[number] for number in session.execute(question, {"now": now}).scalars()]


def _batch_in_the_end(database: Database, job: Job, now: datetime, size: int) -> tuple[Swept, bool]:
    """Do one batch; again from the start if another process got in its way or the connection was lost."""
    for _ in range(TRIES - 1):
        try:
            return _batch(database, job, now, size)
        except DBAPIError as error:
            passing = error.connection_invalidated or getattr(error.orig, "sqlstate", None) in PASSING
            if not passing:
                raise
            log.warning("the batch is done again", job=job.name, error=str(error.orig))
    return _batch(database, job, now, size)


def _batch(database: Database, job: Job, now: datetime, size: int) -> tuple[Swept, bool]:
    """Do one batch; return what it did, and whether there may be more."""
    swept = Swept()
    point("sweep.before_claim")
    with database.write() as session:
        items = job.due(session, now, size)
        if not items:
            return swept, False
        troubled = _troubled(session)
        told, stepping = _decided(session, job, items, now, swept, troubled)
        if told and _tell_all(session, job, told, now, swept):
            _no_more_trouble(session, [item.subject for item, _ in told if item.subject in troubled])
        else:
            stepping = [*told, *stepping]
        for one in stepping:
            _alone(session, job, one, now, swept, troubled)
        point("sweep.before_commit")
    swept.acted = len(items)
    point("sweep.after_commit")
    return swept, len(items) == size or bool(stepping)


def _decided(
    session: Session, job: Job, items: Sequence[Any], now: datetime, swept: Swept, troubled: dict[str, int]
) -> tuple[list[Acted], list[Acted]]:
    told: list[Acted] = []
    stepping: list[Acted] = []
    for item in items:
        try:
            if isinstance(item, Unreadable):
                raise item.error
            act = job.act(item, now)
            if act.step is None and act.next_at is not None and act.next_at <= now:
                raise RuntimeError(f"{item.subject} would be due again at once")
        except Exception as error:
            _push_back(session, job, item, error, now, swept, troubled)
        else:
            (told if act.step is None else stepping).append((item, act))
    return told, stepping


def _tell_all(session: Session, job: Job, told: Sequence[Acted], now: datetime, swept: Swept) -> bool:
    """Write a whole batch at once; undo it and say so if any of it fails."""
    point_of_return = session.begin_nested()
    try:
        _tell(session, job, told, now, swept)
    except OperationalError:
        raise
    except Exception:
        point_of_return.rollback()
        return False
    point_of_return.commit()
    return True


def _tell(session: Session, job: Job, told: Sequence[Acted], now: datetime, swept: Swept) -> None:
    owing = [one for one in told if one[1].owed]
    letters = job.letters(session, owing, now) if owing else []
    _let_go(session, told, letters)
    rows = owe(session, letters, now=now)
    append(session, [
        Record(chain=letter.agreement_id, at=now, actor=CLOCK, subject=letter.subject, event="told",
               body={"notice": letter.name, "day": letter.payload["day"], "to": [to.email for to in letter.to]})
        for letter in letters if letter.agreement_id is not None
    ])
    _settle(session, job, told)
    swept.owed += rows


def _let_go(session: Session, told: Sequence[Acted], letters: Sequence[Letter]) -> None:
    """Take back what still waits and is past, or is said again by the notice that now follows it."""
    subjects: dict[str, list[str]] = defaultdict(list)
    for item, act in told:
        for name in act.past:
            subjects[name].append(item.subject)
    for letter in letters:
        subjects[letter.name].append(letter.subject)
    let_go(session, subjects)


def _settle(session: Session, job: Job, told: Sequence[Acted]) -> None:
    _settling(job).run(session, [
        {"its_id": item.id, "its_next_at": act.next_at, "its_told_at": act.told_at} for item, act in told
    ])


@lru_cache(maxsize=64)
def _settling(job: Job) -> ForMany:
    table = cast(Table, job.table.__table__)
    columns: dict[str, Any] = {"next_at": bindparam("its_next_at")}
    if "told_at" in table.c:
        columns["told_at"] = bindparam("its_told_at")
    return ForMany(update(table).where(table.c.id == bindparam("its_id")).values(columns))


def _alone(
    session: Session, job: Job, one: Acted, now: datetime, swept: Swept, troubled: dict[str, int]
) -> None:
    """Act on one item in a savepoint, so that its failure undoes nothing else."""
    item, act = one
    saved = session.begin_nested()
    try:
        if act.step is None:
            _tell(session, job, [one], now, swept)
        else:
            job.step(session, item, act.step, now)
        session.flush()
    except OperationalError:
        raise
    except Exception as error:
        saved.rollback()
        _push_back(session, job, item, error, now, swept, troubled)
    else:
        saved.commit()
        if item.subject in troubled:
            _no_more_trouble(session, [item.subject])


def _troubled(session: Session) -> dict[str, int]:
    found: dict[str, int] = dict(session.execute(select(TroubleRow.subject, TroubleRow.failures)).all())
    return found


def _no_more_trouble(session: Session, subjects: Sequence[str]) -> None:
    if subjects:
        session.execute(delete(TroubleRow).where(TroubleRow.subject.in_(subjects)))


def _push_back(
    session: Session, job: Job, item: Any, error: Exception, now: datetime, swept: Swept, troubled: dict[str, int]
) -> None:
    """Leave an item that failed for a later pass, later each time, and keep the reason to be seen."""
    failures = troubled.get(item.subject, 0) + 1
    delay = min(timedelta(minutes=2 ** min(failures, 12)), LONGEST_PUSH)
    reason = f"{type(error).__name__}: {error}"[:500]
    log.error("item pushed back", job=job.name, subject=item.subject, failures=failures, exc_info=error)
    table = job.table.__table__
    session.execute(update(table).where(table.c.id == item.id).values(next_at=now + delay))  # type: ignore[arg-type]
    session.merge(TroubleRow(subject=item.subject, agreement_id=item.agreement_id, failures=failures, at=now,
                             error=reason))
    session.flush()
    swept.failed += 1
    if len(swept.errors) < ERRORS_KEPT:
        swept.errors.append(f"{item.subject}: {reason}")
