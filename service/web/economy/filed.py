"""The file of an invoice: a Peppol e-invoice fills in the form, any other file goes along with what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from service.documents.files import gate_of, receive, receive_read
from service.documents.model import Received
from service.documents.rules import LONGEST_NAME
from service.economy.invoices.refusals import IsACredit
from service.economy.reading.model import Invoice
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
    """The form as filled in, by hand or by the e-invoice that came along, and the file."""

    form: Form[HandedIn]
    file: Received | None


def filed() -> Filed:
    """Return what was handed in; what is wrong with the file stands on the form."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return Filed(read_form(HandedIn), None)
    gate, name = gate_of(desk().settings), one_line(sent.filename, 2 * LONGEST_NAME)
    content = sent.stream.read(gate.bytes + 1)
    try:
        if not _is_xml(content):
            return Filed(read_form(HandedIn), receive(content, name, gate))
        invoice = read_peppol(content)
        if invoice.credit:
            raise IsACredit
        return Filed(read_form(HandedIn, _filled(invoice)), receive_read(content, name, gate))
    except Refusal as refusal:
        form = read_form(HandedIn)
        form.wrong("file", told(refusal), refusal.status)
        return Filed(form, None)


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
