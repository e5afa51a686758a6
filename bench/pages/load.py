"""A load client: some connections kept alive, each asking for one page again and again; nothing but sockets, so that the server is measured."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from service.kernel.clock import monotonic

CONNECTIONS = 4
ARRANGED = "arranged"
LONGEST = 30.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How a page fared: requests per second, how long they took, in order, and the processor time of the server's workers; in seconds."""

    per_second: float
    took: Sequence[float]
    processor: float = 0.0

    def __add__(self, other: Pace) -> Pace:
        """Return both as one that took the time of both."""
        seconds = len(self.took) / self.per_second + len(other.took) / other.per_second
        return Pace((len(self.took) + len(other.took)) / seconds, sorted((*self.took, *other.took)), self.processor + other.processor)

    @property
    def each(self) -> float:
        """Return the processor time of one request."""
        return self.processor / len(self.took)

    def within(self, part: float) -> float:
        """Return the time within which `part` of the requests were answered."""
        return self.took[min(len(self.took) - 1, int(len(self.took) * part))]


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, and the process whose children are its workers."""

    port: int
    process: int

    def spent(self) -> float:
        """Return the processor time of its workers so far."""
        workers = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        ticks = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13] for one in workers]
        return sum(int(one) for both in ticks for one in both) / os.sysconf("SC_CLK_TCK")


def pace(server: Server, path: str, cookie: str, seconds: float, connections: int = CONNECTIONS) -> Pace:
    """Ask for a page from every connection for some seconds."""
    port, spent = server.port, server.spent()
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n".encode()
    began = monotonic()
    with ThreadPoolExecutor(connections) as pool:
        every = list(pool.map(lambda _: _ask(port, asked, began + seconds), range(connections)))
    took = sorted(one for some in every for one in some)
    return Pace(len(took) / (monotonic() - began), took, server.spent() - spent)


def get(port: int, path: str, cookie: str) -> bytes:
    """Return a page's body."""
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), LONGEST) as line:
        line.sendall(asked)
        return _answer(line)


def _ask(port: int, asked: bytes, until: float) -> list[float]:
    took = []
    with socket.create_connection(("127.0.0.1", port), LONGEST) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (began := monotonic()) < until:
            line.sendall(asked)
            _answer(line)
            took.append(monotonic() - began)
    return took


def _answer(line: socket.socket) -> bytes:
    """Read one answer; raise ConnectionError unless it is a whole page."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(line)
    head, _, body = got.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise ConnectionError(head.decode("latin-1"))
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    pieces, missing = [body], length - len(body)
    while missing > 0:
        pieces.append(_more(line))
        missing -= len(pieces[-1])
    return b"".join(pieces)


def _more(line: socket.socket) -> bytes:
    got = line.recv(262_144)
    if not got:
        raise ConnectionError("the server closed the connection")
    return got
