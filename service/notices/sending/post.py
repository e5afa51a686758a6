"""The one file that knows Flask-Mail: a kept-open connection that mends what its own lacks.

Flask-Mail has no timeout, checks no certificate, makes a new Message-ID at every send and stops the
queue at the first refusal. Here messages come as finished bytes, one recipient each, and every one
gets an outcome of its own; settings and the life of a connection stay Flask-Mail's.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Callable
from threading import Event
from types import TracebackType

import flask_mail

from service.notices.sending.smtp import Gone, Outcome, SecureSession, ServerDown, Session, Temporary, Unknown, reason
from service.notices.writing.addresses import wire_domain
from service.notices.writing.compose import Composed
from service.settings import Settings

# After so many messages in a row whose fate the server left open, it is the server and not the messages.
TROUBLES = 3


class Line(flask_mail.Connection):
    """A connection to the mail server that is opened when needed, kept, and mended when lost."""

    host: Session | None

    def __init__(self, settings: Settings, stop: Event | None = None, *, pipelines: bool = True) -> None:
        super().__init__(flask_mail.Mail().init_mail({  # type: ignore[arg-type]
            "MAIL_SERVER": settings.mail_server,
            "MAIL_PORT": settings.mail_port,
            "MAIL_USERNAME": settings.mail_username or None,
            "MAIL_PASSWORD": settings.mail_password.get_secret_value() or None,
            "MAIL_USE_TLS": settings.mail_use_tls,
            "MAIL_USE_SSL": settings.mail_use_ssl,
            "MAIL_DEFAULT_SENDER": settings.mail_sender,
        }))
        self.host = None
        self.seconds = settings.mail_timeout_seconds
        self.stop = stop or Event()
        self.pipelines = pipelines
        self.troubles = 0

    def __enter__(self) -> Line:
        """Return the line; it is opened by `open` or by the first message."""
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Take leave of the server if that can be done at once."""
        if self.host is not None and not self.host.offered():
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.host.timeout = min(self.seconds, 2.0)
                self.host.quit()
        self.drop()

    def configure_host(self) -> Session:
        """Return a session that is connected, encrypted and logged in as the settings say."""
        context = ssl.create_default_context() if self.mail.use_ssl or self.mail.use_tls else None
        own_name = wire_domain((self.mail.default_sender or "").rpartition("@")[2]) or "localhost"
        kind = SecureSession if self.mail.use_ssl else Session
        more = {"context": context} if self.mail.use_ssl else {}
        host = kind(local_hostname=own_name, timeout=self.seconds, stop=self.stop, pipelines=self.pipelines, **more)
        try:
            self._greet(host, context)
        except BaseException:
            host.close()
            raise
        return host

    def _greet(self, host: Session, context: ssl.SSLContext | None) -> None:
        # smtplib checks the certificate against the name it was created with.
        host._host = self.mail.server  # type: ignore[attr-defined]
        code, words = host.connect(self.mail.server, self.mail.port or 0)
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)
        if self.mail.use_tls:
            host.starttls(context=context)
        host.ehlo_or_helo_if_needed()
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)

    def open(self) -> ServerDown | None:
        """Connect if that is not done; return why it cannot be."""
        if self.host is None:
            try:
                self.host = self.configure_host()
            except (OSError, smtplib.SMTPException, UnicodeError) as error:
                return ServerDown(f"{self.mail.server}:{self.mail.port}: {reason(error)}")
        return None

    def post(
        self, message: Composed, following: Composed | None = None, meanwhile: Callable[[], None] | None = None
    ) -> Outcome:
        """Hand over one message and say how it went; the next call must be for `following`, or `abandon` first.

        `meanwhile` is what there is to do while the server takes the message in.
        """
        if self.troubles >= TROUBLES:
            return ServerDown(f"{self.mail.server}: the connection was lost {self.troubles} times in a row")
        outcome = self._posted(message, following, meanwhile)
        lost = isinstance(outcome, Unknown) or (isinstance(outcome, Temporary) and outcome.code == 0)
        self.troubles = self.troubles + 1 if lost else 0
        if lost or isinstance(outcome, ServerDown):
            self.drop()
        return outcome

    def _posted(
        self, message: Composed, following: Composed | None, meanwhile: Callable[[], None] | None
    ) -> Outcome:
        while True:
            if (down := self.open()) is not None:
                return down
            assert self.host is not None
            outcome = self.host.hand_over(message, following, meanwhile)
            if not isinstance(outcome, Gone):
                return outcome
            fresh, grouped = self.host.handed_over == 0, self.host.pipelining
            self.drop()
            if grouped and not outcome.polite:
                # Perhaps it offers what it does not master.
                self.pipelines = False
            elif fresh:
                return Temporary(0, outcome.words) if outcome.content else ServerDown(outcome.words)

    def abandon(self) -> None:
        """Leave out a message that was announced as following: only closing takes that back."""
        if self.host is not None and self.host.offered():
            self.drop()

    def drop(self) -> None:
        """Close without a word."""
        if self.host is not None:
            self.host.close()
            self.host = None


