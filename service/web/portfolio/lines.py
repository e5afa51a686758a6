"""The lines of the list of agreements: each with its parties, what comes next and what is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Executable, Select, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.kernel.clock import local_day
from service.meetings.tables import MeetingRow
from service.obligations.model import Kind
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.parties.model import Standing
from service.parties.tables import PartyRow
from service.signatures.states import State as Signature
from service.signatures.store import AGREEMENT
from service.signatures.tables import SignatureRow, SigningRow


@dataclass(frozen=True, slots=True)
class Coming:
    """The next duty of an agreement."""

    kind: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One agreement as the list shows it; `late` counts what is overdue, `unsigned` names who has not signed."""

    id: int
    title: str
    state: str
    starts_on: date
    ends_on: date | None
    parties: tuple[str, ...]
    coming: Coming | None
    late: int
    late_since: date | None
    late_kind: str | None
    unsigned: tuple[str, ...]
    registered: date

    def part_gone(self, today: date) -> int | None:
        """Return how much of the period is gone, in per cent; None without an end."""
        if self.ends_on is None or self.state in (State.DRAFT, State.DISCARDED):
            return None
        whole = (self.ends_on - self.starts_on).days + 1
        return max(0, min(100, round(100 * ((today - self.starts_on).days) / whole)))


# What can still be done though its day has passed.
IS_LATE = (
    # As text in the statement: only so is the small index of what is missed taken.
    ObligationRow.state == literal_column(f"'{Owed.MISSED.value}'"), ObligationRow.kind != Kind.MEETING,
    or_(ObligationRow.kind != Kind.RENEWAL_DECISION, AgreementRow.state == State.ACTIVE))


def described(session: Session, rows: Sequence[Any], today: date) -> list[Line]:
    """Return rows as lines, each with its parties, what comes next and what is late, in four queries."""
    ids = [row.id for row in rows]
    parties, unsigned = _grouped(session, _PARTIES, ids), _grouped(session, _UNSIGNED, ids)
    coming, late = _coming(session, ids, today), _late(session, ids)
    found = []
    for row in rows:
        number, since, kind = late.get(row.id, (0, None, None))
        found.append(Line(
            id=row.id, title=row.title, state=row.state, starts_on=row.starts_on, ends_on=row.ends_on,
            parties=tuple(parties[row.id]), coming=coming.get(row.id), late=number, late_since=since, late_kind=kind,
            unsigned=tuple(unsigned[row.id]), registered=local_day(row.registered_at),
        ))
    return found


# What every page of the list asks of its lines: put together once.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_TODAY: BindParameter[date] = bindparam("today")
_PARTIES = (
    select(PartyRow.agreement_id, PartyRow.name).where(PartyRow.agreement_id.in_(_IDS), PartyRow.standing == Standing.PARTY)
    .order_by(PartyRow.agreement_id, PartyRow.position)
)
_UNSIGNED = (
    select(SignatureRow.agreement_id, PartyRow.name).join(PartyRow, PartyRow.id == SignatureRow.party_id)
    .join(SigningRow, SigningRow.id == SignatureRow.signing_id)
    .where(SignatureRow.agreement_id.in_(_IDS), SignatureRow.state == Signature.ASKED, SigningRow.matter == AGREEMENT)
    .order_by(SignatureRow.agreement_id, PartyRow.position)
)
_LATE = (
    select(ObligationRow.agreement_id, func.count(), func.min(ObligationRow.day), func.min(ObligationRow.kind))
    .join(AgreementRow, AgreementRow.id == ObligationRow.agreement_id)
    .where(ObligationRow.agreement_id.in_(_IDS), *IS_LATE)
    .group_by(ObligationRow.agreement_id)
)


def _nearest() -> Select[Any]:
    day = func.coalesce(MeetingRow.day, ObligationRow.day)
    place = func.row_number().over(partition_by=ObligationRow.agreement_id, order_by=(day, ObligationRow.key))
    ordered = (
        select(ObligationRow.agreement_id, ObligationRow.kind, day.label("day"), place.label("place"))
        .outerjoin(MeetingRow, MeetingRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.agreement_id.in_(_IDS), ObligationRow.state.in_((Owed.PLANNED, Owed.OPEN)),
               ObligationRow.earlier.is_(False), day >= _TODAY)
        .subquery()
    )
    return select(ordered.c.agreement_id, ordered.c.kind, ordered.c.day).where(ordered.c.place == 1)


_COMING = _nearest()


def _grouped(session: Session, query: Executable, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for agreement_id, name in session.connection().execute(query, {"ids": ids}):
        found[agreement_id].append(name)
    return found


def _coming(session: Session, ids: Sequence[int], today: date) -> dict[int, Coming]:
    rows = session.connection().execute(_COMING, {"ids": ids, "today": today})
    return {agreement_id: Coming(kind, day) for agreement_id, kind, day in rows}


def _late(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, date, str]]:
    """Return how many duties can still be done though late, since when, and one of their kinds."""
    rows = session.connection().execute(_LATE, {"ids": ids})
    return {agreement_id: (count, day, kind) for agreement_id, count, day, kind in rows}
