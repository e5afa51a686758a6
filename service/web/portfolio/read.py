"""Reading the list of agreements: a page of lines, each with what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from service.agreements.states import OVER, State
from service.agreements.tables import AgreementRow
from service.kernel.sorting import search_text
from service.meetings.tables import MeetingRow
from service.obligations.model import Kind
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.parties.tables import PartyRow
from service.signatures.states import State as Signature
from service.signatures.tables import SignatureRow
from service.web.frame.paging import PAGE, BadPlace, Page, cut

NEVER = date(9999, 12, 31)
LIVING = frozenset(State) - OVER
ENDS = func.coalesce(AgreementRow.ends_on, literal(NEVER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the list is asked for; an empty `state` is all of them."""

    words: str = ""
    state: str = ""
    after: str = ""


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

    def part_gone(self, today: date) -> int | None:
        """Return how much of the period is gone, in per cent; None without an end."""
        if self.ends_on is None or self.state in (State.DRAFT, State.DISCARDED):
            return None
        whole = (self.ends_on - self.starts_on).days + 1
        return max(0, min(100, round(100 * ((today - self.starts_on).days) / whole)))


def lines(session: Session, wanted: Wanted, today: date, seen: ColumnElement[bool]) -> Page[Line]:
    """Return a page of the agreements `seen`: those that live by nearest end, then the others by latest."""
    rows = _rows(session, wanted, seen)
    page = cut(rows, _place)
    ids = [row.id for row in page.rows]
    parties = _parties(session, ids)
    coming, late, unsigned = _coming(session, ids, today), _late(session, ids), _unsigned(session, ids)
    found = []
    for row in page.rows:
        count, since, kind = late.get(row.id, (0, None, None))
        found.append(Line(
            id=row.id, title=row.title, state=row.state, starts_on=row.starts_on, ends_on=row.ends_on,
            parties=tuple(parties[row.id]), coming=coming.get(row.id), late=count, late_since=since, late_kind=kind,
            unsigned=tuple(unsigned[row.id]),
        ))
    return Page(found, page.following)


def _rows(session: Session, wanted: Wanted, seen: ColumnElement[bool]) -> list[Any]:
    base = select(AgreementRow.id, AgreementRow.title, AgreementRow.state, AgreementRow.starts_on, AgreementRow.ends_on)
    base = base.where(seen)
    if wanted.words:
        base = base.where(_matches(wanted.words))
    states = {State(wanted.state)} if wanted.state in set(State) else set(State)
    over, ends, last = _read_place(wanted.after)
    found: list[Any] = []
    if not over and states & LIVING:
        query = base.where(AgreementRow.state.in_(sorted(states & LIVING))).order_by(ENDS, AgreementRow.id)
        found += _some(session, query, tuple_(ENDS, AgreementRow.id) > tuple_(literal(ends), literal(last)), last)
    if len(found) <= PAGE and states & OVER:
        query = base.where(AgreementRow.state.in_(sorted(states & OVER))).order_by(ENDS.desc(), AgreementRow.id.desc())
        further = tuple_(ENDS, AgreementRow.id) < tuple_(literal(ends), literal(last))
        found += _some(session, query, further, last if over else None)
    return found[: PAGE + 1]


def _some(session: Session, query: Any, further: ColumnElement[bool], last: int | None) -> Sequence[Any]:
    return session.execute((query if last is None else query.where(further)).limit(PAGE + 1)).all()


def _place(row: Any) -> str:
    return f"{int(row.state in OVER)}.{(row.ends_on or NEVER).isoformat()}.{row.id}"


def _read_place(place: str) -> tuple[bool, date, int | None]:
    if not place:
        return False, NEVER, None
    try:
        over, ends, last = place.split(".")
        return over == "1", date.fromisoformat(ends), min(int(last), 2**62)
    except ValueError:
        raise BadPlace from None


def _matches(words: str) -> ColumnElement[bool]:
    return AgreementRow.search.contains(search_text(words, ()), autoescape=True)


def _parties(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    query = select(PartyRow.agreement_id, PartyRow.name).where(PartyRow.agreement_id.in_(ids))
    return _grouped(session, query.order_by(PartyRow.agreement_id, PartyRow.position))


def _unsigned(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(SignatureRow.agreement_id, PartyRow.name).join(PartyRow, PartyRow.id == SignatureRow.party_id)
        .where(SignatureRow.agreement_id.in_(ids), SignatureRow.state == Signature.ASKED)
    )
    return _grouped(session, query.order_by(SignatureRow.agreement_id, PartyRow.position))


def _grouped(session: Session, query: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for agreement_id, name in session.execute(query):
        found[agreement_id].append(name)
    return found


def _coming(session: Session, ids: Sequence[int], today: date) -> dict[int, Coming]:
    day = func.coalesce(MeetingRow.day, ObligationRow.day)
    place = func.row_number().over(partition_by=ObligationRow.agreement_id, order_by=(day, ObligationRow.key))
    ordered = (
        select(ObligationRow.agreement_id, ObligationRow.kind, day.label("day"), place.label("place"))
        .outerjoin(MeetingRow, MeetingRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.agreement_id.in_(ids), ObligationRow.state.in_((Owed.PLANNED, Owed.OPEN)),
               ObligationRow.earlier.is_(False), day >= today)
        .subquery()
    )
    query = select(ordered.c.agreement_id, ordered.c.kind, ordered.c.day).where(ordered.c.place == 1)
    return {agreement_id: Coming(kind, day) for agreement_id, kind, day in session.execute(query)}


def _late(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, date, str]]:
    """Return how many duties can still be done though late, since when, and one of their kinds."""
    query = (
        select(ObligationRow.agreement_id, func.count(), func.min(ObligationRow.day), func.min(ObligationRow.kind))
        .join(AgreementRow, AgreementRow.id == ObligationRow.agreement_id)
        .where(ObligationRow.agreement_id.in_(ids), ObligationRow.state == Owed.MISSED,
               ObligationRow.kind != Kind.MEETING,
               or_(ObligationRow.kind != Kind.RENEWAL_DECISION, AgreementRow.state == State.ACTIVE))
        .group_by(ObligationRow.agreement_id)
    )
    return {agreement_id: (count, day, kind) for agreement_id, count, day, kind in session.execute(query)}
