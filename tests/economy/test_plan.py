"""The payment plan comes to the frame in every variant, and says how each amount was reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from service.agreements.terms import Economy, Ending, Expiry, Index, Payment, Rate, Share, Terms
from service.economy.plan import Expected, expected
from service.economy.reckoning.asked import asked
from service.economy.reckoning.words import reckoned
from service.kernel.clock import moment
from service.kernel.errors import Wrong
from service.kernel.money import ore, sek
from service.obligations.model import Obligation
from service.obligations.versions import Version, schedule_over
from tests.obligations.agreements import agreement

NBSP = "\u00a0"
SPLITS = st.sampled_from((None, "months", "days", "equal"))
SUMS = st.integers(0, 10**11).map(sek)
STARTS = st.dates(date(2020, 1, 1), date(2028, 12, 31))


def owed(*versions: Version, **values: date) -> list[Obligation]:
    return list(schedule_over(versions, known=moment(versions[0].from_on), **values).obligations)


def plan(*terms: Terms, days: Sequence[date] = (), **values: Any) -> tuple[Expected, ...]:
    versions = [Version(number, day, one) for number, (one, day) in enumerate(zip(terms, (terms[0].start, *days), strict=True), 1)]
    return expected(versions, owed(*versions), **values)


def lines(found: Sequence[Expected], language: str = "sv") -> list[str]:
    return [f"{one.first}–{one.last} {one.ore} {reckoned(one.ground, language)}".replace(NBSP, " ") for one in found]


def bus(**payment: Any) -> Terms:
    return agreement("2025-02-01", "2025-12-31", economy=Economy(
        total=Decimal(1_275_750), payment=Payment(every_months=6, **payment)))


def test_eleven_months_by_the_half_year_are_asked_and_reckoned_by_months_until_told() -> None:
    found = plan(bus())
    assert lines(found) == [
        "2025-02-01–2025-06-30 57988636 5 av 11 månader av 1 275 750 kr; villkoren säger inte hur det ska fördelas",
        "2025-07-01–2025-12-31 69586364 6 av 11 månader av 1 275 750 kr; villkoren säger inte hur det ska fördelas"]
    assert [one.ground.preliminary for one in found] == [True, True]
    assert [(one.about, one.sv.replace(NBSP, " ").rpartition(": ")[2]) for one in asked(bus(), found)] == [
        ("economy.payment.split", "2025-02-01–2025-06-30 579 886,36 kr, 2025-07-01–2025-12-31 695 863,64 kr.")]


@pytest.mark.parametrize(("payment", "told"), [
    ({"split": "months"}, ["57988636 5 of 11 months of SEK 1,275,750", "69586364 6 of 11 months of SEK 1,275,750"]),
    ({"split": "days"}, ["57294162 150 of 334 days of SEK 1,275,750", "70280838 184 of 334 days of SEK 1,275,750"]),
    ({"split": "equal"}, ["63787500 1 of 2 equal parts of SEK 1,275,750", "63787500 1 of 2 equal parts of SEK 1,275,750"]),
    ({"split": "written", "written": (Share(first=date(2025, 2, 1), amount=Decimal(600_000)),
                                      Share(first=date(2025, 7, 1), amount=Decimal(675_750)))},
     ["60000000 an amount written out in the terms", "67575000 an amount written out in the terms"]),
])
def test_what_the_parties_settle_rules(payment: dict[str, Any], told: list[str]) -> None:
    found = plan(bus(**payment))
    assert [line.split(" ", 1)[1] for line in lines(found, "en")] == told
    assert asked(bus(**payment), found) == ()


@settings(max_examples=150, deadline=None)
@given(STARTS, st.integers(0, 1500), st.sampled_from((0, 1, 2, 3, 4, 5, 6, 12)), SPLITS, SUMS, st.sampled_from(("invoice", "payout")))
def test_the_plan_comes_to_the_frame(start: date, days: int, months: int, split: Any, total: Decimal, direction: Any) -> None:
    terms = agreement(start.isoformat(), (start + timedelta(days=days)).isoformat(), economy=Economy(
        total=total, payment=Payment(direction=direction, every_months=months, split=split)))
    found = plan(terms)
    assert sum(one.ore or 0 for one in found) == ore(total)
    assert all(one.ore is not None and one.ore >= 0 for one in found)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6), st.sampled_from((1, 3, 6)))
def test_amounts_written_out_come_to_the_frame_wherever_they_are_put(amounts: list[int], months: int) -> None:
    written = tuple(Share(first=date(2025, 1 + 2 * place, 15), amount=sek(one)) for place, one in enumerate(amounts))
    terms = agreement("2025-01-10", "2026-03-20", economy=Economy(
        total=sek(sum(amounts)), payment=Payment(every_months=months, split="written", written=written)))
    assert sum(one.ore or 0 for one in plan(terms)) == sum(amounts)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 1000), SUMS, SUMS, st.sampled_from((1, 3, 6)), st.sampled_from((1, 3, 4, 6)), SPLITS, st.integers(0, 400))
def test_a_change_leaves_what_has_ended_or_is_due_and_spreads_the_rest(
    after: int, before: Decimal, total: Decimal, months: int, then: int, split: Any, longer: int,
) -> None:
    start, end = date(2025, 2, 1), date(2027, 10, 20)
    day = start + timedelta(days=after)
    first = agreement(start.isoformat(), end.isoformat(), economy=Economy(
        total=before, payment=Payment(every_months=months, split=split)))
    second = agreement(start.isoformat(), (end + timedelta(days=longer)).isoformat(), economy=Economy(
        total=total, payment=Payment(every_months=then, split=split)))
    was, becomes = {one.key: one for one in plan(first)}, plan(first, second, days=[day])
    settled = [one for one in becomes if one.key in was and (one.last < day or one.day < day)]
    assert [(one.key, one.ore) for one in settled] == [(one.key, was[one.key].ore) for one in settled]
    gone = sum(one.ore or 0 for one in settled)
    assert sum(one.ore or 0 for one in becomes) == max(ore(total), gone)


def test_a_change_of_other_terms_moves_no_ore() -> None:
    later = bus().model_copy(update={"title": "Annat", "economy": bus().economy.model_copy(
        update={"payment": Payment(every_months=6, due_days=14, pay_days=10)})})
    assert [one.ore for one in plan(bus(), later, days=[date(2025, 8, 1)])] == [57988636, 69586364]


def test_a_raised_frame_falls_on_what_is_left() -> None:
    raised = agreement("2025-02-01", "2026-06-30", economy=Economy(total=Decimal(2_000_000), payment=Payment(every_months=6)))
    assert lines(plan(bus(), raised, days=[date(2025, 11, 1)])) == [
        "2025-02-01–2025-06-30 57988636 5 av 11 månader av 1 275 750 kr; villkoren säger inte hur det ska fördelas",
        "2025-07-01–2025-12-31 71005682 6 av 12 månader av 1 420 113,64 kr; det som var kvar av ramen när villkoren ändrades",
        "2026-01-01–2026-06-30 71005682 6 av 12 månader av 1 420 113,64 kr; det som var kvar av ramen när villkoren ändrades"]


def yearly(start: str, end: str | None, months: int = 6, **values: Any) -> Terms:
    payment = values.pop("payment", {})
    return agreement(start, end, economy=Economy(yearly=Decimal(900_000), payment=Payment(every_months=months, **payment), **values))


@pytest.mark.parametrize(("terms", "amounts"), [
    (yearly("2025-01-01", "2026-12-31"), [45000000] * 4),
    (yearly("2025-04-01", "2026-12-31", cut="part", year="calendar", payment={"split": "months"}),
     [22500000, 45000000, 45000000, 45000000]),
    (yearly("2025-04-01", "2026-12-31", cut="whole", year="calendar", payment={"split": "equal"}), [45000000] * 4),
    (yearly("2025-04-01", "2027-03-31", year="agreement", payment={"split": "months"}),
     [22500000, 45000000, 45000000, 45000000, 22500000]),
    (yearly("2025-02-01", "2025-12-31", months=0, cut="whole"), [90000000]),
    (yearly("2025-02-01", "2025-12-31", months=0, cut="part"), [82500000]),
])
def test_a_yearly_sum_is_each_years_own(terms: Terms, amounts: list[int]) -> None:
    assert [one.ore for one in plan(terms)] == amounts


def test_a_yearly_sum_without_an_end_stays_the_same_when_more_is_planned() -> None:
    version = Version(1, date(2025, 1, 1), yearly("2025-01-01", None, months=3))
    early, later = (expected([version], owed(version, until=until)) for until in (date(2026, 5, 1), date(2029, 1, 1)))
    assert later[:len(early)] == early
    assert {one.ore for one in later} == {22500000}


def test_a_cut_year_and_which_year_are_asked() -> None:
    terms = yearly("2025-02-01", "2026-12-31")
    assert [one.about for one in asked(terms, plan(terms))] == ["economy.payment.split", "economy.year", "economy.cut"]


def test_a_renewed_period_gets_a_frame_of_its_own_that_is_said_to_be_preliminary() -> None:
    terms = agreement("2025-01-01", "2025-12-31", ending=Ending(mode=Expiry.RENEWS, months=12), economy=Economy(
        total=Decimal(1000), payment=Payment(every_months=6)))
    version = Version(1, terms.start, terms)
    found = expected([version], owed(version, ends=date(2026, 12, 31)))
    assert [(one.ore, one.ground.renewed, one.ground.preliminary) for one in found] == [
        (50000, False, False), (50000, False, False), (50000, True, True), (50000, True, True)]


def test_a_period_that_ends_before_its_time_gets_its_part() -> None:
    version = Version(1, date(2025, 2, 1), bus(split="months"))
    cut = [replace(one, last=date(2025, 9, 30)) if one.last.month == 12 else one for one in owed(version)]
    assert lines(expected([version], cut))[-1] == (
        "2025-07-01–2025-09-30 34793182 6 av 11 månader av 1 275 750 kr; perioden blev kortare än planerat")


def test_a_rate_waits_for_the_units_or_is_estimated_by_those_agreed() -> None:
    rate = Rate(amount=Decimal("312.50"), unit="timme")
    terms = agreement("2025-01-01", "2025-06-30", economy=Economy(rate=rate, payment=Payment(every_months=3)))
    assert lines(plan(terms, units={"invoice:2025-01-01": Decimal("40.5")})) == [
        "2025-01-01–2025-03-31 1265625 40,5 timme à 312,50 kr",
        "2025-04-01–2025-06-30 None 312,50 kr per timme; räknas när antalet är rapporterat"]
    agreed = terms.model_copy(update={"economy": Economy(
        rate=rate.model_copy(update={"per_period": Decimal(100)}), payment=Payment(every_months=3))})
    assert lines(plan(agreed), "en")[0] == (
        "2025-01-01–2025-03-31 3125000 100 timme at SEK 312.50; estimated by the number agreed, until the number is reported")


INDEX = Index(name="KPI", base="2024-10", share=Decimal(70), since=date(2026, 1, 1))


def test_index_adjusts_its_share_from_its_day_and_is_preliminary_until_entered() -> None:
    terms = agreement("2025-01-01", "2026-12-31", economy=Economy(total=Decimal(2000), index=INDEX, payment=Payment(every_months=12)))
    assert [(one.ore, one.ground.preliminary) for one in plan(terms)] == [(100000, False), (100000, True)]
    figures = {2024: Decimal("400"), 2026: Decimal("410")}
    assert lines(plan(terms, index=figures)) == [
        "2025-01-01–2025-12-31 100000 12 av 24 månader av 2 000 kr",
        "2026-01-01–2026-12-31 101750 12 av 24 månader av 2 000 kr; omräknat efter KPI: 400 till 410, 70 % av 1 000 kr"]


@settings(max_examples=80, deadline=None)
@given(SUMS, st.integers(1, 10**4), st.integers(1, 10**4), st.sampled_from((1, 3, 6, 12)))
def test_an_indexed_plan_is_the_frame_and_what_the_index_adds(total: Decimal, base: int, value: int, months: int) -> None:
    terms = agreement("2025-02-01", "2026-12-31", economy=Economy(total=total, index=INDEX, payment=Payment(every_months=months)))
    found = plan(terms, index={2024: Decimal(base), 2026: Decimal(value)})
    before = [one.ground.adjusted.before if one.ground.adjusted else one.ore or 0 for one in found]
    assert sum(before) == ore(total)
    factor = 1 + Fraction(7, 10) * (Fraction(value, base) - 1)
    assert all(one.ground.adjusted is None or abs((one.ore or 0) - was * factor) <= Fraction(1, 2)
               for one, was in zip(found, before, strict=True))


def test_terms_without_a_sum_or_without_an_end_expect_an_invoice_of_no_known_amount() -> None:
    assert lines(plan(agreement("2025-01-01", "2025-12-31", economy=Economy(payment=Payment(every_months=12))))) == [
        "2025-01-01–2025-12-31 None villkoren anger inget belopp"]
    endless = agreement("2025-01-01", None, economy=Economy(total=Decimal(10), payment=Payment(every_months=12)))
    assert [one.about for one in asked(endless, plan(endless))] == ["economy.total"]


@pytest.mark.parametrize(("values", "why"), [
    ({"payment": {"split": "written"}}, "Skriv ut beloppet för varje period, eller välj ett annat sätt att fördela."),
    ({"total": 100, "payment": {"split": "written", "written": [{"first": "2025-01-01", "amount": "99.50"}]}},
     "Beloppen per period blir tillsammans 99,50 kr, men ramen är 100 kr."),
    ({"payment": {"split": "written", "written": [{"first": "2025-01-01", "amount": 1}, {"first": "2025-01-01", "amount": 1}]}},
     "Två belopp har samma period."),
    ({"index": {"name": "KPI", "since": "2026-01-01"}}, "Ange basår eller basmånad för index, till exempel 2024 eller 2024-10."),
    ({"index": {"base": "2024", "since": "2026-01-01"}}, "Ange vilket index beloppen följer."),
    ({"index": {"name": "KPI", "base": "okt 24", "since": "2026-01-01"}},
     "Skriv indexets bas som ett år eller en månad, till exempel 2024 eller 2024-10."),
    ({"index": {"name": "KPI", "base": "2024"}}, "Ange från och med vilken dag beloppen räknas om."),
    ({"index": {"name": "KPI", "base": "2026", "since": "2026-01-01"}},
     "Beloppen kan räknas om först året efter indexets bas."),
])
def test_what_does_not_go_together_is_said(values: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Economy.model_validate(values)
    raised = refused.value.errors()[0]["ctx"]["error"]
    assert isinstance(raised, Wrong)
    assert raised.sv.replace(NBSP, " ") == why


def test_terms_stored_before_all_this_still_load() -> None:
    old = '{"total": "100.00", "yearly": null, "posts": [], "payment": {"direction": "payout", "every_months": 3, "due_days": 10}}'
    assert Economy.model_validate_json(old) == Economy(
        total=Decimal(100), payment=Payment(direction="payout", every_months=3, due_days=10))
