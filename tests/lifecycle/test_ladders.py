"""Notices on the days an agreement has chosen: once each, nothing in arrears, nothing missed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.kernel.clock import local_day, moment
from service.lifecycle.notices import duties
from service.lifecycle.settings.ground import ChangedMeanwhile
from service.lifecycle.settings.ladders import change_ladders, usual
from service.notices.tables import OutboxRow
from service.obligations.reminders.choices import BadDays, BadInterval, Choice, NeedsOne
from service.parties.model import Function
from service.parties.store import cast
from service.scheduler.sweep import sweep
from tests.web.world import BY, signed

START = date(2026, 1, 2)


def lived(database: Database, until: date, since: date = START) -> None:
    day = since
    while day <= until:
        sweep(database, now=lambda day=day: moment(day, 9))
        day += timedelta(days=1)


def choose(database: Database, number: int, on: date, revision: int = 1, **choices: Choice) -> None:
    with database.write() as session:
        change_ladders(session, number, choices, revision=revision, party_id=None, now=moment(on, 10), by=BY)


def told(database: Database, name: str, email: str = "karin@staden.example") -> list[date]:
    with database.read() as session:
        return [local_day(at) for at in session.scalars(select(OutboxRow.created_at).where(
            OutboxRow.name == name, OutboxRow.to_email == email).order_by(OutboxRow.created_at))]


def test_the_decision_is_reminded_of_on_the_chosen_days_and_once_each(database: Database) -> None:
    number = signed(database)
    lived(database, date(2026, 8, 20))
    before = told(database, "renewal_ahead")
    choose(database, number, date(2026, 8, 20), renewal_ahead=Choice(days=(40, 10)))
    lived(database, date(2026, 10, 30), date(2026, 8, 21))
    assert [day for day in told(database, "renewal_ahead") if day not in before] == [date(2026, 9, 21), date(2026, 10, 21)]


def test_nothing_past_is_sent_in_arrears(database: Database) -> None:
    number = signed(database)
    lived(database, date(2026, 9, 15))
    before = told(database, "renewal_ahead")
    choose(database, number, date(2026, 9, 15), renewal_ahead=Choice(days=(50, 49, 48, 5)))
    lived(database, date(2026, 9, 25), date(2026, 9, 16))
    assert told(database, "renewal_ahead") == before


def test_other_recipients_and_another_interval(database: Database) -> None:
    number = signed(database)
    lived(database, date(2026, 10, 1))
    choose(database, number, date(2026, 10, 1), renewal_ahead=Choice(days=(5,), to=(Function.MANAGER,)),
           renewal_overdue=Choice(every=14))
    lived(database, date(2026, 12, 5), date(2026, 10, 2))
    assert date(2026, 10, 26) not in told(database, "renewal_ahead")
    assert date(2026, 10, 26) in told(database, "renewal_ahead", "anders@staden.example")
    days = told(database, "renewal_overdue")
    assert [(later - earlier).days for earlier, later in zip(days, days[1:], strict=False)] == [14, 14]


@pytest.mark.parametrize(("choices", "why"), [
    ({"renewal_ahead": Choice(days=())}, NeedsOne), ({"meeting_reminder": Choice(days=(0,))}, BadDays),
    ({"end_ahead": Choice(days=tuple(range(1, 14)))}, BadDays), ({"renewal_overdue": Choice(every=90)}, BadInterval),
])
def test_what_would_say_too_little_or_too_much_is_refused(
    database: Database, choices: dict[str, Choice], why: type[Exception],
) -> None:
    number = signed(database)
    with pytest.raises(why):
        choose(database, number, START, **choices)


def test_a_stale_choice_is_refused(database: Database) -> None:
    number = signed(database)
    choose(database, number, START, meeting_reminder=Choice(days=(3,)))
    with pytest.raises(ChangedMeanwhile):
        choose(database, number, START, meeting_reminder=Choice(days=(2,)))
    with database.read() as session:
        assert session.get_one(AgreementRow, number).ladders == '{"meeting_reminder": {"days": [3]}}'


def test_the_usual_is_told() -> None:
    assert usual("renewal_ahead").days == (90, 60, 30, 14, 7, 1)
    assert usual("renewal_overdue").every == 7


def test_what_is_left_is_told_with_the_name_of_who_owes_it(database: Database) -> None:
    number = signed(database)
    lived(database, date(2026, 2, 1))
    with database.read() as session:
        left = duties(session, number, cast(session, number))
    assert {one["owes"] for one in left} == {"both", "Ängstadens kommun", "Föreningen Linden"}
