"""The command as real processes, and the environment they need."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from tests.faults.forked import Forked, forked

SECRET = "a secret for tests only"
PATIENCE = 60.0
MAIL_TIMEOUT = 5
# A claim has surely run out this long after it was made.
CLAIM = timedelta(seconds=2 * (6 * MAIL_TIMEOUT + 30) + 1)
ROOT = Path(__file__).resolve().parent.parent.parent


def environment(url: str, port: int | None = None, **settings: object) -> dict[str, str]:
    """Return the environment of a process on the database `url`, which mails to `port` if given."""
    values = {
        "DATABASE_URL": url, "SECRET_KEY": SECRET, "REHEARSAL": "true", "LANGUAGE": "en",
        "MAIL_TIMEOUT_SECONDS": MAIL_TIMEOUT, "MAIL_CONNECTIONS": 1, "MAIL_SENDER": "post@overens.example",
        **({"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": port} if port else {}), **settings,
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "TZ": "America/New_York", **{f"OVERENS_{name}": str(value) for name, value in values.items()}}


def start(arguments: Sequence[str], env: dict[str, str]) -> Forked:
    """Start `overens` with these arguments."""
    return forked(arguments, env)


def start_anew(arguments: Sequence[str], env: dict[str, str]) -> subprocess.Popen[str]:
    """Start `overens` in a process that loads everything itself: for another language than English, or a library before all others."""
    return subprocess.Popen(
        [sys.executable, "-m", "service.cli.main", *arguments], env=env, cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )


def run(arguments: Sequence[str], env: dict[str, str]) -> tuple[int, str, str]:
    """Run `overens` to its end; return exit code, standard output and standard error."""
    loaded = env.get("OVERENS_LANGUAGE") == "en" and "LD_PRELOAD" not in env
    with start(arguments, env) if loaded else start_anew(arguments, env) as process:
        try:
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    return int(process.returncode or 0), out, err


def swept(url: str, now: datetime, port: int | None = None, **settings: object) -> int:
    """Run one `overens sweep` as of `now`; return its exit code."""
    code, _, err = run(["sweep", "--now", now.isoformat()], environment(url, port, **settings))
    assert "Traceback" not in err
    return code


def finished(processes: Sequence[Forked]) -> list[tuple[int, str]]:
    """Wait for all; return their exit codes and standard errors."""
    found = []
    for process in processes:
        with process:
            _, err = process.communicate(timeout=PATIENCE)
            found.append((process.wait(), err))
    return found


def until(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait until `condition` holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.02)


def running(process: Forked) -> None:
    """Wait until a scheduler runs and so listens to signals."""
    until(lambda: "the scheduler runs" in process.said() or process.poll() is not None, "the scheduler runs")
    assert process.poll() is None, process.said()


@contextmanager
def scheduler(env: dict[str, str]) -> Iterator[Forked]:
    """Run `overens scheduler`; kill it in the end if it still lives."""
    with start(["scheduler"], env) as process:
        try:
            yield process
        finally:
            process.kill()
