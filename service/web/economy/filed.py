"""The file of an invoice: a Peppol e-invoice fills in the form, a PDF what is left empty; any file goes along with what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from service.documents.checks.kinds import Media
from service.documents.files import gate_of, receive, receive_read
from service.documents.model import Received
from service.documents.rules import LONGEST_NAME
from service.economy.invoices.refusals import IsACredit
from service.economy.reading.model import Invoice, Sketch
from service.economy.reading.pdf import read_pdf
from service.economy.reading.peppol import read_peppol
from service.kernel.errors import Refusal
from service.web.economy.forms import HandedIn
from service.web.economy.words import typed
from service.web.frame.desk import desk
from service.web.frame.forms import Form, read_form
from service.web.frame.text import one_line
from service.web.speech.refusals import told


@dataclass(frozen=True, slots=True)
class Filed:
    """The form as filled in, by hand or by the e-invoice that came along, the file, and what it says that the form does not ask.

    `look` says that a PDF has filled in what was left empty, so that a person has to look at it before it counts.
    """

    form: Form[HandedIn]
    file: Received | None
    period: tuple[date, date] | None = None
    seems_ore: int | None = None
    look: bool = False


def filed() -> Filed:
    """Return what was handed in; what is wrong with the file stands on the form."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return Filed(read_form(HandedIn), None)
    gate, name = gate_of(desk().settings), one_line(sent.filename, 2 * LONGEST_NAME)
    content = sent.stream.read(gate.bytes + 1)
    try:
        if not _is_xml(content):
            return _typed(receive(content, name, gate))
        invoice = read_peppol(content)
        if invoice.credit:
            raise IsACredit
        return Filed(read_form(HandedIn, _filled(invoice)), receive_read(content, name, gate), invoice.period)
    except Refusal as refusal:
        form = read_form(HandedIn)
        form.wrong("file", told(refusal), refusal.status)
        return Filed(form, None)


def _typed(file: Received) -> Filed:
    """Return what was typed from a file; where the number or the day is left out, a PDF fills in what it seems to say."""
    seen = _sketch(file)
    if seen is None:
        return Filed(read_form(HandedIn), file)
    total = None if seen.total_ore is None else int(seen.total_ore.value)
    typed_in = request.form.to_dict()
    guesses = {"number": seen.number, "issued_on": seen.issued_on, "due_on": seen.due_on}
    known = {name: guess.value for name, guess in guesses.items() if guess is not None and not typed_in.get(name, "").strip()}
    if not {"number", "issued_on"} & set(known):
        return Filed(read_form(HandedIn), file, seems_ore=total)
    return Filed(read_form(HandedIn, MultiDict({**typed_in, **known})), file, seems_ore=total, look=True)


def _sketch(file: Received) -> Sketch | None:
    """Return what a PDF seems to say; None of another file, and of one that holds no text."""
    if file.media != Media.PDF:
        return None
    try:
        return read_pdf(file.content)
    except Refusal:
        return None


def _is_xml(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _filled(invoice: Invoice) -> MultiDict[str, str]:
    """Return the form with what the e-invoice says in place of what was typed."""
    said: dict[str, Any] = {
        "number": invoice.number, "issued_on": invoice.issued_on.isoformat(), "sek": typed(invoice.net_ore) or "",
        "vat": typed(invoice.vat_ore) or "", "due_on": invoice.due_on.isoformat() if invoice.due_on else "",
        "reference": invoice.reference, "seller": invoice.seller.org_number or "", "buyer": invoice.buyer.org_number or "",
    }
    return MultiDict({**request.form.to_dict(), **said})
