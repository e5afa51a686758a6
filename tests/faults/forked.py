"""Commands in processes forked from one that has loaded them all: as if started anew, in a fraction of the time."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

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


def forked(arguments: Sequence[str], env: Mapping[str, str], *, patience: float) -> tuple[int, str, str]:
    """Run `overens` to its end; return exit code, standard output and standard error."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = SERVER.Process(target=command, args=(arguments, dict(env), str(out), str(err)))
        process.start()
        process.join(patience)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"overens {' '.join(arguments)} took more than {patience} s")
        code = process.exitcode
        process.close()
        return code, out.read_text("utf-8"), err.read_text("utf-8")
