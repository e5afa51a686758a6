"""An SMTP sink that does not parse: it counts lines and waits for dots, in a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

END = b"\r\n.\r\n"
ANSWERS = {b"DATA": b"354 go\r\n", b"QUIT": b"221 bye\r\n"}


class Talk(asyncio.Protocol):
    """One connection; replies leave `delay` seconds after what they answer came in."""

    def __init__(self, delay: float, pipelining: bool) -> None:
        self.delay = delay
        self.ehlo = b"250-sink\r\n250 PIPELINING\r\n" if pipelining else b"250 sink\r\n"
        self.held = b""
        self.in_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.reply(b"220 sink\r\n")

    def reply(self, octets: bytes) -> None:
        """Answer, now or after the delay."""
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, self.transport.write, octets)
        else:
            self.transport.write(octets)

    def data_received(self, data: bytes) -> None:
        """Answer all that has come in whole."""
        self.held += data
        answers = []
        while True:
            if self.in_data:
                end = self.held.find(END)
                if end < 0:
                    break
                self.held = self.held[end + len(END) :]
                self.in_data = False
                answers.append(b"250 ok\r\n")
                continue
            line, found, rest = self.held.partition(b"\r\n")
            if not found:
                break
            self.held = rest
            verb = line[:4].upper()
            self.in_data = verb == b"DATA"
            answers.append(ANSWERS.get(verb, b"250 ok\r\n") if verb != b"EHLO" else self.ehlo)
        if answers:
            self.reply(b"".join(answers))


async def _serve(pipe: Connection, delay: float, pipelining: bool) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Talk(delay, pipelining), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    async with server:
        await loop.run_in_executor(None, pipe.recv)


def _run(pipe: Connection, delay: float, pipelining: bool) -> None:
    asyncio.run(_serve(pipe, delay, pipelining))


@contextmanager
def sink(*, delay: float = 0.0, pipelining: bool = True) -> Iterator[int]:
    """Run a sink; yield its port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs, delay, pipelining), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join(5)
        process.kill()
