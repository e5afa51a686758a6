"""The frame: the sum for the whole period, or for a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from service.intake.clauses.money.payment import read_payment
from service.intake.clauses.money.posts import Table, read_posts
from service.intake.clauses.money.rates import read_index, read_manner, read_rate
from service.intake.clauses.time.period import Period
from service.intake.clauses.who.parties import Party
from service.intake.clauses.who.sides import mentioned
from service.intake.findings import Findings
from service.intake.words.amounts import Money, plain, shown, sums_in
from service.intake.words.lines import Line
from service.intake.words.text import Sentence, View

_YEARLY = re.compile(r"per\s+(?:kalender|verksamhets|budget|avtals)?år|/\s*år|årligen|varje (?:kalender)?år|om året|årlig\w*|och år\b|årsvis|per helår", re.I)
_PART_RATE = re.compile(
    r"^\W*(?:\w+\s+)?(?:(?:i|per|varje|/|och|à|á)\s*(?:pass|timme|tim|dygn|plats|deltagare|person|månad|kvartal|halvår|tertial|tillfälle|gång|vecka|dag|barn|ungdom|medlem|besök\w*|omgång|utbetalning|träff|styck|st)\b|"
    r"vardera|i vite|i månaden|i kvartalet|månadsvis|kvartalsvis)", re.I)
_MONEY = re.compile(
    r"total\w*|sammanlag\w*|uppgår?|ersätt\w*|erlägg\w*|betal\w*|anslå\w*|finansier\w*|bidrag\w*|bidrar|\bram\w*|ekonomi\w*|medel\w*|avsätt\w*|stöd\w*|kostnad\w*|budget\w*|belopp\w*|"
    r"erhåller|får\b|tilldel\w*|bevilja\w*|summa\w*|lämnar|omfatta\w*|disponer\w*|satsa\w*", re.I)
_NOT_FRAME = re.compile(
    r"vite\b|skadestånd|försäkring|prisbasbelopp|egeninsats|medfinansier|självrisk|timpris|timarvode|(?<!inte )(?<!ej )överstig\w*|understig\w*|avvik\w*|moms\b.{0,6}$|hyra\w*\s+(?:är|uppgår)|"
    r"ideell\w* (?:insats|arbete|tid)|värder\w*|motsvar\w*|inköp|omfördel\w*|sponsor|medlemsavgift|högst\s+\d+ %|mer än|kassa|eget kapital|omsätt\w*|förbruka\w*\s+\w*$", re.I)
_PAST = re.compile(r"\b(?:tidigare|föregående|förra|ifjol|erhöll|beviljades|uppgick|betalade|har (?:\w+\s)?(?:fått|beviljats)|hade)\b", re.I)
_WHOLE = re.compile(r"total\w*|sammanlag\w*|ekonomisk\w* ram|kostnadsram|ramen\b|hela (?:perioden|avtal\w*|överenskommelse\w*|partnerskap\w*|projekt\w*)|(?:för|under) (?:avtals)?(?:perioden|tiden)|summa\w*|hela \w*perioden|avtalsvärde", re.I)
_SECTION = re.compile(r"ekonomi|ersättning|finansier|resurs|bidrag|kostnad|budget|medel|betalning|villkor", re.I)
_OF_A_YEAR = re.compile(r"(?:\bför|\bunder|\bår)\s+(?:(?:år|verksamhetsåret|kalenderåret)\s+)?(20\d\d)\b[^.]{0,45}$|\b(20\d\d)\s*:\s*$", re.I)
_BACK = re.compile(r"bakgrund|historik|hävning|avtalsbrott|avvik|återbetal|återkrav|försäkring|insyn", re.I)


@dataclass(frozen=True, slots=True)
class _Sum:
    score: int
    sek: Decimal
    sentence: Sentence
    yearly: bool
    year: str | None
    at: int


def read_economy(view: View, findings: Findings, parties: list[Party], period: Period) -> tuple[dict[str, Any], list[tuple[Line, str]]]:
    """Return total or yearly sum, posts and payment; and the lines that explain a post."""
    sums = [one for sentence in view.clauses() for one in _sums(sentence, parties, period)]
    table = read_posts(view, parties, {one.sek for one in sums})
    rows = {post.sum_at[0] for post in table.posts}
    ends = table.total_at or (0, 0)
    total, yearly = _settled([one for one in sums if one.at not in rows and not ends[0] <= one.at < ends[1]], table, findings)
    if total is None and yearly is None and table.total is not None and not findings.asked("economy.total_sek"):
        total, yearly = (None, table.total) if table.yearly else (table.total, None)
        if table.total_at is not None:
            findings.span(*table.total_at, "economy.yearly_sek" if table.yearly else "economy.total_sek")
    _compare(findings, table, total, yearly)
    for place, post in enumerate(table.posts):
        findings.span(*post.name_at, f"economy.posts.{place}.name")
        findings.span(*post.sum_at, f"economy.posts.{place}.amount_sek")
    return {
        "total_sek": plain(total) if total is not None else None,
        "yearly_sek": plain(yearly) if yearly is not None else None,
        "posts": [{"name": post.name, "amount_sek": plain(post.sek)} for post in table.posts],
        "payment": {**read_payment(view, findings, parties, period), **read_manner(view, findings)},
        "rate": read_rate(view, findings), "index": read_index(view, findings),
    }, table.explained


def _compare(findings: Findings, table: Table, total: Decimal | None, yearly: Decimal | None) -> None:
    counted = sum((post.sek for post in table.posts), Decimal(0))
    said = [one for one in (total, yearly) if one is not None]
    if table.posts and said and counted not in said:
        findings.ask("economy.posts", f"Posterna blir tillsammans {shown(counted)} kronor men texten säger {shown(said[0])} kronor; vilket gäller?")
    if table.posts and table.total is not None and said and table.total not in said:
        findings.ask("economy.total_sek", f"Tabellens summa är {shown(table.total)} kronor men texten säger {shown(said[0])} kronor; vilket gäller?")


def _settled(sums: list[_Sum], table: Table, findings: Findings) -> tuple[Decimal | None, Decimal | None]:
    totals, yearlies = ([one for one in sums if one.yearly is yearly and one.year is None] for yearly in (False, True))
    total = _best(totals, table, findings, "economy.total_sek")
    yearly = _best(yearlies, table, findings, "economy.yearly_sek")
    by_year = {one.year for one in sums if one.year is not None}
    if total is None and yearly is None and by_year and not findings.asked("economy.total_sek"):
        listed = ", ".join(f"{one.year}: {shown(one.sek)} kr" for one in sums if one.year is not None)
        findings.ask("economy.total_sek", f"Texten anger summor för enskilda år ({listed}); vilken är summan för hela perioden?")
    if total is not None and yearly is not None and total.score < 4 and total.score <= yearly.score:
        total = None
    for found, path in ((total, "economy.total_sek"), (yearly, "economy.yearly_sek")):
        if found is not None:
            findings.rests(found.sentence, path)
    return (total.sek if total else None), (yearly.sek if yearly else None)


def _best(sums: list[_Sum], table: Table, findings: Findings, path: str) -> _Sum | None:
    """Return the sum that most speaks for; ask when two speak as loudly."""
    if not sums:
        return None
    top = max(one.score for one in sums)
    loud = [one for one in sums if one.score == top]
    if len({one.sek for one in loud}) == 1:
        return loud[0]
    counted = sum((post.sek for post in table.posts), Decimal(0))
    backed = [one for one in loud if one.sek in (counted, table.total)]
    if backed:
        return backed[0]
    parts = [one for one in loud if one.sek == sum((other.sek for other in loud if other is not one), Decimal(0))]
    if parts:
        return parts[0]
    listed = " eller ".join(f"{shown(sek)} kronor" for sek in sorted({one.sek for one in loud}))
    findings.ask(path, f"Vilken summa är hela ramen: {listed}?")
    return None


def _sums(sentence: Sentence, parties: list[Party], period: Period) -> Iterator[_Sum]:
    text = sentence.text
    if _BACK.search(sentence.section) and not _WHOLE.search(text) or _PAST.search(text) or sentence.item and re.match(r"\W*[^\d:]{3,60}:?\s+[\d .]+\s*(?:kr|kronor|:-)\.?$", text):
        return
    found = sums_in(text)
    for number, one in enumerate(found):
        before, after = text[max(0, one.start - 110):one.start], text[one.end:one.end + 60]
        last = text[found[number - 1].end if number else 0:one.start]
        if one.sek < 1000 or not _MONEY.search(before + text[one.end:one.end + 30] + sentence.section) or _PART_RATE.search(after):
            continue
        if _NOT_FRAME.search(last[-60:]) or re.match(r"\W*(?:i\s+)?(?:vite|moms|skadestånd)\b", after, re.I):
            continue
        if number and re.search(r"\b(?:varav|därav|fördel\w*|av (?:vilka|dessa|detta|summan))\b", text[:one.start], re.I) and not re.search(r"total|sammanlag|summa", last, re.I):
            continue
        if re.search(r"\bvarav\b|\bdärav\b|\bav detta\b", last, re.I) or _is_own_share(last, parties):
            continue
        yield _weighed(sentence, one, last, after, period)


def _weighed(sentence: Sentence, one: Money, last: str, after: str, period: Period) -> _Sum:
    whole = bool(_WHOLE.search(last[-90:]) or _WHOLE.search(re.split(r"[\d.;,]|totalt", after)[0][:45]))
    score = (4 if whole else 0) + (2 if _SECTION.search(sentence.section) else 0) + (1 if re.search(
        r"uppgår|omfattar|\bär\b|bidrar|ersätt|\bom\b|\bpå\b|avsätter|betalar|lämnar", last[-40:], re.I) else 0)
    soon = re.split(r"[.;]|\d", after)[0][:34]
    yearly = bool(_YEARLY.search(soon) or (_YEARLY.search(last[-80:]) and not re.search(r"total|hela|sammanlag", last[-80:], re.I)))
    year = _OF_A_YEAR.search(last)
    later = re.match(r"\W*(?:(?:för|under)\s+(?:år\s+|kalenderåret\s+)?|år\s+|\()(20\d\d)\b(?!\s*[-–])", after)
    told = later[1] if later else (year[1] or year[2]) if year else None
    single = period.start is None or period.end is None or period.start.year == period.end.year
    return _Sum(score, one.sek, sentence, yearly and not (told and single), None if single or yearly else told, sentence.flat.at[one.start])


def _is_own_share(last: str, parties: list[Party]) -> bool:
    """Say whether the association itself is said to put the money in."""
    verb = re.search(r"\b(?:bidrar|finansierar|skjuter till|satsar|tillför|avsätter)\b(?!.*\b(?:bidrar|finansierar)\b)", last, re.I)
    if verb is None:
        return False
    sides = [role for at, role in mentioned(last[:verb.start()], parties)]
    return bool(sides) and sides[-1] == "civil"
