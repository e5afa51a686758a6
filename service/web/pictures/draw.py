"""The figures of an agreement and of many as pictures, each with the rows of the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from service.followup.summary.charts import Bar, chart
from service.kernel.money import ORE
from service.notices.writing.words import first_upper
from service.web.outcome.forms import kr
from service.web.pictures.one import Kept, Met, Period, Pictures
from service.web.pictures.sums import Month, Year
from service.web.speech.language import SHORT_MONTHS, called, language, say, short_day, speech

MANY_YEARS, WIDE = 6, 64
THOUSAND = 1000 * ORE


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its key, and the head and rows of its table."""

    svg: Markup
    key: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def _picture(
    bars: Sequence[Bar], name: str, told: str, key: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, amounts: bool = False,
) -> Picture:
    # The chart escapes every text that it is given.
    drawn = chart(bars, name, told=told, right=WIDE, written=thousands) if amounts else chart(bars, name, told=told)
    return Picture(Markup(drawn), key, head, rows)


def thousands(ore: float) -> str:
    """Return öre in whole thousands of SEK: "1 276"."""
    return f"{round(ore / THOUSAND):,}".replace(",", "\u00a0" if language() == "sv" else ",")


def month_name(first: date) -> str:
    """Return a month as "okt 2026"."""
    return f"{SHORT_MONTHS[language()][first.month - 1]} {first.year}"


def _span(one: Period) -> str:
    """Return a period of the plan, short enough to stand beside a bar."""
    months = SHORT_MONTHS[language()]
    begin, end = months[one.first.month - 1], months[one.last.month - 1]
    return f"{begin}–{end} {one.last.year}" if one.first.month != one.last.month else month_name(one.last)


def money(periods: Sequence[Period]) -> Picture:
    """Draw what is invoiced and paid against the plan, period by period; the last ones of a long plan."""
    drawn = periods[-MANY_YEARS * 2:]
    bars = [Bar(_span(one), one.paid, one.invoiced, one.planned or 0) for one in drawn]
    whole = [sum(one.planned or 0 for one in periods), sum(one.invoiced for one in periods), sum(one.paid for one in periods)]
    rows = [[_span(one), kr(one.planned) if one.planned is not None else "–", kr(one.invoiced), kr(one.paid)] for one in periods]
    return _picture(
        bars, "money", say("Planerat {a}, fakturerat {b}, betalat {c}; tabellen har samma siffror.",
                           "Planned {a}, invoiced {b}, paid {c}; the table has the same figures.",
                           a=kr(whole[0]), b=kr(whole[1]), c=kr(whole[2])),
        say("Tusental kronor. Fylld stapel: betalat, med moms. Streckad: fakturerat, utan moms. Öppen: planen.",
            "Thousands of SEK. Filled bar: paid, with VAT. Hatched: invoiced, without VAT. Open: the plan."),
        (say("Period", "Period"), say("Planen", "The plan"), say("Fakturerat", "Invoiced"), say("Betalat", "Paid")),
        [*rows, [say("Allt", "All"), *(kr(one) for one in whole)]], amounts=True)


def shifts(found: Pictures) -> Picture:
    """Draw how many shifts were done each month, against the year before."""
    names = [month_name(first) for first, _ in found.shifts]
    compared = any(found.before)
    every = [(name, number, before) for name, (_, number), before in zip(names, found.shifts, found.before, strict=True)]
    bars = [Bar(name, number, before if compared else None) for name, number, before in every]
    now, then = sum(number for _, number in found.shifts), sum(found.before)
    key = say("Fylld stapel: månadens pass. Streckad: samma månad året före.",
              "Filled bar: the shifts of the month. Hatched: the same month a year before.") if compared else \
        say("Inget är inlagt om året före, så det finns inget att jämföra med.",
            "Nothing is logged of the year before, so there is nothing to compare with.")
    return _picture(
        bars, "shifts", say("{n} pass på tolv månader, {m} året före; tabellen har samma siffror.",
                            "{n} shifts in twelve months, {m} the year before; the table has the same figures.", n=now, m=then), key,
        (say("Månad", "Month"), say("Pass", "Shifts"), say("Året före", "Year before")),
        [[name, str(number), str(before) if compared else "–"] for name, number, before in every])


def meetings(met: Sequence[Met]) -> Picture:
    """Draw how many came to each meeting, of those called."""
    noted = [one for one in met if one.came is not None]
    told = say("{n} möten med antecknad närvaro: {came} kom av {called} kallade; tabellen har samma siffror.",
               "{n} meetings with attendance noted: {came} came of {called} called; the table has the same figures.", n=len(noted),
               came=sum(one.came or 0 for one in noted), called=sum(one.called for one in noted))
    return _picture(
        [Bar(short_day(one.day, year=True), one.came or 0, one.called) for one in met], "meetings", told,
        say("Fylld stapel: de som kom. Streckad: de som var kallade. Den som inte var kallad kan ha kommit ändå.",
            "Filled bar: those who came. Hatched: those who were called. Somebody not called may have come anyway."),
        (say("Möte", "Meeting"), say("Kom", "Came"), say("Kallade", "Called"), say("Läge", "State")),
        [[short_day(one.day, year=True), say("ej antecknat", "not noted") if one.came is None else str(one.came), str(one.called),
          called("meeting", one.state)] for one in met])


def duties(kept: Sequence[Kept]) -> Picture:
    """Draw how duties were met: in time, late, not at all, still to come."""
    heads = (say("I tid", "In time"), say("För sent", "Late"), say("Missade", "Missed"), say("Kommer", "To come"))
    columns = [(one.met, one.late, one.missed, one.ahead) for one in kept]
    whole = [sum(column) for column in zip(*columns, strict=True)]
    told = say("{a} i tid, {b} för sent, {c} missade, {d} kommer; tabellen har dem slag för slag.",
               "{a} in time, {b} late, {c} missed, {d} to come; the table has them kind by kind.",
               **dict(zip("abcd", whole, strict=True)))
    return _picture(
        [Bar(name, number) for name, number in zip(heads, whole, strict=True)], "duties", told, "",
        (say("Slag", "Kind"), *heads),
        [[first_upper(speech().duties[one.kind]), *map(str, column)] for one, column in zip(kept, columns, strict=True)])


def years(found: Sequence[Year]) -> Picture:
    """Draw what each year's plans come to and what is paid."""
    rows = [[str(one.year), kr(one.expected), kr(one.paid)] for one in found]
    return _picture(
        [Bar(str(one.year), one.paid, one.expected) for one in found], "years",
        say("Betalat och planerat år för år; tabellen har samma siffror.",
            "Paid and planned year by year; the table has the same figures."),
        say("Tusental kronor. Fylld stapel: betalat under året, med moms. Streckad: vad planerna räknar med under året.",
            "Thousands of SEK. Filled bar: paid in the year, with VAT. Hatched: what the plans reckon with in the year."),
        (say("År", "Year"), say("Planerat", "Planned"), say("Betalat", "Paid")), rows, amounts=True)


def ends(found: Sequence[Month]) -> Picture:
    """Draw how many decision days and ends each month has."""
    names = [month_name(one.first) for one in found]
    most = max(found, key=lambda one: one.decisions)
    told = say("På två år slutar {n} överenskommelser och {m} ställningstaganden ska göras, flest i {month}; se tabellen.",
               "In two years {n} agreements end and {m} decisions are to be taken, most in {month}; see the table.",
               n=sum(one.ends for one in found), m=sum(one.decisions for one in found), month=month_name(most.first))
    # Most months of a small portfolio have nothing; they stand in the table alone.
    some = [(name, one) for name, one in zip(names, found, strict=True) if one.decisions or one.ends]
    return _picture(
        [Bar(name, one.decisions, one.ends) for name, one in some], "ends", told,
        say("Fylld stapel: dagar då ställning senast ska tas till förlängning. Streckad: överenskommelser som slutar. "
            "Månader utan något står bara i tabellen.",
            "Filled bar: last days to decide on extension. Hatched: agreements that end. "
            "Months without either stand in the table alone."),
        (say("Månad", "Month"), say("Ställningstaganden", "Decisions"), say("Slutar", "End")),
        [[name, str(one.decisions), str(one.ends)] for name, one in zip(names, found, strict=True)])
