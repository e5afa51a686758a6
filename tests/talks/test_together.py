"""Two at once, an end that comes in between, and rows that no pass would come to again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select, update

from service.agreements.states import Step
from service.agreements.tables import AgreementRow
from service.db import Database
from service.deviations.tables import DeviationRow, VerdictRow
from service.kernel.errors import Refusal
from service.lifecycle.steps import take
from service.renegotiations.tables import RenegotiationRow
from service.scheduler.reconcile import reconcile
from service.settings import load
from tests.builders import BY, on
from tests.faults.invariants import check
from tests.talks.world import NOW, Talks, made


def at_once(*acts: object) -> list[str]:
    """Do all at the same moment; return what each came to."""
    gate = Barrier(len(acts))

    def do(act: object) -> str:
        gate.wait()
        try:
            return str(act())  # type: ignore[operator]
        except Refusal as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(do, acts))


def in_dialogue(database: Database) -> tuple[Talks, int]:
    talks = made(database)
    number = talks.report()
    talks.note(number)
    return talks, number


def test_of_two_parties_that_approve_at_once_one_is_the_last(database: Database) -> None:
    talks, number = in_dialogue(database)
    assert at_once(lambda: talks.approve(number, "public"), lambda: talks.approve(number, "civil")) == ["False", "True"]
    assert talks.deviation(number).state == "approved"
    check(database)


def test_one_approves_while_the_other_rejects(database: Database) -> None:
    talks, number = in_dialogue(database)
    came = at_once(lambda: talks.approve(number, "public"), lambda: talks.reject(number, "civil"))
    assert came in (["False", "None"], ["None", "NotAStep"])
    assert talks.deviation(number).state == "rejected"
    check(database)


def test_a_party_decides_once_however_often_it_is_sent(database: Database) -> None:
    talks, number = in_dialogue(database)
    assert at_once(*[lambda: talks.approve(number, "public")] * 3) == ["AlreadyDecided", "AlreadyDecided", "False"]
    with database.read() as session:
        assert len(session.scalars(select(VerdictRow.id)).all()) == 1


def test_the_dialogue_begins_once(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    assert at_once(*[lambda: talks.answer(number)] * 2) == ["NotAStep", "True"]
    check(database)


@pytest.mark.parametrize("step", [Step.RESCIND, Step.TERMINATE])
def test_whatever_ends_the_agreement_closes_both(database: Database, step: Step) -> None:
    talks, number = in_dialogue(database)
    asked = talks.ask()
    with database.write() as session:
        if step is Step.TERMINATE:
            session.get_one(AgreementRow, talks.agreement).terminates_on = date(2025, 3, 4)
            session.flush()
        take(session, talks.agreement, step, now=on(2025, 3, 5, 9), by=BY)
    assert (talks.deviation(number).state, talks.renegotiation(asked).state) == ("closed_by_end", "closed_by_end")
    assert talks.waiting() == {"deviation_over", "renegotiation_over"}
    assert talks.sweep(on(2025, 5, 5, 9)) == []
    check(database)


def test_what_no_pass_would_come_to_again_is_given_back(database: Database) -> None:
    talks, number = in_dialogue(database)
    asked = talks.ask()
    with database.write() as session:
        for table in (DeviationRow, RenegotiationRow):
            session.execute(update(table).values(next_at=None))
    assert talks.sweep(on(2025, 3, 10, 8)) == []
    reconcile(database, load({}), now=NOW)
    assert (talks.deviation(number).next_at, talks.renegotiation(asked).next_at) == (NOW, NOW)
    assert {name for name, _ in talks.sweep(on(2025, 3, 10, 9))} == {"deviation_approval_wanted", "renegotiation_waits"}
