"""How terms are said in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from service.kernel.money import kronor
from service.notices.writing.languages import SPEECH
from service.notices.writing.words import Speech

ROLES = {
    "public": ("Offentlig part", "Public party"),
    "civil": ("Idéburen part", "Civil-society party"),
    "both": ("Parterna", "Both parties"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a language."""

    language: str

    @property
    def speech(self) -> Speech:
        """Return how the language says days and names."""
        return SPEECH[self.language]

    def say(self, sv: str, en: str, **facts: Any) -> str:
        """Return the phrase of the language, with `facts` filled in."""
        phrase = sv if self.language == "sv" else en
        return phrase.format(**facts) if facts else phrase

    def role(self, code: str) -> str:
        """Return what a role is called."""
        return self.say(*ROLES.get(code, (code, code)))

    def day(self, day: date) -> str:
        """Return a day as "1 januari 2026"."""
        return f"{day.day} {self.speech.months[day.month - 1]} {day.year}"

    def period(self, first: date, last: date | None) -> str:
        """Return a period: "1 januari – 31 december 2026"."""
        if last is None:
            return self.say("från {day}, tills vidare", "from {day}, until further notice", day=self.day(first))
        start = self.day(first) if first.year != last.year else self.day(first).rsplit(" ", 1)[0]
        return f"{start} – {self.day(last)}"

    def money(self, amount: Decimal) -> str:
        """Return an amount in kronor with thin groups: "1 275 750 kr"."""
        return kronor(amount, self.language)
