"""A file that holds a secret in every place where such files hide them."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from service.documents.printing.fonts import FOLDER

SECRET = "Hemligsson"
OPEN = "Mötet hölls i Linden"
PERSONAL = "811228-9874"
EARLIER = "Tidigareversion"


def rich_pdf(*, layered: bool = True) -> bytes:
    """Make a PDF file of two pages, the second one turned, with the secret drawn, in white, in Info and XMP, attached, in an earlier
    revision, a note, a form field, a thumbnail, a bookmark, a page label and, if `layered`, in a layer that is not shown."""
    if "Secret" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Secret", str(next(FOLDER.glob("Figtree*Regular*.ttf"), next(FOLDER.glob("*.ttf"))))))
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.setTitle(f"Om {SECRET}")
    page.setAuthor(SECRET)
    page.setFont("Secret", 12)
    page.drawString(72, 760, OPEN)
    page.drawString(72, 740, f"Närvarande var Anna {SECRET} och andra")
    page.drawString(72, 720, f"Anna har nummer {PERSONAL} enligt listan")
    page.drawString(72, 700, "Nästa rad är öppen för alla")
    page.setFillColorRGB(1, 1, 1)
    page.drawString(72, 600, f"Vitt {SECRET}")
    page.setFillColorRGB(0, 0, 0)
    page.bookmarkPage("a")
    page.addOutlineEntry(SECRET, "a")
    page.acroForm.textfield(name="who", value=SECRET, x=72, y=500, width=200, height=20)
    page.showPage()
    page.setFont("Secret", 12)
    page.setPageRotation(90)
    page.drawString(100, 300, f"Vriden sida med {SECRET} och mer text")
    page.showPage()
    page.save()
    return _with_hiding_places(out.getvalue(), layered)


def _with_hiding_places(content: bytes, layered: bool) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        first = pdf.pages[0]
        with pdf.open_metadata() as xmp:
            xmp["dc:title"] = SECRET
        pdf.attachments["hemlig.txt"] = SECRET.encode()
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[72, 650, 92, 670], Contents=SECRET, F=0)
        first.Annots.append(pdf.make_indirect(note))
        if layered:
            _add_layer(pdf, first)
        thumb = pdf.make_stream(SECRET.encode() * 8)
        thumb.Width, thumb.Height, thumb.BitsPerComponent, thumb.ColorSpace = 8, 8, 8, pikepdf.Name.DeviceGray
        first.Thumb = thumb
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=SECRET)])
        earlier = io.BytesIO()
        pdf.save(earlier, deterministic_id=True, compress_streams=False)
    return _revised(earlier.getvalue())


def _add_layer(pdf: pikepdf.Pdf, first: pikepdf.Page) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=SECRET))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], Order=[layer]))
    first.Resources.Properties = pikepdf.Dictionary(L=layer)
    font = next(iter(first.Resources.Font.keys()))
    hidden = f"/OC /L BDC BT {font} 12 Tf 72 740 Td (Dold {SECRET}) Tj ET EMC".encode()
    first.contents_add(pdf.make_stream(hidden))


def _revised(content: bytes) -> bytes:
    """Write one page anew in a revision of its own, as editors do: what it said before stays in the file and is shown nowhere."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stream = pdf.pages[1].Contents
        now = stream.read_bytes()
        stream.write(now + f"\n% {EARLIER}".encode())
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(out) as pdf:
        number, root, size = pdf.pages[1].Contents.objgen[0], pdf.trailer.Root.objgen[0], int(pdf.trailer.Size)
    whole = out.getvalue()
    before = int(whole[whole.rfind(b"startxref") + len(b"startxref"):].split()[0])
    added = f"{number} 0 obj\n<< /Length {len(now)} >>\nstream\n".encode() + now + b"\nendstream\nendobj\n"
    tail = (f"xref\n{number} 1\n{len(whole):010d} 00000 n \ntrailer\n<< /Size {size} /Root {root} 0 R /Prev {before} >>\n"
            f"startxref\n{len(whole) + len(added)}\n%%EOF\n").encode()
    return whole + added + tail


def photo() -> bytes:
    """Make a picture with something told beside its pixels."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET
    Image.new("RGB", (300, 200), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()
