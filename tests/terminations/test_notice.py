"""Giving notice, receiving it, withdrawing it; and the agreement that ends by it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.agreements.rules import NotYet
from service.agreements.states import Step
from service.db import Database
from service.documents.tables import DocumentRow
from service.history.verify import faults
from service.kernel.errors import NotAStep, Refusal
from service.lifecycle.acts.renewal import decide
from service.lifecycle.steps import take
from service.lifecycle.talks.ground import NotInForce
from service.meetings.tables import MeetingRow
from service.obligations.tables import ObligationRow
from service.parties.store import cast
from service.renewal.actions import NothingToDecide
from service.renewal.states import Answer
from service.renewal.tables import DecisionRow
from service.terminations.model import How
from service.terminations.refusals import (
    AlreadyGiven,
    AskedAlready,
    BeforeGiven,
    BeforeSigned,
    DayToCome,
    EndsByItself,
    LongAgo,
    NeedsProof,
    NoNotice,
    NotASignatory,
    NotAsked,
    NotTheGiver,
    NotTheReceiver,
    NotThisParty,
)
from tests.builders import BY, on
from tests.terminations.world import NOW, made

OTHERS = ["anders.berg", "karin.lind"]
EVERYONE = ["anders.berg", "eva.dahl", "karin.lind", "maria.holm", "peter.sand", "sofia.ek"]
LAST = date(2025, 6, 3)
RENEWS: Any = {"mode": "renews", "months": 12, "max_times": 3}


def test_notice_is_told_at_once_with_a_registered_letter_and_runs_from_its_receipt(database: Database) -> None:
    at = made(database)
    number = at.give()
    assert at.written(NOW) == [("termination_given", who) for who in OTHERS]
    assert at.row().terminates_on is None
    with database.read() as session:
        letter = session.scalars(select(DocumentRow).where(DocumentRow.matter == f"termination {number}")).one()
    assert (letter.kind, letter.status, bool(letter.diary_number)) == ("letter", "official", True)
    later = NOW + timedelta(minutes=1)
    assert at.receive(number, now=later) == LAST
    assert at.written(later) == [("termination_running", who) for who in EVERYONE]
    assert (at.row().terminates_on, at.row().state, at.row().ends_on) == (LAST, "active", date(2025, 12, 31))


def test_the_giver_is_reminded_weekly_until_the_receipt_is_noted(database: Database) -> None:
    at = made(database)
    number = at.give()
    chased = on(2025, 3, 10, 8)
    at.sweep(chased)
    assert [one for one in at.written(chased) if one[0].startswith("termination")] == [
        ("termination_unreceived", who) for who in ("maria.holm", "peter.sand")]
    at.receive(number, now=chased)
    at.sweep(on(2025, 3, 17, 8))
    assert [one for one in at.written(on(2025, 3, 17, 8)) if one[0].startswith("termination")] == []


def test_it_ends_by_notice_at_midnight_and_not_a_second_before(database: Database) -> None:
    at = made(database)
    number = at.give()
    at.receive(number)
    at.sweep(on(2025, 6, 3, 23, 59) + timedelta(seconds=59))
    assert (at.row().state, at.state(number)) == ("active", "running")
    at.sweep(on(2025, 6, 4))
    row = at.row()
    assert (row.state, row.ends_on, row.ended_at, at.state(number)) == ("terminated", LAST, on(2025, 6, 4), "taken_effect")
    with database.read() as session:
        later = session.scalars(select(MeetingRow.state).where(MeetingRow.starts_at > on(2025, 6, 4))).all()
        beyond = session.scalars(select(ObligationRow.state).where(ObligationRow.first > LAST)).all()
        assert list(faults(session, None)) == []
    assert set(later) == {"cancelled"}
    assert set(beyond) <= {"cancelled", "dropped"}
    at.sweep(on(2025, 6, 5, 8))
    assert ("ended", "karin.lind") in at.written(on(2025, 6, 5, 8))


def test_an_agreement_ends_by_itself_at_midnight_and_not_a_second_before(database: Database) -> None:
    at = made(database)
    at.sweep(on(2025, 12, 31, 23, 59) + timedelta(seconds=59))
    assert at.row().state == "active"
    at.sweep(on(2026, 1, 1))
    assert (at.row().state, at.row().ended_at) == ("expired", on(2026, 1, 1))


def test_the_reminders_of_the_end_follow_the_last_day_by_notice(database: Database) -> None:
    at = made(database)
    at.receive(at.give())
    told = []
    for day in range(92):
        now = on(2025, 3, 4, 9) + timedelta(days=day)
        at.sweep(now)
        told += [now.date() for name, who in at.written(now) if (name, who) == ("end_ahead", "karin.lind")]
    assert told == [date(2025, 5, 2), date(2025, 5, 27)]


def test_notice_is_withdrawn_only_when_the_others_consent(database: Database) -> None:
    at = made(database)
    number = at.give()
    at.receive(number)
    with pytest.raises(NotAsked):
        at.consent(number)
    with pytest.raises(NotTheGiver):
        at.ask_back(number, "public")
    later = NOW + timedelta(hours=1)
    at.ask_back(number, now=later)
    assert at.written(later) == [("termination_withdrawal_asked", who) for who in OTHERS]
    with pytest.raises(AskedAlready):
        at.ask_back(number)
    with pytest.raises(NotAsked):
        at.consent(number, "civil")
    assert at.state(number) == "running"
    assert at.consent(number, now=later)
    assert (at.state(number), at.row().terminates_on) == ("withdrawn", None)
    at.sweep(on(2025, 6, 4))
    assert at.row().state == "active"
    with pytest.raises(NotAStep):
        at.receive(number)
    assert at.state(at.give()) == "given"


def test_nobody_decides_on_renewal_while_notice_runs_and_all_do_again_once_it_is_withdrawn(database: Database) -> None:
    at = made(database, decision={"months_before": 2, "silence": "ends"})
    number = at.give()
    at.receive(number)

    def decision() -> str:
        with database.read() as session:
            return session.scalars(select(DecisionRow.state)).one()

    assert decision() == "void"
    with pytest.raises(NothingToDecide), database.write() as session:
        decide(session, at.agreement, cast(session, at.agreement).parties[0], Answer.EXTEND, now=NOW, by=BY)
    at.ask_back(number)
    at.consent(number)
    assert decision() == "not_due"


@pytest.mark.parametrize(("wrong", "terms", "given"), [
    (NoNotice, {"notice": []}, {}),
    (NotThisParty, {"notice": [{"party": "public", "months": 3}]}, {}),
    (EndsByItself, {"notice": [{"party": "both", "months": 10}]}, {}),
    (DayToCome, {}, {"given_on": date(2025, 3, 4)}),
    (BeforeSigned, {}, {"given_on": date(2025, 1, 1)}),
    (NotASignatory, {}, {"person_id": 0}),
], ids=lambda value: getattr(value, "__name__", ""))
def test_notice_that_cannot_be_given(database: Database, wrong: type[Refusal], terms: dict[str, Any], given: dict[str, Any]) -> None:
    at = made(database, **terms)
    with pytest.raises(wrong):
        at.give(**given)


def test_the_same_party_gives_notice_once_and_only_of_what_is_in_force(database: Database) -> None:
    at = made(database)
    number = at.give()
    with pytest.raises(AlreadyGiven):
        at.give()
    with pytest.raises(DayToCome):
        at.receive(number, date(2025, 3, 4))
    with pytest.raises(BeforeGiven):
        at.receive(number, date(2025, 3, 2))
    at.sweep(on(2026, 1, 1))
    assert at.state(number) == "overtaken"
    with pytest.raises(NotInForce):
        at.give("public", on(2026, 1, 2))


def test_a_receipt_that_ends_it_in_the_past_is_for_who_received_it_to_note(database: Database) -> None:
    at = made(database)
    number, later = at.give(), on(2025, 7, 1, 9)
    with pytest.raises(LongAgo):
        at.receive(number, date(2025, 3, 3), "civil", now=later)
    assert at.receive(number, date(2025, 3, 3), "public", now=later) == LAST
    assert (at.row().state, at.row().ended_at) == ("terminated", on(2025, 6, 4))


def test_who_gave_notice_notes_its_receipt_only_with_what_shows_it(database: Database) -> None:
    at = made(database)
    number = at.give()
    with pytest.raises(NotTheReceiver):
        at.receive(number, role="civil")
    with pytest.raises(NeedsProof):
        at.receive(number, role="civil", how=How.REGISTERED, note=" ")
    assert at.state(number) == "given"
    assert at.receive(number, role="civil", how=How.REGISTERED, note="Kvitto 4711") == LAST


def test_received_too_late_to_come_before_the_end_it_falls_at_once(database: Database) -> None:
    at = made(database)
    number = at.give()
    assert at.receive(number, now=on(2025, 10, 1, 9)) is None
    assert (at.state(number), at.row().terminates_on) == ("overtaken", None)


def test_it_stops_the_renewal_and_a_period_goes_on_to_the_last_day_and_no_further(database: Database) -> None:
    at = made(database, ending=RENEWS)
    number = at.give(now=on(2025, 11, 3, 9))
    assert at.receive(number, now=on(2025, 11, 3, 9)) == date(2026, 2, 3)
    at.sweep(on(2026, 1, 1))
    assert (at.row().state, at.row().ends_on) == ("active", date(2026, 2, 3))
    at.sweep(on(2026, 2, 4))
    assert (at.row().state, at.state(number)) == ("terminated", "taken_effect")


def test_withdrawn_after_that_the_period_is_as_long_as_the_terms_say(database: Database) -> None:
    at = made(database, ending=RENEWS)
    number = at.give(now=on(2025, 11, 3, 9))
    at.receive(number, now=on(2025, 11, 3, 9))
    at.sweep(on(2026, 1, 1))
    at.ask_back(number, now=on(2026, 1, 7, 9))
    at.consent(number, now=on(2026, 1, 7, 9))
    assert (at.row().ends_on, at.row().terminates_on) == (date(2026, 12, 31), None)


def test_until_further_notice_it_ends_by_notice_and_by_nothing_else(database: Database) -> None:
    at = made(database, end=None, ending={"mode": "until_further_notice"}, decision=None)
    number = at.give()
    at.receive(number)
    at.sweep(on(2025, 6, 4))
    assert (at.row().state, at.row().ends_on) == ("terminated", LAST)
    assert at.state(number) == "taken_effect"


def test_of_two_notices_the_first_last_day_ends_it_and_the_other_falls(database: Database) -> None:
    at = made(database, notice=[{"party": "public", "months": 6}, {"party": "civil", "months": 3}])
    slow, quick = at.give("public"), at.give("civil")
    at.receive(slow, role="civil")
    assert at.row().terminates_on == date(2025, 9, 3)
    at.receive(quick, role="public")
    assert at.row().terminates_on == LAST
    at.sweep(on(2025, 6, 4))
    assert (at.state(quick), at.state(slow), at.row().state) == ("taken_effect", "overtaken", "terminated")


def test_signed_but_not_begun_it_can_end_before_it_begins(database: Database) -> None:
    at = made(database, begun=False, start=date(2025, 9, 1))
    number = at.give()
    at.receive(number)
    at.sweep(on(2025, 6, 4))
    assert (at.row().state, at.state(number)) == ("terminated", "taken_effect")


def test_rescinded_first_the_notice_falls(database: Database) -> None:
    at = made(database)
    number = at.give()
    at.receive(number)
    with database.write() as session:
        take(session, at.agreement, Step.RESCIND, now=NOW, by=BY)
    assert (at.state(number), at.row().terminates_on, at.row().state) == ("overtaken", None, "rescinded")


def test_who_would_end_it_early_is_told_the_day_as_stockholm_counts(database: Database) -> None:
    at = made(database)
    at.receive(at.give())
    for step, day in ((Step.EXPIRE, date(2026, 1, 1)), (Step.TERMINATE, date(2025, 6, 4))):
        with pytest.raises(NotYet) as refused, database.write() as session:
            take(session, at.agreement, step, now=NOW, by=BY)
        assert refused.value.facts["day"] == day
