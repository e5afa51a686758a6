"""The last step: who acts for each party; then the agreement is there."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.terms import Terms
from service.intake import cases
from service.kernel.errors import Refusal
from service.lifecycle.acts.register import Document, register
from service.lifecycle.standing import MayNotRegister, may_register
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.tables import PersonRow
from service.web.frame.access import Who, is_operator
from service.web.frame.acting import acting, actor, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked, Form
from service.web.intake.form.build import Built
from service.web.intake.form.people import NOBODY, Person, check_people, read_people, vacant
from service.web.intake.form.typed import renumbered
from service.web.intake.review import Answer, Case, finished, load_case
from service.web.speech.language import called, say

pages = Blueprint("intake_contacts", __name__)
WHO = {"show": Who.USER, "save": Who.USER}
LABELS = {"name": ("Namn", "Name"), "email": ("E-post", "E-mail"), "party": ("Part", "Party"),
          "language": ("Språk", "Language"), "functions": ("Funktioner", "Functions")}


class NotAmongThem(Refusal):
    """You must be among the contacts yourself, or you could not open the agreement afterwards."""

    sv = "Du behöver själv stå med bland kontaktpersonerna, annars kan du inte öppna överenskommelsen sedan."
    status = 422


def _own_address(session: Session) -> str:
    person = session.get(PersonRow, current_user.person_id) if current_user.person_id is not None else None
    return person.email if person is not None else str(current_user.email)


def _first(terms: Terms) -> list[Person]:
    """Return the contacts to begin with: who takes the agreement in coordinates it, and each party has a row."""
    with desk().database.read() as session:
        email = _own_address(session)
    mine = next((place for place, party in enumerate(terms.parties) if party.role == "public"), 0)
    me = {"name": current_user.name, "email": email, "party": str(mine), "language": current_user.language,
          "functions": [Function.COORDINATOR.value]}
    return [me, *({**NOBODY, "party": str(place)} for place in range(len(terms.parties)) if place != mine)]


def _page(case: Case, terms: Terms, people: Sequence[Person], form: Form[Asked] | None = None) -> str:
    parties = [(party.name, party.role) for party in terms.parties]
    names = {f"people.{number}.{name}": f"{one['name'] or say('Person {n}', 'Person {n}', n=number + 1)}: {say(*words)}"
             for number, one in enumerate(people) for name, words in LABELS.items()}
    return render_template(
        "intake/contacts.html", case=case.row, terms=terms, people=people, form=form or Form(Asked), names=names,
        vacant=vacant(people, parties, today()), made_from=cases.version_of(case.row.people),
        functions=[(one.value, called("function", one)) for one in Function])


def _ready(intake_id: int) -> tuple[Case, Built, Response | None]:
    """Return the case with its terms, or the way to where it must be mended first."""
    case = load_case(intake_id)
    built = case.built()
    away = finished(case)
    if away is None and built.terms is None:
        away = redirect(url_for("intake_review.show", intake_id=intake_id, kontrollera=1), 303)
    return case, built, away


@pages.get("/intag/<id:intake_id>/kontakter")
def show(intake_id: int) -> Answer:
    """Show who acts for each party."""
    case, built, away = _ready(intake_id)
    if away is not None or built.terms is None:
        return away or ""
    return _page(case, built.terms, json.loads(case.row.people) or _first(built.terms))


def _changed(people: list[Person], do: str) -> tuple[list[Person], str]:
    what, _, number = do.partition(":")
    if what == "add":
        return [*people, {**NOBODY, "party": number}], f"people.{len(people)}"
    if what == "drop":
        return [one for place, one in enumerate(people) if str(place) != number], "people"
    return people, ""


@pages.post("/intag/<id:intake_id>/kontakter")
def save(intake_id: int) -> Answer:
    """Keep the contacts as they stand; with the last button the agreement is made."""
    do = request.form.get("do", "keep")
    case, built, away = _ready(intake_id)
    if away is not None or built.terms is None:
        return away or ""
    people, place = _changed(read_people(request.form), do)
    form = Form(Asked)
    contacts: tuple[Contact, ...] = ()
    if do == "done":
        checked = check_people(people, [party.name for party in built.terms.parties])
        contacts = checked.contacts
        for name, why in checked.errors.items():
            form.wrong(name, why)
    if not form.errors:
        leads = {"later": url_for("intake.choose"), "preview": url_for("intake_review.preview", intake_id=intake_id)}.get(
            do, url_for("intake_contacts.show", intake_id=intake_id, _anchor=place or None))
        with acting(form, goes_to=leads) as act:
            cases.save_people(act.session, intake_id, current_user.id, people, version=request.form.get("version", ""), now=now())
            if do == "done":
                agreement_id = _take_in(act.session, case, built, built.terms, contacts)
                act.goes_to = url_for("agreements.show", agreement_id=agreement_id)
        if not form.errors:
            return _answer(act.goes_to, do)
    return _page(case, built.terms, people, form), form.status


def _take_in(session: Session, case: Case, built: Built, terms: Terms, contacts: Sequence[Contact]) -> int:
    if not may_register(session, person_id=current_user.person_id, operator=is_operator(), on=today()):
        raise MayNotRegister
    if not is_operator() and _own_address(session) not in [one.email for one in contacts]:
        raise NotAmongThem
    document = Document(text=case.row.body, evidence=renumbered(case.evidence, case.typed),
                        file=cases.original_of(session, case.row)) if case.row.body else None
    agreement_id = register(session, terms, contacts, now=now(), by=actor(), document=document, assumed=built.assumed,
                            place=built.place)
    cases.become(session, case.row.id, current_user.id, agreement_id, now=now())
    return agreement_id


def _answer(leads: str, do: str) -> Response:
    if do == "done":
        return done(leads, "Klart. Överenskommelsen är inlagd som utkast; nästa steg är att skicka den för underskrift.",
                    "Done. The agreement is taken in as a draft; the next step is to send it for signature.")
    if do in ("later", "keep"):
        return done(leads, "Sparat. Du kan fortsätta när du vill.", "Saved. You can go on whenever you like.")
    return redirect(leads, 303)
