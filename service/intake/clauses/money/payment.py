"""Who asks for the money or pays it out, and how often."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from service.intake.clauses.time.period import Period
from service.intake.clauses.who.parties import Party
from service.intake.clauses.who.sides import mentioned
from service.intake.findings import Findings
from service.intake.words.dates import NUMBER, days_in, number_of
from service.intake.words.text import Sentence, View
from service.kernel.calendar import add_months

_INVOICE = re.compile(r"fakturera(?:r|s|de)?\b|fakturering\w*|(?:mot|genom|via|efter|per|på)\s+(?:\w+\s+)?(?:\w*faktura|rekvisition)\w*|\w*faktur(?:a|or)\w*\s+(?:\w+\s+){0,3}?(?:ska|skall|skickas?|ställs?|sänds?|lämnas|översänds|utfärdas)|"
                      r"(?:skickar|ställer|sänder|lämnar|inkommer med|utfärdar)\s+(?:\w+\s+){0,3}?\w*faktur|rekvir\w*|rekvisition\w*|fakturor\b[^.]{0,30}(?:per|om) år", re.I)
_PAYOUT = re.compile(r"utbetal\w*|betala[rs]?\s+(?:\w+\s+){0,4}?ut\b|betalas\b|betalar\b|överförs|överför\b|betalning(?:en)?\s+(?:sker|görs|ska)|erläggs", re.I)
_EVERY = (
    (0, r"engångs\w*|vid ett tillfälle|i en klumpsumma|en gång för hela|i sin helhet|(?:en|1) (?:enda )?(?:utbetalning|faktura|omgång|post)\b|ett för allt|hela (?:beloppet|summan|ersättningen|bidraget)|på en gång|samlad utbetalning"),
    (1, r"månadsvis|varje månad|per månad|månatlig\w*|en gång i månaden|månadsfaktur\w*|den \d+:?e? i varje månad|tolv gånger"),
    (3, r"kvartalsvis|varje kvartal|per kvartal|var tredje månad|en gång (?:i|per|om) kvartale?t?|fyra gånger (?:per|om|under) år\w*|kvartalsfaktur\w*|i början av (?:varje )?kvartal\w*"),
    (4, r"tertialvis|per tertial|varje tertial|var fjärde månad|tre gånger (?:per|om|under) år\w*|en gång i tertialet|tertialfaktur\w*"),
    (6, r"halvårsvis|varje halvår|per halvår|en gång (?:i|per|om) halvåret?|(?:två|2) gånger (?:per|om|under) (?:\w*år)\w*|var sjätte månad|terminsvis|per termin|varje termin|varannan termin|i början av (?:varje )?halvår\w*"),
    (12, r"årsvis|(?:en|1) gång (?:per|om|varje) (?:\w*år)\w*|årligen|varje år|respektive år|årlig (?:utbetalning|faktura|rekvisition)|per år"),
)
_PARTS = re.compile(rf"\b(?:i|med|genom|vid)\s+{NUMBER}\s+(?:lika\s+(?:stora\s+)?)?(?:del(?:ar|betalningar|utbetalningar)?|omgångar|rater|poster|betalningar|utbetalningar|tillfällen|fakturor|rekvisitioner)(\s+(?:per|om|varje)\s+\w*år\w*)?", re.I)
_NOT_PAYMENT = re.compile(r"återbetal|dröjsmål|\bhäv(?:s|er|a|ning)|tillbaka|hyresvärd|hyra\b|lön(?:er)?\s|slutrapport|redovisning av|innehåll\w* (?:inne|utbetal)|stoppa|inställ", re.I)
_NO_INVOICE = re.compile(r"utan faktura|ingen faktura|inte faktur|behöver inte faktur", re.I)


def read_payment(view: View, findings: Findings, parties: list[Party], period: Period) -> dict[str, Any]:
    """Return the direction of payment and the months between payments; 0 is one single payment."""
    direction: str | None = None
    every: int | None = None
    for sentence in view.clauses():
        text = sentence.text
        asks, pays = _INVOICE.search(text), _PAYOUT.search(text)
        if not (asks or pays):
            continue
        often = _often(sentence, period)
        if _NOT_PAYMENT.search(text) and (often is None or re.search(r"återbetal", text, re.I)):
            continue
        if asks is None and not _by_public(sentence, parties) and often is None:
            continue
        way = "invoice" if asks and not _NO_INVOICE.search(text) else "payout"
        if direction is None or (direction == "payout" and way == "invoice" and not _is_rule(text)):
            direction = way
            findings.rests(sentence, "economy.payment.direction")
        if every is None and often is not None:
            every = often
            findings.rests(sentence, "economy.payment.every_months")
    if every and _uneven(period, every):
        findings.ask("economy.payment.every_months",
                     f"Perioden delas inte jämnt i perioder om {every} {'månad' if every == 1 else 'månader'}; när förfaller den första och den sista?")
    return {"direction": direction, "every_months": every}


def _is_rule(text: str) -> bool:
    return bool(re.search(r"\d+ dagar|bankgiro|plusgiro|e-faktura|märk", text, re.I))


def _by_public(sentence: Sentence, parties: list[Party]) -> bool:
    """Say whether it is told that money goes from the public party, or that money is paid out at all."""
    sides = [role for _at, role in mentioned(sentence.text, parties)]
    return "public" in sides[:1] or bool(re.search(r"utbetal|betalas ut|betalar ut", sentence.text, re.I))


def _often(sentence: Sentence, period: Period) -> int | None:
    text = sentence.text
    parts = _PARTS.search(text)
    if parts:
        return _in_parts(number_of(parts[1]), bool(parts[2]) or bool(re.search(r"årlig|per år|/år|varje år", text, re.I)), period)
    named = [(hit.start(), months) for months, words in _EVERY[:-1] if (hit := re.search(rf"\b(?:{words})", text, re.I))]
    if named:
        regular = [one for one in named if one[1]]
        return min(regular or named)[1]
    days = [one for one in days_in(text) if one.day is not None]
    if len(days) in (2, 3, 4) and not re.search(r"senast|till och med|t\.?o\.?m|period", text[:days[-1].start], re.I):
        if days[0].year and days[1].year and days[0].day and days[1].day:
            apart = (days[1].day.year - days[0].day.year) * 12 + days[1].day.month - days[0].day.month
            return apart if apart in (1, 3, 4, 6, 12) else None
        return {2: 6, 3: 4, 4: 3}[len(days)]
    if len(days) == 1 and re.search(r"utbetal|betalas ut", text, re.I) and days[0].year and re.search(r"utbetalas|betalas ut", text) and not re.search(r"första|del", text, re.I):
        return 0
    months, words = _EVERY[-1]
    hit = re.search(rf"\b(?:{words})", text, re.I)
    return months if hit and not re.search(r"\d[\d .]*\s*(?:kr|kronor|SEK|tkr|mkr|:-)\W*$", text[:hit.start()], re.I) else None


def _in_parts(count: int, yearly: bool, period: Period) -> int | None:
    """Return the months between payments when the money comes in `count` parts a year or in all."""
    if count == 1:
        return 12 if yearly else 0
    whole = 12
    if not yearly and period.start is not None and period.end is not None:
        length = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        whole = 12 if length < 12 or length % 12 else length
    step = whole / count
    return int(step) if step in (1, 3, 4, 6, 12) else {2: 6, 3: 4, 4: 3, 12: 1}.get(count)


def _uneven(period: Period, every: int) -> bool:
    if period.start is None or period.end is None:
        return False
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    following = period.end + timedelta(days=1)
    return not any(add_months(period.start, count) == following for count in range(every, months + every, every))
