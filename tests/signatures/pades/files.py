"""Files to sign, signers to sign them, and what may be done to them afterwards."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from service.signatures.pades.looking.child import answered
from service.signatures.pades.looking.whole import Question
from service.signatures.pades.model import USUAL, Examined, Roots
from tests.signatures.pades.pki import NOW, Holder, anna

SIGNED = NOW - timedelta(hours=2)
PAGES = (
    "Överenskommelse mellan Ängstadens kommun och Föreningen Linden\nParterna träffas kvartalsvis.\n"
    "Finansieringen omfattar totalt 1 275 750 kronor.",
    "Ändringar är skriftliga och undertecknas av båda.\nKontakt: 031-360 00 00, officiell fil efter affären.",
)


def pdf(*pages: str, stream: bool = False) -> bytes:
    """Make a PDF of these pages, the same bytes each time."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=0)
    for page in pages or PAGES:
        for at, line in enumerate(page.splitlines()):
            canvas.drawString(72, 780 - 18 * at, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class _At(PdfSigner):  # type: ignore[misc]
    moment = SIGNED

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


def sign(body: bytes, who: Holder | None = None, *, at: datetime = SIGNED, field: str = "S1", stamps: Holder | None = None,
         stamped_at: datetime | None = None, box: tuple[int, int, int, int] | None = None, **more: Any) -> bytes:
    """Sign a file as a service elsewhere would."""
    who = who or anna()
    stamper = DummyTimeStamper(stamps.asn1, stamps.private, fixed_dt=stamped_at or at) if stamps else None
    signer = _At(
        PdfSignatureMetadata(field_name=field, subfilter=more.pop("subfilter", SigSeedSubFilter.PADES),
                             md_algorithm=more.pop("digest", "sha256"), **more),
        who.signer(), timestamper=stamper, new_field_spec=SigFieldSpec(field, box=box))
    signer.moment = at
    signed: bytes = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(body))).getvalue()
    return signed


def signature_of(body: bytes, number: int = 0) -> EmbeddedPdfSignature:
    """Return a signature in a file."""
    return PdfFileReader(BytesIO(body)).embedded_signatures[number]


def flipped(body: bytes, at: int) -> bytes:
    """Return the file with one byte changed."""
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1:]


def updated(body: bytes, change: Any) -> bytes:
    """Return the file with an update after its end that does `change` to it."""
    writer = IncrementalPdfFileWriter(BytesIO(body))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def redrawn(old: str, new: str, page: int = 0) -> Any:
    """Return a change of the words on a page."""
    def change(writer: IncrementalPdfFileWriter) -> None:
        found = writer.find_page_for_modification(page)[0].get_object()
        drawn = found["/Contents"].data
        assert old.encode("latin-1") in drawn
        found["/Contents"] = writer.add_object(
            generic.StreamObject(stream_data=drawn.replace(old.encode("latin-1"), new.encode("latin-1"))))
        writer.update_container(found)
    return change


def noted(page: int = 0) -> Any:
    """Return a change that puts a white box with other words over a page."""
    def change(writer: IncrementalPdfFileWriter) -> None:
        ref = writer.find_page_for_modification(page)[0]
        box = [generic.FloatObject(one) for one in (60, 600, 560, 800)]
        drawn = generic.StreamObject(
            generic.DictionaryObject({
                pdf_name("/Type"): pdf_name("/XObject"), pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(box)}), stream_data=b"1 1 1 rg 60 600 500 200 re f")
        note = writer.add_object(generic.DictionaryObject({
            pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Stamp"), pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/Rect"): generic.ArrayObject(box),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawn)})}))
        writer.register_annotation(ref, note)
    return change


def saved_anew(body: bytes, **more: Any) -> bytes:
    """Return the file as another program would save it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as opened:
        opened.save(out, **more)
    return out.getvalue()


def with_pages(body: bytes, more: bytes, *, first: bool = False) -> bytes:
    """Return the file saved anew with more pages, last or first."""
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as opened, pikepdf.open(BytesIO(more)) as others:
        for page in others.pages:
            opened.pages.insert(0, page) if first else opened.pages.append(page)
        opened.save(out)
    return out.getvalue()


def looked_at(body: bytes, original: bytes, roots: Roots, now: datetime, put_forward: datetime | None = None) -> Examined:
    """Return what is found in a file, in this process: what is found is the same, and it takes a tenth of the time."""
    return asyncio.run(answered(Question(body=body, original=original, roots=roots, now=now, put_forward=put_forward, limits=USUAL)))
