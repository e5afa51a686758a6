"""Whom the one who looks acts for, over all agreements at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.lifecycle.rights import RIGHTS
from service.lifecycle.standing import Held
from service.parties.model import Function
from service.parties.tables import FunctionRow, PartyRow

MOST = 2000
GONE = (State.DISCARDED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Mine:
    """The functions held today, by agreement that is not over, and what those are called; `more` if there are older ones beside."""

    held: Mapping[int, tuple[Held, ...]]
    titles: Mapping[int, str]
    more: bool = False

    @property
    def ids(self) -> list[int]:
        """Return the agreements."""
        return list(self.held)

    def parties_for(self, agreement_id: int, right: str) -> frozenset[int]:
        """Return the parties for which a right is held, whichever party convenes."""
        return frozenset(one.party_id for one in self.held.get(agreement_id, ()) if one.function in RIGHTS[right].functions)

    def roles_for(self, agreement_id: int, right: str) -> frozenset[str]:
        """Return the sides for which a right is held."""
        return frozenset(one.role for one in self.held.get(agreement_id, ()) if one.function in RIGHTS[right].functions)


_TODAY: BindParameter[date] = bindparam("today")
# By themselves first: joined to so many functions, SQLite would look all agreements through to know which to pass over.
_NEWEST = (
    select(FunctionRow.id, FunctionRow.agreement_id, FunctionRow.party_id, FunctionRow.function)
    .where(FunctionRow.person_id == bindparam("person"), FunctionRow.waiting.is_(False),
           or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= _TODAY),
           or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= _TODAY))
    .order_by(FunctionRow.id.desc()).limit(MOST + 1).subquery()
)
_HELD = (
    select(_NEWEST.c.agreement_id, AgreementRow.title, _NEWEST.c.party_id, PartyRow.role, _NEWEST.c.function, AgreementRow.state)
    .join(PartyRow, PartyRow.id == _NEWEST.c.party_id).join(AgreementRow, AgreementRow.id == _NEWEST.c.agreement_id)
    .order_by(_NEWEST.c.id.desc())
)


def held_by(session: Session, person_id: int | None, today: date) -> Mine:
    """Return what a person holds, in one query."""
    if person_id is None:
        return Mine({}, {})
    held: dict[int, list[Held]] = defaultdict(list)
    titles: dict[int, str] = {}
    rows = session.connection().execute(_HELD, {"person": person_id, "today": today}).all()
    for agreement_id, title, party_id, role, function, state in rows[:MOST]:
        if state not in GONE:
            held[agreement_id].append(Held(party_id, role, Function(function)))
            titles[agreement_id] = title
    return Mine({number: tuple(every) for number, every in held.items()}, titles, more=len(rows) > MOST)
