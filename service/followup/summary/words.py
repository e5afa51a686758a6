"""A yearly summary in words, tables and charts, the same for the page and the paper, in one language; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from service.documents.papers import Chart, Points, Section, Table
from service.documents.wording.words import Wording
from service.followup.summary.charts import Bar, chart
from service.followup.summary.model import (
    SECTIONS,
    CountLine,
    Difference,
    GoalLine,
    Money,
    Numbers,
    PlaceLine,
    PostLine,
)

HEADINGS: Mapping[str, tuple[str, str]] = {
    "brief": ("Året i korthet", "The year in brief"),
    "done": ("Vad vi har gjort", "What we have done"),
    "results": ("Vad det ledde till", "What came of it"),
    "learned": ("Det vi har lärt oss", "What we have learnt"),
    "money": ("Om ekonomin", "On the money"),
    "ahead": ("Framåt", "Ahead"),
}
HINTS: Mapping[str, tuple[str, str]] = {
    "brief": ("Några meningar som den som bara läser en sida ska få med sig.", "A few sentences for whoever reads one page only."),
    "done": ("Var, när och hur ni har arbetat. Siffrorna kommer av sig själva.",
             "Where, when and how you worked. The figures come by themselves."),
    "results": ("Vad har blivit annorlunda, mål för mål? Inga personer, bara vad som går att säga om alla.",
                "What is different, goal by goal? No persons, only what can be said of all."),
    "learned": ("Vad gick lätt, vad gick inte, och varför?", "What went well, what did not, and why?"),
    "money": ("Vad pengarna har gått till, och varför något blev dyrare eller billigare.",
              "What the money went to, and why something cost more or less."),
    "ahead": ("Vad ni vill göra nästa år.", "What you want to do next year."),
}
STATUS: Mapping[str, tuple[str, str]] = {
    "on_track": ("På väg", "On track"), "partly": ("Delvis", "Partly"), "not_yet": ("Inte än", "Not yet"),
    "kept": ("Hålls", "Kept"), "not_kept": ("Hålls inte", "Not kept"),
}
COUNTED: Mapping[str, tuple[str, str]] = {
    "shifts": ("Pass", "Shifts"), "staff": ("Bemanning, personer på pass", "Staff, persons on shifts"),
    "staff_minutes": ("Arbetade timmar", "Hours worked"), "events": ("Händelser", "Events"),
    "met": ("Möten med målgruppen", "Meetings with the target groups"), "not_held": ("Inställda pass", "Shifts called off"),
}


def hours(minutes: int, language: str) -> str:
    """Return minutes as hours with one decimal: "1 234,5"."""
    text = f"{Decimal(minutes) / 60:,.1f}"
    return text.replace(",", "\u00a0").replace(".", ",") if language == "sv" else text


def figure(what: str, value: int, language: str) -> str:
    """Return a counted figure as it is read."""
    if what == "staff_minutes":
        return hours(value, language)
    return f"{value:,}".replace(",", "\u00a0" if language == "sv" else ",")


class Telling:
    """The figures and the written words of a summary, told in one language."""

    def __init__(self, numbers: Numbers, texts: Mapping[str, str], language: str) -> None:
        self.numbers, self.texts, self.words = numbers, texts, Wording(language)
        self.language, self.say = language, self.words.say

    def sections(self) -> tuple[Section, ...]:
        """Return the summary from beginning to end; a section without words is left out."""
        return (
            *self._written("brief"), self._whole(), *self._months(), *self._places(), *self._counted(), *self._written("done"),
            *self._goals(), *self._written("results", "learned"), *self._money(), *self._written("money", "ahead"))

    def _written(self, *codes: str) -> Iterator[Section]:
        for code in codes:
            parts = tuple(part.strip() for part in self.texts.get(code, "").replace("\r\n", "\n").split("\n\n") if part.strip())
            if parts:
                yield Section(heading=self.say(*HEADINGS[code]), parts=parts)

    def _number(self, what: str, value: int) -> str:
        return figure(what, value, self.language)

    def _whole(self) -> Section:
        total, before = self.numbers.total, self.numbers.before
        head = ["", self.words.period(total.first, total.last)]
        rows = [[self.say(*COUNTED[what]), self._number(what, getattr(total, what))] for what in COUNTED]
        if before is not None:
            head.append(self.say("Året före", "The year before"))
            for row, what in zip(rows, COUNTED, strict=True):
                row.append(self._number(what, getattr(before, what)))
        parts: list[Any] = [_table(head, rows)]
        if before is None:
            parts.append(self.say("Inget är inlagt om samma tid året före, så det finns inget att jämföra med.",
                                  "Nothing is logged of the same time the year before, so there is nothing to compare with."))
        return Section(heading=self.say("Siffrorna", "The figures"), parts=tuple(parts))

    def _months(self) -> Iterator[Section]:
        total, before = self.numbers.total, self.numbers.before
        past = {} if before is None else {one.first.month: one for one in before.months}
        names = [self.words.speech.months[one.first.month - 1] for one in total.months]
        told = self.say("Pass per månad; tabellen nedanför har samma siffror.",
                        "Shifts by month; the table below has the same figures.")
        bars = [Bar(name, one.shifts, past[one.first.month].shifts if one.first.month in past else None)
                for name, one in zip(names, total.months, strict=True)]
        head = [self.say("Månad", "Month"), *(self.say(*COUNTED[what]) for what in ("shifts", "staff_minutes", "events", "met"))]
        rows = [[name, *(self._number(what, getattr(one, what)) for what in ("shifts", "staff_minutes", "events", "met"))]
                for name, one in zip(names, total.months, strict=True)]
        if past:
            head.insert(2, self.say("Pass året före", "Shifts the year before"))
            for row, one in zip(rows, total.months, strict=True):
                row.insert(2, str(past[one.first.month].shifts) if one.first.month in past else "–")
        parts: list[Any] = [Chart(svg=chart(bars, "months", told=told), told=told)]
        if past:
            parts.append(self.say("Fylld stapel: i år. Streckad: året före.", "Filled bar: this year. Hatched: the year before."))
        yield Section(heading=self.say("Månad för månad", "Month by month"), parts=(*parts, _table(head, rows)))

    def _places(self) -> Iterator[Section]:
        places = self.numbers.places
        if not places:
            return
        told = self.say("Pass per plats; tabellen nedanför har samma siffror.",
                        "Shifts by place; the table below has the same figures.")
        bars = [Bar(one.name, one.shifts) for one in sorted(places, key=lambda one: -one.shifts)[:20]]
        yield Section(heading=self.say("Plats för plats", "Place by place"), parts=(
            Chart(svg=chart(bars, "places", told=told), told=told),
            self.say("Ett pass på två platser räknas på båda.", "A shift at two places is counted at both."),
            _table([self.say("Plats", "Place"), self.say("Pass", "Shifts"), self.say("Arbetade timmar", "Hours worked")],
                   [self._place(one) for one in places]),
            *self._crossed(places)))

    def _place(self, one: PlaceLine) -> list[str]:
        return [one.name, self._number("shifts", one.shifts), hours(one.staff_minutes, self.language)]

    def _crossed(self, places: Sequence[PlaceLine]) -> Iterator[Table]:
        """Cross months with places, five places a table so that it fits the paper."""
        known = {(one.month, one.place): one.shifts for one in self.numbers.month_places}
        for start in range(0, len(places), 5):
            names = [one.name for one in places[start:start + 5]]
            yield _table([self.say("Pass per månad", "Shifts by month"), *names], [
                [self.words.speech.months[one.first.month - 1], *(str(known.get((one.first, name), 0)) for name in names)]
                for one in self.numbers.total.months])

    def _counted(self) -> Iterator[Section]:
        for name, heading, what, lines in (
            ("events", self.say("Händelser", "Events"), self.say("Slag", "Kind"), self.numbers.events),
            ("groups", self.say("Målgrupper", "Target groups"), self.say("Grupp", "Group"), self.numbers.groups),
        ):
            if not lines:
                continue
            told = self.say("{what}; tabellen nedanför har samma siffror.",
                            "{what}; the table below has the same figures.", what=heading)
            bars = [Bar(one.name, one.count) for one in sorted(lines, key=lambda one: -one.count)[:20]]
            parts: list[Any] = [Chart(svg=chart(bars, name, told=told), told=told), self._lines(what, lines)]
            if name == "groups":
                parts.append(self.say("Den som träffats flera gånger räknas varje gång. Inga personer är antecknade.",
                                      "Whoever was met several times counts each time. No persons are recorded."))
            yield Section(heading=heading, parts=tuple(parts))

    def _lines(self, what: str, lines: Sequence[CountLine]) -> Table:
        return _table([what, self.say("Antal", "Number"), self.say("På så många pass", "On so many shifts")],
                      [[one.name, self._number("events", one.count), self._number("shifts", one.shifts)] for one in lines])

    def _goals(self) -> Iterator[Section]:
        if self.numbers.goals:
            yield Section(heading=self.say("Mål och åtaganden", "Goals and undertakings"), parts=(Table(
                head=(self.say("Vad", "What"), self.say("Hur det står till", "How it stands"), self.say("Anteckning", "Note")),
                rows=tuple(self._goal(one) for one in self.numbers.goals)),))

    def _goal(self, one: GoalLine) -> tuple[str, str, str]:
        if one.status is None or one.on is None:
            return one.text, self.say("Inte uppföljt", "Not followed up"), "–"
        return one.text, f"{self.say(*STATUS[one.status])} ({self.words.day(one.on)})", one.note or "–"

    def _money(self) -> Iterator[Section]:
        money = self.numbers.money
        facts = self._sums(money)
        if not facts and not money.posts:
            return
        parts: list[Any] = [Points(items=tuple(facts))] if facts else []
        if money.posts:
            if money.used_from is not None and money.used_until is not None:
                parts.append(self.say("Använt räknas {period}.", "What is used counts {period}.",
                                      period=self.words.period(money.used_from, money.used_until)))
            known = any(one.used is not None for one in money.posts)
            head = [self.say("Budgetpost", "Budget post"), self.say("Budget", "Budget"),
                    *([self.say("Använt", "Used"), self.say("Kvar", "Left")] if known else [])]
            parts.append(_table(head, [self._post(one, known=known) for one in (*money.posts, *self._whole_budget(money))]))
            if not known:
                parts.append(self.say("Ingen har angett vad som är använt under tiden.",
                                      "Nobody has entered what was used in the time."))
        yield Section(heading=self.say("Ekonomi", "Money"), parts=tuple(parts))

    def _sums(self, money: Money) -> list[str]:
        said = []
        if money.frame is not None:
            said.append(self.say("Ekonomisk ram för hela tiden: {sum}",
                                 "Frame for the whole time: {sum}", sum=self.words.money(money.frame)))
        if money.yearly is not None:
            said.append(self.say("Per år: {sum}", "By the year: {sum}", sum=self.words.money(money.yearly)))
        if money.paid is not None:
            said.append(self.say("Betalat under tiden: {sum}", "Paid in the time: {sum}", sum=self.words.money(money.paid)))
        return said

    def _post(self, one: PostLine, *, known: bool) -> list[str]:
        used = () if not known else ("–", "–") if one.used is None else (
            self.words.money(one.used), self.words.money(one.amount - one.used))
        return [one.name or self.say("Hela ramen", "The whole frame"), self.words.money(one.amount), *used]

    def _whole_budget(self, money: Money) -> Iterator[PostLine]:
        """Yield the sum of several posts; what is used only where it is known of each."""
        if len(money.posts) > 1:
            used = [one.used for one in money.posts if one.used is not None]
            yield PostLine(name=self.say("Summa", "Sum"), amount=sum((one.amount for one in money.posts), Decimal(0)),
                           used=sum(used, Decimal(0)) if len(used) == len(money.posts) else None)


def difference(one: Difference, language: str) -> str:
    """Return a corrected figure in words: "Pass i maj: 12 när den lämnades, nu 13"."""
    words = Wording(language)
    then, now = figure(one.what, one.then, language), figure(one.what, one.now, language)
    name = _named(one, words)
    if one.month is None:
        return words.say("{name}: {then} när den lämnades, nu {now}",
                         "{name}: {then} when submitted, now {now}", name=name, then=then, now=now)
    return words.say("{name} i {month}: {then} när den lämnades, nu {now}", "{name} in {month}: {then} when submitted, now {now}",
                     name=name, month=words.speech.months[one.month.month - 1], then=then, now=now)


def _named(one: Difference, words: Wording) -> str:
    if one.what == "places":
        return words.say("Pass på {name}", "Shifts at {name}", name=one.name)
    return one.name or words.say(*COUNTED[one.what])


def empty_texts() -> dict[str, str]:
    """Return every section without words."""
    return dict.fromkeys(SECTIONS, "")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(head=tuple(head), rows=tuple(tuple(row) for row in rows), figures=True)
