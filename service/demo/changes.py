"""What changes in the sample agreements: amendments drawn up, sent and signed through the real use cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.agreements.terms import BudgetPost, Terms
from service.amendments.store import matter_of
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.demo.lived.life import BY
from service.documents.files import made
from service.kernel.clock import local_day
from service.lifecycle.acts.renewal import decide
from service.lifecycle.amending.draft import draft
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.signing.ink import confirm, hand_in
from service.lifecycle.signing.manner import Manner
from service.lifecycle.signing.papers import put_amendment, text_file
from service.parties.model import Cast, Function
from service.parties.store import cast
from service.renewal.states import Answer
from service.signatures.store import get_signing, of_matter, signers_of


def more_meetings(database: Database, agreement_id: int, *, now: datetime) -> None:
    """Let the parties agree on more meetings and a further goal, and sign."""
    with database.write() as session:
        terms = newest_terms(session, agreement_id)
        changed = terms.model_copy(update={
            "meetings": terms.meetings.model_copy(update={"per_year": 6}),
            "goals": (*terms.goals, "Fler unga deltar i planeringen")})
        row = _sent(session, agreement_id, changed, now=now, title="Tätare avstämningar",
                    rationale="Verksamheten växer och parterna behöver ses oftare än en gång i kvartalet.")
        sign_in_ink(session, agreement_id, matter_of(row), now=now)


def more_money(database: Database, agreement_id: int, *, now: datetime) -> None:
    """Let the association propose a further budget post, and the municipality sign first."""
    with database.write() as session:
        terms = newest_terms(session, agreement_id)
        economy = terms.economy
        post = BudgetPost(name="Sommarlovsverksamhet", amount="85000")  # type: ignore[arg-type]
        yearly = economy.yearly + post.amount if economy.yearly is not None else None
        changed = terms.model_copy(update={
            "economy": economy.model_copy(update={"posts": (*economy.posts, post), "yearly": yearly})})
        row = _sent(session, agreement_id, changed, now=now, title="Medel för sommarlovet",
                    rationale="Nämnden har beslutat om medel för öppen verksamhet under sommarlovet.")
        sign_in_ink(session, agreement_id, matter_of(row), now=now + timedelta(days=1), most=1)


def decided_to_extend(database: Database, agreement_id: int, *, now: datetime) -> None:
    """Let both parties decide to extend."""
    with database.write() as session:
        for party, decided_by in zip(cast(session, agreement_id).parties, ("Delegationsbeslut, avdelningschef", "Styrelsen § 31"),
                                     strict=True):
            decide(session, agreement_id, party, Answer.EXTEND, now=now, by=BY, decided_by=decided_by)


def _sent(session: Session, agreement_id: int, terms: Terms, *, now: datetime, **said: Any) -> AmendmentRow:
    leader = _leader(cast(session, agreement_id))
    row = draft(session, agreement_id, Terms.model_validate(terms.model_dump()), now=now, by=leader, **said)
    put_amendment(session, row.id, Manner(), now=now, by=BY)
    return row


def _leader(found: Cast) -> str:
    """Return who draws up what the association proposes, as history names them."""
    seat = next(one for one in found.seats if one.role == "civil" and one.function == Function.OPERATIONS)
    party = next(one for one in found.every if one.id == seat.party_id)
    return f"{seat.name} for {party.name}"


def sign_in_ink(session: Session, agreement_id: int, matter: str, *, now: datetime, most: int | None = None) -> None:
    """Let the parties, or the first of them, sign a text on paper and have their originals confirmed."""
    for mine in of_matter(session, agreement_id, matter)[:most]:
        signer = signers_of(session, [mine.id])[0]
        scan = made(text_file(session, get_signing(session, mine.signing_id)), "undertecknat-original.pdf")
        original = hand_in(session, mine.id, scan, now=now, by=signer.name)
        confirm(session, original.id, signers=(signer.id,), on=local_day(now), same_text=True, now=now, by=BY)
