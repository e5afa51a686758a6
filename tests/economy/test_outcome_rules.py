"""Used, left and forecast, in whole öre; and the days a budget is for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.agreements.terms import BudgetPost, Economy, Ending, Expiry
from service.economy.outcome.rules import Post, Used, budget_of, foreseen, passes_on, posts_of, stands, straight, window
from service.kernel.money import ore
from tests.builders import terms

FIRST, LAST = date(2025, 2, 1), date(2025, 12, 31)
DAYS = st.dates(FIRST, LAST)
ORE = st.integers(0, 10**12)
ROWS = st.lists(st.tuples(ORE, ORE, st.none() | ORE), min_size=1, max_size=8)


@given(ROWS, DAYS)
def test_the_whole_is_the_sum_of_its_posts(rows: list[tuple[int, int, int | None]], as_of: date) -> None:
    made = stands([(Post(str(at), budget), Used(str(at), used, forecast)) for at, (budget, used, forecast) in enumerate(rows)],
                  first=FIRST, last=LAST, as_of=as_of)
    assert made.whole.budget_ore == sum(one[0] for one in rows)
    assert made.whole.left_ore == sum(one.left_ore for one in made.posts) == sum(budget - used for budget, used, _ in rows)
    assert made.whole.deviation_ore == sum(one.deviation_ore for one in made.posts)
    for one, (_, used, forecast) in zip(made.posts, rows, strict=True):
        assert one.guessed == (forecast is None) and foreseen(one) == max(used, forecast or 0)
        assert as_of <= passes_on(one, made) <= LAST


@given(ORE, DAYS, DAYS)
def test_the_straight_line_never_falls_and_ends_at_what_is_used(used: int, one: date, other: date) -> None:
    earlier, later = min(one, other), max(one, other)
    forecast = [straight(used, first=FIRST, last=LAST, as_of=day) for day in (earlier, later, LAST)]
    assert forecast[0] >= forecast[1] >= forecast[2] == used


def test_half_the_days_gives_twice_the_use() -> None:
    assert straight(16_700, first=FIRST, last=LAST, as_of=FIRST + timedelta(days=166)) == 33_400
    assert straight(5, first=FIRST, last=LAST, as_of=FIRST) == 1_700


def test_the_day_a_post_goes_over_follows_from_the_forecast() -> None:
    made = stands([(Post("Larm", 10_000), Used("Larm", 5_000, 15_000)), (Post("Fika", 10_000), Used("Fika", 10_001))],
                  first=FIRST, last=LAST, as_of=date(2025, 12, 11))
    assert [passes_on(one, made) for one in made.posts] == [date(2025, 12, 22), date(2025, 12, 11)]


def test_posts_are_those_of_the_terms_or_the_frame() -> None:
    assert sum(one.budget_ore for one in posts_of(terms())) == 127_575_000
    assert posts_of(terms(economy=Economy(total=Decimal("5.50")))) == (Post("", 550),)
    assert posts_of(terms(economy=Economy())) == ()


@pytest.mark.parametrize(("day", "ending", "yearly", "found"), [
    (date(2025, 6, 1), Ending(), False, (FIRST, LAST)),
    (date(2026, 6, 1), Ending(), False, (FIRST, LAST)),
    (date(2026, 6, 1), Ending(mode=Expiry.RENEWS, months=12), False, (date(2026, 1, 1), date(2026, 12, 31))),
    (date(2027, 1, 1), Ending(mode=Expiry.RENEWS, months=12), False, (date(2027, 1, 1), date(2027, 12, 31))),
    (date(2025, 6, 1), Ending(), True, (FIRST, LAST)),
    (date(2026, 1, 31), Ending(), True, (date(2025, 2, 1), date(2026, 1, 31))),
    (date(2026, 2, 1), Ending(), True, (date(2026, 2, 1), date(2027, 1, 31))),
])
def test_the_days_a_budget_is_for(day: date, ending: Ending, yearly: bool, found: tuple[date, date]) -> None:
    economy = Economy(yearly=Decimal(100)) if yearly else Economy(total=Decimal(100))
    assert window(terms(economy=economy, ending=ending), day) == found


def test_money_is_never_rounded_on_its_way_in() -> None:
    assert [ore(Decimal(one)) for one in ("0.01", "0.29", "1275750.00")] == [1, 29, 127_575_000]


def test_a_shorter_last_year_has_its_part_of_the_yearly_sum() -> None:
    """Eighteen months from 1 January: the last half year has half of each post, to the öre, unless the terms give it whole."""
    economy = Economy(yearly=Decimal("1000.01"), posts=(BudgetPost(name="A", amount=Decimal("700")), BudgetPost(name="B", amount=Decimal("300.01"))))
    given = terms(start=date(2025, 1, 1), end=date(2026, 6, 30), economy=economy)
    first, last = window(given, date(2026, 3, 1))
    assert (first, last) == (date(2026, 1, 1), date(2026, 6, 30))
    assert [one.budget_ore for one in budget_of(given, first, last)] == [350_00, 150_01]
    assert budget_of(given, date(2025, 1, 1), date(2025, 12, 31)) == posts_of(given)
    whole = given.model_copy(update={"economy": economy.model_copy(update={"cut": "whole"})})
    assert budget_of(whole, first, last) == posts_of(whole)
