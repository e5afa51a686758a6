"""Who is to be told: functions, audiences, and the people behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Function(StrEnum):
    """What a person does for a party."""

    COORDINATOR = "coordinator"
    MANAGER = "manager"
    SIGNATORY = "signatory"
    ECONOMIST = "economist"
    OPERATIONS = "operations"
    REGISTRAR = "registrar"
    AUDITOR = "auditor"


class Standing(StrEnum):
    """Whether a party is one: asked to join and not in yet, a party, gone since a day, or never joined."""

    JOINING = "joining"
    PARTY = "party"
    LEFT = "left"
    NEVER = "never"


Sides = Literal["all", "public", "civil", "named"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a notice is for: functions within all parties, those of one role, or those named at the time."""

    functions: tuple[Function, ...]
    sides: Sides = "all"


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's function for one party, from a day to a day (None is open)."""

    party_id: int
    role: str
    person_id: int
    name: str
    email: str
    language: str
    function: str
    from_on: date | None = None
    to_on: date | None = None
    digest: bool = False

    def holds(self, day: date) -> bool:
        """Say whether the function is held on `day`."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class PartyBrief:
    """A party as notices name it."""

    id: int
    role: str
    name: str
    standing: str = Standing.PARTY
    joins_by: int | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """The parties of one agreement and the people who act for them; `others` are to join, have left or never joined."""

    parties: tuple[PartyBrief, ...]
    seats: tuple[Seat, ...]
    others: tuple[PartyBrief, ...] = ()

    @property
    def every(self) -> tuple[PartyBrief, ...]:
        """Return the parties and all others that have been asked to be one."""
        return self.parties + self.others

    def concerned(self, amendment_id: int) -> tuple[PartyBrief, ...]:
        """Return who signs an amendment: the parties that stay or leave by it, those certain to join, and who joins by it."""
        return (*(one for one in self.parties if one.to_on is None), *(
            one for one in self.others if one.standing == Standing.JOINING
            and (one.joins_by == amendment_id or one.from_on is not None)))


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to be told; without a person the address is empty and the notice cannot be delivered."""

    party_id: int
    person_id: int | None
    name: str
    email: str
    language: str
    instead_of: str | None = None
    digest: bool = False


DEPUTIES = (Function.MANAGER, Function.SIGNATORY)
# A public body may well have no operations lead of its own: that is no fault.
OPTIONAL = {("public", Function.OPERATIONS), ("civil", Function.REGISTRAR)}


def recipients(
    cast: Cast, audience: Audience, day: date, *, named: Iterable[int] = (), language: str = "sv"
) -> list[Recipient]:
    """Return each person of `audience` once; `named` are the party ids when the audience says so.

    A function that nobody holds goes to the party's manager, else signatory (`instead_of` tells);
    if there is neither, to nobody, as a recipient without address.
    """
    chosen = set(named)
    found: dict[object, Recipient] = {}
    for party in cast.every if audience.sides == "named" else cast.parties:
        if audience.sides == "named":
            if party.id not in chosen:
                continue
        elif audience.sides not in ("all", party.role):
            continue
        held = [seat for seat in cast.seats if seat.party_id == party.id and seat.holds(day)]
        for function in audience.functions:
            holders = [seat for seat in held if seat.function == function]
            missing = None
            if not holders and (party.role, function) in OPTIONAL:
                continue
            if not holders:
                missing = function.value
                holders = next(
                    (stand_in for deputy in DEPUTIES
                     if (stand_in := [seat for seat in held if seat.function == deputy])), [])
            for seat in holders:
                found.setdefault(
                    seat.email,
                    Recipient(party.id, seat.person_id, seat.name, seat.email, seat.language, missing,
                              seat.digest))
            if not holders:
                found.setdefault(party.id, Recipient(party.id, None, party.name, "", language, missing))
    return list(found.values())


def missing_functions(cast: Cast, day: date, needed: Iterable[Function]) -> list[tuple[PartyBrief, Function]]:
    """Return the functions of `needed` that no person holds on `day`, by party."""
    return [
        (party, function)
        for party in cast.parties
        for function in needed
        if (party.role, function) not in OPTIONAL
        and not any(s.party_id == party.id and s.function == function and s.holds(day) for s in cast.seats)
    ]
