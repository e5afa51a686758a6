"""The shifts of the samples: the same whenever they are told, and all of them shifts."""

from __future__ import annotations

from datetime import date

import pytest

from service.db import Database
from service.demo.lived.nights import HEAD, RHYTHMS, rows
from service.followup.shifts.exchange.actions import keep
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind
from tests.builders import BY, an_agreement, on

FIRST, MIDDLE, LAST = date(2025, 2, 1), date(2025, 6, 30), date(2025, 12, 31)


@pytest.mark.parametrize("name", RHYTHMS)
def test_a_year_is_the_same_in_one_file_or_in_two(name: str) -> None:
    rhythm = RHYTHMS[name]
    whole = list(rows(name, rhythm, FIRST, LAST))
    assert [*rows(name, rhythm, FIRST, MIDDLE), *rows(name, rhythm, date(2025, 7, 1), LAST)] == whole
    assert 90 <= len(whole) <= 260


def test_every_row_is_a_shift(database: Database) -> None:
    name, rhythm = next(iter(RHYTHMS.items()))
    every = list(rows(name, rhythm, FIRST, LAST))
    with database.write() as session:
        made, now = an_agreement(session), on(2026, 1, 2, 9)
        for kind, names in ((Kind.PLACE, rhythm.places), (Kind.EVENT, rhythm.events), (Kind.GROUP, rhythm.groups)):
            add(session, made, kind, names, now=now, by=BY)
        assert keep(session, made, "\n".join((HEAD, *every)), author="Maria Holm", now=now, by=BY) == (len(every), 0, 0)
