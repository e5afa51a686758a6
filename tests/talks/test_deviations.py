"""Deviations: talked over first, approved by manager or board of every party before the change, else late for ever."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from service.agreements.tables import AgreementRow
from service.db import Database
from service.deviations import refusals
from service.deviations.model import Kind, Limit, read, written
from service.deviations.rules import is_late, proposes
from service.deviations.store import NoSuchDeviation
from service.deviations.tables import DeviationRow, VerdictRow
from service.history.record import CLOCK
from service.history.tables import HistoryRow
from service.kernel.errors import NotAStep
from service.lifecycle.settings.ground import ChangedMeanwhile
from service.lifecycle.settings.ladders import change_ladders
from service.lifecycle.talks import deviations
from service.lifecycle.talks.ground import NotInForce
from service.obligations.reminders.choices import Choice
from service.parties.model import Function
from tests.builders import BY, on
from tests.talks.world import NOW, Talks, made

LEADERS = ["anders.berg", "karin.lind", "maria.holm", "peter.sand"]
BOTH = [("deviation_approval_wanted", "anders.berg"), ("deviation_approval_wanted", "peter.sand")]
FOR_ALL = [("deviation_over", one) for one in ("anders.berg", "eva.dahl", "karin.lind", "maria.holm", "peter.sand", "sofia.ek")]


def in_dialogue(database: Database) -> tuple[Talks, int]:
    talks = made(database)
    number = talks.report()
    talks.note(number)
    return talks, number


def test_it_is_told_at_once_and_each_week_until_the_dialogue_is_noted(database: Database) -> None:
    talks = made(database)
    number = talks.report()
    told = [("deviation_reported", one) for one in LEADERS]
    assert talks.written(NOW) == told
    assert talks.sweep(on(2025, 3, 10, 8)) == told
    assert talks.sweep(on(2025, 3, 10, 9)) == []
    assert talks.sweep(on(2025, 3, 17, 8)) == told
    talks.note(number, now=on(2025, 3, 18, 9))
    assert talks.waiting() == {"deviation_approval_wanted"}
    assert talks.written(on(2025, 3, 18, 9)) == BOTH
    assert talks.deviation(number).clause == "Betydande avvikelser från plan och budget godkänns av chef och styrelse i förväg."


def test_who_has_not_decided_is_reminded_after_a_week_three_days_before_the_change_and_weekly(database: Database) -> None:
    talks, _ = in_dialogue(database)
    assert talks.sweep(on(2025, 3, 9, 9)) == []
    # The change is on Monday 14 April: three days before is Friday the 11th.
    for day in (on(2025, 3, 10, 8), on(2025, 4, 11, 8), on(2025, 4, 22, 8), on(2025, 4, 25, 8)):
        assert talks.sweep(day - timedelta(minutes=1)) == []
        assert talks.sweep(day) == BOTH
        assert talks.sweep(day + timedelta(minutes=1)) == []


def test_a_party_that_has_approved_is_not_asked_again(database: Database) -> None:
    talks, number = in_dialogue(database)
    assert talks.approve(number, "public") is False
    assert talks.sweep(on(2025, 3, 10, 8)) == BOTH[1:]
    assert talks.approve(number, "civil", now=on(2025, 3, 11, 9)) is True
    row = talks.deviation(number)
    assert (row.state, row.late, row.next_at) == ("approved", False, None)
    assert talks.waiting() == {"deviation_over"}
    assert talks.written(on(2025, 3, 11, 9)) == FOR_ALL
    assert talks.sweep(on(2025, 4, 11, 8)) == []


@pytest.mark.parametrize(("decided", "late"), [(date(2025, 4, 13), False), (date(2025, 4, 14), True), (date(2025, 4, 15), True)])
def test_an_approval_must_come_before_the_day_of_the_change(database: Database, decided: date, late: bool) -> None:
    talks, number = in_dialogue(database)
    for role, day in (("public", date(2025, 3, 5)), ("civil", decided)):
        talks.approve(number, role, now=on(2025, 4, 16, 9), day=day)
    assert is_late(decided, date(2025, 4, 14)) is late
    assert (talks.deviation(number).state, talks.deviation(number).late) == ("approved", late)
    with database.read() as session:
        assert session.scalars(select(VerdictRow.late).order_by(VerdictRow.id)).all() == [False, late]


@pytest.mark.parametrize("table", [DeviationRow, VerdictRow])
def test_late_is_for_ever(database: Database, table: type[DeviationRow]) -> None:
    talks, number = in_dialogue(database)
    talks.approve(number, "public", now=on(2025, 4, 16, 9))
    assert talks.deviation(number).late
    # A later party that says it decided in time does not make it good.
    talks.approve(number, "civil", now=on(2025, 4, 17, 9), day=date(2025, 3, 4))
    assert talks.deviation(number).late
    with pytest.raises(DBAPIError, match="late is for ever"), database.write() as session:
        session.execute(update(table).values(late=False))


def test_one_party_rejecting_rejects(database: Database) -> None:
    talks, number = in_dialogue(database)
    talks.approve(number, "public")
    talks.reject(number, "civil", now=on(2025, 3, 4, 9))
    row = talks.deviation(number)
    assert (row.state, row.reason, row.next_at) == ("rejected", "Protokoll § 12", None)
    assert talks.written(on(2025, 3, 4, 9)) == FOR_ALL
    assert talks.waiting() == {"deviation_over"}
    with pytest.raises(NotAStep, match="The deviation is rejected; it cannot approve from there."):
        talks.approve(number, "civil")


def test_the_parties_must_talk_first(database: Database) -> None:
    talks = made(database)
    number = talks.report()
    for act in (talks.approve, talks.reject):
        with pytest.raises(refusals.NoDialogueYet, match="The parties must talk first: note the dialogue, then each decides."):
            act(number, "public")


def test_a_decision_that_came_before_the_dialogue(database: Database) -> None:
    talks = made(database)
    number = talks.report()
    talks.note(number, now=on(2025, 3, 10, 9), day=date(2025, 3, 8))
    with pytest.raises(refusals.BeforeDialogue, match="A decision of 7 March 2025 came before the dialogue, which began on 8 March 2025"):
        talks.approve(number, "public", now=on(2025, 3, 10, 9), day=date(2025, 3, 7))
    # Another note shows that they had talked before that.
    talks.note(number, now=on(2025, 3, 10, 10), day=date(2025, 3, 6))
    talks.approve(number, "public", now=on(2025, 3, 10, 11), day=date(2025, 3, 7))


def test_this_party_has_already_decided(database: Database) -> None:
    talks, number = in_dialogue(database)
    talks.approve(number, "public")
    with pytest.raises(refusals.AlreadyDecided, match="This party has already decided, and that cannot be changed."):
        talks.reject(number, "public")


def test_the_day_has_not_come_yet(database: Database) -> None:
    talks, number = in_dialogue(database)
    with pytest.raises(refusals.DayToCome, match="The day 4 March 2025 has not come yet; give the day it was done."):
        talks.approve(number, "public", day=date(2025, 3, 4))
    with pytest.raises(refusals.DayToCome):
        talks.note(number, day=date(2025, 3, 4))


def test_this_deviation_is_settled(database: Database) -> None:
    talks, number = in_dialogue(database)
    talks.reject(number, "public")
    with pytest.raises(refusals.Over, match="This deviation is settled; nothing more can be noted about it."):
        talks.note(number)


def test_say_which_budget_post_it_is_about(database: Database) -> None:
    with pytest.raises(refusals.NeedsPost, match="Say which budget post it is about."):
        made(database).report(post=None)


def test_the_agreement_has_no_such_budget_post(database: Database) -> None:
    with pytest.raises(refusals.NoSuchPost, match="The agreement has no budget post Resor; it has: Personal, Drift och underhåll, "):
        made(database).report(post="Resor")


def test_say_how_much_it_is(database: Database) -> None:
    with pytest.raises(refusals.NeedsSum, match="Say how much it is, in SEK or in per cent of the post."):
        made(database).report(sek=None)


def test_a_deviation_from_the_plan_needs_neither(database: Database) -> None:
    talks = made(database)
    row = talks.deviation(talks.report(kind=Kind.PLAN, post=None, sek=None))
    assert (row.kind, row.post, row.ore) == ("plan", None, None)


def test_only_the_reporter_withdraws(database: Database) -> None:
    talks = made(database)
    number = talks.report()
    with pytest.raises(refusals.NotTheReporter, match="Only the party that reported the deviation can withdraw it; reject it instead."):
        talks.end(deviations.take_back, number, role="public")
    talks.end(deviations.take_back, number, role="civil")
    assert (talks.deviation(number).state, talks.deviation(number).reason) == ("withdrawn", "Så blev det.")


def test_this_can_be_done_once_the_agreement_is_signed_and_until_it_ends(database: Database) -> None:
    talks = made(database)
    talks.sweep(on(2026, 1, 2, 9))
    with pytest.raises(NotInForce):
        talks.report(now=on(2026, 1, 2, 10))


def test_there_is_no_deviation_99(database: Database) -> None:
    with pytest.raises(NoSuchDeviation, match="There is no deviation 99."):
        made(database).note(99)


def test_the_end_of_the_agreement_closes_it(database: Database) -> None:
    talks, number = in_dialogue(database)
    told = talks.sweep(on(2026, 1, 2, 9))
    row = talks.deviation(number)
    assert (row.state, row.late, row.next_at) == ("closed_by_end", False, None)
    assert told == FOR_ALL
    assert "deviation_approval_wanted" not in talks.waiting()
    assert talks.sweep(on(2026, 2, 2, 9)) == []


@pytest.mark.parametrize(("spent", "limit", "wanted"), [
    ("10000", Limit(percent=Decimal(10)), False), ("11000", Limit(percent=Decimal(10)), False),
    ("11000.01", Limit(percent=Decimal(10)), True), ("9000", Limit(sek=Decimal(0)), False),
    ("12000", Limit(sek=Decimal(2000)), False), ("12000.01", Limit(sek=Decimal(2000)), True),
    ("11500", Limit(percent=Decimal(10), sek=Decimal(2000)), True), ("12500", Limit(percent=Decimal(50), sek=Decimal(2000)), True),
    ("11500", Limit(percent=Decimal(50), sek=Decimal(2000)), False), ("99999", Limit(), False),
])
def test_what_passes_the_limit(spent: str, limit: Limit, wanted: bool) -> None:
    assert proposes(Decimal(spent), Decimal(10_000), limit) is wanted
    assert read(written(limit)) == limit


def test_of_a_post_of_nothing_any_share_is_passed() -> None:
    assert proposes(Decimal(1), Decimal(0), Limit(percent=Decimal(10)))


def test_a_case_proposes_itself_once_above_the_limit(database: Database) -> None:
    talks = made(database)

    def spend(spent: str) -> int | None:
        with database.write() as session:
            return deviations.propose(session, talks.agreement, "Larm", Decimal(spent), changes_on=date(2025, 3, 31), now=NOW)

    assert spend("20000") is None
    with database.write() as session:
        revision = session.get_one(AgreementRow, talks.agreement).revision
        deviations.set_limit(session, talks.agreement, Limit(percent=Decimal(10)), revision=revision, party_id=None,
                               now=NOW - timedelta(days=1), by=BY)
    assert spend("10500") is None
    number = spend("12000")
    assert number is not None
    assert spend("13000") is None
    row = talks.deviation(number)
    assert (row.reported_by, row.post, row.ore, row.hundredths, row.state) == (None, "Larm", 200_000, 2000, "reported")
    with database.read() as session:
        assert session.scalars(select(HistoryRow.actor).where(HistoryRow.event == "proposed")).one() == CLOCK
    assert talks.written(NOW) == [("deviation_reported", one) for one in LEADERS]
    talks.end(deviations.take_back, number, role="public")
    assert talks.deviation(number).state == "withdrawn"


def test_somebody_else_has_changed_the_settings_meanwhile(database: Database) -> None:
    talks = made(database)
    with pytest.raises(ChangedMeanwhile), database.write() as session:
        deviations.set_limit(session, talks.agreement, Limit(sek=Decimal(1)), revision=99, party_id=None, now=NOW, by=BY)


def test_an_agreement_chooses_how_often_and_whom(database: Database) -> None:
    talks = made(database)
    with database.write() as session:
        revision = session.get_one(AgreementRow, talks.agreement).revision
        change_ladders(session, talks.agreement, {"deviation_approval_wanted": Choice(every=14, to=(Function.COORDINATOR,))},
                       revision=revision, party_id=None, now=NOW, by=BY)
    talks.note(talks.report())
    coordinators = [("deviation_approval_wanted", "karin.lind"), ("deviation_approval_wanted", "maria.holm")]
    assert talks.sweep(on(2025, 4, 11, 8)) == coordinators
    assert talks.sweep(on(2025, 4, 22, 8)) == coordinators
    assert talks.sweep(on(2025, 4, 30, 8)) == []
    assert talks.sweep(on(2025, 5, 2, 8)) == coordinators
