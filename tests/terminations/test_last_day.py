"""The last day by a notice: months from the day it was received, clamped, to the month's end where the terms say so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from service.agreements.terms import NoticeRight
from service.notices.writing.words import Language
from service.terminations.rules import comes_first, reckon, right_of
from service.terminations.words import explained

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(0, 60)


@given(DAYS, MONTHS)
def test_the_last_day_is_so_many_months_later_as_others_count(received: date, months: int) -> None:
    assert reckon(received, NoticeRight(months=months)).last == received + relativedelta(months=months)


@given(DAYS, MONTHS)
def test_to_the_months_end_is_the_last_of_that_very_month(received: date, months: int) -> None:
    found = reckon(received, NoticeRight(months=months, to_month_end=True))
    assert found.last == received + relativedelta(months=months, day=31)
    assert (found.last + timedelta(days=1)).day == 1
    assert found.plain <= found.last < found.plain + timedelta(days=31)


@given(DAYS, DAYS, MONTHS, st.booleans())
def test_who_receives_later_never_ends_earlier(one: date, other: date, months: int, to_month_end: bool) -> None:
    right = NoticeRight(months=months, to_month_end=to_month_end)
    first, then = sorted((one, other))
    assert reckon(first, right).last <= reckon(then, right).last


@given(DAYS, MONTHS)
def test_the_sentence_says_so_when_the_month_is_too_short(received: date, months: int) -> None:
    found = reckon(received, NoticeRight(months=months))
    assert found.clamped == ((received + relativedelta(months=months)).day != received.day)
    assert ("räknas." in explained(found, "sv")) == found.clamped


@pytest.mark.parametrize(("language", "right", "received", "said"), [
    ("sv", NoticeRight(months=3), date(2025, 11, 30),
     "Uppsägningstiden är 3 månader, från den dag uppsägningen togs emot: söndag 30 november 2025. Sista dagen är därför lördag "
     "28 februari 2026. Månaden har ingen 30:e, så dess sista dag räknas."),
    ("en", NoticeRight(months=1, to_month_end=True), date(2025, 3, 15),
     "The period of notice is 1 month, carried to the end of the month, counted from the day the notice was received: Saturday "
     "15 March 2025. So the last day is Wednesday 30 April 2025."),
    ("sv", NoticeRight(months=0), date(2025, 3, 15),
     "Ingen uppsägningstid gäller, från den dag uppsägningen togs emot: lördag 15 mars 2025. Sista dagen är därför lördag 15 mars 2025."),
])
def test_the_last_day_in_a_sentence(language: Language, right: NoticeRight, received: date, said: str) -> None:
    assert explained(reckon(received, right), language) == said


def test_a_partys_own_right_comes_before_that_of_both() -> None:
    both, civil = NoticeRight(months=6), NoticeRight(party="civil", months=3)
    assert [right_of((both, civil), role) for role in ("civil", "public")] == [civil, both]
    assert right_of((civil,), "public") is None


def test_a_notice_counts_only_before_an_agreement_ends_by_itself() -> None:
    end = date(2025, 12, 31)
    assert [comes_first(day, end, goes_on=False) for day in (date(2025, 12, 30), end)] == [True, False]
    assert comes_first(date(2026, 3, 1), end, goes_on=True)
    assert comes_first(date(2026, 3, 1), None, goes_on=False)
