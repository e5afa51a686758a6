"""A new agreement that takes over: what it is drawn up from, what is chased, and never both ways at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow, TermsRow
from service.agreements.terms import DecisionRule, Ending, Expiry
from service.amendments.rules import EffectAfterEnd, SuccessorOpen
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.lifecycle.acts.renewal import extend
from service.lifecycle.acts.succeed import (
    AmendmentExtends,
    Budget,
    GoesOnByItself,
    NotDecidedYet,
    SuccessorThere,
    succeed,
)
from service.lifecycle.amending import amend
from service.lifecycle.amending.draft import draft
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.signing.sign import sign
from service.notices.tables import OutboxRow, Post
from service.parties.store import cast
from service.renewal.states import Answer
from service.scheduler.sweep import sweep
from tests.amendments.cast import drawn_up, sent, signed, stands
from tests.amendments.test_extension import OCTOBER, days_told, opened, says, state
from tests.amendments.test_parties import NEW, joined
from tests.builders import BY, on, signed_agreement


def decided(database: Database) -> int:
    """Let both decide to extend, and take back the amendment that this opens."""
    made = signed_agreement(database)
    says(database, made, Answer.EXTEND, "public", "civil")
    return made


def successor(session: Session, agreement_id: int, budget: Budget = Budget.BLANK) -> int:
    extension = session.scalars(select(AmendmentRow).where(AmendmentRow.extends)).one()
    amend.withdraw(session, extension.id, now=OCTOBER, by=BY, reason="Ett nytt avtal i stället.")
    return succeed(session, agreement_id, budget=budget, now=OCTOBER, by=BY)


def test_it_is_the_terms_in_force_for_the_time_after_with_the_budget_to_be_entered(database: Database) -> None:
    made = decided(database)
    with database.write() as session:
        new, old = successor(session, made), terms_of(session, made)
        terms, row = terms_of(session, new), session.get_one(AgreementRow, new)
        assert (row.state, row.follows_id, terms.start, terms.end) == ("draft", made, date(2026, 1, 1), date(2026, 12, 31))
        assert (terms.economy.total, terms.economy.posts, terms.economy.payment) == (None, (), old.economy.payment)
        assert (terms.parties, terms.meetings, terms.goals) == (old.parties, old.meetings, old.goals)
        assert [(one.name, one.function) for one in cast(session, new).seats] == [
            (one.name, one.function) for one in cast(session, made).seats]
        assert "fylla" in row.assumed or "inte ifyllda" in row.assumed


def test_one_way_or_the_other_and_never_both(database: Database) -> None:
    undecided = signed_agreement(database)
    with pytest.raises(NotDecidedYet), database.write() as session:
        succeed(session, undecided, budget=Budget.COPIED, now=OCTOBER, by=BY)
    made = decided(database)
    with pytest.raises(AmendmentExtends, match="Amendment 1"), database.write() as session:
        succeed(session, made, budget=Budget.COPIED, now=OCTOBER, by=BY)
    with database.write() as session:
        new = successor(session, made, Budget.COPIED)
        assert terms_of(session, new).economy == terms_of(session, made).economy
        assert extend(session, made, now=OCTOBER, by=BY) is None
    with pytest.raises(SuccessorThere), database.write() as session:
        succeed(session, made, budget=Budget.COPIED, now=OCTOBER, by=BY)
    with pytest.raises(SuccessorOpen, match=f"Agreement {new}"), database.write() as session:
        draft(session, made, newest_terms(session, made), title="Förlängning", rationale="–", now=OCTOBER, by=BY, extends=True)


@pytest.mark.parametrize(("title", "becomes"), [
    ("Bussen", "Bussen 2026"), ("Bussen – partnerskap 2025", "Bussen – partnerskap 2026"), ("Bussen 2024–2025", "Bussen 2026"),
    ("Bussen, 2025", "Bussen 2026"), ("Kvarter 2100 och 12", "Kvarter 2100 och 12 2026"),
])
def test_it_has_the_years_of_its_own_in_its_title(database: Database, title: str, becomes: str) -> None:
    made = decided(database)
    with database.write() as session:
        session.execute(update(TermsRow).values(body=terms_of(session, made).model_copy(update={"title": title}).model_dump_json()))
        assert terms_of(session, successor(session, made)).title == becomes


@pytest.mark.parametrize("signs", [False, True])
def test_it_is_chased_until_it_is_signed_and_all_are_told_if_the_end_comes_first(database: Database, signs: bool) -> None:
    made = decided(database)
    with database.write() as session:
        new = successor(session, made)
    for day in (on(2025, 10, 28, 9), on(2025, 11, 4, 9)):
        sweep(database, now=lambda day=day: day)
    assert days_told(database, "extension_unsigned") == [date(2025, 10, 28), date(2025, 11, 4)]
    with database.write() as session:
        links = {row.payload for row in session.scalars(select(OutboxRow).where(OutboxRow.name == "extension_unsigned"))}
        assert all(f"/agreements/{new}" in one for one in links)
        for party in cast(session, new).parties if signs else ():
            sign(session, new, party, now=on(2025, 11, 5, 9), by=BY)
    for day in (on(2025, 11, 11, 9), on(2026, 1, 1, 9), on(2026, 1, 2, 9)):
        sweep(database, now=lambda day=day: day)
    chased = days_told(database, "extension_unsigned")
    assert (len(chased), len(days_told(database, "successor_unsigned", without=(Post.WITHDRAWN,)))) == ((2, 0) if signs else (3, 1))
    assert (state(database, made), state(database, new)) == ("expired", "active" if signs else "draft")
    assert opened(database) is not None


def test_an_amendment_that_moves_the_end_is_the_one_way_whatever_it_is_called(database: Database) -> None:
    made = decided(database)
    with database.write() as session:
        extension = session.scalars(select(AmendmentRow).where(AmendmentRow.extends)).one()
        amend.withdraw(session, extension.id, now=OCTOBER, by=BY, reason="Ett nytt avtal i stället.")
        longer = drawn_up(session, made, now=OCTOBER, end="2026-06-30")
    with pytest.raises(AmendmentExtends), database.write() as session:
        succeed(session, made, budget=Budget.BLANK, now=OCTOBER, by=BY)
    with database.write() as session:
        amend.withdraw(session, longer, now=OCTOBER, by=BY, reason="Nej")
        succeed(session, made, budget=Budget.BLANK, now=OCTOBER, by=BY)
    with pytest.raises(SuccessorOpen), database.write() as session:
        sent(session, made, now=OCTOBER, end="2026-06-30")
    with database.write() as session:
        assert stands(session, sent(session, made, now=OCTOBER, end="2025-11-30")) == "in_signature"


@pytest.mark.parametrize("budget", list(Budget))
def test_what_is_written_out_of_the_old_period_and_who_leaves_it_stay_there(database: Database, budget: Budget) -> None:
    written = [{"first": "2025-02-01", "amount": "637875"}, {"first": "2025-08-01", "amount": "637875"}]
    made = signed_agreement(database, decision=None)
    with database.write() as session:
        signed(session, made, now=on(2025, 3, 3, 9), economy__payment__split="written", economy__payment__written=written)
        joined(session, made, day=date(2025, 12, 1))
        new = succeed(session, made, budget=budget, now=OCTOBER, by=BY)
        payment = terms_of(session, new).economy.payment
        assert (payment.split, payment.written) == (None, ())
        assert [one.name for one in cast(session, new).parties][2:] == [NEW["name"]]
        assert "Nora Ny" in {one.name for one in cast(session, new).seats}


def test_one_that_goes_on_by_itself_is_followed_only_once_it_is_to_end(database: Database) -> None:
    renewing: Any = {"ending": Ending(mode=Expiry.RENEWS, months=12), "decision": DecisionRule(months_before=2, silence="renews")}
    made = signed_agreement(database, **renewing)
    with pytest.raises(GoesOnByItself), database.write() as session:
        succeed(session, made, budget=Budget.COPIED, now=OCTOBER, by=BY)
    says(database, made, Answer.END, "public", "civil")
    with database.write() as session:
        assert terms_of(session, succeed(session, made, budget=Budget.COPIED, now=OCTOBER, by=BY)).start == date(2026, 1, 1)


def test_nothing_takes_effect_after_the_last_day_by_a_notice_of_termination(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        session.get_one(AgreementRow, made).terminates_on = date(2025, 11, 30)
    with pytest.raises(EffectAfterEnd, match="ends on 30 November 2025"), database.write() as session:
        sent(session, made, now=OCTOBER, effective_on=date(2025, 12, 1), goals=["Fler pass"])
