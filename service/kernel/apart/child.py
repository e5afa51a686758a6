"""The side of the child: it gives up its means for good before it looks at what it was handed."""

from __future__ import annotations

import os
import resource
import sys
from typing import Any

OUT_OF_MEMORY = 71
_OPEN_FILES = 24
_CLOSED_DOORS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def give_up_means(*, seconds: float, memory_bytes: int, native: bool = False) -> None:
    """Bound this process for good: memory, processor, files; no writing, no network, no programs.

    `native` leaves ctypes open, for a library that is called through it.
    """
    _at_most(resource.RLIMIT_AS, memory_bytes)
    _at_most(resource.RLIMIT_CPU, int(seconds) + 2)
    _at_most(resource.RLIMIT_FSIZE, 0)
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_NOFILE, _OPEN_FILES)
    sys.addaudithook(_guard_but_native if native else _guard)


def take_standard_output() -> int:
    """Keep standard output for the answer alone; what a library prints goes nowhere."""
    answer_to = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answer_to


def write(descriptor: int, reply: bytes) -> None:
    """Write the whole answer."""
    rest = memoryview(reply)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _at_most(what: int, amount: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        amount = min(amount, hard)
    resource.setrlimit(what, (amount, amount))


def _guard_but_native(event: str, arguments: tuple[Any, ...]) -> None:
    if not event.startswith("ctypes."):
        _guard(event, arguments)


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        if arguments[2] & _WRITING:
            raise PermissionError("nothing may be written here")
    elif event.startswith(_CLOSED_DOORS):
        raise PermissionError(event)
