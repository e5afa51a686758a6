"""Is the text an agreement between parties at all?"""

from __future__ import annotations

import re

from service.intake.text import View

_TITLE = re.compile(r"överenskommelse|\bavtal\w*|partnerskap|\bIOP\b|samverkansavtal|kontrakt|avsiktsförklaring", re.I)
_BINDS = (
    r"\bparterna\b|\bpart\b", r"\b(?:denna|detta|följande)\s+(?:överenskommelse|avtal)|överenskommelsen|avtalet",
    r"underskrift|undertecknat|undertecknas|undertecknad|för (?:kommunen|föreningen)|ort och datum|namnförtydligande",
    r"gäller (?:från|fr|under|till)|avtalstid|avtalsperiod|tills\s*vidare|träder i kraft|till och med|t\.?o\.?m",
    r"org(?:anisations?)?[.\s-]*(?:nr|nummer)", r"uppsägning|hävning|häva|säga upp|förläng", r"åtar sig|ansvarar för|förbinder sig",
)
_NOT_ONE = re.compile(
    r"(?:utdrag ur |sammanträdes|styrelse|årsmötes|mötes|nämnd)?protokoll(?:sutdrag)?\b|tjänste(?:skrivelse|utlåtande)|minnesanteckningar|"
    r"pressmeddelande|faktura\b|ansökan\b|ansökningsblankett|anbudsinbjudan|inbjudan|kallelse\b|dagordning|nyhetsbrev|riktlinjer\b|policy\b|"
    r"missiv|remiss|revisionsrapport|verksamhetsberättelse|årsredovisning|upphandling", re.I)
_OTHER = (
    r"^(?:sammanträdes)?protokoll\b|protokollsutdrag|§\s*\d+\s.*\bDnr\b|närvarande:?|justerare|justeras|beslutande\b|ärendebeskrivning|"
    r"(?:nämnden|kommunstyrelsen|styrelsen|utskottet) beslutar\b|förslag till beslut|tjänsteskrivelse|tjänsteutlåtande|reservation",
    r"ansök(?:an|er|ningar)\b.{0,60}(?:bidrag|stöd)|så (?:här )?ansöker|vem kan söka|sök(?:a)? bidrag|sista ansökningsdag|föreningsbidrag",
    r"fakturanummer|förfallodatum|bankgiro|att betala|ocr",
    r"anbud\w*|upphandlingsdokument|förfrågningsunderlag|utvärderingskriterier",
    r"pressmeddelande|läs mer|dela (?:sidan|artikeln)|kakor|cookies",
    r"minnesanteckningar|dagordning|mötets öppnande|föregående protokoll",
)


def is_agreement(view: View) -> bool:
    """Say whether the text binds parties to each other, rather than decides, informs, bills or invites."""
    text = view.text
    if len(text) < 200 or len(view.lines) < 4:
        return False
    binds = sum(bool(re.search(words, text, re.I)) for words in _BINDS)
    if any(_NOT_ONE.match(line.text) for line in view.lines[:4]):
        return False
    head = " ".join(line.text for line in view.lines[:8])
    titled = bool(_TITLE.search(head))
    other = sum(min(3, len(re.findall(words, text, re.I | re.M))) for words in _OTHER)
    signed = bool(re.search(r"underskrift|undertecknat|undertecknas av|namnförtydligande|ort och datum|likalydande", text, re.I))
    if not titled and not re.search(r"\bmellan\b.+\boch\b", head, re.I | re.S):
        return binds >= 5 and other <= 1
    return binds >= 3 and (other <= 2 or (signed and binds >= 4 and other <= 2 + binds))
