"""Amendments drawn up, sent and signed as people do it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow, TermsRow
from service.agreements.terms import Terms
from service.amendments.store import get_amendment, matter_of
from service.amendments.tables import AmendmentRow
from service.kernel.clock import local_day
from service.lifecycle.amending import amend
from service.lifecycle.amending.draft import changes_digest, draft
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.signing.sign import sign_as
from service.parties.store import cast
from service.signatures.actions import Proof, Text
from service.signatures.rules import Way
from service.signatures.store import of_matter, signers_of
from tests.builders import BY


def changed(session: Session, agreement_id: int, **matters: Any) -> Terms:
    """Return the newest signed terms with whole matters changed; a dotted path is written with two underscores."""
    body = newest_terms(session, agreement_id).model_dump(mode="json")
    for path, value in matters.items():
        *within, last = path.split("__")
        place = body
        for name in within:
            place = place[name]
        place[last] = value
    return Terms.model_validate(body)


def drawn_up(
    session: Session, agreement_id: int, *, now: datetime, effective_on: date | None = None, title: str = "Ändring", **matters: Any,
) -> int:
    """Draw up an amendment; return its id."""
    terms = changed(session, agreement_id, **matters)
    return draft(session, agreement_id, terms, title=title, rationale="Vi är överens.", now=now, by=BY, effective_on=effective_on).id


def put(session: Session, amendment_id: int, *, now: datetime) -> None:
    """Put an amendment forward for signature, known by the digest of what it says."""
    amend.send(session, amendment_id, now=now, by=BY, text=Text(digest=changes_digest(get_amendment(session, amendment_id))))


def sent(session: Session, agreement_id: int, *, now: datetime, **given: Any) -> int:
    """Draw up an amendment and send it for signature; return its id."""
    made = drawn_up(session, agreement_id, now=now, **given)
    put(session, made, now=now)
    return made


def sign(session: Session, amendment_id: int, role: str, *, now: datetime, on: date | None = None) -> bool:
    """Sign for the first party of a side, or the one of a name; return whether all have signed."""
    row = get_amendment(session, amendment_id)
    sides = names_of(session, row)
    mine = next(one for one in of_matter(session, row.agreement_id, matter_of(row)) if role in sides[one.party_id])
    signer = signers_of(session, [mine.id])[0]
    return sign_as(session, mine, signer, Proof(way=Way.INK, digest=mine.digest), on=on or local_day(now), now=now, by=BY)


def names_of(session: Session, row: AmendmentRow) -> dict[int, tuple[str, str]]:
    """Return the side and the name of everyone who is, was or is to be a party."""
    return {one.id: (one.role, one.name) for one in cast(session, row.agreement_id).every}


def signed(session: Session, agreement_id: int, *, now: datetime, **given: Any) -> int:
    """Draw up an amendment that both sides sign at once; return its id."""
    made = sent(session, agreement_id, now=now, **given)
    assert sign(session, made, "public", now=now) is False
    assert sign(session, made, "civil", now=now) is True
    return made


def stands(session: Session, amendment_id: int) -> str:
    """Return where an amendment stands."""
    return session.get_one(AmendmentRow, amendment_id).state


def versions(session: Session, agreement_id: int) -> list[tuple[int, date]]:
    """Return the versions of the terms that have come into force, with their first days."""
    query = select(TermsRow.number, TermsRow.from_on).where(TermsRow.agreement_id == agreement_id).order_by(TermsRow.number)
    return [(number, day) for number, day in session.execute(query)]


def ends_on(session: Session, agreement_id: int) -> date | None:
    """Return the last day of the agreement."""
    return session.get_one(AgreementRow, agreement_id).ends_on
