"""Delivery when the server behaves."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from icalendar import Calendar

from service.db import Database
from service.notices.sending.courier import Delivered
from service.notices.sending.deliver import deliver
from service.notices.writing.compose import Letterhead, Mailing, compose
from service.settings import Settings
from tests.notices.conftest import Clock, owe, rows, states
from tests.notices.examples import AMIRA, payload
from tests.sinks import Sink, free_port

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


def test_a_real_mail_server_reads_what_was_written(
    database: Database, clock: Clock, settings_for: SettingsFor
) -> None:
    handler = Mailbox()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        owe(database, 2)
        owe(database, 1, prefix="call", name="meeting_call", payload=payload("meeting_call"), seat_id=12, nonce="n",
            to_name=AMIRA["name"], to_email=AMIRA["email"])
        owe(database, 1, prefix="idn", to_name="Åsa", to_email="asa@räksmörgås.example")
        assert deliver(database, settings_for(server.port), now=clock) == Delivered(sent=4)
    finally:
        server.stop()
    assert handler.to == [
        "p1@linden.example", "p2@linden.example", "amira@linden.example", "asa@xn--rksmrgs-5wao1o.example",
    ]
    call = handler.messages[2]
    assert call["Subject"] == "Kallelse till kvartalsavstämning fredag 10 oktober 2025 – Trygghetsbussen"
    [plain, html, calendar] = call.iter_parts()
    assert "Du kallas till kvartalsavstämning" in plain.get_content() and "<h1" in html.get_content()
    event: Any = Calendar.from_ical(calendar.get_content()).walk("VEVENT")[0]
    assert f"mailto:{AMIRA['email']}" in [str(one) for one in event["ATTENDEE"]]


class Mailbox:
    """Keeps what a server takes in."""

    def __init__(self) -> None:
        self.to: list[str] = []
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        """Read one message."""
        self.to += envelope.rcpt_tos
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert message.defects == []
        self.messages.append(message)
        return "250 taken"
