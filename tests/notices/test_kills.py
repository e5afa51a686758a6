"""kill -9 anywhere in a delivery: nothing lost, and at most the one in flight repeated, byte for byte."""

from __future__ import annotations

import signal
from collections import defaultdict
from collections.abc import Callable

import pytest

from service.db import Database
from service.kernel import crash
from service.notices.sending.courier import Delivered
from service.notices.sending.deliver import deliver
from service.settings import Settings
from tests.faults.forked import Forked
from tests.notices.conftest import Clock, owe, rows
from tests.notices.deliverer import delivery
from tests.sinks import Received, Sink

SettingsFor = Callable[..., Settings]
POINTS = [point for point in crash.POINTS if point.startswith("delivery.")]


def start(url: str, sink: Sink, clock: Clock, point: str = "") -> Forked:
    return Forked(delivery, (url, sink.port, clock.at, point))


def ended(process: Forked) -> int:
    with process:
        return process.wait(60)


def check(database: Database, sink: Sink) -> set[str]:
    """Check the invariants after everything is delivered; return the Message-IDs that came twice."""
    assert {(row.state, row.token, row.next_at) for row in rows(database)} == {("sent", None, None)}
    came: dict[str, list[bytes]] = defaultdict(list)
    for message in sink.received:
        came[message.content.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode()].append(message.content)
    assert came.keys() == {row.message_id for row in rows(database)}
    twice = {message_id for message_id, copies in came.items() if len(copies) > 1}
    assert all(len(set(copies)) == 1 and len(copies) <= 2 for copies in came.values())
    assert twice <= {row.message_id for row in rows(database) if row.doubt}
    assert len(twice) <= 1
    return twice


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("place", [1, 3])
def test_killed_at_a_point_and_started_again(
    database: Database, database_url: str, clock: Clock, sink: Sink, settings_for: SettingsFor, point: str, place: int
) -> None:
    owe(database, 5)
    spec = f"{point}:{1 if point.endswith('claim') else place}"
    assert ended(start(database_url, sink, clock, spec)) == -signal.SIGKILL
    clock.move(hours=1)
    before = len(sink.received)
    assert deliver(database, settings_for(sink.port), now=clock).sent == len(sink.received) - before
    check(database, sink)
    assert deliver(database, settings_for(sink.port), now=clock) == Delivered()


def test_killed_by_the_very_reply_of_the_server(
    database: Database, database_url: str, clock: Clock, sink: Sink, settings_for: SettingsFor
) -> None:
    owe(database, 5)
    child: list[Forked] = []

    def kill(message: Received) -> None:
        if message.to == ["p3@linden.example"] and child:
            child.pop().kill()

    sink.script.after_taken = kill
    killed = start(database_url, sink, clock)
    child.append(killed)
    assert ended(killed) == -signal.SIGKILL
    clock.move(hours=1)
    deliver(database, settings_for(sink.port), now=clock)
    check(database, sink)


def test_two_processes_at_once_send_each_notice_once(
    database: Database, database_url: str, clock: Clock, sink: Sink
) -> None:
    owe(database, 150)
    both = [start(database_url, sink, clock) for _ in range(2)]
    assert [ended(one) for one in both] == [0, 0]
    assert check(database, sink) == set()
    assert len(sink.received) == 150
