"""Whose contacts someone may change: each party sees to its own people, from the day one of those who may do so has come in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

from service.accounts.tables import SessionRow, UserRow
from service.kernel.errors import Refusal
from service.lifecycle.rights import RIGHTS
from service.parties.tables import FunctionRow, PartyRow


class OtherSide(Refusal):
    """{party} sees to its own contacts; ask them, or whoever runs Överens, to change this."""

    sv = "{party} sköter sina egna kontaktpersoner; be dem, eller den som sköter Överens, att ändra det här."
    status = 403


def handled(agreement: Any, party: Any, *, person_id: int | None, operator: bool, on: date) -> ColumnElement[bool]:
    """Return the condition that someone may change the contacts of the party whose id is in `party`.

    Whoever took the agreement in sees to the other side too, until somebody there who may do it themselves has logged in.
    """
    if operator:
        return true()
    mine, theirs = aliased(FunctionRow), aliased(FunctionRow)
    leading = (mine.person_id == person_id, *_leads(mine, on))
    been_in = or_(UserRow.password.is_not(None), exists().where(SessionRow.user_id == UserRow.id))
    inside = exists().where(theirs.party_id == party, *_leads(theirs, on), UserRow.person_id == theirs.person_id,
                            UserRow.closed_at.is_(None), been_in)
    return or_(exists().where(mine.party_id == party, *leading),
               exists().where(mine.agreement_id == agreement, *leading) & ~inside)


def _leads(held: Any, on: date) -> tuple[ColumnElement[bool], ...]:
    return (held.function.in_(RIGHTS["contacts.edit"].functions), held.waiting.is_(False),
            or_(held.from_on.is_(None), held.from_on <= on), or_(held.to_on.is_(None), held.to_on >= on))


def parties_handled(
    session: Session, agreement_ids: Sequence[int], *, person_id: int | None, operator: bool, on: date,
) -> frozenset[int]:
    """Return the parties of these agreements whose contacts someone may change."""
    query = select(PartyRow.id).where(
        PartyRow.agreement_id.in_(agreement_ids),
        handled(PartyRow.agreement_id, PartyRow.id, person_id=person_id, operator=operator, on=on))
    return frozenset(session.scalars(query))


def ensure_handled(session: Session, party_ids: Collection[int], may: frozenset[int] | None) -> None:
    """Refuse to change the contacts of any party not among those someone `may`; None is all."""
    others = set() if may is None else set(party_ids) - may
    if others:
        raise OtherSide(party=session.get_one(PartyRow, min(others)).name)
