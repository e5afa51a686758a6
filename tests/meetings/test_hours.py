"""Which meetings clash, and the hour that is suggested instead: free on every day whenever there is one, and always the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.kernel.clock import moment
from service.meetings.hours import Booked, clashes, free_hour

DAYS = [date(2026, 10, 8), date(2026, 10, 26), date(2027, 3, 29)]
days = st.lists(st.sampled_from(DAYS), min_size=1, max_size=4)
starts = st.builds(time, st.integers(7, 18), st.sampled_from((0, 30)))
minutes = st.sampled_from((15, 60, 90, 240, 540))


@st.composite
def bookings(draw: st.DrawFn) -> Booked:
    begins = moment(draw(st.sampled_from(DAYS)), draw(st.integers(7, 17)), draw(st.sampled_from((0, 30, 45))))
    return Booked("En annan", begins, begins + timedelta(minutes=draw(minutes)))


def apart(day: date, hour: int, length: int, booked: Sequence[Booked]) -> bool:
    begins: datetime = moment(day, hour)
    ends = begins + timedelta(minutes=length)
    return ends <= moment(day, 17) and all(ends <= one.starts_at or one.ends_at <= begins for one in booked)


@given(days, starts, minutes, st.lists(bookings(), max_size=6))
def test_a_free_hour_is_found_whenever_there_is_one(on: list[date], at: time, length: int, booked: list[Booked]) -> None:
    found = free_hour(on, at, length, booked)
    free = [hour for hour in range(9, 17) if time(hour) != at and all(apart(day, hour, length, booked) for day in on)]
    later = [hour for hour in free if time(hour) > at]
    assert found == (time((later or free)[0]) if free else None)
    if found is not None:
        assert not clashes(on, found, length, booked)
    assert free_hour([*reversed(on)], at, length, [*reversed(booked)]) == found


def test_what_only_borders_on_another_does_not_clash() -> None:
    booked = [Booked("Linden", moment(DAYS[0], 10), moment(DAYS[0], 11, 30)), Booked("Boken", moment(DAYS[1], 13), moment(DAYS[1], 14))]
    [one] = clashes(DAYS, time(11), 90, booked)
    assert (one.starts_at, one.others) == (moment(DAYS[0], 11), (booked[0],))
    assert not clashes(DAYS, time(11, 30), 90, booked)
    # 11 runs into the first, 12 into the second day's, 13 too.
    assert free_hour(DAYS, time(10), 90, booked) == time(14)
    # From 16 it would not be over by 17; an hour's meeting would.
    assert (free_hour(DAYS, time(15), 90, booked), free_hour(DAYS, time(15), 60, booked)) == (time(14), time(16))
