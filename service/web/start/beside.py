"""Agreements that one stands beside: those that one's party is to join by an amendment, and those that it has left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import BindParameter, bindparam, select, tuple_
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.amendments.states import State
from service.amendments.store import matter_of
from service.amendments.tables import AmendmentRow
from service.parties.model import Standing
from service.parties.tables import FunctionRow, PartyRow
from service.signatures.states import State as Signature
from service.signatures.tables import SignatureRow, SigningRow
from service.web.speech.language import long_day, say

MOST = 40
_PERSON: BindParameter[int] = bindparam("person")
_JOINING = (
    select(AmendmentRow, AgreementRow.title, PartyRow.id, PartyRow.name, PartyRow.from_on)
    .join(PartyRow, PartyRow.joins_by == AmendmentRow.id).join(AgreementRow, AgreementRow.id == AmendmentRow.agreement_id)
    .where(PartyRow.standing == Standing.JOINING, AmendmentRow.state.in_((State.DRAFT, State.IN_SIGNATURE, State.SIGNED)),
           PartyRow.id.in_(select(FunctionRow.party_id).where(FunctionRow.person_id == _PERSON, FunctionRow.waiting.is_(True))))
    .order_by(AmendmentRow.id).limit(MOST)
)
_LEFT = (
    select(AgreementRow.id, AgreementRow.title, PartyRow.name, PartyRow.to_on)
    .join(PartyRow, PartyRow.agreement_id == AgreementRow.id)
    .where(PartyRow.standing == Standing.LEFT, tuple_(PartyRow.id, PartyRow.to_on).in_(select(
        FunctionRow.party_id, FunctionRow.to_on).where(FunctionRow.person_id == _PERSON, FunctionRow.to_on.is_not(None))))
    .order_by(PartyRow.to_on.desc()).limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Beside:
    """An agreement that one is not part of, and what there is to do or read there; `mine` says that it waits for one's party."""

    agreement: str
    what: str
    why: str
    button: str
    link: str
    mine: bool = False


def beside(session: Session, person_id: int | None) -> list[Beside]:
    """Return the agreements that someone's party is to join, and those that it has left."""
    return [] if person_id is None else [*_joining(session, person_id), *_left(session, person_id)]


def _joining(session: Session, person_id: int) -> list[Beside]:
    rows = session.execute(_JOINING, {"person": person_id}).all()
    if not rows:
        return []
    matters = {matter_of(row): row.id for row, *_ in rows}
    asked = {(party, matters[matter]) for party, matter in session.execute(
        select(SignatureRow.party_id, SigningRow.matter).join(SigningRow, SigningRow.id == SignatureRow.signing_id)
        .where(SignatureRow.party_id.in_([party for _, _, party, *_ in rows]), SigningRow.matter.in_(matters),
               SignatureRow.state == Signature.ASKED, SignatureRow.turn.is_(True)))}
    return [_told(row, title, name, from_on, asked=(party, row.id) in asked) for row, title, party, name, from_on in rows]


def _told(row: AmendmentRow, title: str, party: str, from_on: date | None, *, asked: bool) -> Beside:
    if asked:
        what, why = say("Underteckna tillägg {n}", "Sign amendment {n}", n=row.number), say(
            "{party} blir part när alla har undertecknat.", "{party} becomes a party when all have signed.", party=party)
    elif row.state == State.SIGNED and from_on is not None:
        what, why = say("{party} blir part", "{party} becomes a party", party=party), say(
            "Tillägg {n} är undertecknat av alla och gäller från {day}.", "Amendment {n} is signed by all and in force from {day}.",
            n=row.number, day=long_day(from_on))
    elif row.state == State.DRAFT:
        what, why = say("{party} är på väg in", "{party} is on its way in", party=party), say(
            "Tillägg {n} är ett utkast. Ni får ett mejl när det ska undertecknas.",
            "Amendment {n} is a draft. You get mail when it is to be signed.", n=row.number)
    else:
        what, why = say("{party} är på väg in", "{party} is on its way in", party=party), say(
            "Tillägg {n} väntar på de andras underskrifter.", "Amendment {n} waits for the others to sign.", n=row.number)
    link = url_for("ways.amendment" if asked else "amendments.show", amendment_id=row.id)
    return Beside(title, what, why, say("Till underskrifterna", "To the signatures") if asked else say("Visa", "Show"), link, asked)


def _left(session: Session, person_id: int) -> Sequence[Beside]:
    rows = session.connection().execute(_LEFT, {"person": person_id})
    return [Beside(
        title, say("{party} har lämnat", "{party} has left", party=party),
        say("Det som gällde till och med {day} går att läsa.", "What held until {day} can be read.", day=long_day(to_on)),
        say("Läs", "Read"), url_for("former.show", agreement_id=number)) for number, title, party, to_on in rows if to_on is not None]
