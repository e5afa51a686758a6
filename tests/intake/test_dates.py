"""Days and sums in every Swedish form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from service.intake.words.amounts import sums_in
from service.intake.words.dates import days_in, number_of

DAYS = {
    "2025-01-31": date(2025, 1, 31), "2025/01/31": date(2025, 1, 31), "2025.01.31": date(2025, 1, 31),
    "20250131": date(2025, 1, 31), "250131": date(2025, 1, 31), "2025 - 01 - 31": date(2025, 1, 31),
    "den 31 januari 2025": date(2025, 1, 31), "31 januari 2025": date(2025, 1, 31), "31 jan 2025": date(2025, 1, 31),
    "31 jan. 2025": date(2025, 1, 31), "31 januari, 2025": date(2025, 1, 31), "den 31:e januari 2025": date(2025, 1, 31),
    "31 JANUARI 2025": date(2025, 1, 31), "31 januari år 2025": date(2025, 1, 31), "31/1 2025": date(2025, 1, 31),
    "31/1-2025": date(2025, 1, 31), "31/1 -25": date(2025, 1, 31), "31/12 -26": date(2026, 12, 31),
    "31.12.2026": date(2026, 12, 31), "den sista december 2025": date(2025, 12, 31),
    "sista februari 2024": date(2024, 2, 29), "sista dagen i juni 2026": date(2026, 6, 30),
    "utgången av 2025": date(2025, 12, 31), "utgången av år 2025": date(2025, 12, 31),
    "utgången av juni 2026": date(2026, 6, 30), "1 sept 2025": date(2025, 9, 1), "1 september 2025": date(2025, 9, 1),
    "29 februari 2024": date(2024, 2, 29), "1 maj 2025": date(2025, 5, 1), "årsskiftet 2025/2026": date(2025, 12, 31),
}
NO_DAYS = [
    "lagen (2009:400)", "1949:105", "857201-5728", "212000-1355", "1 275 750 kronor", "telefon 031-123 45 67", "§ 12", "35 %",
    "kl. 10.00", "dnr 2025/0123", "16–25 år", "sedan 2016", "version 1.2", "031-368 00 00",
]


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_day(text: str, day: date) -> None:
    found = days_in(f"gäller {text} och")
    assert [(one.day, one.doubt, one.year) for one in found] == [(day, None, True)]


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day(text: str) -> None:
    assert [one for one in days_in(f"enligt {text} gäller") if one.year] == []


@pytest.mark.parametrize(("text", "doubt"), [
    ("31 november 2025", "31 november 2025 är ingen dag som finns"), ("2025-02-29", "2025-02-29 är ingen dag som finns"),
    ("01/02/2025", "01/02/2025 kan läsas på två sätt"), ("31/2 2025", "31/2 2025 är ingen dag som finns"),
])
def test_a_day_that_cannot_be_trusted(text: str, doubt: str) -> None:
    assert [(one.day, one.doubt) for one in days_in(f"till och med {text}.")] == [(None, doubt)]


@pytest.mark.parametrize(("text", "month", "day"), [
    ("den 15 februari varje år", 2, 15), ("15/2 varje år", 2, 15), ("senast 1 mars", 3, 1), ("sista april", 4, 30)])
def test_day_of_any_year(text: str, month: int, day: int) -> None:
    (found,) = days_in(text)
    assert found.day is not None
    assert (found.day.month, found.day.day, found.year) == (month, day, False)


@pytest.mark.parametrize(("text", "sek"), [
    ("1 275 750 kronor", "1275750"), ("1.275.750 kr", "1275750"), ("1275750 SEK", "1275750"), ("78 750:-", "78750"),
    ("1,2 mkr", "1200000"), ("1,25 miljoner kronor", "1250000"), ("450 tkr", "450000"), ("450 tusen kronor", "450000"),
    ("78 750,50 kr", "78750.50"), ("två (200 000) kronor", "200000"), ("SEK 40 000 kr", "40000"),
])
def test_sum(text: str, sek: str) -> None:
    assert [one.sek for one in sums_in(f"totalt {text} per")] == [Decimal(sek)]


@pytest.mark.parametrize(("word", "number"), [("3", 3), ("tre", 3), ("Sex", 6), ("tolv", 12), ("en", 1), ("ett", 1)])
def test_number(word: str, number: int) -> None:
    assert number_of(word) == number
