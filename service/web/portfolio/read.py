"""Finding a page of the list of agreements: what is asked for, in which order, from which place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, true, tuple_
from sqlalchemy.orm import Session

from service.agreements.search import in_parts, matches
from service.agreements.states import OVER, State
from service.agreements.tables import AgreementRow
from service.kernel.calendar import add_months
from service.lifecycle.standing import MANY
from service.obligations.tables import ObligationRow
from service.parties.model import Standing
from service.parties.tables import OrganisationRow, PartyRow
from service.web.frame.paging import PAGE, BadPlace
from service.web.portfolio.lines import IS_LATE, Line, described

LIVING = frozenset(State) - OVER
GROUPS: Mapping[str, frozenset[str]] = {"living": LIVING, "over": OVER}
SORTS = ("end", "title", "start")
MONTHS = (1, 3, 6, 12)
COUNTED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the list is asked for.

    `state` is a state, "living", "over" or empty for all; `party` the id of an organisation, `ends` months from today,
    `mine` those in which one has a function, `late` those with something overdue. `after` and `before` are places.
    """

    words: str = ""
    state: str = ""
    party: int = 0
    ends: int = 0
    mine: bool = False
    late: bool = False
    sort: str = "end"
    after: str = ""
    before: str = ""

    @property
    def states(self) -> frozenset[str]:
        """Return the states asked for."""
        return GROUPS.get(self.state) or frozenset([self.state] if self.state else State)

    @property
    def sieved(self) -> bool:
        """Say whether anything but all of it is asked for."""
        return bool(self.words or self.state or self.party or self.ends or self.mine or self.late)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list: its lines, and the places where the pages after and before it begin (None at the ends)."""

    rows: Sequence[Line]
    following: str | None
    preceding: str | None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the list with one order of its own; `down` says that the last comes first, `states` what is in it."""

    within: ColumnElement[bool]
    column: Any
    down: bool
    states: frozenset[str] = frozenset(State)


@lru_cache(maxsize=8)
def _stretches(sort: str) -> tuple[_Stretch, ...]:
    if sort == "title":
        return (_Stretch(true(), AgreementRow.sort_key, False),)
    if sort == "start":
        return (_Stretch(true(), AgreementRow.starts_on, True),)
    return (_Stretch(AgreementRow.over.is_(False), AgreementRow.sort_end, False, LIVING),
            _Stretch(AgreementRow.over.is_(True), AgreementRow.sort_end, True, OVER))


def lines(session: Session, wanted: Wanted, base: Select[Any], today: date) -> Found:
    """Return a page of the agreements `base` finds: by nearest end with those that live first, or as `wanted.sort` says."""
    backward = bool(wanted.before) and not wanted.after
    rows = _walk(session, base, wanted, wanted.before if backward else wanted.after, backward=backward)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backward:
        rows.reverse()
    before = more if backward else bool(wanted.after)
    after = True if backward else more
    return Found(
        described(session, rows, today),
        _place(rows[-1], wanted.sort) if rows and after else None, _place(rows[0], wanted.sort) if rows and before else None)


_ROWS: Any = select(
    AgreementRow.id, AgreementRow.title, AgreementRow.state, AgreementRow.starts_on, AgreementRow.ends_on,
    AgreementRow.over, AgreementRow.sort_end, AgreementRow.sort_key, AgreementRow.registered_at)


def chosen(session: Session, wanted: Wanted, today: date, seen: ColumnElement[bool], mine: Callable[[], ColumnElement[bool]],
           ) -> Select[Any]:
    """Return the query of what is asked for, without order; `mine` tells the condition of those in which one has a function."""
    base: Any = _ROWS.where(seen)
    if wanted.words:
        base = base.where(matches(wanted.words))
    if wanted.state in GROUPS:
        base = base.where(AgreementRow.over.is_(wanted.state == "over"))
    elif wanted.state in set(State):
        base = base.where(AgreementRow.state == wanted.state)
    if wanted.party:
        base = base.where(_of_organisation(session, wanted.party))
    if wanted.ends:
        base = base.where(AgreementRow.over.is_(False), AgreementRow.sort_end >= today,
                          AgreementRow.sort_end <= add_months(today, wanted.ends))
    if wanted.mine:
        base = base.where(mine())
    if wanted.late:
        base = base.where(exists().where(ObligationRow.agreement_id == AgreementRow.id, *IS_LATE))
    return cast("Select[Any]", base)


def _of_organisation(session: Session, number: int) -> ColumnElement[bool]:
    """Return the condition that an organisation is a party: asked of each agreement if it is of very many."""
    theirs = select(PartyRow.agreement_id).where(PartyRow.organisation_id == number, PartyRow.standing == Standing.PARTY)
    some = select(func.count()).select_from(theirs.limit(MANY).subquery())
    if session.connection().scalars(some).one() == MANY:
        return theirs.where(PartyRow.agreement_id == AgreementRow.id).exists()
    return cast("ColumnElement[bool]", AgreementRow.id.in_(theirs))


def counted(session: Session, base: Select[Any], wanted: Wanted) -> tuple[int, Select[Any]]:
    """Return how many are asked for, COUNTED + 1 standing for more than COUNTED, and the query to read pages of them with.

    Words are looked for once: where few agreements have them, it is those that are then put in order.
    """
    few: Any = base.with_only_columns(AgreementRow.id)
    if not wanted.words:
        return session.connection().scalars(select(func.count()).select_from(few.limit(COUNTED + 1).subquery())).one(), base
    ids = session.connection().scalars(in_parts(few).limit(COUNTED + 1)).all()
    return len(ids), base if len(ids) > COUNTED else _ROWS.where(AgreementRow.id.in_(ids))


def _walk(session: Session, base: Select[Any], wanted: Wanted, place: str, *, backward: bool) -> list[Any]:
    stretches = _stretches(wanted.sort)
    number, value, last = _read_place(place, wanted.sort, len(stretches))
    order = range(number, len(stretches)) if not backward else range(number, -1, -1)
    found: list[Any] = []
    for at in order:
        one = stretches[at]
        if one.states.isdisjoint(wanted.states):
            continue
        down = one.down != backward
        query = base.where(one.within).order_by(*(
            (one.column.desc(), AgreementRow.id.desc()) if down else (one.column, AgreementRow.id)))
        if at == number and last is not None:
            here, there = tuple_(one.column, AgreementRow.id), tuple_(literal(value), literal(last))
            query = query.where(here < there if down else here > there)
        found += session.connection().execute(query.limit(PAGE + 1 - len(found))).all()
        if len(found) > PAGE:
            break
    return found


def _place(row: Any, sort: str) -> str:
    if sort == "title":
        return f"0.{row.id}.{row.sort_key}"
    if sort == "start":
        return f"0.{row.id}.{row.starts_on.isoformat()}"
    return f"{int(row.over)}.{row.id}.{row.sort_end.isoformat()}"


def _read_place(place: str, sort: str, most: int) -> tuple[int, Any, int | None]:
    if not place:
        return 0, None, None
    try:
        number, last, value = place.split(".", 2)
        if not 0 <= int(number) < most or not value.isprintable():
            raise BadPlace
        return int(number), value if sort == "title" else date.fromisoformat(value), min(int(last), 2**62)
    except ValueError:
        raise BadPlace from None


_ORGANISATIONS = select(OrganisationRow.id, OrganisationRow.name).order_by(
    OrganisationRow.sort_key, OrganisationRow.id).limit(300)


def organisations(session: Session, seen: ColumnElement[bool], *, many: bool) -> list[tuple[int, str]]:
    """Return organisations to choose among, those of the parties `seen`, in Swedish order.

    Where `many` are seen, no party is looked at that need not be: each organisation is asked for one, until there are enough
    (which PostgreSQL does only of what has an offset).
    """
    one = select(PartyRow.id).where(PartyRow.organisation_id == OrganisationRow.id, seen).offset(0)
    query = _ORGANISATIONS.where(one.exists()) if many else (
        _ORGANISATIONS.where(OrganisationRow.id.in_(select(PartyRow.organisation_id).where(seen))))
    return [(number, name) for number, name in session.connection().execute(query)]
