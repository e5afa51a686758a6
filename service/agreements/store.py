"""Finding agreements and their terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow, TermsRow
from service.agreements.terms import Terms
from service.db import among
from service.kernel.errors import Refusal


class NoSuchAgreement(Refusal):
    """There is no agreement {id}."""

    sv = "Det finns ingen överenskommelse {id}."
    status = 404


@dataclass(frozen=True, slots=True)
class Brief:
    """What notices and acts need to know of an agreement."""

    id: int
    uid: str
    title: str
    state: str
    starts_on: date
    ends_on: date | None
    sample: bool
    ladders: str


_BRIEFS = select(
    AgreementRow.id, AgreementRow.uid, AgreementRow.title, AgreementRow.state, AgreementRow.starts_on,
    AgreementRow.ends_on, AgreementRow.sample, AgreementRow.ladders,
)


def briefs(session: Session, ids: Sequence[int]) -> dict[int, Brief]:
    """Return the briefs of the agreements `ids`."""
    return {row[0]: Brief(*row) for row in session.connection().execute(_BRIEFS.where(AgreementRow.id.in_(ids)))}


def get_agreement(session: Session, agreement_id: int) -> AgreementRow:
    """Return the agreement, locked until the transaction ends where the database locks rows."""
    query = select(AgreementRow).where(AgreementRow.id == agreement_id)
    found = session.scalars(query.with_for_update(key_share=True).execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoSuchAgreement(id=agreement_id)
    return found


def open_successor(session: Session, agreement_id: int, *, bound: bool = False) -> AgreementRow | None:
    """Return the agreement that is to take over from this one and is not signed yet; with `bound` also one that is."""
    states = (State.DISCARDED,) if bound else (State.DRAFT, State.IN_SIGNATURE)
    within = AgreementRow.state.not_in(states) if bound else AgreementRow.state.in_(states)
    return session.scalars(select(AgreementRow).where(
        AgreementRow.follows_id == agreement_id, within).order_by(AgreementRow.id).limit(1)).first()


@dataclass(frozen=True, slots=True)
class Follower:
    """An agreement that takes over from another, and whether it is signed."""

    id: int
    title: str
    signed: bool


_FOLLOWERS = select(AgreementRow.follows_id, AgreementRow.id, AgreementRow.title, AgreementRow.state).where(
    among(AgreementRow.follows_id), AgreementRow.state != State.DISCARDED).order_by(AgreementRow.id.desc())


def followers(session: Session, agreement_ids: Sequence[int]) -> dict[int, Follower]:
    """Return which agreement takes over from each of some, for those that one does."""
    rows = session.execute(_FOLLOWERS, {"ids": agreement_ids}).all()
    return {before: Follower(number, title, state not in (State.DRAFT, State.IN_SIGNATURE)) for before, number, title, state in rows
            if before is not None}


@lru_cache(maxsize=512)
def parse_terms(body: str) -> Terms:
    """Return the terms that `body` holds."""
    return Terms.model_validate_json(body)


_TERMS = select(TermsRow.body).where(TermsRow.agreement_id == bindparam("agreement")).order_by(TermsRow.number.desc()).limit(1)


def terms_of(session: Session, agreement_id: int) -> Terms:
    """Return the newest terms that have come into force."""
    body = session.scalars(_TERMS, {"agreement": agreement_id}).one_or_none()
    if body is None:
        raise NoSuchAgreement(id=agreement_id)
    return parse_terms(body)


def terms_rows(session: Session, agreement_id: int) -> Sequence[TermsRow]:
    """Return every version of the terms that has come into force, the first first."""
    return session.scalars(select(TermsRow).where(TermsRow.agreement_id == agreement_id).order_by(TermsRow.number)).all()
