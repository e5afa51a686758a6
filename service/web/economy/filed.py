"""The file of an invoice: a Peppol e-invoice fills in the form, a PDF what is left empty; any file goes along with what is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict

from service.documents.files import gate_of, receive
from service.documents.model import Received
from service.documents.rules import LONGEST_NAME
from service.economy.invoices.filed import look_at, seems_ore, sketched
from service.economy.invoices.refusals import IsACredit, NotACredit
from service.economy.reading.model import Invoice
from service.economy.reading.xml import is_xml
from service.kernel.errors import Refusal
from service.web.economy.forms import CreditedBy, HandedIn, PaidOn
from service.web.economy.words import typed
from service.web.frame.desk import desk
from service.web.frame.forms import Asked, Form, read_form
from service.web.frame.text import one_line
from service.web.speech.refusals import told

M = TypeVar("M", bound=Asked)


@dataclass(frozen=True, slots=True)
class Filed(Generic[M]):
    """The form as filled in, by hand or by the e-invoice that came along, the file, and what it says that the form does not ask.

    `nameless` is an e-invoice without its sender's number. `look` says that a PDF has filled in what was left empty, so that
    a person has to look at it before it counts.
    """

    form: Form[M]
    file: Received | None
    period: tuple[date, date] | None = None
    seems_ore: int | None = None
    look: bool = False
    nameless: bool = False


def filed() -> Filed[HandedIn]:
    """Return the invoice that was handed in; what is wrong with the file stands on the form."""
    return _filed(HandedIn, _of_invoice, _typed)


def credit_filed() -> Filed[CreditedBy]:
    """Return the credit note that was handed in; what is wrong with the file stands on the form."""
    return _filed(CreditedBy, _of_credit, lambda file: Filed(read_form(CreditedBy), file))


def proof_filed() -> tuple[Form[PaidOn], Received | None]:
    """Return the payment that is recorded, and the file that proves it; what is wrong with the file stands on the form."""
    form, sent = read_form(PaidOn), request.files.get("proof")
    if sent is None or not sent.filename:
        return form, None
    gate = gate_of(desk().settings)
    try:
        return form, receive(sent.stream.read(gate.bytes + 1), one_line(sent.filename, 2 * LONGEST_NAME), gate)
    except Refusal as refusal:
        form.wrong("proof", told(refusal), refusal.status)
        return form, None


def _filed(model: type[M], said: Callable[[Invoice], dict[str, str]], beside: Callable[[Received], Filed[M]]) -> Filed[M]:
    """Return what was handed in: an e-invoice as it says itself, any other file `beside` what was typed."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return Filed(read_form(model), None)
    gate, name = gate_of(desk().settings), one_line(sent.filename, 2 * LONGEST_NAME)
    content = sent.stream.read(gate.bytes + 1)
    try:
        file, invoice = look_at(content, name, gate)
        if invoice is None:
            return beside(file)
        return Filed(read_form(model, MultiDict({**request.form.to_dict(), **said(invoice)})), file, invoice.period,
                     nameless=not invoice.seller.org_number)
    except Refusal as refusal:
        form = read_form(model)
        if is_xml(content):
            # The file was to fill the form in: that it is empty is not what is wrong.
            form.errors = {name: text for name, text in form.errors.items() if form.text(name).strip()}
        form.wrong("file", told(refusal), refusal.status)
        return Filed(form, None)


def _typed(file: Received) -> Filed[HandedIn]:
    """Return what was typed from a file; where the number or the day is left out, a PDF fills in what it seems to say."""
    seen = sketched(file)
    if seen is None:
        return Filed(read_form(HandedIn), file)
    total, typed_in = seems_ore(seen), request.form.to_dict()
    guesses = {"number": seen.number, "issued_on": seen.issued_on, "due_on": seen.due_on}
    known = {name: guess.value for name, guess in guesses.items() if guess is not None and not typed_in.get(name, "").strip()}
    if not {"number", "issued_on"} & set(known):
        return Filed(read_form(HandedIn), file, seems_ore=total)
    return Filed(read_form(HandedIn, MultiDict({**typed_in, **known})), file, seems_ore=total, look=True)


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
