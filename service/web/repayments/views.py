"""Claiming repayment, answering, recording what comes, waiving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.kernel.calendar import add_months
from service.kernel.money import ore, sek
from service.lifecycle.repaying import repayments
from service.lifecycle.repaying.wording import ground_in_words, reckoned
from service.lifecycle.rights import NotYours
from service.repayments.model import Claim, Ground, Proposal
from service.repayments.rules import monthly, unpaid
from service.repayments.store import agreement_of
from service.web.agreement.story import actor as named
from service.web.economy.read import kronor
from service.web.economy.words import typed
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.repayments.forms import (
    Agreed,
    Claimed,
    Disputed,
    PaidBack,
    Replanned,
    Settled,
    TakenBack,
    Waived,
    parts_of,
)
from service.web.repayments.read import Case, Listed, listed, load
from service.web.speech.history import EVENTS
from service.web.speech.language import language, money, say

pages = Blueprint("repayments", __name__)
WHO = {
    "index": Of("agreement", "economy.see"),
    "claiming": Of("agreement", "repayment.claim"),
    "claim": Of("agreement", "repayment.claim"),
    "show": Of("repayment", "economy.see"),
    "agree": Of("repayment", "repayment.answer"),
    "dispute": Of("repayment", "repayment.answer"),
    "settle": Of("repayment", "repayment.waive"),
    "pay": Of("repayment", "repayment.pay"),
    "waive": Of("repayment", "repayment.waive"),
    "take_back": Of("repayment", "repayment.claim"),
    "replan": Of("repayment", "repayment.waive"),
}
Answer = str | Response | tuple[str, int]
Act = Callable[[Session, str], Any]
USUAL_MONTHS = 1
FIELDS: dict[str, dict[str, str]] = {
    "agreed": {}, "disputed": {"reason": "objection"}, "settled": {"decision": "ruling", "reason": "ruled"}, "paid": {},
    "waived": {"sek": "off", "reason": "waived_for"}, "taken": {"reason": "back_for"}, "replanned": {},
}


def in_words(found: Proposal) -> list[str]:
    """Return how a proposal was reckoned, in the reader's language."""
    return reckoned(found, language())


def called_ground(ground: str) -> str:
    """Return what a ground is called, in the reader's language."""
    return ground_in_words(Ground(ground), language())


def names() -> dict[str, str]:
    """Return what the fields are called."""
    return {
        "against": say("Av vem?", "Of whom?"), "ground": say("Grund", "Ground"), "sek": say("Belopp, kronor", "Amount, SEK"),
        "why": say("Skäl", "Why"), "first": say("Första betalningen senast", "First payment by"),
        "times": say("Antal delbetalningar", "Number of instalments"), "parts": say("Delbetalningar", "Instalments"),
        "message": say("Hälsning", "Message"), "objection": say("Varför bestrider ni?", "Why do you dispute it?"),
        "ruling": say("Dom, beslut eller uppgörelse", "Judgment, decision or settlement"),
        "ruled": say("Vad det kom till", "What it came to"),
        "off": say("Belopp att efterge, kronor", "Amount to waive, SEK"), "decision": say("Beslut", "Decision"),
        "waived_for": say("Varför efterges det?", "Why is it waived?"),
        "back_for": say("Varför återtas det?", "Why is it withdrawn?"),
        "on": say("Dag", "Day"), "reference": say("Referens", "Reference"),
    }


@pages.get("/agreements/<id:agreement_id>/aterbetalningar")
def index(agreement_id: int) -> str:
    """Show the claims of an agreement, and what each ground comes to."""
    with desk().database.read() as session:
        found = listed(session, agreement_id)
    return render_template("repayments/index.html", one=found, in_words=in_words, called_ground=called_ground, kronor=kronor)


def _claiming(agreement_id: int, form: Form[Claimed]) -> str:
    with desk().database.read() as session:
        found = listed(session, agreement_id)
    return render_template("repayments/claim.html", one=found, form=form, names=names(), in_words=in_words,
                           grounds=_grounds(found), called_ground=called_ground, kronor=kronor)


def _grounds(found: Listed) -> list[tuple[str, str, str]]:
    """Return the grounds that give something of any association, each with what it comes to."""
    every: dict[Ground, list[str]] = {}
    for standing in found.standings:
        for one in standing.proposals:
            if min(one.ore, standing.left_ore) <= 0:
                continue
            told = say("{party}: högst {sum}", "{party}: at most {sum}", party=standing.party.name,
                       sum=money(sek(min(one.ore, standing.left_ore))))
            every.setdefault(one.ground, []).append(told)
    return [(ground.value, called_ground(ground)[:1].upper() + called_ground(ground)[1:], "; ".join(told))
            for ground, told in every.items()]


@pages.get("/agreements/<id:agreement_id>/aterbetalningar/ny")
def claiming(agreement_id: int) -> str:
    """Ask what is claimed and why."""
    return _claiming(agreement_id, blank(Claimed, ground=request.args.get("grund", ""), sek=request.args.get("kronor", ""),
                                         first=add_months(today(), USUAL_MONTHS), times="1"))


@pages.post("/agreements/<id:agreement_id>/aterbetalningar/ny")
def claim(agreement_id: int) -> Answer:
    """Claim repayment."""
    form = read_form(Claimed)
    if form.ok:
        given, party = form.given, standing_here().parties_for("repayment.claim")[0]
        amount = ore(given.sek)
        with acting(form) as act:
            made = repayments.claim(act.session, agreement_id, Claim(
                against=given.against, ground=given.ground, ore=amount, why=given.why,
                instalments=parts_of(given.parts) or monthly(amount, given.first, given.times)),
                party_id=party, now=now(), by=actor_for(act.session, agreement_id, "repayment.claim", party))
            act.goes_to = url_for("repayments.show", repayment_id=made)
        if form.ok:
            return done(act.goes_to, "Kravet är framställt. Brevet är diariefört, och föreningen har fått ett mejl.",
                        "The claim is made. The letter is registered, and the association has been told by mail.")
    return _claiming(agreement_id, form), form.status


def _page(repayment_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        one = load(session, repayment_id)
    blanks: dict[str, Form[Any]] = {
        "agreed": blank(Agreed), "disputed": blank(Disputed), "settled": blank(Settled),
        "paid": blank(PaidBack, on=today(), sek=typed(one.item.next_part.ore if one.item.next_part else None)),
        "waived": blank(Waived, off=typed(one.item.left_ore)), "taken": blank(TakenBack),
        "replanned": blank(Replanned, parts=_typed(one))}
    here = standing_here()
    return render_template(
        "repayments/show.html", one=one, item=one.item, names=names(), in_words=in_words, called_ground=called_ground, kronor=kronor,
        events=EVENTS, named=named, today=today(), left=unpaid(one.item.instalments, one.item.paid_ore),
        answers=one.item.against in here.parties_for("repayment.answer"),
        ours=one.item.claimed_by in here.parties_for("repayment.waive"),
        keeps=one.item.claimed_by in here.parties_for("repayment.pay"), **{**blanks, **forms})


def _typed(one: Case) -> str:
    return "\n".join(f"{part.due_on} {typed(part.ore)}" for part in unpaid(one.item.instalments, one.item.paid_ore))


@pages.get("/repayments/<id:repayment_id>")
def show(repayment_id: int) -> str:
    """Show a claim."""
    return _page(repayment_id)


def _acted(repayment_id: int, form: Form[Any], name: str, right: str, act: Act, *, sv: str, en: str) -> Answer:
    if form.ok:
        with acting(form, goes_to=url_for("repayments.show", repayment_id=repayment_id)) as acts:
            _ensure_side(acts.session, repayment_id, right)
            act(acts.session, actor_for(acts.session, agreement_of(acts.session, repayment_id), right))
        if form.ok:
            return done(acts.goes_to, sv, en)
    # One page holds them all, so each form calls its fields by names of its own.
    form.errors = {FIELDS[name].get(field, field): text for field, text in form.errors.items()}
    return _page(repayment_id, **{name: form}), form.status


def _ensure_side(session: Session, repayment_id: int, right: str) -> None:
    """Raise NotYours unless the right is held for the very party that claims, or that is to answer: there may be two public ones."""
    item = load(session, repayment_id).item
    if (item.against if right == "repayment.answer" else item.claimed_by) not in standing_here().parties_for(right):
        raise NotYours(whom=whom(right))


def _answering(session: Session, repayment_id: int) -> int:
    """Return the party that the claim is against."""
    return load(session, repayment_id).item.against


@pages.post("/repayments/<id:repayment_id>/godta")
def agree(repayment_id: int) -> Answer:
    """Agree to pay."""
    form = read_form(Agreed)
    return _acted(
        repayment_id, form, "agreed", "repayment.answer",
        lambda session, by: repayments.agree(session, repayment_id, _answering(session, repayment_id), message=form.given.message,
                                             now=now(), by=by),
        sv="Ni har godtagit kravet.", en="You have agreed to the claim.")


@pages.post("/repayments/<id:repayment_id>/bestrid")
def dispute(repayment_id: int) -> Answer:
    """Dispute the claim."""
    form = read_form(Disputed)
    return _acted(
        repayment_id, form, "disputed", "repayment.answer",
        lambda session, by: repayments.dispute(session, repayment_id, _answering(session, repayment_id), form.given.objection,
                                               now=now(), by=by),
        sv="Kravet är bestridet. Den andra parten får ett mejl.", en="The claim is disputed. The other party gets a mail.")


@pages.post("/repayments/<id:repayment_id>/avgjort")
def settle(repayment_id: int) -> Answer:
    """Note what settled the dispute."""
    form = read_form(Settled)
    return _acted(
        repayment_id, form, "settled", "repayment.waive",
        lambda session, by: repayments.settle(session, repayment_id, decision=form.given.ruling, reason=form.given.ruled,
                                              now=now(), by=by),
        sv="Antecknat. Det som återstår ska betalas.", en="Noted. What is left is to be paid.")


@pages.post("/repayments/<id:repayment_id>/betalt")
def pay(repayment_id: int) -> Answer:
    """Record that money has come."""
    form = read_form(PaidBack)
    return _acted(
        repayment_id, form, "paid", "repayment.pay",
        lambda session, by: repayments.pay(session, repayment_id, on=form.given.on, ore=ore(form.given.sek),
                                           reference=form.given.reference, now=now(), by=by),
        sv="Betalningen är antecknad.", en="The payment is recorded.")


@pages.post("/repayments/<id:repayment_id>/efterge")
def waive(repayment_id: int) -> Answer:
    """Waive all or part of what is left."""
    form = read_form(Waived)
    return _acted(
        repayment_id, form, "waived", "repayment.waive",
        lambda session, by: repayments.waive(session, repayment_id, ore=ore(form.given.off), decision=form.given.decision,
                                             reason=form.given.waived_for, now=now(), by=by),
        sv="Eftergiften är antecknad.", en="The waiver is recorded.")


@pages.post("/repayments/<id:repayment_id>/aterta")
def take_back(repayment_id: int) -> Answer:
    """Withdraw the claim."""
    form = read_form(TakenBack)
    return _acted(
        repayment_id, form, "taken", "repayment.claim",
        lambda session, by: repayments.take_back(session, repayment_id, form.given.back_for, now=now(), by=by),
        sv="Kravet är återtaget.", en="The claim is withdrawn.")


@pages.post("/repayments/<id:repayment_id>/delar")
def replan(repayment_id: int) -> Answer:
    """Let what is left be paid in other parts."""
    form = read_form(Replanned)
    return _acted(
        repayment_id, form, "replanned", "repayment.waive",
        lambda session, by: repayments.replan(session, repayment_id, parts_of(form.given.parts), now=now(), by=by),
        sv="Delbetalningarna är ändrade. Föreningen får ett mejl.", en="The instalments are changed. The association gets a mail.")
