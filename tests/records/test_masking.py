"""What is masked is gone: the copy is read back in every way that text has been got out of such files."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import pdfplumber
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from service.documents.checks.kinds import Media
from service.records.disclosure.copying import Source, make_copy
from service.records.disclosure.model import Choice, Verdict
from service.records.masking.apart import draw, look
from service.records.masking.model import BANDS, Box, Line, Looked, Mask, Sheet, Word
from service.records.masking.refusals import NeedsPdf, NotDrawn
from service.records.masking.rules import NotFound, personal_lines, places
from tests.documents import made as files
from tests.records.made import EARLIER, OPEN, PERSONAL, SECRET, photo, rich_pdf
from tests.web.world import NOW


@lru_cache
def original(*, layered: bool = True) -> bytes:
    return rich_pdf(layered=layered)


@lru_cache
def looked(*, layered: bool = True) -> Looked:
    return look(original(layered=layered), Media.PDF)


@lru_cache
def copy(*, layered: bool = True) -> bytes:
    choice = Choice(title=f"Anteckningar om {SECRET}", verdict=Verdict.MASKED, provision="OSL 26 kap. 1 §", pages=2,
                    mask=Mask(lines=personal_lines(looked(layered=layered)), phrases=(SECRET,)))
    source = Source(choice=choice, diary_number="ÖV 2026:1", content=original(layered=layered), media=Media.PDF, signed=False)
    return make_copy([source], authority="Ängstadens kommun", on=date(2026, 9, 21), at=NOW)


def text_by_pdfium(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def text_by_pdfminer(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages)


def everything_unpacked(content: bytes) -> str:
    """Return every object, string, name and unpacked stream of a file, in the encodings that such files use."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        parts: list[bytes] = [pdf.trailer.unparse(resolved=False)]
        for one in pdf.objects:
            parts.append(one.unparse(resolved=False))
            if isinstance(one, pikepdf.Stream):
                try:
                    parts.append(one.read_bytes())
                except pikepdf.PdfError:
                    parts.append(one.read_raw_bytes())
    return _decoded(b"\n".join(parts))


def _decoded(raw: bytes) -> str:
    texts = [raw.decode(code, "ignore") for code in ("latin-1", "utf-8", "utf-16-be", "utf-16-le")]
    texts += [raw[1:].decode("utf-16-be", "ignore"), raw[1:].decode("utf-16-le", "ignore")]
    texts += [bytes.fromhex(found.decode()).decode(code, "ignore") for found in re.findall(rb"<((?:[0-9A-Fa-f]{2})+)>", raw)
              for code in ("latin-1", "utf-16-be")]
    return "\n".join(texts)


def raw_bytes(content: bytes) -> str:
    return _decoded(content)


def every_deflated_run(content: bytes) -> str:
    """Unpack whatever in the bytes can be unpacked, whether any table of the file leads there or not."""
    found = []
    for at in (one.start() for one in re.finditer(rb"stream\r?\n", content)):
        try:
            found.append(zlib.decompressobj().decompress(content[content.index(b"\n", at) + 1 :]))
        except zlib.error:
            found.append(b"")
    return _decoded(b"\n".join(found))


def info_and_xmp(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as xmp:
        return f"{dict(pdf.docinfo)} {dict(xmp)}"


def attachments(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return " ".join(f"{name} {one.get_file().read_bytes().decode('latin-1')}" for name, one in pdf.attachments.items())


def earlier_revisions(content: bytes) -> str:
    """Cut the file at each end that it has, and read each as a file of its own."""
    ends = [one.end() for one in re.finditer(rb"%%EOF", content)]
    return "\n".join(text_by_pdfminer(content[:end]) + everything_unpacked(content[:end]) for end in ends)


def notes_fields_and_bookmarks(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        told = [one.title for one in outline.root]
        told += [str(note.get("/Contents", "")) + str(note.get("/V", "")) for page in pdf.pages for note in page.get("/Annots", [])]
        told += [str(pdf.Root.get(name, "")) for name in ("/AcroForm", "/PageLabels", "/Names")]
    return " ".join(told)


def layers_and_thumbnails(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        thumbs = [page.Thumb.read_bytes().decode("latin-1") for page in pdf.pages if "/Thumb" in page]
        return f"{pdf.Root.get('/OCProperties', '')} {thumbs}"


def what_fonts_can_say(content: bytes) -> str:
    """Return what the ToUnicode tables give, in the order of their glyphs, as a subset of letters is put together."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tables = [one.ToUnicode.read_bytes() for one in pdf.objects
                  if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font" and "/ToUnicode" in one]
    return "\n".join("".join(chr(int(code, 16)) for code in re.findall(rb"<[0-9A-Fa-f]{4}>\s*<([0-9A-Fa-f]{4})>", table)) for table in tables)


TRIED: dict[str, Callable[[bytes], str]] = {
    "text as PDFium reads it": text_by_pdfium, "text as pdfminer reads it": text_by_pdfminer,
    "every object and unpacked stream": everything_unpacked, "the bytes as they stand": raw_bytes,
    "every packed run in the bytes": every_deflated_run, "Info and XMP": info_and_xmp, "attachments": attachments,
    "earlier revisions": earlier_revisions, "notes, fields, bookmarks, page labels": notes_fields_and_bookmarks,
    "hidden layers and thumbnails": layers_and_thumbnails, "the letters that fonts hold": what_fonts_can_say,
}
# Letters are put into a font in the order of their use, which spells nothing.
REACHED = TRIED.keys() - {"the letters that fonts hold"}


@pytest.mark.parametrize("layered", [True, False], ids=["with layers", "without"])
@pytest.mark.parametrize("way", TRIED)
def test_nothing_masked_can_be_got_out_of_the_copy(way: str, layered: bool) -> None:
    got = TRIED[way](copy(layered=layered))
    for secret in (SECRET, PERSONAL, PERSONAL.replace("-", ""), EARLIER, "Dold", "Vitt"):
        assert secret not in got, f"{way}: {secret}"
    # The same way does find it in the original, so it is a way at all.
    assert (SECRET in TRIED[way](original(layered=layered))) == (way in REACHED)
    assert EARLIER in raw_bytes(original())


def test_what_is_not_masked_is_still_to_be_read_and_found() -> None:
    choice = Choice(title="Brev", verdict=Verdict.MASKED, provision="OSL", mask=Mask(phrases=("Två",)), pages=1)
    plain = a_page("Ett Två Tre")
    got = text_by_pdfium(make_copy(
        [Source(choice=choice, diary_number="", content=plain, media=Media.PDF, signed=True)], authority="Staden", on=date(2026, 9, 21), at=NOW))
    assert "Ett Tre [maskat]" in got
    assert "certifikat följer inte med" in got.replace("\r\n", " ")


def a_page(text: str) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    page.drawString(72, 700, text)
    page.save()
    return out.getvalue()


def test_the_places_masked_are_black_in_the_picture_also_on_a_turned_page() -> None:
    for page, sheet in enumerate(looked().sheets, 1):
        word = next(word for line in sheet.lines for word in line.words if SECRET in word.text and word.drawn)
        before, after = (draw(original(), Media.PDF, looked(), mask, page=page)[0].picture for mask in (Mask(), Mask(phrases=(SECRET,))))
        shades = [_shades(picture, word.box) for picture in (before, after)]
        assert shades[0][1] > 200
        assert shades[1][1] < 30
    assert draw(original(), Media.PDF, looked(), Mask(pages=frozenset({2})), page=2)[0].text == ()


def _shades(picture: bytes, box: Box) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as opened:
        across, down = opened.size
        part = opened.convert("L").crop((int(box.left * across), int(box.top * down), int(box.right * across), int(box.bottom * down)))
        low, high = part.getextrema()
    return int(low), int(high)  # type: ignore[arg-type]


def test_the_copy_is_an_accessible_file() -> None:
    with pikepdf.open(io.BytesIO(copy())) as pdf, pdf.open_metadata() as xmp:
        assert (pdf.Root.Lang, bool(pdf.Root.MarkInfo.Marked), xmp["pdfaid:part"], xmp["pdfuaid:part"]) == ("sv", True, "3", "1")


def test_a_layered_file_tells_no_text_at_all() -> None:
    assert looked().layered
    assert draw(original(), Media.PDF, looked(), Mask(), page=1)[0].text == ()
    assert OPEN not in text_by_pdfium(copy())
    assert OPEN in text_by_pdfium(copy(layered=False))


def test_lines_with_personal_numbers_are_found_also_broken_ones() -> None:
    def line(*words: str) -> Line:
        return Line(tuple(Word(word, Box(0, 0, 1, 0.1), True) for word in words))

    sheet = Sheet(595, 842, (line("Kalle"), line("nr", "811228-9874"), line("811228", "-", "9874"), line("811228-"), line("9874"), line("slut")))
    assert personal_lines(Looked((sheet,))) == {(1, 1), (1, 2), (1, 3), (1, 4)}


def test_a_phrase_is_masked_over_line_ends_and_one_that_is_nowhere_is_refused() -> None:
    first, second = Word("Anna", Box(0, 0, 0.1, 0.1), True), Word("Ek,", Box(0.2, 0.2, 0.3, 0.3), True)
    one = Looked((Sheet(595, 842, (Line((first,)), Line((second,)))),))
    assert len(places(one, Mask(phrases=("anna  ek",)))[0]) == 2
    with pytest.raises(NotFound):
        places(one, Mask(phrases=("Berg",)))


def test_a_picture_is_drawn_anew_and_masked_in_bands() -> None:
    seen = look(photo(), Media.JPEG)
    made = draw(photo(), Media.JPEG, seen, Mask(bands=frozenset({(1, 0)})))[0]
    assert SECRET.encode() in photo()
    assert SECRET.encode() not in made.picture
    assert _shades(made.picture, Box(0, 0, 1, 0.8 / BANDS))[1] < 30
    assert _shades(made.picture, Box(0, 0.5, 1, 1))[0] > 50


def test_text_under_a_picture_is_not_in_the_copy_either() -> None:
    noise, out = io.BytesIO(), io.BytesIO()
    Image.radial_gradient("L").save(noise, "PNG")
    page = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    page.drawString(72, 700, f"Under {SECRET}")
    page.drawImage(ImageReader(noise), 50, 650, 200, 100)
    page.drawString(72, 500, OPEN)
    page.save()
    seen = look(out.getvalue(), Media.PDF)
    assert [(line.text, line.drawn) for line in seen.sheets[0].lines] == [(f"Under {SECRET}", False), (OPEN, True)]
    assert [text for text, _ in draw(out.getvalue(), Media.PDF, seen, Mask())[0].text] == [OPEN]


def test_a_signed_file_is_known_for_its_certificates() -> None:
    def sign(pdf: pikepdf.Pdf) -> None:
        value = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=b"0", ByteRange=[0, 1, 2, 3]))
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="S", V=value))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)

    assert (look(files.pdf(change=sign), Media.PDF).signed, looked().signed) == (True, False)


def test_word_files_and_damaged_ones_are_refused_in_words() -> None:
    with pytest.raises(NeedsPdf):
        look(files.word(), Media.WORD)
    with pytest.raises(NotDrawn):
        look(b"%PDF-1.7 nothing", Media.PDF)
