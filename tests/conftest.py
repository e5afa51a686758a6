"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest

from service.db import Database
from tests.databases import POSTGRES, Lane, make_postgres_template, make_sqlite_template, postgres_server

# The same examples on every run and machine, however slow: a test that failed yesterday fails today.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("steady")

_servers = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once a run; parallel workers inherit its address."""
    if not hasattr(config, "workerinput") and not config.option.collectonly and POSTGRES not in os.environ:
        uri = _servers.enter_context(postgres_server())
        make_postgres_template(uri)
        os.environ[POSTGRES] = uri


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure what each test covers once: its twin on the other database and a browser run the same lines again."""
    for item in items:
        if "postgresql" in item.name or "/browser/" in str(item.path):
            item.add_marker(pytest.mark.no_cover)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started."""
    if not hasattr(config, "workerinput"):
        _servers.close()
        os.environ.pop(POSTGRES, None)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("OVERENS_") and name != POSTGRES:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "overens.sqlite"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def lane() -> Iterator[Lane]:
    """The worker's own database on the PostgreSQL server."""
    made = Lane(os.environ[POSTGRES])
    yield made
    made.drop()


@pytest.fixture
def postgres_url(lane: Lane) -> Iterator[str]:
    with lane.lend() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database at the newest schema; the test runs once on each kind."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database at the newest schema; the test runs once on each kind."""
    opened = Database(database_url)
    yield opened
    opened.close()
