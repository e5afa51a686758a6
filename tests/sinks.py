"""A small SMTP server that follows a script: the faults of real servers, one at a time."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Self

Answer = str | Callable[[], str] | None


@dataclass
class Received:
    """One message as it came in."""

    sender: str
    to: list[str]
    content: bytes


@dataclass
class Script:
    """How the sink behaves; each hook returns a reply, or None for the usual one.

    A reply of "RESET" breaks the connection, "HANG" never answers, "SILENT" closes without a word.
    """

    pipelining: bool = True
    smtputf8: bool = False
    auth: str = ""
    tls: ssl.SSLContext | None = None
    greeting: Callable[[int], str | None] = lambda number: None
    mail: Callable[[str, int], str | None] = lambda sender, number: None
    rcpt: Callable[[str], str | None] = lambda to: None
    data: Callable[[Received], str | None] = lambda message: None
    content_reset_after: int | None = None
    taken: Callable[[Received], str | None] = lambda message: None
    after_taken: Callable[[Received], None] = lambda message: None
    loses_group: bool = False
    eager: bool = False
    slow: bool = False


@dataclass
class Sink:
    """The server; `received` holds every message that it accepted with 250, `log` every command line."""

    script: Script = field(default_factory=Script)
    received: list[Received] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    largest_group: int = 0
    connections: int = 0

    def __post_init__(self) -> None:
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.threads: list[threading.Thread] = []
        self.open: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        with socket.socket() as waker:
            waker.connect_ex(("127.0.0.1", self.port))
        with self.lock:
            for connection in self.open:
                _shut(connection)
        for thread in self.threads:
            thread.join(10)
        self.listener.close()

    def _start(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self.listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.closing.is_set():
                connection.close()
                return
            with self.lock:
                self.connections += 1
                number = self.connections
                self.open.append(connection)
            self._start(self._serve, connection, number)

    def _serve(self, connection: socket.socket, number: int) -> None:
        talk = Conversation(self, connection, number)
        try:
            talk.run()
        except (OSError, EOFError):
            pass
        finally:
            talk.sock.close()
            connection.close()


class Conversation:
    """One connection's talk."""

    def __init__(self, sink: Sink, sock: socket.socket, number: int) -> None:
        self.sink, self.script, self.sock, self.number = sink, sink.script, sock, number
        self.held = b""
        self.message = Received("", [], b"")
        self.count = 0

    def run(self) -> None:
        """Greet and answer until one side leaves."""
        self.say(self.script.greeting(self.number) or "220 sink")
        while True:
            line = self.line()
            self.sink.log.append(line)
            verb = line.split(":")[0].split(" ")[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            self.answer(verb, line)

    def answer(self, verb: str, line: str) -> None:
        """Answer one command."""
        script = self.script
        match verb:
            case "EHLO" | "HELO":
                self.say(self.greet())
            case "STARTTLS":
                self.say("220 go on")
                assert script.tls is not None
                self.sock = script.tls.wrap_socket(self.sock, server_side=True)
            case "AUTH":
                self.say(script.auth)
            case "MAIL":
                self.count += 1
                self.message = Received(_address(line), [], b"")
                self.say(script.mail(self.message.sender, self.count) or "250 sender ok")
            case "RCPT":
                reply = script.rcpt(_address(line)) or "250 recipient ok"
                if reply.startswith("2"):
                    self.message.to.append(_address(line))
                self.say(reply)
            case "DATA":
                self.take_content()
            case "RSET":
                self.say("250 reset")
            case _:
                self.say("502 what?")

    def greet(self) -> str:
        """Return the reply to EHLO."""
        lines = ["sink", *(["PIPELINING"] if self.script.pipelining else []),
                 *(["SMTPUTF8"] if self.script.smtputf8 else []), *(["AUTH PLAIN LOGIN"] if self.script.auth else []),
                 *(["STARTTLS"] if self.script.tls and not isinstance(self.sock, ssl.SSLSocket) else [])]
        return "\r\n".join([*(f"250-{word}" for word in lines[:-1]), f"250 {lines[-1]}"])

    def take_content(self) -> None:
        """Answer DATA and take the message."""
        if not self.message.to and not self.script.eager:
            self.say("554 no valid recipients")
            return
        reply = self.script.data(self.message) or "354 go on"
        self.say(reply)
        if not reply.startswith("354"):
            return
        if self.script.content_reset_after is not None:
            while len(self.held) < self.script.content_reset_after:
                self.more()
            self.say("RESET")
        while b"\r\n.\r\n" not in (b"\r\n" + self.held):
            self.more()
        whole, _, self.held = (b"\r\n" + self.held).partition(b"\r\n.\r\n")
        self.message.content = (whole[2:] + b"\r\n").replace(b"\r\n..", b"\r\n.")
        reply = (self.script.taken(self.message) if self.message.to else "554 no recipients") or "250 taken"
        if reply.startswith("250"):
            self.sink.received.append(self.message)
        self.say(reply)
        if reply.startswith("250"):
            self.script.after_taken(self.message)
        if self.script.loses_group:
            self.held = b""

    def say(self, reply: str) -> None:
        """Send a reply, or misbehave as it says."""
        if reply == "RESET":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.sock.close()
            raise EOFError
        if reply == "SILENT":
            raise EOFError
        if reply == "HANG":
            self.sink.closing.wait()
            raise EOFError
        octets = reply.encode() + b"\r\n"
        if self.script.slow:
            for octet in octets:
                self.sock.sendall(bytes([octet]))
                if self.sink.closing.wait(0.2):
                    raise EOFError
        else:
            self.sock.sendall(octets)

    def line(self) -> str:
        """Return the next command line."""
        while b"\r\n" not in self.held:
            self.more()
        line, _, self.held = self.held.partition(b"\r\n")
        return line.decode("utf-8", "replace")

    def more(self) -> None:
        """Read on."""
        octets = self.sock.recv(65536)
        if not octets:
            raise EOFError
        self.held += octets
        self.sink.largest_group = max(self.sink.largest_group, self.held.count(b"\r\n"))


def _address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def black_hole() -> Iterator[int]:
    """Yield a port where connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def free_port() -> int:
    """Return a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
