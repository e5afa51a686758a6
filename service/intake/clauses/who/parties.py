"""Who the parties are: names, numbers, roles, and what the text calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from stdnum.se import orgnr

from service.intake.clauses.who.names import (
    ALIAS,
    NO_NAME,
    NUMBER,
    Place,
    inline_name,
    joined_name,
    name_above,
    split_names,
)
from service.intake.clauses.who.sides import (
    CIVIL_SIDE,
    PUBLIC_SIDE,
    is_company,
    is_public_number,
    looks_civil,
    looks_public,
)
from service.intake.findings import Findings
from service.intake.words.text import View

Role = Literal["public", "civil"]

_ORG = re.compile(r"\borg(?:anisations?)?[\s.\-]*(?:nr|nummer|no)?\b", re.I)
_BETWEEN = re.compile(
    r"(?:\b[Mm]ellan|^[Pp]arter(?:na)?(?:\s+är|:))\s+((?:(?!\bmellan\b).)+?)\s+(?:och|samt)\s+([A-ZÅÄÖ](?:(?!\b(?:mellan|som|avseende|angående|gällande|om|kring|rörande|för att|har|träffas|"
    r"ingås|syftar|bygger|är|etablerades|under|gäller)\b).)+)")
_OWNED = re.compile(r"\b(?:ägs|helägt|helägda|ägt|kommunalt|kommunägt|allmännyttig\w*)\b", re.I)


@dataclass(slots=True)
class Party:
    """A party as the text has it."""

    name: str
    at: Place
    number: str | None = None
    number_at: Place | None = None
    valid: bool | None = None
    role: Role | None = None
    aliases: set[str] = field(default_factory=set)

    def form(self) -> dict[str, Any]:
        """Return the party as the form has it."""
        return {"name": self.name, "role": self.role, "org_number": self.number, "org_number_valid": self.valid}


def read_parties(view: View, findings: Findings) -> list[Party]:
    """Return the parties in the order of the text, each with evidence under `parties.N`."""
    found = _with_numbers(view)
    found = _named(view, found)
    found = _listed(view, found) if len(found) < 2 else found
    found = found[:4]
    _settle_roles(view, found)
    for number, party in enumerate(found):
        path = f"parties.{number}"
        findings.span(*party.at, f"{path}.name", f"{path}.role")
        if party.number is not None and party.number_at is not None:
            findings.span(*party.number_at, f"{path}.org_number", f"{path}.org_number_valid")
            if not party.valid:
                findings.ask(f"{path}.org_number",
                             f"Organisationsnumret {party.number} för {party.name} stämmer inte; vilket är det rätta?")
    if len(found) < 2:
        findings.ask("parties", "Vilka är parterna? Texten namnger inte minst två.")
    return found


def _with_numbers(view: View) -> list[Party]:
    """Return a party for every organisation number that is told as one."""
    found: list[Party] = []
    for sentence in view.sentences:
        last = 0
        for one in NUMBER.finditer(sentence.text):
            near = sentence.text[max(0, one.start() - 40):one.start()]
            valid = orgnr.is_valid(one[1] + one[2])
            listed = re.search(r"\bmellan\b", sentence.text, re.I) or re.search(r"\bpart(?:er|erna)?\b|mellan", sentence.section)
            bare = re.search(r"[(,]\s*$|^$", near) and int(one[1][2]) >= 2 and (valid or listed)
            if not (_ORG.search(near) or _ORG.search(sentence.text[:one.start()]) or _ORG.search(sentence.section) or bare):
                continue
            number_at = sentence.flat.span(one.start(), one.end())
            told = inline_name(sentence, last, one.start()) or name_above(view, number_at[0])
            last = one.end()
            if told is None:
                continue
            written = f"{one[1]}-{one[2]}" if valid else one[0].strip()
            if any(party.number == written and (party.name in told[0] or told[0] in party.name or _late(view, number_at[0]))
                   for party in found):
                continue
            party = Party(told[0], told[1], written, number_at, valid)
            party.aliases |= _aliases(sentence.text[one.end():one.end() + 90])
            found.append(party)
    return found


def _late(view: View, place: int) -> bool:
    return place > 0.6 * len(view.text)


def _aliases(text: str) -> set[str]:
    """Return what a party is called from here on, told before the next party is named."""
    text = re.split(r"\b(?:och|samt)\s+[A-ZÅÄÖ]", text)[0]
    found = ALIAS.search(text)
    return {found[1] or found[2]} if found else set()


def _named(view: View, known: list[Party]) -> list[Party]:
    """Return parties named as "mellan X och Y" where that names more of them than the numbers do."""
    best = known
    for sentence in view.sentences[:60]:
        hit = _BETWEEN.search(sentence.text)
        if hit is None or re.search(r"skillnad|relation|dialog|förhållande", sentence.text[:hit.start()][-30:], re.I):
            continue
        found: list[Party] = []
        for raw in split_names(hit[1], hit[2]):
            name = joined_name(raw)
            if not 2 < len(name) <= 120 or not re.search(r"[A-ZÅÄÖ]", name) or re.match(r"(?:parter|nedanst|undertecknade|följande)", name, re.I):
                continue
            same = next((party for party in known if _alike(party.name, name)), None)
            if NO_NAME.search(name) or (same is None and len(known) > 1 and not (looks_public(name) or looks_civil(name))):
                continue
            where = sentence.text.find(name)
            if where < 0:
                continue
            party = same or Party(name, sentence.flat.span(where, where + len(name)))
            party.aliases |= _aliases(raw[len(name):])
            if party not in found:
                found.append(party)
        if len(found) > len(best) and all(party in found for party in known):
            best = found
        if len(best) >= 2 and best is not known:
            break
    return best


def _listed(view: View, known: list[Party]) -> list[Party]:
    """Return parties that stand as points or labelled lines under a heading about parties."""
    found = list(known)
    for sentence in view.sentences[:80]:
        if sentence.heading or not re.search(r"\bpart(?:er|erna)?\b|sektor|avtalspart", sentence.section):
            continue
        if len(sentence.text) > 110 or re.search(r"[.]$", sentence.text) or not re.search(r"[A-ZÅÄÖ]", sentence.text):
            continue
        name = joined_name(sentence.text)
        if not (looks_public(name) or looks_civil(name)) or any(_alike(party.name, name) for party in found):
            continue
        where = sentence.text.find(name)
        found.append(Party(name, sentence.flat.span(where, where + len(name)), aliases=_aliases(sentence.text)))
    return found


def _alike(one: str, other: str) -> bool:
    words, others = (set(re.findall(r"\w{3,}", name.casefold())) for name in (one, other))
    stems, other_stems = ({word.rstrip("s")[:9] for word in group} for group in (words, others))
    return bool(stems) and (stems <= other_stems or other_stems <= stems)


def _settle_roles(view: View, found: list[Party]) -> None:
    for party in found:
        side = _side(view, party)
        if party.valid and is_public_number(party.number or ""):
            party.role = "public"
        elif side is not None and (is_company(party.name) or not looks_public(party.name)):
            party.role = side
        elif looks_civil(party.name) and not re.search(r"kommunalförbund", party.name, re.I):
            party.role = "civil"
        elif looks_public(party.name):
            party.role = "public"
        elif (party.number or "")[:1] in ("7", "8") or (party.number or "")[:2] == "25":
            party.role = "civil"
    if len(found) > 1 and not any(party.role == "public" for party in found):
        companies = [party for party in found if is_company(party.name)]
        owned = [party for party in companies if _owned(view, party)]
        (owned or companies or found)[0].role = "public"
    for party in found:
        party.role = party.role or "civil"


def _side(view: View, party: Party) -> Role | None:
    """Return the side that the heading or label just above the name gives it."""
    before = view.text[max(0, party.at[0] - 60):party.at[0]]
    hits = [(hit.end(), side) for side, words in (("public", PUBLIC_SIDE), ("civil", CIVIL_SIDE)) for hit in words.finditer(before)]
    if not hits or re.search(r"[.]\s", before[max(hits)[0]:]):
        return None
    return "public" if max(hits)[1] == "public" else "civil"


def _owned(view: View, party: Party) -> bool:
    name = re.escape(party.name.split(",")[0])
    return any(re.search(name, s.text) and _OWNED.search(s.text) for s in view.sentences)
