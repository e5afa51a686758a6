"""The papers that Överens makes: archival and accessible by their own structure, the same bytes each time, and text that stays text."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pdfplumber
import pikepdf
import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from service.documents.papers import (
    AgreementPaper,
    AmendmentPaper,
    Change,
    EvidencePaper,
    LetterPaper,
    MinutesPaper,
    Paper,
    PaperParty,
    Points,
    Section,
    Table,
    make_pdf,
)
from service.documents.printing.fonts import FOLDER, covered
from service.documents.printing.press import CannotPrint
from service.documents.printing.words import WORDS

AT = datetime(2026, 9, 21, 7, 0, 0, tzinfo=UTC)
PARTIES = (PaperParty(name="Ängstadens kommun", role="Offentlig part", org_number="212000-1355"), PaperParty(name="Föreningen Linden"))
SIGNERS = (("Ängstadens kommun", (("Anders Berg", "förvaltningschef"), ("Karin Lind", ""))),
           ("Föreningen Linden", (("Peter Sand", "ordförande"),)))
SUMS = Table(head=("Post", "Belopp"), rows=(("Personal", "1 060 000 kr"), ("Summa", "1 275 750 kr")), sums=True)
AGREEMENT = AgreementPaper(
    title="Skyddsbussen i Linden", parties=PARTIES, signers=SIGNERS, place="Ängstaden", diary_number="ÖV 2026:14", mark="Utkast",
    sections=(Section(heading="Tid", parts=("Från 1 januari 2026.", Points(items=("Ett", "Två")))), Section(heading="Ekonomi", parts=("Ram.", SUMS))),
    terms_json='{"title": "Skyddsbussen i Linden"}')
PAPERS: dict[str, Paper] = {
    "agreement": AGREEMENT,
    "amendment": AmendmentPaper(
        agreement="Skyddsbussen i Linden", number=3, called="Fler kvällar", parties=PARTIES,
        rationale="Fler kvällar.\n\nEn vandrare till.",
        effective="Ändringen gäller från och med den 1 oktober 2026.", signers=SIGNERS, terms_json='{"n": 3}',
        changes=(Change(clause="Ram", before="1 kr", after="2 kr"), Change(clause="Ny punkt", before="", after="Parken."))),
    "minutes": MinutesPaper(
        title="Avstämning", agreement="Skyddsbussen i Linden", facts=(("Dag", "21 september 2026"),), present=(("Karin Lind", "Kommunen"),),
        paragraphs=("Allt väl.",), decisions=("Vi fortsätter.",), tasks=(("Schema", "Maria", "1 oktober"),), signers=SIGNERS),
    "letter": LetterPaper(title="Meddelande om brist", sender="Ängstadens kommun", facts=(("Till", "Föreningen Linden"),),
                          paragraphs=("Vi meddelar.", SUMS), closing=("Anders Berg",)),
    "evidence": EvidencePaper(title="Tillägg 3", digest="ab" * 32, lines=("Alla har undertecknat.", ("Anders Berg", "i tjänsten"))),
    "in English": replace(AGREEMENT, language="en"),
}
NASTY = ('#eval("1+1")', "$x^2$", 'a "quote"', "back\\slash\\n", "@ref <label>", "*bold* _it_ `raw` ~ -- ---", "[x] #[y] {z} //c /*d*/", "= heading",
         "- item\n+ item", "#import \"x.typ\"", "\\u{41}", "emoji 😀 👍🏽 ❤️", "مرحبا بالعالم", "Ελληνικά Жизнь İstanbul Łódź", "’’ ”citat” … – —")


def opened(paper: Paper) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(make_pdf(paper, at=AT)))


def text_of(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def structure(pdf: pikepdf.Pdf) -> list[str]:
    """Return the structure types of the document in order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S)[1:])
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot)
    return found


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"]


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_says_and_keeps_that_it_is_archival_and_accessible(name: str) -> None:
    paper = PAPERS[name]
    with opened(paper) as pdf:
        told = pdf.open_metadata()
        assert (told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]) == ("3", "A", "1")
        assert told["dc:title"]
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == paper.language
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert [each.S for each in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
        assert "/Encrypt" not in pdf.trailer
        assert not {"/AA", "/OpenAction", "/AcroForm"} & set(pdf.Root.keys())
        assert all(page.get("/Tabs") == "/S" for page in pdf.pages if "/Annots" in page)
        assert fonts(pdf)
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts(pdf))
        assert all("/ToUnicode" in each for each in pdf.objects
                   if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/Type0")


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_has_one_first_heading_and_none_is_skipped(name: str) -> None:
    with opened(PAPERS[name]) as pdf:
        kinds = structure(pdf)
    levels = [int(one[1]) for one in kinds if re.fullmatch(r"H[1-6]", one)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert set(kinds) >= {"Document", "H1", "P"}
    assert kinds.count("LI") == kinds.count("LBody") and ("L" in kinds) == ("LI" in kinds)
    if isinstance(PAPERS[name], AgreementPaper):
        assert kinds.count("LI") == 2
    if "Table" in kinds:
        assert {"TR", "TH", "TD"} <= set(kinds)


def test_all_that_is_drawn_is_either_tagged_or_an_artifact() -> None:
    for paper in PAPERS.values():
        with opened(paper) as pdf:
            for page in pdf.pages:
                depth = 0
                for operands, operator in pikepdf.parse_content_stream(page):
                    depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
                    if str(operator) in ("Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"):
                        assert depth > 0, (operator, operands)
                assert depth == 0


@pytest.mark.parametrize("name", ["agreement", "amendment"])
def test_the_terms_are_attached_for_machines(name: str) -> None:
    paper = PAPERS[name]
    assert isinstance(paper, AgreementPaper | AmendmentPaper)
    with opened(paper) as pdf:
        (spec,) = pdf.Root.AF
        assert (str(spec.AFRelationship), str(spec.UF)) == ("/Data", "villkor.json")
        assert spec.EF.F.read_bytes() == paper.terms_json.encode()
        assert str(spec.EF.F.Subtype) == "/application/json"
        assert "/ModDate" in spec.EF.F.Params
        assert list(pdf.attachments) == ["villkor.json"]


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_paper_gives_the_same_bytes_and_another_moment_others(name: str) -> None:
    paper = PAPERS[name]
    assert make_pdf(paper, at=AT) == make_pdf(paper, at=AT.replace(microsecond=5))
    assert make_pdf(paper, at=AT) != make_pdf(paper, at=AT.replace(year=2027))


def test_what_stands_in_the_paper_can_be_read_in_it() -> None:
    said = text_of(make_pdf(AGREEMENT, at=AT))
    for part in ("ÖVERENSKOMMELSE", "Skyddsbussen i Linden", "Ängstadens kommun", "org.nr 212000-1355", "1 060 000 kr", "Underskrifter",
                 "Anders Berg", "förvaltningschef", "Ort och datum", "Utkast", "Dnr ÖV 2026:14", "Sida 1 (2)", "Undertecknas i Ängstaden"):
        assert part in said
    said = text_of(make_pdf(PAPERS["amendment"], at=AT))
    for part in ("TILLÄGG 3", "Så står det nu", "1 kr", "2 kr", "(ny punkt)", "Ändringen gäller från och med den 1 oktober 2026."):
        assert part in said
    assert "AGREEMENT" in text_of(make_pdf(PAPERS["in English"], at=AT))


@pytest.mark.parametrize("text", NASTY)
def test_text_is_never_read_as_code(text: str) -> None:
    sections = (Section(heading=text, parts=(text, Table(head=(text, "b"), rows=((text, "d"),)))),)
    paper = replace(AGREEMENT, title=text, sections=sections, signers=((text, ((text, text),)),), place=text, terms_json=text,
                    parties=(PaperParty(name=text, role=text, org_number=text),), mark=text, diary_number=text)
    made = make_pdf(paper, at=AT)
    if text.isascii():
        bare = re.sub(r"\s+", "", text)
        assert re.sub(r"\s+", "", text_of(made)).count(bare) >= 8
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.AF[0].EF.F.read_bytes() == text.encode()


def test_a_word_that_is_longer_than_the_line_stays_on_the_page_and_whole() -> None:
    for word in ("X" * 900, "https://exempel.example/" + "a-b/" * 80, "مرحبا" * 60):
        made = make_pdf(replace(AGREEMENT, title=word[:90], sections=(Section(heading="H", parts=(
            word, Table(head=("a", "b"), rows=((word, "1"),)))),)), at=AT)
        with pdfplumber.open(io.BytesIO(made)) as pdf:
            assert all(char["x0"] > 0 and char["x1"] < page.width - 60 for page in pdf.pages for char in page.chars)
        if word.isascii():
            assert word in re.sub(r"\s+", "", text_of(made))


def test_a_thousand_paragraphs_are_numbered_pages() -> None:
    long = replace(AGREEMENT, sections=(Section(heading="Lång", parts=tuple(f"Stycke {each}. " * 20 for each in range(300))),))
    made = make_pdf(long, at=AT)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        count = len(pdf.pages)
    assert count > 20 and f"Sida {count} ({count})" in text_of(made)


@pytest.mark.parametrize(("text", "code"), [("漢字", "U+6F22"), ("\ue000", "U+E000"), ("\U0001f9ff\U000e0041", "")])
def test_a_character_that_no_font_has_is_refused_and_named(text: str, code: str) -> None:
    paper = replace(AGREEMENT, title=f"Titel {text}")
    if not code:
        assert make_pdf(paper, at=AT)
        return
    with pytest.raises(CannotPrint) as told:
        make_pdf(paper, at=AT)
    assert told.value.facts["code"] == code


def test_what_is_counted_as_covered_is_what_the_fonts_have() -> None:
    known: set[int] = set()
    for path in sorted(FOLDER.glob("*.ttf")):
        known |= set(TTFontFile(str(path), validate=0).charToGlyph)
    assert {one for one in covered() if one < 0xFFFF} == {one for one in known if one < 0xFFFF}


def test_the_words_of_papers_are_there_in_both_languages() -> None:
    assert WORDS["sv"].keys() == WORDS["en"].keys()
    assert all(all(words.values()) for words in WORDS.values())
