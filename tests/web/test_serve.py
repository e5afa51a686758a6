"""`overens serve`: the pages by gunicorn, as they are run."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

ELSE = {name: value for name, value in os.environ.items() if not name.startswith("OVERENS_")}
COMMAND = [sys.executable, "-m", "service.cli.main", "serve"]


def test_it_serves_until_told_to_stop(sqlite_url: str) -> None:
    env = {**ELSE, "OVERENS_DATABASE_URL": sqlite_url, "OVERENS_SECRET_KEY": "x" * 32, "OVERENS_PORT": "0",
           "OVERENS_WEB_WORKERS": "1"}
    process = subprocess.Popen(COMMAND, env=env, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        assert "Ingen kan logga in än." in process.stderr.readline()
        line = process.stderr.readline()
        found = re.fullmatch(r"Webben svarar på (http://127\.0\.0\.1:\d+)\n", line)
        assert found, line
        with urlopen(f"{found[1]}/logga-in", timeout=20) as told:
            assert "Välkommen till Överens" in told.read().decode()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        process.stderr.close()


@pytest.mark.parametrize(("changed", "said"), [
    ({"OVERENS_SECRET_KEY": ""}, "Inställningen OVERENS_SECRET_KEY saknas; sätt den i miljön före start.\n"),
    ({"OVERENS_SECRET_KEY": "short"}, "Inställningen OVERENS_SECRET_KEY är fel: at least 16 characters are needed\n"),
])
def test_it_does_not_start_without_a_secret(sqlite_url: str, changed: dict[str, str], said: str) -> None:
    env = {**ELSE, "OVERENS_DATABASE_URL": sqlite_url, **changed}
    told = subprocess.run(COMMAND, env=env, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (2, said)


def test_a_server_of_ones_own_loads_wsgi(sqlite_url: str) -> None:
    env = {**ELSE, "OVERENS_DATABASE_URL": sqlite_url, "OVERENS_SECRET_KEY": "x" * 32}
    script = "from wsgi import app; print(app.test_client().get('/kom-igang').status_code)"
    told = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert told.stdout == "200\n"
