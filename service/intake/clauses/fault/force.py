"""When words about time speak of the agreement itself, and when of something else."""

from __future__ import annotations

import re

from service.intake.words.dates import NUMBER
from service.intake.words.text import Sentence

_OURS = (
    r"(?:avtal(?:et|en)?|överenskommelsen?|partnerskap(?:et)?(?:söverenskommelsen)?|samverkan|samverkansavtalet|samarbetet|samarbetsavtalet|IOP(?:-överenskommelsen|:n|-avtalet|-?t)?|kontraktet|"
    r"partnerskapsavtalet|partnerskapsöverenskommelsen|uppdraget|uppdragsavtalet|bidragsavtalet|projektet|avsiktsförklaringen|överenskommelseperioden|den)")
_SAID = re.compile(
    rf"\b(?:avtalstid\w*|avtalsperiod\w*|överenskommelseperiod\w*|överenskommelsetid\w*|giltighetstid\w*|löptid\w*|avtalets (?:giltighet\w*|löptid|tid)|partnerskapsperiod\w*|"
    rf"giltighet\b|gäller fr|gälla fr|gäller (?:under|i|för|till)|gäller\s|{_OURS}\b[^.]{{0,90}}?\b(?:gäller|gälla|löper|löpa|träder i kraft|träda i kraft|sträcker sig|börjar|omfattar (?:perioden|tiden|åren?)|"
    r"avser|är giltig\w*|pågår|upphör|avslutas|startar|tecknas|ingås|löper ut)|träder i kraft|ikraftträdande|avtalsstart|avtalsslut|startdatum|slutdatum|tecknas för|ingås för)", re.I)
_IMPLIED = re.compile(r"\bunder (?:perioden|tiden)|\bför (?:perioden|tiden)|\bperioden?\b|\bavser\b|\bunder\s+20\d\d|\båren\b|kalenderåret", re.I)
_SECTION = re.compile(r"period|avtalstid|giltig|löptid|\btid\b|\bgällande|varaktighet|ikraft|omfattning i tid|avtalets tid|tidsram", re.I)
_NEVER = re.compile(r"bakgrund|historik|inledning|underskrift|signatur|undertecknande|bilag", re.I)
_MATTERS = re.compile(r"ekonomi|ersättning|finansier|uppfölj|rapport|redovis|betalning|möte|samverkan|personal|utvärder|bidrag|budget|resurs", re.I)
_OTHER = re.compile(
    r"\b(?:tidigare|föregående|förra|förutvarande|ersätter|ersatte|gällde|löpte|upphörde|dessförinnan|dnr|diarie\w*|protokoll\w*|beslut\w*|beslöt|antogs|antagen|fastställd\w*|"
    r"rapport\w*|faktur\w*|rekvir\w*|redovis\w*|lag(?:en)? \(|enligt lag|SFS|startade|etablerades|bildades|grundades|sedan|statsbidrag\w*|ansök\w*|"
    r"pilotprojekt\w*|förstudie\w*|enkät\w*|sammanställning\w*|kan förläng\w*|får förläng\w*|förlänga|förlängas|förlängs|förlängning\w*|hyresavtal\w*|hyreskontrakt\w*|"
    r"uppsägning\w*|sägas upp|sagts upp|dataskyddsförordning\w*|delmål\w*|första (?:året|perioden)|andra året|option\w*|utvärder\w*)\b", re.I)
_AGAIN = re.compile(rf"\b(?:(?:och|men|denna|detta|ny\w*|nu|därefter)\s+(?:\w+\s+){{0,3}}?(?:gäller|löper|träder)|{_OURS}\s+(?:gäller|löper|träder i kraft))\b", re.I)

_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
UNTIL = re.compile(r"\bt\.?\s?o\.?\s?m\b\.?|\btill\s*(?:och|&|o)\s*med|\btill(?:\s+den)?\s*$|^\s*(?:–|-|--|—|till|/|tom|t o m)\s*(?:den)?\s*$|\btom\b|längst\s+till|\bupphör|avslutas|löper ut|fram till|slut\w*\s*:?\s*$|^\s*till:?\s*$", re.I)
BEGINS = re.compile(
    r"(?:\bfrån(?:\s*(?:och|&|o)\s*med)?|\bfr\.?\s?o\.?\s?m\.?|\bf\.?\s?o\.?\s?m\.?|\bfrom|träder i kraft(?:\s+vid)?|träda i kraft|börjar (?:att )?(?:gälla|löpa)|med start|startar|startdag|"
    r"med början|start(?:datum)?\s*:?|avtalsstart\s*:?|börjar|ikraftträdande\s*:?|inleds|tidigast|fr\.?)\s*:?\s*(?:datum\w*\s*)?(?:den\s*)?$", re.I)
ENDS_ON = re.compile(
    r"(?:\btill(?:\s*(?:och|&|o)\s*med)?|\bt\.?\s?o\.?\s?m\.?|\btom|(?:upphör|avslutas|löper ut)(?:\s+(?:att gälla|automatiskt|utan (?:särskild |föregående )?uppsägning|vid|per|därmed|då|således))*|"
    r"längst(?:\s+till)?|slut(?:datum)?\s*:?|avtalsslut\s*:?|sista (?:giltighets)?dag\w*\s*(?:är)?:?|fram\s+till(?:\s+och\s+med)?|gäller (?:vid|intill))\s*:?\s*(?:datum\w*\s*)?(?:den\s*)?$", re.I)
BY = re.compile(r"\b(?:senast|före|innan|uppsäg\w*)\s*(?:den\s*)?$", re.I)
DURATION = re.compile(rf"\b(?:i|under|om|på|är|:)\s+(?:en\s+(?:period|tid)\s+(?:av|om|på)\s+)?{NUMBER}\s*-?\s*(år|årsperiod|månader|månad)\b", re.I)
TIED = re.compile(r"förläng|uppsäg|säg\w* upp|senast|option|inom", re.I)
YEARS = re.compile(
    r"(?:\båren|kalenderåren|verksamhetsåren|perioden|tiden|\bför|under|period:?|avtalstid:?|avser|gäller|omfattar|från(?: och med)?|fr\.?o\.?m\.?)\s*:?\s*(?:åren?\s+)?(20\d\d)"
    r"\s*(?:[-–/]|--|och|till(?:\s+och\s+med)?|t\.?o\.?m\.?)\s*(?:år\s+)?((?:20)?\d\d)(?![\d-])", re.I)
YEAR_ALONE = re.compile(rf"(?:kalenderåret|helåret|\båret|\bår|under|för|gäller|avser|omfattar|avtalsperiod:?|avtalstid:?|period:?)\s*:?\s*(20\d\d)(?!\s*[-–/]\s*\d|\d|-)(?!\s+(?:{_MONTHS}))", re.I)


def weight(sentence: Sentence, place: int) -> int:
    """Return 2 where the words at `place` say when the agreement is in force, 1 where they imply it, else 0."""
    if _NEVER.search(sentence.section) and not _SAID.search(sentence.text[:place + 40]):
        return 0
    near = sentence.text[max(0, place - 150):place + 12]
    # "[ ... ]": a day after a colon is told by the label before it.
    if _SAID.search(near) and not _NEVER.search(sentence.section.split(" ")[0]):
        return 2
    if _SECTION.search(sentence.topic) and not _MATTERS.search(sentence.section):
        return 2
    return 1 if _IMPLIED.search(near) and not _MATTERS.search(sentence.section) else 0


def elsewhere(text: str, last: int, place: int) -> bool:
    """Say whether the days at `place` are those of something else: an older agreement, a decision, a report."""
    before = text[max(last, place - 140):place]
    hits = [one.end() for one in _OTHER.finditer(before)]
    if not hits:
        return False
    again = [one.end() for one in _AGAIN.finditer(before)]
    return not again or again[-1] < hits[-1]
