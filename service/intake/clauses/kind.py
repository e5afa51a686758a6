"""Is the text an agreement between parties at all?"""

from __future__ import annotations

import re

from service.intake.words.text import View

_TITLE = re.compile(r"överenskommelse|\b\w*avtal\b|partnerskap|\bIOP\b|kontrakt|avsiktsförklaring", re.I)
_BINDS = (
    r"\bparter(?:na)?\b|\bpart\b", r"\b(?:denna|detta|följande)\s+(?:\w+\s+)?(?:överenskommelse|avtal|\w*avtal|partnerskap)\b", r"\b(?:överenskommelsen|avtalet|partnerskapet)\b",
    r"gäller (?:från|fr|under|till|20|i )|avtalstid|avtalsperiod|tills\s*vidare|träder i kraft|giltighetstid|avser (?:kalender)?året|löper (?:från|under|i )",
    r"org(?:anisations?)?[.\s-]*(?:nr|nummer)", r"uppsägning|hävning|\bhäva\b|säga upp|förläng", r"åtar sig|ansvarar för|förbinder sig|ska lämna|utbetalar|fakturerar|rekvirerar",
    r"nedan kalla|härefter|\bmellan\b[^.]{3,120}\boch\b",
)
_SIGNED = re.compile(
    r"underskrift|undertecknat|undertecknas|undertecknad|namnförtydligande|ort och datum|likalydande|\bexemplar|^för \S.{3,120}$|^[A-ZÅÄÖ]\w+,? (?:den )?\d{1,2} \w+ 20\d\d\b.{0,80}$|^[A-ZÅÄÖ]\w+,? 20\d\d-\d\d-\d\d\b.{0,60}$|_{6,}|\.{10,}", re.I | re.M)
_NOT_ONE = re.compile(
    r"(?:utdrag ur |\w*)protokoll(?:s?utdrag)?\b|tjänste(?:skrivelse|utlåtande)|(?:minnes|mötes)anteckningar|pressmeddelande|faktura\b|(?:kredit|samlings)faktura|"
    r"ansökan\b|ansökningsblankett|anbudsinbjudan|inbjudan|kallelse\b|dagordning|nyhetsbrev|riktlinjer\b|policy\b|vägledning|handbok|"
    r"missiv|remiss|revisionsrapport|granskningsrapport|(?:\w+ )?verksamhetsberättelse\b|årsredovisning\b|upphandling(?:sdokument)?\b|förfrågningsunderlag|utlysning|"
    r"verksamhetsplan\b|mall\b|frågor och svar|rapport\b|utvärdering\b|följebrev|offert\b|beslutsunderlag|delegationsbeslut|motion\b|yttrande\b|stadgar\b", re.I)
_OTHER = (
    r"^\W*(?:sammanträdes)?protokoll\b|protokollsutdrag|närvarande\s*:|\bjusterare\b|\bjusteras\b|^beslutande\b|ärendebeskrivning|yrkande|beslutsgång|"
    r"(?:nämnden|kommunstyrelsen|styrelsen|utskottet|kommunfullmäktige) (?:beslutar|beslutade)\b|förslag till beslut|tjänsteskrivelse|tjänsteutlåtande|reservation|paragrafen är justerad",
    r"så (?:här )?(?:ansöker|söker)|vem kan söka|vilka kan söka|kan (?:ni|du|man|föreningar\w*) (?:an)?söka|sista (?:ansöknings)?dag|välkommen (?:med|att)|ni (?:ansöker|söker|kan|ska|får)\b|ansökan (?:görs|ska|skickas)|e-tjänst",
    r"fakturanummer|fakturadatum|förfallodatum|bankgiro|att betala|\bocr\b|vår referens|er referens",
    r"\banbud\w*|upphandlingsdokument|förfrågningsunderlag|utvärderingskriterier|anbudsgivare\w*",
    r"pressmeddelande|läs mer|dela (?:sidan|artikeln)|\bkakor\b|cookies|kontakta oss|senast uppdaterad|till startsidan|sök på webbplatsen",
    r"minnesanteckningar|mötets öppnande|mötet öppnades|föregående (?:mötes )?protokoll|vid protokollet|mötet avslutades|ordföranden? förklarade",
    r"^[–-]\s.*\bsäger\b|^[–-]\s.*\bberättar\b|^kapitel \d|\bsa (?:han|hon)\b|\bviskade\b|\bfrågade (?:han|hon)\b|sade (?:han|hon)\b",
)
_FATAL = re.compile(
    r"^\W*(?:\d{1,3}\.?\s*)?(?:förslag till beslut|ärendet\b.{0,3}$|ärendebeskrivning|beslutsunderlag|beslutet (?:skickas|expedieras)|fakturanummer|närvarande\s*:|"
    r"\w{1,30} beslut\s*$|sammanfattning av ärendet|så ansöker|vem kan söka|vilka kan söka)", re.I | re.M)


def is_agreement(view: View) -> bool:
    """Say whether the text binds parties to each other, rather than decides, informs, bills or invites."""
    text = view.text
    if len(text) < 200 or len(view.lines) < 4 or len(view.sentences) < 4:
        return False
    first = [cell.strip("# *") for line in view.lines[:5] for cell, _at in line.cells]
    if any(_NOT_ONE.match(cell) for cell in first):
        return False
    binds = sum(bool(re.search(words, text, re.I)) for words in _BINDS)
    head = " ".join(line.text for line in view.lines[:10])
    titled = bool(_TITLE.search(head))
    other = sum(min(3, len(re.findall(words, text, re.I | re.M))) for words in _OTHER)
    other += 3 * len(_FATAL.findall(text))
    signed = bool(_SIGNED.search(text))
    pledged = len(re.findall(r"\b(?:part(?:en|er|erna)?|kommunen|föreningen|regionen|stiftelsen|församlingen|staden|\w*nämnden|organisationen|bolaget)\b", text, re.I)) >= 2
    if not titled:
        return binds >= 6 and signed and other <= 1
    return binds >= (3 if signed else 4) + (other > 0) and pledged and other <= (3 if signed else 1) + max(0, binds - 5)
