"""Pages at a hundred thousand agreements: ours against a bare page of the same rows and template, both under the same gunicorn."""

from __future__ import annotations

import functools
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select

from bench.pages.fill import APART, COUNT, GROUPS, fill
from bench.pages.load import ARRANGED, Pace, Server, get, pace
from bench.table import ROUNDS, Figure
from service.agreements.tables import AgreementRow
from service.app import create_app
from service.db import Database
from service.kernel import clock
from service.schema import migrate
from service.settings import load
from service.web.frame.paging import PAGE
from tests.databases import Lane, make_postgres_template, postgres_server
from tests.web.world import counted, log_in

SECRET = "a secret that only this bench knows of"
SLICE, SLICES = 0.3, 4
FEW = 2
OURS = ("service.cli.main", "serve")
BARE = ("bench.pages.bare",)
COORDINATOR, MANAGER, AUDITOR, OPERATOR = "karin", "anders", "reader", "operator"
ONE = 3 * GROUPS * APART + 1
FIRST, LAST = "list, operator of all", "last page of the list, operator"
TOKENS = re.compile(rb'name="(csrf_token|once)" value="[^"]*"')
PAGES = (
    ("start page, coordinator of 50", COORDINATOR, "/"),
    ("start page, manager of all", MANAGER, "/"),
    ("list, coordinator of 50", COORDINATOR, "/agreements"),
    ("list, auditor of all", AUDITOR, "/agreements"),
    (FIRST, OPERATOR, "/agreements"),
    ("list, overdue alone, auditor of all", AUDITOR, "/agreements?sent=1"),
    ("list, a word that one has, auditor of all", AUDITOR, f"/agreements?q=nr+{COUNT * 3 // 4}"),
    ("calendar, coordinator of 50", COORDINATOR, "/kalender"),
    ("calendar, operator of all", OPERATOR, "/kalender"),
    ("post, coordinator of 50", COORDINATOR, "/post"),
    ("operation, operator", OPERATOR, "/drift"),
    ("agreement", COORDINATOR, f"/agreements/{ONE}"),
    ("agreement, arranged by the bare page too", COORDINATOR, f"/agreements/{ONE}?{ARRANGED}"),
)


def bench() -> list[Figure]:
    """Return the figures for SQLite, with BENCH_FULL for PostgreSQL as well."""
    with tempfile.TemporaryDirectory() as folder:
        figures = _of("SQLite", *(f"sqlite:///{Path(folder) / name}" for name in ("many.sqlite", "few.sqlite")))
    if os.environ.get("BENCH_FULL"):
        with postgres_server() as uri:
            make_postgres_template(uri)
            with Lane(uri).lend() as many, Lane(uri).lend() as few:
                figures += _of("PostgreSQL", many, few)
    return figures


def _of(kind: str, url: str, small: str) -> list[Figure]:
    many, few = _filled(url, COUNT), _filled(small, FEW)
    try:
        return _measured(kind, many, url) + _counted(kind, many, few)
    finally:
        many.close()
        few.close()


def _filled(url: str, count: int) -> Database:
    database = Database(url)
    migrate(database)
    fill(database, clock.now(), count)
    if not database.is_sqlite:
        # As the server does by itself sooner or later, but where tests and benches run it.
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return database


def _environment(url: str) -> dict[str, str]:
    return {"OVERENS_DATABASE_URL": url, "OVERENS_SECRET_KEY": SECRET, "OVERENS_PORT": "0", "OVERENS_DEAD_AFTER_SECONDS": "86400"}


def _logged_in(database: Database) -> dict[str, FlaskClient]:
    app = create_app(load(_environment(str(database.url))), database)
    app.config["WTF_CSRF_ENABLED"] = False
    return {name: log_in(app.test_client(), name) for name in (COORDINATOR, MANAGER, AUDITOR, OPERATOR)}


def _cookies(database: Database) -> dict[str, str]:
    """Log the readers in; return what their browsers then send."""
    kept = {name: client.get_cookie("overens") for name, client in _logged_in(database).items()}
    return {name: f"overens={cookie.value}" for name, cookie in kept.items() if cookie is not None}


@contextmanager
def _served(url: str, module: Sequence[str]) -> Iterator[Server]:
    """Run a server as long as it is needed."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("OVERENS_")}
    process = subprocess.Popen([sys.executable, "-m", *module], env=others | _environment(url), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if found is None:
            raise RuntimeError(f"{module}: {line}")
        yield Server(int(found[1]), process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stderr.close()


def _measured(kind: str, database: Database, url: str) -> list[Figure]:
    cookies = _cookies(database)
    pages = [*PAGES]
    # Each right after the other, so that the machine's moods hit both alike.
    pages.insert([name for name, _, _ in pages].index(FIRST) + 1, (LAST, OPERATOR, _last_page(database)))
    rounds: dict[str, list[tuple[Pace, Pace]]] = {name: [] for name, _, _ in pages}
    with ExitStack() as stack:
        servers = [stack.enter_context(_served(url, module)) for module in (OURS, BARE)]
        for name, who, path in pages:
            _ensure_alike(name, *(get(one.port, path, cookies[who]) for one in servers))
        for number in range(ROUNDS + 1):
            for name, who, path in pages:
                pair = _in_turn(servers, path, cookies[who])
                if number:  # The first is for the processes to warm to.
                    rounds[name].append(pair)
    first, last = ([1 / ours.per_second for ours, _ in rounds[name]] for name in (FIRST, LAST))
    return [*(_figure(f"{name}, {kind}", some) for name, some in rounds.items()), Figure(
        what=f"last of {COUNT // PAGE:,} pages of the list, {kind}", ours=f"{statistics.median(last) * 1000:.1f} ms",
        peer=f"the first {statistics.median(first) * 1000:.1f} ms", goal=1.2, more=False,
        ratio=statistics.median(one / other for one, other in zip(last, first, strict=True)),
        note=f"processor {_each([ours for ours, _ in rounds[LAST]])}, the first {_each([ours for ours, _ in rounds[FIRST]])}")]


def _in_turn(servers: Sequence[Server], path: str, cookie: str) -> tuple[Pace, Pace]:
    """Measure both, turn by turn and on new connections each time: which worker gets how many is chance."""
    turns = [[pace(one, path, cookie, SLICE) for one in servers] for _ in range(SLICES)]
    ours, bare = (functools.reduce(Pace.__add__, some) for some in zip(*turns, strict=True))
    return ours, bare


def _last_page(database: Database) -> str:
    """Return the address of the list's last page: what is over comes last there, the longest over at the very end."""
    query = select(AgreementRow.sort_end, AgreementRow.id).where(AgreementRow.over.is_(True))
    with database.read() as session:
        day, number = session.execute(query.order_by(AgreementRow.sort_end, AgreementRow.id).offset(PAGE).limit(1)).one()
    return f"/agreements?efter=1.{number}.{day}"


def _ensure_alike(name: str, ours: bytes, bare: bytes) -> None:
    """Refuse to compare pages that are not the same but for the tokens of their forms."""
    if len(TOKENS.sub(b"", ours)) != len(TOKENS.sub(b"", bare)):
        raise RuntimeError(f"{name}: the bare page has {len(bare)} bytes, ours {len(ours)}")


def _figure(what: str, rounds: Sequence[tuple[Pace, Pace]]) -> Figure:
    ours, bare = zip(*rounds, strict=True)
    return Figure(
        what=what, ours=f"{_pace(ours):,.0f}/s", peer=f"bare page {_pace(bare):,.0f}/s", goal=0.8,
        ratio=statistics.median(one.per_second / other.per_second for one, other in rounds),
        note=f"p50 {_within(ours, 0.5)}, p99 {_within(ours, 0.99)}; bare p50 {_within(bare, 0.5)}, p99 {_within(bare, 0.99)}; "
             f"processor {_each(ours)}, bare {_each(bare)}")


def _pace(some: Sequence[Pace]) -> float:
    return statistics.median(one.per_second for one in some)


def _each(some: Sequence[Pace]) -> str:
    return f"{statistics.median(one.each for one in some) * 1000:.1f} ms"


def _within(some: Sequence[Pace], part: float) -> str:
    return f"{statistics.median(one.within(part) for one in some) * 1000:.1f} ms"


def _counted(kind: str, many: Database, few: Database) -> list[Figure]:
    """Return how many queries each page takes, against those it takes when there are next to no agreements."""
    clients = [_logged_in(database) for database in (many, few)]
    figures = []
    for name, who, path in PAGES:
        numbers = []
        for database, client in zip((many, few), clients, strict=True):
            asked = path if database is many else path.replace(str(ONE), "1")
            client[who].get(asked)
            with counted(database) as statements:
                assert client[who].get(asked).status_code == 200
            numbers.append(len([one for one in statements if not one.startswith("BEGIN")]))
        figures.append(Figure(what=f"queries: {name}, {kind}", ours=f"{numbers[0]}", peer=f"at {FEW} agreements: {numbers[1]}",
                              ratio=numbers[0] / numbers[1], goal=1.0, more=False))
    return figures
