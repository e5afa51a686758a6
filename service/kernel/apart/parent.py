"""The side of the parent: hand a child its work, hear its answer, and end it when its time is up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from service.kernel.apart.child import OUT_OF_MEMORY

ROOT = str(Path(__file__).resolve().parents[3])
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_FAREWELL_SECONDS = 5


class Late(Exception):
    """The child had not answered when its time was up."""


def ask(start: str, limits: str, content: bytes, *, seconds: float, reply_bytes: int) -> tuple[bytes, int]:
    """Return what a child said of `content`, at most `reply_bytes` of it, and its exit code; raise Late.

    `start` is the program of the child: it finds the house's folder in `sys.argv[1]` and `limits` in `sys.argv[2]`. At the end of
    its time the child is killed, and all it started.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", start, ROOT, limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        cwd="/",
        start_new_session=True,
    )
    late = threading.Event()
    try:
        answer = _heard(child, content, seconds, reply_bytes, late)
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise
    if late.is_set():
        raise Late
    return answer


def out_of_memory(code: int) -> bool:
    """Say whether a child that ended so had no more memory."""
    return code in (OUT_OF_MEMORY, -signal.SIGKILL)


def out_of_time(code: int) -> bool:
    """Say whether a child that ended so had used up its processor time."""
    return code == -signal.SIGXCPU


def _heard(child: subprocess.Popen[bytes], content: bytes, seconds: float, reply_bytes: int, late: threading.Event,
           ) -> tuple[bytes, int]:
    """Return what the child said, and how it ended."""
    assert child.stdout is not None
    alarm = threading.Timer(seconds, _end, (child, late))
    feeding = threading.Thread(target=_feed, args=(child, content), daemon=True)
    alarm.start()
    try:
        feeding.start()
        with child.stdout as pipe:
            reply = pipe.read(reply_bytes)
    finally:
        alarm.cancel()
        alarm.join()
    code = _farewell(child)
    feeding.join()
    return reply, code


def _feed(child: subprocess.Popen[bytes], content: bytes) -> None:
    assert child.stdin is not None
    try:
        with child.stdin as pipe:
            pipe.write(content)
    except OSError:
        return  # the child has already answered, or is gone; its reply tells which


def _end(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    os.killpg(child.pid, signal.SIGKILL)


def _farewell(child: subprocess.Popen[bytes]) -> int:
    """Return how the child ended; it has said all it will, so it gets no more than a moment."""
    try:
        return child.wait(_FAREWELL_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        return child.wait()
