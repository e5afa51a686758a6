"""Days as Swedish public bodies count them: months, quarters, working days, sending hours."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from service.kernel.clock import local_day, moment

SENDING_HOUR = 8


@lru_cache(maxsize=512)
def days_off(year: int) -> frozenset[date]:
    """Return the public holidays and eves of `year`; weekends come apart from these."""
    found = holidays.country_holidays(
        "SE", years=year, categories=("public", "de_facto"), language="sv"
    )
    return frozenset(day for day in found if day.year == year)


@lru_cache(maxsize=65536)
def is_working_day(day: date) -> bool:
    """Say whether offices are open: not weekend, holiday, nor Midsummer, Christmas or New Year's Eve."""
    return day.weekday() < 5 and day not in days_off(day.year)


def working_day_before(day: date) -> date:
    """Return `day` itself if a working day, else the nearest one before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_after(day: date) -> date:
    """Return `day` itself if a working day, else the nearest one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """Return the day `count` working days after `day` (`count` ≥ 0)."""
    for _ in range(count):
        day = working_day_after(day + timedelta(days=1))
    return day


@lru_cache(maxsize=65536)
def sent_ahead(day: date) -> datetime:
    """Return when a notice ahead of a day goes out: 08:00 on `day` or the working day before."""
    return moment(working_day_before(day), SENDING_HOUR)


@lru_cache(maxsize=65536)
def sent_after(day: date) -> datetime:
    """Return when a notice after a day goes out: 08:00 on `day` or the working day after."""
    return moment(working_day_after(day), SENDING_HOUR)


def in_sending_hours(now: datetime) -> datetime:
    """Return `now` on a working day from 08:00 on, else the next time that it is 08:00 on a working day."""
    return max(now, sent_after(local_day(now)))


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later (earlier if negative), clamped to the month's end.

    Always count from the anchor: repeated single months drift (31 Jan, 28 Feb, 28 Mar).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_of(day: date) -> tuple[int, int]:
    """Return (year, quarter 1–4) of `day`."""
    return day.year, (day.month + 2) // 3


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
