"""Changing the terms of a draft."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from service.agreements.states import Step
from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow, TermsRow
from service.agreements.terms import DecisionRule, Ending, MeetingRule, Party
from service.db import Database
from service.history.tables import HistoryRow
from service.history.verify import faults
from service.lifecycle.acts.revise import ChangedMeanwhile, PartyTookPart, TermsSettled, revise
from service.lifecycle.signing.sign import send
from service.lifecycle.steps import take
from service.meetings.tables import MeetingRow
from service.obligations.tables import ObligationRow
from service.parties.store import cast
from service.renewal.tables import DecisionRow
from tests.web.world import BY, REGISTERED, draft, signed, terms

NEW = terms("Äldrehjälpen").model_copy(update={
    "parties": (Party(name="Föreningen Linden", role="civil"), Party(name="Ängstadens kommun", role="public")),
    "meetings": MeetingRule(per_year=2, convenor="public"), "decision": None, "ending": Ending(mode="renews", months=12, max_times=2)})


def changed(database: Database, agreement_id: int, made: object = NEW, *, revision: int = 1, **more: object) -> None:
    with database.write() as session:
        revise(session, agreement_id, made, revision=revision, now=REGISTERED, by=BY, **more)  # type: ignore[arg-type]


def meetings(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(MeetingRow.key).order_by(MeetingRow.day)))


def test_all_that_is_derived_follows(database: Database) -> None:
    number = draft(database)
    with database.read() as session:
        seats = {(seat.name, seat.function, seat.role) for seat in cast(session, number).seats}
    changed(database, number, assumed=[{"about": "x", "sv": "y", "en": "z"}], place="Kivik")
    with database.read() as session:
        row = session.get_one(AgreementRow, number)
        found = cast(session, number)
        assert (row.title, row.ending, row.renewals_most, row.revision, row.signed_place) == ("Äldrehjälpen", "renews", 2, 2, "Kivik")
        assert (row.search, row.sort_key) == ("äldrehjälpen\nföreningen linden\nängstadens kommun", "{bldrehj{blpen")
        assert json.loads(row.assumed) == [{"about": "x", "sv": "y", "en": "z"}]
        assert terms_of(session, number) == NEW
        assert session.scalars(select(func.count()).select_from(TermsRow)).one() == 1
        assert [(party.name, party.role) for party in found.parties] == [("Föreningen Linden", "civil"), ("Ängstadens kommun", "public")]
        assert {(seat.name, seat.function, seat.role) for seat in found.seats} == seats
        assert session.scalars(select(DecisionRow)).all() == []
        told = session.scalars(select(HistoryRow).order_by(HistoryRow.id.desc())).first()
        assert told is not None
        assert (told.event, json.loads(told.body)["changed"]) == (
            "revised", ["title", "parties", "ending", "decision", "meetings"])
    with database.read() as session:
        assert list(faults(session)) == []
    assert len(meetings(database)) == 2


def test_terms_changed_back_give_the_plan_back(database: Database) -> None:
    number = draft(database)
    before = meetings(database)
    changed(database, number)
    changed(database, number, terms(), revision=2)
    assert meetings(database) == before
    with database.read() as session:
        assert set(session.scalars(select(ObligationRow.state))) == {"planned"}
        assert len(session.scalars(select(DecisionRow)).all()) == 1


def test_a_meeting_that_somebody_has_arranged_stays(database: Database) -> None:
    number = draft(database)
    with database.write() as session:
        session.scalars(select(MeetingRow).order_by(MeetingRow.day)).all()[1].arranged = True
    kept = meetings(database)[1]
    changed(database, number, terms().model_copy(update={"decision": DecisionRule(months_before=3, silence="ends")}))
    assert kept in meetings(database)
    assert len(meetings(database)) == 4


def test_a_party_is_added_and_taken_away_with_its_people(database: Database) -> None:
    number = draft(database)
    third = Party(name="Stiftelsen Boken", role="civil")
    changed(database, number, terms().model_copy(update={"parties": (*terms().parties, third)}))
    with database.read() as session:
        assert [party.name for party in cast(session, number).parties][2] == "Stiftelsen Boken"
    changed(database, number, terms().model_copy(update={"parties": (terms().parties[0], third)}), revision=2)
    with database.read() as session:
        found = cast(session, number)
    assert [party.name for party in found.parties] == ["Ängstadens kommun", "Stiftelsen Boken"]
    assert {seat.role for seat in found.seats} == {"public"}


def test_a_party_that_keeps_its_side_under_a_new_name_keeps_its_people(database: Database) -> None:
    number = draft(database)
    changed(database, number, terms().model_copy(update={"parties": (
        terms().parties[0], Party(name="Riksföreningen Linden", role="civil"))}))
    with database.read() as session:
        assert {seat.name for seat in cast(session, number).seats if seat.role == "civil"} == {"Maria Holm", "Peter Sand"}


def test_the_party_took_part_and_stays(database: Database) -> None:
    number = draft(database)
    third = (*terms().parties, Party(name="Stiftelsen Boken", role="civil"))
    changed(database, number, terms().model_copy(update={"parties": third}))
    with database.write() as session:
        send(session, number, now=REGISTERED, by=BY)
        take(session, number, Step.WITHDRAW, now=REGISTERED, by=BY)
    with pytest.raises(PartyTookPart, match="Stiftelsen Boken"):
        changed(database, number, terms(), revision=2)
    with database.read() as session:
        assert len(cast(session, number).parties) == 3


def test_a_stale_change_is_refused(database: Database) -> None:
    number = draft(database)
    changed(database, number)
    with pytest.raises(ChangedMeanwhile):
        changed(database, number, terms())


def test_what_is_signed_is_not_changed_here(database: Database) -> None:
    number = signed(database)
    with pytest.raises(TermsSettled):
        changed(database, number)
