"""How the name of a party is cut out of what stands around it."""

from __future__ import annotations

import re

from service.intake.words.lines import Line
from service.intake.words.text import Sentence, View

Place = tuple[int, int]
Told = tuple[str, Place]

NUMBER = re.compile(r"(?<![\d-])(?:16)?(\d{6})\s?[-–]?\s?(\d{4})(?![\d-])")
ALIAS = re.compile(
    r"(?:(?:här)?efter|nedan|fortsättningsvis|i\s+(?:det\s+)?(?:fortsättningen|följande)|hädanefter|här)\s*(?:(?:kallad|kallat|kallas|benämnd|benämnt|benämns)\s*)?"
    r"[:\"”'(]*((?!(?:kallad|kallat|benämn))[A-ZÅÄÖa-zåäö][\w&-]*(?:\s[A-ZÅÄÖ][\w&-]*){0,3})"
    r"|\([\"”']?([A-ZÅÄÖ][\w&-]*(?:\s[A-ZÅÄÖ][\w&-]*){0,2})[\"”']?\)", re.I)
_LABEL = re.compile(
    r"^(?:[-–—•·*▪]\s*|\d{1,2}(?:\.\d{1,2})?[.)]?\s+|§\s*\d+\s*|\(?[a-zA-Z]\)\s*|(?:avtals)?part(?:er(?:na)?)?(?:\s*(?:\d|[A-D]))?\s*(?:är|:|\s(?=[A-ZÅÄÖ]))\s*|"
    r"(?:(?:den\s+)?(?:offentlig|idébur[ne]+|ideell|civil)\w*\s+(?:part\w*|sektor\w*|organisation\w*|aktör\w*)|namn|kommun|förening|region|organisation|bolag|stiftelse|"
    r"beställare|utförare|bidragsgivare|bidragsmottagare|mottagare|myndighet|församling|företag|nämnd|huvudman)\s*:\s*|"
    r"mellan\s+|och\s+|samt\s+|dels\s+|å (?:ena|andra) sidan,?\s*|undertecknade\s+|följande\s*:?\s*|av\s+)+", re.I)
_TAIL = re.compile(
    r"[\s,;:(–-]*(?:\bmed\s+)?(?:\borg(?:anisations?)?[\s.\-]*(?:nr|nummer|no)?[.\s]*|\bnr\b)?[\s:.(,]*$", re.I)
_AFTER = re.compile(
    r"\s*[,(;]?\s*(?:\b(?:härefter|nedan|fortsättningsvis|i (?:det )?(?:fortsättningen|följande)|hädanefter|här)\s+(?:kalla|benämn|[\"”A-ZÅÄÖ])|\bkalla[dt]\b|"
    r"\bgenom (?:dess|sin)\b|\bföreträd|\brepresenter|\bmed säte\b|\borg(?:anisations?)?[\s.\-]*(?:nr|nummer)|å (?:ena|andra) sidan|"
    r"(?:som är )?\ben (?:ideell|partipolitiskt|religiöst|allmännyttig|ekonomisk|idéburen)\b).*$", re.I)
_STARTS = re.compile(r"\b[Mm]ellan\s+|:\s+|(?:^|[.;)\"”,])\s*(?:å ena sidan,?\s*)?(?:och|samt|dels)\s+(?=[A-ZÅÄÖ])|[)\"”][,;]?\s+(?=[A-ZÅÄÖ])|[)\"”][,;.]?\s+\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=[A-ZÅÄÖ])|\b(?:är|parter)\s+(?=[A-ZÅÄÖ])|\bträffats av\s+")
NO_NAME = re.compile(
    r"\b(?:c/o|box|gatan|vägen|gata|torget|kontaktperson|telefon|tel\b|e-post|adress|postnummer|org(?:anisations?)?\.?\s*(?:nr|nummer)|"
    r"@|\d{3}\s?\d\d\b|ordförande|företräd|firmateckn|diarie|dnr|bankgiro|plusgiro)", re.I)
_UNIT = re.compile(r"(?:\w+-?\s+och\s+)?\w*(?:nämnden|förvaltningen|kontoret|styrelsen|enheten|avdelningen)\b[\w\s]*$", re.I)


def inline_name(sentence: Sentence, last: int, stop: int) -> Told | None:
    """Return the name that stands before a number in the same sentence."""
    text = sentence.text[last:stop]
    text = text[:_TAIL.search(text).start()]  # type: ignore[union-attr]
    starts = [one.end() for one in _STARTS.finditer(text) if len(text) - one.end() > 2]
    begin = starts[-1] if starts else 0
    if last and (other := re.search(r"\b(?:och|samt)\s+(?=[A-ZÅÄÖ])", text)):
        begin = max(other.end(), starts[0] if starts else 0) if other.start() < begin or not starts else begin
    if last and not begin and (called := re.match(r"\W*(?:nedan|härefter|här)?\s*(?:benämn\w+|kalla\w+|nedan|härefter)\s+\S+\s+(?=[A-ZÅÄÖ])", text)):
        begin = called.end()
    label = _LABEL.match(text[begin:].lstrip(" ,;.)"))
    name = text[begin:].lstrip(" ,;.)")
    name = joined_name(name[label.end():] if label else name)
    if not 2 < len(name) <= 130 or not re.search(r"[A-ZÅÄÖ]", name) or re.search(r"[.!?]\s+[A-ZÅÄÖ]", name) or NO_NAME.search(name):
        return None
    where = sentence.text.rfind(name, 0, stop)
    return (name, sentence.flat.span(where, where + len(name))) if where >= 0 else None


def joined_name(text: str) -> str:
    """Return a name without labels before it or explanations after it."""
    text = text.strip(" ,;")
    label = _LABEL.match(text)
    text = text[label.end():] if label else text
    text = re.split(r"[.;](?:\s|$)|\s\((?!publ)", _AFTER.sub("", text))[0] if not re.search(r"\bek\. för|\bS:t|\bSt\.", text) else _AFTER.sub("", text)
    return text.strip(" ,;:(–-\"”").strip()


def split_names(first: str, last: str) -> list[str]:
    """Return the names in "A, B och C samt D"; a board and its municipality are one party."""
    joined: list[str] = []
    for part in (one for one in re.split(r",\s+(?=[A-ZÅÄÖa-zåäö])", first) if one.strip(" ,")):
        loose = not re.match(r"[A-ZÅÄÖ]", part.strip()) or re.match(r"(?:org|nedan)", part.strip(), re.I)
        if joined and (loose or re.search(r"nämnd|förvaltning|styrelse", joined[-1], re.I) and re.search(r"kommun|stad|region", part, re.I)
                       or re.search(r"\bkommun\b|\bstad\b|\bregion\b", joined[-1], re.I) and re.search(r"nämnd|förvaltning|styrelse", part, re.I)):
            joined[-1] = f"{joined[-1].strip(' ,')}, {part.strip(' ,')}"
        else:
            joined.append(part)
    return [*joined, *re.split(r"\s+(?:samt|och)\s+(?=[A-ZÅÄÖ])|,\s+(?=[A-ZÅÄÖ])", last)]


def name_above(view: View, place: int) -> Told | None:
    """Return the name that stands above a number, in the same column where there are columns."""
    number = max(index for index, line in enumerate(view.lines) if line.start <= place)
    line = view.lines[number]
    cells = [one for one in line.cells if NUMBER.search(one[0])]
    column = sum(start <= place for _text, start in cells) - 1
    if len(cells) < 2 and re.search(r"[^\W\d_]{3}", _TAIL.sub("", line.text[:place - line.start])) and not _is_label(_TAIL.sub("", line.text[:place - line.start])):
        return None
    found: list[Told] = []
    for above in reversed(view.lines[max(0, number - 5):number]):
        told = _cell(above, column) if len(cells) > 1 else _whole(view, above)
        if told is not None:
            found.append(told)
        if found and (len(cells) < 2 or told is None):
            break
    unit = found and _UNIT.match(found[0][0]) and len(found) > 1
    return (f"{found[1][0]}, {found[0][0]}", found[1][1]) if unit else found[0] if found else None


def _cell(line: Line, column: int) -> Told | None:
    cells = line.cells
    if len(cells) <= column or len(cells) < 2:
        return None
    text, start = cells[column]
    name = joined_name(text)
    if len(name) < 3 or NO_NAME.search(text) or _is_label(name):
        return None
    shift = text.find(name)
    return name, (start + shift, start + shift + len(name))


def _whole(view: View, line: Line) -> Told | None:
    text = line.cells[-1][0] if len(line.cells) == 2 and _is_label(line.cells[0][0]) else line.text
    name = joined_name(text)
    if len(name) < 3 or NO_NAME.search(text) or _is_label(name) or not re.search(r"[A-ZÅÄÖ]", name) or text.endswith("."):
        return None
    start = line.start + line.text.find(name)
    above = next((one for one in reversed(view.lines) if one.start < line.start), None)
    unit = _UNIT.match(name)
    if unit and above is not None and re.search(r"\b(?:kommun|stad|region)\b", above.text, re.I) and len(above.text) < 60:
        owner = joined_name(above.text)
        return f"{owner}, {name}", (above.start + above.text.find(owner), start + len(name))
    return name, (start, start + len(name))


def _is_label(text: str) -> bool:
    return bool(re.fullmatch(
        r"(?:(?:§\s*)?\d*[.:]?\s*)?(?:(?:avtals)?part(?:er(?:na)?)?(?:\s*(?:\d|[A-D]))?|(?:den\s+)?(?:offentlig|idébur|ideell|civil)\w*\s+\w+|namn|kommun|förening|"
        r"organisation|om parterna|bolag|avtalsparter|mellan|och|samt|överenskommelse.*|avtal.*)\s*:?", text.strip(), re.I))
