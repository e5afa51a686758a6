"""What the agreement is called."""

from __future__ import annotations

import re

from service.intake.proposal import Findings
from service.intake.text import Line, View

_NAMES = re.compile(r"överenskommelse|avtal|partnerskap|IOP|samverkan|avsiktsförklaring", re.I)
_SKIP = re.compile(r"^(?:dnr|diarie\w*|datum|sida?\b|bilaga|\d{4}-\d\d-\d\d|version|utkast|förslag|handläggare|www\.|[\w.]+@)", re.I)
_STOP = re.compile(r"^(?:om parterna|parter(?:na)?\b|bakgrund|inledning|mellan parterna|1[. ]|§\s*1|[-–•])|[.:;]$|org(?:anisations?)?[.\s-]*(?:nr|nummer)", re.I)


def read_title(view: View, findings: Findings) -> str | None:
    """Return the title, over as many lines as it takes."""
    for number, line in enumerate(view.lines[:15]):
        if _SKIP.match(line.text) or not _NAMES.search(line.text) or len(line.text) > 160:
            continue
        if re.search(r"[.]$", line.text) and len(line.text) > 90:
            continue
        taken = [line, *_more(view.lines[number + 1:number + 5], line)]
        first, last = taken[0].start, taken[-1].start + len(taken[-1].text)
        findings.span(first, last, "title")
        return re.sub(r"\s+", " ", re.sub(r"-\s*\n\s*(?=[a-zåäö])", "", view.text[first:last])).strip()
    return None


def _more(lines: list[Line], before: Line) -> list[Line]:
    taken: list[Line] = []
    for line in lines:
        alone = len(before.text.split()) == 1 and bool(re.match(r"idéburet|om\b|samverkan|partnerskap|mellan|avseende", line.text, re.I))
        open_ended = alone or bool(re.search(r"\b(?:mellan|och|om|för|avseende|i|av|med|kring|till|rörande|gällande|-)$|-$|[,–]$", before.text)) or (
            not line.blank_before and line.text[:1].islower())
        running = not line.blank_before and len(before.text) > 35 and not before.text.isupper() and bool(
            re.search(r"mellan\b(?!.*\boch\b)|idéburet|offentligt|\(IOP\)", before.text)) and line.text[:1].isupper() is not None
        wraps = not line.blank_before and "mellan" in before.text and " och " not in before.text.split("mellan")[-1] + " "
        if _STOP.search(line.text) and not (open_ended or wraps):
            break
        if not (open_ended or running or wraps):
            break
        taken.append(line)
        before = line
    return taken
