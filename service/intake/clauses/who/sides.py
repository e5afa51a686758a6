"""Which side a name stands on, and where a sentence speaks of either side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, Protocol

Role = Literal["public", "civil"]

PUBLIC_SIDE = re.compile(r"offentlig\w*\s+(?:sektor|part\w*|aktör|organisation)|\bkommun\s*:|\bregion\s*:|\bmyndighet\s*:|beställare\s*:|bidragsgivare\s*:", re.I)
CIVIL_SIDE = re.compile(r"(?:idébur\w*|civil\w*|ideell\w*)\s+(?:sektor|part\w*|aktör|organisation\w*|samhälle\w*)|\bförening\s*:|organisation\s*:|utförare\s*:|"
                        r"bidragsmottagare\s*:|mottagare\s*:", re.I)
_PUBLIC = re.compile(
    r"kommun(?!al\s+vuxen|icer)|\bstad\b|\bstads(?!mission|bidrag)|region\b|region\s|nämnd|förvaltning|landsting|länsstyrelse|myndighet|universitet|högskola|"
    r"polis|arbetsförmedling|kriminalvård|försäkringskass|stadsdel|kommunal|\btingsrätt|regionala|socialtjänst", re.I)
_CIVIL = re.compile(
    r"förening|förbund(?!et\s+(?:social|tekniska))|församling|pastorat|stiftelse|klubb|\bIF\b|\bIK\b|\bSK\b|\bFF\b|\bBK\b|\bIS\b|stadsmission|röda korset|rädda barnen|"
    r"svenska kyrkan|kooperativ|ideell|nätverk|hjälp|jour|skyddsvärn|\bKFUM\b|\bABF\b|ekonomisk|\bek\.?\s*för|\bAB\b|aktiebolag|"
    r"bygdegård|scout|moské|kyrka|studie|folkhögskola|hela människan|verdandi|equmenia|frälsningsarmén|vänner|"
    r"sällskap|\bRIA\b|stift\b|brottsoffer|hyresgäst|pensionär|\bPRO\b|\bSPF\b|riksorganisation|samfund|bolag\b|\bHB\b", re.I)
_COMPANY = re.compile(r"\bAB\b|aktiebolag|\bbolag(?:et)?\b", re.I)
_GENERIC: dict[Role, str] = {
    "public": r"kommun(?:en)?|förvaltning(?:en)?|staden|regionen|\w*nämnden|kommunstyrelsen|landstinget|länsstyrelsen|myndigheten|"
              r"(?:den )?offentliga (?:parten|aktören)|stadsdelen|\w*förvaltningen|socialtjänsten|beställaren|kommunalförbundet|universitetet|högskolan",
    "civil": r"förening(?:en|arna)?|organisationen|församlingen|stiftelsen|klubben|(?:den )?idéburna (?:parten|organisationen|aktören|parterna|organisationerna)|"
             r"pastoratet|kooperativet|stadsmissionen|bidragsmottagaren|utföraren|civilsamhällets? (?:part|organisation)\w*|\w+föreningen|\w+stiftelsen",
}


class Named(Protocol):
    """What is needed to tell when a party is spoken of."""

    name: str
    role: Role | None
    aliases: set[str]


def looks_public(name: str) -> bool:
    """Say whether a name sounds like a public body."""
    return bool(_PUBLIC.search(name))


def looks_civil(name: str) -> bool:
    """Say whether a name sounds like an association, foundation, congregation or company."""
    return bool(_CIVIL.search(name)) and not re.match(r"(?:\w+s\s+)?(?:kommun|region|stad)\b", name, re.I)


def is_company(name: str) -> bool:
    """Say whether a name is a company's."""
    return bool(_COMPANY.search(name))


def is_public_number(number: str) -> bool:
    """Say whether an organisation number is that of the state, a municipality or a region."""
    return number[:2] in ("20", "21", "22", "23")


def mentioned(text: str, parties: Iterable[Named]) -> list[tuple[int, Role]]:
    """Return where a sentence speaks of the parties, and on which side they stand, in order."""
    found: list[tuple[int, Role]] = []
    taken: list[tuple[int, int]] = []
    known = list(parties)
    for party in known:
        if party.role is None:
            continue
        for name in sorted(_names(party, known), key=len, reverse=True):
            for one in re.finditer(rf"(?<!\w){re.escape(name)}", text, re.I):
                if not any(start <= one.start() < end for start, end in taken):
                    found.append((one.start(), party.role))
                    taken.append(one.span())
    for role, words in _GENERIC.items():
        for one in re.finditer(rf"(?<!\w)(?:{words})s?\b", text, re.I):
            if not any(start <= one.start() < end for start, end in taken):
                found.append((one.start(), role))
    return sorted(set(found))


def _names(party: Named, known: list[Named]) -> set[str]:
    """Return what a party is called: its name, what the text says it is called, and the word that only it has."""
    others = " ".join(one.name for one in known if one is not party).casefold()
    words = [word for word in re.findall(r"[A-ZÅÄÖ][\w-]{4,}", party.name)
             if word.casefold().rstrip("s")[:8] not in others and not _PUBLIC.search(word)
             and not re.fullmatch(r"(?:ideell\w*|svenska|lokal\w*|föreningen?|organisation\w*|stiftelsen?)", word, re.I)]
    own = {words[0].rstrip("s")} if words and party.role == "civil" else set()
    kind = {"bolaget"} if is_company(party.name) else {"förbundet"} if re.search(r"förbund", party.name, re.I) else set()
    return {party.name, party.name.split(",")[0], *party.aliases, *own, *kind}
