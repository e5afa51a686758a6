"""Which agreements are at risk, and why: found, weighed and cut by the database, in one question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Integer,
    String,
    cast,
    distinct,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from service.agreements.tables import AgreementRow
from service.economy.outcome.tables import FigureRow
from service.notices.tables import OutboxRow
from service.obligations.model import Kind
from service.obligations.tables import ObligationRow
from service.parties.model import Standing
from service.parties.tables import PartyRow, VacancyRow
from service.renewal.states import State as Decision
from service.renewal.tables import DecisionRow
from service.web.pictures.sums import MISSED, RUNNING, STILL
from service.web.pictures.within import Within

NEAR = 60
MOST = 25
# In the order in which they are told; how much each weighs.
WEIGHTS = {"overdue": 3, "unled": 3, "over": 3, "missed": 2, "undeliverable": 2, "near": 1}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: how many there are of it, and its day where it has one."""

    code: str
    count: int
    day: date | None


@dataclass(frozen=True, slots=True)
class Risk:
    """An agreement at risk, with every reason."""

    agreement_id: int
    title: str
    ends_on: date | None
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Risks:
    """The heaviest risks, and how many agreements are at risk in all."""

    rows: Sequence[Risk]
    count: int


def risks(session: Session, within: Within, today: date) -> Risks:
    """Return the agreements at risk, those with most and gravest reasons first."""
    every = union_all(*_reasons(within, today)).cte("reasons")
    weight = func.sum(every.c.weight)
    worst = select(every.c.agreement_id.label("id"), weight.label("weight"), func.count().over().label("whole")).group_by(
        every.c.agreement_id).order_by(weight.desc(), every.c.agreement_id).limit(MOST).cte("worst")
    query = select(worst.c.id, AgreementRow.title, AgreementRow.ends_on, worst.c.whole, every.c.code, every.c.n, every.c.day)
    query = query.select_from(every).join(worst, every.c.agreement_id == worst.c.id).join(
        AgreementRow, AgreementRow.id == worst.c.id).order_by(worst.c.weight.desc(), worst.c.id)
    rows = session.connection().execute(query).all()
    why: dict[int, list[Why]] = defaultdict(list)
    for row in rows:
        why[row.id].append(Why(row.code, int(row.n), row.day))
    order = list(WEIGHTS)
    heads = {row.id: row for row in rows}
    return Risks([Risk(number, row.title, row.ends_on, tuple(sorted(why[number], key=lambda one: order.index(one.code))))
                  for number, row in heads.items()], int(rows[0].whole) if rows else 0)


def _reasons(within: Within, today: date) -> list[Any]:
    """Return a query for each reason: agreement, code, how many, day."""
    return [*_late(within), _near(within, today), _unled(within, today), _over(within), _undeliverable(within)]


def _said(code: str, agreement: Any, number: Any, day: Any) -> Any:
    return select(agreement.label("agreement_id"), cast(literal(code), String).label("code"),
                  cast(literal(WEIGHTS[code]), Integer).label("weight"), cast(number, Integer).label("n"), day.label("day"))


def _late(within: Within) -> list[Any]:
    """Return what is overdue and can still be done, and meetings that never were."""
    found = []
    for code, of in (("overdue", ObligationRow.kind != Kind.MEETING), ("missed", ObligationRow.kind == Kind.MEETING)):
        found.append(_said(code, ObligationRow.agreement_id, func.count(), func.min(ObligationRow.day)).join(
            AgreementRow, AgreementRow.id == ObligationRow.agreement_id).where(
            MISSED, STILL, of, *within.of(ObligationRow.agreement_id)).group_by(ObligationRow.agreement_id))
    return found


def _near(within: Within, today: date) -> Any:
    return _said("near", DecisionRow.agreement_id, literal(1), DecisionRow.day).where(
        DecisionRow.state.in_((Decision.NOT_DUE, Decision.OPEN)), DecisionRow.day.between(today, today + timedelta(days=NEAR)),
        *within.of(DecisionRow.agreement_id))


def _unled(within: Within, today: date) -> Any:
    """Return running agreements with parties that nobody coordinates for."""
    return _said("unled", VacancyRow.agreement_id, func.count(distinct(VacancyRow.party_id)), null()).join(
        PartyRow, PartyRow.id == VacancyRow.party_id).join(AgreementRow, AgreementRow.id == VacancyRow.agreement_id).where(
        AgreementRow.state.in_(RUNNING), PartyRow.standing == Standing.PARTY,
        or_(VacancyRow.from_on.is_(None), VacancyRow.from_on <= today), or_(VacancyRow.to_on.is_(None), VacancyRow.to_on >= today),
        *within.of(VacancyRow.agreement_id)).group_by(VacancyRow.agreement_id)


def _over(within: Within) -> Any:
    """Return agreements whose newest outcome is above the frame, by what is used or what someone has foreseen."""
    newer = aliased(FigureRow)
    return _said("over", FigureRow.agreement_id, literal(1), FigureRow.as_of).join(
        AgreementRow, AgreementRow.id == FigureRow.agreement_id).where(
        FigureRow.over_frame.is_(True), AgreementRow.state.in_(RUNNING), *within.of(FigureRow.agreement_id),
        ~exists(select(1).where(newer.agreement_id == FigureRow.agreement_id, or_(
            newer.as_of > FigureRow.as_of, (newer.as_of == FigureRow.as_of) & (newer.id > FigureRow.id)))))


def _undeliverable(within: Within) -> Any:
    return _said("undeliverable", OutboxRow.agreement_id, func.count(), null()).join(
        AgreementRow, AgreementRow.id == OutboxRow.agreement_id).where(
        OutboxRow.state == literal_column("'undeliverable'"), AgreementRow.state.in_(RUNNING),
        *within.of(OutboxRow.agreement_id)).group_by(OutboxRow.agreement_id)
