"""Where each part of the picture lies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web.plan.timeline import BOX, LEFT, LINE, RIGHT, TAG, Lane, Mark, Timeline, lying, standing


def mark(day: date, lane: Lane = Lane.MEETING, anchor: str = "a") -> Mark:
    return Mark(anchor=anchor, lane=lane, day=day, look="planned", name="x", short="x", told="x")


YEAR = Timeline(starts=date(2025, 2, 1), ends=date(2025, 12, 31), today=date(2025, 6, 1), marks=(
    mark(date(2025, 3, 13)), mark(date(2025, 10, 31), Lane.DECISION), mark(date(2026, 4, 30), Lane.REPORT)))


def test_the_axis_holds_whole_months_from_the_start_to_the_last_duty() -> None:
    assert (YEAR.first, YEAR.last) == (date(2025, 2, 1), date(2026, 4, 30))
    picture = lying(YEAR)
    assert [one.text for one in picture.months][::7] == ["2025-02-01", "2025-09-01", "2026-04-01"]
    assert [one.text for one in picture.quarters] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
    assert round(sum(one.length for one in picture.quarters)) == picture.width - LEFT - RIGHT


def test_the_period_ends_with_its_last_day_and_a_tail_leads_to_what_is_left() -> None:
    picture = lying(YEAR)
    january = next(one for one in picture.months if one.text == "2026-01-01")
    assert picture.period.at + picture.period.length == pytest.approx(january.at, abs=0.2)
    assert picture.tail is not None
    assert picture.tail.at == pytest.approx(january.at, abs=0.2)


@pytest.mark.parametrize(("today", "gone", "shown"), [
    (date(2024, 1, 1), 0.0, False), (date(2025, 2, 1), 0.0, True), (date(2026, 1, 1), 1.0, True),
    (date(2027, 1, 1), 1.0, False),
])
def test_what_is_gone_of_the_period(today: date, gone: float, shown: bool) -> None:
    picture = lying(replace(YEAR, today=today))
    assert picture.gone == pytest.approx(gone * picture.period.length)
    assert (picture.today is not None) == shown


def test_only_lanes_with_marks_are_drawn_in_their_order() -> None:
    assert [row.lane for row in lying(YEAR).rows] == [Lane.MEETING, Lane.DECISION, Lane.REPORT]


def test_without_an_end_the_bar_runs_to_the_edge() -> None:
    picture = lying(replace(YEAR, ends=None))
    assert picture.period.at + picture.period.length == pytest.approx(picture.width - RIGHT, abs=0.2)
    assert picture.tail is None


def test_an_agreement_without_marks_has_a_picture() -> None:
    bare = replace(YEAR, marks=())
    assert lying(bare).spots == standing(bare).spots == ()


days = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(st.lists(st.builds(mark, days, st.sampled_from(Lane)), max_size=40), days, st.integers(0, 1200))
def test_no_mark_lies_upon_another_nor_outside(marks: list[Mark], starts: date, length: int) -> None:
    line = Timeline(starts=starts, ends=date.fromordinal(starts.toordinal() + length), today=starts,
                    marks=tuple(replace(one, anchor=str(n)) for n, one in enumerate(marks)))
    wide = lying(line)
    for one in wide.spots:
        assert LEFT <= one.x <= wide.width - RIGHT
        assert 0 < one.y < wide.height
        for other in wide.spots:
            assert one is other or abs(one.x - other.x) >= BOX - 0.2 or abs(one.y - other.y) >= 24
    tall = standing(line)
    texts = sorted(one.text_at for one in tall.spots)
    assert all(later - earlier >= LINE - 0.2 for earlier, later in zip(texts, texts[1:], strict=False))
    assert all(one.text_at < tall.height for one in tall.spots)
    assert len(wide.spots) == len(tall.spots) == len(marks)


@given(st.lists(st.builds(mark, days), max_size=12), days)
def test_the_sign_of_today_covers_no_words_of_the_standing_picture(marks: list[Mark], today: date) -> None:
    tall = standing(Timeline(starts=date(2025, 1, 1), ends=date(2028, 12, 31), today=today, marks=tuple(marks)))
    assert all(tall.today is None or abs(one.text_at - tall.today) >= TAG for one in tall.spots)
