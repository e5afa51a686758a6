"""A mail to try the mail server with."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import partial

from service.kernel.ids import message_id
from service.notices.sending.smtp import reason
from service.notices.writing.addresses import BadAddress, wire_address
from service.settings import Settings

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: whether the server took the mail, and its words or the reason."""

    sent: bool
    words: str


def try_server(settings: Settings, to_name: str, to_email: str, subject: str, body: str, now: datetime) -> Told:
    """Hand one mail to the configured server at once, past the outbox, and tell what it said."""
    try:
        address = wire_address(to_email)[0]
    except BadAddress as error:
        return Told(False, error.sentence("sv"))
    made = EmailMessage()
    made["From"] = formataddr((settings.mail_sender_name, settings.mail_sender))
    made["To"] = formataddr((" ".join(to_name.split()), address))
    made["Subject"] = subject
    made["Date"] = format_datetime(now)
    made["Message-ID"] = message_id("try", now.isoformat())
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body)
    # smtplib takes any certificate unless told otherwise, and the password would go to whoever stands in between.
    context = ssl.create_default_context()
    kind = partial(smtplib.SMTP_SSL, context=context) if settings.mail_use_ssl else smtplib.SMTP
    try:
        with kind(settings.mail_server, settings.mail_port, timeout=min(PATIENCE, settings.mail_timeout_seconds)) as server:
            if settings.mail_use_tls:
                server.starttls(context=context)
            if settings.mail_username:
                server.login(settings.mail_username, settings.mail_password.get_secret_value())
            server.send_message(made)
            code, words = server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Told(False, reason(error))
    return Told(True, f"{code} {words.decode('utf-8', 'replace')}")
