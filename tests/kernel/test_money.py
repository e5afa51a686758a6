"""Öre that sum, and kronor as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kernel.money import kronor, ore, sek, split, with_vat


@given(st.integers(-10**12, 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_parts_sum_to_the_amount_and_each_is_within_an_ore_of_its_share(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    assert all(abs(part * sum(weights) - amount * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True))


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_nothing_can_be_split_over_nothing(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights are 0 or more"):
        split(100, weights)


def test_the_ore_left_over_goes_to_the_largest_remainder_and_then_to_the_first() -> None:
    assert split(100, [1, 1, 1]) == (34, 33, 33)
    assert split(127_575_000, [5, 6]) == (57_988_636, 69_586_364)


@given(st.integers(-10**12, 10**12))
def test_ore_and_kronor_are_the_same_money(amount: int) -> None:
    assert ore(sek(amount)) == amount


def test_vat_stands_beside() -> None:
    assert with_vat(10_000, Decimal(25), included=False) == (10_000, 12_500)
    assert with_vat(10_001, Decimal(25), included=True) == (8_001, 10_001)
    assert with_vat(10_000, Decimal(0), included=True) == (10_000, 10_000)


def test_half_an_ore_goes_up_and_kronor_are_written_in_both_languages() -> None:
    assert ore(Decimal("0.125")) == 13
    assert [kronor(sek(127_575_050), language) for language in ("sv", "en")] == [
        "1\u00a0275\u00a0750,50\u00a0kr", "SEK\u00a01,275,750.50"]
    assert kronor(Decimal(1_275_750), "sv") == "1\u00a0275\u00a0750\u00a0kr"
