"""What people type and what it means: days, sums, counts and hours as a Swede writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from service.intake.words.dates import MONTHS, days_in
from service.kernel.errors import Wrong
from service.web.frame.text import many_lines, one_line
from service.web.intake.form.pieces import Field, Sort

LONGEST, LONGEST_LINE = 20_000, 500
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_SUM = re.compile(r"-?\d+([.,]\d{1,2})?")
_GROUPED = re.compile(r"-?\d{1,3}([.]\d{3})+(,\d{1,2})?")
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d\d))?", re.I)
_EN_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
              "december")
_UNITS = re.compile(r"(månader|månad|mån|dagar|dag|gånger|minuter|min|months?|days?|times|minutes)\.?$", re.I)


def _day(text: str) -> date:
    found = _named(text)
    if found is None or not found[1]:
        raise Wrong(f"”{text}” är ingen hel dag. Skriv till exempel 2026-12-31.",
                    f"“{text}” is no full day. Write for instance 2026-12-31.")
    return found[0]


def _yearly(text: str) -> str:
    bare = re.fullmatch(r"-{0,2}(\d\d)-(\d\d)", text)
    found = _named(f"{int(bare[2])}/{int(bare[1])}" if bare else text)
    if found is None:
        raise Wrong(f"”{text}” är ingen dag. Skriv till exempel 15 februari, eller 2026-02-15.",
                    f"“{text}” is no day. Write for instance 15 February, or 2026-02-15.")
    day, whole = found
    return day.isoformat() if whole else f"--{day.month:02}-{day.day:02}"


def _named(text: str) -> tuple[date, bool] | None:
    """Return the one day that a text is, and whether it names the year."""
    plain = re.sub(r"\b(varje|vart|each|every)\s+(år|year)\b|\b(senast|den|by|the)\b", " ", text, flags=re.I)
    plain = re.sub(r"[a-z]+", lambda one: _swedish(one[0]), plain, flags=re.I).strip(" .,")
    found = days_in(plain)
    if len(found) != 1 or found[0].day is None or plain[:found[0].start].strip() or plain[found[0].end:].strip(" ."):
        return None
    return found[0].day, found[0].year


def _swedish(word: str) -> str:
    low = word.casefold()
    return MONTHS[_EN_MONTHS.index(low)] if low in _EN_MONTHS else word


def _sum(text: str) -> Decimal:
    plain = re.sub(r"(?:kronor|kr|sek|:-)\.?$", "", text.strip(), flags=re.I)
    plain = _SPACES.sub("", re.sub(r"^sek", "", plain.strip(), flags=re.I)).replace("\N{MINUS SIGN}", "-").replace("'", "")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(".", "")
    try:
        if not _SUM.fullmatch(plain):
            raise InvalidOperation
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise Wrong(f"”{text}” är inget belopp. Skriv med siffror, till exempel 1 275 750.",
                    f"“{text}” is no amount. Write it in digits, for instance 1 275 750.") from None


def _count(text: str) -> int:
    plain = _SPACES.sub("", _UNITS.sub("", text))
    if not re.fullmatch(r"\d{1,6}", plain):
        raise Wrong(f"”{text}” är inget helt tal. Skriv bara siffror.", f"“{text}” is no whole number. Write digits only.")
    return int(plain)


def _time(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Wrong(f"”{text}” är inget klockslag. Skriv till exempel 10:00.",
                    f"“{text}” is no time. Write for instance 10:00.")
    return time(int(found[1]), int(found[2] or 0))


_READ: Mapping[Sort, Callable[[str], Any]] = {
    Sort.DAY: _day, Sort.YEARLY: _yearly, Sort.SUM: _sum, Sort.COUNT: _count, Sort.TIME: _time,
    Sort.YES_NO: lambda text: text == "yes", Sort.TICK: lambda text: bool(text),
}


def value_of(field: Field, text: str) -> Any:
    """Return what a text means in a field, None if it is empty; raise Wrong if it means nothing."""
    if not text:
        return False if field.sort is Sort.TICK else None
    if len(text) > field.length and field.sort in (Sort.LINE, Sort.AREA):
        raise Wrong(f"Texten är för lång; högst {field.length} tecken ryms.",
                    f"The text is too long; at most {field.length} characters fit.")
    if field.options and text not in dict(field.options):
        raise Wrong("Välj ett av alternativen.", "Choose one of the alternatives.")
    if field.options and text.isdecimal():
        return int(text)
    return _READ[field.sort](text) if field.sort in _READ else text


def cleaned(field: Field, text: str) -> str:
    """Return what is kept of what was typed."""
    return many_lines(text)[:LONGEST] if field.sort is Sort.AREA and field.length > LONGEST_LINE else one_line(text, LONGEST)


def typed_as(field: Field, value: Any) -> str:
    """Return how a value is typed."""
    if value is None:
        return ""
    if field.sort in (Sort.YES_NO, Sort.TICK):
        return "yes" if value else "no" if field.sort is Sort.YES_NO else ""
    if field.sort is Sort.SUM:
        return grouped(Decimal(str(value)))
    if field.sort is Sort.YEARLY and str(value).startswith("--"):
        return f"{int(str(value)[5:])} {MONTHS[int(str(value)[2:4]) - 1]}"
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def grouped(amount: Decimal) -> str:
    """Return a sum as a Swede types it: "1 275 750" or "1 275 750,50"."""
    text = f"{amount:,.2f}" if amount % 1 else f"{amount:,.0f}"
    return text.replace(",", " ").replace(".", ",")
