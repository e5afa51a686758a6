"""Two at once, changed terms, databases from before, and what holds whatever people do in whatever order."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from service import schema
from service.agreements.terms import Economy, Payment
from service.db import Database
from service.economy.invoices.refusals import AlreadyApproved, NumberUsed
from service.economy.invoices.store import items_of, sums_of
from service.economy.invoices.tables import ApprovalRow, InvoiceRow
from service.economy.outcome.actions import Entered
from service.economy.outcome.rules import Used
from service.kernel.errors import Refusal
from service.lifecycle.followup.figures import money_of
from service.lifecycle.money import invoices
from service.lifecycle.money.outcome import enter
from service.obligations.tables import ObligationRow
from tests.amendments.cast import signed
from tests.builders import BY, on
from tests.money.world import ECONOMIST, FIRST, MANAGER, SECOND, Money, made

FRAME = 1_275_750_00


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do all acts in threads that start together; return what each came to."""
    together = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> str:
        together.wait()
        try:
            act()
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def test_two_approvals_at_once_count_two_different_persons_only(database: Database) -> None:
    money = made(database)
    money.settle(two_ore=0)
    money.hand_in()
    assert at_once(*[lambda: money.approve(MANAGER)] * 2) == [AlreadyApproved.__name__, "done"]
    assert money.item().state == "received"
    money.hand_in(SECOND)
    assert at_once(lambda: money.approve(MANAGER, SECOND), lambda: money.approve(ECONOMIST, SECOND)) == ["done", "done"]
    assert money.item(SECOND).state == "approved"
    with database.read() as session:
        assert len(session.scalars(select(ApprovalRow.id)).all()) == 3


def test_the_same_number_in_two_agreements_at_once_is_taken_once(database: Database) -> None:
    one, other = made(database), made(database, title="En annan överenskommelse")
    came = at_once(lambda: one.hand_in(number="17"), lambda: other.hand_in(number="17"))
    assert came == [NumberUsed.__name__, "done"]
    with database.read() as session:
        assert len(session.scalars(select(InvoiceRow.id).where(InvoiceRow.number == "17")).all()) == 1


@pytest.mark.parametrize("seed", range(2))
def test_whatever_people_do_nothing_is_paid_unapproved_and_the_frame_is_never_passed_unseen(database: Database, seed: int) -> None:
    draw = random.Random(seed)
    money = made(database, economy=Economy(total=Decimal(12_000), payment=Payment(every_months=3)).model_dump())
    keys = [one.key for one in _items(money)]
    acts: tuple[Callable[[str], Any], ...] = (
        lambda key: money.hand_in(key, number=f"{key}/{draw.random()}", ore=draw.choice((100_00, 3_000_00, 9_000_00)), reason="Så.",
                                  over_reason=draw.choice(("", "Beslut."))),
        lambda key: money.approve(draw.choice((ECONOMIST, MANAGER)), key, reason=draw.choice(("", "Beslut."))),
        lambda key: money.pay(draw.choice((None, 50_00)), key),
        lambda key: money.say(invoices.dispute, "Fel.", key),
        lambda key: money.say(invoices.resolve, "Rätt.", key),
        lambda key: money.credit(draw.choice((10_00, 100_00, 3_000_00)), key),
    )
    for _ in range(60):
        with suppress(Refusal):
            draw.choice(acts)(draw.choice(keys))
        _holds(money)
    money.sweep(on(2026, 6, 1, 8))
    _holds(money)


def _items(money: Money) -> list[Any]:
    with money.database.read() as session:
        return items_of(session, money.agreement)


def _holds(money: Money) -> None:
    items = _items(money)
    with money.database.read() as session:
        approved: dict[tuple[int, int], bool] = defaultdict(bool)
        for row in session.scalars(select(ApprovalRow)):
            approved[row.invoice_id, row.round] |= row.manager
        owed = {number: state for number, state in session.execute(select(ObligationRow.id, ObligationRow.state))}
    for one in items:
        if one.state in ("approved", "paid"):
            assert (one.id, one.round) in approved
        assert one.paid_ore == 0 or one.state in ("approved", "paid", "disputed", "received")
        assert one.to_pay_ore >= 0
        assert one.state != "paid" or one.to_pay_ore == 0
    newest = {one.key: one for one in items}
    assert {owed[one.obligation_id] in ("met", "met_late") for one in newest.values() if one.ore} <= {True}
    if sums_of(items).bound > 12_000_00:
        seen = [one for one in items if one.state in ("approved", "paid") and one.over_reason]
        assert any(approved[one.id, one.round] for one in seen)


def test_an_amendment_moves_and_drops_what_is_not_handed_in_and_leaves_what_is(database: Database) -> None:
    money = made(database, economy=Economy(total=Decimal(12_000), payment=Payment(every_months=3)).model_dump())
    first, second, third = (f"invoice:2025-0{month}-01" for month in (2, 4, 7))
    money.hand_in(first, now=on(2025, 4, 2, 9))
    with database.write() as session:
        signed(session, money.agreement, now=on(2025, 5, 2, 9), economy__payment__due_days=14, economy__total="15000")
    assert (money.item(first).day, money.item(first).state, money.item(first).ore) == (date(2025, 4, 30), "received", 2_181_82)
    assert (money.item(second).day, money.item(second).state) == (date(2025, 7, 14), "expected")
    assert sum(one.expected_ore for one in _items(money)) == 15_000_00
    with database.write() as session:
        signed(session, money.agreement, now=on(2025, 5, 3, 9), economy__payment__direction="payout")
    assert {one.key: one.state for one in _items(money)}[third] == "dropped"
    assert money.owed(third) == "dropped"
    assert money.item("payout:2025-07-01").state == "expected"
    with database.write() as session:
        signed(session, money.agreement, now=on(2025, 5, 5, 9), economy__payment__direction="invoice")
    assert (money.item(third).state, money.owed(third)) == ("expected", "planned")


def test_obligations_from_before_get_their_invoices(database: Database) -> None:
    money = made(database)
    schema.migrate(database, "0007")
    with database.write() as session:
        session.execute(sa.text("UPDATE obligations SET state = 'met' WHERE key = :key"), {"key": FIRST})
    schema.migrate(database)
    assert (money.item().state, money.item().earlier, money.owed()) == ("expected", True, "met")
    assert money.item(SECOND).expected_ore is None
    assert money.sweep(on(2026, 1, 2, 9)) != []
    assert (money.item(SECOND).state, money.item(SECOND).day) == ("due", date(2026, 1, 30))
    money.hand_in(SECOND, now=on(2026, 1, 3, 9), ore=FRAME // 2, reason="Hälften.")
    assert money.owed(SECOND) == "met"


def test_a_summary_tells_what_was_paid_and_used_in_its_time(database: Database) -> None:
    money = made(database)
    with database.write() as session:
        before = money_of(session, money.agreement, date(2025, 1, 1), date(2025, 12, 31))
        posts = [Used(post.name, 100_00 * (number + 1)) for number, post in enumerate(before.posts)]
        enter(session, money.agreement, Entered(as_of=date(2025, 6, 30), posts=tuple(posts), note="", source="form"), author="Maria",
              now=on(2025, 7, 3, 9), by=BY)
    assert (before.paid, before.used_until, {post.used for post in before.posts}) == (0, None, {None})
    money.hand_in()
    money.approve()
    money.pay(1_000_50)
    with database.read() as session:
        found = money_of(session, money.agreement, date(2025, 1, 1), date(2025, 12, 31))
        later = money_of(session, money.agreement, date(2026, 1, 1), date(2026, 12, 31))
    assert (found.frame, found.paid) == (Decimal(1_275_750), Decimal("1000.50"))
    assert (found.used_from, found.used_until) == (date(2025, 2, 1), date(2025, 6, 30))
    assert [(post.amount, post.used) for post in found.posts] == [
        (post.amount, Decimal(100 * (number + 1))) for number, post in enumerate(before.posts)]
    assert (later.paid, later.used_until) == (0, None)
