"""Days, months and sending hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from service.kernel.calendar import (
    add_months,
    add_working_days,
    days_between,
    days_off,
    in_sending_hours,
    is_working_day,
    quarter_of,
    sent_after,
    sent_ahead,
    working_day_after,
    working_day_before,
)
from service.kernel.clock import local, local_day, moment, stamp

DAYS = st.dates(date(2000, 1, 1), date(2080, 12, 31))

# Weekdays without office hours, frozen: a new version of the holidays package must not move them unseen.
OFF = {
    2024: "01-01 03-29 04-01 05-01 05-09 06-06 06-21 12-24 12-25 12-26 12-31",
    2025: "01-01 01-06 04-18 04-21 05-01 05-29 06-06 06-20 12-24 12-25 12-26 12-31",
    2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
    2027: "01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31",
    2028: "01-06 04-14 04-17 05-01 05-25 06-06 06-23 12-25 12-26",
    2029: "01-01 03-30 04-02 05-01 05-10 06-06 06-22 12-24 12-25 12-26 12-31",
    2030: "01-01 04-19 04-22 05-01 05-30 06-06 06-21 12-24 12-25 12-26 12-31",
}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("year", OFF)
def test_the_weekdays_without_office_hours(year: int) -> None:
    found = [one for one in days_between(date(year, 1, 1), date(year, 12, 31))
             if one.weekday() < 5 and not is_working_day(one)]
    assert " ".join(f"{one:%m-%d}" for one in found) == OFF[year]
    assert {one for one in days_off(year) if one.weekday() < 5} == set(found)


def test_weekends_are_no_working_days() -> None:
    assert not is_working_day(day("2025-10-04"))
    assert not is_working_day(day("2025-10-05"))
    assert is_working_day(day("2025-10-06"))


@pytest.mark.parametrize(("on", "ahead", "after"), [
    ("2025-10-31", "2025-10-31T07:00", "2025-10-31T07:00"),
    ("2025-11-01", "2025-10-31T07:00", "2025-11-03T07:00"),
    ("2025-06-20", "2025-06-19T06:00", "2025-06-23T06:00"),
    ("2025-04-20", "2025-04-17T06:00", "2025-04-22T06:00"),
    ("2026-01-01", "2025-12-30T07:00", "2026-01-02T07:00"),
    ("2025-12-25", "2025-12-23T07:00", "2025-12-29T07:00"),
    ("2025-03-30", "2025-03-28T07:00", "2025-03-31T06:00"),
    ("2025-10-26", "2025-10-24T06:00", "2025-10-27T07:00"),
])
def test_notices_leave_at_eight_on_working_days(on: str, ahead: str, after: str) -> None:
    assert sent_ahead(day(on)) == utc(ahead)
    assert sent_after(day(on)) == utc(after)


@pytest.mark.parametrize(("on", "hour", "minute", "expected"), [
    ("2025-03-30", 0, 0, "2025-03-29T23:00"),
    ("2025-03-30", 1, 59, "2025-03-30T00:59"),
    ("2025-03-30", 2, 30, "2025-03-30T01:30"),
    ("2025-03-30", 3, 0, "2025-03-30T01:00"),
    ("2025-10-26", 2, 30, "2025-10-26T00:30"),
    ("2025-10-26", 3, 0, "2025-10-26T02:00"),
    ("2025-12-31", 0, 0, "2025-12-30T23:00"),
])
def test_moments_on_the_nights_the_clocks_change(on: str, hour: int, minute: int, expected: str) -> None:
    assert moment(day(on), hour, minute) == utc(expected)


def test_the_day_it_is_in_stockholm() -> None:
    assert local_day(utc("2025-12-31T22:59")) == day("2025-12-31")
    assert local_day(utc("2025-12-31T23:00")) == day("2026-01-01")
    assert local_day(utc("2025-06-30T22:00")) == day("2025-07-01")
    assert local(utc("2025-07-01T10:00")).hour == 12
    assert stamp(utc("2025-12-31T23:00")) == "2026-01-01T00:00:00+01:00"


@pytest.mark.parametrize(("on", "months", "expected"), [
    ("2025-12-31", -2, "2025-10-31"),
    ("2020-03-31", -6, "2019-09-30"),
    ("2026-02-28", -2, "2025-12-28"),
    ("2024-02-29", 12, "2025-02-28"),
    ("2024-02-29", 48, "2028-02-29"),
    ("2025-01-31", 1, "2025-02-28"),
    ("2025-01-31", 2, "2025-03-31"),
    ("2025-01-15", -1, "2024-12-15"),
    ("2025-12-15", 1, "2026-01-15"),
    ("2025-05-31", 0, "2025-05-31"),
])
def test_months_from_a_day(on: str, months: int, expected: str) -> None:
    assert add_months(day(on), months) == day(expected)


@given(DAYS, st.integers(-600, 600))
def test_months_agree_with_dateutil(on: date, months: int) -> None:
    assert add_months(on, months) == on + relativedelta(months=months)


@given(DAYS)
def test_the_nearest_working_days(on: date) -> None:
    before, after = working_day_before(on), working_day_after(on)
    assert before <= on <= after
    assert is_working_day(before)
    assert is_working_day(after)
    closed = days_between(before + timedelta(days=1), after - timedelta(days=1))
    assert before == after == on if is_working_day(on) else not any(map(is_working_day, closed))
    assert sent_ahead(on) <= sent_after(on)


@given(DAYS, st.integers(0, 30))
def test_working_days_are_counted_one_by_one(on: date, count: int) -> None:
    counted = sum(map(is_working_day, days_between(on + timedelta(days=1), add_working_days(on, count))))
    assert counted == count


@pytest.mark.parametrize(("on", "expected"), [
    ("2025-01-01", (2025, 1)), ("2025-03-31", (2025, 1)), ("2025-04-01", (2025, 2)), ("2025-09-30", (2025, 3)),
    ("2025-12-31", (2025, 4)),
])
def test_the_quarter_of_a_day(on: str, expected: tuple[int, int]) -> None:
    assert quarter_of(day(on)) == expected


def test_days_between_have_both_ends() -> None:
    assert list(days_between(day("2025-02-27"), day("2025-03-01"))) == [
        day("2025-02-27"), day("2025-02-28"), day("2025-03-01")]
    assert list(days_between(day("2025-03-01"), day("2025-03-01"))) == [day("2025-03-01")]


@pytest.mark.parametrize(("now", "goes"), [
    ((date(2026, 1, 2), 0), (date(2026, 1, 2), 8)), ((date(2026, 1, 2), 21), (date(2026, 1, 2), 21)),
    ((date(2026, 1, 1), 0), (date(2026, 1, 2), 8)), ((date(2026, 1, 3), 12), (date(2026, 1, 5), 8)),
])
def test_what_the_clock_causes_goes_out_in_the_morning_of_a_working_day(now: tuple[date, int], goes: tuple[date, int]) -> None:
    assert in_sending_hours(moment(*now)) == moment(*goes)
