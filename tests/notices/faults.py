"""What the tests of faults share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from service.db import Database
from tests.notices.conftest import rows
from tests.sinks import Script, Sink


@contextmanager
def a_sink(**script: object) -> Iterator[Sink]:
    with Sink(Script(**script)) as made:  # type: ignore[arg-type]
        yield made


def told(database: Database) -> list[tuple[str, int, bool, str | None]]:
    return [(row.state, row.attempts, row.doubt, row.error) for row in rows(database)]


def counts(sink: Sink) -> Counter[str]:
    return Counter(message.to[0] for message in sink.received)


def to(number: int) -> str:
    return f"p{number}@linden.example"


