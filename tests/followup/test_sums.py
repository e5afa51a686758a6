"""What is kept month by month is what the shifts come to, whatever was done to them; what is not is found and counted anew."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select, update

from service.db import Database
from service.followup.figures import figures, shifts_by_month, split
from service.followup.shifts import actions
from service.followup.shifts.exchange.actions import keep
from service.followup.shifts.lists import actions as lists
from service.followup.shifts.states import State
from service.followup.shifts.sums.store import differing
from service.followup.shifts.sums.tables import MonthSumRow
from service.followup.shifts.tables import ShiftRow
from service.scheduler.reconcile import reconcile
from tests.followup.cast import NOW, bus, kept
from tests.followup.test_shifts import some
from tests.web.world import BY, settings


def test_sums_are_those_of_the_raw_log_after_random_edits(database: Database) -> None:
    one, rng = bus(database), random.Random(11)
    ids = [kept(database, one.id, some(one, rng), sure=True) for _ in range(15)]
    for _ in range(25):
        victim, what = rng.choice(ids), rng.choice(("edit", "edit", "strike", "plan", "log"))
        with database.write() as session:
            row = session.get_one(ShiftRow, victim)
            if what == "edit" and row.state == State.DONE:
                actions.edit(session, victim, some(one, rng), revision=row.revision, reason="Rättat", sure=True, now=NOW, by=BY)
            elif what == "strike" and row.state != State.STRUCK and rng.random() < 0.4:
                actions.strike(session, victim, "Fel", now=NOW, by=BY)
            elif what == "plan":
                told = replace(some(one, rng), day=NOW.date() + timedelta(days=rng.randint(1, 60)))
                ids += actions.plan(session, one.id, told, weeks=2, author="Maria", now=NOW, by=BY)
            elif what == "log" and row.state == State.PLANNED:
                actions.log_planned(session, victim, some(one, rng), revision=row.revision, sure=True, author="Maria", now=NOW, by=BY)
        with database.read() as session:
            assert differing(session) == []
    places = [word for name, word in one.words.items() if name in ("Järntorget", "Majorna")]
    with database.write() as session:
        keep(session, one.id, "Datum;Start;Slut;Personal;Platser\n2026-09-01;18:00;23:00;4;Majorna\n", author="Maria", now=NOW, by=BY)
        lists.merge(session, one.id, places[0], places[1], now=NOW, by=BY)
        actions.end_all(session, one.id, now=NOW, by=BY)
    with database.read() as session:
        assert differing(session) == []
        done = Counter(row.day.replace(day=1) for row in session.scalars(select(ShiftRow)) if row.state == State.DONE)
        assert dict(shifts_by_month(session, one.id, date(2026, 1, 1), 12)) == {date(2026, n, 1): done[date(2026, n, 1)] for n in range(1, 13)}
        for first, last in ((date(2026, 2, 10), date(2026, 2, 20)), (date(2026, 2, 10), date(2026, 8, 20)), (date(2026, 1, 1), date(2026, 9, 30))):
            days = [row.day for row in session.scalars(select(ShiftRow)) if row.state == State.DONE and first <= row.day <= last]
            assert figures(session, one.id, first, last).total.shifts == len(days)


def test_what_does_not_agree_is_counted_anew(database: Database) -> None:
    one = bus(database)
    kept(database, one.id, one.told())
    with database.write() as session:
        session.execute(update(MonthSumRow).values(shifts=7))
    with database.read() as session:
        assert differing(session) == [one.id]
    assert (reconcile(database, settings(), now=NOW).sums, reconcile(database, settings(), now=NOW).sums) == (1, 0)
    with database.read() as session:
        assert shifts_by_month(session, one.id, date(2026, 9, 1), 1) == [(date(2026, 9, 1), 1)]


def test_a_time_is_whole_months_and_the_days_besides() -> None:
    for first in (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 31)):
        for length in range(120):
            last = first + timedelta(days=length)
            (begin, end), rest = split(first, last)
            days = [begin + timedelta(days=n) for n in range((end - begin).days)]
            days += [one + timedelta(days=n) for one, other in rest for n in range((other - one).days + 1)]
            assert sorted(days) == [first + timedelta(days=n) for n in range(length + 1)]
            assert begin == end or (begin.day, end.day) == (1, 1)
