"""Files made for the tests of reading: PDF and Word files, honest and hostile."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import docx
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

NORMAL = getSampleStyleSheet()["Normal"]
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*pages: Sequence[str], password: str | None = None, owner_only: bool = False) -> bytes:
    """Return a PDF with the given lines on each page, locked if a password is given."""
    lock = StandardEncryption("" if owner_only else password, ownerPassword="x", strength=128) if password else None
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=lock)
    for lines in pages:
        for at, line in enumerate(lines):
            canvas.drawString(72, 770 - 14 * at, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def drawn(draw: object) -> bytes:
    """Return a PDF of one page on which `draw(canvas)` has drawn."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    draw(canvas)  # type: ignore[operator]
    canvas.save()
    return out.getvalue()


def picture_pdf(pages: int = 1, text_pages: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a PDF whose last `pages` pages are one big picture each."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for lines in text_pages:
        for at, line in enumerate(lines):
            canvas.drawString(72, 770 - 14 * at, line)
        canvas.showPage()
    for shade in range(pages):
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), (200, 200, shade))), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def table_pdf(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bytes:
    """Return a PDF with one ruled table, long cells wrapped."""
    out = io.BytesIO()
    cells = [[Paragraph(cell, NORMAL) for cell in row] for row in rows]
    ruled = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    SimpleDocTemplate(out, pagesize=A4).build([Table(cells, colWidths=widths, style=ruled)])
    return out.getvalue()


def raw_pdf(objects: Mapping[int, bytes]) -> bytes:
    """Return a PDF put together by hand from numbered objects; number 1 is the catalogue."""
    out, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    last = max(objects)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, xref)


def page_pdf(stream: bytes, *, resources: bytes = b"", more: Mapping[int, bytes] | None = None) -> bytes:
    """Return a PDF of one page, Helvetica as /F1, drawn by `stream` (a whole stream object)."""
    return raw_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"
            % resources,
            4: stream,
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            **(more or {}),
        }
    )


def flate(data: bytes, layers: int = 1) -> bytes:
    """Return a stream object of `data`, deflated `layers` times over."""
    for _ in range(layers):
        data = zlib.compress(data, 9)
    return b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(data), b"/FlateDecode " * layers, data)


def saved(document: docx.document.Document) -> bytes:
    """Return the document as the bytes of a Word file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    """Return a Word file with the given paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def body(xml: str) -> bytes:
    """Return a Word file whose body is `xml`, written with the prefix w."""
    root = f'<w:document xmlns:w="{WORD_NAMESPACE}"><w:body>{xml}</w:body></w:document>'
    return replaced(word("utbytt"), {"word/document.xml": root.encode()})


def replaced(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """Return the Word file `content` with some parts replaced, added or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in parts:
                after.writestr(name, before.read(name))
        for name, data in parts.items():
            if data is not None:
                after.writestr(name, data)
    return out.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a plain archive of the given parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()
