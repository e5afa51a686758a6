"""The people of an agreement: who does what, functions given and ended, one person in the place of another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.accounts.invitations import invite_person
from service.kernel.errors import Refusal, Unknown
from service.kernel.ids import seen_as
from service.lifecycle.acts.contacts import correct_person, ensure_handled, parties_handled
from service.lifecycle.acts.people import Newcomer, end_function, give_functions, replace_person
from service.parties.contacts import address
from service.parties.model import Function
from service.web.frame.access import Of, ensure_fresh, is_operator
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.people.forms import Corrected, Ended, Given, Replaced
from service.web.people.read import Found, Holder, editable_of, elsewhere, failed_mails, load, log_ins
from service.web.speech.language import called, long_day, say

pages = Blueprint("people", __name__)
WHO = {
    "index": Of("agreement", "agreement.see"),
    "giving": Of("agreement", "contacts.edit"),
    "give": Of("agreement", "contacts.edit"),
    "ending": Of("agreement", "contacts.edit"),
    "end": Of("agreement", "contacts.edit"),
    "correcting": Of("agreement", "contacts.edit"),
    "correct": Of("agreement", "contacts.edit"),
    "replacing": Of("agreement", "contacts.edit"),
    "replace": Of("agreement", "contacts.edit"),
    "invite": Of("agreement", "contacts.edit"),
}
RIGHT = "contacts.edit"
Answer = str | Response | tuple[str, int]


class NobodyNamed(Refusal):
    """Choose who takes over, or give the name and the address of someone new."""

    sv = "Välj vem som tar över, eller fyll i namn och e-post för någon ny."
    status = 422


class NoAddress(Refusal):
    """This is no e-mail address. Write it like name@town.org."""

    sv = "Det här är ingen e-postadress. Skriv som namn@kommun.se."
    status = 422


def _place(agreement_id: int) -> str:
    return url_for("people.index", agreement_id=agreement_id)


def _ours(session: Session, *agreement_ids: int) -> frozenset[int]:
    """Return the parties whose contacts the one who asks may change."""
    return parties_handled(session, agreement_ids, person_id=current_user.person_id, operator=is_operator(), on=today())


def _loaded(agreement_id: int) -> tuple[Found, frozenset[int]]:
    with desk().database.read() as session:
        return load(session, agreement_id), _ours(session, agreement_id)


def _functions() -> list[tuple[str, str]]:
    return [(one.value, called("function", one)) for one in Function]


@pages.get("/agreements/<id:agreement_id>/personer")
def index(agreement_id: int) -> str:
    """Show who does what for whom."""
    with desk().database.read() as session:
        one = load(session, agreement_id)
        present = list(one.present(today()))
        failed, accounts = failed_mails(session, present), log_ins(session, present)
        ours = _ours(session, agreement_id)
    return render_template("people/index.html", one=one, sides=one.sides(today()), today=today(), failed=failed,
                           accounts=accounts, ours=ours)


@pages.post("/agreements/<id:agreement_id>/personer/<id:person_id>/bjud-in")
def invite(agreement_id: int, person_id: int) -> Response:
    """Invite someone of the agreement to log in."""
    with acting(goes_to=_place(agreement_id)) as act:
        if person_id not in load(act.session, agreement_id).present(today()):
            raise Unknown(what="person", id=person_id)
        email = invite_person(act.session, person_id, now=now(), by=actor_for(act.session, agreement_id, RIGHT))
    return done(act.goes_to, "En inbjudan går till {email}.", "An invitation goes to {email}.", email=email)


def _giving(agreement_id: int, form: Form[Given] | None = None) -> str:
    one, ours = _loaded(agreement_id)
    parties = [(party.id, party.name) for party in one.parties if party.id in ours]
    return render_template("people/give.html", one=one, form=form or blank(Given, **_wanted(parties)), functions=_functions(),
                           parties=parties, today=today())


def _wanted(parties: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """Return what the address says is to be filled in: the party and the function that lack someone."""
    function, party = request.args.get("funktion", ""), request.args.get("part", "")
    known: dict[str, Any] = {"functions": [function]} if function in [one.value for one in Function] else {}
    numbers = [number for number, _ in parties]
    chosen = [number for number in numbers if str(number) == party] or (numbers if len(numbers) == 1 else [])
    return known | ({"party": chosen[0]} if chosen else {})


@pages.get("/agreements/<id:agreement_id>/personer/ny")
def giving(agreement_id: int) -> str:
    """Ask who is to do what."""
    return _giving(agreement_id)


@pages.post("/agreements/<id:agreement_id>/personer/ny")
def give(agreement_id: int) -> Answer:
    """Give a person functions."""
    form = read_form(Given)
    if form.ok:
        given = form.given
        with acting(form, goes_to=_place(agreement_id)) as act:
            give_functions(
                act.session, agreement_id, Newcomer(name=given.name, email=given.email, language=given.language), given.party,
                given.functions, given.day, now=now(), by=actor_for(act.session, agreement_id, RIGHT),
                may=_ours(act.session, agreement_id))
        if form.ok:
            return done(act.goes_to, "{who} är inlagd.", "{who} has been added.", who=given.name)
    return _giving(agreement_id, form), form.status


def _ending(agreement_id: int, function_id: int, form: Form[Ended] | None = None) -> str:
    with desk().database.read() as session:
        one = load(session, agreement_id)
        held = next((each for each in one.holders if each.id == function_id and not each.past(today())), None)
        if held is None:
            raise Unknown(what="function", id=function_id)
        ensure_handled(session, [held.party_id], _ours(session, agreement_id))
    alone = not any(each.id != held.id and each.party_id == held.party_id and each.function == held.function
                    and not each.past(today()) for each in one.holders)
    return render_template("people/end.html", one=one, held=held, alone=alone, today=today(),
                           form=form or blank(Ended, day=today()))


@pages.get("/agreements/<id:agreement_id>/personer/funktioner/<id:function_id>/avsluta")
def ending(agreement_id: int, function_id: int) -> str:
    """Ask from which day a function is no longer held."""
    return _ending(agreement_id, function_id)


@pages.post("/agreements/<id:agreement_id>/personer/funktioner/<id:function_id>/avsluta")
def end(agreement_id: int, function_id: int) -> Answer:
    """End a function."""
    form = read_form(Ended)
    if form.ok:
        with acting(form, goes_to=_place(agreement_id)) as act:
            end_function(act.session, agreement_id, function_id, form.given.day, now=now(),
                         by=actor_for(act.session, agreement_id, RIGHT), may=_ours(act.session, agreement_id))
        if form.ok:
            return done(act.goes_to, "Funktionen slutar {day}.", "The function ends on {day}.", day=long_day(form.given.day))
    return _ending(agreement_id, function_id, form), form.status


def _sides(one: Found, person_id: int) -> set[int]:
    return {each.party_id for each in one.holders if each.person_id == person_id}


def _correcting(agreement_id: int, person_id: int, form: Form[Corrected] | None = None) -> str:
    with desk().database.read() as session:
        one = load(session, agreement_id)
        person = one.person(person_id)
        ensure_handled(session, _sides(one, person_id), _ours(session, agreement_id))
        failed = failed_mails(session, [person_id])[person_id]
    known = blank(Corrected, name=person.name, email=person.email, language=person.language, again=True)
    form = form or known
    if form.status != NoAddress.status:
        form.typed["seen"] = str(seen_as(person.name, person.email, person.language))
    return render_template("people/correct.html", one=one, person=person, failed=failed, form=form)


@pages.get("/agreements/<id:agreement_id>/personer/<id:person_id>/ratta")
def correcting(agreement_id: int, person_id: int) -> str:
    """Ask for the right name and address."""
    return _correcting(agreement_id, person_id)


@pages.post("/agreements/<id:agreement_id>/personer/<id:person_id>/ratta")
def correct(agreement_id: int, person_id: int) -> Answer:
    """Correct name, address and language."""
    if is_operator():
        # Whoever runs the installation changes with the address what the person logs in by.
        ensure_fresh()
    form = read_form(Corrected)
    if form.ok:
        given = form.given
        with acting(form, goes_to=_place(agreement_id)) as act:
            may = None if is_operator() else editable_of(act.session, person_id, by=current_user.person_id, on=today())
            correct_person(
                act.session, agreement_id, person_id, name=given.name, email=given.email, language=given.language, may=may,
                seen=given.seen, again=given.again, now=now(), by=actor_for(act.session, agreement_id, RIGHT))
        if form.ok:
            return done(act.goes_to, "Rättat. Mejl som väntar går till {email}.", "Corrected. Waiting mail goes to {email}.",
                        email=given.email)
    return _correcting(agreement_id, person_id, form), form.status


def _others(session: Session, agreement_id: int, person_id: int) -> list[tuple[int, str]]:
    return elsewhere(session, person_id, agreement_id, person_id=current_user.person_id, operator=is_operator(), on=today())


def _replacing(agreement_id: int, person_id: int, form: Form[Replaced] | None = None) -> str:
    with desk().database.read() as session:
        one = load(session, agreement_id)
        leaver = one.person(person_id)
        ensure_handled(session, _sides(one, person_id), _ours(session, agreement_id))
        others = _others(session, agreement_id, person_id)
    names = {party.id: party.name for party in one.parties}
    known: dict[str, Any] = {"day": today(), "also": [number for number, _ in others], "language": "sv"}
    held = [each for each in one.holders if each.person_id == person_id and not each.past(today())]
    sides = {each.party_id for each in held}
    heirs = [(number, f"{each.name}, {names[each.party_id]}") for number, each in one.present(today()).items()
             if number != person_id and each.party_id in sides]
    return render_template("people/replace.html", one=one, leaver=leaver, held=held, heirs=heirs, others=others, names=names,
                           today=today(), form=form or blank(Replaced, **known))


@pages.get("/agreements/<id:agreement_id>/personer/<id:person_id>/ersatt")
def replacing(agreement_id: int, person_id: int) -> str:
    """Ask who takes over, and from when."""
    return _replacing(agreement_id, person_id)


def _heir(one: Found, form: Form[Replaced]) -> Newcomer:
    given = form.given
    if given.heir is not None:
        known: Holder | None = one.present(today()).get(given.heir)
        if known is None:
            raise NobodyNamed(field="heir")
        return Newcomer(name=known.name, email=known.email, language=known.language)
    if not given.name or not given.email:
        raise NobodyNamed(field="heir" if not given.name and not given.email else "name" if not given.name else "email")
    try:
        return Newcomer(name=given.name, email=address(given.email), language=given.language)
    except ValueError:
        raise NoAddress(field="email") from None


@pages.post("/agreements/<id:agreement_id>/personer/<id:person_id>/ersatt")
def replace(agreement_id: int, person_id: int) -> Answer:
    """Let someone take over all that a person does."""
    form = read_form(Replaced)
    if form.ok:
        given = form.given
        with acting(form, goes_to=_place(agreement_id)) as act:
            one = load(act.session, agreement_id)
            leaver = one.person(person_id)
            heir = _heir(one, form)
            offered = {number for number, _ in _others(act.session, agreement_id, person_id)}
            places = [agreement_id, *sorted(offered & set(given.also))]
            replace_person(act.session, places, person_id, heir, given.day, now=now(),
                           by=actor_for(act.session, agreement_id, RIGHT), may=_ours(act.session, *places))
        if form.ok:
            return done(act.goes_to, "{who} tar över efter {leaver} från {day}.", "{who} takes over from {leaver} from {day}.",
                        who=heir.name, leaver=leaver.name, day=long_day(given.day))
    return _replacing(agreement_id, person_id, form), form.status


def said_days(one: Holder) -> str:
    """Return between which days a function is held, in words."""
    if one.from_on and one.to_on:
        return say("{first} – {last}", "{first} – {last}", first=long_day(one.from_on), last=long_day(one.to_on))
    if one.from_on:
        return say("från {day}", "from {day}", day=long_day(one.from_on))
    return say("till och med {day}", "until {day}", day=long_day(one.to_on)) if one.to_on else ""


@pages.app_template_global("said_days")
def _said_days(one: Holder) -> str:
    return said_days(one)
