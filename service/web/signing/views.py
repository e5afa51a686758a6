"""The page of an agreement's signing, and its acts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from service.agreements.states import State, Step
from service.agreements.store import get_agreement
from service.kernel.errors import Refusal
from service.lifecycle.rights import NotYours
from service.lifecycle.signing.sign import decline, sign
from service.lifecycle.steps import take
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.signing.forms import Declined, Signed
from service.web.signing.read import load

pages = Blueprint("signing", __name__)
WHO = {
    "show": Of("agreement", "agreement.see"),
    "sign_paper": Of("agreement", "agreement.record"),
    "refuse": Of("agreement", "agreement.decline"),
    "withdraw": Of("agreement", "agreement.withdraw"),
    "discard": Of("agreement", "agreement.discard"),
}
Answer = str | Response | tuple[str, int]


class NotRead(Refusal):
    """Tick that the signer has read and approved the text."""

    sv = "Kryssa i att den som undertecknar har läst och godkänt texten."
    status = 422


def _place(agreement_id: int) -> str:
    return url_for("signing.show", agreement_id=agreement_id)


def _page(agreement_id: int, signed: Form[Signed] | None = None, declined: Form[Declined] | None = None) -> str:
    with desk().database.read() as session:
        found = load(session, agreement_id)
    mine = standing_here().parties_for("agreement.record")
    waiting = [party for party in found.parties if party.id in mine and (
        found.row.state == State.DRAFT or ((one := found.signature_of(party.id)) is not None and one.state == "asked"))]
    return render_template(
        "signing/show.html", one=found, waiting=waiting, options=[(party.id, party.name) for party in waiting], today=today(),
        declining=[party for party in waiting if party.id in standing_here().parties_for("agreement.decline")],
        signed=signed or blank(Signed, day=today(), party=waiting[0].id if len(waiting) == 1 else None),
        declined=declined or blank(Declined, party=waiting[0].id if len(waiting) == 1 else None))


@pages.get("/agreements/<id:agreement_id>/underskrifter")
def show(agreement_id: int) -> str:
    """Show who has signed and who has not."""
    return _page(agreement_id)


def _party(session: Any, agreement_id: int, party_id: int, right: str) -> PartyBrief:
    """Return a party that the one who asks acts for."""
    if party_id not in standing_here().parties_for(right):
        raise NotYours(whom=whom(right))
    return next(one for one in cast(session, agreement_id).every if one.id == party_id)


@pages.post("/agreements/<id:agreement_id>/underskrift")
def sign_paper(agreement_id: int) -> Answer:
    """Record that a party has signed on paper."""
    form = read_form(Signed)
    if form.ok:
        with acting(form, goes_to=_place(agreement_id)) as act:
            if not form.given.read:
                raise NotRead(field="read")
            party = _party(act.session, agreement_id, form.given.party, "agreement.record")
            every = sign(act.session, agreement_id, party, now=now(), on=form.given.day,
                         by=actor_for(act.session, agreement_id, "agreement.record", party.id))
        if form.ok:
            if every:
                return done(act.goes_to, "Alla har undertecknat. Nu sköter Överens kallelser och påminnelser.",
                            "Everyone has signed. Överens now sees to calls and reminders.")
            return done(act.goes_to, "Underskriften är antecknad.", "The signature is recorded.")
    return _page(agreement_id, signed=form), form.status


@pages.post("/agreements/<id:agreement_id>/avboj")
def refuse(agreement_id: int) -> Answer:
    """Record that a party will not sign."""
    form = read_form(Declined)
    if form.ok:
        with acting(form, goes_to=_place(agreement_id)) as act:
            party = _party(act.session, agreement_id, form.given.party, "agreement.decline")
            decline(act.session, agreement_id, party, now=now(), reason=form.given.reason,
                    by=actor_for(act.session, agreement_id, "agreement.decline", party.id))
        if form.ok:
            return done(act.goes_to, "Ni har avböjt. Överenskommelsen är ett utkast igen och den andra parten får veta varför.",
                        "You have declined. The agreement is a draft again, and the other party is told why.")
    return _page(agreement_id, declined=form), form.status


def _step(agreement_id: int, step: Step, right: str, sv: str, en: str) -> Response:
    with acting(goes_to=url_for("agreements.show", agreement_id=agreement_id)) as act:
        get_agreement(act.session, agreement_id)
        take(act.session, agreement_id, step, now=now(), by=actor_for(act.session, agreement_id, right))
    return done(act.goes_to, sv, en)


@pages.post("/agreements/<id:agreement_id>/ta-tillbaka")
def withdraw(agreement_id: int) -> Answer:
    """Take an agreement back from signature."""
    return _step(agreement_id, Step.WITHDRAW, "agreement.withdraw",
                 "Tillbakatagen. Det som hunnit undertecknas gäller inte längre.",
                 "Taken back. What had been signed is no longer valid.")


@pages.post("/agreements/<id:agreement_id>/kassera")
def discard(agreement_id: int) -> Answer:
    """Discard a draft."""
    return _step(agreement_id, Step.DISCARD, "agreement.discard", "Utkastet är kasserat.", "The draft is discarded.")

