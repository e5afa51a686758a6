"""Days as a sentence names them: "14 oktober 2025"; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from service.kernel.clock import local

MONTHS: dict[str, tuple[str, ...]] = {
    "sv": ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}


def written(value: date, language: str) -> str:
    """Return a day as "14 oktober 2025", and a moment with its hour in Stockholm as "14 oktober 2025 kl. 10.00"."""
    if isinstance(value, datetime):
        here = local(value)
        day = written(here.date(), language)
        return f"{day} kl. {here:%H.%M}" if language == "sv" else f"{day} at {here:%H:%M}"
    return f"{value.day} {MONTHS['sv' if language == 'sv' else 'en'][value.month - 1]} {value.year}"


@dataclass(frozen=True)
class Days:
    """A period among the facts of a refusal."""

    first: date
    last: date

    def said(self, language: str) -> str:
        """Return it as "1 april 2025 – 30 juni 2025"."""
        return f"{written(self.first, language)} – {written(self.last, language)}"
