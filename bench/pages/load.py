"""A load client: some connections kept alive, each asking for one page again and again; nothing but sockets, so that the server is measured."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from service.kernel.clock import monotonic

CONNECTIONS = 4
ARRANGED = "arranged"
LONGEST = 30.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How a page fared: requests per second, and how long they took, in seconds, in order."""

    per_second: float
    took: Sequence[float]

    def __add__(self, other: Pace) -> Pace:
        """Return both as one that took the time of both."""
        seconds = len(self.took) / self.per_second + len(other.took) / other.per_second
        return Pace((len(self.took) + len(other.took)) / seconds, sorted((*self.took, *other.took)))

    def within(self, part: float) -> float:
        """Return the time within which `part` of the requests were answered."""
        return self.took[min(len(self.took) - 1, int(len(self.took) * part))]


def pace(port: int, path: str, cookie: str, seconds: float, connections: int = CONNECTIONS) -> Pace:
    """Ask for a page from every connection for some seconds."""
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n".encode()
    began = monotonic()
    with ThreadPoolExecutor(connections) as pool:
        every = list(pool.map(lambda _: _ask(port, asked, began + seconds), range(connections)))
    took = sorted(one for some in every for one in some)
    return Pace(len(took) / (monotonic() - began), took)


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
