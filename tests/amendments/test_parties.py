"""Parties that join and leave by an amendment: who signs, from which day, what follows, and what falls."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.terms import Party
from service.amendments.parties import BothSidesStay, Moves, NobodySignsForIt, PartiesOnTheirWay, moves
from service.db import Database
from service.lifecycle.acts.renewal import decide
from service.lifecycle.amending import amend
from service.lifecycle.amending.parties import name_person
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.signing.sign import decline
from service.lifecycle.standing import NoSuchAgreement, standing
from service.notices.tables import OutboxRow
from service.parties.model import Function
from service.parties.store import cast
from service.parties.tables import FunctionRow, PartyRow
from service.renewal.states import Answer
from service.renewal.store import current
from service.renewal.tables import AnswerRow
from service.scheduler.sweep import sweep
from tests.amendments.cast import drawn_up, put, sent, sign, signed, stands
from tests.builders import BY, on, signed_agreement

SPRING = on(2025, 4, 1, 9)
NEW = {"name": "Nya föreningen", "role": "civil", "org_number": "802000-1239"}
FUNCTIONS = (Function.COORDINATOR, Function.SIGNATORY)


def parties_of(session: Session, agreement_id: int) -> list[dict[str, Any]]:
    return [one.model_dump() for one in newest_terms(session, agreement_id).parties]


def joining(
    session: Session, agreement_id: int, *, people: bool = True, day: date | None = None, now: datetime = SPRING,
) -> int:
    """Draw up an amendment by which a third party joins, with its signatory named."""
    made = drawn_up(session, agreement_id, now=now, effective_on=day, parties=[*parties_of(session, agreement_id), NEW])
    if people:
        party = next(one for one in cast(session, agreement_id).others if one.joins_by == made)
        name_person(session, made, party.id, name="Nora Ny", email="nora@nya.example", language="sv", functions=FUNCTIONS,
                    now=now, by=BY)
    return made


def joined(session: Session, agreement_id: int, *, day: date | None = None, now: datetime = SPRING) -> int:
    made = joining(session, agreement_id, day=day, now=now)
    put(session, made, now=now)
    assert [sign(session, made, who, now=now) for who in ("public", "civil", NEW["name"])] == [False, False, True]
    return made


def mails(session: Session, email: str) -> list[str]:
    return list(session.scalars(select(OutboxRow.name).where(OutboxRow.to_email == email).order_by(OutboxRow.id)))


def names(session: Session, agreement_id: int) -> list[str]:
    return [one.name for one in cast(session, agreement_id).parties]


def nora(session: Session) -> int:
    return session.scalars(select(FunctionRow.person_id).join(PartyRow, PartyRow.id == FunctionRow.party_id).where(
        PartyRow.name == NEW["name"])).first() or 0


def test_who_stays_joins_and_leaves() -> None:
    a, b = Party(name="Staden", role="public", org_number="212000-0142"), Party(name="Alen", role="civil")
    c = Party(name="Nya", role="civil", org_number="802000-1239")
    renamed, numbered = a.model_copy(update={"name": "Göteborg"}), b.model_copy(update={"org_number": "802000-5555"})
    assert moves([a, b], [a, b, c]) == Moves(stay=((0, 0), (1, 1)), joins=(2,), leaves=())
    assert moves([a, b, c], [c, a]) == Moves(stay=((2, 0), (0, 1)), joins=(), leaves=(1,))
    assert moves([a, b], [renamed, numbered]) == Moves(stay=((0, 0), (1, 1)), joins=(), leaves=())
    assert moves([a, b], [a, c]) == Moves(stay=((0, 0),), joins=(1,), leaves=(1,))


def test_one_public_and_one_civil_party_remain(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        first = parties_of(session, made)[0]
    with pytest.raises(BothSidesStay), database.write() as session:
        drawn_up(session, made, now=SPRING, parties=[first, {**NEW, "role": "public"}])


def test_who_joins_needs_a_signatory_before_it_is_sent(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = joining(session, made, people=False)
    with pytest.raises(NobodySignsForIt, match="Nya föreningen"), database.write() as session:
        put(session, amendment, now=SPRING)


def test_who_joins_signs_and_is_a_party_from_its_day(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        before = names(session, made)
        amendment = joined(session, made, day=date(2025, 5, 1))
        assert names(session, made) == before
        assert mails(session, "nora@nya.example") == ["signature_wanted", "signed_by_all"]
        with pytest.raises(NoSuchAgreement):
            standing(session, made, person_id=None, operator=False, on=date(2025, 4, 2))
        asked = standing(session, made, person_id=nora(session), operator=False, on=date(2025, 4, 2))
        assert (asked.only, asked.may("agreement.see"), asked.may("amendment.see")) == (frozenset({amendment}), False, True)
    sweep(database, now=lambda: on(2025, 5, 1))
    with database.read() as session:
        assert names(session, made) == [*before, NEW["name"]]
        member = standing(session, made, person_id=nora(session), operator=False, on=date(2025, 5, 1))
        assert (member.only, member.may("agreement.see")) == (frozenset(), True)
        assert "amendment_in_force" in mails(session, "nora@nya.example")


def test_calls_reach_who_joined_and_are_taken_back_from_who_left(database: Database) -> None:
    later, leaves = on(2025, 4, 28, 9), on(2025, 5, 5, 9)
    made = signed_agreement(database)
    for day in (on(2025, 2, 20, 9), on(2025, 4, 25, 9)):
        sweep(database, now=lambda day=day: day)
    with database.write() as session:
        joined(session, made, now=later)
        assert mails(session, "nora@nya.example").count("meeting_call") == 1
        left = sent(session, made, now=leaves, parties=parties_of(session, made)[:2])
        assert [sign(session, left, who, now=leaves) for who in ("public", "civil", NEW["name"])] == [False, False, True]
        assert names(session, made) == [one["name"] for one in parties_of(session, made)]
        assert len(names(session, made)) == 2
        got = mails(session, "nora@nya.example")
        assert (got.count("meeting_cancelled") + got.count("meeting_call"), got.count("party_left")) == (1, 1)
        body = json.loads(session.scalars(select(OutboxRow.payload).where(OutboxRow.name == "party_left")).first() or "{}")
        assert (body["party"], body["last_on"], bool(body["duties"])) == (NEW["name"], "2025-05-04", True)
        gone = standing(session, made, person_id=nora(session), operator=False, on=date(2025, 6, 1))
        assert (gone.until, gone.may("agreement.see"), gone.may("agreement.then")) == (date(2025, 5, 4), False, True)
    for day in (on(2025, 9, 20, 9), on(2025, 12, 1, 9)):
        sweep(database, now=lambda day=day: day)
    with database.read() as session:
        assert mails(session, "nora@nya.example") == got


@pytest.mark.parametrize("how", ["declined", "withdrawn", "lapsed"])
def test_a_joiner_falls_away_with_the_amendment(database: Database, how: str) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        amendment = joining(session, made)
        put(session, amendment, now=SPRING)
        if how == "declined":
            party = next(one for one in cast(session, made).others if one.name == NEW["name"])
            decline(session, made, party, now=SPRING, by=BY, reason="Nej", matter=f"amendment {amendment}")
        elif how == "withdrawn":
            amend.withdraw(session, amendment, now=SPRING, by=BY, reason="Nej")
    if how == "lapsed":
        sweep(database, now=lambda: on(2026, 1, 1, 9))
    with database.read() as session:
        assert stands(session, amendment) == how
        assert (len(names(session, made)), nora(session)) == (2, 0)
        assert [one.standing for one in cast(session, made).others] == ["never"]


def test_answers_on_renewal_are_asked_anew_of_the_parties_as_they_are(database: Database) -> None:
    made = signed_agreement(database)
    sweep(database, now=lambda: on(2025, 9, 1, 9))
    with database.write() as session:
        parties, now = cast(session, made).parties, on(2025, 9, 2, 9)
        decide(session, made, parties[0], Answer.EXTEND, now=now, by=BY)
        joined(session, made)
        assert session.scalars(select(AnswerRow)).all() == []
        parties = cast(session, made).parties
        got = [decide(session, made, one, Answer.EXTEND, now=now, by=BY) for one in parties]
        assert (got, len(parties)) == ([None, None, Answer.EXTEND], 3)
        assert current(session, made) is not None


def test_what_others_were_asked_falls_when_the_parties_change(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        other = sent(session, made, now=SPRING, goals=["A"])
        assert sign(session, other, "public", now=SPRING) is False
        joined(session, made, day=date(2025, 5, 1))
        assert stands(session, other) == "withdrawn"
    with pytest.raises(PartiesOnTheirWay), database.write() as session:
        sent(session, made, now=SPRING, parties=parties_of(session, made)[:2])
    with database.write() as session:
        again = sent(session, made, now=SPRING, effective_on=date(2025, 6, 1), goals=["A"])
        assert [sign(session, again, who, now=SPRING) for who in ("public", "civil", NEW["name"])] == [False, False, True]


def test_two_who_change_places_keep_their_people(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        seats = {one.person_id: one.party_id for one in cast(session, made).seats}
        turned = parties_of(session, made)[::-1]
        signed(session, made, now=SPRING, parties=turned)
        assert names(session, made) == [one["name"] for one in turned]
        assert {one.person_id: one.party_id for one in cast(session, made).seats} == seats


def test_who_joined_while_nobody_looked_can_leave_again(database: Database) -> None:
    later = on(2025, 6, 2, 9)
    made = signed_agreement(database)
    with database.write() as session:
        before = names(session, made)
        joined(session, made, day=date(2025, 5, 1))
    with database.write() as session:
        # The clock has not let the first amendment take effect yet.
        second = drawn_up(session, made, now=later, parties=parties_of(session, made)[:2])
        put(session, second, now=later)
        assert [sign(session, second, who, now=later) for who in ("public", "civil", NEW["name"])] == [False, False, True]
    sweep(database, now=lambda: later)
    with database.read() as session:
        assert names(session, made) == before
        assert [one.to_on for one in cast(session, made).every if one.name == NEW["name"]] == [date(2025, 6, 1)]
