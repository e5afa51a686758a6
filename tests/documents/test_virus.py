"""The virus scanner, against a server that speaks clamd's language on a real socket."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.documents.checks import refusals
from service.documents.checks.examine import Gate, examine
from service.documents.checks.virus import scan
from tests.documents import made

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _taken(line: socket.socket, most: int) -> tuple[bytes, str]:
    """Read one INSTREAM session as clamd does; return what was streamed and the answer."""
    reader = line.makefile("rb")
    assert reader.read(10) == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack(">I", reader.read(4))[0]:
        content += reader.read(size)
        if len(content) > most:
            return content, "INSTREAM size limit exceeded. ERROR"
    return content, "stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else "stream: OK"


@contextmanager
def clamd(listening: socket.socket, *, most: int = 1_000_000, silent: bool = False, mute: bool = False) -> Iterator[list[bytes]]:
    """Serve one session on a socket; `silent` hangs up before answering, `mute` never answers."""
    seen: list[bytes] = []
    done = threading.Event()

    def serve() -> None:
        line, _ = listening.accept()
        with line:
            if mute:
                done.wait(10)
                return
            content, answer = _taken(line, most)
            seen.append(content)
            if not silent:
                line.sendall(answer.encode() + b"\0")

    listening.listen(1)
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()
        listening.close()


@pytest.fixture
def listening() -> socket.socket:
    opened = socket.socket()
    opened.bind(("127.0.0.1", 0))
    return opened


def _address(opened: socket.socket) -> str:
    host, port = opened.getsockname()
    return f"{host}:{port}"


def test_a_clean_file_is_streamed_whole_and_kept(listening: socket.socket) -> None:
    content = made.picture()
    with clamd(listening) as seen:
        examine(content, Gate(clamav_address=_address(listening)))
    assert seen == [content]


def test_a_scanner_on_a_path_is_asked_too(tmp_path: Path) -> None:
    opened = socket.socket(socket.AF_UNIX)
    opened.bind(str(tmp_path / "clamd"))
    with clamd(opened) as seen:
        scan(b"x" * 200_000, str(tmp_path / "clamd"), seconds=5)
    assert seen == [b"x" * 200_000]


def test_a_harmful_file_is_refused_by_name(listening: socket.socket) -> None:
    with clamd(listening), pytest.raises(refusals.VirusFound) as told:
        scan(EICAR, _address(listening), seconds=5)
    assert told.value.sentence("en") == (
        "The virus scanner says that the file is harmful (Win.Test.EICAR_HDB-1); it has not been kept.")


@pytest.mark.parametrize("way", ["hangs up", "says nothing", "has a limit"])
def test_a_scanner_that_does_not_answer_for_the_file_lets_nothing_through(listening: socket.socket, way: str) -> None:
    with (clamd(listening, silent=way == "hangs up", mute=way == "says nothing", most=100 if way == "has a limit" else 10**6),
          pytest.raises(refusals.NotScanned)):
        scan(b"x" * 1_000, _address(listening), seconds=0.3)


def test_a_scanner_that_is_away_lets_nothing_through(listening: socket.socket, tmp_path: Path) -> None:
    address = _address(listening)
    listening.close()
    for where in (address, str(tmp_path / "none")):
        with pytest.raises(refusals.NotScanned) as told:
            examine(made.picture(), Gate(clamav_address=where))
    assert told.value.status == 503
