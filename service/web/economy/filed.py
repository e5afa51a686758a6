"""The file of an invoice: a Peppol e-invoice fills in the form, any other file goes along with what is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict

from service.documents.files import gate_of, receive, receive_read
from service.documents.model import Received
from service.documents.rules import LONGEST_NAME
from service.economy.invoices.refusals import IsACredit, NotACredit
from service.economy.reading.model import Invoice
from service.economy.reading.peppol import read_peppol
from service.kernel.errors import Refusal
from service.web.economy.forms import CreditedBy, HandedIn
from service.web.economy.words import typed
from service.web.frame.desk import desk
from service.web.frame.forms import Asked, Form, read_form
from service.web.frame.text import one_line
from service.web.speech.refusals import told

M = TypeVar("M", bound=Asked)


@dataclass(frozen=True, slots=True)
class Filed(Generic[M]):
    """The form as filled in, by hand or by the e-invoice that came along, and the file."""

    form: Form[M]
    file: Received | None


def filed() -> Filed[HandedIn]:
    """Return the invoice that was handed in; what is wrong with the file stands on the form."""
    return _filed(HandedIn, _of_invoice)


def credit_filed() -> Filed[CreditedBy]:
    """Return the credit note that was handed in; what is wrong with the file stands on the form."""
    return _filed(CreditedBy, _of_credit)


def _filed(model: type[M], said: Callable[[Invoice], dict[str, str]]) -> Filed[M]:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return Filed(read_form(model), None)
    gate, name = gate_of(desk().settings), one_line(sent.filename, 2 * LONGEST_NAME)
    content = sent.stream.read(gate.bytes + 1)
    try:
        if not _is_xml(content):
            return Filed(read_form(model), receive(content, name, gate))
        given = MultiDict({**request.form.to_dict(), **said(read_peppol(content))})
        return Filed(read_form(model, given), receive_read(content, name, gate))
    except Refusal as refusal:
        form = read_form(model)
        form.wrong("file", told(refusal), refusal.status)
        return Filed(form, None)


def _is_xml(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _of_both(invoice: Invoice) -> dict[str, str]:
    return {"number": invoice.number, "sek": typed(invoice.net_ore) or "", "vat": typed(invoice.vat_ore) or "",
            "seller": invoice.seller.org_number or "", "buyer": invoice.buyer.org_number or ""}


def _of_invoice(invoice: Invoice) -> dict[str, str]:
    """Return what an e-invoice says in place of what was typed; raise IsACredit."""
    if invoice.credit:
        raise IsACredit
    return {**_of_both(invoice), "issued_on": invoice.issued_on.isoformat(), "reference": invoice.reference,
            "due_on": invoice.due_on.isoformat() if invoice.due_on else ""}


def _of_credit(invoice: Invoice) -> dict[str, str]:
    """Return what an electronic credit note says in place of what was typed; raise NotACredit."""
    if not invoice.credit:
        raise NotACredit
    return {**_of_both(invoice), "on": invoice.issued_on.isoformat()}
