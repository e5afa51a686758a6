"""A scheduler that cannot go on dies at once, and the health page turns red within two beats."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from service.db import Database
from service.scheduler.health import Health, health
from tests.faults.processes import PATIENCE, ROOT, environment, scheduler, until

BEAT = timedelta(seconds=0.5)
# A scheduler whose sweep dies, after one that was well, of what its argument names.
DYING = """
import sys
from service.cli.main import to_standard_error
from service.db import Database
from service.scheduler.passes import delivery_pass, sweep_pass
from service.scheduler.runner import Runner
from service.settings import load

class Fatal(BaseException):
    pass

count = 0
def sweep(*given, **named):
    global count
    count += 1
    if count == 2:
        raise {"fatal": Fatal, "exit": SystemExit, "interrupt": KeyboardInterrupt}[sys.argv[1]]("over")
    sweep_pass(*given, **named)

to_standard_error()
settings = load()
sys.exit(Runner(Database(settings.database_url), settings, passes={"sweep": sweep, "delivery": delivery_pass}).run())
"""
FAILING = """
import sys
from service.cli.main import to_standard_error
from service.db import Database
from service.scheduler.passes import delivery_pass
from service.scheduler.runner import Runner
from service.settings import load

def sweep(*given, **named):
    raise LookupError("no table of that name")

to_standard_error()
settings = load()
sys.exit(Runner(Database(settings.database_url), settings, passes={"sweep": sweep, "delivery": delivery_pass}).run())
"""


def told(database: Database, later: timedelta = timedelta()) -> Health:
    with database.read() as session:
        return health(session, database.now() + later, dead_after=2 * BEAT)


@pytest.mark.parametrize("how", ["fatal", "exit", "interrupt"])
def test_a_pass_that_dies_ends_the_process(how: str, database: Database, database_url: str) -> None:
    env = environment(database_url, BEAT_SECONDS=0.2)
    done = subprocess.run([sys.executable, "-c", DYING, how], env=env, cwd=ROOT, capture_output=True, text=True,
                          timeout=PATIENCE, check=False)
    assert done.returncode == 1, done.stderr
    assert "the scheduler stops on a fault" in done.stderr
    assert told(database).last_sweep is not None
    assert not told(database, later=2 * BEAT).ok


def test_killed(database: Database, database_url: str) -> None:
    with scheduler(environment(database_url, BEAT_SECONDS=0.1)) as process:
        until(lambda: told(database).ok, "the scheduler beats")
        process.send_signal(signal.SIGKILL)
        assert process.wait(PATIENCE) == -signal.SIGKILL
    assert not told(database, later=2 * BEAT).ok


def test_a_pass_that_only_fails_is_tried_again_and_shows(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """The mail still goes; there is no sign of life from the sweep, and the process can be told to stop."""
    env = environment(database_url, BEAT_SECONDS=0.1)
    log = tmp_path / "log"
    command = [sys.executable, "-c", FAILING]
    with log.open("w") as file, subprocess.Popen(command, env=env, cwd=ROOT, stderr=file) as process:
        try:
            until(lambda: log.read_text("utf-8").count('"error": "no table of that name"') > 1, "two failures")
            assert not told(database).ok
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
