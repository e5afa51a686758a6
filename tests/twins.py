"""Tests of pages that differ only in where or how they are looked at: `make test` takes one of each, `make soak` all.

What decides is in the rooms below the pages, and every test of those runs on both kinds of database. A page adds its form and its words:
each is asked for on both kinds by the walk of all pages, looked at in both ways by the walk before axe, and otherwise
tested once, by its name on the one or the other. Which one is fixed: the same on every run and machine.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable

import pytest

OPTION = "--all-twins"
MARK = "every_twin"
# What a twin differs in: the kind of database; the width, scheme, language or scripts of a browser.
APART = ("database_url", "way", "page", "pages", "language", "script", "scripts")


def one_of_each(items: Iterable[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Return which tests to run and which to leave to `make soak`."""
    kept: list[pytest.Item] = []
    twins: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if "/tests/web/" in item.path.as_posix() and isinstance(item, pytest.Function) and _apart(item) and not item.get_closest_marker(MARK):
            twins[_same(item)].append(item)
        else:
            kept.append(item)
    left = []
    place: dict[str, int] = defaultdict(int)
    for group in twins.values():
        group.sort(key=lambda one: one.nodeid)
        test = _test(group[0])
        chosen = group[(zlib.crc32(test.encode()) + place[test]) % len(group)]
        place[test] += 1
        kept.append(chosen)
        left += [one for one in group if one is not chosen]
    return kept, left


def _apart(item: pytest.Function) -> bool:
    return hasattr(item, "callspec") and any(name in item.callspec.params for name in APART)


def _test(item: pytest.Function) -> str:
    return item.nodeid.partition("[")[0]


def _same(item: pytest.Function) -> str:
    """Return what a test is called without what sets it apart from its twins."""
    return f"{_test(item)} {sorted((name, repr(value)) for name, value in item.callspec.params.items() if name not in APART)}"
