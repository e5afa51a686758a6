"""The decision on renewal: both must answer alike; who has answered is not asked again; silence means what the terms say."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.agreements.terms import DecisionRule, Ending, Expiry
from service.db import Database
from service.lifecycle.acts.renewal import NotRunning, decide
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.store import cast, get_party
from service.renewal.actions import AlreadyDecided
from service.renewal.states import Answer
from service.renewal.tables import DecisionRow
from service.scheduler.sweep import sweep
from tests.builders import BY, an_agreement, on


def made(database: Database, **changed: object) -> int:
    with database.write() as session:
        return an_agreement(session, **changed)  # type: ignore[arg-type]


def answers(database: Database, agreement_id: int, role: str, answer: Answer, now: datetime) -> Answer | None:
    with database.write() as session:
        party = get_party(cast(session, agreement_id).parties, role)
        return decide(session, agreement_id, party, answer, now=now, by=BY)


def asked_at(database: Database, now: datetime) -> list[str]:
    sweep(database, now=lambda: now)
    with database.read() as session:
        query = select(OutboxRow.to_email).where(OutboxRow.created_at == now, OutboxRow.name.like("renewal%"))
        return sorted(session.scalars(query))


def test_who_has_answered_is_not_asked_again(database: Database) -> None:
    agreement = made(database)
    answers(database, agreement, "civil", Answer.EXTEND, on(2025, 9, 10, 9))
    assert asked_at(database, on(2025, 10, 1, 8)) == ["anders.berg@goteborg.example", "karin.lind@goteborg.example"]


def test_differing_answers_are_no_decision_and_all_are_asked(database: Database) -> None:
    agreement = made(database)
    assert answers(database, agreement, "civil", Answer.EXTEND, on(2025, 9, 10, 9)) is None
    assert answers(database, agreement, "public", Answer.END, on(2025, 9, 11, 9)) is None
    assert len(asked_at(database, on(2025, 10, 1, 8))) == 4
    assert answers(database, agreement, "public", Answer.EXTEND, on(2025, 10, 2, 9)) is Answer.EXTEND
    assert asked_at(database, on(2025, 10, 17, 8)) == []
    with pytest.raises(AlreadyDecided, match="The parties have already agreed: extend."):
        answers(database, agreement, "public", Answer.END, on(2025, 10, 18, 9))


def test_a_late_decision_is_marked_late(database: Database) -> None:
    agreement = made(database)
    sweep(database, now=lambda: on(2025, 11, 10, 9))
    for role in ("public", "civil"):
        answers(database, agreement, role, Answer.END, on(2025, 11, 12, 9))
    with database.read() as session:
        row = session.scalars(select(DecisionRow)).one()
        owed = session.get_one(ObligationRow, row.obligation_id).state
    assert (row.state, row.late, owed) == ("decided", True, "met_late")


def test_nothing_is_decided_of_what_has_ended(database: Database) -> None:
    agreement = made(database)
    sweep(database, now=lambda: on(2026, 1, 1))
    with pytest.raises(NotRunning, match="The agreement is expired; only one that is signed or active can be decided on."):
        answers(database, agreement, "public", Answer.EXTEND, on(2026, 1, 2, 9))


@pytest.mark.parametrize(("says", "ends_on"), [(None, date(2026, 12, 31)), (Answer.END, date(2025, 12, 31))])
def test_silence_renews_where_the_terms_say_so(database: Database, says: Answer | None, ends_on: date) -> None:
    agreement = made(database, ending=Ending(mode=Expiry.RENEWS, months=12, max_times=1),
                     decision=DecisionRule(months_before=3, silence="renews"))
    if says is not None:
        for role in ("public", "civil"):
            answers(database, agreement, role, says, on(2025, 6, 1, 9))
    sweep(database, now=lambda: on(2026, 1, 1))
    with database.read() as session:
        row = session.get_one(AgreementRow, agreement)
        assert (row.state, row.ends_on) == ("expired" if says else "active", ends_on)
        told = session.scalars(select(OutboxRow.payload).where(OutboxRow.name == "renewed")).all()
        assert bool(told) == (says is None)
        facts = [json.loads(one) for one in told]
        assert {(one["was"], one["end"], one["decide_by"]) for one in facts} == ({("2025-12-31", "2026-12-31", "2026-09-30")} if told else set())
    sweep(database, now=lambda: on(2027, 1, 1))
    with database.read() as session:
        assert session.get_one(AgreementRow, agreement).state == "expired"
