"""What follows parties that move: nobody twice, nobody waited for who is gone, and those who wait keep waiting."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.amendments.rules import BaseChanged, NothingChanged
from service.db import Database
from service.deviations.actions import Decision, Planned
from service.deviations.model import Kind
from service.deviations.tables import DeviationRow
from service.kernel.errors import Unknown
from service.lifecycle.acts.people import Newcomer, replace_person
from service.lifecycle.acts.renewal import decide
from service.lifecycle.signing.sign import decline
from service.lifecycle.standing import standing
from service.lifecycle.talks import deviations, renegotiations
from service.parties.store import cast
from service.parties.tables import FunctionRow, PersonRow
from service.renegotiations.model import Provision
from service.renegotiations.tables import RenegotiationRow
from service.renewal.states import Answer
from service.scheduler.sweep import sweep
from service.signatures.rules import NotConcerned
from tests.amendments.cast import drawn_up, put, sent, sign
from tests.amendments.test_parties import NEW, SPRING, joined, joining, names, nora, parties_of
from tests.builders import BY, on, signed_agreement


def leaves(session: Session, agreement_id: int) -> None:
    """Let the third party leave, signed by all."""
    out = sent(session, agreement_id, now=SPRING, effective_on=date(2025, 5, 1), parties=parties_of(session, agreement_id)[:2])
    assert [sign(session, out, who, now=SPRING) for who in ("public", "civil", NEW["name"])] == [False, False, True]


def test_who_joined_by_one_amendment_cannot_join_by_another_drawn_up_beside_it(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        first, second = joining(session, made), joining(session, made)
        put(session, first, now=SPRING)
        for who in ("public", "civil", NEW["name"]):
            sign(session, first, who, now=SPRING)
    with pytest.raises(BaseChanged, match="parties"), database.write() as session:
        put(session, second, now=SPRING)
    with database.read() as session:
        assert names(session, made).count(NEW["name"]) == 1


def test_who_left_is_not_waited_for(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        joined(session, made)
        public, civil, third = (one.id for one in cast(session, made).parties)
        asked = renegotiations.ask(session, made, party_id=civil, provision=Provision.GOALS, about="Målen", why="Nya behov",
                                   author="Omar", now=SPRING, by=BY)
        renegotiations.answer(session, asked, public, when_on=None, message=None, author="Karin", now=SPRING, by=BY)
        planned = Planned(kind=Kind.PLAN, what="En buss till", why="Kö", changes_on=date(2025, 9, 1))
        case = deviations.report(session, made, planned, party_id=civil, author="Omar", now=SPRING, by=BY)
        deviations.note(session, case, party_id=civil, day=SPRING.date(), who="Alla", body="Vi talades vid.", author="Omar",
                        now=SPRING, by=BY)
        decision = Decision(decided_by="Styrelsen", decided_on=SPRING.date(), evidence="§ 4")
        assert [deviations.approve(session, case, one, decision, author="Omar", now=SPRING, by=BY)
                for one in (public, civil)] == [False, False]
        leaves(session, made)
        assert session.get_one(DeviationRow, case).state == "in_dialogue"
    sweep(database, now=lambda: on(2025, 5, 1, 9))
    with database.read() as session:
        assert third not in [one.id for one in cast(session, made).parties]
        assert (session.get_one(RenegotiationRow, asked).state, session.get_one(DeviationRow, case).state) == (
            "in_dialogue", "approved")


def test_who_takes_over_for_a_party_that_is_to_join_waits_as_well(database: Database) -> None:
    heir = Newcomer(name="Nils Ny", email="nils@nya.example", language="sv")
    made = signed_agreement(database)
    with database.write() as session:
        amendment = joining(session, made)
        put(session, amendment, now=SPRING)
        nils = replace_person(session, [made], nora(session), heir, SPRING.date(), now=SPRING, by=BY)
        before = standing(session, made, person_id=nils, operator=False, on=SPRING.date())
        assert (before.only, before.may("agreement.see")) == (frozenset({amendment}), False)
        for who in ("public", "civil", NEW["name"]):
            sign(session, amendment, who, now=SPRING)
        assert standing(session, made, person_id=nils, operator=False, on=SPRING.date()).may("agreement.see")
        assert session.scalars(select(PersonRow.name).join(FunctionRow, FunctionRow.person_id == PersonRow.id).where(
            FunctionRow.agreement_id == made, PersonRow.email.like("%nya.example")).distinct()).all() == ["Nils Ny"]


def test_a_draft_that_another_has_made_true_changes_nothing_any_more(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        first, second = (drawn_up(session, made, now=SPRING, goals=["Fler pass"]) for _ in range(2))
        put(session, first, now=SPRING)
        for who in ("public", "civil"):
            sign(session, first, who, now=SPRING)
    with pytest.raises(NothingChanged), database.write() as session:
        put(session, second, now=on(2025, 4, 2, 9))


def test_who_is_on_the_way_out_neither_signs_nor_declines_what_holds_after(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        joined(session, made)
        leaves(session, made)
        third = cast(session, made).parties[2]
        after = sent(session, made, now=SPRING, effective_on=date(2025, 6, 1), goals=["Fler pass"])
    with pytest.raises(NotConcerned), database.write() as session:
        decline(session, made, third, now=SPRING, by=BY, reason="Nej", matter=f"amendment {after}")
    sweep(database, now=lambda: on(2025, 5, 1, 9))
    with pytest.raises(Unknown), database.write() as session:
        decide(session, made, third, Answer.EXTEND, now=on(2025, 5, 2, 9), by=BY)
    with database.write() as session:
        assert [sign(session, after, who, now=on(2025, 5, 2, 9)) for who in ("public", "civil")] == [False, True]
