"""What the agreement is called."""

from __future__ import annotations

import re

from service.intake.findings import Findings
from service.intake.words.lines import Line, is_topic
from service.intake.words.text import View

_NAMES = (re.compile(r"överenskommelse|avtal\b|partnerskap|\bIOP\b|avsiktsförklaring|kontrakt", re.I), re.compile(r"samverkan|samarbete", re.I))
_SKIP = re.compile(
    r"^(?:(?:avtal\w*|överenskommelse)\s*(?:nr|nummer|id)\b|dnr|diarie\w*|datum|sida?\b|bilaga|\d{4}-\d\d-\d\d|version|utkast|förslag|handläggare|www\.|[\w.]+@|parter\b|mellan (?:nedan|under)|"
    r"(?:detta|denna|följande|mellan)\b.*\b(?:avtal|överenskommelse)\w*\s+(?:har|är|ingås|träffas|gäller|reglerar|avser)\b)", re.I)
_STOP = re.compile(
    r"^(?:om parterna|parter(?:na)?\b|bakgrund|inledning|syfte|mellan (?:parterna|nedanst\w+|undertecknade|följande)|\d{1,2}[.)]?\s|§\s*\d|[-–•]\s|datum|dnr|diarie|sida\b|"
    r"detta|denna|följande|1[. ])|[.:;]$|\borg(?:anisations?)?[.\s-]*(?:nr|nummer)|\d{6}-\d{4}|träffa[st]|\bingås\b|nedan kalla|har slutits", re.I)
_GOES_ON = re.compile(r"^(?:idéburet|offentligt|om\b|samverkan|partnerskap|mellan|avseende|gällande|angående|kring|rörande|för\b|och\b|samt\b|i\b|\(?IOP\)?)", re.I)


def read_title(view: View, findings: Findings) -> str | None:
    """Return the title, over as many lines as it takes."""
    for names, (number, line) in ((names, one) for names in _NAMES for one in enumerate(view.lines[:25])):
        text, start = next((cell for cell in line.cells if names.search(cell[0])), ("", 0))
        if not text or _SKIP.match(text) or len(text) > 170 or re.search(r"[.;,]$", text) and not re.search(r"[,]$", text):
            continue
        if re.search(r":\s+\S", text) and not re.match(r"[A-ZÅÄÖ]\w+:\s", text):
            continue
        taken = [Line(text, start, line.gap), *(_more(view.lines[number + 1:number + 6], line) if len(line.cells) == 1 else [])]
        taken = _whole(taken)
        first, last = taken[0].start, taken[-1].start + len(taken[-1].text)
        findings.span(first, last, "title")
        joined = " ".join(one.text for one in taken)
        return re.sub(r"(?<=[a-zåäö])- (?=[a-zåäö])(?!- och )", "", re.sub(r"\s+", " ", joined)).strip(" ,–-")
    return None


def _more(lines: list[Line], before: Line) -> list[Line]:
    """Return the lines that the title goes on over."""
    taken: list[Line] = []
    together = before.text
    for line in lines:
        if _STOP.search(line.text) or len(line.cells) > 1:
            break
        alone = len(together.split()) <= 2 and bool(_GOES_ON.match(line.text))
        unfinished = before.hanging or (line.text[:1].islower() and (line.gap == 0 or bool(_GOES_ON.match(line.text))))
        parties = line.gap == 0 and "mellan" in together.lower() and not re.search(r"\b(?:och|samt)\b", together.lower().split("mellan")[-1])
        wrapped = line.gap == 0 and len(before.text) > 35 and bool(re.search(r"idéburet|mellan", together, re.I)) and not before.text.isupper() and (
            not re.search(r"partnerskap", together, re.I) or bool(re.match(r"[(\w]+\s", line.text)) and before.text.split()[-1][:1].isupper() and "mellan" in together)
        loud = line.gap == 0 and before.text.isupper() and line.text.isupper() and len(before.text) > 15 and bool(_GOES_ON.match(line.text) or before.hanging)
        wrapped = wrapped or (line.gap == 0 and len(before.text) > 60 and "mellan" in together and len(line.text.split()) <= 3
                              and not is_topic(line.text) and not re.search(r"\d|:", line.text) and not before.text.isupper())
        if not (alone or unfinished or parties or wrapped or loud):
            break
        taken.append(line)
        together += " " + line.text
        before = line
    return taken


def _whole(taken: list[Line]) -> list[Line]:
    """Return the lines without a last one that leaves the title hanging: "… mellan"."""
    while len(taken) > 1 and re.fullmatch(r"(?:mellan|och|samt|avseende)\s*:?", taken[-1].text, re.I):
        taken = taken[:-1]
    return taken
