"""One invoice or payout: its page, and what is done about it, each act for whom it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.states import State
from service.economy.invoices.model import Actor, Credited, Paid
from service.economy.invoices.store import agreement_of
from service.kernel.money import ore
from service.lifecycle.money import invoices, payouts
from service.lifecycle.money.amounts import side_of
from service.parties.model import Function
from service.web.agreement.story import actor as named
from service.web.breaches.who import may_give_notice
from service.web.economy.filed import credit_filed, proof_filed
from service.web.economy.forms import Approved, CreditedBy, PaidOn, Said
from service.web.economy.read import Found, kronor, load_one
from service.web.economy.words import heading, names, period_of, typed
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.speech.history import EVENTS

pages = Blueprint("invoices", __name__)
WHO = {
    "show": Of("invoice", "economy.see"),
    "approve": Of("invoice", "invoice.approve"),
    "pay": Of("invoice", "invoice.pay"),
    "dispute": Of("invoice", "invoice.dispute"),
    "resolve": Of("invoice", "invoice.dispute"),
    "credit": Of("invoice", "invoice.receive"),
    "cancel": Of("invoice", "economy.settle"),
    "claim": Of("invoice", "invoice.pay"),
    "confirm": Of("invoice", "payout.confirm"),
    "deny": Of("invoice", "payout.confirm"),
}
Answer = str | Response | tuple[str, int]
Act = Callable[[Session, str], Any]


def acts_as() -> Actor:
    """Return who acts on an invoice, and whether as a manager of the payer."""
    held = standing_here().held
    return Actor(person_id=current_user.person_id, name=actor(),
                 manager=any(one.function is Function.MANAGER and one.role == "public" for one in held))


def _breached(one: Found) -> bool:
    """Say whether the one who asks may give notice of what is missing as a breach."""
    return one.item.state == "missing" and one.economy.row.state == State.ACTIVE and may_give_notice(side_of(one.item.kind))


def _page(invoice_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        one = load_one(session, invoice_id)
    to_pay = one.item.to_pay_ore if one.item.ore is not None else one.item.expected_ore
    blanks: dict[str, Form[Any]] = {
        "approved": blank(Approved, sek=typed(to_pay)), "paid": blank(PaidOn, on=today(), sek=typed(to_pay)), "disputed": blank(Said),
        "resolved": blank(Said), "credited": blank(CreditedBy, on=today()), "cancelled": blank(Said), "denied": blank(Said)}
    return render_template(
        "economy/one.html", one=one, item=one.item, heading=heading(one.item), period=period_of(one.item), kronor=kronor,
        breached=_breached(one), names=names(), mine=acts_as(), events=EVENTS, named=named, today=today(), **{**blanks, **forms})


@pages.get("/fakturor/<id:invoice_id>")
def show(invoice_id: int) -> str:
    """Show an invoice or payout."""
    return _page(invoice_id)


def _acted(invoice_id: int, form: Form[Any], name: str, right: str, act: Act, *, sv: str, en: str) -> Answer:
    if form.ok:
        with acting(form, goes_to=url_for("invoices.show", invoice_id=invoice_id)) as acts:
            act(acts.session, actor_for(acts.session, agreement_of(acts.session, invoice_id), right))
        if form.ok:
            return done(acts.goes_to, sv, en)
    return _page(invoice_id, **{name: form}), form.status


@pages.post("/fakturor/<id:invoice_id>/godkann")
def approve(invoice_id: int) -> Answer:
    """Approve an invoice."""
    form = read_form(Approved)
    return _acted(
        invoice_id, form, "approved", "invoice.approve",
        lambda session, by: invoices.approve(
            session, invoice_id, acts_as(), reason=form.given.over_reason,
            ore=None if form.given.sek is None else ore(form.given.sek), now=now(), by=by),
        sv="Ditt godkännande är antecknat.", en="Your approval is recorded.")


@pages.post("/fakturor/<id:invoice_id>/betala")
def pay(invoice_id: int) -> Answer:
    """Record a payment."""
    form, file = proof_filed()
    return _acted(
        invoice_id, form, "paid", "invoice.pay",
        lambda session, by: invoices.pay(session, invoice_id, _paid(form.given), file=file, now=now(), by=by),
        sv="Betalningen är antecknad.", en="The payment is recorded.")


def _paid(given: PaidOn) -> Paid:
    return Paid(on=given.on, ore=ore(given.sek), reference=given.reference, reason=given.reason,
                over_reason=given.over_reason)


@pages.post("/fakturor/<id:invoice_id>/bestrid")
def dispute(invoice_id: int) -> Answer:
    """Dispute an invoice."""
    form = read_form(Said)
    return _acted(
        invoice_id, form, "disputed", "invoice.dispute",
        lambda session, by: invoices.dispute(session, invoice_id, form.given.reason, now=now(), by=by),
        sv="Fakturan är bestridd. Avsändaren får ett mejl.", en="The invoice is disputed. The sender gets a mail.")


@pages.post("/fakturor/<id:invoice_id>/utredd")
def resolve(invoice_id: int) -> Answer:
    """End a dispute."""
    form = read_form(Said)
    return _acted(
        invoice_id, form, "resolved", "invoice.dispute",
        lambda session, by: invoices.resolve(session, invoice_id, form.given.reason, now=now(), by=by),
        sv="Antecknat. Fakturan kan nu godkännas.", en="Noted. The invoice can be approved now.")


@pages.post("/fakturor/<id:invoice_id>/kreditera")
def credit(invoice_id: int) -> Answer:
    """Take a credit note in."""
    given_in = credit_filed()
    form = given_in.form

    def act(session: Session, by: str) -> None:
        given = form.given
        invoices.credit(session, invoice_id, Credited(
            number=given.number, on=given.on, ore=ore(given.sek), vat_ore=ore(given.vat), reason=given.reason, seller=given.seller,
            buyer=given.buyer), file=given_in.file, now=now(), by=by)

    return _acted(invoice_id, form, "credited", "invoice.receive", act,
                  sv="Kreditfakturan är antecknad.", en="The credit note is recorded.")


@pages.post("/fakturor/<id:invoice_id>/ingen")
def cancel(invoice_id: int) -> Answer:
    """Note that nothing will be invoiced or paid out for the period."""
    form = read_form(Said)
    return _acted(
        invoice_id, form, "cancelled", "economy.settle",
        lambda session, by: invoices.cancel(session, invoice_id, form.given.reason, now=now(), by=by),
        sv="Antecknat. Inga fler påminnelser går ut om det.", en="Noted. No more reminders go out about it.")


@pages.post("/fakturor/<id:invoice_id>/utbetald")
def claim(invoice_id: int) -> Answer:
    """Record that the payer has paid out."""
    form, file = proof_filed()
    return _acted(
        invoice_id, form, "paid", "invoice.pay",
        lambda session, by: payouts.claim(session, invoice_id, _paid(form.given), actor=acts_as(), party_id=form.given.party,
                                          file=file, now=now(), by=by),
        sv="Utbetalningen är antecknad. Föreningen bekräftar den.", en="The payout is recorded. The association confirms it.")


@pages.post("/fakturor/<id:invoice_id>/framme")
def confirm(invoice_id: int) -> Answer:
    """Confirm that the money has come."""
    with acting(goes_to=url_for("invoices.show", invoice_id=invoice_id)) as act:
        payouts.confirm(act.session, invoice_id, now=now(),
                        by=actor_for(act.session, agreement_of(act.session, invoice_id), "payout.confirm"))
    return done(act.goes_to, "Bekräftat.", "Confirmed.")


@pages.post("/fakturor/<id:invoice_id>/saknas")
def deny(invoice_id: int) -> Answer:
    """Say that the money never came."""
    form = read_form(Said)
    return _acted(
        invoice_id, form, "denied", "payout.confirm",
        lambda session, by: payouts.deny(session, invoice_id, form.given.reason, now=now(), by=by),
        sv="Antecknat. Betalaren får ett mejl.", en="Noted. The payer gets a mail.")
