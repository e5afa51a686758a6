"""Sending an amendment for signature: who signs for each party, in what capacity, by what right, in which order, by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service.amendments.states import AMENDMENT, State, Step
from service.amendments.store import NoSuchAmendment, matter_of
from service.amendments.tables import AmendmentRow
from service.lifecycle.signing.asking import USUAL_CAPACITY, Manner, usual_signers
from service.lifecycle.signing.papers import put_amendment
from service.parties.model import Cast, PartyBrief
from service.signatures.actions import Asked, Signer
from service.signatures.store import AGREEMENT, signers_of
from service.signatures.tables import SignatureRow, SignerRow, SigningRow
from service.web.amendments.compare import compared, effect_in_words, outlook
from service.web.amendments.read import Amendment, load
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked as Model
from service.web.frame.forms import Form
from service.web.frame.text import one_line
from service.web.speech.language import say

pages = Blueprint("amendment_send", __name__)
WHO = {"show": Of("amendment", "amendment.send"), "send": Of("amendment", "amendment.send")}
Answer = str | Response | tuple[str, int]
MOST_SIGNERS, LONGEST = 4, 300
NOBODY: Mapping[str, str] = {"name": "", "capacity": "", "authority": ""}


@dataclass(slots=True)
class Rows:
    """What is typed about one party: its place in the order, how many sign, and who may."""

    party: PartyBrief
    place: str
    needed: str
    signers: list[dict[str, str]]
    people: Sequence[str] = field(default_factory=tuple)
    filled: int = 1


def _people(cast: Cast, party: PartyBrief, day: date) -> list[str]:
    return list(dict.fromkeys(seat.name for seat in cast.seats if seat.party_id == party.id and seat.holds(day)))


def _last_time(session: Session, row: AmendmentRow) -> tuple[dict[int, Asked], bool]:
    """Return how the last signing of the agreement that names its signers was asked for, and whether it was in order."""
    signing = session.scalars(select(SigningRow).where(
        SigningRow.agreement_id == row.agreement_id, SigningRow.matter != matter_of(row), SigningRow.matter != AGREEMENT,
    ).order_by(SigningRow.round.desc()).limit(1)).one_or_none()
    if signing is None:
        return {}, False
    rows = session.scalars(select(SignatureRow).where(SignatureRow.signing_id == signing.id).order_by(SignatureRow.id)).all()
    named: dict[int, list[SignerRow]] = {one.id: [] for one in rows}
    for one in signers_of(session, list(named)):
        named[one.signature_id].append(one)
    return {one.party_id: Asked(party_id=one.party_id, needed=one.needed, signers=tuple(
        Signer(name=each.name, capacity=each.capacity, authority=each.authority) for each in named[one.id]))
        for one in rows}, signing.ordered


def _filled_in(session: Session, one: Amendment) -> tuple[list[Rows], bool]:
    cast, day = one.desk.cast, today()
    last, ordered = _last_time(session, one.row)
    usual = {asked.party_id: asked for asked in usual_signers(cast, day, matter_of(one.row))}
    made = []
    for place, party in enumerate(cast.concerned(one.row.id), 1):
        people = _people(cast, party, day)
        asked = last.get(party.id)
        # Whoever has left since the last time is not proposed again.
        if asked is None or not all(each.name in people for each in asked.signers):
            asked = usual[party.id]
        made.append(Rows(party, str(place), str(asked.needed), people=people, signers=[
            {"name": each.name, "capacity": each.capacity, "authority": each.authority or ""} for each in asked.signers]))
    return made, ordered


def _typed(form: MultiDict[str, str], one: Amendment) -> list[Rows]:
    made = []
    for party in one.desk.cast.concerned(one.row.id):
        at = f"party.{party.id}"
        signers = [{name: one_line(form.get(f"{at}.{number}.{name}", ""), LONGEST) for name in NOBODY}
                   for number in range(MOST_SIGNERS)]
        made.append(Rows(party, form.get(f"{at}.place", "")[:2], form.get(f"{at}.needed", "1")[:2], people=_people(
            one.desk.cast, party, today()), signers=[each for each in signers if each["name"] or each["authority"]]))
    return made


def _manner(form: Form[Model], every: Sequence[Rows], one: Amendment) -> Manner:
    """Return how signatures are asked for; note on the form what is wrong."""
    asked = [(rows, _asked(form, rows, one.desk.cast)) for rows in every]
    ordered = form.text("ordered") == "yes"
    if ordered and sorted(rows.place for rows in every) != [str(place) for place in range(1, len(every) + 1)]:
        form.wrong(f"party.{every[0].party.id}.place", say("Ge varje part sin egen plats i ordningen.",
                                                         "Give each party a place of its own in the order."))
    deadline: date | None = None
    if form.text("deadline"):
        try:
            deadline = date.fromisoformat(form.text("deadline"))
        except ValueError:
            form.wrong("deadline", say("Skriv dagen som 2026-12-31.", "Write the day like 2026-12-31."))
        if deadline is not None and deadline < today():
            form.wrong("deadline", say("Den dagen har passerat.", "That day has passed."))
    if ordered:
        asked.sort(key=lambda pair: pair[0].place)
    return Manner(asked=tuple(each for _, each in asked), ordered=ordered, deadline=deadline)


def _asked(form: Form[Model], rows: Rows, cast: Cast) -> Asked:
    at = f"party.{rows.party.id}"
    people = {seat.name: seat.person_id for seat in cast.seats if seat.party_id == rows.party.id and seat.holds(today())}
    if not rows.signers:
        form.wrong(f"{at}.0.name", say("Ange vem som undertecknar för {party}.", "Say who signs for {party}.", party=rows.party.name))
    for number, each in enumerate(rows.signers):
        if not each["name"]:
            form.wrong(f"{at}.{number}.name", say("Namnet saknas.", "The name is missing."))
    if len({each["name"].casefold() for each in rows.signers}) < len(rows.signers):
        form.wrong(f"{at}.1.name", say("Samma person står två gånger.", "The same person is there twice."))
    needed = int(rows.needed) if rows.needed in ("1", "2") else 1
    if rows.signers and needed > len(rows.signers):
        form.wrong(f"{at}.needed", say("Två ska underteckna tillsammans; ange minst två.",
                                       "Two sign together; name at least two."))
    return Asked(party_id=rows.party.id, needed=needed, signers=tuple(Signer(
        name=each["name"] or "–", capacity=each["capacity"] or USUAL_CAPACITY, authority=each["authority"] or None,
        person_id=people.get(each["name"])) for each in rows.signers))


def _load(amendment_id: int) -> tuple[Amendment, list[Rows], bool]:
    with desk().database.read() as session:
        if session.get(AmendmentRow, amendment_id) is None:
            raise NoSuchAmendment(id=amendment_id)
        one = load(session, amendment_id)
        AMENDMENT.after(State(one.row.state), Step.SEND)
        rows, ordered = _filled_in(session, one)
    return one, rows, ordered


def _page(one: Amendment, every: Sequence[Rows], form: Form[Model]) -> str:
    for rows in every:
        rows.filled = max(len(rows.signers), 1)
        rows.signers += [dict(NOBODY) for _ in range(min(MOST_SIGNERS, max(len(rows.signers) + 1, 2)) - len(rows.signers))]
    seen = outlook(one.desk, one.row, one.changes, today=today(), now=now())
    names: dict[str, str] = {"deadline": say("Senast", "By"), "effective_on": say("Börjar gälla", "Takes effect"),
                             "changes": say("Ändringar", "Changes")}
    names |= {name: rows.party.name for rows in every for name in form.errors if name.startswith(f"party.{rows.party.id}.")}
    return render_template(
        "amendments/send.html", one=one, row=one.row, agreement=one.desk.agreement, every=every, form=form, outlook=seen,
        compared=compared(one.changes), effect=effect_in_words(one.row), names=names, usual=USUAL_CAPACITY, today=today())


@pages.get("/amendments/<id:amendment_id>/skicka")
def show(amendment_id: int) -> Answer:
    """Ask who is to sign, filled in with who usually does."""
    one, rows, ordered = _load(amendment_id)
    return _page(one, rows, Form(Model, {"ordered": "yes" if ordered else "no"}))


@pages.post("/amendments/<id:amendment_id>/skicka")
def send(amendment_id: int) -> Answer:
    """Send the draft for signature."""
    one, _, _ = _load(amendment_id)
    typed: dict[str, Any] = {name: request.form.get(name, "")[:20] for name in ("ordered", "deadline")}
    form, rows = Form(Model, typed), _typed(request.form, one)
    manner = _manner(form, rows, one)
    if not form.errors:
        with acting(form, goes_to=url_for("amendments.show", amendment_id=amendment_id)) as act:
            put_amendment(act.session, amendment_id, manner, now=now(),
                          by=actor_for(act.session, one.row.agreement_id, "amendment.send"))
        if not form.errors:
            return done(act.goes_to, "Skickat. De som undertecknar får mejl, och texten ligger fast.",
                        "Sent. Those who sign get mail, and the text is fixed.")
    return _page(one, rows, form), form.status
