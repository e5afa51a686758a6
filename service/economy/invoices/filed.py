"""The file of an invoice, looked through before any transaction: an e-invoice says it all, a PDF what it seems to ask for."""

from __future__ import annotations

from datetime import date

from service.documents.checks.examine import Gate
from service.documents.checks.kinds import Media
from service.documents.files import receive, receive_read
from service.documents.model import Received
from service.economy.invoices.model import Handed
from service.economy.invoices.refusals import IsACredit
from service.economy.reading.model import Invoice, Sketch
from service.economy.reading.pdf import read_pdf
from service.economy.reading.peppol import read_peppol
from service.economy.reading.refusals import Unread
from service.economy.reading.xml import is_xml


def look_at(content: bytes, name: str, gate: Gate) -> tuple[Received, Invoice | None]:
    """Return a file that is handed in, and what it says if it is an e-invoice; refuse it."""
    if not is_xml(content):
        return receive(content, name, gate), None
    invoice = read_peppol(content)
    return receive_read(content, name, gate), invoice


def sketched(file: Received) -> Sketch | None:
    """Return what a PDF seems to say; None of another file, and of one that holds no text."""
    if file.media != Media.PDF:
        return None
    try:
        return read_pdf(file.content)
    except Unread:
        return None


def seems_ore(sketch: Sketch | None) -> int | None:
    """Return what a PDF seems to ask for, in öre."""
    return None if sketch is None or sketch.total_ore is None else int(sketch.total_ore.value)


def handed_of(invoice: Invoice, *, received_on: date, reason: str = "", over_reason: str = "") -> Handed:
    """Return an e-invoice as it is handed in, by what it says itself; raise IsACredit."""
    if invoice.credit:
        raise IsACredit
    return Handed(
        number=invoice.number, issued_on=invoice.issued_on, received_on=received_on, ore=invoice.net_ore, vat_ore=invoice.vat_ore,
        due_on=invoice.due_on, reference=invoice.reference, seller=invoice.seller.org_number or "",
        buyer=invoice.buyer.org_number or "", reason=reason, over_reason=over_reason, period=invoice.period,
        nameless=not invoice.seller.org_number)
