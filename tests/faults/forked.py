"""Commands in processes forked from one that has loaded them all: as if started anew, in a fraction of the time."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from service.cli.main import WHERE, main

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.faults.loaded"])


def load() -> None:
    """Load every command; what it says of itself is in the language of this moment."""
    for where in WHERE:
        importlib.import_module(f"service.cli.{where}")


def command(arguments: Sequence[str], env: Mapping[str, str], out: str, err: str) -> None:
    """Be `overens` with these arguments in this environment, in the process that this runs in."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(ROOT)
    for descriptor, path in ((1, out), (2, err)):
        written = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(written, descriptor)
        os.close(written)
    sys.argv = ["overens", *arguments]
    main(list(arguments))


class Forked:
    """A process that is told of as `subprocess.Popen` tells of one."""

    def __init__(self, target: Callable[..., None], arguments: Sequence[object]) -> None:
        """Begin `target` with `arguments` and the two files that it writes to."""
        self._folder = tempfile.TemporaryDirectory()
        self.out, self.err = Path(self._folder.name) / "out", Path(self._folder.name) / "err"
        self._process = SERVER.Process(target=target, args=(*arguments, str(self.out), str(self.err)))
        self._process.start()
        self.returncode: int | None = None

    def __enter__(self) -> Self:
        """Lend the process."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for it, and take away what it wrote."""
        self.wait()
        self._folder.cleanup()

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(int(self._process.pid or 0), number)

    def kill(self) -> None:
        """Kill it if it lives."""
        self._process.kill()

    def poll(self) -> int | None:
        """Return its exit code, or nothing while it lives."""
        self.returncode = self._process.exitcode
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code once it is over."""
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise TimeoutError(f"a process lives on after {timeout} s")
        return code

    def said(self) -> str:
        """Return what it has written on standard error."""
        return self.err.read_text("utf-8") if self.err.exists() else ""

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Return standard output and standard error once it is over."""
        self.wait(timeout)
        return self.out.read_text("utf-8") if self.out.exists() else "", self.said()


def forked(arguments: Sequence[str], env: Mapping[str, str]) -> Forked:
    """Start `overens` with these arguments."""
    return Forked(command, (arguments, dict(env)))
