"""Where the one who looks logs shifts: one press from the first page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.followup.shifts.model import Kind
from service.followup.shifts.tables import WordRow
from service.lifecycle.rights import RIGHTS
from service.web.start.mine import Mine

MOST = 5


@dataclass(frozen=True, slots=True)
class Logging:
    """An agreement that shifts are logged in, and where."""

    title: str
    link: str


def logging(session: Session, mine: Mine) -> list[Logging]:
    """Return the agreements in force whose shifts one may log, those that have places on their lists."""
    ids = [one for one in mine.ids if RIGHTS["shift.log"].side in mine.roles_for(one, "shift.log")]
    if not ids:
        return []
    places = select(WordRow.agreement_id).where(WordRow.kind == Kind.PLACE.value, WordRow.retired_at.is_(None))
    found = session.scalars(select(AgreementRow.id).where(
        AgreementRow.id.in_(ids), AgreementRow.state == State.ACTIVE, AgreementRow.id.in_(places))
        .order_by(AgreementRow.sort_key, AgreementRow.id).limit(MOST))
    return [Logging(mine.titles[one], url_for("shift_log.show", agreement_id=one)) for one in found]
