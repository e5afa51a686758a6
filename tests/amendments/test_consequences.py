"""What a further version of the terms would do to the plan, foreseen without writing anything."""

from __future__ import annotations

from datetime import date

from service.agreements.store import get_agreement
from service.db import Database
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.plan import consequences
from service.obligations.versions import Version
from tests.amendments.cast import changed
from tests.builders import on, signed_agreement

SPRING = on(2025, 4, 1, 10)


def foreseen(database: Database, ends: date | None = date(2025, 12, 31), **matters: object) -> list[tuple[str, str, str]]:
    """Return the key, the day before and the day after of everything that would change from 1 April 2025."""
    made = signed_agreement(database)
    with database.read() as session:
        row, versions = get_agreement(session, made), versions_of(session, made)
        proposed = Version(2, date(2025, 4, 1), changed(session, made, **matters), SPRING)
        found = consequences(row, versions, proposed, ends=ends, now=SPRING)
        assert versions_of(session, made) == versions
    return [(one.owed.key, str(one.before.day) if one.before else "", str(one.after.day) if one.after else "") for one in found]


def test_what_leaves_the_days_alone_changes_nothing(database: Database) -> None:
    assert foreseen(database, goals=["Färre olyckor"]) == []


def test_another_time_to_pay_moves_what_is_owed_after_it(database: Database) -> None:
    assert foreseen(database, economy__payment__due_days=14) == [
        ("invoice:2025-02-01", "2025-07-30", "2025-07-14"), ("invoice:2025-07-01", "2026-01-30", "2026-01-14")]


def test_a_later_end_brings_more_and_moves_the_decision(database: Database) -> None:
    found = {key: (before, after) for key, before, after in foreseen(database, ends=date(2026, 12, 31), end="2026-12-31")}
    assert found["renewal_decision:2025-12-31"] == ("2025-10-31", "")
    assert found["renewal_decision:2026-12-31"] == ("", "2026-10-31")
    assert {f"meeting:2026-Q{number}" for number in (1, 2, 3, 4)} <= found.keys()
