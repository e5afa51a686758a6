"""Who the parties are: names, numbers, roles, and what the text calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from stdnum.se import orgnr

from service.intake.proposal import Findings
from service.intake.text import Sentence, View

Role = Literal["public", "civil"]

_NUMBER = re.compile(r"(?<![\d-])(?:16)?(\d{6})\s?[-–]?\s?(\d{4})(?![\d-])")
_ORG = re.compile(r"org(?:anisations?)?[\s.\-]*(?:nr|nummer|no)?\b", re.I)
_BEFORE_NUMBER = re.compile(r"[\s,;:(–-]*(?:med\s+)?(?:org(?:anisations?)?[\s.\-]*(?:nr|nummer|no)?\.?|nr)?[\s:.(]*$", re.I)
_LEAD = re.compile(
    r"^(?:[-–•·*]\s*|\d{1,2}[.)]\s*|\(?[a-z]\)\s*|(?:part(?:\s*\d|\s*[A-D])?|parter(?:na)?|kommun|förening|"
    r"(?:den\s+)?(?:offentliga?|idéburn?a)\s+(?:parten?|sektorn?|organisation(?:en)?)|namn|mellan|och|samt|å ena sidan|"
    r"å andra sidan|[Aa]vtalsparter|organisation)\s*(?::|\s(?=[A-ZÅÄÖ]))\s*)+", re.I)
_ALIAS = re.compile(
    r"(?:\(?\s*(?:härefter|nedan|fortsättningsvis|i\s+fortsättningen|hädanefter)(?:\s+(?:kallad|kallat|benämnd|benämnt|kallas))?"
    r"|\bkallad)\s*[\"”']?([A-ZÅÄÖa-zåäö][\wåäöÅÄÖ&-]*(?:\s[A-ZÅÄÖ][\wåäöÅÄÖ&-]*){0,3})[\"”']?", re.I)
_PUBLIC = re.compile(
    r"kommun(?!al\s+vuxen|icer)|\bstad\b|\bstads(?!mission)|\b[A-ZÅÄÖ]\w+s?\s+stad\b|region\b|region\s|nämnd|förvaltning|landsting|länsstyrelse|"
    r"myndighet|universitet|högskola|polis|arbetsförmedling|kriminalvård|försäkringskass|stadsdel|kommunal", re.I)
_CIVIL = re.compile(
    r"förening|förbund|församling|pastorat|stiftelse|klubb|\bIF\b|\bIK\b|\bSK\b|stadsmission|röda korset|rädda barnen|"
    r"svenska kyrkan|kooperativ|ideell|nätverk|hjälp|jour|skyddsvärn|\bKFUM\b|\bABF\b|ekonomisk|\bAB\b|aktiebolag|"
    r"bygdegård|scout|moské|kyrka|studie|folkhögskola|hela människan|verdandi|equmenia|frälsningsarmén", re.I)
_PUBLIC_PREFIX = ("2120", "2220", "2321", "2021", "2322", "2021")
GENERIC: dict[Role, str] = {
    "public": r"kommunen|förvaltningen|staden|regionen|nämnden|socialnämnden|kommunstyrelsen|landstinget|länsstyrelsen|"
              r"myndigheten|den offentliga (?:parten|aktören)|stadsdelen|socialförvaltningen|socialtjänsten|bolaget",
    "civil": r"föreningen|organisationen|församlingen|stiftelsen|förbundet|klubben|den idéburna (?:parten|organisationen|aktören)|"
             r"idéburna|pastoratet|kooperativet|stadsmissionen|civilsamhället",
}


@dataclass(slots=True)
class Party:
    """A party as the text has it."""

    name: str
    number: str | None = None
    valid: bool | None = None
    role: Role | None = None
    aliases: set[str] = field(default_factory=set)

    def form(self) -> dict[str, Any]:
        """Return the party as the form has it."""
        return {"name": self.name, "role": self.role, "org_number": self.number, "org_number_valid": self.valid}


def read_parties(view: View, findings: Findings) -> list[Party]:
    """Return the parties, each with evidence under `parties.N`."""
    found = _with_numbers(view, findings)
    if len(found) < 2:
        found = _named(view, findings, found)
    _settle_roles(found)
    for number, party in enumerate(found):
        if party.number is not None and not party.valid:
            findings.ask(f"parties.{number}.org_number",
                         f"Organisationsnumret {party.number} för {party.name} stämmer inte; vilket är det rätta?")
    if len(found) < 2:
        findings.ask("parties", "Vilka är parterna? Texten namnger inte minst två.")
    return found[:4]


def _with_numbers(view: View, findings: Findings) -> list[Party]:
    found: list[Party] = []
    for sentence in view.sentences:
        last = 0
        for one in _NUMBER.finditer(sentence.text):
            name_end = _BEFORE_NUMBER.search(sentence.text[:one.start()])
            near = sentence.text[max(0, one.start() - 40):one.start()]
            bare = re.search(r"[(,]\s*$", near) and orgnr.is_valid(one[1] + one[2]) and int(one[1][2]) >= 2
            if not _ORG.search(near) and not _ORG.search(sentence.section) and not bare:
                continue
            stop = name_end.start() if name_end else one.start()
            start, name = _name(sentence.text, last, stop)
            if not name and sentence.number:
                name, start = _name_above(view, sentence)
                origin = view.sentences[sentence.number - 1]
            else:
                origin = sentence
            last = one.end()
            number = f"{one[1]}-{one[2]}"
            if not name or any(party.number == number and party.name == name for party in found):
                continue
            path = f"parties.{len(found)}"
            party = Party(name, number if _NUMBER.fullmatch(one[0]) else one[0], orgnr.is_valid(one[1] + one[2]))
            alias = _ALIAS.search(sentence.text[one.end():one.end() + 80])
            if alias:
                party.aliases.add(alias[1])
            found.append(party)
            where = origin.flat.text.find(name, start if origin is sentence else 0)
            findings.rests_on(origin, where, where + len(name), f"{path}.name", f"{path}.role")
            findings.rests_on(sentence, one.start(), one.end(), f"{path}.org_number", f"{path}.org_number_valid")
    return found


def _name(text: str, last: int, stop: int) -> tuple[int, str]:
    part = text[last:stop]
    for edge in re.finditer(r"\bmellan\s+|(?:^|[.;)\"”])\s*(?:och|samt)\s+|:\s+|\bFöreningen\)\s*", part):
        last_start = edge.end()
        if len(part) - last_start > 2:
            last, part = last + edge.end(), part[edge.end():]
            break
    tail = list(re.finditer(r"(?:,|\)|[”\"])\s*(?:å (?:ena|andra) sidan,?\s*)?(?:och|samt)\s+(?=[A-ZÅÄÖ])", part))
    if tail:
        last, part = last + tail[-1].end(), part[tail[-1].end():]
    elif (joined := re.match(r"[\s,;)]*(?:och|samt)\s+", part)) is not None:
        last, part = last + joined.end(), part[joined.end():]
    lead = _LEAD.match(part.lstrip(" ,;.)"))
    shift = len(part) - len(part.lstrip(" ,;.)"))
    if lead:
        shift += lead.end()
    name = re.sub(r"\s*[,(–-]*\s*$", "", part[shift:]).strip()
    name = re.sub(r",?\s+(?:som är )?en (?:ideell|partipolitiskt|religiöst|allmännyttig|ekonomisk)\b.*$", "", name)
    alias = re.search(r"[,(]?\s*(?:härefter|nedan|fortsättningsvis|i fortsättningen)\b.*$", name, re.I)
    if alias:
        name = name[:alias.start()].strip(" ,(")
    return last + shift, name if 2 < len(name) <= 160 else ""


def _name_above(view: View, sentence: Sentence) -> tuple[str, int]:
    """Return the name on the line above a number that stands alone."""
    before = view.sentences[sentence.number - 1]
    name = _LEAD.sub("", before.text.strip(" :")).strip()
    return (name, 0) if 2 < len(name) <= 120 and name in before.text else ("", 0)


def _named(view: View, findings: Findings, known: list[Party]) -> list[Party]:
    """Return parties named as "mellan X och Y" where numbers are missing."""
    for sentence in view.sentences[:60]:
        one = re.search(
            r"\bmellan\s+((?:(?!\bmellan\b).)+?)\s+(?:och|samt)\s+([A-ZÅÄÖ](?:(?!\b(?:mellan|som|avseende|angående|gällande|om|kring|för att|"
            r"har|träffas|ingås|syftar|bygger|är|etablerades)\b).)+)", sentence.text)
        if not one:
            continue
        named = _apart(one[1], one[2])
        found: list[Party] = []
        for part in named:
            name = re.split(r"[.;]|,?\s*\(?\b(?:nedan|härefter|fortsättningsvis)\b|\s\(", part)[0].strip(" ,.")
            if not 2 < len(name) <= 120:
                continue
            same = next((party for party in known if _alike(party.name, name)), None)
            party = same or Party(name)
            alias = _ALIAS.search(part)
            if alias:
                party.aliases.add(alias[1])
            where = sentence.text.find(name)
            found.append(party)
            path = f"parties.{len(found) - 1}"
            if same is None:
                findings.rests_on(sentence, where, where + len(name), f"{path}.name", f"{path}.role")
            else:
                _renumber(findings, known.index(same), len(found) - 1)
        if len(found) >= 2:
            return found
    return known


def _apart(first: str, last: str) -> list[str]:
    """Return the names in "A, B och C samt D"; a board and its municipality are one party."""
    parts = [part for part in re.split(r",\s+(?=[A-ZÅÄÖ])", first) if part.strip(" ,")]
    joined: list[str] = []
    for part in parts:
        if joined and _PUBLIC.search(joined[-1]) and _PUBLIC.search(part) and not re.search(r"nämnd|förvaltning", part, re.I):
            joined[-1] = f"{joined[-1].strip(' ,')}, {part.strip(' ,')}"
        else:
            joined.append(part)
    return [*joined, *re.split(r"\s+(?:samt|och)\s+(?=[A-ZÅÄÖ])|,\s+(?=[A-ZÅÄÖ])", last)]


def _renumber(findings: Findings, old: int, new: int) -> None:
    moved = {path: one for path, one in findings.evidence.items() if path.startswith(f"parties.{old}.")}
    for path, one in moved.items():
        if old != new:
            del findings.evidence[path]
            findings.evidence[f"parties.{new}." + path.split(".", 2)[2]] = one


def _alike(one: str, other: str) -> bool:
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()


def _settle_roles(found: list[Party]) -> None:
    for party in found:
        digits = (party.number or "").replace("-", "")
        if digits.startswith(_PUBLIC_PREFIX) and party.valid:
            party.role = "public"
        elif _CIVIL.search(party.name) and not re.search(r"kommunal|\bkommun\b|\bregion\b", party.name, re.I):
            party.role = "civil"
        elif _PUBLIC.search(party.name):
            party.role = "public"
        elif digits[:1] in ("8", "7") or digits[:2] in ("25", "26"):
            party.role = "civil"
    if len(found) > 1 and not any(party.role == "public" for party in found):
        # A company owned by the public stands first, on the public side.
        found[0].role = "public"
    for party in found:
        party.role = party.role or "civil"


def mentioned(text: str, parties: list[Party]) -> list[tuple[int, Role]]:
    """Return where in a sentence the parties are spoken of, and on which side they stand, in order."""
    found: list[tuple[int, Role]] = []
    for party in parties:
        if party.role is None:
            continue
        for name in {party.name, party.name.split(",")[0], *party.aliases}:
            for one in re.finditer(rf"(?<!\w){re.escape(name)}", text, re.I):
                found.append((one.start(), party.role))
    for role, words in GENERIC.items():
        found += [(one.start(), role) for one in re.finditer(rf"(?<!\w)(?:{words})\b", text, re.I)]
    return sorted(set(found))
