"""When a shift was, and what cannot be right about it."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from service.followup.shifts import refusals
from service.followup.shifts.model import Told
from service.followup.shifts.rules import check, doubts, edited_freely, span
from service.kernel.clock import moment
from service.kernel.errors import Refusal
from service.kernel.text.personal import PersonalNumber

NOW = moment(date(2026, 12, 1), 9)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def told(**changed: Any) -> Told:
    return Told(**{"day": date(2026, 9, 18), "start": time(20), "end": time(2), "staff": 4, "places": (1,), **changed})


@pytest.mark.parametrize(("day", "start", "end", "minutes"), [
    (date(2026, 9, 18), time(20), time(2), 360),
    (date(2026, 9, 18), time(9, 30), time(12), 150),
    (date(2026, 9, 18), time(18), time(0), 360),
    (date(2026, 3, 28), time(20), time(4), 420),
    (date(2026, 10, 24), time(20), time(4), 540),
    (date(2026, 10, 25), time(1), time(4), 240),
    (date(2026, 9, 18), time(7), time(6, 59), 24 * 60 - 1),
])
def test_how_long_a_shift_was(day: date, start: time, end: time, minutes: int) -> None:
    assert span(told(day=day, start=start, end=end)).minutes == minutes


@pytest.mark.parametrize(("changed", "why"), [
    ({"end": time(20)}, refusals.NoTime),
    # An hour that does not exist: the clocks go forward at two.
    ({"day": date(2026, 3, 29), "start": time(2, 30), "end": time(3, 10)}, refusals.NoTime),
    ({"staff": 0}, refusals.NoStaff), ({"staff": 1000}, refusals.NoStaff), ({"places": ()}, refusals.NoPlace),
    ({"day": date(2026, 12, 1)}, refusals.DayToCome), ({"day": date(2025, 12, 31)}, refusals.OutsidePeriod),
    ({"day": date(2027, 1, 1)}, refusals.OutsidePeriod), ({"events": {2: 100_000}}, refusals.BadCount),
    ({"groups": {3: -1}}, refusals.BadCount), ({"note": "Pratade med 811228-9874 igen"}, PersonalNumber),
])
def test_what_cannot_be_right(changed: dict[str, Any], why: type[Refusal]) -> None:
    with pytest.raises(why):
        check(told(**changed), YEAR, planned=False, now=NOW)


def test_what_is_planned_lies_ahead() -> None:
    assert check(told(day=date(2026, 12, 1)), YEAR, planned=True, now=NOW).minutes == 360
    with pytest.raises(refusals.DayGone):
        check(told(), YEAR, planned=True, now=NOW)


def test_what_is_asked() -> None:
    odd = told(day=date(2026, 5, 1), start=time(6), end=time(5, 30), staff=41, events={2: 501})
    asked = refusals.Unsure(list(doubts(odd, (), NOW)))
    assert asked.sentence("sv") == (
        "Stämmer det här? Passet varade 23.5 timmar. Det var 41 i personalen. Det var 501 av ett och samma slag. "
        "Det var 1 maj 2026, för mer än ett halvår sedan.")
    assert list(doubts(told(), (), NOW)) == []


def test_for_how_long_a_shift_is_edited_freely() -> None:
    logged = moment(date(2026, 9, 18), 23)
    days = [logged + timedelta(days=n) for n in (14, 15)]
    assert [edited_freely(logged, 14, one) for one in days] == [True, False]
