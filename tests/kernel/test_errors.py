"""What a refusal says of days."""

from __future__ import annotations

from datetime import UTC, date, datetime

from service.kernel.errors import Refusal
from service.kernel.text.days import Days


class Gone(Refusal):
    """It ended on {day}, was told {at} and covers {days}, number {number}."""

    sv = "Det tog slut {day}, sades {at} och gäller {days}, nummer {number}."


def test_days_are_written_in_the_language_of_the_reader() -> None:
    """A day, a moment and a period among the facts are said in words in both languages; the facts stay as they are."""
    day = date(2025, 10, 14)
    said = Gone(day=day, at=datetime(2025, 5, 1, 22, 5, tzinfo=UTC), days=Days(date(2025, 4, 1), date(2025, 6, 30)), number=7)
    assert said.sentence("sv") == (
        "Det tog slut 14 oktober 2025, sades 2 maj 2025 kl. 00.05 och gäller 1 april 2025 – 30 juni 2025, nummer 7.")
    assert str(said) == said.sentence("en") == (
        "It ended on 14 October 2025, was told 2 May 2025 at 00:05 and covers 1 April 2025 – 30 June 2025, number 7.")
    assert said.facts["day"] == day
