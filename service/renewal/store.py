"""Finding decisions on renewal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.obligations.tables import ObligationRow
from service.renewal.rules import Item
from service.renewal.states import State
from service.renewal.tables import AnswerRow, DecisionRow

_DUE = (
    select(
        DecisionRow.id, DecisionRow.agreement_id, DecisionRow.obligation_id, DecisionRow.day, DecisionRow.ends_on,
        DecisionRow.state, DecisionRow.arose_at, DecisionRow.told_at, ObligationRow.clause, DecisionRow.silence,
    )
    .join(ObligationRow, ObligationRow.id == DecisionRow.obligation_id)
)


def due(session: Session, now: datetime, limit: int) -> list[Item]:
    """Claim up to `limit` decisions that are due, the longest waiting first."""
    query = (
        _DUE.where(DecisionRow.next_at <= now).order_by(DecisionRow.next_at).limit(limit)
        .with_for_update(of=DecisionRow, skip_locked=True)
    )
    return _items(session, session.execute(query).all())


def get_item(session: Session, decision_id: int) -> Item:
    """Return one decision as the clock sees it, locked."""
    query = _DUE.where(DecisionRow.id == decision_id).with_for_update(of=DecisionRow)
    return _items(session, session.execute(query).all())[0]


def _items(session: Session, rows: Sequence[Any]) -> list[Item]:
    answers = answers_of(session, [row[0] for row in rows])
    return [
        Item(id=id_, agreement_id=agreement_id, obligation_id=obligation_id, day=day, ends_on=ends_on,
             state=State(state), arose_at=arose_at, told_at=told_at, clause=clause, silence=silence,
             answers=answers.get(id_, {}))
        for id_, agreement_id, obligation_id, day, ends_on, state, arose_at, told_at, clause, silence in rows
    ]


def answers_of(session: Session, decision_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    """Return the answers to each decision, by party id."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    query = select(AnswerRow.decision_id, AnswerRow.party_id, AnswerRow.answer)
    for decision_id, party_id, answer in session.execute(query.where(AnswerRow.decision_id.in_(decision_ids))):
        found[decision_id][party_id] = answer
    return found


def current(session: Session, agreement_id: int) -> DecisionRow | None:
    """Return the decision on the period now running, locked, if there is one."""
    query = (
        select(DecisionRow)
        .join(AgreementRow, (AgreementRow.id == DecisionRow.agreement_id) & (AgreementRow.ends_on == DecisionRow.ends_on))
        .where(DecisionRow.agreement_id == agreement_id)
        .with_for_update(of=DecisionRow)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one_or_none()
