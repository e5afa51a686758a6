"""A process that gives up its means for good before it looks into a file it does not trust."""

from __future__ import annotations

import os
import resource
import sys
from typing import Any

_OPEN_FILES = 24
_CLOSED_DOORS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def give_up_means(*, memory_bytes: int, seconds: float) -> None:
    """Bound this process for good: memory, processor, files; no writing, no network, no programs."""
    _at_most(resource.RLIMIT_AS, memory_bytes)
    _at_most(resource.RLIMIT_CPU, int(seconds) + 2)
    _at_most(resource.RLIMIT_FSIZE, 0)
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_NOFILE, _OPEN_FILES)
    sys.addaudithook(_guard)


def _at_most(what: int, amount: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        amount = min(amount, hard)
    resource.setrlimit(what, (amount, amount))


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        if arguments[2] & _WRITING:
            raise PermissionError("nothing may be written here")
    elif event.startswith(_CLOSED_DOORS):
        raise PermissionError(event)
