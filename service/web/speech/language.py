"""The two languages: which one a request speaks, and how pages say words, days and money in it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, g, session
from flask_login import current_user

from service.kernel.clock import local, local_day
from service.kernel.money import kronor
from service.notices.writing.languages import SPEECH
from service.notices.writing.words import LANGUAGES, Speech, first_upper
from service.web.frame.desk import desk, now
from service.web.speech.word import Word
from service.web.speech.words import WORDS

KEPT = "language"
SHORT_MONTHS = {
    "sv": ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def language() -> str:
    """Return the language of this request: chosen, else the person's own, else the installation's.

    A page asks for every phrase: it is found out once, and again after `prefer` and `choose`.
    """
    spoken: str | None = g.get("spoken")
    if spoken is None:
        spoken = g.spoken = _found_out()
    return spoken


def _found_out() -> str:
    chosen = session.get(KEPT) or g.get("language_of_reader")
    if chosen is None and current_user.is_authenticated:
        chosen = current_user.language
    return chosen if chosen in LANGUAGES else desk().settings.language


def prefer(code: str) -> None:
    """Speak `code` in this request unless the reader has chosen otherwise."""
    g.language_of_reader = code
    g.pop("spoken", None)


def choose(code: str | None) -> None:
    """Keep the language chosen, or with None that none is any more."""
    if code:
        session[KEPT] = code
    else:
        session.pop(KEPT, None)
    g.pop("spoken", None)


def say(sv: str, en: str, **facts: Any) -> str:
    """Return the one of two phrases that is in the language of this request, with `facts` filled in."""
    phrase = sv if language() == "sv" else en
    return phrase.format(**facts) if facts else phrase


def speech() -> Speech:
    """Return the words of the language of this request."""
    return SPEECH[language()]


def word(kind: str, code: str) -> Word:
    """Return what a code of a kind is called, and the tone it is shown in."""
    return WORDS[kind].get(code, Word(code, code))


def called(kind: str, code: str) -> str:
    """Return what a code is called in the language of this request."""
    found = word(kind, code)
    return found.sv if language() == "sv" else found.en


def meanwhile(function: str, lacking: Collection[str]) -> str:
    """Return who gets the mail of a function that nobody holds, `lacking` being all those that the party has nobody for."""
    heir = next((one for one in ("manager", "signatory") if one != function and one not in lacking), None)
    if heir == "manager":
        return say("Mejlen går till chefen så länge.", "Mail goes to the manager in the meantime.")
    if heir == "signatory":
        return say("Mejlen går till undertecknaren så länge.", "Mail goes to the signatory in the meantime.")
    return say("Här finns ingen som mejlen kan gå till i stället.", "There is nobody here whom the mail can go to instead.")


def short_day(day: date, *, year: bool | None = None) -> str:
    """Return a day as "10 okt", with its year when that is not the present one (or as `year` says)."""
    text = f"{day.day} {SHORT_MONTHS[language()][day.month - 1]}"
    with_year = day.year != local_day(now()).year if year is None else year
    return f"{text} {day.year}" if with_year else text


def with_days(text: str) -> str:
    """Return a sentence whose days are written by code ("2026-04-01") with them written as elsewhere ("1 apr 2026")."""
    def written(found: re.Match[str]) -> str:
        try:
            return short_day(date.fromisoformat(found[0]), year=True)
        except ValueError:
            return found[0]

    return re.sub(r"\b\d{4}-\d\d-\d\d\b", written, text)


def long_day(day: date) -> str:
    """Return a day written out with its weekday."""
    return speech().day(day)


def at_time(at: datetime) -> str:
    """Return a moment as "10 okt 2025 kl. 08.00"."""
    here = local(at)
    return say("{day} kl. {time}", "{day} at {time}", day=short_day(here.date(), year=True), time=speech().clock(here))


def hours(starts: datetime, ends: datetime) -> str:
    """Return the hours of a day in Stockholm: "10.00–11.30"."""
    return f"{speech().clock(local(starts))}–{speech().clock(local(ends))}"


def span(starts: datetime, ends: datetime) -> str:
    """Return a day with its hours."""
    return speech().when(starts.isoformat(), ends.isoformat())


def period(first: date, last: date | None) -> str:
    """Return a period: "1 feb – 31 dec 2025"."""
    if last is None:
        return say("från {day}, tills vidare", "from {day}, until further notice", day=short_day(first, year=True))
    return f"{short_day(first, year=first.year != last.year)} – {short_day(last, year=True)}"


def money(amount: Decimal) -> str:
    """Return an amount in kronor with thin groups: "1 275 750 kr"."""
    return kronor(amount, language())


def days_away(day: date) -> str:
    """Return how far off a day is: "i dag", "om 12 dagar", "för 3 dagar sedan"."""
    count = (day - local_day(now())).days
    near = {0: ("i dag", "today"), 1: ("i morgon", "tomorrow"), -1: ("i går", "yesterday")}
    if count in near:
        return say(*near[count])
    if count > 0:
        return say("om {n} dagar", "in {n} days", n=count)
    return say("för {n} dagar sedan", "{n} days ago", n=-count)


def printed_on() -> str:
    """Return the day of a printout: "måndag 21 september 2026"."""
    return long_day(local_day(now()))


def speak(app: Flask) -> None:
    """Give every template the words of its request."""
    app.jinja_env.globals.update(
        say=say, word=word, called=called, short_day=short_day, long_day=long_day, at_time=at_time, hours=hours, span=span,
        period=period, money=money, days_away=days_away, meanwhile=meanwhile, first_upper=first_upper, language=language,
        speech=speech, local=local, local_day=local_day, printed_on=printed_on,
    )
