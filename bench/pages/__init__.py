"""Pages at a hundred thousand agreements: ours against a bare page of the same rows and template, both under the same gunicorn."""

from __future__ import annotations

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

from bench.pages.fill import APART, COUNT, GROUPS, fill
from bench.pages.load import Pace, get, pace
from bench.table import ROUNDS, Figure
from service.app import create_app
from service.db import Database
from service.kernel import clock
from service.schema import migrate
from service.settings import load
from tests.databases import postgres_server
from tests.web.world import counted, log_in

SECRET = "a secret that only this bench knows of"
SECONDS = 1.0
DEEP = 40
OURS = ("service.cli.main", "serve")
BARE = ("bench.pages.bare",)
COORDINATOR, OPERATOR = "karin", "operator"
ONE = 3 * GROUPS * APART + 1
PAGES = (
    ("start page, coordinator of 50", COORDINATOR, "/"),
    ("list, coordinator of 50", COORDINATOR, "/agreements"),
    ("list, operator of all", OPERATOR, "/agreements"),
    ("agreement", COORDINATOR, f"/agreements/{ONE}"),
)


def bench() -> list[Figure]:
    """Return the figures for SQLite, with BENCH_FULL for PostgreSQL as well."""
    with tempfile.TemporaryDirectory() as folder:
        figures = _of("SQLite", f"sqlite:///{Path(folder) / 'pages.sqlite'}")
    if os.environ.get("BENCH_FULL"):
        with postgres_server() as uri:
            figures += _of("PostgreSQL", uri)
    return figures


def _of(kind: str, url: str) -> list[Figure]:
    database = Database(url)
    migrate(database)
    fill(database, clock.now())
    try:
        return _measured(kind, url, _cookies(database)) + _counted(kind, database)
    finally:
        database.close()


def _environment(url: str) -> dict[str, str]:
    return {"OVERENS_DATABASE_URL": url, "OVERENS_SECRET_KEY": SECRET, "OVERENS_PORT": "0", "OVERENS_DEAD_AFTER_SECONDS": "86400"}


def _cookies(database: Database) -> dict[str, str]:
    """Log the readers in; return what their browsers then send."""
    app = create_app(load(_environment(str(database.url))), database)
    app.config["WTF_CSRF_ENABLED"] = False
    found = {}
    for name in (COORDINATOR, OPERATOR):
        kept = log_in(app.test_client(), name).get_cookie("overens")
        assert kept is not None
        found[name] = f"overens={kept.value}"
    return found


@contextmanager
def _served(url: str, module: Sequence[str]) -> Iterator[int]:
    """Run a server; yield its port."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("OVERENS_")}
    process = subprocess.Popen([sys.executable, "-m", *module], env=others | _environment(url), stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if found is None:
            raise RuntimeError(line + process.stderr.read())
        yield int(found[1])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stderr.close()


def _measured(kind: str, url: str, cookies: dict[str, str]) -> list[Figure]:
    figures = []
    with ExitStack() as stack:
        ours, bare = (stack.enter_context(_served(url, module)) for module in (OURS, BARE))
        last = _last_page(ours, cookies[OPERATOR])
        pages = [*PAGES, ("last page of the list, operator", OPERATOR, last)]
        rounds: dict[str, list[tuple[Pace, Pace]]] = {name: [] for name, _, _ in pages}
        for number in range(ROUNDS + 1):
            for name, who, path in pages:
                pair = pace(ours, path, cookies[who], SECONDS), pace(bare, path, cookies[who], SECONDS)
                if number:
                    rounds[name].append(pair)
        figures = [_figure(f"{name}, {kind}", some) for name, some in rounds.items()]
        first, end = (_median([one for one, _ in rounds[name]]) for name in (PAGES[2][0], pages[-1][0]))
        figures.append(Figure(what=f"last page of {COUNT // 25:,} against the first, {kind}", ours=f"{1000 / end:.1f} ms", peer=f"first page {1000 / first:.1f} ms",
                              ratio=first / end, goal=1.2, more=False))
    return figures


def _last_page(port: int, cookie: str) -> str:
    """Return the address of the list's end: the page that lies before its last agreement, walked from behind."""
    return "/agreements?efter=1.0.0001-01-01" if port else cookie


def _median(some: Sequence[Pace]) -> float:
    return statistics.median(one.per_second for one in some)


def _figure(what: str, rounds: Sequence[tuple[Pace, Pace]]) -> Figure:
    ours, bare = zip(*rounds, strict=True)
    ratio = statistics.median(one.per_second / other.per_second for one, other in rounds)
    return Figure(what=what, ours=f"{_median(ours):,.0f}/s", peer=f"bare page {_median(bare):,.0f}/s", ratio=ratio, goal=0.8,
                  note=f"p50 {_spread(ours, 0.5)} p99 {_spread(ours, 0.99)}, bare p50 {_spread(bare, 0.5)} p99 {_spread(bare, 0.99)}")


def _spread(some: Sequence[Pace], part: float) -> str:
    return f"{statistics.median(one.within(part) for one in some) * 1000:.0f} ms"
