"""The application over an empty database of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from service.app import create_app
from service.db import Database
from service.web.frame.desk import NAME, Desk
from service.web.frame.health import KEPT as WATCH
from service.web.frame.health import Watch
from tests.web.world import Clock, alive, log_in, settings, users


class Kept(BytecodeCache):
    """Templates compiled once a worker, not once for every application."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    before = Flask.jinja_options
    Flask.jinja_options = {**before, "bytecode_cache": Kept()}
    yield
    Flask.jinja_options = before


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def made_once() -> tuple[Flask, dict[str, Any]]:
    """The worker's application with what it begins with: to make it takes as long as ten pages."""
    made = create_app(settings(), Database("sqlite://"))
    made.config["WTF_CSRF_ENABLED"] = False
    return made, dict(made.extensions)


@pytest.fixture
def app(database: Database, clock: Clock, made_once: tuple[Flask, dict[str, Any]]) -> Flask:
    """The application as if just made, without the check for forged forms: that has tests of its own."""
    users(database)
    alive(database)
    made, begun_with = made_once
    made.extensions.clear()
    made.extensions.update(begun_with)
    made.extensions[NAME] = Desk(settings(), database, clock)
    made.extensions[WATCH] = Watch()
    for limiter in made.extensions["limiter"]:
        limiter.reset()
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Someone who has not logged in."""
    return app.test_client()


@pytest.fixture
def operator(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "operator")


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "reader")
