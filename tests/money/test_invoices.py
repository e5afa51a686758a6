"""Invoices: handed in, checked, approved by those who may, paid; the obligation follows, and reminders stop when all is done."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from service.agreements.terms import Economy, Ending, Expiry, Payment
from service.db import Database
from service.documents.files import made as file_made
from service.documents.tables import DocumentRow
from service.economy.invoices import refusals
from service.economy.invoices.model import Actor, Handed
from service.economy.invoices.store import paid_by_period
from service.kernel.errors import NotAStep
from service.kernel.money import Amount
from service.kernel.text.personal import PersonalNumber
from service.lifecycle.facts import money_left
from service.lifecycle.followup import reports
from service.lifecycle.money import invoices, payouts
from service.lifecycle.money.ground import matter
from service.lifecycle.settings.ground import ChangedMeanwhile
from service.obligations.actions import HasItsOwnLife
from service.obligations.states import Step as Owe
from service.parties.store import cast
from tests.builders import BY, on
from tests.money.world import ECONOMIST, FIRST, MANAGER, NOW, SECOND, made

FRAME = 1_275_750_00
OWING = ["eva.dahl", "maria.holm"]


def told(name: str, people: list[str]) -> list[tuple[str, str]]:
    return [(name, one) for one in people]


def test_who_owes_it_is_reminded_thirty_seven_and_no_days_before_then_weekly_with_the_other_party(database: Database) -> None:
    money = made(database)
    # Due on Wednesday 30 July 2025: thirty days before is Monday 30 June, seven days before Wednesday the 23rd.
    assert (money.item().day, money.item().state, money.owed()) == (date(2025, 7, 30), "expected", "planned")
    assert money.sweep(on(2025, 6, 30, 8) - timedelta(minutes=1)) == []
    for at in (on(2025, 6, 30, 8), on(2025, 7, 23, 8)):
        assert money.sweep(at) == told("invoice_ahead", OWING)
        assert money.sweep(at + timedelta(minutes=1)) == []
        assert (money.item().state, money.owed()) == ("due", "open")
    assert money.sweep(on(2025, 7, 30, 8)) == told("invoice_due", OWING)
    assert money.sweep(on(2025, 7, 31, 9)) == []
    assert (money.item().state, money.owed()) == ("missing", "missed")
    for at in (on(2025, 8, 6, 8), on(2025, 8, 13, 8)):
        assert money.sweep(at) == told("invoice_overdue", [*OWING, "sofia.ek"])
    money.hand_in(now=on(2025, 8, 14, 9))
    assert (money.item().state, money.owed()) == ("received", "met_late")
    assert money.waiting() == {"invoice_received"}


def test_a_received_invoice_is_approved_and_paid_within_thirty_days_and_the_payer_is_reminded(database: Database) -> None:
    money = made(database)
    money.hand_in()
    assert money.written(NOW) == [("invoice_received", "sofia.ek")]
    assert (money.item().due_on, money.owed()) == (date(2025, 8, 2), "met")
    # The 2nd of August is a Saturday: seven days before is Saturday 26 July, and both are told on the Friday before.
    assert money.sweep(on(2025, 7, 25, 8)) == told("payment_due", ["sofia.ek"])
    money.approve(now=on(2025, 7, 26, 9))
    assert money.item().state == "approved"
    assert money.sweep(on(2025, 8, 1, 8)) == told("payment_due", ["sofia.ek"])
    assert money.sweep(on(2025, 8, 11, 8)) == told("payment_overdue", [*OWING, "sofia.ek"])
    part = on(2025, 8, 12, 9)
    money.pay(500_000_00, now=part)
    assert (money.item().state, money.item().to_pay_ore) == ("approved", (money.item().ore or 0) - 500_000_00)
    assert money.written(part) == told("paid", OWING)
    with pytest.raises(refusals.MoreThanLeft):
        money.pay(FRAME, now=part)
    money.pay(now=part + timedelta(days=1))
    assert (money.item().state, money.item().to_pay_ore) == ("paid", 0)
    assert money.sweep(on(2025, 8, 18, 8)) == []
    with database.read() as session:
        assert sum(ore for _, _, ore in paid_by_period(session, money.agreement)) == money.item().ore
        assert money_left(session, money.agreement) == [SECOND]


def test_nothing_is_paid_that_was_not_approved(database: Database) -> None:
    money = made(database)
    with pytest.raises(NotAStep):
        money.pay(100)
    money.hand_in()
    with pytest.raises(NotAStep) as refused:
        money.pay(100)
    assert refused.value.sentence("en") == "The invoice is received; it cannot pay from there."
    with database.write() as session, pytest.raises(HasItsOwnLife):
        reports.settle(session, money.agreement, FIRST, Owe.MEET, now=NOW, by=BY)


def test_an_invoice_that_is_not_as_expected_says_why_or_is_refused(database: Database) -> None:
    money = made(database)
    expected = money.item().expected_ore
    assert expected is not None
    assert expected + (money.item(SECOND).expected_ore or 0) == FRAME
    with pytest.raises(refusals.OtherAmount) as refused:
        money.hand_in(ore=expected + 1)
    assert refused.value.facts["field"] == "reason"
    with pytest.raises(refusals.OtherPeriod):
        money.hand_in(period=(date(2025, 1, 1), date(2025, 6, 30)))
    with pytest.raises(refusals.FileSaysOther):
        money.hand_in(vat_ore=expected // 4, seems_ore=expected + 1)
    with pytest.raises(refusals.NoSeller):
        money.hand_in(nameless=True)
    with pytest.raises(refusals.NoSum):
        money.hand_in(ore=0)
    with pytest.raises(refusals.DayAhead):
        money.hand_in(issued_on=date(2025, 7, 4))
    with pytest.raises(refusals.WrongSeller):
        money.hand_in(seller="556016-0680")
    with pytest.raises(refusals.WrongBuyer):
        money.hand_in(buyer="0007:5560160680")
    with pytest.raises(PersonalNumber):
        money.hand_in(reason="Se 19811218-9876")
    money.settle(reference="4711")
    with pytest.raises(refusals.WrongReference):
        money.hand_in(reference="4712")
    assert money.hand_in(ore=expected - 500, period=(date(2025, 2, 1), date(2025, 6, 30)), seller="SE857201572801"[:-2], buyer="212000-1355", reference="4711",
                         reason="Ett pass ställdes in.").state == "received"


def test_a_number_is_used_once_by_the_same_association_in_all_its_agreements(database: Database) -> None:
    money = made(database)
    other = made(database, title="En annan överenskommelse")
    money.hand_in(number="17")
    for again, key in ((money, SECOND), (other, FIRST)):
        with pytest.raises(refusals.NumberUsed) as refused:
            again.hand_in(key, number=" 17 ")
        assert refused.value.sentence("sv") == (
            "Skyddsvärnet i Göteborg har redan skickat en faktura eller kreditfaktura med nummer 17; samma räknas inte två gånger.")


def test_above_the_frame_takes_a_reason_and_a_manager(database: Database) -> None:
    money = made(database)
    money.hand_in()
    money.approve()
    much = (money.item(SECOND).expected_ore or 0) + 12_500_00
    with pytest.raises(refusals.AboveFrame) as refused:
        money.hand_in(SECOND, ore=much, reason="Fler pass.")
    assert refused.value.sentence("en") == (
        "With this the frame is exceeded by 12,500 SEK; it needs a written reason, and a manager's approval.")
    money.hand_in(SECOND, ore=much, reason="Fler pass.", over_reason="Beslut i nämnden § 9.")
    assert ("invoice_received", "anders.berg") in money.written(NOW)
    assert money.approve(key=SECOND).state == "received"
    assert money.approve(MANAGER, key=SECOND).state == "approved"


def test_above_a_limit_two_different_persons_approve_and_never_the_one_who_handed_in(database: Database) -> None:
    money = made(database)
    money.settle(two_ore=100_000_00)
    with pytest.raises(ChangedMeanwhile):
        money.settle(two_ore=None)
    with database.read() as session:
        sofia = next(seat.person_id for seat in cast(session, money.agreement).seats if seat.name == ECONOMIST)
    money.hand_in(by=Actor(person_id=sofia, name=ECONOMIST))
    assert money.written(NOW) == told("invoice_received", ["anders.berg", "sofia.ek"])
    with pytest.raises(refusals.SentIt):
        money.approve()
    with pytest.raises(refusals.NotAPerson):
        money.approve("Maria Holm")
    assert money.approve(MANAGER).state == "received"
    with pytest.raises(refusals.AlreadyApproved):
        money.approve(MANAGER)
    with database.write() as session:
        eva = next(seat.person_id for seat in cast(session, money.agreement).seats if seat.name == "Eva Dahl")
        invoices.approve(session, money.item().id, Actor(person_id=eva, name="Kim"), now=NOW, by=BY)
    assert money.item().state == "approved"


def test_a_dispute_makes_approvals_fall_and_stops_the_reminders_until_it_is_resolved(database: Database) -> None:
    money = made(database)
    money.hand_in()
    money.approve()
    with pytest.raises(refusals.NeedsReason):
        money.say(invoices.dispute, " ")
    money.say(invoices.dispute, "Fel antal pass.", now=on(2025, 7, 4, 9))
    assert money.written(on(2025, 7, 4, 9)) == told("invoice_disputed", ["eva.dahl", "karin.lind", "maria.holm", "sofia.ek"])
    assert (money.item().state, money.owed()) == ("disputed", "met")
    assert money.sweep(on(2025, 9, 1, 8)) == []
    money.say(invoices.resolve, "Antalet stämde.", now=on(2025, 9, 2, 9))
    assert money.item().state == "received"
    assert money.approve(now=on(2025, 9, 2, 9)).state == "approved"


def test_a_credit_note_of_all_makes_room_for_a_new_invoice(database: Database) -> None:
    money = made(database)
    ore = money.hand_in().ore or 0
    assert money.credit(1_000_00).to_pay_ore == ore - 1_000_00
    with pytest.raises(refusals.MoreThanLeft):
        money.credit(ore)
    money.credit(ore - 1_000_00)
    assert (money.item().state, money.item().sequence, money.owed()) == ("expected", 2, "open")
    money.hand_in(number="F-99")
    money.approve()
    assert money.pay().state == "paid"
    with pytest.raises(NotAStep):
        money.credit(1)


def test_a_file_is_registered_with_the_invoice(database: Database) -> None:
    money = made(database)
    with database.write() as session:
        at = money.item()
        handed = Handed(number="9", issued_on=NOW.date(), received_on=NOW.date(), ore=at.expected_ore or 0)
        invoices.receive(session, at.id, handed, actor=Actor(person_id=None, name="Maria"), now=NOW, by=BY,
                         file=file_made(b"%PDF-1.7", "faktura.pdf"))
    with database.read() as session:
        row = session.scalars(select(DocumentRow)).one()
        assert (row.kind, row.title, row.direction, row.matter) == ("invoice", "Faktura 9", "received", f"invoice {money.item().id}")
        assert row.diary_number


def test_a_payout_is_claimed_and_confirmed_or_said_not_to_have_come(database: Database) -> None:
    economy = Economy(total=Decimal(100_000), payment=Payment(direction="payout", every_months=6))
    money = made(database, economy=economy.model_dump())
    first = "payout:2025-02-01"
    assert money.item(first).day == date(2025, 3, 3)
    assert money.sweep(on(2025, 3, 3, 8)) == told("payment_due", ["sofia.ek"])
    assert money.sweep(on(2025, 3, 10, 8)) == told("payment_overdue", [*OWING, "sofia.ek"])
    assert (money.item(first).state, money.owed(first)) == ("missing", "missed")
    money.claim(first, now=on(2025, 3, 11, 9))
    assert money.written(on(2025, 3, 11, 9)) == told("paid", OWING)
    money.say(payouts.deny, "Fel konto.", first, now=on(2025, 3, 12, 9))
    with database.read() as session:
        assert sum(ore for _, _, ore in paid_by_period(session, money.agreement)) == 0
    assert money.sweep(on(2025, 3, 12, 10)) == []
    money.claim(first, now=on(2025, 3, 13, 9))
    with database.write() as session:
        payouts.confirm(session, money.item(first).id, now=on(2025, 3, 13, 10), by=BY)
    assert (money.item(first).state, money.owed(first)) == ("paid", "met_late")
    second = "payout:2025-07-01"
    with pytest.raises(refusals.NeedsManager):
        money.claim(second, ore=100_000_00, over_reason="Extra.")
    assert money.claim(second, ore=100_000_00, over_reason="Extra.", manager=True).state == "claimed"


def test_nothing_is_invoiced_for_a_period(database: Database) -> None:
    money = made(database)
    money.say(invoices.cancel, "Verksamheten stod stilla.")
    assert (money.item().state, money.owed()) == ("cancelled", "cancelled")
    assert money.sweep(on(2025, 7, 30, 8)) == []


def test_an_amount_in_a_refusal_is_written_as_its_language_writes_it() -> None:
    refused = refusals.OtherAmount(expected=Amount(1_275_750_50), amount=Amount(12_500_00))
    assert refused.sentence("sv") == (
        "För perioden väntas 1\u00a0275\u00a0750,50 kronor, och på fakturan står 12\u00a0500 kronor; skriv varför det skiljer.")
    assert refused.sentence("en") == "1,275,750.50 SEK is expected for this period, and the invoice says 12,500 SEK; say why it differs."


def test_a_part_paid_before_a_dispute_stays_bound_and_what_is_then_credited_leaves_nothing_waiting(database: Database) -> None:
    money = made(database)
    ore = money.hand_in().ore or 0
    money.approve()
    money.pay(ore - 1_000_00)
    money.say(invoices.dispute, "Ett pass för mycket.")
    with pytest.raises(refusals.AboveFrame):
        money.hand_in(SECOND, ore=FRAME, reason="Hela ramen.")
    money.credit(1_000_00)
    assert (money.item().state, money.item().to_pay_ore) == ("disputed", 0)
    money.say(invoices.resolve, "Passet är krediterat.")
    assert money.approve().state == "paid"
    assert money.sweep(on(2025, 7, 25, 8)) == []


def test_a_credit_note_counts_once_and_credits_no_more_vat_than_there_is(database: Database) -> None:
    money = made(database)
    money.hand_in(vat_ore=100_00)
    with pytest.raises(refusals.MoreVatThanLeft) as refused:
        money.credit(1_00, vat_ore=100_01)
    assert refused.value.sentence("en") == "100 SEK of VAT is left of this invoice; no more can be credited."
    money.credit(1_000_00, number="K-1")
    for again in ("K-1", "k - 1", money.item().number or ""):
        with pytest.raises(refusals.NumberUsed):
            money.credit(1_000_00, number=again)
    with pytest.raises(refusals.NumberUsed):
        money.hand_in(SECOND, number=f"{money.item().number} ".lower())


def test_whom_the_limit_makes_two_cannot_lift_it_alone(database: Database) -> None:
    money = made(database)
    money.settle(two_ore=1_000_00)
    for given in (None, 2_000_00):
        with pytest.raises(refusals.LimitHeld) as refused:
            money.settle(two_ore=given, revision=1)
        assert refused.value.sentence("en") == (
            "Only a manager of the payer can raise or lift the limit above which two persons approve.")
    money.settle(two_ore=500_00, revision=1)
    money.settle(two_ore=None, revision=2, manager=True)


def test_a_renewed_period_has_a_frame_of_its_own(database: Database) -> None:
    money = made(database, ending=Ending(mode=Expiry.RENEWS, months=12).model_dump(),
                 economy=Economy(total=Decimal(12_000), payment=Payment(every_months=6, split="months")).model_dump())
    for key in (FIRST, SECOND):
        money.hand_in(key, now=on(2026, 1, 5, 9))
        money.approve(key=key)
    money.sweep(on(2026, 1, 5, 10))
    first, second = "invoice:2026-01-01", "invoice:2026-07-01"
    frame = 12_000_00 + (money.item(first).expected_ore or 0) + (money.item(second).expected_ore or 0)
    for key in (first, second):
        money.hand_in(key, now=on(2026, 7, 5, 9))
        assert money.approve(key=key).state == "approved"
    with database.read() as session:
        assert matter(session, money.item(first).id).frame == frame


def test_above_the_limit_one_approves_a_payout_and_another_makes_it(database: Database) -> None:
    economy = Economy(total=Decimal(100_000), payment=Payment(direction="payout", every_months=6))
    money, first = made(database, economy=economy.model_dump()), "payout:2025-02-01"
    money.settle(two_ore=10_000_00)
    expected = money.item(first).expected_ore or 0
    with pytest.raises(refusals.OtherPayout):
        money.claim(first, who=ECONOMIST, ore=expected + 1)
    with pytest.raises(refusals.NeedsAnother) as refused:
        money.claim(first, who=ECONOMIST)
    assert refused.value.sentence("en").startswith("Above 10,000 SEK two persons approve a payout;")
    money.approve(key=first)
    with pytest.raises(refusals.AlreadyApproved):
        money.approve(key=first)
    with pytest.raises(refusals.NeedsAnother):
        money.claim(first, who=ECONOMIST)
    with pytest.raises(refusals.NeedsAnother):
        # Approved is what was expected, not more.
        money.claim(first, who=MANAGER, ore=expected + 1, reason="Ett pass till.")
    assert money.claim(first, who=MANAGER).state == "claimed"
    with pytest.raises(NotAStep):
        money.approve(MANAGER, key=first)
    money.say(payouts.deny, "Fel konto.", first)
    with pytest.raises(refusals.NeedsAnother):
        # What was approved fell when the money did not come.
        money.claim(first, who=MANAGER)
    assert money.claim(first, who=ECONOMIST, ore=9_000_00, reason="En del.").state == "claimed"
