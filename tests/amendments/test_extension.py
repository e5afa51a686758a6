"""Going on after the end: decided is not signed; each kind of ending by its own rules."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.lifecycle.acts.renewal import decide
from service.lifecycle.amending import amend
from service.notices.tables import OutboxRow
from service.parties.store import cast, get_party
from service.renewal.states import Answer
from service.renewal.tables import DecisionRow
from service.scheduler.sweep import sweep
from tests.amendments.cast import ends_on, put, sign, signed, stands, versions
from tests.builders import BY, on, signed_agreement

OCTOBER = on(2025, 10, 14, 10)


def says(database: Database, agreement_id: int, given: Answer, *roles: str, now: datetime = OCTOBER) -> Answer | None:
    outcome = None
    with database.write() as session:
        for role in roles:
            party = get_party(cast(session, agreement_id).parties, role)
            outcome = decide(session, agreement_id, party, given, now=now, by=BY)
    return outcome


def opened(database: Database) -> AmendmentRow | None:
    with database.read() as session:
        return session.scalars(select(AmendmentRow)).one_or_none()


def state(database: Database, agreement_id: int) -> str:
    with database.read() as session:
        return session.get_one(AgreementRow, agreement_id).state


def days_told(database: Database, name: str, *, without: tuple[str, ...] = ()) -> list[date]:
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.name == name, OutboxRow.state.not_in(without))).all()
    return sorted({row.created_at.date() for row in rows})


def test_extend_decided_by_both_opens_an_amendment_of_the_period(database: Database) -> None:
    made = signed_agreement(database)
    assert says(database, made, Answer.EXTEND, "public") is None
    assert opened(database) is None
    assert says(database, made, Answer.EXTEND, "civil") is Answer.EXTEND
    amendment = opened(database)
    assert amendment is not None
    assert (amendment.state, amendment.extends, amendment.changes) == ("draft", True, '[["end", "2025-12-31", "2026-12-31"]]')
    with database.read() as session:
        assert ends_on(session, made) == date(2025, 12, 31)


def test_decided_and_not_signed_it_is_chased_until_the_end_and_then_lapses(database: Database) -> None:
    made = signed_agreement(database)
    says(database, made, Answer.EXTEND, "public", "civil")
    for day in range(15, 32):
        sweep(database, now=lambda day=day: on(2025, 10, day, 9))  # type: ignore[misc]
    for month, last in ((11, 30), (12, 31)):
        for day in range(1, last + 1):
            sweep(database, now=lambda month=month, day=day: on(2025, month, day, 9))  # type: ignore[misc]
    assert days_told(database, "extension_unsigned") == [
        date(2025, 10, 28), date(2025, 11, 4), date(2025, 11, 11), date(2025, 11, 18), date(2025, 11, 25), date(2025, 12, 2),
        date(2025, 12, 9), date(2025, 12, 16), date(2025, 12, 23), date(2025, 12, 30)]
    with database.read() as session:
        people = [set(session.scalars(select(OutboxRow.to_email).where(
            OutboxRow.name == "extension_unsigned", OutboxRow.created_at < on(2025, month, 2, 12)))) for month in (11, 12)]
    assert len(people[0]) < len(people[1])
    sweep(database, now=lambda: on(2026, 1, 1))
    amendment = opened(database)
    assert amendment is not None
    assert (amendment.state, state(database, made)) == ("lapsed", "expired")
    assert days_told(database, "amendment_lapsed") == [date(2025, 12, 31)]


def test_signed_by_both_it_extends(database: Database) -> None:
    made = signed_agreement(database)
    says(database, made, Answer.EXTEND, "public", "civil")
    amendment = opened(database)
    assert amendment is not None
    with database.write() as session:
        put(session, amendment.id, now=OCTOBER)
        sign(session, amendment.id, "public", now=OCTOBER)
        assert ends_on(session, made) == date(2025, 12, 31)
        sign(session, amendment.id, "civil", now=OCTOBER)
        assert (stands(session, amendment.id), ends_on(session, made)) == ("in_force", date(2026, 12, 31))
    sweep(database, now=lambda: on(2026, 1, 1))
    assert state(database, made) == "active"
    assert days_told(database, "extension_unsigned") == []
    with database.read() as session:
        assert session.scalars(select(DecisionRow.ends_on).order_by(DecisionRow.ends_on)).all() == [
            date(2025, 12, 31), date(2026, 12, 31)]


def test_an_agreement_that_renews_by_itself_needs_no_signature(database: Database) -> None:
    made = signed_agreement(database, ending={"mode": "renews", "months": 12})
    assert says(database, made, Answer.EXTEND, "public", "civil") is Answer.EXTEND
    assert opened(database) is None
    sweep(database, now=lambda: on(2026, 1, 1))
    with database.read() as session:
        assert (ends_on(session, made), versions(session, made)) == (date(2026, 12, 31), [(1, date(2025, 2, 1))])


def test_an_option_is_taken_up_by_whose_it_is_alone(database: Database) -> None:
    made = signed_agreement(database, ending={"mode": "option", "months": 12, "party": "public"})
    assert says(database, made, Answer.EXTEND, "civil") is None
    assert says(database, made, Answer.EXTEND, "public") is Answer.EXTEND
    assert opened(database) is None
    sweep(database, now=lambda: on(2026, 1, 1))
    with database.read() as session:
        assert (state(database, made), ends_on(session, made)) == ("active", date(2026, 12, 31))
    sweep(database, now=lambda: on(2027, 1, 1))
    assert state(database, made) == "expired"


def test_an_option_that_nobody_takes_up_lets_it_end(database: Database) -> None:
    made = signed_agreement(database, ending={"mode": "option", "months": 12, "party": "public"})
    sweep(database, now=lambda: on(2026, 1, 1))
    assert state(database, made) == "expired"


@pytest.mark.parametrize("now", [on(2025, 12, 31, 23, 59)])
def test_decided_and_signed_in_the_last_minute_it_still_extends(database: Database, now: datetime) -> None:
    made = signed_agreement(database)
    says(database, made, Answer.EXTEND, "public", "civil", now=now)
    amendment = opened(database)
    assert amendment is not None
    with database.write() as session:
        put(session, amendment.id, now=now)
        sign(session, amendment.id, "public", now=now)
        sign(session, amendment.id, "civil", now=now)
    sweep(database, now=lambda: on(2026, 1, 1))
    assert state(database, made) == "active"


def test_an_end_moved_by_amendment_settles_the_decision_that_was_overdue(database: Database) -> None:
    made = signed_agreement(database)
    sweep(database, now=lambda: on(2025, 11, 10, 9))
    with database.write() as session:
        signed(session, made, now=on(2025, 11, 12, 9), end="2026-12-31")
        first = session.scalars(select(DecisionRow).order_by(DecisionRow.ends_on)).first()
        assert first is not None
        assert (first.state, first.outcome, first.late) == ("decided", "extend", True)
    before = days_told(database, "renewal_overdue")
    for day in range(13, 31):
        sweep(database, now=lambda day=day: on(2025, 11, day, 9))  # type: ignore[misc]
    assert days_told(database, "renewal_overdue") == before


@pytest.mark.parametrize("ending", [
    {"mode": "option", "months": 12, "party": "public"}, {"mode": "renews", "months": 12}, {"mode": "ends"},
])
def test_another_kind_of_ending_with_the_same_last_day_decides_nothing(database: Database, ending: dict[str, object]) -> None:
    made = signed_agreement(database, ending={"mode": "option", "months": 6})
    with database.write() as session:
        signed(session, made, now=on(2025, 4, 1, 9), **{f"ending__{name}": value for name, value in ending.items()})
        decision = session.scalars(select(DecisionRow)).one()
        assert (decision.state, decision.outcome, ends_on(session, made)) == ("not_due", None, date(2025, 12, 31))


def test_a_renewed_period_keeps_its_last_day_when_how_it_renews_is_changed(database: Database) -> None:
    made = signed_agreement(database, ending={"mode": "renews", "months": 12, "max_times": 3})
    sweep(database, now=lambda: on(2026, 1, 1))
    with database.write() as session:
        signed(session, made, now=on(2026, 3, 2, 9), ending__max_times=5, ending__months=24)
        row = session.get_one(AgreementRow, made)
        assert (row.ends_on, row.renewals, row.renewals_most) == (date(2026, 12, 31), 1, 5)
    sweep(database, now=lambda: on(2027, 1, 1))
    with database.read() as session:
        assert ends_on(session, made) == date(2028, 12, 31)


def test_an_extension_goes_on_from_the_period_now_running(database: Database) -> None:
    made = signed_agreement(database, ending={"mode": "renews", "months": 12, "max_times": 1})
    sweep(database, now=lambda: on(2026, 1, 1))
    says(database, made, Answer.EXTEND, "public", "civil", now=on(2026, 10, 1, 9))
    amendment = opened(database)
    assert amendment is not None
    assert amendment.changes == '[["end", "2025-12-31", "2027-12-31"]]'


def test_an_extension_that_was_taken_back_is_chased_until_another_follows(database: Database) -> None:
    made = signed_agreement(database)
    says(database, made, Answer.EXTEND, "public", "civil")
    first = opened(database)
    assert first is not None
    with database.write() as session:
        amend.withdraw(session, first.id, now=on(2025, 10, 15, 9), by=BY)
    for day in range(16, 31):
        sweep(database, now=lambda day=day: on(2025, 10, day, 9))  # type: ignore[misc]
    assert days_told(database, "extension_unsigned") == [date(2025, 10, 28)]
    with database.write() as session:
        signed(session, made, now=on(2025, 10, 30, 10), end="2026-12-31")
    for day in range(1, 31):
        sweep(database, now=lambda day=day: on(2025, 11, day, 9))  # type: ignore[misc]
    assert days_told(database, "extension_unsigned") == [date(2025, 10, 28)]
