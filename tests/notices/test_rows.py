"""Rows that are stopped, withdrawn, overtaken or cannot be written; and several connections at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest

from service.db import Database
from service.kernel import crash
from service.notices.sending import courier
from service.notices.sending.courier import Delivered
from service.notices.sending.deliver import deliver
from service.notices.tables import OutboxRow, Post
from service.settings import Settings
from tests.notices.conftest import Clock, owe, rows, states
from tests.notices.faults import a_sink, counts, to, told
from tests.sinks import Received, Sink

SettingsFor = Callable[..., Settings]


# 12: a paused worker past its lease


def test_a_worker_past_its_lease_cannot_mark_what_another_has_taken(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    with a_sink() as other:
        settings_of_other = settings_for(other.port)

        def overtake(message: Received) -> str | None:
            clock.move(hours=1)
            assert deliver(database, settings_of_other, now=clock) == Delivered(sent=3)
            return None

        with a_sink(taken=overtake) as sink:
            owe(database, 3)
            done = deliver(database, settings_for(sink.port), now=clock)
    assert counts(sink) == {to(1): 1}
    assert counts(other) == {to(1): 1, to(2): 1, to(3): 1}
    assert done == Delivered(withdrawn=2)
    assert told(database) == [("sent", 1, True, None)] * 3


# 13: stopping


def test_a_stop_finishes_the_one_under_way_and_gives_the_rest_back(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    stop = Event()

    def halt(message: Received) -> str | None:
        if message.to == [to(2)]:
            stop.set()
        return None

    with a_sink(taken=halt) as sink:
        owe(database, 5)
        assert deliver(database, settings_for(sink.port), now=clock, stop=stop) == Delivered(sent=2)
    assert told(database) == [("sent", 1, False, None)] * 2 + [("waiting", 0, False, None)] * 3
    assert [row.next_at for row in rows(database)][2:] == [clock.at] * 3
    assert counts(sink) == {to(1): 1, to(2): 1}


def test_a_stop_does_not_wait_long_for_a_server_that_hangs(
    database: Database, clock: Clock, settings_for: SettingsFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.notices.sending.smtp.GRACE_SECONDS", 0.2)
    stop = Event()

    def hang(message: Received) -> str:
        stop.set()
        return "HANG"

    with a_sink(taken=hang) as sink:
        owe(database, 2)
        deliver(database, settings_for(sink.port, MAIL_TIMEOUT_SECONDS=600), now=clock, stop=stop)
    assert told(database) == [
        ("waiting", 1, True, "Connection unexpectedly closed: the server did not answer in time"),
        ("waiting", 0, False, None),
    ]


# 28, 29: poison


def test_what_cannot_be_written_is_put_aside_and_stops_nobody(
    database: Database, clock: Clock, sink: Sink, settings_for: SettingsFor
) -> None:
    owe(database, 1, prefix="a")
    owe(database, 1, prefix="b", payload="{}")
    owe(database, 1, prefix="c", payload="not JSON")
    owe(database, 1, prefix="d", name="from_a_newer_version")
    owe(database, 1, prefix="e", to_email="nobody")
    owe(database, 1, prefix="f", to_email="å@linden.example")
    owe(database, 1, prefix="g", language="fi")
    owe(database, 1, prefix="h")
    assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=2, undeliverable=6)
    assert [state for state, *_ in told(database)] == ["sent"] + ["undeliverable"] * 6 + ["sent"]
    assert [error for *_, error in told(database)][3:7] == [
        "Meddelandet går inte att skriva: there is no notice 'from_a_newer_version'.",
        "'nobody' är ingen e-postadress som går att skriva till.",
        "553 the mail server cannot take addresses with letters outside ASCII before the @",
        "Meddelandet går inte att skriva: there is no language 'fi'.",
    ]


def test_an_address_with_letters_outside_ascii_goes_where_the_server_takes_it(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    with a_sink(smtputf8=True) as sink:
        owe(database, 1, to_email="åsa@linden.example")
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=1)
    assert sink.received[0].to == ["åsa@linden.example"]
    assert "MAIL FROM:<post@overens.example> SMTPUTF8" in sink.log


# 30, 31: withdrawn between claim and send


def withdraw(database: Database, ids: list[int]) -> None:
    with database.write() as session:
        for id_ in ids:
            row = session.get(OutboxRow, id_)
            assert row is not None
            row.state, row.next_at, row.token = Post.WITHDRAWN.value, None, None


def test_what_is_withdrawn_after_the_claim_does_not_go_out(
    database: Database, clock: Clock, sink: Sink, settings_for: SettingsFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = owe(database, 3)
    monkeypatch.setattr(
        crash, "point", lambda name: withdraw(database, ids[:1]) if name == "delivery.after_claim" else None
    )
    assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=2, withdrawn=1)
    assert counts(sink) == {to(2): 1, to(3): 1}
    assert states(database) == ["withdrawn", "sent", "sent"]


@pytest.mark.parametrize("pipelining", [True, False])
def test_what_is_withdrawn_while_the_one_before_it_is_sent_does_not_go_out(
    database: Database, clock: Clock, settings_for: SettingsFor, pipelining: bool
) -> None:
    ids = owe(database, 3)

    def meanwhile(message: Received) -> str | None:
        if message.to == [to(1)]:
            withdraw(database, ids[1:2])
        return None

    with a_sink(taken=meanwhile, pipelining=pipelining) as sink:
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=2, withdrawn=1)
    assert counts(sink) == {to(1): 1, to(3): 1}
    assert states(database) == ["sent", "withdrawn", "sent"]


def test_one_withdrawn_while_it_is_sent_stays_withdrawn(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    ids = owe(database, 1)
    with a_sink(taken=lambda message: withdraw(database, ids)) as sink:
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered()
    assert counts(sink) == {to(1): 1}
    assert states(database) == ["withdrawn"]


# More than one connection


def test_several_connections_share_the_queue_and_send_each_once(
    database: Database, clock: Clock, sink: Sink, settings_for: SettingsFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "BATCH", 7)
    owe(database, 90)
    assert deliver(database, settings_for(sink.port, MAIL_CONNECTIONS=4), now=clock) == Delivered(sent=90)
    assert counts(sink) == {to(number): 1 for number in range(1, 91)}
    assert set(states(database)) == {"sent"}


def test_a_limit_holds_over_all_connections(
    database: Database, clock: Clock, sink: Sink, settings_for: SettingsFor
) -> None:
    owe(database, 60)
    assert deliver(database, settings_for(sink.port, MAIL_CONNECTIONS=3), now=clock, limit=45) == Delivered(sent=45)
    assert Counter(states(database)) == {"sent": 45, "waiting": 15}


def test_a_claim_that_ran_out_is_taken_up_again_as_doubtful(
    database: Database, clock: Clock, sink: Sink, settings_for: SettingsFor
) -> None:
    owe(database, 1, state=Post.SENDING.value, token="gone", next_at=clock.at + timedelta(minutes=5))
    assert deliver(database, settings_for(sink.port), now=clock) == Delivered()
    clock.move(minutes=5)
    assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=1)
    assert told(database) == [("sent", 1, True, None)]


def test_a_database_that_fails_at_the_mark_is_tried_again(
    database: Database, clock: Clock, sink: Sink, settings_for: SettingsFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.notices.sending.marks.PATIENCE", (0.0, 0.0))
    failures = [0]

    def fail_twice(name: str) -> None:
        if name == "delivery.before_mark_commit" and failures[0] < 3:
            failures[0] += 1
            if failures[0] > 1:
                raise database.engine.dialect.loaded_dbapi.OperationalError("gone for a moment")

    monkeypatch.setattr(crash, "point", fail_twice)
    owe(database, 2)
    assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=2)
    assert counts(sink) == {to(1): 1, to(2): 1}
