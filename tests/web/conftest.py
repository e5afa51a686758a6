"""The application over an empty database of each kind."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.db import Database
from tests.web.world import Clock, alive, log_in, settings, users


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(database: Database, clock: Clock) -> Flask:
    """The application, without the check for forged forms: that has tests of its own."""
    users(database)
    alive(database)
    made = create_app(settings(), database, clock=clock)
    made.config["WTF_CSRF_ENABLED"] = False
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
