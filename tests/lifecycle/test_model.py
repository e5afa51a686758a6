"""Every way that an agreement can end, and all that is settled after, driven at random: what may never be is looked for at each step."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select, update

from service.agreements.states import State, Step
from service.agreements.store import parse_terms, terms_of, terms_rows
from service.agreements.tables import AgreementRow
from service.disputes.model import Forum
from service.disputes.tables import DisputeNoteRow, DisputeRow
from service.economy.invoices.tables import InvoiceRow, PaymentRow
from service.economy.outcome.actions import Entered
from service.economy.outcome.rules import Used
from service.followup.reports.tables import ReportRow
from service.history.tables import HistoryRow
from service.kernel.clock import local_day, moment
from service.kernel.money import ore
from service.lifecycle.ending import notice
from service.lifecycle.followup import reports
from service.lifecycle.money.outcome import enter
from service.lifecycle.money.usual import go_the_usual_way
from service.lifecycle.repaying import repayments
from service.lifecycle.repaying.ground import standings
from service.lifecycle.steps import take
from service.lifecycle.talks import disputes
from service.meetings.actions import cancel, hold, minute
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow, Post
from service.obligations.states import SETTLED
from service.obligations.states import Step as Owe
from service.obligations.tables import ObligationRow
from service.parties.model import Function
from service.parties.store import cast
from service.renewal.tables import DecisionRow
from service.repayments.model import Claim, Ground, Instalment
from service.repayments.rules import monthly
from service.repayments.states import OPEN as OPEN_CLAIM
from service.repayments.tables import RepaidRow, RepaymentRow, WaiverRow
from service.scheduler.sweep import sweep
from service.terminations.model import Given, How, Receipt
from service.terminations.states import OPEN as OPEN_NOTICE
from service.terminations.tables import TerminationRow
from tests.breaking.test_model import ROLES, Broken
from tests.builders import BY, an_agreement, on

# Months of notice by role, and whether to the month's end: what the model reckons by itself, with another library.
NOTICE = {"public": (1, True), "civil": (2, False)}
ACTS = st.sampled_from(["agree", "agree", "dispute", "settle", "pay", "pay", "waive", "withdraw", "replan"])
OVER = (State.EXPIRED, State.RESCINDED, State.TERMINATED, State.CLOSED)
# What may be written about an agreement that has ended: closing duties, money, what its end did, and what people do after it.
AFTER = ("ended", "rescinded", "breach_over", "termination_over", "renegotiation_over", "deviation_over", "meeting_cancelled",
         "meeting_missed", "minutes_", "report_", "invoice_", "payment_", "payout_", "paid", "repayment_", "dispute_",
         "agreement_closed", "amendment_lapsed")


class Ended(Broken):
    """The partnership of which the one may fail, and all that ends it, is claimed back, disputed and closed."""

    swept: datetime | None = None

    @initialize(near=st.booleans())
    def begin(self, near: bool) -> None:
        """Begin in February with half of the money paid, or so near the end that what comes after it is seen."""
        with self.database.write() as session:
            self.agreement = an_agreement(session, notice=[
                {"party": role, "months": months, "to_month_end": to_end} for role, (months, to_end) in NOTICE.items()])
        self.time_passes(14, 0)
        with self.database.read() as session:
            first = session.scalars(select(InvoiceRow.key).order_by(InvoiceRow.day).limit(1)).all()
        for _ in range(2):
            self.tried(lambda session: go_the_usual_way(session, self.agreement, now=self.now, by=BY, ahead=400, only=first))
        if near:
            self.now = on(2025, 12, 8, 9)
            self._pass()
        with self.database.write() as session:
            used = tuple(Used(one.name, ore(one.amount) // 4) for one in terms_of(session, self.agreement).economy.posts)
            enter(session, self.agreement, Entered(as_of=local_day(self.now), posts=used), author="x", now=self.now, by=BY)

    @rule(days=st.sampled_from([0, 0, 1, 3, 10, 40]), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        """Let the clock go on and make a pass, and what waits to be sent go out."""
        self.now += timedelta(days=days, hours=hours)
        self._pass()

    def _pass(self) -> None:
        sweep(self.database, now=lambda: self.now)
        self.swept = self.now
        with self.database.write() as session:
            session.execute(update(OutboxRow).where(OutboxRow.state == Post.WAITING.value).values(state=Post.SENT.value, next_at=None))

    def pick(self, data: st.DataObject, table: Any, likely: Any) -> int | None:
        """Draw a row of those that are likely, or in one case of eight any."""
        with self.database.read() as session:
            every = session.scalars(select(table.id).order_by(table.id)).all()
            few = session.scalars(select(table.id).where(likely).order_by(table.id)).all()
        odd = data.draw(st.integers(0, 7)) == 7
        return data.draw(st.sampled_from(every if odd or not few else few)) if every else None

    @rule(before=st.sampled_from([timedelta(seconds=1), timedelta(0), timedelta(days=1), timedelta(days=-1)]))
    def it_comes_to_its_last_midnight(self, before: timedelta) -> None:
        with self.database.read() as session:
            row = session.get_one(AgreementRow, self.agreement)
            days = [one for one in (row.terminates_on, row.ends_on) if one is not None]
        if row.state == State.ACTIVE and days:
            self.now = max(self.now, moment(min(days) + timedelta(days=1)) - before)
        self._pass()

    @rule(days=st.sampled_from([20, 20, 6]))
    def a_meeting_draws_near(self, days: int) -> None:
        with self.database.read() as session:
            coming = session.scalars(select(MeetingRow.starts_at).where(
                MeetingRow.state == "planned", MeetingRow.starts_at > self.now).order_by(MeetingRow.starts_at).limit(1)).first()
        if coming is not None:
            self.now = max(self.now, coming - timedelta(days=days))
        self._pass()

    @rule()
    def money_goes_its_way(self) -> None:
        self.tried(lambda session: go_the_usual_way(session, self.agreement, now=self.now, by=BY, ahead=30))

    @rule(role=ROLES, back=st.sampled_from([0, 0, 3]))
    def somebody_ends_it_by_notice(self, role: str, back: int) -> None:
        with self.database.read() as session:
            signer = next(seat.person_id for seat in cast(session, self.agreement).seats
                          if seat.role == role and seat.function == Function.SIGNATORY)
        given = Given(party_id=self.party(role), person_id=signer, authority="Stadgarna", given_on=local_day(self.now) - timedelta(days=back))
        self.tried(lambda session: notice.give(session, self.agreement, given, now=self.now, by=BY))

    @rule(data=st.data(), role=ROLES, back=st.sampled_from([0, 0, 2, 60]), how=st.sampled_from([How.HERE, How.HERE, How.LETTER]))
    def the_notice_arrives(self, data: st.DataObject, role: str, back: int, how: How) -> None:
        number = self.pick(data, TerminationRow, TerminationRow.state == "given")
        if number is not None:
            receipt = Receipt(on=local_day(self.now) - timedelta(days=back), how=how, note="Kvitto")
            self.tried(lambda session: notice.receive(session, number, receipt, party_id=self.party(role), author=role, now=self.now, by=BY))

    @rule(data=st.data(), role=ROLES, consents=st.booleans())
    def the_notice_is_taken_back(self, data: st.DataObject, role: str, consents: bool) -> None:
        number = self.pick(data, TerminationRow, TerminationRow.state.in_(OPEN_NOTICE))
        if number is None:
            return
        if consents:
            self.tried(lambda session: notice.consent(session, number, self.party(role), author=role, now=self.now, by=BY))
        else:
            self.tried(lambda session: notice.ask_back(session, number, self.party(role), "Ångrat.", now=self.now, by=BY))

    @rule(role=ROLES, before=st.sampled_from([timedelta(seconds=1), timedelta(0), timedelta(0), timedelta(days=-1)]))
    def it_ends_by_notice(self, role: str, before: timedelta) -> None:
        """Give notice that arrives the same day, and let the clock go on to its last midnight, or nearly."""
        self.somebody_ends_it_by_notice(role, 0)
        with self.database.read() as session:
            number = session.scalars(select(TerminationRow.id).where(TerminationRow.state == "given")).first()
        if number is not None:
            other, receipt = self.party("civil" if role == "public" else "public"), Receipt(on=local_day(self.now), how=How.HERE)
            self.tried(lambda session: notice.receive(session, number, receipt, party_id=other, author="x", now=self.now, by=BY))
            self.it_comes_to_its_last_midnight(before)

    @precondition(lambda self: self.row().state in OVER)
    @rule(data=st.data(), ground=st.sampled_from([Ground.POSTS, Ground.POSTS, Ground.FULL, Ground.PERIOD]), times=st.sampled_from([1, 3]),
          share=st.sampled_from([1, 2, 3]), acts=st.lists(ACTS, max_size=3))
    def repayment_is_claimed(self, data: st.DataObject, ground: Ground, share: int, times: int, acts: list[str]) -> None:
        with self.database.read() as session:
            most = {one.ground: one.ore for each in standings(session, session.get_one(AgreementRow, self.agreement))
                    for one in each.proposals}
        sum_ = most.get(ground, self._paid()) // share + data.draw(st.sampled_from([0, 0, 1]))
        given = Claim(against=self.party("civil"), ground=ground, ore=sum_, why="x",
                      instalments=monthly(max(sum_, times), local_day(self.now) + timedelta(days=20), times))
        self.tried(lambda session: repayments.claim(session, self.agreement, given, party_id=self.party("public"), now=self.now, by=BY))
        for act in acts:
            self._act_on_claim(data, act, 1)

    @precondition(lambda self: self.row().state in OVER)
    @rule(data=st.data(), acts=st.lists(ACTS, min_size=1, max_size=4), part=st.sampled_from([1, 1, 2, 0]))
    def the_claim_is_acted_on(self, data: st.DataObject, acts: list[str], part: int) -> None:
        for act in acts:
            self._act_on_claim(data, act, part)

    def _act_on_claim(self, data: st.DataObject, act: str, part: int) -> None:
        number = self.pick(data, RepaymentRow, RepaymentRow.state.in_(OPEN_CLAIM))
        if number is None:
            return
        with self.database.write() as session:
            left = repayments.get_item(session, number).left_ore
        part_ore, given, civil = left // part if part else left + 1, {"now": self.now, "by": BY}, self.party("civil")
        today = local_day(self.now)
        acts: dict[str, Any] = {
            "agree": lambda session: repayments.agree(session, number, civil, **given),
            "dispute": lambda session: repayments.dispute(session, number, civil, "Nej.", **given),
            "settle": lambda session: repayments.settle(session, number, decision="Dom", reason="x", **given),
            "pay": lambda session: repayments.pay(session, number, on=today, ore=part_ore, **given),
            "waive": lambda session: repayments.waive(session, number, ore=part_ore, decision="Beslut", reason="x", **given),
            "withdraw": lambda session: repayments.take_back(session, number, "x", **given),
            "replan": lambda session: repayments.replan(session, number, _parts(part_ore, today), **given)}
        self.tried(acts[act])

    @rule(data=st.data(), role=ROLES, about=st.sampled_from(["", "breach", "repayment", "invoice", "clause frame"]))
    def somebody_disputes(self, data: st.DataObject, role: str, about: str) -> None:
        matter = f"{about} {data.draw(st.integers(1, 2))}" if about in ("breach", "repayment", "invoice") else about
        self.tried(lambda session: disputes.open_one(
            session, self.agreement, party_id=self.party(role), matter=matter, about="x", why="x", now=self.now, by=BY))

    @rule(data=st.data(), acts=st.lists(st.tuples(ROLES, st.sampled_from(["note", "note", "state", "confirm", "escalate", "withdraw"])),
                                        min_size=1, max_size=4))
    def the_dispute_goes_on(self, data: st.DataObject, acts: list[tuple[str, str]]) -> None:
        for role, act in acts:
            self._go_on(data, role, act)

    def _go_on(self, data: st.DataObject, role: str, act: str) -> None:
        number = self.pick(data, DisputeRow, DisputeRow.ended_at.is_(None))
        if number is None:
            return
        party, given, today = self.party(role), {"now": self.now, "by": BY}, local_day(self.now)
        acts: dict[str, Any] = {
            "note": lambda session: disputes.note(session, number, party_id=party, day=today, who="x", body="x", author="x", **given),
            "state": lambda session: disputes.state_outcome(session, number, party, "Enades.", author="x", **given),
            "confirm": lambda session: disputes.confirm(session, number, party, author="x", **given),
            "escalate": lambda session: disputes.escalate(session, number, party, Forum.COURT, reference="T 1", on=today, **given),
            "withdraw": lambda session: disputes.take_back(session, number, party, "Nöjda.", **given)}
        self.tried(acts[act])

    @rule(data=st.data(), happens=st.sampled_from([True, False, False]))
    def a_meeting_is_called_off(self, data: st.DataObject, happens: bool) -> None:
        number = self.pick(data, MeetingRow, MeetingRow.state == "called")
        if number is not None and happens:
            self.tried(lambda session: cancel(session, number, now=self.now, by=BY, reason="Sjuka"))

    @precondition(lambda self: self.row().state in OVER)
    @rule(all_but=st.sampled_from(["", "", "", "reports", "money", "meetings", "talks"]))
    def what_is_left_is_done(self, all_but: str) -> None:
        ways: dict[str, Any] = {"reports": self._reports, "money": self._money, "meetings": self._meetings, "talks": self._talks}
        for name, way in ways.items():
            if name != all_but:
                way()

    @precondition(lambda self: self.row().state in OVER)
    @rule(happens=st.sampled_from([True, False, False]))
    def somebody_closes(self, happens: bool) -> None:
        if happens:
            self.tried(lambda session: take(session, self.agreement, Step.CLOSE, now=self.now, by=BY))

    def _reports(self) -> None:
        with self.database.read() as session:
            keys = session.scalars(select(ObligationRow.key).join(ReportRow, ReportRow.obligation_id == ObligationRow.id)).all()
            numbers = session.scalars(select(ReportRow.id).where(ReportRow.state == "delivered")).all()
        for key in keys:
            self.tried(lambda session, key=key: reports.settle(session, self.agreement, key, Owe.MEET, now=self.now, by=BY))
        for number in numbers:
            self.tried(lambda session, number=number: reports.accept(
                session, number, "", party_id=self.party("public"), author="x", now=self.now, by=BY))

    def _money(self) -> None:
        for _ in range(2):
            self.tried(lambda session: go_the_usual_way(session, self.agreement, now=self.now, by=BY, ahead=1000))

    def _meetings(self) -> None:
        with self.database.read() as session:
            rows = session.execute(select(MeetingRow.id, MeetingRow.day).where(MeetingRow.state.in_(("called", "held")))).all()
        for number, day in rows:
            self.tried(lambda session, number=number, day=day: hold(session, number, on=day, now=self.now, by=BY))
            self.tried(lambda session, number=number: minute(session, number, "Allt väl.", now=self.now, by=BY))

    def _talks(self) -> None:
        with self.database.read() as session:
            claims = session.scalars(select(RepaymentRow.id).where(RepaymentRow.state.in_(OPEN_CLAIM))).all()
            open_ones = session.execute(select(DisputeRow.id, DisputeRow.opened_by).where(DisputeRow.ended_at.is_(None))).all()
        for number in claims:
            self.tried(lambda session, number=number: repayments.waive(
                session, number, ore=repayments.get_item(session, number).left_ore, decision="Beslut", reason="x", now=self.now, by=BY))
        for number, party in open_ones:
            self.tried(lambda session, number=number, party=party: disputes.take_back(session, number, party, "x", now=self.now, by=BY))

    def row(self) -> AgreementRow:
        with self.database.read() as session:
            return session.get_one(AgreementRow, self.agreement)

    def _paid(self) -> int:
        """Return what was truly paid, by the payments alone."""
        with self.database.read() as session:
            found = session.scalars(select(func.sum(PaymentRow.ore)).join(InvoiceRow, InvoiceRow.id == PaymentRow.invoice_id).where(
                PaymentRow.denied.is_(False), InvoiceRow.state != "claimed")).one()
            return int(found or 0)

    @invariant()
    def it_is_never_in_force_past_its_end_once_the_clock_has_looked(self) -> None:
        row = self.row()
        if self.swept == self.now and row.state == State.ACTIVE:
            assert all(self.now < moment(day + timedelta(days=1)) for day in (row.ends_on, row.terminates_on) if day is not None)

    @invariant()
    def it_never_ends_before_the_last_second_of_the_day_that_ends_it(self) -> None:
        row = self.row()
        with self.database.read() as session:
            taken = session.scalars(select(TerminationRow).where(TerminationRow.state == "taken_effect")).all()
            last = {one.id: _last(one, self._role(one.party_id)) for one in session.scalars(
                select(TerminationRow).where(TerminationRow.last_on.is_not(None)))}
            assert all(one.last_on == last[one.id] for one in session.scalars(
                select(TerminationRow).where(TerminationRow.last_on.is_not(None))))
            if row.ended_at is None:
                assert taken == []
                return
            assert row.ended_at <= self.now
            was = session.scalars(select(HistoryRow.event).where(
                HistoryRow.subject == f"agreement {row.id}", HistoryRow.event.in_(("expire", "terminate", "rescind")))).all()
            assert len(was) == 1
            if was == ["terminate"]:
                assert [row.ended_at] == [moment(last[one.id] + timedelta(days=1)) for one in taken]
            elif was == ["expire"]:
                terms = parse_terms(terms_rows(session, self.agreement)[-1].body)
                assert terms.end is not None
                assert row.ended_at == moment(terms.end + timedelta(days=1))
            assert (taken == []) == (was != ["terminate"])
            assert session.scalars(select(TerminationRow.id).where(TerminationRow.state.in_(OPEN_NOTICE))).all() == []

    def _role(self, party_id: int) -> str:
        with self.database.read() as session:
            return next(one.role for one in cast(session, self.agreement).every if one.id == party_id)

    @invariant()
    def no_more_is_claimed_or_paid_back_than_was_paid(self) -> None:
        with self.database.read() as session:
            waived = dict(session.execute(select(WaiverRow.repayment_id, func.sum(WaiverRow.ore)).group_by(WaiverRow.repayment_id)).all())
            back = dict(session.execute(select(RepaidRow.repayment_id, func.sum(RepaidRow.ore)).group_by(RepaidRow.repayment_id)).all())
            rows = session.scalars(select(RepaymentRow)).all()
            stands = {one.id: one.ore - waived.get(one.id, 0) for one in rows if one.state != "withdrawn"}
            assert sum(stands.values()) <= self._paid()
            by_ground: dict[str, list[RepaymentRow]] = defaultdict(list)
            for one in rows:
                assert back.get(one.id, 0) <= stands.get(one.id, 0)
                assert (one.state == "paid") == (one.id in stands and 0 < stands[one.id] == back.get(one.id, 0) and one.state != "waived")
                by_ground[one.ground].append(one)
            for same in by_ground.values():
                assert sum(stands.get(one.id, 0) for one in same) <= max(one.proposed_ore for one in same)

    @invariant()
    def nothing_closes_while_anything_is_left(self) -> None:
        if self.row().state != State.CLOSED:
            return
        with self.database.read() as session:
            for table, states in ((RepaymentRow, OPEN_CLAIM), (ReportRow, ("due", "returned")), (MeetingRow, ("called", "held")),
                                  (InvoiceRow, ("expected", "due", "missing", "received", "approved", "disputed", "claimed"))):
                assert session.scalars(select(table.id).where(table.state.in_(states))).all() == []
            assert session.scalars(select(DisputeRow.id).where(DisputeRow.ended_at.is_(None))).all() == []
            assert session.scalars(select(ObligationRow.key).where(ObligationRow.state.not_in((*SETTLED, "missed")))).all() == []
            last = session.scalars(select(HistoryRow.event).where(HistoryRow.chain == self.agreement).order_by(
                HistoryRow.seq.desc()).limit(1)).one()
            assert last == "close"

    @invariant()
    def no_dispute_is_taken_further_or_resolved_without_dialogue(self) -> None:
        with self.database.read() as session:
            noted = set(session.scalars(select(DisputeNoteRow.dispute_id)))
            further = set(session.scalars(select(DisputeRow.id).where(DisputeRow.state.in_(("in_dialogue", "escalated", "resolved")))))
            assert further <= noted

    @invariant()
    def after_the_end_nothing_goes_out_but_of_what_is_left(self) -> None:
        with self.database.read() as session:
            known = session.scalars(select(HistoryRow.at).where(
                HistoryRow.subject == f"agreement {self.agreement}", HistoryRow.event.in_(("expire", "terminate", "rescind")))).first()
            if known is None:
                return
            names = set(session.scalars(select(OutboxRow.name).where(OutboxRow.created_at > known)))
            assert {one for one in names if not one.startswith(AFTER)} == set()

    @invariant()
    def a_cancelled_meeting_is_cancelled_in_every_calendar(self) -> None:
        with self.database.read() as session:
            meetings = {f"meeting {one.id}": one for one in session.scalars(select(MeetingRow))}
            sent: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
            for post in session.scalars(select(OutboxRow).where(
                    OutboxRow.subject.in_(meetings), OutboxRow.state != Post.WITHDRAWN.value).order_by(OutboxRow.id)):
                calendar = json.loads(post.payload)["calendar"]
                if calendar is not None:
                    sent[post.subject, post.to_email].append(calendar)
            for (subject, _), calendars in sent.items():
                assert {one["uid"] for one in calendars} == {meetings[subject].uid}
                sequences = [one["sequence"] for one in calendars]
                assert sequences == sorted(set(sequences))
                assert (calendars[-1]["method"] == "CANCEL") == (meetings[subject].state == "cancelled")

    @invariant()
    def what_the_plan_asks_for_is_never_dropped(self) -> None:
        # Once notice has run nobody is asked to decide on the renewal.
        with self.database.read() as session:
            noticed = session.scalars(select(TerminationRow.id).where(TerminationRow.received_on.is_not(None))).first()
            decided = session.scalars(select(DecisionRow.id).where(DecisionRow.state == "void")).first()
        if noticed is None and decided is None:
            super().what_the_plan_asks_for_is_never_dropped()


def _last(row: TerminationRow, role: str) -> date:
    months, to_end = NOTICE[role]
    assert row.received_on is not None
    return row.received_on + (relativedelta(months=months, day=31) if to_end else relativedelta(months=months))


def _parts(whole: int, today: date) -> Sequence[Instalment]:
    return monthly(whole, today + timedelta(days=5), 2) if whole > 1 else (Instalment(today, whole),)


@pytest.mark.parametrize(("examples", "steps"), [(15, 45), pytest.param(1500, 50, marks=pytest.mark.soak)])
def test_no_end_comes_too_soon_or_too_late_and_nothing_is_left_behind(sqlite_template: Path, examples: int, steps: int) -> None:
    Ended.template = sqlite_template
    run_state_machine_as_test(Ended, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None))
