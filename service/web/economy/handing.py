"""Handing in an invoice: by hand with its file, or as an e-invoice that fills in the form."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from service.economy.invoices.model import Handed
from service.economy.invoices.store import agreement_of
from service.kernel.money import ore
from service.lifecycle.money import invoices
from service.web.economy.filed import filed
from service.web.economy.forms import HandedIn
from service.web.economy.one import acts_as
from service.web.economy.read import kronor, load_one
from service.web.economy.words import heading, names, period_of, typed
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank

pages = Blueprint("handing", __name__)
RIGHT = "invoice.receive"
WHO = {"asking": Of("invoice", RIGHT), "hand_in": Of("invoice", RIGHT)}
Answer = str | Response | tuple[str, int]


def _asking(invoice_id: int, form: Form[HandedIn] | None = None, *, look: bool = False) -> str:
    with desk().database.read() as session:
        one = load_one(session, invoice_id)
    known = blank(HandedIn, received_on=today(), sek=typed(one.item.expected_ore), reference=one.economy.settled.reference)
    senders = [(party.id, party.name) for party in one.economy.cast.parties if party.role == "civil"]
    return render_template("economy/hand_in.html", one=one, form=form or known, names=names(), heading=heading(one.item),
                           period=period_of(one.item), kronor=kronor, senders=senders, look=look,
                           again=bool(request.files.get("file")), megabytes=desk().settings.document_megabytes)


@pages.get("/fakturor/<id:invoice_id>/lamna-in")
def asking(invoice_id: int) -> str:
    """Ask what stands on the invoice."""
    return _asking(invoice_id)


@pages.post("/fakturor/<id:invoice_id>/lamna-in")
def hand_in(invoice_id: int) -> Answer:
    """Take the invoice in."""
    given_in = filed()
    form, file = given_in.form, given_in.file
    if given_in.look:
        return _asking(invoice_id, form, look=True), 422
    if form.ok:
        given = form.given
        handed = Handed(
            number=given.number, issued_on=given.issued_on, received_on=given.received_on, ore=ore(given.sek), vat_ore=ore(given.vat),
            due_on=given.due_on, reference=given.reference, seller=given.seller, buyer=given.buyer, reason=given.reason,
            over_reason=given.over_reason, period=given_in.period, seems_ore=given_in.seems_ore,
            nameless=given_in.nameless)
        with acting(form, goes_to=url_for("invoices.show", invoice_id=invoice_id)) as act:
            agreement = agreement_of(act.session, invoice_id)
            invoices.receive(act.session, invoice_id, handed, actor=acts_as(), party_id=given.party, file=file, now=now(),
                             by=actor_for(act.session, agreement, RIGHT))
        if form.ok:
            return done(act.goes_to, "Fakturan är inlämnad. Ekonomen hos betalaren får ett mejl.",
                        "The invoice is handed in. The payer's economist gets a mail.")
    return _asking(invoice_id, form), form.status
