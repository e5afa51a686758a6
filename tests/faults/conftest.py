"""What the tests of faults share: a mail server, settings that lead to it, a clock to move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from service import settings as settings_module
from service.db import Database
from service.notices.tables import OutboxRow, Post
from service.scheduler.passes import Passed, one_pass
from service.settings import Settings
from tests.builders import SIGNED
from tests.faults.processes import environment
from tests.sinks import Sink

Pass = Callable[..., Passed]


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = SIGNED

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> datetime:
        """Move it on, and say what it shows."""
        self.at += timedelta(**by)
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as made:
        yield made


def settings_to(port: int | None = None, **changed: object) -> Settings:
    """Return the settings of this process, like those that other processes get."""
    given = environment("sqlite://", port, **changed)
    return settings_module.load({name: value for name, value in given.items() if name.startswith("OVERENS_")})


def passed(database: Database, now: datetime, port: int | None = None, **changed: object) -> Passed:
    """Make one pass in this process as of `now`."""
    return one_pass(database, settings_to(port, **changed), now=lambda: now)


def put_aside(database: Database) -> None:
    """Let what is waiting stay in the post box, so that a test sees its own mail alone."""
    with database.write() as session:
        session.execute(update(OutboxRow).where(OutboxRow.state == Post.WAITING).values(state=Post.KEPT, next_at=None))
