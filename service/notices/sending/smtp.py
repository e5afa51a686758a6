"""SMTP as we need it: pipelined where the server offers it, every reply within a deadline, one outcome per message."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from service.kernel.clock import monotonic
from service.notices.writing.compose import Composed

# How long a reply that is under way may still take once the process has been asked to stop.
GRACE_SECONDS = 3.0
SLICE_SECONDS = 0.25
LONGEST_REPLY = 64 * 1024


@dataclass(frozen=True)
class Sent:
    """The server has taken the message over."""

    words: str = ""


@dataclass(frozen=True)
class Temporary:
    """The server refused the message for now."""

    code: int
    words: str


@dataclass(frozen=True)
class Permanent:
    """The server refused the message for good."""

    code: int
    words: str


@dataclass(frozen=True)
class Unknown:
    """The connection was lost after the final dot: the message may or may not have arrived."""

    words: str


@dataclass(frozen=True)
class ServerDown:
    """Nothing can be sent through this server now, whatever the message."""

    words: str


@dataclass(frozen=True)
class Gone:
    """The connection is over and the message was certainly not taken; `polite` if the server said so (421)."""

    words: str
    polite: bool = False
    content: bool = False


Outcome = Sent | Temporary | Permanent | Unknown | ServerDown
Reply = tuple[int, str]


class Reader:
    """Lines from a socket, where a whole reply must come in time however slowly its bytes do."""

    def __init__(self, sock: socket.socket, seconds: float, stop: Event) -> None:
        self.sock, self.seconds, self.stop = sock, seconds, stop
        self.held = b""
        self.deadline = 0.0

    def begin(self) -> None:
        """Start the time for one reply."""
        self.deadline = monotonic() + self.seconds

    def readline(self, limit: int = -1) -> bytes:
        """Return one line with its end, or what there was when the connection closed."""
        while (end := self.held.find(b"\n")) < 0 and (limit < 0 or len(self.held) < limit):
            more = self._more()
            if not more:
                end = len(self.held) - 1
                break
            self.held += more
        cut = end + 1 if end >= 0 else limit
        line, self.held = self.held[:cut], self.held[cut:]
        return line

    def _more(self) -> bytes:
        while True:
            left = self.deadline - monotonic()
            if left <= 0:
                raise TimeoutError("the server did not answer in time")
            if self.stop.is_set() and left > GRACE_SECONDS:
                self.deadline, left = monotonic() + GRACE_SECONDS, GRACE_SECONDS
            self.sock.settimeout(min(left, SLICE_SECONDS))
            try:
                return self.sock.recv(8192)
            except TimeoutError:
                continue

    def close(self) -> None:
        """Forget what was read."""
        self.held = b""


class Session(smtplib.SMTP):
    """One connection. `hand_over` gives one message and says how it went.

    With pipelining, MAIL, RCPT and DATA go in one write, and those of the next message go with the
    final dot of the one before: one round trip a message. Content follows only after its own 354.
    """

    def __init__(self, *args: Any, stop: Event, pipelines: bool = True, **kwargs: Any) -> None:
        self.stop = stop
        self.wants_pipelining = pipelines
        self.handed_over = 0
        self._offered: Composed | None = None
        self._unclean = False
        super().__init__(*args, **kwargs)

    @property
    def pipelining(self) -> bool:
        """Say whether commands go in groups."""
        return self.wants_pipelining and self.has_extn("pipelining")

    def getreply(self) -> tuple[int, bytes]:
        """Return code and text of the next reply, within the time allowed for a whole reply."""
        if self.file is None and self.sock is not None:
            # The end of a message must not wait until the server has acknowledged its beginning.
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.file = Reader(self.sock, float(self.timeout), self.stop)
        if isinstance(self.file, Reader):
            self.file.begin()
        return super().getreply()

    def hand_over(
        self, message: Composed, following: Composed | None = None, meanwhile: Callable[[], None] | None = None
    ) -> Outcome | Gone:
        """Send one message, and offer the one that follows it along with its final dot."""
        if message.utf8 and not self.has_extn("smtputf8"):
            return Permanent(553, "the mail server cannot take addresses with letters outside ASCII before the @")
        try:
            refused = self._refused(message)
        except (OSError, smtplib.SMTPException) as error:
            return Gone(_said(error))
        if refused is not None:
            return refused
        return self._content(message.content, following if self.pipelining else None, meanwhile)

    def offered(self) -> bool:
        """Say whether a message has been announced whose content is not sent."""
        return self._offered is not None

    def _commands(self, message: Composed) -> list[bytes]:
        extra = " SMTPUTF8" if message.utf8 else ""
        commands = [f"MAIL FROM:<{message.sender}>{extra}\r\n", f"RCPT TO:<{message.to}>\r\n", "DATA\r\n"]
        return [command.encode() for command in (["RSET\r\n", *commands] if self._unclean else commands)]

    def _refused(self, message: Composed) -> Outcome | Gone | None:
        commands = self._commands(message)
        grouped = self._offered is message or self.pipelining
        if self.pipelining and self._offered is not message:
            self._write(b"".join(commands))
        self._offered, self._unclean = None, False
        replies: list[Reply] = []
        for command in commands:
            if not grouped:
                self._write(command)
            code, words = self.getreply()
            replies.append((code, _words(words)))
            if code == 421 or (not grouped and code >= 400):
                break
        if commands[0] == b"RSET\r\n":
            replies = replies[1:] or replies
        return self._judged(replies, grouped)

    def _judged(self, replies: list[Reply], grouped: bool) -> Outcome | Gone | None:
        for place, (code, words) in enumerate(replies):
            if code == 421:
                return Gone(f"421 {words}", polite=True)
            if code < 400 and (place < 2 or code == 354):
                continue
            if grouped and replies[-1][0] == 354:
                # The server waits for content although it refused: give it none.
                self._write(b".\r\n")
                self.getreply()
            self._unclean = True
            if (grouped and 500 <= code <= 503) or code < 400:
                return Gone(f"{code} {words}")
            if code == 530 or (place == 0 and code >= 500 and code != 552):
                return ServerDown(f"{code} {words}")
            return Temporary(code, words) if code < 500 else Permanent(code, words)
        return None

    def _content(
        self, content: bytes, following: Composed | None, meanwhile: Callable[[], None] | None
    ) -> Outcome | Gone:
        stuffed = content.replace(b"\r\n.", b"\r\n..")
        if stuffed.startswith(b"."):
            stuffed = b"." + stuffed
        rest = b"".join(self._commands(following)) if following else b""
        try:
            self._write(stuffed + b".\r\n" + rest)
        except OSError as error:
            # Without a following one the last octet was not written, so the message cannot be whole.
            return Unknown(_said(error)) if following else Gone(_said(error), content=True)
        self._offered = following
        if meanwhile is not None:
            meanwhile()
        try:
            code, raw = self.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return Unknown(_said(error))
        words = _words(raw)
        if code == 421:
            return Gone(f"421 {words}", polite=True)
        if 200 <= code < 300:
            self.handed_over += 1
            return Sent(words)
        if 400 <= code < 500:
            return Temporary(code, words)
        return Permanent(code, words) if 500 <= code < 600 else Unknown(f"{code} {words}")

    def send(self, s: Any) -> None:
        """Send what the greeting, log-in and leave-taking of smtplib are made of."""
        self._write(s.encode() if isinstance(s, str) else s)

    def _write(self, octets: bytes) -> None:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        self.sock.settimeout(self.timeout)
        self.sock.sendall(octets)


class SecureSession(Session, smtplib.SMTP_SSL):
    """The same within TLS from the first byte."""


def _words(raw: bytes) -> str:
    return " ".join(raw.decode("utf-8", "replace").split())[:500]


def _said(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not valid: {error.verify_message}"
    return " ".join(str(error).split())[:500] or type(error).__name__


def reason(error: BaseException) -> str:
    """Return in words why a connection could not be made."""
    if isinstance(error, smtplib.SMTPResponseException):
        raw = error.smtp_error
        return f"{error.smtp_code} {_words(raw if isinstance(raw, bytes) else str(raw).encode())}"
    return _said(error)
