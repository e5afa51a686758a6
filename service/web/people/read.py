"""Reading who acts in an agreement, and where else someone does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from service.accounts.tables import SessionRow, UserRow
from service.agreements.states import OVER, State
from service.agreements.tables import AgreementRow
from service.kernel.errors import Unknown
from service.lifecycle.acts.contacts import handled
from service.notices.tables import OutboxRow, Post
from service.parties.model import Cast, Function, PartyBrief, Seat, Standing, missing_functions
from service.parties.tables import FunctionRow, PartyRow, PersonRow

NEEDED = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.OPERATIONS, Function.ECONOMIST)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who holds, held or will hold a function."""

    id: int
    party_id: int
    function: str
    from_on: date | None
    to_on: date | None
    person_id: int
    name: str
    email: str
    language: str

    def past(self, today: date) -> bool:
        """Say whether it is over."""
        return self.to_on is not None and self.to_on < today


@dataclass(frozen=True, slots=True)
class LogIn:
    """An account: whether its owner has been in or can come in, and whether it is shut."""

    used: bool
    shut: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A function of a party with those who hold it or will; `vacant` if it is needed and nobody does."""

    function: str
    holders: Sequence[Holder]
    vacant: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One party with its functions, and those who held them before."""

    party: PartyBrief
    lines: Sequence[Line]
    past: Sequence[Holder]
    lacking: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The people of one agreement."""

    id: int
    title: str
    over: bool
    parties: Sequence[PartyBrief]
    holders: Sequence[Holder]

    def sides(self, today: date) -> list[Side]:
        """Return each party with its functions in their usual order."""
        seats = tuple(Seat(one.party_id, "", one.person_id, one.name, one.email, one.language, one.function, one.from_on, one.to_on)
                      for one in self.holders)
        lacking = missing_functions(Cast(tuple(self.parties), seats), today, NEEDED)
        missing = set() if self.over else {(party.id, function) for party, function in lacking}
        made = []
        for party in self.parties:
            mine = [one for one in self.holders if one.party_id == party.id]
            lines = [Line(function, [one for one in mine if one.function == function and not one.past(today)],
                          (party.id, function) in missing) for function in Function]
            made.append(Side(party, [one for one in lines if one.holders or one.vacant],
                             [one for one in mine if one.past(today)],
                             frozenset(function for number, function in missing if number == party.id)))
        return made

    def person(self, person_id: int) -> Holder:
        """Return someone of these; raise Unknown."""
        found = next((one for one in self.holders if one.person_id == person_id), None)
        if found is None:
            raise Unknown(what="person", id=person_id)
        return found

    def present(self, today: date) -> dict[int, Holder]:
        """Return those who hold anything now or later, by person."""
        return {one.person_id: one for one in self.holders if not one.past(today)}


def load(session: Session, agreement_id: int) -> Found:
    """Return the people of an agreement, in three queries."""
    row = session.get_one(AgreementRow, agreement_id)
    parties = session.execute(select(PartyRow.id, PartyRow.role, PartyRow.name).where(
        PartyRow.agreement_id == agreement_id, PartyRow.standing == Standing.PARTY).order_by(PartyRow.position)).all()
    holders = session.execute(
        select(FunctionRow.id, FunctionRow.party_id, FunctionRow.function, FunctionRow.from_on, FunctionRow.to_on,
               PersonRow.id, PersonRow.name, PersonRow.email, PersonRow.language)
        .join(PersonRow, PersonRow.id == FunctionRow.person_id).join(PartyRow, PartyRow.id == FunctionRow.party_id)
        .where(FunctionRow.agreement_id == agreement_id, PartyRow.standing == Standing.PARTY).order_by(FunctionRow.id)).all()
    return Found(id=agreement_id, title=row.title, over=State(row.state) in OVER,
                 parties=[PartyBrief(*one) for one in parties],
                 holders=[Holder(*one) for one in holders])


def elsewhere(
    session: Session, leaver_id: int, but: int, *, person_id: int | None, operator: bool, on: date,
) -> list[tuple[int, str]]:
    """Return the other agreements where someone holds functions and whoever asks may change contacts of that side."""
    held = (FunctionRow.person_id == leaver_id, FunctionRow.agreement_id == AgreementRow.id,
            or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= on))
    may = handled(FunctionRow.agreement_id, FunctionRow.party_id, person_id=person_id, operator=operator, on=on)
    query = select(AgreementRow.id, AgreementRow.title).where(
        exists().where(*held), ~exists().where(*held, ~may), AgreementRow.id != but, AgreementRow.state.not_in(OVER))
    return [(number, title) for number, title in session.execute(query.order_by(AgreementRow.sort_key, AgreementRow.id))]


def editable_of(session: Session, person_id: int, *, by: int | None, on: date) -> frozenset[int]:
    """Return the parties of a person whose contacts someone may change."""
    query = select(FunctionRow.party_id).where(
        FunctionRow.person_id == person_id,
        handled(FunctionRow.agreement_id, FunctionRow.party_id, person_id=by, operator=False, on=on))
    return frozenset(session.scalars(query))


def log_ins(session: Session, people: Sequence[int]) -> dict[int, LogIn]:
    """Return how far each person with an account has come in logging in; the others are left out."""
    been_in = exists().where(SessionRow.user_id == UserRow.id)
    query = select(UserRow.person_id, UserRow.password.is_not(None) | been_in, UserRow.closed_at.is_not(None)).where(
        UserRow.person_id.in_(people))
    return {number: LogIn(bool(has), bool(shut)) for number, has, shut in session.execute(query) if number is not None}


def failed_mails(session: Session, people: Sequence[int]) -> dict[int, int]:
    """Return how many mails did not arrive, by person."""
    made: dict[int, int] = defaultdict(int)
    query = select(OutboxRow.person_id, func.count()).where(
        OutboxRow.person_id.in_(people), OutboxRow.state == Post.UNDELIVERABLE).group_by(OutboxRow.person_id)
    for person_id, count in session.execute(query):
        if person_id is not None:
            made[person_id] = count
    return made
