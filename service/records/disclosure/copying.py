"""The copy: a list of what is given out and withheld by which provision, then the pages drawn anew, in one PDF file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from service.documents.checks.kinds import Media
from service.documents.papers import LetterPaper, Table, make_pdf
from service.documents.printing.press import print_with_pictures, printable
from service.documents.wording.words import Wording
from service.records.disclosure.model import Choice, Verdict
from service.records.disclosure.rules import safe_title, withheld_of
from service.records.masking.apart import draw, look
from service.records.masking.model import Drawn

CERTIFICATES = "De elektroniska underskrifternas certifikat följer inte med, eftersom de kan innehålla personnummer."
SIDES = ("Sidorna är ritade på nytt. Det som är maskat är svart och finns inte kvar i filen; anteckningar, bilagor och dolda "
         "uppgifter i de ursprungliga filerna följer inte med.")
VERDICTS = {Verdict.WHOLE: "Lämnas ut", Verdict.MASKED: "Lämnas ut maskad", Verdict.WITHHELD: "Lämnas inte ut"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document to be copied: the decision, its diary number, and its file where anything of it is given out."""

    choice: Choice
    diary_number: str
    content: bytes
    media: Media
    signed: bool


def make_copy(sources: Sequence[Source], *, authority: str, on: date, at: datetime) -> bytes:
    """Return the copy as one PDF/A file, in Swedish; nothing of the files themselves is in it."""
    sheets, pictures = [], {}
    for number, source in enumerate(sources, 1):
        if source.choice.verdict is Verdict.WITHHELD:
            continue
        drawn = draw(source.content, source.media, look(source.content, source.media), source.choice.mask_to_draw)
        for page, one in enumerate(drawn, 1):
            name = f"{number}-{page}.jpg"
            pictures[name] = one.picture
            sheets.append({"file": name, **_sheet(one), "alt": f"Handling {number}, sida {page}: bild utan läsbar text."})
    paper = {
        "language": "sv", "title": "Kopia av handlingar", "sender": authority, "diary_number": "", "mark": "",
        "facts": (("Från", authority), ("Dag", Wording("sv").day(on))), "paragraphs": _told(sources), "sheets": sheets}
    return print_with_pictures("copy", paper, pictures, language="sv", at=at)


def _told(sources: Sequence[Source]) -> list[object]:
    choices = [one.choice for one in sources]
    rows = tuple((str(number), _named(one, choices), VERDICTS[one.choice.verdict], withheld_of(one.choice), one.choice.provision
                  if one.choice.verdict is not Verdict.WHOLE else "–") for number, one in enumerate(sources, 1))
    told: list[object] = [asdict(Table(head=("Nr", "Handling", "Beslut", "Hålls inne", "Bestämmelse"), rows=rows)), SIDES]
    if any(one.signed for one in sources):
        told.append(CERTIFICATES)
    return told


def _named(one: Source, choices: Sequence[Choice]) -> str:
    title = safe_title(one.choice.title, choices)
    return f"{title} (dnr {one.diary_number})" if one.diary_number else title


def _sheet(one: Drawn) -> dict[str, object]:
    lines = [{"x": box.left * one.width, "y": box.top * one.height, "size": max(2.0, min(40.0, (box.bottom - box.top) * one.height)),
              "text": printable(text)} for text, box in one.text]
    return {"width": one.width, "height": one.height, "lines": lines}


def make_refusal(
    sources: Sequence[Source], *, authority: str, addressee: str, decided_by: str, why: str, court: str, on: date, at: datetime,
    diary_number: str = "",
) -> bytes:
    """Return the decision not to give out what is withheld, with how it can be appealed, as a PDF file in Swedish."""
    choices = [one.choice for one in sources]
    rows = tuple((_named(one, choices), withheld_of(one.choice), one.choice.provision) for one in sources
                 if one.choice.verdict is not Verdict.WHOLE)
    appeal = (
        f"Beslutet kan överklagas hos Kammarrätten i {court}. Skriv till kammarrätten, men lämna eller skicka skrivelsen till "
        f"{authority}. Den måste ha kommit in inom tre veckor från den dag du fick del av beslutet.",
        "Tala om vilket beslut du överklagar, varför du anser att det ska ändras och hur, och lämna ditt namn och hur du kan nås. "
        f"{authority} prövar om skrivelsen har kommit in i tid och skickar den sedan till kammarrätten, om beslutet inte ändras.")
    paper = LetterPaper(
        title="Beslut om att inte lämna ut handlingar" if all(one.choice.verdict is Verdict.WITHHELD for one in sources)
        else "Beslut om att inte lämna ut vissa uppgifter", sender=authority, diary_number=diary_number,
        facts=(("Till", addressee), ("Beslutsdag", Wording("sv").day(on)), ("Myndighet", authority)),
        paragraphs=(f"{authority} avslår begäran i fråga om det som anges nedan.",
                    Table(head=("Handling", "Hålls inne", "Bestämmelse"), rows=rows),
                    "Skäl: " + why,
                    "Lagrum: 2 kap. tryckfrihetsförordningen och de bestämmelser i offentlighets- och sekretesslagen (2009:400) "
                    "som anges ovan.",
                    "Så överklagar du", *appeal),
        closing=(decided_by,))
    return make_pdf(paper, at=at)
