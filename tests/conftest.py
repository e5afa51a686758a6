"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from sqlalchemy.engine import make_url

from service.db import Database
from tests.databases import KEPT, POSTGRES, SHARED, Lane, make_postgres_template, make_sqlite_template, postgres_server
from tests.twins import OPTION, one_of_each

# The same examples on every run and machine, however slow: a test that failed yesterday fails today.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("steady")

MEMORY = Path("/dev/shm")

_servers = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once a run, and make room for what its workers share; they inherit both addresses."""
    if not hasattr(config, "workerinput") and SHARED not in os.environ:
        os.environ[SHARED] = _servers.enter_context(TemporaryDirectory(prefix="overens-shared-", dir=MEMORY if MEMORY.is_dir() else None))
    if not hasattr(config, "workerinput") and not config.option.collectonly and POSTGRES not in os.environ:
        uri = _servers.enter_context(postgres_server())
        make_postgres_template(uri)
        os.environ[POSTGRES] = uri


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run take every twin of a test of pages."""
    parser.addoption(OPTION, action="store_true", help="run each test of a page on both kinds of database and in every way of looking")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take one of each set of twins; measure what a test covers once: a browser and the other database run the same lines again."""
    if not config.getoption(OPTION):
        kept, left = one_of_each(items)
        wanted = set(kept)
        items[:] = [item for item in items if item in wanted]
        config.hook.pytest_deselected(items=left)
    for item in items:
        if "postgresql" in item.name or "/browser/" in str(item.path):
            item.add_marker(pytest.mark.no_cover)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started."""
    if not hasattr(config, "workerinput"):
        _servers.close()
        os.environ.pop(POSTGRES, None)
        os.environ.pop(SHARED, None)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("OVERENS_") and name not in (POSTGRES, SHARED):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def sqlite_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the worker's SQLite file lies, in memory if it can: each test has a new one in the same place."""
    if not MEMORY.is_dir():
        yield tmp_path_factory.mktemp("sqlite") / "overens.sqlite"
        return
    with TemporaryDirectory(prefix="overens-", dir=MEMORY) as folder:
        yield Path(folder) / "overens.sqlite"


@pytest.fixture
def sqlite_url(sqlite_template: Path, sqlite_path: Path) -> str:
    for left in sqlite_path.parent.glob(f"{sqlite_path.name}*"):
        left.unlink()
    shutil.copy(sqlite_template, sqlite_path)
    return f"sqlite:///{sqlite_path}"


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


@pytest.fixture(scope="session")
def engines() -> Iterator[dict[str, Database]]:
    """What the worker has had open, by address: an engine keeps the statements that it has compiled."""
    opened: dict[str, Database] = {}
    yield opened
    for one in opened.values():
        one.close()


@pytest.fixture
def database(database_url: str, engines: dict[str, Database]) -> Iterator[Database]:
    """An empty database at the newest schema; the test runs once on each kind."""
    opened = engines.get(database_url)
    if opened is None:
        opened = engines[database_url] = Database(make_url(database_url).update_query_dict(
            {"application_name": KEPT} if database_url.startswith("postgresql") else {}))
    yield opened
    if opened.is_sqlite:
        opened.close()
