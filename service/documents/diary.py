"""Diary numbers: the public body's own where it has given one, else the next of a series without gaps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.documents.rules import PUBLIC, OurSeries, diary_number, is_of_our_series
from service.documents.tables import DocumentRow, SeriesRow
from service.parties.model import Standing
from service.parties.organisations import tie_parties
from service.parties.tables import PartyRow


def number_for(session: Session, agreement_id: int, given: str, *, year: int) -> str:
    """Return the number that was given, or the next of our series for the agreement's public body.

    The series' row is locked until the transaction ends: a number that is undone is given to the next.
    """
    if given.strip():
        return _own(session, agreement_id, " ".join(given.split()))
    organisation = _organisation(session, agreement_id)
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(SeriesRow).values(organisation_id=organisation, year=year, last=1)
    last = session.execute(statement.on_conflict_do_update(
        index_elements=[SeriesRow.organisation_id, SeriesRow.year], set_={"last": SeriesRow.last + 1},
    ).returning(SeriesRow.last)).scalar_one()
    return diary_number(year, last)


def _own(session: Session, agreement_id: int, given: str) -> str:
    if is_of_our_series(given):
        known = session.scalars(select(DocumentRow.id).where(
            DocumentRow.agreement_id == agreement_id, DocumentRow.diary_number == given).limit(1)).one_or_none()
        if known is None:
            raise OurSeries(field="diary_number")
    return given


def _organisation(session: Session, agreement_id: int) -> int:
    parties = list(session.scalars(select(PartyRow).where(
        PartyRow.agreement_id == agreement_id, PartyRow.standing == Standing.PARTY).order_by(PartyRow.position)))
    party = next((one for one in parties if one.role == PUBLIC), parties[0])
    if party.organisation_id is None:
        tie_parties(session, [party])
        session.flush()
    assert party.organisation_id is not None
    return party.organisation_id
