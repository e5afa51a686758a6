"""Delivery when the mail server loses or refuses messages: nothing lost, nothing twice that was not in doubt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.db import Database
from service.notices.sending.courier import Delivered
from service.notices.sending.deliver import deliver
from service.settings import Settings
from tests.notices.conftest import Clock, owe, rows, states
from tests.notices.faults import a_sink, counts, to, told
from tests.sinks import Received

SettingsFor = Callable[..., Settings]


# 4: no reply after the final dot


@pytest.mark.parametrize("pipelining", [True, False])
def test_a_lost_reply_after_the_dot_is_doubt_and_the_same_bytes_again(
    database: Database, clock: Clock, settings_for: SettingsFor, pipelining: bool
) -> None:
    seen: list[bytes] = []

    def lose_the_first(message: Received) -> str | None:
        seen.append(message.content)
        return "SILENT" if len(seen) == 1 else None

    with a_sink(taken=lose_the_first, pipelining=pipelining) as sink:
        owe(database, 2)
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=1, retried=1)
        assert told(database) == [
            ("waiting", 1, True, "Connection unexpectedly closed"), ("sent", 1, False, None),
        ]
        clock.move(minutes=2)
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=1)
    assert told(database) == [("sent", 2, True, None), ("sent", 1, False, None)]
    assert seen[0] == seen[2]


def test_a_server_that_never_says_what_became_of_messages_pauses_the_queue(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    with a_sink(taken=lambda message: "SILENT") as sink:
        owe(database, 10)
        done = deliver(database, settings_for(sink.port), now=clock)
    assert done == Delivered(retried=3, paused="127.0.0.1: the connection was lost 3 times in a row")
    assert [(row.attempts, row.doubt) for row in rows(database)] == [(1, True)] * 3 + [(0, False)] * 7
    assert set(states(database)) == {"waiting"}


# 5: reset in DATA


def test_a_reset_within_the_content_sends_it_again(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    with a_sink(content_reset_after=100) as sink:
        owe(database, 1)
        done = deliver(database, settings_for(sink.port), now=clock)
        assert (done.sent, done.undeliverable) == (0, 0)
        assert states(database) == ["waiting"]
        sink.script.content_reset_after = None
        clock.move(minutes=2)
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=1)
    assert counts(sink) == {to(1): 1}


# 6: 421


def test_421_at_connect_pauses_the_queue_and_burns_nothing(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    with a_sink(greeting=lambda number: "421 too busy") as sink:
        owe(database, 2)
        done = deliver(database, settings_for(sink.port), now=clock)
    assert done == Delivered(paused=f"127.0.0.1:{sink.port}: 421 too busy")
    assert told(database) == [("waiting", 0, False, None)] * 2


@pytest.mark.parametrize("pipelining", [True, False])
def test_421_in_mid_session_goes_on_with_a_new_connection(
    database: Database, clock: Clock, settings_for: SettingsFor, pipelining: bool
) -> None:
    with a_sink(mail=lambda sender, count: "421 enough" if count == 3 else None, pipelining=pipelining) as sink:
        owe(database, 5)
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=5)
    assert sink.connections == 3
    assert counts(sink) == {to(number): 1 for number in range(1, 6)}


def test_421_from_the_first_message_on_pauses_the_queue(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    with a_sink(mail=lambda sender, count: "421 closing down") as sink:
        owe(database, 2)
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(paused="421 closing down")
    assert told(database) == [("waiting", 0, False, None)] * 2


# 7: 4xx and 5xx for some


@pytest.mark.parametrize("pipelining", [True, False])
def test_refusals_concern_only_whom_they_name(
    database: Database, clock: Clock, settings_for: SettingsFor, pipelining: bool
) -> None:
    at_rcpt = {to(1): "451 try later", to(3): "550 no such user", to(5): "550 5.1.1 gone"}
    with a_sink(
        rcpt=at_rcpt.get, taken=lambda message: "552 too large" if message.to == [to(4)] else None,
        pipelining=pipelining,
    ) as sink:
        owe(database, 6)
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=2, retried=1, undeliverable=3)
    assert told(database) == [
        ("waiting", 1, False, "451 try later"), ("sent", 1, False, None),
        ("undeliverable", 1, False, "550 no such user"), ("undeliverable", 1, False, "552 too large"),
        ("undeliverable", 1, False, "550 5.1.1 gone"), ("sent", 1, False, None),
    ]
    assert counts(sink) == {to(2): 1, to(6): 1}
    assert sink.connections == 1


def test_a_server_that_asks_for_content_after_refusing_gets_none(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    # The recipient is refused while an earlier one stands: DATA is then answered by 354.
    def refuse(address: str) -> str | None:
        return "550 no" if address == to(1) else None

    with a_sink(rcpt=refuse, eager=True) as sink:
        owe(database, 2)
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=1, undeliverable=1)
    assert counts(sink) == {to(2): 1}


def test_a_refused_sender_pauses_the_queue(database: Database, clock: Clock, settings_for: SettingsFor) -> None:
    with a_sink(mail=lambda sender, count: "550 sender not allowed") as sink:
        owe(database, 2)
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(paused="550 sender not allowed")
    assert told(database) == [("waiting", 0, False, None)] * 2


# A server that offers pipelining and does not master it


def test_a_server_that_loses_grouped_commands_is_spoken_to_one_by_one(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    with a_sink(loses_group=True) as sink:
        owe(database, 4)
        done = deliver(database, settings_for(sink.port, MAIL_TIMEOUT_SECONDS=0.5), now=clock)
    assert done == Delivered(sent=4)
    assert counts(sink) == {to(number): 1 for number in range(1, 5)}


