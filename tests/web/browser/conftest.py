"""A real browser before a real server over the sample agreements in every stage."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from werkzeug.serving import make_server

from service.app import create_app
from service.db import Database
from service.demo.stages import STAGES
from service.notices.tables import OutboxRow, Post
from tests.databases import new_sqlite
from tests.web.world import NOW, Clock, alive, set_post, settings, users

expect.set_options(timeout=15_000)

# Chromium without the parts that draw on a screen: the same engine at half the time.
CHROMIUM = Path("/usr/bin/chromium-headless-shell")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")


@dataclass
class Site:
    """A served application, its database and its clock."""

    url: str
    app: Flask
    database: Database
    clock: Clock


def _fill(database: Database) -> None:
    for fill in STAGES.values():
        fill(database, now=NOW)
    with database.read() as session:
        newest = [row.id for row in session.query(OutboxRow).order_by(OutboxRow.id.desc()).limit(5)]
    states = (Post.WAITING, Post.SENT, Post.UNDELIVERABLE, Post.WITHDRAWN, Post.SENDING)
    for post_id, state in zip(newest, states, strict=True):
        live = state in (Post.WAITING, Post.SENDING)
        set_post(database, post_id, state=state.value, next_at=NOW if live else None, attempts=2,
                 sent_at=NOW if state is Post.SENT else None, error="550 no such user" if not live else "451 busy")
    with database.write() as session:
        session.get_one(OutboxRow, newest[3] - 1).payload = "{}"


def _serve(database: Database) -> Iterator[Site]:
    clock = Clock()
    users(database)
    alive(database)
    app = create_app(settings(), database, clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", app, database, clock)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample in every stage; tests leave it as they found it."""
    yield from _serve(new_sqlite(tmp_path_factory.mktemp('site'), "every stage", _fill))


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with nothing in it."""
    yield from _serve(new_sqlite(tmp_path_factory.mktemp('empty')))


# Not for the whole run: while it is open no other test on the same worker can run an event loop.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium; a test that cannot have it fails and names what to install."""
    if not CHROMIUM.exists():
        pytest.fail("these tests need a browser: install the Debian package chromium-headless-shell")
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
    yield opened
    opened.close()
