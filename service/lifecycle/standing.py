"""How someone stands before an agreement: the functions held there on a day, and what they may do and see by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, bindparam, func, or_, select, true
from sqlalchemy.orm import Session

from service.agreements.states import State as AgreementState
from service.agreements.store import NoSuchAgreement, terms_of
from service.agreements.tables import AgreementRow
from service.kernel.errors import Refusal
from service.lifecycle.rights import BEFORE_JOINING, RIGHTS, C, M
from service.parties.model import Function
from service.parties.model import Standing as Party
from service.parties.tables import FunctionRow, PartyRow

MANY = 5000


@dataclass(frozen=True, slots=True)
class Held:
    """A function held for a party of the agreement."""

    party_id: int
    role: str
    function: Function


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Someone before one agreement: the functions held today, and whether they run the installation.

    Who acts for a party that has yet to join knows of the amendments `only`, and nothing else. Who acted for a party that has left
    may read what was official `until` its last day. Nothing is changed in an agreement that is `closed`.
    """

    agreement_id: int
    held: tuple[Held, ...]
    operator: bool
    convenor: str | None
    only: frozenset[int] = frozenset()
    until: date | None = None
    closed: bool = False

    @property
    def sees(self) -> bool:
        """Say whether the agreement may be known to this person at all."""
        return self.operator or (bool(self.held) and not self.only)

    @property
    def parties(self) -> frozenset[int]:
        """Return the parties that this person acts for."""
        return frozenset(one.party_id for one in self.held)

    def may(self, name: str) -> bool:
        """Say whether the right `name` is held."""
        right = RIGHTS[name]
        if self.until is not None or name == "agreement.then":
            return self.until is not None and name == "agreement.then"
        if self.only and name not in BEFORE_JOINING:
            return False
        return (right.operator and self.operator) or bool(self.parties_for(name))

    def parties_for(self, name: str) -> tuple[int, ...]:
        """Return the parties for which this person has the right `name`, each once."""
        right = RIGHTS[name]
        if self.until is not None or name == "agreement.then" or (self.only and name not in BEFORE_JOINING):
            return ()
        return tuple(dict.fromkeys(
            one.party_id for one in self.held
            if one.function in right.functions
            and (right.side in ("any", one.role) or right.side == "convenor" and self.convenor in (None, one.role))
        ))


_OPEN_ON = (or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= bindparam("on")),
            or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= bindparam("on")))
_HELD = (
    select(FunctionRow.party_id, PartyRow.role, FunctionRow.function, AgreementRow.state)
    .join(PartyRow, PartyRow.id == FunctionRow.party_id).join(AgreementRow, AgreementRow.id == FunctionRow.agreement_id)
    .where(FunctionRow.person_id == bindparam("person"), FunctionRow.agreement_id == bindparam("agreement"),
           FunctionRow.waiting.is_(False), *_OPEN_ON)
    .order_by(FunctionRow.id)
)
_BESIDE = (
    select(FunctionRow.party_id, PartyRow.role, FunctionRow.function, PartyRow.standing, PartyRow.joins_by, PartyRow.to_on)
    .join(PartyRow, PartyRow.id == FunctionRow.party_id)
    .where(FunctionRow.person_id == bindparam("person"), FunctionRow.agreement_id == bindparam("agreement"),
           or_(FunctionRow.waiting.is_(True) & (PartyRow.standing == Party.JOINING),
               (PartyRow.standing == Party.LEFT) & (FunctionRow.to_on == PartyRow.to_on)))
    .order_by(FunctionRow.id)
)
_LEADS = select(FunctionRow.id).where(
    FunctionRow.person_id == bindparam("person"), FunctionRow.function.in_((C, M)), FunctionRow.waiting.is_(False),
    # The order is that of an index: PostgreSQL takes it then, also for who holds very many functions of other kinds.
    *_OPEN_ON).order_by(FunctionRow.function, FunctionRow.id).limit(1)


def standing(session: Session, agreement_id: int, *, person_id: int | None, operator: bool, on: date) -> Standing:
    """Return how someone stands to an agreement on a day; raise NoSuchAgreement for what they may not know of."""
    held, closed = list[Held](), False
    if person_id is not None:
        rows = session.connection().execute(_HELD, {"person": person_id, "agreement": agreement_id, "on": on}).all()
        held = [Held(party_id, role, Function(name)) for party_id, role, name, _ in rows]
        closed = any(row.state == AgreementState.CLOSED for row in rows)
        if not held and not operator and (beside := _beside(session, agreement_id, person_id)) is not None:
            return beside
    if not held:
        row = session.get(AgreementRow, agreement_id) if operator else None
        if row is None:
            raise NoSuchAgreement(id=agreement_id)
        closed = row.state == AgreementState.CLOSED
    return Standing(agreement_id=agreement_id, held=tuple(held), operator=operator,
                    convenor=terms_of(session, agreement_id).meetings.convenor, closed=closed)


def _beside(session: Session, agreement_id: int, person_id: int) -> Standing | None:
    """Return how someone stands who acts for a party that is to join, else for one that has left; None for neither."""
    rows = session.connection().execute(_BESIDE, {"person": person_id, "agreement": agreement_id}).all()
    waiting = [row for row in rows if row.standing == Party.JOINING]
    held = tuple(Held(row.party_id, row.role, Function(row.function)) for row in waiting or rows)
    if waiting:
        return Standing(agreement_id=agreement_id, held=held, operator=False, convenor=None,
                        only=frozenset(row.joins_by for row in waiting))
    last = max((row.to_on for row in rows), default=None)
    return None if last is None else Standing(agreement_id=agreement_id, held=held, operator=False, convenor=None, until=last)


def sees_many(session: Session, person_id: int | None) -> bool:
    """Say whether someone holds so many functions that it is quicker to ask of each agreement whether they do than to gather them."""
    some = select(FunctionRow.id).where(FunctionRow.person_id == person_id).limit(MANY).subquery()
    return session.connection().scalars(select(func.count()).select_from(some)).one() == MANY


# Put together for every page there is: who asks seldom asks once.
@lru_cache(maxsize=4096)
def seen_by(column: Any, *, person_id: int | None, operator: bool, on: date, many: bool = False) -> ColumnElement[bool]:
    """Return the condition that the agreement whose id is in `column` may be known to someone on a day.

    `many` says that they see so many that it is asked of each agreement looked at; else theirs are gathered first.
    """
    if operator:
        return true()
    held = select(FunctionRow.agreement_id).where(
        FunctionRow.person_id == person_id, FunctionRow.waiting.is_(False),
        or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= on),
        or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= on))
    return held.where(FunctionRow.agreement_id == column).exists() if many else cast("ColumnElement[bool]", column.in_(held))


class MayNotRegister(Refusal):
    """Taking agreements in is for those who coordinate or lead one, and for whoever runs the installation."""

    sv = "Att lägga in överenskommelser är till för den som samordnar eller är chef för någon, och för den som sköter Överens."
    status = 403


def may_register(session: Session, *, person_id: int | None, operator: bool, on: date) -> bool:
    """Say whether someone may take agreements in: whoever runs the installation, coordinators and managers of any."""
    if operator or person_id is None:
        return operator
    return session.connection().scalars(_LEADS, {"person": person_id, "on": on}).first() is not None
