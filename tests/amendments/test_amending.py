"""Amendments through their lives: no effect before all have signed, then from their day, plan and calendars with them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select, update

from service.agreements.tables import AgreementRow
from service.amendments.rules import (
    BaseChanged,
    BegunAlready,
    EffectAfterEnd,
    EffectTooEarly,
    EndsBeforeEffect,
    NothingChanged,
    NotRunning,
    PastEffect,
    StartTooNear,
)
from service.db import Database
from service.kernel.errors import NotAStep
from service.kernel.text.personal import PersonalNumber
from service.lifecycle.amending import amend
from service.lifecycle.amending.draft import AmendmentSettled, CannotStand, ChangedMeanwhile, redraft
from service.lifecycle.amending.versions import newest_terms, terms_on
from service.lifecycle.signing.sign import SignedBeforeSent, decline
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow, Post
from service.obligations.tables import ObligationRow
from service.parties.store import cast, get_party
from service.scheduler.sweep import sweep
from service.signatures.rules import AlreadySigned
from tests.amendments.cast import changed, drawn_up, ends_on, put, sent, sign, signed, stands, versions
from tests.builders import BY, an_agreement, on, signed_agreement

SPRING = on(2025, 4, 1, 10)


def told(database: Database, *names: str) -> Counter[str]:
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.name.in_(names), OutboxRow.state != Post.WITHDRAWN)).all()
    return Counter(row.name for row in rows)


def test_nothing_holds_before_every_party_has_signed(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = sent(session, made, now=SPRING, meetings__per_year=2)
        sign(session, amendment, "public", now=SPRING)
        before = newest_terms(session, made)
    sweep(database, now=lambda: on(2025, 6, 1, 9))
    with database.read() as session:
        assert (stands(session, amendment), before.meetings.per_year, newest_terms(session, made).meetings.per_year) == (
            "in_signature", 4, 4)
        assert versions(session, made) == [(1, date(2025, 2, 1))]


def test_signed_by_all_it_holds_from_the_day_of_the_last_signature(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = signed(session, made, now=SPRING, economy__payment__due_days=14)
    with database.read() as session:
        assert stands(session, amendment) == "in_force"
        assert versions(session, made) == [(1, date(2025, 2, 1)), (2, date(2025, 4, 1))]
        assert session.get_one(AgreementRow, made).version == 2
        invoice = session.scalars(select(ObligationRow).where(ObligationRow.key == "invoice:2025-02-01")).one()
        assert (invoice.day, invoice.version) == (date(2025, 7, 14), 2)
        assert newest_terms(session, made).clauses["economy.payment.due_days"] == "Tillägg 1: Ändring"
    assert told(database, "amendment_in_force", "signed_by_all")["amendment_in_force"] > 0


def test_with_a_day_of_its_own_it_waits_for_that_day(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = signed(session, made, now=SPRING, effective_on=date(2025, 9, 1), economy__payment__due_days=14)
    with database.read() as session:
        assert stands(session, amendment) == "signed"
        assert [terms_on(session, made, day).terms.economy.payment.due_days for day in (
            date(2025, 8, 31), date(2025, 9, 1))] == [30, 14]
        days = {row.key: (row.day, row.version) for row in session.scalars(select(ObligationRow).where(ObligationRow.kind == "invoice"))}
        assert days == {"invoice:2025-02-01": (date(2025, 7, 30), 1), "invoice:2025-07-01": (date(2026, 1, 14), 2)}
    sweep(database, now=lambda: on(2025, 8, 31, 23, 59))
    with database.read() as session:
        assert stands(session, amendment) == "signed"
    sweep(database, now=lambda: on(2025, 9, 1))
    with database.read() as session:
        assert (stands(session, amendment), versions(session, made)[1:]) == ("in_force", [(2, date(2025, 9, 1))])


def test_signed_after_its_day_it_holds_from_the_last_signature_and_not_before(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = sent(session, made, now=SPRING, effective_on=date(2025, 4, 10), goals=["Färre olyckor"])
        sign(session, amendment, "public", now=SPRING)
        assert sign(session, amendment, "civil", now=on(2025, 4, 20, 10)) is True
    with database.read() as session:
        assert versions(session, made)[1:] == [(2, date(2025, 4, 20))]


def test_an_outage_over_its_day_changes_nothing_of_it(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = signed(session, made, now=SPRING, effective_on=date(2025, 12, 1), goals=["Färre olyckor"])
    sweep(database, now=lambda: on(2026, 1, 10, 9))
    with database.read() as session:
        assert (stands(session, amendment), session.get_one(AgreementRow, made).state) == ("in_force", "expired")
        assert versions(session, made)[1:] == [(2, date(2025, 12, 1))]


def test_a_new_last_day_prolongs_the_agreement_and_its_plan(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        signed(session, made, now=on(2025, 11, 20, 10), end="2026-12-31")
        assert ends_on(session, made) == date(2026, 12, 31)
    sweep(database, now=lambda: on(2026, 2, 1, 9))
    with database.read() as session:
        assert session.get_one(AgreementRow, made).state == "active"
        keys = set(session.scalars(select(MeetingRow.key).where(MeetingRow.agreement_id == made)))
        assert {f"meeting:2026-Q{number}" for number in (1, 2, 3, 4)} <= keys
        decision = session.scalars(select(ObligationRow.day).where(ObligationRow.key == "renewal_decision:2026-12-31")).one()
        assert decision == date(2026, 10, 31)


def test_an_earlier_end_takes_called_meetings_out_of_calendars(database: Database) -> None:
    made = signed_agreement(database)
    sweep(database, now=lambda: on(2025, 9, 20, 10))
    with database.write() as session:
        called = session.scalars(select(MeetingRow).where(MeetingRow.key == "meeting:2025-Q4")).one()
        assert called.state == "called"
        session.execute(update(OutboxRow).where(OutboxRow.name == "meeting_call").values(state=Post.SENT, next_at=None))
        signed(session, made, now=on(2025, 9, 22, 10), end="2025-09-30", decision={"on": "2025-09-25"})
    with database.read() as session:
        assert session.scalars(select(MeetingRow.state).where(MeetingRow.key == "meeting:2025-Q4")).one() == "cancelled"
    assert told(database, "meeting_cancelled")["meeting_cancelled"] > 0


def test_another_hour_moves_called_meetings_in_calendars(database: Database) -> None:
    made = signed_agreement(database)
    sweep(database, now=lambda: on(2025, 9, 20, 10))
    with database.write() as session:
        signed(session, made, now=on(2025, 9, 22, 10), meetings__habits__starts="14:00:00")
    with database.read() as session:
        row = session.scalars(select(MeetingRow).where(MeetingRow.key == "meeting:2025-Q4")).one()
        assert (row.state, row.revision, row.starts_at) == ("called", 1, on(row.day.year, row.day.month, row.day.day, 14))
    assert told(database, "meeting_moved")["meeting_moved"] > 0


def test_two_that_touch_different_terms_both_hold_one_after_the_other(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        first = sent(session, made, now=SPRING, goals=["Färre olyckor"])
        second = sent(session, made, now=SPRING, meetings__per_year=2)
        for amendment in (first, second):
            sign(session, amendment, "public", now=SPRING)
            sign(session, amendment, "civil", now=SPRING)
        terms = newest_terms(session, made)
        assert (terms.goals, terms.meetings.per_year) == (("Färre olyckor",), 2)
        assert versions(session, made) == [(1, date(2025, 2, 1)), (2, date(2025, 4, 1))]
    sweep(database, now=lambda: on(2025, 4, 2, 0))
    with database.read() as session:
        assert versions(session, made)[2:] == [(3, date(2025, 4, 2))]


def test_two_that_touch_the_same_term_the_second_is_refused_and_says_why(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        first = sent(session, made, now=SPRING, meetings__per_year=6)
        second = sent(session, made, now=SPRING, meetings__per_year=2)
        for role in ("public", "civil"):
            sign(session, first, role, now=SPRING)
        sign(session, second, "public", now=SPRING)
    with pytest.raises(BaseChanged, match=r"changes \(meetings a year\) has been changed by another"), database.write() as session:
        sign(session, second, "civil", now=SPRING)
    with database.read() as session:
        assert (stands(session, second), newest_terms(session, made).meetings.per_year) == ("in_signature", 6)


def test_declined_it_falls_and_all_are_told(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = sent(session, made, now=SPRING, goals=["Färre olyckor"])
        sign(session, amendment, "public", now=SPRING)
        party = get_party(cast(session, made).parties, "civil")
        decline(session, made, party, now=SPRING, by=BY, reason="Vi vill något annat", matter=f"amendment {amendment}")
        assert stands(session, amendment) == "declined"
    assert told(database, "declined", "signature_wanted") == {"declined": 4}


def test_withdrawn_what_was_signed_falls(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = sent(session, made, now=SPRING, goals=["Färre olyckor"])
        sign(session, amendment, "public", now=SPRING)
        amend.withdraw(session, amendment, now=SPRING, by=BY)
    with pytest.raises(AlreadySigned), database.write() as session:
        sign(session, amendment, "civil", now=SPRING)
    assert told(database, "amendment_withdrawn")["amendment_withdrawn"] > 0


def test_when_the_agreement_ends_first_it_lapses_and_all_are_told(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = sent(session, made, now=on(2025, 12, 20, 10), end="2026-12-31")
        sign(session, amendment, "public", now=on(2025, 12, 20, 11))
    sweep(database, now=lambda: on(2026, 1, 1))
    with database.read() as session:
        assert (stands(session, amendment), session.get_one(AgreementRow, made).state) == ("lapsed", "expired")
    assert told(database, "amendment_lapsed")["amendment_lapsed"] > 0


def test_at_the_very_end_of_the_period_the_last_second_counts_and_the_next_does_not(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = sent(session, made, now=on(2025, 12, 20, 10), end="2026-12-31")
        sign(session, amendment, "public", now=on(2025, 12, 20, 11))
    with pytest.raises(NotRunning), database.write() as session:
        sign(session, amendment, "civil", now=on(2026, 1, 1))
    with database.write() as session:
        assert sign(session, amendment, "civil", now=on(2025, 12, 31, 23, 59)) is True
    sweep(database, now=lambda: on(2026, 1, 1))
    with database.read() as session:
        assert (stands(session, amendment), session.get_one(AgreementRow, made).state) == ("in_force", "active")


def test_a_draft_is_edited_until_it_is_sent_and_never_after(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = drawn_up(session, made, now=SPRING, goals=["Färre olyckor"])
        redraft(session, amendment, changed(session, made, goals=["Inga olyckor"]), title="B", rationale="C", revision=1, now=SPRING, by=BY)
        with pytest.raises(ChangedMeanwhile):
            redraft(session, amendment, changed(session, made), title="B", rationale="C", revision=1, now=SPRING, by=BY)
        put(session, amendment, now=SPRING)
        with pytest.raises(AmendmentSettled):
            redraft(session, amendment, changed(session, made), title="B", rationale="C", revision=2, now=SPRING, by=BY)


@pytest.mark.parametrize(("given", "refusal"), [
    ({}, NothingChanged),
    ({"effective_on": date(2025, 3, 31), "goals": ["A"]}, PastEffect),
    ({"effective_on": date(2026, 1, 1), "goals": ["A"]}, EffectAfterEnd),
    ({"start": "2025-03-01"}, BegunAlready),
    ({"effective_on": date(2025, 6, 1), "end": "2025-05-31"}, EndsBeforeEffect),
])
def test_what_is_refused_when_it_is_sent(database: Database, given: dict[str, object], refusal: type[Exception]) -> None:
    made = signed_agreement(database)
    sweep(database, now=lambda: on(2025, 2, 3, 9))
    with pytest.raises(refusal), database.write() as session:
        sent(session, made, now=SPRING, **given)  # type: ignore[arg-type]


def test_one_must_take_effect_after_the_one_before(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        # The first comes to nothing, so the number of an amendment is not that of the terms that it makes.
        amend.withdraw(session, drawn_up(session, made, now=SPRING, goals=["A"]), now=SPRING, by=BY)
        signed(session, made, now=SPRING, effective_on=date(2025, 9, 1), goals=["Färre olyckor"])
    with pytest.raises(EffectTooEarly, match="Amendment 2 takes effect on 1 September 2025"), database.write() as session:
        sent(session, made, now=SPRING, effective_on=date(2025, 8, 1), meetings__per_year=2)
    with database.write() as session:
        signed(session, made, now=SPRING, meetings__per_year=2)
    sweep(database, now=lambda: on(2025, 9, 2))
    with database.read() as session:
        assert versions(session, made)[1:] == [(2, date(2025, 9, 1)), (3, date(2025, 9, 2))]


def test_a_party_that_changes_its_name_keeps_its_people(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        parties = [one.model_dump() for one in newest_terms(session, made).parties]
        parties[1]["name"] = "Föreningen Alen"
        before = len(cast(session, made).seats)
        signed(session, made, now=SPRING, parties=parties)
        assert ([one.name for one in cast(session, made).parties][1], len(cast(session, made).seats)) == ("Föreningen Alen", before)


def test_what_makes_terms_that_cannot_stand_says_why(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        first = drawn_up(session, made, now=SPRING, end="2026-06-30")
        signed(session, made, now=SPRING, ending__mode="until_further_notice", end=None, decision=None)
    with pytest.raises((CannotStand, BaseChanged)), database.write() as session:
        put(session, first, now=SPRING)


def test_it_cannot_have_been_signed_before_it_was_sent(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = sent(session, made, now=SPRING, goals=["A"])
    with pytest.raises(SignedBeforeSent, match="put forward on 1 April 2025"), database.write() as session:
        sign(session, amendment, "public", now=on(2025, 4, 2, 9), on=date(2025, 3, 31))


def test_a_draft_agreement_is_not_amended(database: Database) -> None:
    with pytest.raises(NotRunning), database.write() as session:
        drawn_up(session, an_agreement(session, signatures=1), now=SPRING, goals=["A"])


def test_what_is_settled_cannot_be_withdrawn(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = signed(session, made, now=SPRING, goals=["A"])
    with pytest.raises(NotAStep), database.write() as session:
        amend.withdraw(session, amendment, now=SPRING, by=BY)


def test_the_first_day_is_changed_before_it_comes_or_not_at_all(database: Database) -> None:
    made = signed_agreement(database)
    with pytest.raises(StartTooNear), database.write() as session:
        sent(session, made, now=on(2025, 1, 25, 9), effective_on=date(2025, 2, 10), start="2025-03-01")
    with database.write() as session:
        signed(session, made, now=on(2025, 1, 25, 9), effective_on=date(2025, 1, 30), start="2025-03-01")
    sweep(database, now=lambda: on(2025, 2, 3, 9))
    with database.read() as session:
        row = session.get_one(AgreementRow, made)
        assert (row.state, row.starts_on) == ("signed", date(2025, 3, 1))
    sweep(database, now=lambda: on(2025, 3, 1))
    with database.read() as session:
        assert session.get_one(AgreementRow, made).state == "active"


def test_no_personal_number_in_what_an_amendment_says(database: Database) -> None:
    made = signed_agreement(database)
    with pytest.raises(PersonalNumber), database.write() as session:
        drawn_up(session, made, now=SPRING, title="Ny samordnare, 811218-9876", goals=["A"])
