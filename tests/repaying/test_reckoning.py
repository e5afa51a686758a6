"""What each ground comes to, and how parts sum: never above what was paid, exact to the öre."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.lifecycle.repaying.reckoning import all_paid, period_share, unused_posts
from service.lifecycle.repaying.wording import reckoned
from service.repayments.model import Ground, Instalment, PaidPeriod, PostUse, read, written
from service.repayments.rules import in_order, lowered, monthly, unpaid

HALVES = [PaidPeriod(date(2025, 2, 1), date(2025, 6, 30), 579_886_36), PaidPeriod(date(2025, 7, 1), date(2025, 12, 31), 695_863_64)]

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
ORE = st.integers(0, 10**12)
PERIODS = st.lists(st.builds(lambda first, length, ore: PaidPeriod(first, first + timedelta(length), ore), DAYS, st.integers(0, 400), ORE),
                   max_size=6)
POSTS = st.lists(st.builds(PostUse, st.just("Post"), ORE, st.integers(-10**9, 10**12)), max_size=6)


def test_the_days_after_the_end_of_what_was_paid_for_come_back() -> None:
    found = period_share(HALVES, date(2025, 10, 31))
    # The first half is wholly behind; of the 184 days of the second 61 are left.
    assert [(one.days, one.left, one.ore) for one in found.shares] == [(150, 0, 0), (184, 61, 230_693_92)]
    assert found.ore == 230_693_92
    assert period_share(HALVES, date(2025, 12, 31)).ore == 0
    assert period_share(HALVES, date(2024, 12, 31)).ore == sum(one.ore for one in HALVES)


def test_unused_posts_are_what_was_paid_above_what_counts_as_used() -> None:
    posts = [PostUse("Personal", 1_000_000_00, 900_000_00), PostUse("Larm", 275_750_00, 300_000_00)]
    found = unused_posts(HALVES, posts, date(2025, 12, 31))
    # What Larm is overspent by is not taken out of Personal: 100 000 kronor of Personal are unused.
    assert found.ore == 100_000_00
    assert unused_posts(HALVES[:1], posts, date(2025, 12, 31)).ore == 0


def test_how_it_was_reckoned_is_said_in_both_languages_and_kept() -> None:
    found = period_share(HALVES[1:], date(2025, 10, 31))
    assert read(written(found)) == found
    assert reckoned(found, "en") == [
        "Paid in all: SEK\u00a0695,863.64.", "Last day that the agreement applied: 31 October 2025.",
        "1 July – 31 December 2025: SEK\u00a0695,863.64 for 184 days, 61 of them after the end, gives SEK\u00a0230,693.92.",
        "It comes to SEK\u00a0230,693.92."]
    assert reckoned(found, "sv")[-1] == "Det blir 230\u00a0693,92\u00a0kr."


@given(PERIODS, POSTS, DAYS)
def test_no_ground_ever_comes_to_more_than_was_paid(paid: list[PaidPeriod], posts: list[PostUse], day: date) -> None:
    whole = sum(one.ore for one in paid)
    for found in (period_share(paid, day), unused_posts(paid, posts, day), all_paid(paid)):
        assert 0 <= found.ore <= whole == found.paid_ore
        assert read(written(found)) == found
    assert all_paid(paid).ground is Ground.FULL


@given(st.integers(1, 10**12), DAYS, st.integers(1, 60), st.integers(0, 10**12), st.integers(0, 10**12))
def test_parts_sum_exactly_however_they_are_paid_and_waived(ore: int, first: date, times: int, paid: int, off: int) -> None:
    parts = tuple(one for one in monthly(ore, first, times) if one.ore)
    assert sum(one.ore for one in parts) == ore and in_order(parts, first)
    off = min(off, ore)
    after = lowered(parts, off)
    assert sum(one.ore for one in after) == ore - off and all(one.ore > 0 for one in after)
    paid = min(paid, ore - off)
    assert sum(one.ore for one in unpaid(after, paid)) == ore - off - paid


def test_parts_are_in_order_with_days_of_their_own() -> None:
    day, next_day = date(2026, 1, 31), date(2026, 2, 28)
    assert monthly(100, day, 3) == (Instalment(day, 34), Instalment(next_day, 33), Instalment(date(2026, 3, 31), 33))
    assert not in_order((), day)
    assert not in_order((Instalment(next_day, 1), Instalment(day, 1)), day)
    assert not in_order((Instalment(day, 1), Instalment(day, 1)), day)
    assert not in_order((Instalment(day, 0),), day)
    assert not in_order((Instalment(day, 1),), next_day)
