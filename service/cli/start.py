"""`make run`: everything on this machine, from an empty folder to a page in the browser."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click

from service.accounts.users import count_users
from service.cli.office import database_of
from service.cli.words import say
from service.db import Database
from service.demo.people import ASSOCIATION, AUDITOR, COORDINATOR, ECONOMIST, let_in
from service.demo.stages import STAGES, is_empty
from service.schema import migrate
from service.settings import Settings, load

KEY, LOGIN = "secret.key", "first-login.txt"


def kept_secret(folder: Path, name: str, make: str) -> str:
    """Return what is kept in a file that only its owner may read; write `make` there the first time."""
    path = folder / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(make + "\n")
    return make


def prepare(database: Database, folder: Path) -> str | None:
    """Migrate, fill in the sample if nothing is there, let its people log in; return their password if still known."""
    migrate(database)
    if is_empty(database):
        click.echo(say("Fyller på med exempel …", "Filling in samples …"))
        # The newest last, so that the post box and the history begin with what is newest.
        for name, fill in reversed(STAGES.items()):
            fill(database, now=database.now())
            click.echo(f"  {name}")
    with database.read() as session:
        nobody = count_users(session) == 0
    if nobody:
        password = secrets.token_urlsafe(12)
        (folder / LOGIN).unlink(missing_ok=True)
        kept_secret(folder, LOGIN, password)
        with database.write() as session:
            let_in(session, password, operator=COORDINATOR, now=database.now())
    path = folder / LOGIN
    return path.read_text("utf-8").strip() if path.exists() else None


def environment(folder: Path) -> dict[str, str]:
    """Return the environment for web and scheduler, with a secret key kept beside the database."""
    given = dict(os.environ)
    if not given.get("OVERENS_SECRET_KEY"):
        given["OVERENS_SECRET_KEY"] = kept_secret(folder, KEY, secrets.token_urlsafe(32))
    given["OVERENS_HOST"] = "127.0.0.1"
    return given


def run(settings: Settings, folder: Path, password: str | None) -> int:
    """Run web and scheduler side by side until one stops or the person does."""
    env = environment(folder)
    env.setdefault("OVERENS_BASE_URL", f"http://127.0.0.1:{settings.port}")
    started = [
        subprocess.Popen([sys.executable, "-m", "service.cli.main", name], env=env) for name in ("scheduler", "serve")
    ]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for one in started:
            one.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo(say(f"\nÖverens finns på http://127.0.0.1:{settings.port}", f"\nÖverens is at http://127.0.0.1:{settings.port}"))
    if password:
        click.echo(say(f"Logga in som {COORDINATOR} med lösenordet {password}",
                       f"Log in as {COORDINATOR} with the password {password}"))
        click.echo(say(f"Föreningens sida av saken: {ASSOCIATION}, samma lösenord",
                       f"The association's side of things: {ASSOCIATION}, the same password"))
        click.echo(say(f"Ekonom: {ECONOMIST}; revisor: {AUDITOR}; samma lösenord",
                       f"Economist: {ECONOMIST}; auditor: {AUDITOR}; the same password"))
    click.echo(say("Stoppa med Ctrl+C.\n", "Stop with Ctrl+C.\n"))
    while all(one.poll() is None for one in started):
        time.sleep(0.2)
    stop(0, None)
    codes = [one.wait() for one in started]
    return 0 if all(code in (0, -signal.SIGTERM) for code in codes) else 1


def main() -> None:
    """Prepare and run."""
    settings = load()
    folder = Path("var")
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    database = database_of(settings)
    try:
        password = prepare(database, folder)
    finally:
        database.close()
    sys.exit(run(settings, folder, password))


if __name__ == "__main__":
    main()
