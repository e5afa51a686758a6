"""The lines of a document: what pages add is left out, headings and rows of tables are told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_PAGE = re.compile(r"(?:[-–]\s*)?(?:(?:sidan?|sid\.?|page)\s*)?\d{1,3}\s*(?:(?:\(|av|of|/)\s*\d{1,3}\s*\)?)?(?:\s*[-–])?", re.I)
_PAGE_PART = re.compile(r"(?:^|\s{2,}|\s[|•]\s)(?:sidan?|sid\.?)\s*:?\s*\d{1,3}\s*(?:(?:\(|av|of|/)\s*\d{1,3}\s*\)?)?$", re.I)
_ITEM = re.compile(r"(?:[-–—•·▪*○●]\s+|o\s+(?=[A-ZÅÄÖ])|\(?[a-zåäö]\)\s+|\(?\d{1,2}\)\s+(?!dag|månad|år\b|veck|kr|timm))")
_NUMBERED = re.compile(r"(?:§\s*\d{1,2}[.:]?|\d{1,2}(?:\.\d{1,2}){0,2}[.:]?(?:\s*§)?|[IVX]{1,4}\.|[A-Z]\.)\s+(?=[A-ZÅÄÖ\"”])")
_CLAUSE = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\.?\s+\S|§\s*\d|\d{1,2}\.\s+[A-ZÅÄÖ]")
_CLOSED = re.compile(r"[.!?:;][\"”)]*$")
_HANGING = re.compile(r"(?:[,/-]|\b(?:och|att|som|för|i|på|av|med|till|den|det|en|ett|är|ska|skall|samt|mellan|från|om|senast|eller|enligt|vid|per|"
                      r"organisationsnummer|nummer|orgnr|telefon|benämnd|benämnt|kallad|kallat|nedan|härefter|inom|under|hos|mot|denna|detta|dess|sin|sina|sitt|inte|ej|vars|nr|org))$", re.I)
_TOPIC = re.compile(
    r"part(?:er|erna)?\b|avtalspart|bakgrund|inledning|syfte|mål|värdegrund|omfattning|uppdrag|åtagande|ansvar|samverkan|samarbete|organisation|"
    r"styrning|möte|ekonomi|ersättning|finansiering|resurs|bidrag|budget|betalning|fakturering|utbetalning|uppfölj|utvärdering|rapport|redovisning|"
    r"återrapport|period|tid\b|giltig|löptid|varaktighet|ikraft|förläng|uppsägning|upphör|ändr|tillägg|omförhandl|häv|avtalsbrott|tvist|lagar|sekretess|"
    r"tystnad|offentlig|underskrift|undertecknande|signatur|övrigt|allmänt|avvik|insyn|kommunikation|personuppgift|dataskydd|bilag|målgrupp|verksamhet|"
    r"definition|förutsättning|principer|återbetal|återkrav|force majeure|försäkring|lokal|personal|kostnad|säkerhet", re.I)
_SUM = re.compile(r"(?<![\d.,])\d{1,3}(?:[ .]\d{3})+(?:,\d\d)?\b|\d+(?:[.,]\d+)?\s*(?:kr\b|kronor|SEK|tkr|mkr|:-)", re.I)
_ROW = re.compile(r"(?:^|\s)\d{1,3}(?:[ .]\d{3})+(?:,\d\d)?(?:\s*(?:kr|kronor|SEK|:-))?$|\d\s*(?:kr|kronor|SEK|:-)$")
_DATED = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}\s+[a-zåäö]{3,9}\.?\s+(?:19|20)\d\d\b|\d{1,2}/\d{1,2}\b")
LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Line:
    """One line that carries text: its words, its place, how many empty lines stand above it."""

    text: str
    start: int
    gap: int

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Return what stands in columns, each with its place in the document."""
        return [(one[0], self.start + one.start()) for one in re.finditer(r"\S+(?: {1,2}\S+)*", self.text)]

    @property
    def closed(self) -> bool:
        """Say whether a sentence ends with the line."""
        return bool(_CLOSED.search(self.text))

    @property
    def hanging(self) -> bool:
        """Say whether the line cannot be the end of anything."""
        return bool(_HANGING.search(self.text))

    @property
    def item(self) -> bool:
        """Say whether a point of a list begins here."""
        return bool(_ITEM.match(self.text))

    @property
    def clause(self) -> bool:
        """Say whether a numbered clause begins here."""
        return bool(_CLAUSE.match(self.text))

    @property
    def row(self) -> bool:
        """Say whether the line ends with a sum, as rows of tables do."""
        return bool(_ROW.search(self.text))


def unnumbered(text: str) -> str:
    """Return a heading or clause without its number."""
    return _NUMBERED.sub("", text, count=1)


def is_topic(text: str) -> bool:
    """Say whether a heading names a matter that agreements deal with."""
    return bool(_TOPIC.search(text))


def lines_of(text: str) -> list[Line]:
    """Return the lines that people wrote; an empty line that only parts every two lines counts for nothing."""
    found: list[Line] = []
    seen: dict[str, int] = {}
    place = gap = 0
    broken = False
    raws = text.split("\n")
    often = Counter(raw.strip() for raw in raws if len(raw.strip()) > 8)
    for number, raw in enumerate(raws):
        stripped = raw.strip()
        kept = _PAGE_PART.sub("", stripped) if len(stripped) < 300 else stripped
        cut = kept != stripped
        key = re.sub(r"\d", "#", kept) if cut else kept
        repeated = (key in seen and number - seen[key] > 5 and (often[stripped] >= 3 or cut) and len(kept) < 300
                    and not _CLOSED.search(kept) and not _ROW.search(kept))
        seen[key] = number
        if not stripped:
            gap += 1
        elif not kept or repeated or _is_page(stripped, gap):
            broken = True
        else:
            if broken and found and not found[-1].closed:
                gap = 0
            found.extend(_pieces(kept, place + len(raw) - len(raw.lstrip()), gap))
            gap, broken = 0, False
        place += len(raw) + 1
    base = _base(found)
    return [Line(line.text, line.start, max(0, line.gap - base)) for line in found]


def _pieces(text: str, start: int, gap: int) -> Iterator[Line]:
    """Yield a line, in pieces where it is so long that no pattern may search through all of it."""
    place = 0
    while len(text) - place > LONGEST:
        space = text.rfind(" ", place + 1, place + LONGEST)
        end = space if space > 0 else place + LONGEST
        yield Line(text[place:end].strip(), start + place + (text[place] == " "), gap)
        place, gap = end, 0
    rest = text[place:]
    yield Line(rest.strip(), start + place + len(rest) - len(rest.lstrip()), gap)


def _is_page(text: str, gap: int) -> bool:
    return len(text) < 16 and bool(_PAGE.fullmatch(text)) and not re.fullmatch(r"(?:19|20)\d\d", text) and (
        gap > 0 or not text.isdigit())


def _base(lines: list[Line]) -> int:
    """Return 1 where an empty line stands between all lines, even in the middle of sentences."""
    gaps = [line.gap for line in lines[1:]]
    if len(gaps) < 8 or sum(gap == 0 for gap in gaps) > 0.3 * len(gaps):
        return 0
    single = [(before, line) for before, line in zip(lines, lines[1:], strict=False) if line.gap == 1]
    going_on = sum(line.text[:1].islower() and not before.closed for before, line in single)
    if going_on >= 3 and going_on > 0.12 * len(single):
        return 1
    return int(not any(gap == 0 for gap in gaps) and any(gap == 1 for gap in gaps) and any(gap > 1 for gap in gaps))


def width_of(lines: list[Line]) -> int:
    """Return how long a full line is."""
    long = sorted(len(line.text) for line in lines if len(line.text) > 30)
    return min(long[int(len(long) * 0.85)], 110) if long else 60


def stops_short(line: Line, after: Line, width: int) -> bool:
    """Say whether the next word would have had room: the line was ended on purpose."""
    word = after.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(word) < 0.72 * width


def is_heading(lines: list[Line], number: int, width: int) -> bool:
    """Say whether a line is a heading: short, no full stop, and not the middle of a wrapped sentence."""
    line = lines[number]
    text = line.text
    bare = unnumbered(text).strip(" :")
    if len(text) > 90 or re.search(r"[.,;!?]$", text) or line.item or not bare or not (bare[0].isupper() or bare[0] in "\"”"):
        return False
    if _SUM.search(text) or _DATED.search(text) or "@" in text or line.hanging or len(bare.split()) > 9 or len(line.cells) > 1:
        return False
    if re.search(r":\s+\S", text) or re.search(r"_{3,}|\.{4,}", text):
        return False
    before = lines[number - 1] if number else None
    after = lines[number + 1] if number + 1 < len(lines) else None
    if after is None or after.text[:1].islower() or (after.row and after.text[:1].isdigit()):
        return False
    if before is not None and before.hanging and not (line.gap and _NUMBERED.match(text)):
        return False
    parted = before is None or line.gap > 0 or before.closed or before.row or before.item or stops_short(before, line, width)
    if _NUMBERED.match(text) or text.startswith("§"):
        return parted or len(bare.split()) <= 5
    if not parted:
        return False
    if text.isupper() and len(text) > 3:
        return True
    if _TOPIC.search(bare):
        return len(bare.split()) <= 7
    return (before is None or line.gap > 0 or before.closed) and len(bare.split()) <= 5 and (
        after.gap == 0 or bool(re.match(r"[A-ZÅÄÖ\d-]", after.text)))
