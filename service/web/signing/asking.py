"""The part of a form that asks who signs: in what capacity, by what right, in which order, by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from service.lifecycle.signing.manner import (
    USUAL_CAPACITY,
    Manner,
    concerned,
    faults,
    field_of,
    person_named,
    usual_signers,
)
from service.parties.model import Cast, PartyBrief
from service.signatures.actions import Asked, Signer
from service.signatures.store import signers_of
from service.signatures.tables import SignatureRow, SignerRow, SigningRow
from service.web.frame.desk import today
from service.web.frame.forms import Asked as Model
from service.web.frame.forms import Form
from service.web.frame.text import one_line
from service.web.speech.language import say

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


def _last_time(session: Session, agreement_id: int, matter: str) -> tuple[dict[int, Asked], bool]:
    """Return how the last signing of a file was asked for, and whether it was in order: of the same text if it was out before."""
    files = select(SigningRow).where(SigningRow.agreement_id == agreement_id, SigningRow.document_id.is_not(None))
    signing = session.scalars(files.order_by((SigningRow.matter == matter).desc(), SigningRow.round.desc()).limit(1)).one_or_none()
    if signing is None:
        return {}, False
    rows = session.scalars(select(SignatureRow).where(SignatureRow.signing_id == signing.id).order_by(SignatureRow.id)).all()
    named: dict[int, list[SignerRow]] = {one.id: [] for one in rows}
    for one in signers_of(session, list(named)):
        named[one.signature_id].append(one)
    return {one.party_id: Asked(party_id=one.party_id, needed=one.needed, signers=tuple(
        Signer(name=each.name, capacity=each.capacity, authority=each.authority) for each in named[one.id]))
        for one in rows}, signing.ordered


def filled_in(session: Session, agreement_id: int, cast: Cast, matter: str) -> tuple[list[Rows], bool]:
    """Return who usually signs, or who did the last time, and whether that was in order."""
    day = today()
    last, ordered = _last_time(session, agreement_id, matter)
    usual = {asked.party_id: asked for asked in usual_signers(cast, day, matter)}
    made, parties = [], concerned(cast, matter)
    order = list(last) if ordered else []
    asked_then = sorted(parties, key=lambda one: order.index(one.id) if one.id in order else len(order))
    for party in parties:
        people = _people(cast, party, day)
        asked = last.get(party.id)
        # Whoever has left since the last time is not proposed again.
        if asked is None or not all(each.name in people for each in asked.signers):
            asked = usual[party.id]
        made.append(Rows(party, str(asked_then.index(party) + 1), str(asked.needed), people=people, signers=[
            {"name": each.name, "capacity": each.capacity, "authority": each.authority or ""} for each in asked.signers]))
    return made, ordered


def typed(form: MultiDict[str, str], cast: Cast, matter: str) -> list[Rows]:
    """Return what was typed about each party."""
    made = []
    for party in concerned(cast, matter):
        at = f"party.{party.id}"
        signers = [{name: one_line(form.get(f"{at}.{number}.{name}", ""), LONGEST) for name in NOBODY}
                   for number in range(MOST_SIGNERS)]
        made.append(Rows(party, form.get(f"{at}.place", "")[:2], form.get(f"{at}.needed", "1")[:2], people=_people(
            cast, party, today()), signers=[each for each in signers if each["name"] or each["authority"]]))
    return made


def manner_of(form: Form[Model], every: Sequence[Rows], cast: Cast, matter: str) -> Manner:
    """Return how signatures are asked for; note on the form all that is wrong."""
    ordered = form.text("ordered") == "yes"
    if ordered and sorted(rows.place for rows in every) != [str(place) for place in range(1, len(every) + 1)]:
        form.wrong(field_of(every[0].party.id, "place"), say("Ge varje part sin egen plats i ordningen.",
                                                             "Give each party a place of its own in the order."))
    for rows in every:
        for number, each in enumerate(rows.signers):
            if not each["name"]:
                form.wrong(field_of(rows.party.id, "name", number), say("Namnet saknas.", "The name is missing."))
    in_order = sorted(every, key=lambda rows: rows.place) if ordered else every
    manner = Manner(asked=tuple(_asked(rows, cast) for rows in in_order), ordered=ordered, deadline=_deadline(form))
    for refusal in faults(manner, cast, matter, today()):
        form.refuse(refusal)
    return manner


def _deadline(form: Form[Model]) -> date | None:
    if not form.text("deadline"):
        return None
    try:
        return date.fromisoformat(form.text("deadline"))
    except ValueError:
        form.wrong("deadline", say("Skriv dagen som 2026-12-31.", "Write the day like 2026-12-31."))
        return None


def _asked(rows: Rows, cast: Cast) -> Asked:
    return Asked(party_id=rows.party.id, needed=2 if rows.needed == "2" else 1, signers=tuple(Signer(
        name=each["name"], capacity=each["capacity"] or USUAL_CAPACITY, authority=each["authority"] or None,
        person_id=person_named(cast, rows.party.id, each["name"], today())) for each in rows.signers))


def ordering(request_form: MultiDict[str, str]) -> Form[Model]:
    """Return what was typed about order and deadline, as a form to note on."""
    given: dict[str, Any] = {name: request_form.get(name, "")[:20] for name in ("ordered", "deadline")}
    return Form(Model, given)


def room_for_more(every: Sequence[Rows]) -> None:
    """Give each party empty lines for further signatories."""
    for rows in every:
        rows.filled = max(len(rows.signers), 1)
        rows.signers += [dict(NOBODY) for _ in range(min(MOST_SIGNERS, max(len(rows.signers) + 1, 2)) - len(rows.signers))]


def field_names(form: Form[Model], every: Sequence[Rows]) -> dict[str, str]:
    """Return what the fields are called where something is wrong with them."""
    return {"deadline": say("Senast", "By")} | {
        name: rows.party.name for rows in every for name in form.errors if name.startswith(f"party.{rows.party.id}.")}
