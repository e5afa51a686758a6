"""Finding decisions on renewal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import due_by
from service.kernel.unreadable import Unreadable, read_each
from service.obligations.tables import ObligationRow
from service.renewal.rules import Item
from service.renewal.states import State
from service.renewal.tables import AnswerRow, DecisionRow

_DUE = (
    select(
        DecisionRow.id, DecisionRow.agreement_id, DecisionRow.obligation_id, DecisionRow.day, DecisionRow.ends_on,
        DecisionRow.state, DecisionRow.arose_at, DecisionRow.told_at, ObligationRow.clause, DecisionRow.silence,
        AgreementRow.ladders,
    )
    .join(ObligationRow, ObligationRow.id == DecisionRow.obligation_id)
    .join(AgreementRow, AgreementRow.id == DecisionRow.agreement_id)
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` decisions that are due, the longest waiting first."""
    query = due_by(_DUE, DecisionRow, now, limit)
    rows = session.connection().execute(query).all()
    answers = answers_of(session, [row.id for row in rows])
    return read_each(rows, "decision", lambda row: _item(row, answers.get(row.id, {})))


def get_item(session: Session, decision_id: int) -> Item:
    """Return one decision as the clock sees it, locked."""
    query = _DUE.where(DecisionRow.id == decision_id).with_for_update(key_share=True, of=DecisionRow)
    return _item(session.execute(query).one(), answers_of(session, [decision_id]).get(decision_id, {}))


def _item(row: Any, answers: Mapping[int, str]) -> Item:
    values = {**row._mapping, "state": State(row.state)}
    return Item(**values, answers=answers)


def answers_of(session: Session, decision_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    """Return the answers to each decision, by party id."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    query = select(AnswerRow.decision_id, AnswerRow.party_id, AnswerRow.answer)
    for decision_id, party_id, answer in session.connection().execute(query.where(AnswerRow.decision_id.in_(decision_ids))):
        found[decision_id][party_id] = answer
    return found


def current(session: Session, agreement_id: int) -> DecisionRow | None:
    """Return the decision on the period now running, locked, if there is one."""
    query = (
        select(DecisionRow)
        .join(AgreementRow, (AgreementRow.id == DecisionRow.agreement_id) & (AgreementRow.ends_on == DecisionRow.ends_on))
        .where(DecisionRow.agreement_id == agreement_id)
        .with_for_update(key_share=True, of=DecisionRow)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one_or_none()
