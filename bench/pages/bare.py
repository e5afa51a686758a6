"""The peer: a bare Flask application that reads the same rows with SQLAlchemy Core and renders the same templates.

Each page is noted once from our own view: the statements it executes, and the context it gives its template. The bare page then does, for each
request, what any page must: routes, takes a connection, executes the same statements in one transaction, fetches every row, renders the same template with that
context ready made, answers. It knows one reader and one language, and does nothing of what makes ours a service: no log-in and no look at the session,
no rights, no proof against forged forms, no headers, no arranging of rows into what the template shows. The words and addresses that the template asks for are
made as ours are: they are part of the template. So the peer is a limit rather than a rival: nothing that shows these pages can do less. Asked with
`ARRANGED` in the address it arranges an agreement's rows for its page as well (names, days, timeline, the mail to come), which whatever shows that page must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from types import SimpleNamespace
from typing import Any

from flask import Flask, g, render_template, request, template_rendered
from flask_login import current_user
from sqlalchemy import event
from werkzeug.local import LocalProxy

from bench.pages.load import ARRANGED
from service.app import create_app
from service.cli.office import database_of
from service.cli.running.serve import Server
from service.db import Database
from service.scheduler.health import Health
from service.settings import Settings, load
from service.web.agreement.page import arrange
from service.web.frame.access import is_operator
from service.web.frame.desk import NAME, now
from service.web.speech.language import prefer

HEALTHY = Health(ok=True, last_sweep=None, backlog=0, failures=0, undeliverable=0, paused=None)


@dataclass
class Noted:
    """What a view of ours did for one request: statements with their values, template, context, and whom it was for."""

    statements: list[tuple[Any, Any]] = field(default_factory=list)
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    reader: Any = None
    standing: Any = None


def bare_app(settings: Settings, database: Database) -> Flask:
    """Return the bare application; a page is noted when it is first asked for, as the one whom the cookie lets in."""
    ours = create_app(settings, database)
    bare = Flask("service.web", static_folder=None, template_folder="templates")
    bare.config["SECRET_KEY"] = settings.need_secret()
    bare.extensions[NAME] = ours.extensions[NAME]
    bare.url_map, bare.jinja_env = ours.url_map, ours.jinja_env.overlay()
    bare.jinja_env.globals = {**ours.jinja_env.globals, **_constants(ours, bare)}
    pages: dict[tuple[str, str], Noted] = {}
    noting = Lock()

    def page(**_values: Any) -> str:
        asked = request.full_path, request.headers.get("Cookie", "")
        with noting:
            noted = pages.get(asked) or pages.setdefault(asked, _note(ours, database, *asked))
        g.reader = noted.reader
        prefer("sv")
        with database.engine.connect() as connection:
            for statement, values in noted.statements:
                connection.execute(statement, values).all()
        context = noted.context
        if ARRANGED in request.args:
            g.standing = noted.standing
            context = {**context, "page": arrange(context["one"], now())}
        return render_template(noted.template, **context)

    bare.view_functions = dict.fromkeys(ours.view_functions, page)
    return bare


def _constants(ours: Flask, bare: Flask) -> dict[str, Any]:
    """Return the parts of a template's world that ask who reads, as values known beforehand."""
    return {
        "csrf_token": lambda: "x" * 91, "once": lambda: "x" * 22, "may": lambda _right: True, "may_register": lambda: True,
        "is_operator": lambda: g.reader.operator, "current_user": LocalProxy(lambda: g.reader),
        "recent_health": lambda: HEALTHY, "url_for": bare.url_for, "get_flashed_messages": lambda **_how: [],
    }


def _note(ours: Flask, database: Database, address: str, cookie: str) -> Noted:
    noted, client = Noted(), ours.test_client(use_cookies=False)
    client.get("/", headers={"Cookie": cookie})  # The health of the clock is looked up now, and then known for a while.
    with _listening(ours, database, noted):
        client.get(address, headers={"Cookie": cookie})
    return noted


@contextmanager
def _listening(ours: Flask, database: Database, noted: Noted) -> Iterator[None]:
    """Note what happens within a view: not the log-in and the rights before it."""
    within: list[bool] = []

    def executed(_connection: Any, statement: Any, several: Any, values: Any, _options: Any) -> None:
        # A text is the driver's own, such as the BEGIN that every connection does for itself.
        if within and not isinstance(statement, str):
            noted.statements.append((statement, several or values))

    def rendered(_app: Flask, template: Any, context: dict[str, Any]) -> None:
        noted.template = template.name
        noted.context = {name: value for name, value in context.items() if name not in ("request", "session", "g")}

    def told(view: Callable[..., Any]) -> Callable[..., Any]:
        def seen(**values: Any) -> Any:
            noted.reader = SimpleNamespace(
                is_authenticated=True, name=current_user.name, email=current_user.email, operator=is_operator())
            noted.standing = g.get("standing")
            within.append(True)
            try:
                return view(**values)
            finally:
                within.clear()

        return seen

    views = dict(ours.view_functions)
    ours.view_functions.update({name: told(view) for name, view in views.items()})
    event.listen(database.engine, "before_execute", executed)
    with template_rendered.connected_to(rendered, ours):
        yield
    event.remove(database.engine, "before_execute", executed)
    ours.view_functions.update(views)


class Bare(Server):
    """The bare application under the very settings of our own server."""

    def load(self) -> Flask:
        """Return the application."""
        return bare_app(self.settings, database_of(self.settings))


if __name__ == "__main__":
    Bare(load()).run()
