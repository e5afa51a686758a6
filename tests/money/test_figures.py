"""Units and index figures: entered, and what is expected follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from service.agreements.terms import BudgetPost, Economy, Index, Payment, Rate
from service.db import Database
from service.economy.outcome.actions import Entered
from service.economy.outcome.rules import Used
from service.kernel.money import sek
from service.lifecycle.followup.figures import money_of
from service.lifecycle.money.figures import AlreadyHandedIn, NoNumber, NotAskedFor, enter_figure
from service.lifecycle.money.outcome import enter as enter_used
from tests.builders import BY
from tests.money.world import FIRST, NOW, SECOND, Money, made

EVERY_HALF = Payment(direction="invoice", every_months=6)


def enter(money: Money, kind: str, name: str, value: str) -> None:
    with money.database.write() as session:
        enter_figure(session, money.agreement, kind, name, Decimal(value), author="Sofia Ek", now=NOW, by=BY)


def expected(money: Money, key: str) -> tuple[int | None, bool]:
    one = money.item(key)
    return one.expected_ore, one.preliminary


def test_units_make_the_amount_of_their_period_and_no_other(database: Database) -> None:
    money = made(database, economy=Economy(rate=Rate(amount=Decimal("450.50"), unit="pass"), payment=EVERY_HALF))
    assert expected(money, FIRST) == expected(money, SECOND) == (None, False)
    enter(money, "units", FIRST, "40")
    assert (expected(money, FIRST), expected(money, SECOND)) == ((18_020_00, False), (None, False))
    enter(money, "units", FIRST, "40.5")
    assert expected(money, FIRST) == (18_245_25, False)
    with pytest.raises(NoNumber):
        enter(money, "units", FIRST, "1.005")
    with pytest.raises(NotAskedFor):
        enter(money, "index", "2025", "100")
    # What is handed in is held against what is expected now, and then stays.
    money.hand_in()
    with pytest.raises(AlreadyHandedIn):
        enter(money, "units", FIRST, "41")


def test_an_index_adjusts_once_both_its_figures_are_there(database: Database) -> None:
    money = made(database, economy=Economy(
        total=Decimal(1_000_000), payment=EVERY_HALF.model_copy(update={"split": "months"}), index=Index(name="AKI", base="2024", since=date(2025, 7, 1))))
    before = expected(money, SECOND)[0]
    assert before is not None and expected(money, SECOND)[1]
    enter(money, "index", "2024", "100")
    enter(money, "index", "2025", "103.5")
    assert expected(money, SECOND) == (round(before * Decimal("1.035")), False)
    with pytest.raises(NotAskedFor):
        enter(money, "index", "1999", "90")


def test_a_summary_tells_what_was_paid_and_used_in_its_time(database: Database) -> None:
    """What was used counts from when the budget began, and is told with its days; what was paid outside the time is not told."""
    money = made(database, economy=Economy(
        total=Decimal(1000), posts=(BudgetPost(name="Personal", amount=Decimal(1000)),), payment=EVERY_HALF))

    def told(first: date, last: date) -> tuple[Decimal | None, Decimal | None]:
        with database.read() as session:
            found = money_of(session, money.agreement, first, last)
        return found.paid, found.posts[0].used

    assert told(date(2025, 2, 1), date(2025, 12, 31)) == (Decimal(0), None)
    paid = money.hand_in().ore or 0
    money.approve()
    money.pay()
    for day, ore in ((date(2025, 4, 1), 200_00), (date(2025, 6, 30), 350_00)):
        with database.write() as session:
            enter_used(session, money.agreement, Entered(as_of=day, posts=(Used("Personal", ore),)), author="Maria Holm", now=NOW, by=BY)
    assert told(date(2025, 2, 1), date(2025, 12, 31)) == (sek(paid), Decimal(350))
    assert told(date(2025, 5, 1), date(2025, 6, 30)) == (Decimal(0), Decimal(350))
    assert told(date(2025, 2, 1), date(2025, 3, 31)) == (Decimal(0), None)
