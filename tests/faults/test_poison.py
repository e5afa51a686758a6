"""Poison rows: the others are unaffected; it is pushed back, later each time, shown, and never deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from service.agreements.tables import TermsRow
from service.db import Database
from service.lifecycle.acts.renewal import decide
from service.meetings import rules
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.obligations.reminders.ladders import Act
from service.parties.store import cast
from service.renewal.states import Answer
from service.scheduler.health import health
from service.scheduler.jobs import JOBS
from service.scheduler.sweep import LONGEST_PUSH, sweep
from service.scheduler.tables import TroubleRow
from tests.builders import BY, an_agreement, on
from tests.faults import invariants
from tests.faults.conftest import passed, put_aside
from tests.faults.processes import swept
from tests.sinks import Sink

# Four reminders of a meeting and two of the decision for each agreement.
MORNING = on(2025, 9, 1, 8)


def prepare(database: Database, count: int = 3) -> list[int]:
    with database.write() as session:
        made = [an_agreement(session, reports=[]) for _ in range(count)]
    sweep(database, now=lambda: on(2025, 8, 31, 12))
    put_aside(database)
    return made


def owed(database: Database, since: datetime = MORNING) -> list[tuple[int | None, str]]:
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.created_at >= since))
        return sorted((row.agreement_id, row.name) for row in rows)


def all_of(*agreements: int) -> list[tuple[int, str]]:
    return sorted((one, name) for one in agreements for name in ["meeting_reminder"] * 4 + ["renewal_ahead"] * 2)


def troubles(database: Database) -> list[tuple[str, int, datetime, str]]:
    with database.read() as session:
        return [(row.subject, row.failures, row.at, row.error) for row in session.scalars(
            select(TroubleRow).order_by(TroubleRow.subject))]


def meeting_of(database: Database, agreement: int) -> MeetingRow:
    with database.read() as session:
        return session.scalars(select(MeetingRow).where(
            MeetingRow.agreement_id == agreement, MeetingRow.key == "meeting:2025-Q3")).one()


def test_an_act_that_raises_stops_only_its_own_item(database: Database) -> None:
    good, bad, other = prepare(database)
    sick = meeting_of(database, bad)

    def act(item: Any, now: datetime) -> Act:
        if item.id == sick.id:
            raise ZeroDivisionError("seven by nought")
        return rules.act(item, now)

    jobs = [replace(job, act=act) if job.name == "meetings" else job for job in JOBS]
    done = sweep(database, now=lambda: MORNING, jobs=jobs)
    assert (done.failed, done.errors) == (1, [f"meeting {sick.id}: ZeroDivisionError: seven by nought"])
    assert owed(database) == sorted(all_of(good, other) + [(bad, "renewal_ahead")] * 2)
    assert troubles(database) == [(f"meeting {sick.id}", 1, MORNING, "ZeroDivisionError: seven by nought")]

    now, delays = MORNING, []
    for _ in range(14):
        due = meeting_of(database, bad).next_at
        assert due is not None
        delays.append(due - now)
        now = due
        sweep(database, now=lambda: now, jobs=jobs)
    assert delays == [min(timedelta(minutes=2**n), LONGEST_PUSH) for n in range(1, 15)]
    with database.read() as session:
        assert health(session, now).failures == 1

    sweep(database, now=lambda: now + LONGEST_PUSH)
    assert troubles(database) == []
    with database.read() as session:
        assert health(session, now).failures == 0
    invariants.check(database)


def test_terms_that_do_not_parse(database: Database, database_url: str) -> None:
    good, bad, other = prepare(database)
    with database.write() as session:
        was = session.scalars(select(TermsRow.body).where(TermsRow.agreement_id == bad)).one()
        session.execute(update(TermsRow).where(TermsRow.agreement_id == bad).values(body='{"title": '))
    assert swept(database_url, MORNING) == 1
    assert owed(database) == sorted(all_of(good, other) + [(bad, "renewal_ahead")] * 2)
    (trouble,) = troubles(database)
    assert trouble[:3] == (f"meeting {meeting_of(database, bad).id}", 1, MORNING)
    assert trouble[3].startswith("ValidationError: 1 validation error for Terms")
    with database.write() as session:
        session.execute(update(TermsRow).where(TermsRow.agreement_id == bad).values(body=was))
    assert swept(database_url, MORNING + timedelta(minutes=2)) == 0
    assert owed(database) == all_of(good, bad, other)
    assert troubles(database) == []
    invariants.check(database)


@pytest.mark.parametrize(("table", "name"), [
    ("meetings", "meeting"), ("decisions", "decision"), ("invoices", "invoice"), ("agreements", "agreement"),
])
def test_a_state_that_only_a_newer_version_knows(database: Database, table: str, name: str) -> None:
    good, bad, other = prepare(database)
    own = "id" if table == "agreements" else "agreement_id"
    with database.write() as session:
        ids = list(session.scalars(text(f"SELECT id FROM {table} WHERE {own} = {bad} AND next_at IS NOT NULL")))
        session.execute(text(f"UPDATE {table} SET state = 'pondered' WHERE {own} = {bad}"))
        now = MORNING.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if database.is_sqlite else MORNING
        session.execute(text(
            f"UPDATE {table} SET next_at = :now WHERE {own} = {bad} AND next_at IS NOT NULL").bindparams(now=now))
    done = sweep(database, now=lambda: MORNING)
    assert done.failed == len(ids) > 0
    assert [one for one in owed(database) if one[0] != bad] == all_of(good, other)
    assert [one[0] for one in troubles(database)] == sorted(f"{name} {id_}" for id_ in ids)
    assert {one[3] for one in troubles(database)} == {"ValueError: 'pondered' is not a valid State"}
    assert sweep(database, now=lambda: MORNING).acted == 0


def test_mail_whose_facts_are_missing_or_of_a_newer_version(database: Database, sink: Sink) -> None:
    prepare(database)
    sweep(database, now=lambda: MORNING)
    with database.write() as session:
        first, second, third, *_ = session.scalars(select(OutboxRow).where(OutboxRow.next_at.is_not(None)).order_by(
            OutboxRow.id))
        first.payload = "{}"
        second.payload = second.payload[:-5]
        third.name = "meeting_by_hologram"
        bad = {first.id, second.id, third.id}
    done = passed(database, MORNING, sink.port).delivered
    assert (done.sent, done.undeliverable) == (15, 3)
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.state == "undeliverable"))
        assert {row.id for row in rows if row.error} == bad
        assert health(session, MORNING).undeliverable == 3


def test_trouble_ends_when_people_settle_the_matter(database: Database) -> None:
    (bad,) = prepare(database, 1)
    jobs = [replace(job, letters=broken) if job.name == "decisions" else job for job in JOBS]
    assert sweep(database, now=lambda: MORNING, jobs=jobs).failed == 1
    with database.write() as session:
        for party in cast(session, bad).parties:
            decide(session, bad, party, Answer.END, now=MORNING, by=BY)
    sweep(database, now=lambda: MORNING)
    assert [one[3] for one in troubles(database)] == ["LookupError: no such template"]
    passed(database, MORNING)
    assert troubles(database) == []
    invariants.check(database)


def broken(*_: object) -> Any:
    raise LookupError("no such template")
