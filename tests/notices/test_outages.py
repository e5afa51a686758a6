"""Delivery when the mail server is away, silent or not to be trusted: the queue waits and burns no attempts."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from service.db import Database
from service.notices.sending.courier import Delivered
from service.notices.sending.deliver import deliver
from service.notices.sending.fate import retry_at
from service.notices.tables import OutboxRow
from service.operations.testmail import try_server
from service.settings import Settings
from tests.notices.conftest import Clock, owe, rows, states
from tests.notices.faults import a_sink, to, told
from tests.sinks import black_hole, free_port
from tests.web.world import NOW

SettingsFor = Callable[..., Settings]


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


@pytest.mark.parametrize("known", [True, False])
def test_the_mail_to_try_with_and_its_password_go_to_no_server_that_cannot_show_who_it_is(
    settings_for: SettingsFor, authority: trustme.CA, known: bool,
) -> None:
    issued = (authority if known else trustme.CA()).issue_cert("localhost")
    with a_sink(tls=server_side(issued), auth="235 2.7.0 good") as sink:
        chosen = settings_for(sink.port, MAIL_SERVER="localhost", MAIL_USE_TLS="true", MAIL_USERNAME="u", MAIL_PASSWORD="p")
        answer = try_server(chosen, "Eva", "eva@staden.example", "Provmejl", "Hej", NOW)
    assert (answer.sent, len(sink.received), any("AUTH" in line.upper() for line in sink.log)) == (known, int(known), known)


