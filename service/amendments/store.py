"""Finding amendments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from service.agreements.states import State as Agreement
from service.agreements.store import get_agreement
from service.agreements.tables import AgreementRow
from service.amendments.rules import Item
from service.amendments.states import UNSETTLED, State
from service.amendments.tables import AmendmentRow
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.kernel.unreadable import Unreadable, read_each


class NoSuchAmendment(Refusal):
    """There is no amendment {id}."""

    sv = "Det finns inget tillägg {id}."
    status = 404


_LATER, _NEXT = aliased(AmendmentRow), aliased(AgreementRow)
NOT_SIGNED = (Agreement.DRAFT, Agreement.IN_SIGNATURE)
_DUE = select(
    AmendmentRow.id, AmendmentRow.agreement_id, AmendmentRow.number, AmendmentRow.title, AmendmentRow.state, AmendmentRow.extends,
    AmendmentRow.drafted_at, AmendmentRow.from_on, AgreementRow.ends_on, AmendmentRow.arose_at, AmendmentRow.told_at,
    AgreementRow.ladders,
    exists().where(_LATER.agreement_id == AmendmentRow.agreement_id, _LATER.came_of == AmendmentRow.came_of,
                   _LATER.id > AmendmentRow.id).label("followed"),
    select(func.min(_NEXT.id)).where(_NEXT.follows_id == AmendmentRow.agreement_id, _NEXT.state.in_(NOT_SIGNED))
    .scalar_subquery().label("successor"),
    exists().where(_NEXT.follows_id == AmendmentRow.agreement_id,
                   _NEXT.state.not_in((*NOT_SIGNED, Agreement.DISCARDED))).label("succeeded"),
).join(AgreementRow, AgreementRow.id == AmendmentRow.agreement_id)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` amendments that are due, the longest waiting first, by their agreements: whoever signs holds that first."""
    query = (
        _DUE.where(AmendmentRow.next_at <= now).order_by(AmendmentRow.next_at).limit(limit)
        .with_for_update(key_share=True, of=AgreementRow, skip_locked=True)
    )
    return read_each(session.execute(query), "amendment", _item)


def _item(row: Any) -> Item:
    values = {**row._mapping, "state": State(row.state)}
    return Item(drafted_on=local_day(values.pop("drafted_at")), **values)


def get_amendment(session: Session, amendment_id: int) -> AmendmentRow:
    """Return the amendment, locked until the transaction ends where the database locks rows."""
    query = select(AmendmentRow).where(AmendmentRow.id == amendment_id).with_for_update(key_share=True)
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoSuchAmendment(id=amendment_id)
    return found


def held(session: Session, amendment_id: int) -> AmendmentRow:
    """Return the amendment, locked after its agreement: whoever signs or writes meanwhile waits in that order."""
    agreement_id = session.scalars(select(AmendmentRow.agreement_id).where(AmendmentRow.id == amendment_id)).one_or_none()
    if agreement_id is not None:
        get_agreement(session, agreement_id)
    return get_amendment(session, amendment_id)


_OF_AGREEMENT = select(AmendmentRow).where(AmendmentRow.agreement_id == bindparam("agreement")).order_by(AmendmentRow.number)


def of_agreement(session: Session, agreement_id: int) -> Sequence[AmendmentRow]:
    """Return the amendments of an agreement in order of number."""
    return session.scalars(_OF_AGREEMENT, {"agreement": agreement_id}).all()


def making_versions(session: Session, agreement_id: int) -> Sequence[AmendmentRow]:
    """Return the amendments that all have signed, in force or not yet, in the order they take effect."""
    query = select(AmendmentRow).where(AmendmentRow.agreement_id == agreement_id,
                                       AmendmentRow.state.in_((State.SIGNED, State.IN_FORCE)))
    return session.scalars(query.order_by(AmendmentRow.version)).all()


def signed_ahead(session: Session, agreement_id: int) -> Sequence[AmendmentRow]:
    """Return the amendments that all have signed and that are not yet in force, in the order they take effect."""
    query = select(AmendmentRow).where(AmendmentRow.agreement_id == agreement_id, AmendmentRow.state == State.SIGNED)
    return session.scalars(query.order_by(AmendmentRow.version)).all()


def unsettled(session: Session, agreement_id: int) -> Sequence[AmendmentRow]:
    """Return the amendments that an end of the agreement would let lapse."""
    query = select(AmendmentRow).where(AmendmentRow.agreement_id == agreement_id, AmendmentRow.state.in_(UNSETTLED))
    return session.scalars(query.order_by(AmendmentRow.number)).all()


def next_number(session: Session, agreement_id: int) -> int:
    """Return the number of the next amendment."""
    query = select(func.max(AmendmentRow.number)).where(AmendmentRow.agreement_id == agreement_id)
    return (session.scalars(query).one() or 0) + 1


def matter_of(row: AmendmentRow) -> str:
    """Return how the signing of an amendment names what it is the text of."""
    return f"amendment {row.id}"


def amendment_id_of(matter: str) -> int:
    """Return the id of the amendment that a matter names."""
    return int(matter.split()[1])
