"""What `make run` begins with: samples, and people of every kind who may log in."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from service.accounts.tables import UserRow
from service.db import Database
from service.demo.people import AUDITOR, COORDINATOR, WHO, let_in
from service.demo.stages import STAGES
from service.demo.town import PARTNERS
from service.parties.tables import FunctionRow, PersonRow

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)


def test_people_of_every_kind_log_in_and_the_auditor_reads_what_the_coordinator_has(database: Database) -> None:
    for stage in ("draft", "signing", "closed"):
        STAGES[stage](database, now=NOW)
    with database.write() as session:
        assert let_in(session, "ett långt lösenord 17", operator=COORDINATOR, now=NOW) == 5
    with database.read() as session:
        assert set(session.scalars(select(UserRow.email))) < set(WHO)
        held = {one: set(session.scalars(select(FunctionRow.agreement_id).join(PersonRow, PersonRow.id == FunctionRow.person_id)
                                         .where(PersonRow.email == one))) for one in (COORDINATOR, AUDITOR)}
    assert (held[COORDINATOR], held[AUDITOR]) == ({2, 3}, {2})


def test_no_two_of_the_town_meet_at_the_same_hour() -> None:
    assert len({(one.habits().weekday, one.habits().starts) for one in PARTNERS.values()}) == len(PARTNERS)
