"""Finding parties and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from service.kernel.errors import Refusal
from service.parties.model import Cast, PartyBrief, Seat, Standing
from service.parties.tables import FunctionRow, PartyRow, PersonRow


class NoSuchParty(Refusal):
    """The agreement has no party {name!r}; it has: {parties}."""

    sv = "Överenskommelsen har ingen part {name!r}; den har: {parties}."
    status = 422


class UnclearParty(Refusal):
    """The agreement has several {role} parties; name one of: {parties}."""

    sv = "Överenskommelsen har flera parter av slaget {role}; namnge en av: {parties}."
    status = 422


_PARTIES = (
    select(PartyRow.agreement_id, PartyRow.id, PartyRow.role, PartyRow.name, PartyRow.standing, PartyRow.joins_by,
           PartyRow.from_on, PartyRow.to_on)
    .where(PartyRow.agreement_id.in_(bindparam("ids", expanding=True))).order_by(PartyRow.position)
)
_SEATS = (
    select(
        FunctionRow.agreement_id, FunctionRow.party_id, PartyRow.role, PersonRow.id, PersonRow.name,
        PersonRow.email, PersonRow.language, FunctionRow.function, FunctionRow.from_on, FunctionRow.to_on,
        PersonRow.digest,
    )
    .join(PartyRow, PartyRow.id == FunctionRow.party_id)
    .join(PersonRow, PersonRow.id == FunctionRow.person_id)
    .where(FunctionRow.agreement_id.in_(bindparam("ids", expanding=True)))
    .order_by(FunctionRow.id)
)


def casts(session: Session, agreement_ids: Sequence[int]) -> dict[int, Cast]:
    """Return the cast of each agreement, in two queries."""
    parties: dict[int, list[PartyBrief]] = defaultdict(list)
    seats: dict[int, list[Seat]] = defaultdict(list)
    party: Any
    for party in session.connection().execute(_PARTIES, {"ids": agreement_ids}):
        parties[party[0]].append(PartyBrief(*party[1:]))
    seat: Any
    for seat in session.connection().execute(_SEATS, {"ids": agreement_ids}):
        seats[seat[0]].append(Seat(*seat[1:]))
    return {key: Cast(
        tuple(one for one in parties[key] if one.standing == Standing.PARTY), tuple(seats[key]),
        tuple(one for one in parties[key] if one.standing != Standing.PARTY)) for key in agreement_ids}


def cast(session: Session, agreement_id: int) -> Cast:
    """Return the cast of one agreement."""
    return casts(session, [agreement_id])[agreement_id]


def get_party(parties: Sequence[PartyBrief], name: str) -> PartyBrief:
    """Return the party meant by `name`: a role where only one has it, or a party's name."""
    wanted = name.strip().casefold()
    listed = ", ".join(party.name for party in parties)
    by_name = [party for party in parties if party.name.casefold() == wanted]
    if by_name:
        return by_name[0]
    by_role = [party for party in parties if party.role == wanted]
    if len(by_role) > 1:
        raise UnclearParty(role=name, parties=listed)
    if not by_role:
        raise NoSuchParty(name=name, parties=listed)
    return by_role[0]
