"""Delivery when the mail server fails: nothing lost, nothing twice that was not in doubt, nobody held up by another."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
import trustme

from service.db import Database
from service.kernel import crash
from service.notices import courier
from service.notices.courier import Delivered
from service.notices.delivery import deliver
from service.notices.fate import retry_at
from service.notices.tables import OutboxRow, Post
from service.settings import Settings
from tests.notices.conftest import Clock, owe, rows, states
from tests.sinks import Received, Script, Sink, black_hole, free_port

SettingsFor = Callable[..., Settings]


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


# 8: down for long


def test_a_server_that_is_down_for_five_days_loses_nothing_and_keeps_the_order(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    ids = owe(database, 30)
    with database.write() as session:
        for place, id_ in enumerate(reversed(ids)):
            row = session.get(OutboxRow, id_)
            assert row is not None
            row.next_at = clock.at - timedelta(seconds=place)
    settings = settings_for(free_port())
    for _ in range(5):
        done = deliver(database, settings, now=clock)
        assert done == Delivered(paused=f"127.0.0.1:{settings.mail_port}: [Errno 111] Connection refused")
        clock.move(days=1)
    assert told(database) == [("waiting", 0, False, None)] * 30
    with a_sink() as sink:
        assert deliver(database, settings_for(sink.port), now=clock) == Delivered(sent=30)
    assert [message.to[0] for message in sink.received] == [to(number) for number in range(1, 31)]


def test_one_that_is_put_off_is_tried_at_growing_distance_and_given_up_at_last(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    with a_sink(rcpt=lambda address: "451 not now") as sink:
        owe(database, 1)
        settings = settings_for(sink.port, MAIL_EXPIRES_DAYS=1)
        waits = []
        while states(database) == ["waiting"]:
            begun = clock.at
            deliver(database, settings, now=clock)
            [row] = rows(database)
            if row.next_at:
                waits.append(row.next_at - begun)
                clock.at = row.next_at
    assert [wait // timedelta(minutes=1) for wait in waits[:3]] == [1, 5, 16]
    assert all(timedelta(hours=6) <= wait < timedelta(hours=7.5) for wait in waits[5:])
    assert told(database) == [("undeliverable", len(waits) + 1, False, "451 not now")]
    assert retry_at("k", 1, clock.at) == retry_at("k", 1, clock.at) != retry_at("l", 1, clock.at)


# 9, 10: black hole, one byte at a time


def test_a_server_that_says_nothing_pauses_the_queue(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    owe(database, 2)
    with black_hole() as port:
        done = deliver(database, settings_for(port, MAIL_TIMEOUT_SECONDS=0.3), now=clock)
    assert done.paused is not None and "the server did not answer in time" in done.paused
    assert told(database) == [("waiting", 0, False, None)] * 2


def test_a_reply_that_trickles_in_does_not_hold_us(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    owe(database, 1)
    with a_sink(slow=True) as sink:
        done = deliver(database, settings_for(sink.port, MAIL_TIMEOUT_SECONDS=0.5), now=clock)
    assert done.paused is not None and "the server did not answer in time" in done.paused
    assert states(database) == ["waiting"]


# A server that offers pipelining and does not master it


def test_a_server_that_loses_grouped_commands_is_spoken_to_one_by_one(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    with a_sink(loses_group=True) as sink:
        owe(database, 4)
        done = deliver(database, settings_for(sink.port, MAIL_TIMEOUT_SECONDS=0.5), now=clock)
    assert done == Delivered(sent=4)
    assert counts(sink) == {to(number): 1 for number in range(1, 5)}


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
    monkeypatch.setattr("service.notices.smtp.GRACE_SECONDS", 0.2)
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


# 36: name service, certificate, log-in


def test_a_name_that_leads_nowhere_pauses_the_queue(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    owe(database, 1)
    done = deliver(database, settings_for(25, MAIL_SERVER="post.invalid"), now=clock)
    assert done.paused is not None and done.paused.startswith("post.invalid:25: ")
    assert told(database) == [("waiting", 0, False, None)]


def test_a_refused_login_pauses_the_queue(database: Database, clock: Clock, settings_for: SettingsFor) -> None:
    with a_sink(auth="535 5.7.8 wrong name or password") as sink:
        owe(database, 2)
        settings = settings_for(sink.port, MAIL_USERNAME="overens", MAIL_PASSWORD="wrong")
        done = deliver(database, settings, now=clock)
    assert done == Delivered(paused=f"127.0.0.1:{sink.port}: 535 5.7.8 wrong name or password")
    assert told(database) == [("waiting", 0, False, None)] * 2


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


def server_side(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def test_a_good_certificate_is_taken_and_the_talk_is_encrypted(
    database: Database, clock: Clock, settings_for: SettingsFor, authority: trustme.CA
) -> None:
    with a_sink(tls=server_side(authority.issue_cert("localhost"))) as sink:
        owe(database, 2)
        settings = settings_for(sink.port, MAIL_SERVER="localhost", MAIL_USE_TLS="true")
        assert deliver(database, settings, now=clock) == Delivered(sent=2)
    assert sink.log[:3] == ["ehlo overens.example", "STARTTLS", "ehlo overens.example"]


@pytest.mark.parametrize("fault", ["expired", "other name", "stranger"])
def test_a_bad_certificate_pauses_the_queue(
    database: Database, clock: Clock, settings_for: SettingsFor, authority: trustme.CA, fault: str
) -> None:
    long_ago = clock.at - timedelta(days=400)
    issued = {
        "expired": lambda: authority.issue_cert("localhost", not_before=long_ago, not_after=long_ago),
        "other name": lambda: authority.issue_cert("elsewhere.example"),
        "stranger": lambda: trustme.CA().issue_cert("localhost"),
    }[fault]()
    with a_sink(tls=server_side(issued)) as sink:
        owe(database, 1)
        done = deliver(database, settings_for(sink.port, MAIL_SERVER="localhost", MAIL_USE_TLS="true"), now=clock)
    assert done.paused is not None and "the server's certificate is not valid" in done.paused
    assert told(database) == [("waiting", 0, False, None)]
    assert sink.received == []


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
    monkeypatch.setattr("service.notices.marks.PATIENCE", (0.0, 0.0))
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
