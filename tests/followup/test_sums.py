"""What is kept month by month is what the shifts come to, whatever was done to them; what is not is found and counted anew."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select, update

from service import schema
from service.db import Database
from service.economy.outcome.actions import Entered
from service.economy.outcome.rules import Used
from service.economy.outcome.tables import FigureRow
from service.followup.figures import figures, shifts_by_month, split
from service.followup.shifts import actions
from service.followup.shifts.exchange.actions import keep
from service.followup.shifts.lists import actions as lists
from service.followup.shifts.states import State
from service.followup.shifts.sums.store import differing
from service.followup.shifts.sums.tables import MonthSumRow, MonthWordRow
from service.followup.shifts.tables import ShiftRow
from service.lifecycle.money.outcome import budget_on, enter
from service.parties.changes import end, give
from service.parties.tables import FunctionRow, VacancyRow
from service.parties.vacancies import differing as vacant
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


def test_a_database_of_before_gets_its_sums_vacancies_and_frames(database: Database) -> None:
    one, rng = bus(database), random.Random(3)
    for _ in range(12):
        kept(database, one.id, some(one, rng), sure=True)
    with database.write() as session:
        actions.strike(session, 3, "Fel", now=NOW, by=BY)
        seat = session.scalars(select(FunctionRow).where(FunctionRow.function == "coordinator").order_by(FunctionRow.id)).first()
        assert seat is not None
        party, person = seat.party_id, seat.person_id
        end(session, seat, date(2026, 9, 1))
        give(session, one.id, party, person, "coordinator", from_on=date(2026, 11, 1))
        budget = budget_on(session, one.id, NOW.date())
        for used in (budget.posts[0].budget_ore, sum(post.budget_ore for post in budget.posts) + 1):
            posts = [Used(post.name, used if place == 0 else 0) for place, post in enumerate(budget.posts)]
            enter(session, one.id, Entered(as_of=NOW.date(), posts=tuple(posts)), author="Maria", now=NOW, by=BY)

    def all_of() -> list[list[tuple[object, ...]]]:
        with database.read() as session:
            return [sorted(map(tuple, session.execute(select(*columns))), key=repr) for columns in (
                MonthSumRow.__table__.c, MonthWordRow.__table__.c, [VacancyRow.party_id, VacancyRow.from_on, VacancyRow.to_on],
                [FigureRow.id, FigureRow.over_frame])]

    before = all_of()
    assert [bool(each) for each in before] == [True] * 4
    assert [over for _, over in before[3]] == [False, True]
    schema.migrate(database, "0014")
    schema.migrate(database)
    assert all_of() == before
    with database.read() as session:
        assert (differing(session), vacant(session)) == ([], [])
