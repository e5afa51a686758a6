"""A planned shift that nobody tells of: whoever leads the work is reminded the working day after, once more, and then let be."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from service.db import Database
from service.followup.shifts import actions
from service.followup.shifts.tables import ShiftRow
from service.kernel.clock import moment
from service.notices.tables import OutboxRow
from service.scheduler.reconcile import reconcile
from service.scheduler.sweep import sweep
from tests.followup.cast import NOW, bus
from tests.web.world import BY, settings

# A Friday night, over at two on Saturday: the working day after is Monday.
FRIDAY, MONDAY = date(2026, 9, 25), date(2026, 9, 28)


def passed(database: Database, now: datetime) -> list[tuple[str, str, str]]:
    """Make a pass; return what was written on it about shifts: to whom, on what, in which state."""
    sweep(database, now=lambda: now)
    with database.read() as session:
        return [(row.to_email.partition("@")[0], row.subject, row.state) for row in session.scalars(
            select(OutboxRow).where(OutboxRow.name == "shift_untold", OutboxRow.created_at == now))]


def test_twice_and_only_as_long_as_nobody_tells(database: Database) -> None:
    one = bus(database)
    with database.write() as session:
        told, called_off, forgotten = actions.plan(
            session, one.id, one.told(day=FRIDAY), weeks=3, author="Maria", now=NOW, by=BY)
        actions.call_off(session, called_off, "Sjukdom.", now=NOW, by=BY)
    assert passed(database, moment(MONDAY, 7)) == []
    assert passed(database, moment(MONDAY, 8)) == [("maria", f"shift {told}", "waiting")]
    assert passed(database, moment(MONDAY, 9)) == []
    with database.write() as session:
        row = session.get_one(ShiftRow, told)
        actions.log_planned(session, told, one.told(day=FRIDAY), revision=row.revision, author="Maria", now=moment(MONDAY, 10), by=BY)
    with database.read() as session:
        assert session.scalars(select(OutboxRow.state).where(OutboxRow.name == "shift_untold")).all() == ["withdrawn"]
    assert passed(database, moment(MONDAY + timedelta(weeks=1), 8)) == []
    third = MONDAY + timedelta(weeks=2)
    assert passed(database, moment(third, 8)) == [("maria", f"shift {forgotten}", "waiting")]
    assert len(passed(database, moment(third + timedelta(weeks=1), 8))) == 1
    assert passed(database, moment(third + timedelta(weeks=2), 8)) == []
    with database.read() as session:
        assert session.scalars(select(ShiftRow.id).where(ShiftRow.next_at.is_not(None))).all() == []
        assert session.get_one(ShiftRow, forgotten).start == time(20)


def test_what_was_planned_before_is_found_and_a_moved_one_is_looked_at_anew(database: Database) -> None:
    one = bus(database)
    with database.write() as session:
        first, second = actions.plan(session, one.id, one.told(day=FRIDAY), weeks=2, author="Maria", now=NOW, by=BY)
        session.execute(update(ShiftRow).where(ShiftRow.id == first).values(next_at=None))
        actions.edit(session, second, one.told(day=FRIDAY + timedelta(days=21)), revision=1, now=NOW, by=BY)
    assert passed(database, moment(MONDAY, 8)) == []
    reconcile(database, settings(), now=NOW + timedelta(days=1))
    assert [subject for _, subject, _ in passed(database, moment(MONDAY, 9))] == [f"shift {first}"]
    assert [subject for _, subject, _ in passed(database, moment(MONDAY + timedelta(weeks=1), 9))] == [f"shift {first}"]
    assert passed(database, moment(MONDAY + timedelta(weeks=2), 9)) == []
    assert [subject for _, subject, _ in passed(database, moment(MONDAY + timedelta(weeks=3), 9))] == [f"shift {second}"]
