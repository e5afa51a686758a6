"""Word files: what is read from honest ones, and the sentence each dishonest one gets."""

from __future__ import annotations

import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer

import docx
import pytest

from service.intake.files import Limits, read_bytes
from service.intake.formats import refusals
from tests.intake import made

TIGHT = Limits(seconds=5, memory_bytes=400_000_000)


def refused(content: bytes, limits: Limits = TIGHT) -> tuple[str, str]:
    with pytest.raises(refusals.FileRefused) as found:
        read_bytes(content, "avtal.docx", limits=limits)
    return found.value.sentence("en"), found.value.sentence("sv")


def text_of(body: str) -> str:
    return read_bytes(made.body(body), "avtal.docx")


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_and_tables_come_in_document_order_without_heads_and_feet() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Sidhuvud"
    document.sections[0].footer.paragraphs[0].text = "Sida 1"
    document.add_heading("Överenskommelse", 1)
    document.add_paragraph("Före tabellen")
    table = document.add_table(2, 3)
    for at, text in enumerate(("Löner", "100 kr", "två tjänster", "Summa", "100 kr", "")):
        table.cell(at // 3, at % 3).text = text
    document.add_paragraph("Efter tabellen")
    assert read_bytes(made.saved(document), "a.docx") == (
        "Överenskommelse\n\nFöre tabellen\n\nLöner\t100 kr\ttvå tjänster\nSumma\t100 kr\n\nEfter tabellen\n"
    )


def test_merged_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Budget"
    table.cell(1, 0).text, table.cell(1, 1).text = "Hyra", "5 kr"
    assert read_bytes(made.saved(document), "a.docx") == "Budget\nHyra\t5 kr\n"


def test_a_cell_that_holds_a_text_of_its_own_keeps_its_lines() -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    for cell, party, name in ((table.cell(0, 0), "För staden", "A Ek"), (table.cell(0, 1), "För föreningen", "B Al")):
        cell.text = party
        cell.add_paragraph("____")
        cell.add_paragraph(name)
    assert read_bytes(made.saved(document), "a.docx") == "För staden\n____\nA Ek\nFör föreningen\n____\nB Al\n"


def test_a_table_in_a_table_is_read_in_its_place() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Yttre"
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Inre", "7 kr"
    cell.add_paragraph("Sist")
    assert read_bytes(made.saved(document), "a.docx") == "Yttre\nInre\t7 kr\nSist\n"


def test_line_breaks_tabs_page_breaks_and_hyphens() -> None:
    run = (
        "<w:t>ett</w:t><w:br/><w:t>två</w:t><w:tab/><w:t>tre</w:t><w:noBreakHyphen/><w:t>fyra</w:t><w:cr/>"
        '<w:t>fem</w:t><w:br w:type="page"/><w:t>sex</w:t><w:softHyphen/><w:t>sju</w:t>'
    )
    assert text_of(f"<w:p><w:r>{run}</w:r></w:p>") == "ett\ntvå\ttre\u2011fyra\nfem\fsex\u00adsju\n"


def test_numbers_that_word_draws_are_read() -> None:
    numbering = f"""<w:numbering xmlns:w="{made.WORD_NAMESPACE}"><w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
        <w:lvl w:ilvl="3"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="§ %4"/></w:lvl>
        <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="0"/>
        <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"""
    styles = f"""<w:styles xmlns:w="{made.WORD_NAMESPACE}">
        <w:style w:type="paragraph" w:styleId="Grund"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Rubrik"><w:basedOn w:val="Grund"/></w:style></w:styles>"""

    def item(text: str, level: int, number: int = 1) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

    content = made.body(
        paragraph("Parter", '<w:pStyle w:val="Rubrik"/>') + item("Staden", 1) + item("Föreningen", 1) + item("org", 2)
        + item("mer", 2) + item("Fyra", 3) + item("Punkt", 4) + paragraph("Fri", '<w:pStyle w:val="Okänd"/>')
        + paragraph("Syfte", '<w:pStyle w:val="Rubrik"/>') + item("Mål", 1) + item("Ny lista", 0, 2)
        + paragraph("Utan", '<w:pStyle w:val="Rubrik"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )  # fmt: skip
    content = made.replaced(content, {"word/numbering.xml": numbering.encode(), "word/styles.xml": styles.encode()})
    assert read_bytes(content, "a.docx") == (
        "1. Parter\n1.1 Staden\n1.2 Föreningen\na) org\nb) mer\n§ IV Fyra\n• Punkt\n\nFri\n\n"
        "2. Syfte\n2.1 Mål\n1. Ny lista\n\nUtan\n"
    )


def test_tracked_deletions_and_hidden_text_are_left_out_and_insertions_read() -> None:
    assert (
        text_of(
            "<w:p><w:r><w:t>till </w:t></w:r><w:del><w:r><w:delText>2026</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>2027</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>dolt</w:t></w:r>"
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> synligt</w:t></w:r></w:p>'
            "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>bort</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        )
        == "till 2027 synligt\n"
    )


def test_fields_links_controls_and_ticked_boxes_are_read_as_they_stand() -> None:
    assert (
        text_of(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2025-01-01</w:t></w:r></w:p>'
            "<w:p><w:hyperlink><w:r><w:t>länk</w:t></w:r></w:hyperlink></w:p>"
            "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>ruta</w:t></w:r></w:p></w:sdtContent></w:sdt>"
            '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><w:r><w:t> ja</w:t></w:r></w:p>'
        )
        == "2025-01-01\n\nlänk\n\nruta\n\n☒ ja\n"
    )


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>I rutan</w:t></w:r></w:p></w:txbxContent>"
    assert (
        text_of(
            '<w:p><w:r><w:t>Stycket</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing>'
            f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
        == "Stycket\nI rutan\n"
    )


def test_a_footnote_follows_its_paragraph_and_its_figure_joins_no_number() -> None:
    notes = f"""<w:footnotes xmlns:w="{made.WORD_NAMESPACE}"><w:footnote w:id="2">
        <w:p><w:r><w:t>Dock ej juli.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    content = made.body(
        f"<w:p><w:r><w:t>Till 2025</w:t></w:r>{raised}<w:t>1</w:t></w:r>"
        f'{raised}<w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        links = archive.read("word/_rels/document.xml.rels").decode()
    link = '<Relationship Id="rId99" Type="http://x/relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    parts = {
        "word/footnotes.xml": notes.encode(),
        "word/_rels/document.xml.rels": links.replace("</Relationships>", link).encode(),
    }
    assert read_bytes(made.replaced(content, parts), "a.docx") == "Till 2025¹\nDock ej juli.\n"


def test_the_strict_form_of_the_standard_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    root = f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>Strikt</w:t></w:r></w:p></w:body></w:document>'
    links = (
        '<Relationships xmlns="r"><Relationship Id="a" Target="/word/document.xml" '
        'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"/></Relationships>'
    )
    content = made.replaced(made.word("x"), {"word/document.xml": root.encode(), "_rels/.rels": links.encode()})
    assert read_bytes(content, "a.docx") == "Strikt\n"


BROKEN = (
    "The Word file is damaged or not complete; open it in Word, save it anew and try again.",
    "Word-filen är skadad eller inte hel; öppna den i Word, spara den på nytt och försök igen.",
)


def test_a_word_file_without_its_text_is_refused() -> None:
    assert refused(made.replaced(made.word("x"), {"word/document.xml": None})) == BROKEN
    assert refused(made.replaced(made.word("x"), {"_rels/.rels": None})) == BROKEN
    assert refused(made.replaced(made.word("x"), {"word/document.xml": b"<w:document>"})) == BROKEN
    assert refused(made.replaced(made.word("x"), {"word/document.xml": b"<a/>"})) == BROKEN


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_word_file_cut_short_is_refused(share: float) -> None:
    whole = made.word("En text som har sparats")
    assert refused(whole[: int(len(whole) * share)]) == BROKEN


def test_a_part_whose_sum_does_not_agree_is_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive,
        zipfile.ZipFile(io.BytesIO(made.word("Etthundra"))) as old,
    ):
        for name in old.namelist():
            archive.writestr(name, old.read(name))
    assert refused(out.getvalue().replace(b"Etthundra", b"Tvahundra")) == BROKEN


def test_a_word_file_without_text_is_refused() -> None:
    assert refused(made.word("", " ")) == (
        "The Word file holds no text; choose the file that holds the text of the agreement.",
        "Word-filen innehåller ingen text; välj den fil som innehåller överenskommelsens text.",
    )


def test_text_taken_in_from_another_document_is_not_passed_over() -> None:
    assert refused(made.body(paragraph("Se bilaga") + "<w:altChunk/>")) == (
        "The Word file takes in text from another document; open it in Word, save it as PDF and try again.",
        "Word-filen hämtar text ur ett annat dokument; öppna den i Word, spara som PDF och försök igen.",
    )


SWELLING = (
    "The Word file unpacks to more than it can rightly hold; open it in Word, save it anew and try again.",
    "Word-filen sväller orimligt när den packas upp; öppna den i Word, spara den på nytt och försök igen.",
)


def test_a_part_that_swells_a_thousandfold_is_refused() -> None:
    assert refused(made.replaced(made.word("x"), {"word/document.xml": b" " * 50_000_000})) == SWELLING
    assert refused(made.replaced(made.word("x"), {"word/media/bild.bmp": bytes(50_000_000)})) == SWELLING


def test_a_part_that_swells_more_than_it_says_is_refused() -> None:
    content = made.replaced(made.word("x"), {"word/document.xml": b" " * 50_000_000})
    lying = content.replace((50_000_000).to_bytes(4, "little"), (900).to_bytes(4, "little"))
    assert lying != content
    assert refused(lying) == BROKEN


def test_thousands_of_entries_are_refused() -> None:
    many = {f"word/{at}.xml": b"" for at in range(6000)}
    assert refused(made.zipped({"[Content_Types].xml": b"<Types/>", **many})) == SWELLING


def test_an_archive_inside_is_never_unpacked() -> None:
    bomb = made.zipped({"bomb": bytes(5_000_000)})
    content = made.replaced(made.word("Läses som vanligt"), {"word/embeddings/a.zip": made.zipped({"b.zip": bomb})})
    assert read_bytes(content, "a.docx", limits=TIGHT) == "Läses som vanligt\n"


TRICKY = (
    "The Word file holds definitions that Word never writes; open it in Word, save it anew and try again.",
    "Word-filen innehåller definitioner som Word aldrig skriver; öppna den i Word, spara på nytt och försök igen.",
)


def defining(definitions: str, encoding: str = "utf-8") -> bytes:
    root = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w:document [{definitions}]>'
        f'<w:document xmlns:w="{made.WORD_NAMESPACE}"><w:body><w:p><w:r><w:t>&z;</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    return made.replaced(made.word("x"), {"word/document.xml": root.encode(encoding)})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_billion_laughs_are_refused_before_the_first(encoding: str) -> None:
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{of};" * 10}">' for name, of in zip("bcdefghijz", "abcdefghij", strict=True)
    )
    assert refused(defining(laughs, encoding)) == TRICKY


def test_definitions_in_any_other_part_are_refused_too() -> None:
    styles = b'<!DOCTYPE a [<!ENTITY z "x">]><a>&z;</a>'
    assert refused(made.replaced(made.word("x"), {"word/styles.xml": styles})) == TRICKY
    assert refused(made.replaced(made.word("x"), {"_rels/.rels": styles})) == TRICKY


def test_nothing_outside_the_file_is_ever_fetched() -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert refused(defining(f'<!ENTITY z SYSTEM "{address}/entity">')) == TRICKY
        assert refused(defining('<!ENTITY z SYSTEM "file:///etc/passwd">')) == TRICKY
        links = (
            '<Relationships xmlns="r"><Relationship Type="x/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Type="x/attachedTemplate" TargetMode="External" Target="{address}/template"/>'
            "</Relationships>"
        )
        content = made.replaced(made.word("Text"), {"_rels/.rels": links.encode()})
        assert read_bytes(content, "a.docx", limits=TIGHT) == "Text\n"
        server.shutdown()
    assert asked == []


def test_elements_a_million_deep_end_in_a_refusal() -> None:
    with pytest.raises(refusals.FileRefused):
        read_bytes(made.body("<w:sdt>" * 200_000 + "</w:sdt>" * 200_000), "a.docx", limits=TIGHT)


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(made.word("x"))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refused(bytes(content)) == (
        "The document is locked with a password; save a copy without the password and try again.",
        "Dokumentet är låst med lösenord; spara en kopia utan lösenord och försök igen.",
    )
