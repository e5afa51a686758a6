"""What breaking off stands on: an agreement in force, the other parties, who may represent one, and documents that show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement
from service.agreements.tables import AgreementRow
from service.documents.actions import show_to_other
from service.documents.model import Eyes
from service.documents.store import seen_by
from service.documents.tables import DocumentRow
from service.parties.model import Function
from service.parties.store import cast
from service.rescissions.model import Declarer
from service.rescissions.refusals import MayNotRepresent, NotActive


def active(session: Session, agreement_id: int) -> AgreementRow:
    """Return the agreement, locked: what concerns one agreement is done one thing at a time; refuse if it is not in force."""
    row = get_agreement(session, agreement_id)
    if row.state != State.ACTIVE:
        raise NotActive
    return row


def check_represents(session: Session, agreement_id: int, party_id: int, declarer: Declarer, today: date) -> None:
    """Refuse to let someone declare for a party who is not its signatory that day."""
    around = cast(session, agreement_id)
    for seat in around.seats:
        same = seat.person_id == declarer.person_id if declarer.person_id is not None else (
            seat.name.casefold() == declarer.name.casefold())
        if same and seat.party_id == party_id and seat.function == Function.SIGNATORY and seat.holds(today):
            return
    party = next((one.name for one in around.parties if one.id == party_id), "–")
    raise MayNotRepresent(name=declarer.name, party=party)


def check_documents(session: Session, agreement_id: int, party_id: int, ids: Sequence[int], refusal: Any, field: str) -> None:
    """Refuse documents that are not the agreement's, or that the party may not see."""
    known = set(session.scalars(select(DocumentRow.id).where(
        DocumentRow.agreement_id == agreement_id, DocumentRow.id.in_(ids), DocumentRow.culled_at.is_(None),
        seen_by(Eyes(parties=frozenset({party_id}))))))
    for number in ids:
        if number not in known:
            raise refusal(id=number, field=field)


def show(session: Session, ids: Sequence[int], *, now: Any, by: str) -> None:
    """Let the other parties see documents that are told of to them: they are official from then on."""
    for number in ids:
        show_to_other(session, number, now=now, by=by)
