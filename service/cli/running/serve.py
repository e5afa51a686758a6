"""`overens serve`: the web, by gunicorn."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from service.accounts.setup import setup_code
from service.accounts.users import count_users
from service.app import create_app
from service.cli.office import database_of, office
from service.cli.words import say
from service.settings import Settings


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings; every worker opens a database of its own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn needs to know."""
        values: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}", "workers": self.settings.web_workers,
            "worker_class": "gthread", "threads": 4, "timeout": 60, "graceful_timeout": 20, "keepalive": 15,
            "max_requests": 20_000, "max_requests_jitter": 2_000, "loglevel": "warning", "proc_name": "overens",
        }
        for name, value in values.items():
            self.cfg.set(name, value)
        self.cfg.set("when_ready", _ready)

    def load(self) -> Flask:
        """Return the application."""
        return create_app(self.settings, database_of(self.settings))


def _ready(arbiter: Any) -> None:
    for listener in arbiter.LISTENERS:
        click.echo(say(f"Webben svarar på {listener}", f"The web answers at {listener}"), err=True)


@click.command("serve", help=say("Starta webben.", "Start the web."))
def command() -> None:
    """Serve pages until told to stop."""
    with office() as open_office:
        settings = open_office.settings
        code = setup_code(settings.need_secret())
        with open_office.database.read() as session:
            nobody = count_users(session) == 0
    if nobody:
        click.echo(say(f"Ingen kan logga in än. Öppna {settings.base_url}/kom-igang och ange startkoden {code}",
                       f"Nobody can log in yet. Open {settings.base_url}/kom-igang and give the start code {code}"), err=True)
    Server(settings).run()
