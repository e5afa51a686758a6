"""The frame, its posts, and how it is paid."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from service.intake.amounts import bare_at_end, plain, sums_in
from service.intake.clauses.period import Period
from service.intake.dates import NUMBER, days_in, number_of
from service.intake.proposal import Findings
from service.intake.text import Line, Sentence, View

_YEARLY = re.compile(r"per (?:kalender|verksamhets|budget)?år|/\s*år|årligen|varje år|om året|årlig\w*", re.I)
_TOTAL = re.compile(r"total\w*|sammanlag\w*|uppgår till|uppgå till|ersätt\w*|erlägg\w*|betalar|anslår|finansier\w*|bidrag\w*|bidrar|ram\b|ekonomisk\w*|medel|avsätter|stöd", re.I)
_NOT_TOTAL = re.compile(r"vite|skadestånd|försäkring|prisbasbelopp|egeninsats|medfinansier|moms|timme|/tim|per (?:pass|timme|dygn|plats|deltagare|person|månad|kvartal|tillfälle)|överstig|understig|avvik", re.I)
_ROW_TOTAL = re.compile(r"^(?:\W*)(?:(?:avtalets\s+)?total\w*|summa\w*|sammanlagt|s:a|ram\b|(?:hela\s+)?budget(?:en)?\s+totalt)", re.I)
_TABLE_HEAD = re.compile(r"^(?:post\w*|kostnad\w*|budget\w*|aktivitet\w*|insats\w*|benämning|ändamål|kostnadsslag|utgift\w*)\b.*(?:sek|kr|kronor|belopp|summa|finansiering|tkr|kostnad)?", re.I)
_TABLE_LEAD = re.compile(r"(?:tabell\w*|fördel\w*|enligt följande|specifikation|budget\w*|poster\w*|kostnadsslag)[^.]{0,60}:?\s*$", re.I)
_FINANCIERS = re.compile(r"finansiär|medfinansi|andel|finansieras av|finansierande|part\b.*belopp|bidragsgivare", re.I)
_INVOICE = re.compile(r"faktur\w*|rekvir\w*|rekvisition\w*", re.I)
_PAYOUT = re.compile(r"utbetal\w*|betalas ut|betalas\b|betalar\s+ut|betalas\s+till|betalar\b|överförs|utbetalas", re.I)
_EVERY = (
    (0, r"engångs\w*|vid ett tillfälle|i en klumpsumma|en gång för hela|i sin helhet|en utbetalning|i förskott i ett|ett för allt|hela (?:beloppet|summan|ersättningen)"),
    (1, r"månadsvis|varje månad|per månad|månatlig\w*|en gång i månaden"),
    (3, r"kvartalsvis|varje kvartal|per kvartal|var tredje månad|en gång i kvartalet|fyra gånger (?:per|om) år\w*"),
    (4, r"tertialvis|per tertial|varje tertial|var fjärde månad|tre gånger (?:per|om) år\w*|en gång i tertialet"),
    (6, r"halvårsvis|varje halvår|per halvår|en gång i halvåret|två gånger (?:per|om) år\w*|två lika stora delar per år|var sjätte månad|terminsvis"),
    (12, r"årsvis|en gång (?:per|om) år\w*|årligen|varje år|per år"),
)
_PARTS = re.compile(rf"\bi\s+{NUMBER}\s+(?:lika\s+(?:stora\s+)?)?(?:delar|omgångar|rater|delutbetalningar|poster|betalningar)", re.I)


def read_economy(view: View, findings: Findings, period: Period) -> dict[str, Any]:
    """Return total or yearly sum, posts and payment."""
    posts, total_row, undertakings = _posts(view, findings)
    total, yearly = _sums(view, findings)
    if total is None and yearly is None and total_row is not None:
        total = total_row[0]
        findings.span(total_row[1].start, total_row[1].start + len(total_row[1].text), "economy.total_sek")
    counted = sum((post[1] for post in posts), Decimal(0))
    stated = total if total is not None else yearly
    if posts and stated is not None and counted != stated:
        findings.ask("economy.posts", f"Posterna blir tillsammans {plain(counted)} kronor men texten säger {plain(stated)} kronor; vilket gäller?")
    if posts and total_row is not None and stated is not None and total_row[0] != stated:
        findings.ask("economy.total_sek", f"Tabellens summa är {plain(total_row[0])} kronor men texten säger {plain(stated)} kronor; vilket gäller?")
    payment = _payment(view, findings, period)
    return {
        "total_sek": plain(total) if total is not None else None,
        "yearly_sek": plain(yearly) if yearly is not None else None,
        "posts": [{"name": name, "amount_sek": plain(amount)} for name, amount in posts],
        "payment": payment,
        "undertakings": undertakings,
    }


def _sums(view: View, findings: Findings) -> tuple[Decimal | None, Decimal | None]:
    total: tuple[int, Decimal, Sentence] | None = None
    yearly: tuple[int, Decimal, Sentence] | None = None
    for sentence in view.sentences:
        for one in sums_in(sentence.text):
            text = sentence.text
            around = text[max(0, one.start - 90):one.end + 50]
            if not _TOTAL.search(around) or _NOT_TOTAL.search(text[max(0, one.start - 45):one.end + 30]):
                continue
            score = (4 if re.search(r"total|sammanlag|ekonomisk\w* ram|hela (?:perioden|avtal|överenskommelse)|för perioden", around, re.I) else 0) + (
                2 if re.search(r"ekonomi|ersättning|finansier|resurs|bidrag|kostnad", sentence.section, re.I) else 0) + (
                1 if re.search(r"uppgår|omfattar|är|bidrar|ersätter", around, re.I) else 0)
            if re.search(r"bakgrund|tidigare|historik", sentence.section, re.I) or re.search(r"\btidigare\b|föregående", text, re.I):
                continue
            after = text[one.end:one.end + 25]
            if _YEARLY.search(after) or _YEARLY.search(text[max(0, one.start - 40):one.start]) and not re.search(r"total|hela", around, re.I):
                if yearly is None or score > yearly[0]:
                    yearly = (score, one.sek, sentence)
            elif total is None or score > total[0] or (score == total[0] and one.sek > total[1]):
                total = (score, one.sek, sentence)
    if total is not None and yearly is not None and total[0] < yearly[0] and total[0] < 4:
        total = None
    if total is not None:
        findings.rests(total[2], "economy.total_sek")
    if yearly is not None:
        findings.rests(yearly[2], "economy.yearly_sek")
    return (total[1] if total else None), (yearly[1] if yearly else None)


def _posts(view: View, findings: Findings
           ) -> tuple[list[tuple[str, Decimal]], tuple[Decimal, Line] | None, list[tuple[Line, str]]]:
    best: tuple[list[tuple[str, Decimal, Line, Line]], tuple[Decimal, Line] | None, list[tuple[Line, str]]] = ([], None, [])
    for number, line in enumerate(view.lines):
        before = view.lines[number - 1].text if number else ""
        opens = _TABLE_HEAD.match(line.text) and len(line.text) < 90 and not re.search(r"[.]$", line.text) and bare_at_end(line.text) is None
        leads = _TABLE_LEAD.search(line.text) and bare_at_end(line.text) is None
        if not (opens or leads) or _FINANCIERS.search(line.text + " " + before):
            continue
        rows = _rows(view.lines, number + 1)
        if len(rows[0]) > len(best[0]) or (len(rows[0]) == len(best[0]) and rows[1] is not None and best[1] is None):
            best = rows
    rows_found, total, extra = best
    if len(rows_found) < 2 or (total is None and not all(row[1] >= 100 for row in rows_found)):
        return [], None, []
    for place, (name, _amount, first, last) in enumerate(rows_found):
        where = first.start + first.text.find(name.split("  ")[0][:20])
        findings.span(where, first.start + len(first.text) if first is not last else where + len(name), f"economy.posts.{place}.name")
        findings.span(last.start, last.start + len(last.text), f"economy.posts.{place}.amount_sek")
    return [(name, amount) for name, amount, _first, _last in rows_found], total, extra


def _rows(lines: list[Line], start: int
          ) -> tuple[list[tuple[str, Decimal, Line, Line]], tuple[Decimal, Line] | None, list[tuple[Line, str]]]:
    rows: list[tuple[str, Decimal, Line, Line]] = []
    pending: list[Line] = []
    extra: list[tuple[Line, str]] = []
    for line in lines[start:start + 80]:
        text = line.text
        money = bare_at_end(text)
        if money is None:
            if len(pending) >= 9 or (rows and re.search(r"[.]$", text) and len(text) > 60) or (
                    rows and not pending and len(text) > 70):
                break
            if not (not rows and not pending and _TABLE_HEAD.match(text)):
                pending.append(line)
            continue
        name = re.sub(r"[\s.:|…_-]+$", "", text[:money.start]).lstrip("-–•* |")
        if _ROW_TOTAL.match(name or (pending[-1].text if pending else "")):
            return rows, (money.sek, line), extra
        if not name and not pending:
            break
        if name and money.unit and re.search(r"[a-zåäö]{3,}\s+(?:är|uppgår|om|på|till)\s*$", name):
            break
        first, whole, more = _post_name(pending, name, line)
        extra += [(one, one.text) for one in more]
        rows.append((whole, money.sek, first, line))
        pending = []
    return rows, None, extra


def _post_name(pending: list[Line], name: str, line: Line) -> tuple[Line, str, list[Line]]:
    """Return where a post's name begins, the name, and lines that explain it."""
    if not pending:
        return line, name, []
    if name and name[:1].islower():
        return pending[0], " ".join([*(one.text for one in pending), name]), []
    if name:
        return line, name, pending
    first = pending[0]
    joined = [first.text]
    rest = pending[1:]
    while rest and rest[0].text[:1].islower() and not re.match(r"\d", rest[0].text):
        joined.append(rest.pop(0).text)
    return first, " ".join(joined), rest


def _payment(view: View, findings: Findings, period: Period) -> dict[str, Any]:
    direction: str | None = None
    every: int | None = None
    for sentence in view.sentences:
        text = sentence.text
        if sentence.heading or not (_INVOICE.search(text) or _PAYOUT.search(text)):
            continue
        if re.search(r"återbetal|dröjsmål|hävs|häver|tillbaka", text, re.I) and not _often(text):
            continue
        way = "invoice" if _INVOICE.search(text) and not re.search(r"utan faktura|ingen faktura", text, re.I) else "payout"
        often = _often(text)
        if direction is None or (every is None and often is not None):
            direction = way if direction is None or often is not None else direction
            findings.rests(sentence, "economy.payment.direction")
        if every is None and often is not None:
            every = often
            findings.rests(sentence, "economy.payment.every_months")
    if every and _uneven(period, every):
        findings.ask("economy.payment.every_months",
                     f"Perioden delas inte jämnt i perioder om {every} månader; när förfaller den första och den sista?")
    return {"direction": direction, "every_months": every}


def _often(text: str) -> int | None:
    for months, words in _EVERY[:-1]:
        if re.search(rf"\b(?:{words})", text, re.I):
            return months
    parts = _PARTS.search(text)
    if parts:
        return {1: 0, 2: 6, 3: 4, 4: 3, 12: 1}.get(number_of(parts[1]))
    days = [one for one in days_in(text) if not one.year]
    if len(days) in (2, 3, 4) and re.search(r"utbetal|betalas|faktur|rekvir", text, re.I):
        return {2: 6, 3: 4, 4: 3}[len(days)]
    months, words = _EVERY[-1]
    return months if re.search(rf"\b(?:{words})", text, re.I) and re.search(r"faktur|rekvir|utbetalas|utbetalning", text, re.I) else None


def _uneven(period: Period, every: int) -> bool:
    if period.start is None or period.end is None:
        return False
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    return months % every != 0 or period.start.day != 1
