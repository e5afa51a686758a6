"""Claiming back what was paid: never more than that, by letter, answered, paid in parts, waived by a decision, reminded of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import Step
from service.agreements.store import get_agreement, terms_of
from service.db import Database
from service.documents.tables import DocumentRow
from service.economy.outcome.actions import Entered
from service.economy.outcome.rules import Used
from service.kernel.errors import NotAStep, Refusal
from service.kernel.money import ore
from service.lifecycle.facts import duties_left
from service.lifecycle.money.outcome import enter
from service.lifecycle.repaying import repayments
from service.lifecycle.repaying.ground import last_day, standings
from service.parties.store import cast
from service.repayments import refusals
from service.repayments.model import Ground, Instalment
from service.repayments.states import State
from service.repayments.store import items_of
from service.repayments.tables import RepaymentRow
from service.scheduler.sweep import sweep
from tests.builders import BY, on
from tests.money.world import made
from tests.repaying.world import DUE, LAST, NOW, PAID, Repaying, rescinded


def test_what_each_ground_comes_to_is_proposed(database: Database) -> None:
    world = rescinded(database)
    with database.write() as session:
        row = get_agreement(session, world.agreement)
        assert last_day(row) == LAST
        (found,) = standings(session, row)
        assert (found.paid_ore, found.claimed_ore, found.left_ore) == (PAID, 0, PAID)
        # What was paid is for the half that is behind: nothing of it falls on days after the end.
        assert {one.ground: one.ore for one in found.proposals} == {Ground.PERIOD: 0, Ground.FULL: PAID}
        posts = _quarter_used(session, world.agreement)
        enter(session, world.agreement, Entered(as_of=LAST, posts=posts), author="Maria", now=NOW, by=BY)
        (found,) = standings(session, row)
        used = sum(one.used_ore for one in posts)
        assert {one.ground: one.ore for one in found.proposals}[Ground.POSTS] == PAID - used


def _quarter_used(session: Session, agreement: int) -> tuple[Used, ...]:
    return tuple(Used(one.name, ore(one.amount) // 4) for one in terms_of(session, agreement).economy.posts)


def test_a_claim_is_a_registered_letter_and_told_to_the_association(database: Database) -> None:
    world = rescinded(database)
    number = world.claim(times=3)
    with database.read() as session:
        row = session.get_one(RepaymentRow, number)
        letter = session.scalars(select(DocumentRow).where(DocumentRow.id == row.document_id)).one()
        assert (letter.kind, letter.direction, letter.matter) == ("letter", "sent", f"repayment {number}")
        assert letter.diary_number and letter.shown_at == NOW
    assert [one.ore for one in world.item(number).instalments] == [100_000_00] * 3
    assert {name for name, _ in world.told("repayment_claimed")} == {"repayment_claimed"}


def test_never_more_is_claimed_than_was_paid(database: Database) -> None:
    world = rescinded(database)
    with pytest.raises(refusals.MoreThanPaid) as refused:
        world.claim(PAID + 1)
    assert refused.value.sentence("en") == "579,886.36 SEK was paid and 0 SEK of it is claimed already; at most 579,886.36 SEK can be claimed."
    first = world.claim(PAID - 100)
    with pytest.raises(refusals.MoreThanPaid):
        world.claim(101)
    # What is waived or withdrawn can be claimed again; what was paid back cannot.
    world.pay(first, 50)
    world.do(repayments.waive, first, ore=PAID - 150, decision="Nämnden 2025-09-01 § 4", reason="Enades.")
    assert world.item(first).state is State.WAIVED
    with pytest.raises(refusals.MoreThanPaid):
        world.claim(PAID - 49)
    assert world.item(world.claim(PAID - 50)).left_ore == PAID - 50




def test_what_is_claimed_on_a_ground_is_not_there_to_be_claimed_on_it_again(database: Database) -> None:
    world = rescinded(database)
    with database.write() as session:
        posts = _quarter_used(session, world.agreement)
        enter(session, world.agreement, Entered(as_of=LAST, posts=posts), author="Maria", now=NOW, by=BY)
    unused = PAID - sum(one.used_ore for one in posts)
    first = world.claim(unused - 1, ground=Ground.POSTS)
    with pytest.raises(refusals.MoreThanGround):
        world.claim(2, ground=Ground.POSTS)
    world.do(repayments.take_back, first, "Räknat fel.")
    assert world.item(world.claim(unused, ground=Ground.POSTS)).left_ore == unused


def test_claims_that_are_refused(database: Database) -> None:
    world = rescinded(database)
    with pytest.raises(refusals.NoSum):
        world.claim(0, parts=(Instalment(DUE, 5),))
    with pytest.raises(refusals.OnlyPublic):
        world.claim(role="civil")
    with pytest.raises(refusals.MoreThanGround):
        world.claim(1, ground=Ground.PERIOD)
    with pytest.raises(refusals.GroundNotOpen):
        world.claim(1, ground=Ground.POSTS)
    with pytest.raises(refusals.PartsDiffer):
        world.claim(100, parts=(Instalment(DUE, 99),))
    with pytest.raises(refusals.PartsOutOfOrder):
        world.claim(100, parts=(Instalment(date(2025, 8, 3), 100),))
    with pytest.raises(refusals.NeedsReason):
        world.claim(100, why=" ")
    with database.read() as session:
        assert items_of(session, [world.agreement]) == []


def test_nothing_is_claimed_of_an_agreement_in_force(database: Database) -> None:
    money = made(database)
    with database.read() as session:
        parties = {one.role: one.id for one in cast(session, money.agreement).parties}
    with pytest.raises(refusals.NotOver):
        Repaying(database, money.agreement, parties).claim()


def test_at_a_natural_end_only_what_is_unused_is_claimed(database: Database) -> None:
    money = made(database)
    money.hand_in()
    money.approve()
    money.pay()
    sweep(database, now=lambda: on(2026, 1, 5, 9))
    with database.write() as session:
        row = get_agreement(session, money.agreement)
        assert row.state == "expired" and last_day(row) == date(2025, 12, 31)
        assert standings(session, row)[0].proposals == ()
        posts = _quarter_used(session, money.agreement)
        enter(session, money.agreement, Entered(as_of=date(2025, 12, 31), posts=posts), author="Maria", now=on(2026, 1, 5, 9), by=BY)
        assert [one.ground for one in standings(session, row)[0].proposals] == [Ground.POSTS]


def test_the_association_answers_and_pays_in_parts(database: Database) -> None:
    world = rescinded(database)
    number = world.claim(300_000_00, times=3)
    with pytest.raises(refusals.NotAgainst):
        world.do(repayments.agree, number, world.parties["public"])
    assert world.agree(number).state is State.AGREED
    assert world.pay(number, 150_000_00).next_part == Instalment(date(2025, 10, 30), 50_000_00)
    with pytest.raises(refusals.MoreThanLeft):
        world.pay(number, 150_000_01)
    with pytest.raises(refusals.DayAhead):
        world.do(repayments.pay, number, on=date(2025, 8, 5), ore=1)
    assert world.pay(number, 150_000_00).state is State.PAID
    with pytest.raises(refusals.NotOpen):
        world.pay(number, 1)
    with pytest.raises(NotAStep):
        world.agree(number)


def test_what_is_left_is_planned_anew_and_waived_from_its_end(database: Database) -> None:
    world = rescinded(database)
    number = world.claim(300_000_00, times=3)
    world.agree(number)
    world.pay(number, 150_000_00)
    with pytest.raises(refusals.PartsDiffer):
        world.do(repayments.replan, number, [Instalment(DUE, 1)])
    item = world.do(repayments.replan, number, [Instalment(date(2025, 11, 1), 50_000_00), Instalment(date(2026, 2, 1), 100_000_00)])
    assert item.next_part == Instalment(date(2025, 11, 1), 50_000_00) and item.day == date(2025, 11, 1)
    with pytest.raises(refusals.NeedsDecision):
        world.do(repayments.waive, number, ore=1, decision=" ", reason="Enades.")
    item = world.do(repayments.waive, number, ore=120_000_00, decision="Nämnden § 4", reason="Enades.")
    assert (item.state, item.left_ore, sum(one.ore for one in item.instalments)) == (State.AGREED, 30_000_00, 180_000_00)
    assert world.pay(number, 30_000_00).state is State.PAID


def test_a_disputed_claim_is_settled_or_withdrawn(database: Database) -> None:
    world = rescinded(database)
    number, other = world.claim(100), world.claim(200)
    for one in (number, other):
        world.do(repayments.dispute, one, world.parties["civil"], "Pengarna är använda.")
    item = world.do(repayments.settle, number, decision="Tingsrätten T 12-25", reason="Kravet bifölls.")
    assert (item.state, item.day) == (State.AGREED, DUE)
    world.pay(other, 50)
    with pytest.raises(refusals.MoneyHasCome):
        world.do(repayments.take_back, other, "Fel.")
    third = world.claim(10)
    assert world.do(repayments.take_back, third, "Fel räknat.").state is State.WITHDRAWN


def test_the_agreement_is_not_closed_before_it_is_settled(database: Database) -> None:
    world = rescinded(database)
    number = world.claim(100)
    with database.write() as session:
        assert f"repayment {number}" in duties_left(session, get_agreement(session, world.agreement))
    world.pay(number, 100)
    with database.write() as session:
        assert f"repayment {number}" not in duties_left(session, get_agreement(session, world.agreement))


def test_reminders_come_until_it_is_paid(database: Database) -> None:
    world = rescinded(database)
    number = world.claim(100)
    world.sweep(on(2025, 8, 12, 9))
    assert {name for name, _ in world.told("repayment_waits")} == {"repayment_waits"}
    world.agree(number, now=on(2025, 8, 13, 9))
    # 14 days before 30 September, on the day, and a week after: the payer, and then both.
    heard = []
    for day in (on(2025, 9, 15, 9), on(2025, 9, 16, 9), on(2025, 9, 30, 9), on(2025, 10, 7, 9), on(2025, 10, 14, 9)):
        before = len(world.told("repayment_due", "repayment_overdue"))
        world.sweep(day)
        heard.append(sorted({name for name, _ in world.told("repayment_due", "repayment_overdue")[before:]}))
    assert heard == [[], ["repayment_due"], ["repayment_due"], ["repayment_overdue"], ["repayment_overdue"]]
    due, overdue = {to for _, to in world.told("repayment_due")}, {to for _, to in world.told("repayment_overdue")}
    assert due < overdue
    world.pay(number, 100, now=on(2025, 10, 15, 9))
    world.sweep(on(2025, 11, 30, 9))
    assert len(world.told("repayment_overdue")) == 2 * len(overdue)


def test_two_claims_at_once_never_pass_what_was_paid(database: Database) -> None:
    world = rescinded(database)
    together = Barrier(2)

    def one(_: int) -> None:
        together.wait()
        with suppress(Refusal):
            world.claim(PAID - 100_00)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    with database.read() as session:
        assert [item.ore for item in items_of(session, [world.agreement])] == [PAID - 100_00]


def test_terminated_gives_the_share_of_days(database: Database) -> None:
    world = rescinded(database, step=Step.TERMINATE)
    with database.write() as session:
        assert [one.ground for one in standings(session, get_agreement(session, world.agreement))[0].proposals] == [Ground.PERIOD]
