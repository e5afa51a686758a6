"""A closed agreement is only read, whatever door somebody comes by: the guard stands where the history is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from service import schema
from service.agreements.states import Step
from service.agreements.tables import AgreementRow
from service.db import Database
from service.documents.actions import add, cull, register
from service.documents.model import Direction, Kind, Registration
from service.documents.store import get_document
from service.followup.reports.tables import ReportRow
from service.history.record import ReadOnly
from service.history.tables import HistoryRow
from service.history.verify import faults
from service.journal.actions import Kind as Way
from service.journal.actions import note_contact
from service.kernel.clock import moment
from service.lifecycle.acts.resend import resend
from service.lifecycle.acts.succeed import Budget, succeed
from service.lifecycle.followup import reports
from service.lifecycle.repaying import repayments
from service.lifecycle.steps import take
from service.meetings.actions import cancel
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow, Post
from service.obligations.states import Step as Owe
from service.obligations.tables import ObligationRow
from service.parties.store import cast
from service.repayments.model import Claim, Ground, Instalment
from service.scheduler.sweep import sweep
from tests.builders import BY, on, signed_agreement
from tests.documents.made import file
from tests.signatures.test_at_once import at_once

# Registered after its end, so that only what comes after that is left to do.
KNOWN, NOW = on(2026, 2, 2, 9), on(2026, 2, 3, 9)
LETTER = Registration(kind=Kind.LETTER, title="Brev", direction=Direction.RECEIVED, day=date(2026, 2, 2), cull_after=date(2026, 1, 1),
                      retention="Plan 4")


def ended(database: Database) -> int:
    """Let an agreement that is registered late be over, with nothing left to do; a letter is among its documents."""
    number = signed_agreement(database, signed=KNOWN)
    sweep(database, now=lambda: KNOWN)
    with database.write() as session:
        public = cast(session, number).parties[0]
        add(session, number, LETTER, file("Brev"), party=public, now=KNOWN, by=BY)
        for key in session.scalars(select(ObligationRow.key).join(ReportRow, ReportRow.obligation_id == ObligationRow.id).where(
                ReportRow.state == "due", ReportRow.earlier.is_(False))):
            reports.settle(session, number, key, Owe.WAIVE, now=KNOWN, by=BY, note="Behövs inte")
    return number


def closed(database: Database) -> int:
    number = ended(database)
    with database.write() as session:
        take(session, number, Step.CLOSE, now=NOW, by=BY)
    return number


def _claim(session: Session, number: int) -> object:
    public, civil = cast(session, number).parties
    given = Claim(against=civil.id, ground=Ground.FULL, ore=100, why="x", instalments=(Instalment(date(2026, 3, 1), 100),))
    return repayments.claim(session, number, given, party_id=public.id, now=NOW, by=BY)


def _meeting(session: Session, number: int) -> None:
    cancel(session, session.scalars(select(MeetingRow.id).where(MeetingRow.state == "planned")).first() or 0, now=NOW, by=BY)


DOORS: dict[str, Callable[[Session, int], Any]] = {
    "a claim of repayment": _claim,
    "the log": lambda session, number: note_contact(
        session, number, day=date(2026, 2, 2), kind=Way.CALL, who="x", body="x", author="x", party_id=None, now=NOW, by=BY),
    "a document": lambda session, number: add(
        session, number, LETTER, file("Nytt"), party=cast(session, number).parties[0], now=NOW, by=BY),
    "a successor": lambda session, number: succeed(session, number, budget=Budget.BLANK, now=NOW, by=BY),
    "a meeting": _meeting,
}


@pytest.mark.parametrize("door", DOORS)
def test_nothing_is_changed_in_a_closed_agreement(database: Database, door: str) -> None:
    number = closed(database)
    with pytest.raises(ReadOnly), database.write() as session:
        DOORS[door](session, number)


def test_its_records_are_kept_all_the_same(database: Database) -> None:
    number = closed(database)
    with database.write() as session:
        document = session.scalars(text("SELECT id FROM documents WHERE title = 'Brev'")).one()
        register(session, document, Registration(**{**_as_given(session, document), "title": "Brev, rättat"}), seen=1, now=NOW, by=BY)
        cull(session, document, decision="KS 2026 § 4", now=NOW, by=BY)
        mail = session.scalars(select(OutboxRow).where(OutboxRow.agreement_id == number).order_by(OutboxRow.id.desc())).first()
        assert mail is not None
        mail.state = Post.SENT.value
        session.flush()
        resend(session, mail.id, now=NOW, by=BY)
        assert list(faults(session)) == []


def test_closing_and_what_somebody_does_at_once_never_both_come_through_out_of_order(database: Database) -> None:
    number = ended(database)

    def close() -> str:
        with database.write() as session:
            return take(session, number, Step.CLOSE, now=NOW, by=BY).state

    def note() -> int:
        with database.write() as session:
            made: int = DOORS["the log"](session, number)
            return made

    assert at_once(close, note) in (["closed", "ReadOnly"], ["closed", "1"])
    with database.read() as session:
        assert session.scalars(select(HistoryRow.event).where(HistoryRow.chain == number).order_by(
            HistoryRow.seq.desc()).limit(1)).one() == "close"


def test_what_was_closed_before_the_guard_is_sealed_by_the_migration(database: Database) -> None:
    number = closed(database)
    schema.migrate(database, "0018")
    schema.migrate(database)
    with database.read() as session:
        sealed = session.execute(text("SELECT chain FROM chains WHERE sealed_at IS NOT NULL")).all()
        assert [tuple(one) for one in sealed] == [(number,)]
    with pytest.raises(ReadOnly), database.write() as session:
        DOORS["the log"](session, number)


def _as_given(session: Session, document_id: int) -> dict[str, Any]:
    row = get_document(session, document_id)
    return {"kind": Kind(row.kind), "title": row.title, "direction": Direction(row.direction), "day": row.day,
            "cull_after": row.cull_after, "retention": row.retention}


def test_its_state_is_closed_and_nothing_is_due(database: Database) -> None:
    number = closed(database)
    for days in (1, 30, 400):
        later = NOW + (moment(date(2026, 1, 1 + 1)) - moment(date(2026, 1, 1))) * days
        sweep(database, now=lambda later=later: later)  # type: ignore[misc]
    with database.read() as session:
        assert session.get_one(AgreementRow, number).state == "closed"
        assert session.scalars(select(OutboxRow.name).where(OutboxRow.created_at > NOW)).all() == []
