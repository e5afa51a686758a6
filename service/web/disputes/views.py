"""Opening a dispute, noting the dialogue, resolving it in words, taking it further."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.store import terms_of
from service.disputes.model import CLAUSE, kind_of, number_of
from service.disputes.states import State
from service.disputes.store import agreement_of
from service.kernel.money import sek
from service.lifecycle.rights import NotYours
from service.lifecycle.talks import disputes as talks
from service.renegotiations.model import Provision, clause_of
from service.web.agreement.story import actor as named
from service.web.disputes.forms import Opened, Said, Stated, Taken, Withdrawn
from service.web.disputes.read import Matters, listed, load, matters
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.speech.history import EVENTS
from service.web.speech.language import money, say, speech

pages = Blueprint("disputes", __name__)
WHO = {
    "index": Of("agreement", "agreement.see"),
    "opening": Of("agreement", "dispute.open"),
    "open_one": Of("agreement", "dispute.open"),
    "show": Of("dispute", "agreement.see"),
    "note": Of("dispute", "dispute.note"),
    "state": Of("dispute", "dispute.resolve"),
    "confirm": Of("dispute", "dispute.resolve"),
    "escalate": Of("dispute", "dispute.escalate"),
    "take_back": Of("dispute", "dispute.open"),
}
Answer = str | Response | tuple[str, int]
Act = Callable[[Session, int, str], Any]
PAGES = {"breach": ("breaches.show", "breach_id"), "repayment": ("repayments.show", "repayment_id"),
         "invoice": ("invoices.show", "invoice_id")}


def names() -> dict[str, str]:
    """Return what the fields are called."""
    return {
        "party": say("För vilken part?", "For which party?"), "matter": say("Vad gäller tvisten?", "What is the dispute about?"),
        "about": say("Ämne", "Subject"), "why": say("Vad är ni oense om?", "What do you disagree on?"), "day": say("Dag", "Day"),
        "who": say("Vilka var med?", "Who took part?"), "body": say("Vad sades?", "What was said?"),
        "text": say("Hur löstes den?", "How was it resolved?"), "forum": say("Vart?", "Where?"), "on": say("Dag", "Day"),
        "reference": say("Hur och var, och ärendets nummer", "How and where, and the number of the case"),
        "reason": say("Varför?", "Why?"),
    }


def matter_named(matter: str) -> str:
    """Return what a dispute is about, in words."""
    kind = kind_of(matter)
    if kind == CLAUSE:
        name = speech().provisions[matter.partition(" ")[2]]
        return name[:1].upper() + name[1:]
    return {
        "repayment": say("Ett krav på återbetalning", "A claim of repayment"), "invoice": say("En faktura", "An invoice"),
        "breach": say("Ett avtalsbrott", "A breach"),
    }.get(kind, say("Överenskommelsen som helhet", "The agreement as a whole"))


def page_of(matter: str) -> str | None:
    """Return where the page of what it is about is."""
    place, number = PAGES.get(kind_of(matter)), number_of(matter)
    arguments: dict[str, Any] = {} if place is None else {place[1]: number}
    return None if place is None or number is None else url_for(place[0], **arguments)


def _held(right: str, party_id: int) -> int:
    if party_id not in standing_here().parties_for(right):
        raise NotYours(whom=whom(right))
    return party_id


@pages.get("/agreements/<id:agreement_id>/tvister")
def index(agreement_id: int) -> str:
    """Show the disputes of an agreement."""
    with desk().database.read() as session:
        found = listed(session, agreement_id)
    return render_template("disputes/index.html", one=found, matter_named=matter_named)


def _choices(found: Matters) -> list[tuple[str, str]]:
    """Return what a dispute can be about, as one chooses it."""
    return [
        ("", say("Överenskommelsen som helhet", "The agreement as a whole")),
        *((f"breach {one.id}", say("Avtalsbrott: {what}", "Breach: {what}", what=one.undertaking)) for one in found.breaches),
        *((f"repayment {one.id}", say("Återbetalning, {sum}", "Repayment, {sum}", sum=money(sek(one.ore))))
          for one in found.repayments),
        *((f"invoice {one.id}", say("Faktura {n}", "Invoice {n}", n=one.number)) for one in found.invoices),
        *((f"{CLAUSE} {one.value}", matter_named(f"{CLAUSE} {one.value}")) for one in Provision
          if one not in (Provision.WHOLE, Provision.OTHER)),
    ]


def _opening(agreement_id: int, form: Form[Opened]) -> str:
    with desk().database.read() as session:
        found, of_rooms, terms = listed(session, agreement_id), matters(session, agreement_id), terms_of(session, agreement_id)
    mine = [(number, found.names[number]) for number in standing_here().parties_for("dispute.open")]
    clauses = [(matter_named(f"{CLAUSE} {one.value}"), clause_of(terms, one)) for one in Provision
               if one not in (Provision.WHOLE, Provision.OTHER)]
    return render_template("disputes/open.html", one=found, form=form, mine=mine, names=names(), choices=_choices(of_rooms),
                           clauses=clauses, rule=terms.clause("disputes"))


@pages.get("/agreements/<id:agreement_id>/tvister/ny")
def opening(agreement_id: int) -> str:
    """Ask what the dispute is about."""
    return _opening(agreement_id, blank(Opened, matter=request.args.get("om", "")))


@pages.post("/agreements/<id:agreement_id>/tvister/ny")
def open_one(agreement_id: int) -> Answer:
    """Open a dispute."""
    form = read_form(Opened)
    if form.ok:
        given, party = form.given, _held("dispute.open", form.given.party)
        with acting(form) as act:
            made = talks.open_one(act.session, agreement_id, party_id=party, matter=given.matter, about=given.about, why=given.why,
                                  now=now(), by=actor_for(act.session, agreement_id, "dispute.open", party))
            act.goes_to = url_for("disputes.show", dispute_id=made)
        if form.ok:
            return done(act.goes_to, "Tvisten är öppnad. Den andra parten har fått det i ett mejl.",
                        "The dispute is opened. The other party has been told by mail.")
    return _opening(agreement_id, form), form.status


def _page(dispute_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        one = load(session, dispute_id)
    here = standing_here()
    blanks: dict[str, Form[Any]] = {
        "said": blank(Said, day=today()), "stated": blank(Stated, text=one.row.stated or ""),
        "taken": blank(Taken, on=today(), forum=one.forum.value), "withdrawn": blank(Withdrawn)}
    return render_template(
        "disputes/show.html", one=one, names=names(), events=EVENTS, named=named, matter=matter_named(one.row.matter),
        matter_page=page_of(one.row.matter), ours=one.row.opened_by in here.parties_for("dispute.open"),
        mine=[party for party in one.waiting if party.id in here.parties_for("dispute.resolve")],
        talking=one.row.state in (State.IN_DIALOGUE, State.ESCALATED), **{**blanks, **forms})


@pages.get("/disputes/<id:dispute_id>")
def show(dispute_id: int) -> str:
    """Show a dispute."""
    return _page(dispute_id)


def _acted(dispute_id: int, form: Form[Any], name: str, right: str, act: Act, *, sv: str, en: str) -> Answer:
    """Do one thing for one's own party: the first that one has the right for."""
    if form.ok:
        party = standing_here().parties_for(right)[0]
        with acting(form, goes_to=url_for("disputes.show", dispute_id=dispute_id)) as acts:
            act(acts.session, party, actor_for(acts.session, agreement_of(acts.session, dispute_id), right, party))
        if form.ok:
            return done(acts.goes_to, sv, en)
    return _page(dispute_id, **{name: form}), form.status


@pages.post("/disputes/<id:dispute_id>/anteckning")
def note(dispute_id: int) -> Answer:
    """Note what was said."""
    form = read_form(Said)
    return _acted(
        dispute_id, form, "said", "dispute.note",
        lambda session, party, by: talks.note(session, dispute_id, party_id=party, day=form.given.day, who=form.given.who,
                                              body=form.given.body, author=actor(), now=now(), by=by),
        sv="Antecknat. Alla parter ser det.", en="Noted. All parties see it.")


@pages.post("/disputes/<id:dispute_id>/lost")
def state(dispute_id: int) -> Answer:
    """Write how it was resolved."""
    form = read_form(Stated)
    return _acted(
        dispute_id, form, "stated", "dispute.resolve",
        lambda session, party, by: talks.state_outcome(session, dispute_id, party, form.given.text, author=actor(), now=now(), by=by),
        sv="Antecknat. Den andra parten får det i ett mejl.", en="Noted. The other party is told by mail.")


@pages.post("/disputes/<id:dispute_id>/bekrafta")
def confirm(dispute_id: int) -> Answer:
    """Stand behind how it was resolved."""
    with acting(goes_to=url_for("disputes.show", dispute_id=dispute_id)) as act:
        held = standing_here().parties_for("dispute.resolve")
        waiting = [one.id for one in load(act.session, dispute_id).waiting if one.id in held]
        party = (waiting or list(held))[0]
        talks.confirm(act.session, dispute_id, party, author=actor(), now=now(),
                      by=actor_for(act.session, agreement_of(act.session, dispute_id), "dispute.resolve", party))
    return done(act.goes_to, "Bekräftat.", "Confirmed.")


@pages.post("/disputes/<id:dispute_id>/vidare")
def escalate(dispute_id: int) -> Answer:
    """Take it to what the terms name."""
    form = read_form(Taken)
    return _acted(
        dispute_id, form, "taken", "dispute.escalate",
        lambda session, party, by: talks.escalate(session, dispute_id, party, form.given.forum, reference=form.given.reference,
                                                  on=form.given.on, now=now(), by=by),
        sv="Tvisten är förd vidare. Alla parter har fått det i ett mejl.",
        en="The dispute is taken further. All parties have been told by mail.")


@pages.post("/disputes/<id:dispute_id>/aterta")
def take_back(dispute_id: int) -> Answer:
    """Withdraw what one's own party opened."""
    form = read_form(Withdrawn)
    return _acted(
        dispute_id, form, "withdrawn", "dispute.open",
        lambda session, party, by: talks.take_back(session, dispute_id, party, form.given.reason, now=now(), by=by),
        sv="Tvisten är återtagen.", en="The dispute is withdrawn.")
