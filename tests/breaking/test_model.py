"""Breaches and rescissions driven at random, racing with amendments, signatures and the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from service.agreements.states import OVER, State
from service.agreements.tables import AgreementRow
from service.amendments.states import UNSETTLED
from service.amendments.tables import AmendmentRow
from service.breaches.actions import Receipt, Reply
from service.breaches.model import Answer, How, Notice
from service.breaches.states import OPEN as OPEN_BREACH
from service.breaches.tables import BreachRow
from service.kernel.clock import local_day, moment
from service.lifecycle.breaking import breaches, rescind
from service.lifecycle.clock import ends_at
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.store import cast
from service.rescissions.model import Declaration, Declarer
from service.rescissions.states import OPEN as OPEN_RESCISSION
from service.rescissions.tables import RescissionRow
from service.scheduler.sweep import sweep
from tests.amendments.test_model import Partnership
from tests.breaking.world import SIGNATORIES
from tests.builders import BY, on

ROLES = st.sampled_from(["public", "civil"])


class Broken(Partnership):
    """The partnership, and people who fail, tell, answer and rescind at any time."""

    told: tuple[int, ...] = ()
    claimed: tuple[int, ...] = ()

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.now = on(2025, 2, 3, 9)
        sweep(self.database, now=lambda: self.now)

    def party(self, role: str) -> int:
        with self.database.read() as session:
            return next(one.id for one in cast(session, self.agreement).parties if one.role == role)

    def declaration(self, role: str, who: str, on: date, breach: int | None) -> Declaration:
        declarer = Declarer(name=SIGNATORIES.get(who, "Någon"), capacity="Chef", authority="Stadgarna")
        return Declaration(party_id=self.party(role), reason="Nej.", effective_on=on, declared_on=local_day(self.now),
                           declarer=declarer, breach_id=breach)

    @rule(role=ROLES, days=st.sampled_from([1, 1, 3]))
    def somebody_gives_notice(self, role: str, days: int) -> None:
        other = self.party("civil" if role == "public" else "public")
        given = Notice(against=other, undertaking="x", clause="x", what="x", since=local_day(self.now), days=days, why_days="x")
        made = self.tried(lambda session: breaches.notify(session, self.agreement, given, party_id=self.party(role), now=self.now, by=BY))
        if made is not None:
            self.told = (*self.told, made)

    @rule(role=ROLES, wait=st.sampled_from([0, 1, 20]), late=st.integers(1, 4))
    def it_goes_all_the_way(self, role: str, wait: int, late: int) -> None:
        """Give notice that is received, let its one day pass, or nearly, and rescind."""
        self.somebody_gives_notice(role, 1)
        if not self.told:
            return
        number, other = self.told[-1], self.party("civil" if role == "public" else "public")
        receipt = Receipt(on=local_day(self.now), how=How.HERE)
        self.tried(lambda session: breaches.receive(session, number, receipt, party_id=other, now=self.now, by=BY))
        self.time_passes(late, 0)
        given = self.declaration(role, role, local_day(self.now) + timedelta(days=wait), number)
        self.tried(lambda session: rescind.declare(session, self.agreement, given, now=self.now, by=BY))

    def which(self, data: st.DataObject, likely: Any) -> tuple[int, int, int]:
        """Draw a breach of those that are likely, with its notifier and the other; in one case of eight any, and the wrong way about."""
        with self.database.read() as session:
            rows = session.scalars(select(BreachRow).where(likely).order_by(BreachRow.id)).all()
            odd = data.draw(st.integers(0, 7)) == 7 or not rows
            row = data.draw(st.sampled_from(session.scalars(select(BreachRow).order_by(BreachRow.id)).all() if odd else rows))
            return (row.id, row.against, row.notified_by) if odd else (row.id, row.notified_by, row.against)

    @precondition(lambda self: self.told)
    @rule(data=st.data(), act=st.sampled_from(["receive", "receive", "receive", "rectified", "disputed"]))
    def somebody_answers(self, data: st.DataObject, act: str) -> None:
        number, _, party = self.which(data, BreachRow.state.in_(OPEN_BREACH))
        given: dict[str, Any] = {"party_id": party, "now": self.now, "by": BY}
        receipt, reply = Receipt(on=local_day(self.now), how=How.HERE), Reply(answer=Answer.RECTIFIED, body="x")
        if act == "receive":
            self.tried(lambda session: breaches.receive(session, number, receipt, **given))
        else:
            self.tried(lambda session: breaches.reply(session, number, replace(reply, answer=Answer(act)), author="x", **given))

    @precondition(lambda self: self.told)
    @rule(data=st.data(), act=st.sampled_from([breaches.accept, breaches.take_back]), happens=st.sampled_from([True, False, False]))
    def somebody_settles(self, data: st.DataObject, act: Any, happens: bool) -> None:
        number, party, _ = self.which(data, BreachRow.state.in_(OPEN_BREACH))
        if happens:
            self.tried(lambda session: act(session, number, "Ja", party_id=party, now=self.now, by=BY))

    @precondition(lambda self: self.told)
    @rule(data=st.data(), wait=st.sampled_from([0, 1, 20, 60, -1, 500]), known=st.sampled_from([True, True, True, False]))
    def somebody_rescinds(self, data: st.DataObject, wait: int, known: bool) -> None:
        number, party, _ = self.which(data, (BreachRow.rectify_by < local_day(self.now)) & BreachRow.state.in_(OPEN_BREACH))
        role = "public" if party == self.party("public") else "civil"
        given = self.declaration(role, role if known else "nobody", local_day(self.now) + timedelta(days=wait), number)
        self.tried(lambda session: rescind.declare(session, self.agreement, given, now=self.now, by=BY))

    @rule(role=ROLES, wait=st.sampled_from([-10, 0, 5]))
    def somebody_claims(self, role: str, wait: int) -> None:
        given = self.declaration(role, role, local_day(self.now) + timedelta(days=wait), None)
        made = self.tried(lambda session: rescind.claim(
            session, self.agreement, given, recorder=self.party(role), now=self.now, by=BY))
        if made is not None:
            self.claimed = (*self.claimed, made)

    @precondition(lambda self: self.claimed)
    @rule(data=st.data(), role=ROLES, act=st.sampled_from([rescind.dispute, rescind.dispute, rescind.take_back, rescind.accept]))
    def somebody_answers_a_claim(self, data: st.DataObject, role: str, act: Any) -> None:
        number = data.draw(st.sampled_from(self.claimed))
        declarer = self.declaration(role, role, local_day(self.now), None).declarer
        self.tried(lambda session: act(session, number, "x", declarer, party_id=self.party(role), now=self.now, by=BY))

    @rule(act=st.sampled_from([rescind.pause, rescind.go_on]))
    def somebody_pauses_or_goes_on(self, act: Any) -> None:
        self.tried(lambda session: act(session, self.agreement, party_id=self.party("civil"), now=self.now, by=BY))

    @invariant()
    def none_is_rescinded_without_a_received_notice_and_its_time_run_out(self) -> None:
        with self.database.read() as session:
            row = session.get_one(AgreementRow, self.agreement)
            stands = session.scalars(select(RescissionRow).where(RescissionRow.state.in_(("declared", "in_effect")))).all()
            assert len(stands) <= 1
            assert row.state == State.CLOSED or (row.state == State.RESCINDED) == any(one.state == "in_effect" for one in stands)
            for one in stands:
                if one.breach_id is None:
                    assert one.outside
                    assert one.answered_on is not None
                    continue
                breach = session.get_one(BreachRow, one.breach_id)
                assert breach.state == "rescinded"
                assert breach.rectify_by is not None
                assert breach.rectify_by < one.declared_on <= one.effective_on
                assert breach.notified_by == one.party_id

    @invariant()
    def nothing_is_left_open_when_it_is_over(self) -> None:
        with self.database.read() as session:
            row = session.get_one(AgreementRow, self.agreement)
            over = ends_at(row.ends_on)
            if row.state not in OVER:
                return
            assert row.ended_at is not None
            assert over is not None
            broken = session.scalars(select(RescissionRow.id).where(RescissionRow.state == "in_effect")).first() is not None
            # Never before its last day, and never after it.
            assert moment(row.ends_on) < row.ended_at <= over if broken else row.ended_at == over
            for table, states in ((AmendmentRow, UNSETTLED), (BreachRow, OPEN_BREACH), (RescissionRow, OPEN_RESCISSION)):
                assert session.scalars(select(table.id).where(table.state.in_(states))).all() == []
            assert session.scalars(select(MeetingRow.key).where(
                MeetingRow.state.in_(("planned", "called")), MeetingRow.starts_at >= row.ended_at)).all() == []
            if broken:
                kinds = session.scalars(select(ObligationRow.kind).where(ObligationRow.kind.like("final%"))).all()
                assert sorted(kinds) == ["final_account", "final_report"]
                assert session.scalars(select(ObligationRow.key).where(
                    ObligationRow.state.in_(("planned", "open")), ObligationRow.closing.is_(False),
                    ObligationRow.kind != "meeting")).all() == []

    @invariant()
    def a_rescission_whose_day_has_come_is_late_by_a_pass_at_most(self) -> None:
        with self.database.read() as session:
            row = session.get_one(AgreementRow, self.agreement)
            for one in session.scalars(select(RescissionRow).where(RescissionRow.state == "declared")):
                assert row.state == State.ACTIVE
                assert one.next_at is not None
            waits = session.scalars(select(OutboxRow.subject).where(
                OutboxRow.state == "waiting", OutboxRow.name.in_(("rectify_ahead", "rectify_passed")))).all()
            open_ones = {f"breach {number}" for number in session.scalars(select(BreachRow.id).where(BreachRow.state.in_(OPEN_BREACH)))}
            assert set(waits) <= open_ones


@pytest.mark.parametrize("examples", [10, pytest.param(1000, marks=pytest.mark.soak)])
def test_nothing_is_broken_off_in_a_way_it_may_not_be(sqlite_template: Path, examples: int) -> None:
    Broken.template = sqlite_template
    run_state_machine_as_test(Broken, settings=settings(max_examples=examples, stateful_step_count=30, deadline=None))
