"""Delivery when the server behaves."""

from __future__ import annotations

from collections.abc import Callable

from service.db import Database
from service.notices.compose import Letterhead, Mailing, compose
from service.notices.courier import Delivered
from service.notices.delivery import deliver
from service.settings import Settings
from tests.notices.conftest import Clock, owe, rows, states
from tests.sinks import Sink

SettingsFor = Callable[..., Settings]


def test_what_is_due_is_sent_once_and_marked(
    database: Database, clock: Clock, sink: Sink, settings_for: SettingsFor
) -> None:
    owe(database, 3)
    settings = settings_for(sink.port)
    assert deliver(database, settings, now=clock) == Delivered(sent=3)
    assert [(row.state, row.attempts, row.sent_at, row.next_at, row.token, row.doubt) for row in rows(database)] == [
        ("sent", 1, clock.at, None, None, False)
    ] * 3
    head = Letterhead.of(settings)
    assert [message.content for message in sink.received] == [
        compose(Mailing.of(row), head).content for row in rows(database)
    ]
    assert [(message.sender, message.to) for message in sink.received] == [
        ("post@overens.example", [f"p{number}@linden.example"]) for number in (1, 2, 3)
    ]
    assert deliver(database, settings, now=clock) == Delivered()
    assert len(sink.received) == 3


def test_what_is_not_yet_due_waits(database: Database, clock: Clock, sink: Sink, settings_for: SettingsFor) -> None:
    owe(database, 1)
    clock.move(seconds=-1)
    assert deliver(database, settings_for(sink.port), now=clock) == Delivered()
    assert states(database) == ["waiting"]


def test_without_a_server_everything_waits(database: Database, clock: Clock, settings_for: SettingsFor) -> None:
    owe(database, 1)
    assert deliver(database, settings_for(25, MAIL_SERVER=""), now=clock) == Delivered()
    assert states(database) == ["waiting"]
