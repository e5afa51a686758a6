"""What the association hands over, and by when."""

from __future__ import annotations

import re
from typing import Any

from service.intake.dates import days_in
from service.intake.proposal import Findings
from service.intake.text import Sentence, View

_KINDS = (
    ("yearly_summary", r"(?:skriftlig\w*\s+)?(?:års)?sammanställning\w*|sammanfattande (?:års)?rapport|årssammanställning\w*"),
    ("activity_plan", r"verksamhetsplan\w*|aktivitetsplan\w*|handlingsplan\w*|arbetsplan\w*"),
    ("yearly_followup", r"årsuppföljning\w*|årlig\w* uppföljning\w*|uppföljningsrapport\w*|årsrapport\w*"),
    ("accounts", r"bokslut\w*|ekonomisk\w* (?:års)?redovisning\w*|årsredovisning\w*|årsbokslut\w*|resultat- och balansräkning\w*|ekonomisk\w* rapport\w*"),
    ("activity_report", r"verksamhetsberättelse\w*|verksamhetsrapport\w*|delårsrapport\w*|slutrapport\w*|lägesrapport\w*|halvårsrapport\w*|kvartalsrapport\w*|delrapport\w*"),
)
_HANDED = re.compile(
    r"lämna\w*|överlämna\w*|inkom\w*|redovisa\w*|rapport\w*|ta(?:r|s|ga)?\s+(?:årligen\s+)?(?:del|emot)|årligen\s+del|del av|skicka\w*|göra?s\b|görs|upprätta\w*|"
    r"sammanställ\w*|sänd\w*|presenter\w*|delge\w*|insänd\w*|ska finnas|tillhandahåll\w*|skriva|ge in|avlämna", re.I)
_NOT = re.compile(r"avvikelser? från|i enlighet med|enligt (?:bifogad )?verksamhetsplan|avvik\w*|ersätt\w*|bifogas", re.I)
_NAMES = {
    "yearly_summary": "den skriftliga sammanställningen", "activity_plan": "verksamhetsplanen",
    "yearly_followup": "årsuppföljningen", "accounts": "bokslutet eller den ekonomiska redovisningen",
    "activity_report": "verksamhetsrapporten", "other": "rapporten",
}


def read_reports(view: View, findings: Findings) -> list[dict[str, Any]]:
    """Return each kind of report owed, with its day where the text has one."""
    found: list[dict[str, Any]] = []
    for sentence in view.sentences:
        text = sentence.text
        if sentence.heading or not (_HANDED.search(text) or re.search(r"uppfölj|rapport|redovis", sentence.section, re.I)):
            continue
        hits = sorted((hit.start(), hit.end(), kind) for kind, words in _KINDS for hit in [re.search(rf"\b(?:{words})", text, re.I)] if hit)
        hits = hits or _told(text)
        for start, end, kind in hits:
            if _NOT.search(text[max(0, start - 30):start]) or re.search(r"avvik", text[max(0, start - 60):end], re.I):
                continue
            due = _due(sentence, start, end, len(hits))
            same = next((one for one in found if one["kind"] == kind), None)
            if same is not None and (same["due"] == due or due is None):
                continue
            if same is not None and same["due"] is None:
                same["due"] = due
                findings.rests(sentence, f"reports.{found.index(same)}.due")
                continue
            path = f"reports.{len(found)}"
            findings.rests(sentence, f"{path}.kind", *([f"{path}.due"] if due else []))
            found.append({"kind": kind, "due": due})
    for one in found:
        if one["due"] is None:
            findings.ask(f"reports.{one['kind']}.due", f"Vilken dag ska {_NAMES[one['kind']]} vara lämnad?")
    return found


def _told(text: str) -> list[tuple[int, int, str]]:
    """Return what is accounted for where no document is named: "redovisar verksamhet och ekonomi"."""
    found = []
    for hit in re.finditer(r"\b(?:redovisar|redovisa|återrapporterar|återrapportera|rapporterar)\b[^.]{0,40}?\b(verksamhet\w*|ekonomi\w*)(?:\s+och\s+(ekonomi\w*|verksamhet\w*))?", text, re.I):
        for group in (1, 2):
            if hit[group]:
                kind = "accounts" if hit[group].casefold().startswith("ekonomi") else "activity_report"
                found.append((hit.start(group), hit.end(group), kind))
    return found


def _due(sentence: Sentence, start: int, end: int, hits: int) -> str | None:
    """Return the day that belongs to the report at `start`–`end`: the nearest "by" after it, else before it."""
    days = [one for one in days_in(sentence.text) if one.day is not None and re.search(
        r"(?:senast|före|innan|till)\s*(?:den\s*)?$", sentence.text[max(0, one.start - 20):one.start], re.I)]
    if not days:
        return None
    after = [one for one in days if one.start >= end]
    one = after[0] if after else days[-1]
    if one.day is None:
        return None
    return one.day.isoformat() if one.year else f"--{one.day.month:02d}-{one.day.day:02d}"
