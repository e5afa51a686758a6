"""Taking an agreement in, sending it for signature, and recording that it is signed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from service.accounts.users import tie
from service.agreements.states import State, Step
from service.agreements.store import get_agreement, terms_of
from service.agreements.tables import AgreementRow, TermsRow, TextRow
from service.agreements.terms import Expiry, Terms
from service.documents import actions as documents
from service.documents.model import Direction, Kind, Received, Registration
from service.history.record import Record, append
from service.kernel.clock import local_day, moment
from service.kernel.errors import Refusal
from service.kernel.ids import new_uid, text_digest
from service.kernel.sorting import search_text, sort_key
from service.lifecycle.notices import scene, signature_facts, signing_letter
from service.lifecycle.plan import apply_plan
from service.lifecycle.steps import catch_up, take
from service.notices.owe import owe
from service.obligations.reminders.ladders import Owed
from service.parties.contacts import Contact, seat_contacts
from service.parties.model import PartyBrief
from service.parties.organisations import tie_parties
from service.parties.store import cast as cast_of
from service.parties.tables import PartyRow
from service.signatures import actions as signatures
from service.signatures.rules import SIGNING
from service.signatures.states import State as Signature
from service.signatures.states import Step as Sign
from service.signatures.store import last_round, of_round

NO_LIMIT = 1000


class FutureDay(Refusal):
    """The day {day} has not come yet; give the day it was done."""

    sv = "Dagen {day} har inte kommit än; ange dagen då det skedde."
    status = 422


class AlreadySigned(Refusal):
    """{party} has already signed."""

    sv = "{party} har redan undertecknat."


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text an agreement was read from, where each value stands in it, and the file it came in."""

    text: str
    evidence: Mapping[str, Any]
    file: Received | None = None


def register(
    session: Session, terms: Terms, contacts: Sequence[Contact], *, now: datetime, by: str,
    document: Document | None = None, assumed: Sequence[Mapping[str, Any]] = (), sample: bool = False,
    place: str | None = None,
) -> int:
    """Take in an agreement as a draft, with its parties, people and plan; return its id."""
    body = terms.model_dump_json()
    row = AgreementRow(
        uid=new_uid(), title=terms.title, state=State.DRAFT, version=1, starts_on=terms.start, ends_on=terms.end,
        ending=terms.ending.mode, renewals=0, renewals_most=most_renewals(terms), registered_at=now, arose_at=now,
        assumed=json.dumps(list(assumed), ensure_ascii=False), sample=sample, signed_place=place,
        sort_key=sort_key(terms.title), search=search_text(terms.title, [party.name for party in terms.parties]),
    )
    session.add(row)
    session.flush()
    session.add(TermsRow(agreement_id=row.id, number=1, from_on=terms.start, body=body, digest=text_digest(body),
                         recorded_at=now))
    if document is not None:
        session.add(TextRow(agreement_id=row.id, body=document.text, digest=text_digest(document.text),
                            evidence=json.dumps(document.evidence, ensure_ascii=False)))
    parties = [
        PartyRow(agreement_id=row.id, position=place, role=party.role, name=party.name, org_number=party.org_number)
        for place, party in enumerate(terms.parties)
    ]
    session.add_all(parties)
    session.flush()
    tie_parties(session, parties)
    for person_id, email in seat_contacts(
            session, row.id, [PartyBrief(one.id, one.role, one.name) for one in parties], contacts):
        tie(session, person_id, email)
    append(session, [Record(chain=row.id, at=now, actor=by, subject=f"agreement {row.id}", event="registered",
                            body={"title": terms.title, "terms": text_digest(body), "assumed": len(assumed)})])
    if document is not None and document.file is not None:
        _keep_original(session, row, document.file, now=now, by=by)
    apply_plan(session, row, terms, now=now, live=False)
    return row.id


def _keep_original(session: Session, row: AgreementRow, file: Received, *, now: datetime, by: str) -> None:
    original = Registration(kind=Kind.AGREEMENT, title=row.title, direction=Direction.DRAWN_UP, day=local_day(now))
    documents.add(session, row.id, original, file, party=None, now=now, by=by)


def most_renewals(terms: Terms) -> int:
    """Return how often an agreement may renew."""
    if terms.ending.mode is not Expiry.RENEWS:
        return 0
    return terms.ending.max_times or NO_LIMIT


def send(session: Session, agreement_id: int, *, now: datetime, by: str, tell: bool = True) -> None:
    """Send a draft for signature by every party; its text is fixed from now on."""
    row = take(session, agreement_id, Step.SEND, now=now, by=by, values={"sent_at": now})
    around = scene(session, agreement_id)
    digest = _signed_text(session, agreement_id)
    asked = signatures.ask(session, row.id, [party.id for party in around.cast.parties], digest, now=now)
    if not tell:
        return
    facts = {"start": row.starts_on.isoformat(), **signature_facts(session, agreement_id, around.cast)}
    owe(session, [
        signing_letter("signature_wanted", f"signature {one.id}", around, Owed(
            name="signature_wanted", to=SIGNING, rung="now", given_on=local_day(now), named=(one.party_id,),
        ), today=local_day(now), facts=facts)
        for one in asked
    ], now=now)


def _signed_text(session: Session, agreement_id: int) -> str:
    text = session.get(TextRow, agreement_id)
    return text.digest if text is not None else text_digest(terms_of(session, agreement_id).model_dump_json())


def sign(session: Session, agreement_id: int, party: PartyBrief, *, now: datetime, by: str, on: date | None = None) -> bool:
    """Record that a party has signed; return whether all have, which makes the agreement signed.

    A draft is sent for signature first: its paper was signed before it was taken in.
    """
    day = on or local_day(now)
    if day > local_day(now):
        raise FutureDay(day=day)
    row = get_agreement(session, agreement_id)
    if row.state == State.DRAFT:
        send(session, agreement_id, now=now, by=by, tell=day >= local_day(row.registered_at))
    rows = of_round(session, agreement_id, last_round(session, agreement_id))
    mine = next((one for one in rows if one.party_id == party.id), None)
    if mine is not None and mine.state == Signature.SIGNED:
        raise AlreadySigned(party=party.name)
    if mine is None or row.state != State.IN_SIGNATURE:
        take(session, agreement_id, Step.COMPLETE, now=now, by=by)
    assert mine is not None
    signatures.record(session, mine, Sign.SIGN, on=day, by=by, now=now)
    if any(one.state == Signature.ASKED for one in rows):
        return False
    last = max(one.signed_on for one in rows if one.signed_on is not None)
    signed_at = now if last == local_day(now) else moment(last)
    take(session, agreement_id, Step.COMPLETE, now=now, by=by,
         values={"signed_on": last, "signed_at": signed_at, "known_at": now})
    catch_up(session, agreement_id, now=now)
    return True


def decline(session: Session, agreement_id: int, party: PartyBrief, *, now: datetime, by: str, reason: str) -> None:
    """Record that a party will not sign; the agreement is a draft again and both parties are told."""
    rows = of_round(session, agreement_id, last_round(session, agreement_id))
    mine = next((one for one in rows if one.party_id == party.id and one.state == Signature.ASKED), None)
    if mine is not None:
        signatures.record(session, mine, Sign.DECLINE, on=local_day(now), by=by, now=now, reason=reason)
    take(session, agreement_id, Step.DECLINE, now=now, by=by)
    around = scene(session, agreement_id)
    everyone = tuple(one.id for one in cast_of(session, agreement_id).parties)
    told = Owed(name="declined", to=SIGNING, rung=str(last_round(session, agreement_id)), given_on=local_day(now),
                named=everyone)
    owe(session, [signing_letter("declined", f"agreement {agreement_id}", around, told, today=local_day(now),
                                 facts={"by": party.name, "reason": reason})], now=now)
