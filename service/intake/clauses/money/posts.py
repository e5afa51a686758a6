"""The posts that the money is divided into: rows of a table, points of a list, or parts of one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from service.intake.clauses.who.parties import Party
from service.intake.clauses.who.sides import mentioned
from service.intake.words.amounts import Money, bare_at_end, sums_in
from service.intake.words.lines import Line, width_of
from service.intake.words.text import Sentence, View

Place = tuple[int, int]

_TOTAL = re.compile(r"^\W*(?:\d+[.)]\s*)?(?:(?:avtalets\s+|hela\s+)?total\w*|summa\w*|sammanlag\w*|s:a\b|ram\b|(?:hela\s+)?budget(?:en)?\s+totalt|ekonomisk ram|totalt?)", re.I)
_HEAD = re.compile(
    r"^(?:budget\s*)?(?:post\w*|kostnad\w*|aktivitet\w*|insats\w*|benämning|ändamål|kostnadsslag|utgift\w*|budgetpost\w*|vad|beskrivning|typ av kostnad|belopp|summa|sek|kr|kronor|tkr|år \d|per år|finansiering)\b"
    r"(?:[\s/(),:]*(?:sek|kr|kronor|tkr|kkr|belopp|summa|finansiering|kostnad\w*|per år|årligen|i|budget|total\w*|år|20\d\d|och|\d{4}))*[\s):]*$", re.I)
_LEAD = re.compile(r"tabell\w*|fördel\w*|enligt följande|specifi\w*|budget\w*|poster\w*|kostnadsslag|nedan|omfattar|avser|ändamål|används", re.I)
_FINANCIERS = re.compile(r"finansiär|medfinansi|finansieras av|finansierande|finansieringen? fördel|bidragsgivare|fördel\w* mellan (?:part|finans|kommun)|parternas (?:andel|bidrag|insats)|kostnadsfördelning mellan|intäkt", re.I)
_FUNDER = re.compile(r"kommun\b|region\b|länsstyrelse|\bESF\b|egenfinans|egeninsats|egna medel|arvsfond|\bfond\b|socialfond|statsbidrag|sponsor|staden\b|ideellt? (?:arbete|insats)", re.I)
_NOT_ROW = re.compile(r"\b(?:tel(?:efon)?(?:nummer|nr)?\b|mobil|bankgiro|plusgiro|konto\w*|org\w*\.?\s*(?:nr|nummer)|personnummer|dnr|diarie\w*|fax|box|\d{3}\s\d\d [A-ZÅÄÖ])", re.I)
_PROSE = re.compile(r"\b(?:är|uppgår(?:\s+\w+)?|om|på|till|med|ersätts|betalar|utbetalas|högst|erhåller|kr|kronor|ca|cirka|bidrar|omfattar|exkl\w*|inkl\w*|per|totalt|avsätter|samt|plus)\s*:?\s*$", re.I)
_YEARLY = re.compile(r"per (?:kalender|verksamhets)?år|årlig\w*|/år|varje år|årsbudget|årskostnad", re.I)
_THOUSANDS = re.compile(r"\btkr\b|\bkkr\b|\bksek\b|tusental|tusen kronor", re.I)


@dataclass(frozen=True, slots=True)
class Post:
    """A post and where its name and sum stand."""

    name: str
    sek: Decimal
    name_at: Place
    sum_at: Place


@dataclass(slots=True)
class Table:
    """Posts found together, the sum below them, and lines that explain them."""

    posts: list[Post] = field(default_factory=list)
    total: Decimal | None = None
    total_at: Place | None = None
    yearly: bool = False
    explained: list[tuple[Line, str]] = field(default_factory=list)
    surety: int = 0


def read_posts(view: View, parties: list[Party], stated: set[Decimal]) -> Table:
    """Return the table of posts that is surest; `stated` are the sums that the text speaks of."""
    tables = [*_tables(view, parties), *_told(view, parties)]
    best = Table()
    for table in tables:
        counted = sum((post.sek for post in table.posts), Decimal(0))
        table.surety += 6 * (counted in stated) + 5 * (table.total == counted) + 2 * (table.total is not None)
        if len(table.posts) >= 2 and table.surety >= 2 and (table.surety, len(table.posts)) > (best.surety, len(best.posts)):
            best = table
    return best


def _tables(view: View, parties: list[Party]) -> Iterator[Table]:
    lines = view.lines
    width = width_of(lines)
    number = 0
    while number < len(lines):
        if not _has_row(lines, number, thousands=False) and not _THOUSANDS.search(lines[number].text):
            number += 1
            continue
        start = number
        table, number = _table(lines, number, width)
        number = max(number, start + 1)
        if len(table.posts) >= 2 and not _by_financiers(lines, start, table, parties):
            yield table


def _has_row(lines: list[Line], number: int, *, thousands: bool) -> bool:
    text = lines[number].text
    return len(text) < 130 and _row(text, thousands=thousands) is not None


def _row(text: str, *, thousands: bool) -> tuple[str, Money] | None:
    """Return the name and the sum of a row; "" is the name where only the sum stands on the line."""
    money = bare_at_end(text, thousands=thousands)
    if money is None or _NOT_ROW.search(text) or text.endswith("."):
        return None
    cells = [one for one in re.finditer(r"\S+(?: {1,2}\S+)*", text)]
    first = next((one for one in cells if bare_at_end(one[0], thousands=thousands) and not re.sub(r"[\d .,:krKRSEKt-]", "", one[0])), None)
    before = text[:first.start()] if first is not None and first.start() < money.start else text[:money.start]
    name = re.sub(r"(?:[\s.:|…_=–-]|\bSEK\b|\bkr\b)+$", "", before).lstrip("-–—•·*▪ |")
    name = re.sub(r"^(?:\d{1,2}[.)]|[a-z]\))\s+", "", name)
    if name and (_PROSE.search(name) or re.search(r"[.;]\s+[A-ZÅÄÖ]|\d{4}-\d\d", name) or len(name) > 95):
        return None
    return name, money


def _table(lines: list[Line], number: int, width: int) -> tuple[Table, int]:
    """Return the table around the row at `number`, and the line after it."""
    first = _beginning(lines, number)
    lead = " ".join(line.text for line in lines[max(0, first - 2):first + 1])
    thousands = bool(_THOUSANDS.search(" ".join(line.text for line in lines[max(0, first - 2):number + 1])))
    table = Table(yearly=bool(_YEARLY.search(lead)), surety=2 * bool(_LEAD.search(lead)) + 2 * any(_HEAD.match(line.text) for line in lines[max(0, first - 1):number + 1]))
    pending: list[Line] = []
    place = first
    while place < len(lines):
        line = lines[place]
        row = _row(line.text, thousands=thousands)
        if row is None:
            if _stops(line, pending, table, width):
                break
            alone = place + 1 < len(lines) and _row(lines[place + 1].text, thousands=thousands) is not None
            if table.posts or alone or not _HEAD.match(line.text):
                pending.append(line)
        elif _TOTAL.match(row[0] or (pending[-1].text if pending else "")):
            if _take_total(table, line, row[1], more=_goes_on(lines, place + 1, thousands)):
                return table, place + 1
            pending = []
        elif not row[0] and not pending:
            break
        else:
            _take_row(table, pending, line, row)
            pending = []
        place += 1
    return table, max(place, number + 1)


def _beginning(lines: list[Line], number: int) -> int:
    """Return the first line of the table: above a sum that stands alone comes its name."""
    row = _row(lines[number].text, thousands=False)
    if row is None or (row[0] and not row[0][:1].islower()):
        return number
    first = number
    while first > 0 and number - first < 9:
        above = lines[first - 1]
        if _HEAD.match(above.text) or (above.closed and not re.search(r"tjänst\w*\.$", above.text)) or len(above.text) > 110 or _row(above.text, thousands=False):
            break
        first -= 1
    return first


def _stops(line: Line, pending: list[Line], table: Table, width: int) -> bool:
    if len(pending) >= 9 or re.match(r"(?:intäkter|finansiering|inkomster|finansiärer)\b", line.text, re.I):
        return True
    if re.match(r"§\s*\d|\d{1,2}\.\s*[A-ZÅÄÖ]\w+$", line.text) and bool(table.posts):
        return True
    return bool(table.posts) and (line.closed and len(line.text) > 40 or len(line.text) > max(70, 0.8 * width))


def _goes_on(lines: list[Line], place: int, thousands: bool) -> bool:
    return place < len(lines) and _row(lines[place].text, thousands=thousands) is not None


def _take_total(table: Table, line: Line, money: Money, *, more: bool) -> bool:
    """Take a sum below rows; say whether the table is over (a part sum is followed by more rows)."""
    counted = sum((post.sek for post in table.posts), Decimal(0))
    table.total, table.total_at = money.sek, (line.start, line.start + len(line.text))
    table.yearly = table.yearly or bool(_YEARLY.search(line.text))
    return not more or money.sek != counted


def _take_row(table: Table, pending: list[Line], line: Line, row: tuple[str, Money]) -> None:
    name, money = row
    at = line.start + line.text.find(name[:12]) if name else line.start
    name_at = (at, min(at + len(name), line.start + len(line.text)))
    sum_at = (line.start + money.start, line.start + money.end)
    if pending and (not name or name[:1].islower()):
        first, rest = pending[0], list(pending[1:])
        joined = [first.text]
        last = first
        while rest and (rest[0].text[:1].islower() or name) and not re.match(r"\d", rest[0].text):
            last = rest.pop(0)
            joined.append(last.text)
        name_at = (first.start, name_at[1] if name else last.start + len(last.text))
        name = " ".join([*joined, name]).strip()
        table.explained += [(one, one.text) for one in rest]
    elif pending and table.posts:
        table.explained += [(one, one.text) for one in pending]
    name = re.sub(r"\s+", " ", re.sub(r"^[-–—•·*▪|]\s*", "", name)).strip(" :.,;")
    if re.match(r"(?:varav )?moms\b|20\d\d$|år \d", name, re.I):
        return
    table.posts.append(Post(re.sub(r"^(?:varav|och|samt)\s+", "", name), money.sek, name_at, sum_at))


def _by_financiers(lines: list[Line], start: int, table: Table, parties: list[Party]) -> bool:
    """Say whether the rows are shares of those who pay, not what the money goes to."""
    above = " ".join(line.text for line in lines[max(0, start - 3):start])
    payers = sum(bool(_FUNDER.search(post.name) or any(at == 0 for at, _role in mentioned(post.name, parties))) for post in table.posts)
    return payers >= 2 and payers * 2 >= len(table.posts) or (bool(_FINANCIERS.search(above)) and payers > 0)


def _told(view: View, parties: list[Party]) -> Iterator[Table]:
    """Yield tables told in running text: "varav 600 000 kronor till drift och 250 000 kronor till ledare"."""
    for sentence in view.clauses():
        text = sentence.text
        opened = re.search(r"\b(?:varav|därav|fördelat (?:på|enligt)|fördelas (?:på|enligt|så)[^:]{0,30}:?|enligt följande:|fördelade på|fördelning:)", text, re.I)
        if opened is None:
            continue
        sums = [one for one in sums_in(text) if one.start >= opened.end() - 1]
        if len(sums) < 2:
            continue
        table = Table(surety=2)
        named_first = len(re.sub(r"\W|\b(?:med|till|att)\b", "", text[opened.end():sums[0].start])) > 3
        for number, one in enumerate(sums):
            edge = sums[number - 1].end if number else opened.end()
            stop = sums[number + 1].start if number + 1 < len(sums) else len(text)
            start, end = (edge, one.start) if named_first else (one.end, stop)
            name = _clean(text[start:end])
            if not name:
                break
            where = text.find(name, start)
            table.posts.append(Post(name, one.sek, _span(sentence, where, where + len(name)), _span(sentence, one.start, one.end)))
        else:
            payers = sum(any(at == 0 for at, _role in mentioned(post.name, parties)) for post in table.posts)
            if payers < 2:
                yield table


def _span(sentence: Sentence, start: int, end: int) -> Place:
    return sentence.flat.span(start, end)


def _clean(text: str) -> str:
    text = re.split(r"[.;](?:\s|$)", text.strip(" ,;:"))[0]
    text = re.sub(r"^(?:(?:avser|går|används|avsätts|är|utgör|kronor|avsedda)\s+)?(?:(?:till|för|i|på|avser|med|och|samt|utgör)\s+)*", "", text.strip(" ,;:"))
    text = re.sub(r"(?:[\s,]+(?:och|samt|med|om|på|till|uppgår till|slutligen))+$", "", text.strip(" ,"))
    return text.strip(" ,:–-") if len(text) < 90 else ""
