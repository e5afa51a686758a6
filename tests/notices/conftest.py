"""Rows to deliver and a clock to move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

import service.tables  # noqa: F401
from service import settings as settings_module
from service.db import Database
from service.kernel.ids import message_id
from service.notices.tables import OutboxRow, Post
from service.settings import Settings
from tests.notices.examples import CREATED, payload
from tests.sinks import Sink


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = CREATED

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        """Move it on."""
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as made:
        yield made


@pytest.fixture
def settings_for() -> Callable[..., Settings]:
    """Make settings that send to a port."""

    def make(port: int, **changed: object) -> Settings:
        values = {
            "MAIL_SERVER": "127.0.0.1", "MAIL_PORT": port, "MAIL_SENDER": "post@overens.example",
            "MAIL_TIMEOUT_SECONDS": 10, "MAIL_CONNECTIONS": 1, "SECRET_KEY": "a secret for tests only",
            "BASE_URL": "https://overens.example", **changed,
        }
        return settings_module.load({f"OVERENS_{name}": str(value) for name, value in values.items()})

    return make


def owe(database: Database, count: int = 1, **changed: Any) -> list[int]:
    """Write rows that are due; return their ids."""
    with database.write() as session:
        rows = []
        for number in range(1, count + 1):
            key = f"renewal_ahead:1>{changed.get('prefix', '')}{number}"
            values: dict[str, Any] = {
                "key": key, "name": "renewal_ahead", "subject": "decision 1", "to_name": f"Person {number}",
                "to_email": f"p{number}@linden.example", "language": "sv", "payload": payload("renewal_ahead"),
                "state": Post.WAITING.value, "created_at": CREATED, "next_at": CREATED,
                "message_id": message_id("u", key),
            }
            values.update({name: value for name, value in changed.items() if name != "prefix"})
            rows.append(OutboxRow(**values))
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def rows(database: Database) -> list[OutboxRow]:
    """Return every row, in order."""
    with database.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def states(database: Database) -> list[str]:
    """Return every row's state, in order."""
    return [row.state for row in rows(database)]
