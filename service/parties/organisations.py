"""Organisations across agreements: who a party is, whatever agreement it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.kernel.errors import Unknown
from service.kernel.text.sorting import sort_key
from service.parties.tables import OrganisationRow, PartyRow


def organisation_for(session: Session, name: str, kind: str, org_number: str | None) -> OrganisationRow:
    """Return the organisation of this name and kind, taken in if it is new; a missing number is filled in.

    The number alone does not tell which: units of one legal person share it.
    """
    key = sort_key(name)
    query = select(OrganisationRow).where(OrganisationRow.sort_key == key, OrganisationRow.kind == kind)
    found = [one for one in session.scalars(query.order_by(OrganisationRow.id))
             if one.name.casefold() == name.casefold() and (
                 org_number is None or one.org_number is None or one.org_number == org_number)]
    if found:
        row = found[0]
        row.org_number = row.org_number or org_number
        return row
    row = OrganisationRow(kind=kind, name=name, sort_key=key, org_number=org_number)
    session.add(row)
    session.flush()
    return row


def tie_parties(session: Session, parties: Sequence[PartyRow]) -> None:
    """Tell of each party which organisation it is."""
    for party in parties:
        party.organisation_id = organisation_for(session, party.name, party.role, party.org_number).id


def own_organisations(session: Session) -> list[OrganisationRow]:
    """Return the organisations whose installation this is, in Swedish order."""
    query = select(OrganisationRow).where(OrganisationRow.own.is_(True)).order_by(OrganisationRow.sort_key)
    return list(session.scalars(query))


def set_own(session: Session, organisation_id: int) -> None:
    """Tell whose installation this is."""
    row = session.get(OrganisationRow, organisation_id)
    if row is None:
        raise Unknown(what="organisation", id=organisation_id)
    session.execute(update(OrganisationRow).where(OrganisationRow.own.is_(True)).values(own=False))
    row.own = True
