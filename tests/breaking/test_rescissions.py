"""Rescission: only after a received notice whose time has run out, by who may represent the party; and all that follows of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.breaches import refusals as breach_refusals
from service.breaches.states import State as Breach
from service.breaches.tables import BreachRow
from service.db import Database
from service.documents.tables import DocumentRow
from service.followup.reports.refusals import YourOwn
from service.followup.reports.tables import ReportRow
from service.history.verify import faults
from service.kernel.errors import NotAStep, Refusal, Unknown
from service.lifecycle.breaking import breaches, rescind
from service.lifecycle.facts import duties_left
from service.lifecycle.followup import reports
from service.lifecycle.followup.reports import Paper
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.rescissions import refusals
from service.rescissions.model import Declaration
from service.rescissions.tables import RescissionRow
from service.scheduler.reconcile import reconcile
from tests.breaking.world import NOW, Case, declarer, made
from tests.builders import BY, on
from tests.documents.made import file
from tests.faults.invariants import check
from tests.web.world import settings

LATER = on(2025, 3, 18, 9)
AT_ONCE = {"serious_breach": True, "remedy": "without_delay", "at_once": ["Föreningen går i konkurs"]}
EVERYONE = ["anders.berg", "eva.dahl", "karin.lind", "maria.holm", "peter.sand", "sofia.ek"]


@pytest.fixture
def case(database: Database) -> Case:
    return made(database)


def run_out(case: Case) -> int:
    """Give notice that is received the same day; the fourteen days are over on LATER."""
    number = case.notify()
    case.receive(number)
    return number


def holds(database: Database) -> None:
    """Hold what must hold of every agreement: none rescinded without a received notice whose time has run out."""
    check(database)
    with database.read() as session:
        for row in session.scalars(select(BreachRow).where(BreachRow.state == Breach.RESCINDED)):
            declared = session.scalars(select(RescissionRow.declared_on).where(RescissionRow.breach_id == row.id)).one()
            assert row.received_on is not None
            assert row.at_once is not None or (row.rectify_by is not None and declared > row.rectify_by)
        for stands in session.scalars(select(RescissionRow).where(RescissionRow.state == "in_effect")):
            assert stands.breach_id is not None or (stands.outside and stands.answered_on is not None)


def test_refused_without_notice(case: Case) -> None:
    with pytest.raises(breach_refusals.NoNotice, match="No notice of a breach has been given: give one, with time to rectify"):
        case.declare(None)


def test_refused_before_the_notice_is_received(case: Case) -> None:
    number = case.notify()
    with pytest.raises(breach_refusals.NotReceived, match="The time to rectify has not begun"):
        case.declare(number, now=on(2025, 9, 1))


def test_refused_before_the_time_has_run_out(case: Case) -> None:
    number = run_out(case)
    with pytest.raises(breach_refusals.TimeLeft, match="The time to rectify runs to 17 March 2025; the agreement can be rescinded after"):
        case.declare(number, now=on(2025, 3, 17, 23, 59))
    case.declare(number, now=on(2025, 3, 18))


def test_refused_for_another_than_the_notifier_for_an_outsider_and_for_who_may_not_represent_it(case: Case) -> None:
    number = run_out(case)
    with pytest.raises(breach_refusals.NotTheNotifier):
        case.declare(number, "civil", now=LATER)
    case.parties["stranger"] = 4711
    with pytest.raises(Unknown, match="There is no party 4711."):
        case.declare(number, "stranger", now=LATER, who="Kim Stranger")
    for who in ("Karin Lind", "Peter Sand", "Någon Annan"):
        with pytest.raises(refusals.MayNotRepresent, match=f"{who} is not a signatory of .* and cannot declare this for it."):
            case.declare(number, now=LATER, who=who)


def test_refused_of_an_agreement_that_is_over_and_twice(case: Case) -> None:
    number = run_out(case)
    case.declare(number, now=LATER, day=date(2025, 4, 1))
    with pytest.raises(breach_refusals.AlreadyRescinded, match="Rescission because of this breach has already been declared."):
        case.declare(number, now=LATER)
    other = case.notify(now=LATER)
    case.receive(other, now=LATER)
    with pytest.raises(refusals.AlreadyDeclared, match="A rescission is already declared or claimed, with effect from 1 April 2025"):
        case.declare(other, now=LATER + timedelta(days=15), day=date(2025, 4, 2))
    # Once it has taken effect there is nothing to rescind.
    case.sweep(on(2025, 4, 2))
    with pytest.raises(refusals.NotActive, match="The agreement is not in force; only one that is can be broken off."):
        case.declare(other, now=on(2025, 4, 2))


def test_refused_days(case: Case) -> None:
    number = run_out(case)
    for day, wrong in ((date(2025, 3, 17), refusals.DayPassed), (date(2026, 1, 1), refusals.AfterEnd)):
        with pytest.raises(wrong):
            case.declare(number, now=LATER, day=day)


def test_a_fault_that_ends_it_at_once_needs_receipt_and_no_time(database: Database) -> None:
    case = made(database, rescission=AT_ONCE)
    number = case.notify(at_once="Föreningen går i konkurs", days=None)
    with pytest.raises(breach_refusals.NotReceived):
        case.declare(number)
    case.receive(number)
    case.declare(number)
    assert case.row().state == State.RESCINDED
    holds(database)


def test_what_follows_of_a_rescission_in_one_transaction(case: Case) -> None:
    number, now = run_out(case), on(2025, 8, 20, 9)
    case.sweep(now - timedelta(days=1))
    with case.database.write() as session:
        # The calls have left; what nobody was sent needs no cancelling.
        session.execute(update(OutboxRow).where(OutboxRow.state == "waiting").values(state="sent", sent_at=now, next_at=None))
        called = session.scalars(select(MeetingRow).where(MeetingRow.state == "called")).one()
    made_ = case.declare(number, now=now)
    row = case.row()
    assert (row.state, row.ends_on, row.ended_at) == ("rescinded", date(2025, 8, 20), now)
    assert (case.breach(number).state, case.rescission(made_).state) == ("rescinded", "in_effect")
    assert [one for one in case.written(now) if one[0] == "rescinded"] == [("rescinded", one) for one in EVERYONE]
    with case.database.read() as session:
        meetings = session.scalars(select(MeetingRow).where(MeetingRow.starts_at > now)).all()
        assert {one.state for one in meetings} == {"cancelled"}
        cancelled = session.scalars(select(OutboxRow).where(
            OutboxRow.name == "meeting_cancelled", OutboxRow.subject == f"meeting {called.id}")).all()
        parts = [json.loads(one.payload)["calendar"] for one in cancelled]
        assert cancelled and {(one["method"], one["sequence"]) for one in parts} == {("CANCEL", called.revision + 1)}
        left = session.execute(select(ObligationRow.kind, ObligationRow.day, ObligationRow.closing).where(
            ObligationRow.state.in_(("planned", "open"))).order_by(ObligationRow.day, ObligationRow.kind)).all()
        assert [(kind, day) for kind, day, _ in left if kind.startswith("final")] == [
            ("final_account", date(2025, 10, 19)), ("final_report", date(2025, 10, 19))]
        assert all(closing for _, _, closing in left)
        assert "cancelled" in session.scalars(select(ObligationRow.state).where(ObligationRow.kind == "invoice")).all()
        letters = session.scalars(select(DocumentRow.title).where(DocumentRow.matter == f"breach {number}").order_by(DocumentRow.id))
        assert [one.partition(" till ")[0] for one in letters] == ["Meddelande om avtalsbrott", "Hävning,"]
        assert list(faults(session)) == []
    # The day after, what is left to do is told; and no call or reminder of what has fallen away ever comes.
    case.sweep(on(2025, 8, 21, 8))
    assert {name for name, _ in case.written(on(2025, 8, 21, 8))} == {"ended", "invoice_overdue"}
    for month in (9, 10, 12):
        case.sweep(on(2025, month, 15, 9))
        assert {name for name, _ in case.written(on(2025, month, 15, 9))} <= {"invoice_overdue", "report_ahead", "report_overdue"}
    holds(case.database)


def test_a_day_to_come_is_taken_by_the_clock_at_midnight_and_before_any_later_end(case: Case) -> None:
    number = run_out(case)
    made_ = case.declare(number, now=LATER, day=date(2025, 12, 30))
    assert case.row().state == "active"
    case.sweep(on(2025, 12, 29, 23, 59))
    assert case.row().state == "active"
    # The clock was out over the agreement's own last day; the rescission came first all the same.
    case.sweep(on(2026, 1, 7, 9))
    row = case.row()
    assert (row.state, row.ends_on, row.ended_at) == ("rescinded", date(2025, 12, 29), on(2025, 12, 30))
    assert case.rescission(made_).state == "in_effect"
    holds(case.database)


def test_a_claim_is_not_accepted_beside_what_is_declared_for_a_later_day(case: Case) -> None:
    claimed = case.claim(now=LATER, effective=date(2025, 5, 2))
    case.declare(run_out(case), now=LATER, day=date(2025, 5, 1))
    with pytest.raises(refusals.AlreadyDeclared, match="with effect from 1 May 2025"):
        case.answer(rescind.accept, claimed, now=LATER)
    assert case.rescission(claimed).state == "claimed"


def test_a_claim_is_accepted_or_disputed_by_the_other(case: Case) -> None:
    number = case.claim(declared=date(2025, 3, 1), effective=date(2025, 3, 10))
    assert [name for name, _ in case.written(NOW)] == ["rescission_claimed"] * 4
    with pytest.raises(refusals.OwnClaim, match="Another party answers a rescission that is said to have been declared"):
        case.answer(rescind.accept, number, "civil")
    with pytest.raises(refusals.AlreadyDeclared):
        case.claim()
    case.answer(rescind.dispute, number)
    assert (case.rescission(number).state, case.row().state) == ("disputed", "active")
    case.sweep(on(2025, 3, 11, 9))
    assert case.row().state == "active"
    with pytest.raises(refusals.NotTheClaimant):
        case.answer(rescind.take_back, number)
    case.answer(rescind.accept, number, now=on(2025, 3, 12, 9))
    row = case.row()
    assert (row.state, row.ends_on, row.ended_at) == ("rescinded", date(2025, 3, 9), on(2025, 3, 10))
    holds(case.database)


def test_days_that_a_claim_cannot_have(case: Case) -> None:
    for days, wrong in (({"declared": date(2025, 3, 4)}, refusals.DeclaredLater), ({"declared": date(2025, 1, 31)}, refusals.BeforeStart),
                        ({"effective": date(2026, 1, 1)}, refusals.AfterEnd),
                        ({"declared": date(2025, 3, 1), "effective": date(2025, 2, 28)}, refusals.BeforeDeclared)):
        with pytest.raises(wrong):
            case.claim(**days)


def test_a_claim_lapses_at_the_end_and_can_be_withdrawn(case: Case) -> None:
    first = case.claim()
    case.answer(rescind.take_back, first, "civil")
    second = case.claim()
    case.sweep(on(2026, 1, 2, 9))
    assert (case.rescission(first).state, case.rescission(second).state, case.row().state) == ("withdrawn", "lapsed", "expired")
    with pytest.raises(refusals.NotActive):
        case.answer(rescind.accept, second, now=on(2026, 1, 2, 10))


def test_meetings_and_payments_pause_and_go_on_only_by_a_step(case: Case) -> None:
    with pytest.raises(refusals.NothingDisputed, match="Meetings and payments can be paused only while a rescission is disputed."):
        case.switch(rescind.pause)
    case.answer(rescind.dispute, case.claim())
    case.switch(rescind.pause)
    with pytest.raises(refusals.AlreadyPaused):
        case.switch(rescind.pause)
    assert [one for one in case.written(NOW) if one[0] == "paused"] == [("paused", "maria.holm"), ("paused", "peter.sand")]
    # The second quarter's meeting was to be called on 24 April; nothing of it happens, and the daily look does not wake it.
    for now in (on(2025, 4, 25, 9), on(2025, 5, 1, 9)):
        case.sweep(now)
        reconcile(case.database, settings(), now=now)
        case.sweep(now + timedelta(minutes=1))
        assert not [name for name, _ in case.written(now) if name.startswith("meeting")]
    case.switch(rescind.go_on, now=on(2025, 5, 2, 9), role="civil")
    assert [who for name, who in case.written(on(2025, 5, 2, 9)) if name == "paused"] == ["anders.berg", "karin.lind"]
    case.sweep(on(2025, 5, 2, 9, 1))
    assert "meeting_call" in {name for name, _ in case.written(on(2025, 5, 2, 9, 1))}
    with pytest.raises(refusals.NotPaused):
        case.switch(rescind.go_on)


def both(*acts: Callable[[], Any]) -> list[Any]:
    """Do things at the same time; return what each came to, a refusal or what it returned."""
    start, found = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            found[place] = act()
        except Refusal as refusal:
            found[place] = type(refusal)

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return found


def test_two_rescind_at_once(case: Case) -> None:
    number = run_out(case)
    found = both(*[lambda: case.declare(number, now=LATER)] * 2)
    assert sorted(str(one) for one in found) == sorted(["1", str(refusals.NotActive)])
    with case.database.read() as session:
        assert session.scalars(select(RescissionRow.state)).all() == ["in_effect"]
    holds(case.database)


def test_rescinded_while_the_rectification_is_accepted(case: Case) -> None:
    number = run_out(case)
    case.reply(number)
    declared, accepted = both(lambda: case.declare(number, now=LATER), lambda: case.settle(breaches.accept, number, now=LATER))
    if accepted is None:
        assert (declared, case.breach(number).state, case.row().state) == (NotAStep, "rectified", "active")
    else:
        assert (declared, accepted, case.breach(number).state, case.row().state) == (1, refusals.NotActive, "rescinded", "rescinded")
    holds(case.database)


def test_the_last_duties_are_reminded_of_delivered_as_files_and_answered_as_reports_are(case: Case) -> None:
    case.declare(run_out(case), now=on(2025, 8, 20, 9))
    with case.database.read() as session:
        waits = {row.kind: row.id for row in session.scalars(select(ReportRow).where(ReportRow.kind.like("final%")))}
    last, account = waits["final_report"], waits["final_account"]
    for day, wanted in ((on(2025, 9, 19, 8), {"report_ahead"}), (on(2025, 10, 10, 8), {"report_ahead"}), (on(2025, 10, 17, 8), {"report_due"})):
        case.sweep(day)
        assert {name for name, who in case.written(day) if who == "maria.holm"} & {"report_ahead", "report_due"} == wanted
    act: dict[str, Any] = {"author": "x", "by": BY}
    with case.database.write() as session:
        paper = Paper(file=file("Slutrapport"), title="Slutrapport")
        reports.deliver(session, last, party_id=case.parties["civil"], on=date(2025, 10, 17), paper=paper, now=on(2025, 10, 17, 9), **act)
        with pytest.raises(YourOwn):
            reports.accept(session, last, "", party_id=case.parties["civil"], now=on(2025, 10, 17, 9), **act)
        reports.give_back(session, last, "Bilaga 2 saknas.", party_id=case.parties["public"], now=on(2025, 10, 17, 10), **act)
        assert f"final_report:{case.row().ends_on}" in duties_left(session, session.get_one(AgreementRow, case.agreement))
    late = on(2025, 10, 27, 9)
    case.sweep(late)
    assert {name for name, who in case.written(late) if who == "maria.holm"} >= {"report_overdue", "report_returned"}
    with case.database.write() as session:
        for number in (last, account):
            reports.deliver(session, number, party_id=case.parties["civil"], on=date(2025, 10, 27), paper=paper, now=late, **act)
            reports.accept(session, number, "Tack.", party_id=case.parties["public"], now=late, **act)
        found = session.execute(select(ReportRow.kind, ReportRow.state, ReportRow.late, ObligationRow.state).join(
            ObligationRow, ObligationRow.id == ReportRow.obligation_id).where(ReportRow.id.in_((last, account))).order_by(ReportRow.kind))
        # What came in time and was returned stays in time; what came late stays late.
        assert [tuple(one) for one in found] == [
            ("final_account", "accepted", True, "met_late"), ("final_report", "accepted", False, "met")]


def test_who_records_what_another_is_said_to_have_declared_cannot_answer_it_too(case: Case) -> None:
    with case.database.write() as session:
        number = rescind.claim(session, case.agreement, Declaration(
            party_id=case.parties["civil"], reason="Enligt brev.", effective_on=date(2025, 3, 3), declared_on=date(2025, 3, 3),
            declarer=declarer("civil")), recorder=case.parties["public"], now=NOW, by=BY)
    with pytest.raises(refusals.OwnClaim):
        case.answer(rescind.accept, number, "public")
    assert case.row().state == "active"
    with pytest.raises(refusals.NotTheClaimant):
        case.answer(rescind.take_back, number, "civil")
    case.answer(rescind.dispute, number, "civil")
    case.switch(rescind.pause)
    # What was paused for the sake of the dispute goes on when there is nothing to dispute.
    case.answer(rescind.take_back, number, "public")
    assert (case.row().state, case.row().paused_at) == ("active", None)


def test_what_was_paused_is_awaited_again_once_the_agreement_has_ended_otherwise(case: Case) -> None:
    number = case.claim()
    case.answer(rescind.dispute, number)
    case.switch(rescind.pause)
    case.sweep(on(2026, 1, 1))
    assert (case.row().state, case.row().paused_at) == ("expired", None)
    case.sweep(on(2026, 2, 16, 9))
    assert "invoice_overdue" in {name for name, _ in case.written(on(2026, 2, 16, 9))}


def test_a_claim_that_nobody_answers_is_asked_about_weekly_until_somebody_does(case: Case) -> None:
    number = case.claim()
    asked = [("rescission_claimed", who) for who in ("anders.berg", "karin.lind", "maria.holm", "peter.sand")]
    assert [case.sweep(on(2025, 3, day, 8)) for day in (7, 10, 11, 17)] == [[], asked, [], asked]
    case.answer(rescind.dispute, number, now=on(2025, 3, 18, 9))
    case.sweep(on(2025, 4, 14, 8))
    assert "rescission_claimed" not in {name for name, _ in case.written(on(2025, 4, 14, 8))}
