"""How days, periods and codes are said in Swedish and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from service.kernel.clock import local
from service.notices.names import NAMES

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
ELLIPSIS = "…"


# Who acts that is no person, as history names them.
ACTORS: Mapping[str, tuple[str, str]] = {
    "clock": ("Överens, av sig själv", "Överens, by itself"), "operator": ("Driftansvarig", "Operator"),
    "demo": ("Exempel", "Sample"), "start": ("Första starten", "First start"),
}


@dataclass(frozen=True)
class Speech:
    """The words of one language."""

    language: Language
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    ordinals: tuple[str, ...]
    and_: str
    or_: str
    span: str
    moment: str
    dot: str
    quarter_: str
    half: str
    year: str
    numbered: tuple[str, str]
    duties: Mapping[str, str]
    points: Mapping[str, str]
    provisions: Mapping[str, str]
    stands: Mapping[str, str]
    functions: Mapping[str, str]
    unset: str
    both: str
    quotes: str
    meetings: tuple[str, str, str, str]
    alone: tuple[str, str]
    beside: str

    def day(self, value: date | str) -> str:
        """Return a day written out: "fredag 31 oktober 2025"."""
        on = _as_day(value)
        return f"{self.weekdays[on.weekday()]} {on.day} {self.months[on.month - 1]} {on.year}"

    def clock(self, value: datetime | str) -> str:
        """Return the time of day in Stockholm: "10.00"."""
        at = _as_moment(value)
        return f"{at.hour:02d}{self.dot}{at.minute:02d}"

    def when(self, starts: str, ends: str) -> str:
        """Return a day with its hours: "fredag 10 oktober 2025 kl. 10.00–11.30"."""
        begun, over = _as_moment(starts), _as_moment(ends)
        if begun.date() == over.date():
            return self.span.format(day=self.day(begun), from_=self.clock(begun), to=self.clock(over))
        return f"{self.span.format(day=self.day(begun), from_=self.clock(begun), to='')} {self.day(over)}"

    def at(self, starts: str) -> str:
        """Return a day with the hour something begins."""
        return self.moment.format(day=self.day(_as_moment(starts)), from_=self.clock(starts))

    def period(self, code: str) -> str:
        """Return a period in words: 2025-Q3 is "tredje kvartalet 2025", 2025-B6 is "november–december 2025"."""
        if found := re.fullmatch(r"(\d{4})-([QH])(\d)", code):
            form = self.quarter_ if found[2] == "Q" else self.half
            number = int(found[3])
            if 1 <= number <= (4 if found[2] == "Q" else 2):
                return form.format(nth=self.ordinals[number - 1], year=found[1])
        if found := re.fullmatch(r"(\d{4})-(?:B([1-6])|T([1-3]))", code):
            # A sixth or a third of a year, by its first and last month.
            length, number = (2, int(found[2])) if found[2] else (4, int(found[3]))
            return f"{self.months[length * number - length]}–{self.months[length * number - 1]} {found[1]}"
        if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", code):
            return f"{self.months[int(found[2]) - 1]} {found[1]}"
        if found := re.fullmatch(r"(\d{4})(?:-(\d+)of(\d+)|-\d\d-\d\d\+(\d+))", code):
            return self.numbered[0 if found[4] else 1].format(n=found[4] or found[2], of=found[3], year=found[1])
        if re.fullmatch(r"\d{4}-\d\d-\d\d[a-z]?", code):
            return self.beside
        return self.year.format(year=code) if re.fullmatch(r"\d{4}", code) else code

    def names(self, values: Sequence[str]) -> str:
        """Join names: "A, B och C"."""
        if len(values) < 2:
            return "".join(values)
        return f"{', '.join(values[:-1])} {self.and_} {values[-1]}"

    def either(self, values: Sequence[str]) -> str:
        """Join alternatives: "A, B eller C"."""
        if len(values) < 2:
            return "".join(values)
        return f"{', '.join(values[:-1])} {self.or_} {values[-1]}"

    def duty(self, duty: Mapping[str, Any]) -> str:
        """Return a duty as "31 oktober 2025: faktura (Föreningen Linden)"."""
        kind = self.duties[duty["kind"]]
        day = self.day(duty["day"]) if duty["day"] else self.unset
        owes = self.both if duty["owes"] == "both" else duty["owes"]
        return f"{day}: {kind} ({owes})" if owes else f"{day}: {kind}"

    def duty_name(self, kind: str) -> str:
        """Return what a duty of this kind is called."""
        return self.duties[kind]

    def point(self, point: Mapping[str, Any] | str) -> str:
        """Return a point of an agenda in words."""
        if isinstance(point, str):
            return point
        if point["code"] == "custom":
            return str(point["text"])
        said = self.points[point["code"]]
        return f"{said}: {point['text']}" if point["text"] else said

    def meeting(self, period: str) -> str:
        """Return what a meeting for `period` is called: "kvartalsavstämning"."""
        return self.meetings[0 if "-Q" in period else 2]

    def meeting_the(self, period: str) -> str:
        """Return the same in definite form: "kvartalsavstämningen"."""
        return self.meetings[1 if "-Q" in period else 3]

    def meeting_alone(self, period: str) -> str:
        """Return the same as a heading: "Kvartalsavstämning"."""
        return self.alone[0 if "-Q" in period else 1]

    def stand(self, code: str) -> str:
        """Return a party's stand on renewal in words."""
        return self.stands[code]

    def provision(self, code: str) -> str:
        """Return a part of the terms in words."""
        return self.provisions[code]

    def function(self, code: str) -> str:
        """Return what someone does for a party in words: "samordnare"."""
        return self.functions[code]

    def weekday(self, number: int) -> str:
        """Return a day of the week, the first being 0."""
        return self.weekdays[number]

    def notice(self, code: str) -> str:
        """Return what a notice is called."""
        return NAMES[code][self.language == "en"]

    def in_sek(self, amount: str) -> str:
        """Return an amount in SEK: "12 500 kr"."""
        whole, _, part = amount.partition(".")
        grouped = f"{int(whole):,}"
        if self.language == "en":
            return f"SEK {grouped}{'.' + part if part else ''}"
        return f"{grouped.replace(',', ' ')}{',' + part if part else ''} kr"

    def share(self, percent: str) -> str:
        """Return a share: "7,5 %"."""
        tidy = percent.rstrip("0").rstrip(".") if "." in percent else percent
        return f"{tidy}%" if self.language == "en" else f"{tidy.replace('.', ',')} %"

    def actor(self, name: str) -> str:
        """Return who acted, as history names them ("clock", "Karin Ek for Staden", "demo: Karin Ek"), in words."""
        who, _, party = name.partition(" for ")
        means, colon, person = who.partition(": ")
        who, person = (means, person) if colon and means in ACTORS else (who, "")
        said = ACTORS.get(who, (who, who))[self.language == "en"] + (f": {person}" if person else "")
        return f"{said} {'for' if self.language == 'en' else 'för'} {party}" if party else said

    def quote(self, text: str) -> str:
        """Return a sentence within the language's own quotation marks."""
        return f"{self.quotes[0]}{text}{self.quotes[1]}"


def short(text: str, longest: int = 70) -> str:
    """Cut a long title at a word, with an ellipsis."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + ELLIPSIS


def first_upper(text: str) -> str:
    """Return the text with a capital first."""
    return text[:1].upper() + text[1:]


def paragraphs(text: str) -> list[str]:
    """Split a longer text at its line breaks, without empty lines."""
    return [line for line in map(str.strip, text.splitlines()) if line]


@lru_cache(maxsize=4096)
def _as_day(value: date | str) -> date:
    if isinstance(value, datetime):
        return value.date()
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _as_moment(value: datetime | str) -> datetime:
    return local(datetime.fromisoformat(value)) if isinstance(value, str) else value
