"""The plan through amendment after amendment: what terms drop comes back when they ask for it again, what people settle never does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import Database
from service.history.tables import HistoryRow
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.followup.reports import settle
from service.meetings.actions import cancel, shift
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow, Post
from service.obligations.states import Step
from service.obligations.tables import ObligationRow
from service.renewal.tables import DecisionRow
from service.scheduler.sweep import sweep
from tests.amendments.cast import signed
from tests.builders import BY, on, signed_agreement

SPRING, LATER = on(2025, 4, 1, 10), on(2025, 4, 3, 10)
REPORTS = ("yearly_summary:2025", "activity_plan:2025", "yearly_followup:2025", "accounts:2025")


def states(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """Return where each of these obligations stands."""
    rows = session.execute(select(ObligationRow.key, ObligationRow.state).where(ObligationRow.key.in_(list(keys))))
    return {key: state for key, state in rows}


def meeting(session: Session, key: str = "meeting:2025-Q4") -> MeetingRow:
    """Return a meeting."""
    return session.scalars(select(MeetingRow).where(MeetingRow.key == key)).one()


def posted(session: Session) -> None:
    """Let all mail have gone out."""
    session.execute(update(OutboxRow).where(OutboxRow.state == Post.WAITING).values(state=Post.SENT, next_at=None))


def sequences(session: Session, name: str) -> list[int]:
    """Return the SEQUENCE of each revision that has been told of."""
    rows = session.scalars(select(OutboxRow.payload).where(OutboxRow.name == name))
    return sorted({json.loads(one)["calendar"]["sequence"] for one in rows})


def swept(database: Database, first: date, last: date) -> None:
    """Let the clock go from day to day."""
    for number in range((last - first).days + 1):
        when = first + timedelta(days=number)
        sweep(database, now=lambda when=when: on(when.year, when.month, when.day, 10))  # type: ignore[misc]


def test_reports_removed_and_put_back_are_owed_again(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        reports = [one.model_dump() for one in newest_terms(session, made).reports]
        settle(session, made, "accounts:2025", Step.WAIVE, now=SPRING, by=BY)
        signed(session, made, now=SPRING, reports=[])
        assert states(session, REPORTS) == {
            "yearly_summary:2025": "dropped", "yearly_followup:2025": "dropped", "accounts:2025": "waived",
            "activity_plan:2025": "planned"}
        signed(session, made, now=LATER, reports=reports)
    with database.read() as session:
        assert states(session, REPORTS) == {
            "yearly_summary:2025": "planned", "yearly_followup:2025": "planned", "accounts:2025": "waived",
            "activity_plan:2025": "planned"}
        summary = session.scalars(select(ObligationRow).where(ObligationRow.key == "yearly_summary:2025")).one()
        assert (summary.day, summary.version) == (date(2026, 2, 15), 3)
        events = session.execute(select(HistoryRow.event, HistoryRow.actor).where(
            HistoryRow.subject == f"obligation {summary.id}").order_by(HistoryRow.seq)).all()
        assert [tuple(one) for one in events] == [("drop", "clock"), ("plan", "clock")]
    swept(database, date(2026, 1, 16), date(2026, 1, 17))
    with database.read() as session:
        assert states(session, ["yearly_summary:2025"]) == {"yearly_summary:2025": "open"}


def test_what_people_cancel_stays_cancelled(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        reports = [one.model_dump() for one in newest_terms(session, made).reports]
        settle(session, made, "yearly_summary:2025", Step.CANCEL, now=SPRING, by=BY)
        cancel(session, meeting(session).id, now=SPRING, by=BY)
        signed(session, made, now=SPRING, reports=[], end="2025-06-30")
        signed(session, made, now=LATER, reports=reports, end="2025-12-31")
    with database.read() as session:
        keys = ("yearly_summary:2025", "meeting:2025-Q4", "meeting:2025-Q3")
        assert states(session, keys) == {
            "yearly_summary:2025": "cancelled", "meeting:2025-Q4": "cancelled", "meeting:2025-Q3": "planned"}
        assert meeting(session).state == "cancelled"


def test_an_end_set_earlier_and_back_again_brings_everything_back(database: Database) -> None:
    keys = ("meeting:2025-Q3", "meeting:2025-Q4", "invoice:2025-07-01", "renewal_decision:2025-12-31")
    made = signed_agreement(database)
    with database.write() as session:
        days = {key: day for key, day in session.execute(select(ObligationRow.key, ObligationRow.day)) if key in keys}
        signed(session, made, now=SPRING, end="2025-06-30")
        assert states(session, keys) == dict.fromkeys(keys, "dropped")
        signed(session, made, now=LATER, end="2025-12-31")
        assert states(session, keys) == dict.fromkeys(keys, "planned")
        assert {key: day for key, day in session.execute(select(ObligationRow.key, ObligationRow.day)) if key in keys} == days
        assert {one.state for one in session.scalars(select(MeetingRow).where(MeetingRow.key.in_(keys)))} == {"planned"}
        decision = session.scalars(select(DecisionRow).where(DecisionRow.key == "renewal_decision:2025-12-31")).one()
        assert (decision.state, decision.outcome, decision.ends_on) == ("not_due", None, date(2025, 12, 31))
    swept(database, date(2025, 7, 28), date(2025, 10, 25))
    with database.read() as session:
        notices = session.scalars(select(OutboxRow).where(OutboxRow.name == "renewal_ahead")).all()
        assert {one.subject for one in notices} == {f"decision {decision.id}"}
        called = session.scalars(select(MeetingRow).where(MeetingRow.key.in_(keys), MeetingRow.called_at.is_not(None))).all()
        assert {one.key for one in called} == {"meeting:2025-Q3", "meeting:2025-Q4"}


def test_a_called_meeting_that_comes_back_is_called_anew_in_a_later_revision(database: Database) -> None:
    made = signed_agreement(database)
    sweep(database, now=lambda: on(2025, 9, 20, 10))
    with database.write() as session:
        row = meeting(session)
        uid, before = row.uid, session.scalars(select(SeatRow.nonce).where(SeatRow.meeting_id == row.id)).all()
        assert (row.state, row.revision) == ("called", 0)
        posted(session)
        signed(session, made, now=on(2025, 9, 22, 10), end="2025-09-30", decision={"on": "2025-09-25"})
        assert (meeting(session).state, meeting(session).revision) == ("cancelled", 1)
        posted(session)
        signed(session, made, now=on(2025, 9, 23, 10), end="2025-12-31", decision={"months_before": 2})
        row = meeting(session)
        assert (row.state, row.revision, row.uid, states(session, [row.key])) == ("planned", 2, uid, {row.key: "planned"})
        assert session.scalars(select(SeatRow).where(SeatRow.meeting_id == row.id)).all() == []
    swept(database, date(2025, 9, 24), date(2025, 10, 10))
    with database.read() as session:
        row = meeting(session)
        assert (row.state, row.revision, states(session, [row.key])) == ("called", 2, {row.key: "open"})
        after = session.scalars(select(SeatRow.nonce).where(SeatRow.meeting_id == row.id)).all()
        assert len(after) == len(before)
        assert not set(after) & set(before)
        mine = [one.name for one in session.scalars(select(OutboxRow).where(OutboxRow.subject == f"meeting {row.id}"))]
        assert mine.count("meeting_call") == 2 * mine.count("meeting_cancelled") == 2 * len(before)
        assert (sequences(session, "meeting_cancelled"), sequences(session, "meeting_call")) == ([1], [0, 2])


def test_a_decision_that_fell_with_the_agreement_stays_so(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        signed(session, made, now=SPRING, end="2025-06-30")
        signed(session, made, now=LATER, effective_on=date(2025, 5, 1), goals=["Färre olyckor"])
    sweep(database, now=lambda: on(2025, 7, 1, 10))
    with database.read() as session:
        assert session.get_one(AgreementRow, made).state == "expired"
        rows = session.scalars(select(DecisionRow)).all()
        assert {row.key: row.state for row in rows} == {
            "renewal_decision:2025-06-30": "void", "renewal_decision:2025-12-31": "void"}
        assert states(session, [row.key for row in rows]) == {
            "renewal_decision:2025-06-30": "missed", "renewal_decision:2025-12-31": "dropped"}


def test_another_rhythm_loses_no_month_and_charges_none_twice(database: Database) -> None:
    made = signed_agreement(database, economy={"payment": {"direction": "invoice", "every_months": 3}})
    with database.write() as session:
        signed(session, made, now=on(2025, 5, 15, 10), economy__payment__every_months=6)
    with database.read() as session:
        assert invoices(session) == {
            "invoice:2025-02-01": ("2025-03-31", "planned", 1), "invoice:2025-04-01": ("2025-06-30", "planned", 1),
            "invoice:2025-07-01": ("2025-12-31", "planned", 2), "invoice:2025-10-01": ("2025-12-31", "dropped", 1)}
    with database.write() as session:
        signed(session, made, now=on(2025, 5, 17, 10), economy__payment__every_months=3)
    with database.read() as session:
        assert invoices(session) == {
            "invoice:2025-02-01": ("2025-03-31", "planned", 1), "invoice:2025-04-01": ("2025-06-30", "planned", 3),
            "invoice:2025-07-01": ("2025-09-30", "planned", 3), "invoice:2025-10-01": ("2025-12-31", "planned", 3)}


def test_a_longer_time_to_pay_charges_nothing_twice(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        signed(session, made, now=on(2025, 8, 10, 10), economy__payment__every_months=3, economy__payment__due_days=60)
    with database.read() as session:
        assert {key: last for key, (last, _, _) in invoices(session).items()} == {
            "invoice:2025-02-01": "2025-06-30", "invoice:2025-07-01": "2025-12-31"}


def invoices(session: Session) -> dict[str, tuple[str, str, int]]:
    """Return the last day, the state and the version of each invoice."""
    rows = session.scalars(select(ObligationRow).where(ObligationRow.kind == "invoice"))
    return {row.key: (row.last.isoformat(), row.state, row.version) for row in rows}


@pytest.mark.parametrize(("last", "day"), [("2025-11-10", date(2025, 10, 21)), ("2025-10-20", date(2025, 10, 9))])
def test_no_meeting_stays_planned_after_the_new_last_day(database: Database, last: str, day: date) -> None:
    made = signed_agreement(database, decision=None)
    with database.write() as session:
        assert meeting(session).day == date(2025, 11, 13)
        signed(session, made, now=SPRING, end=last)
        assert (meeting(session).state, meeting(session).day) == ("planned", day)


def test_what_a_person_arranged_after_the_new_last_day_gets_the_day_of_the_plan(database: Database) -> None:
    made = signed_agreement(database, decision=None)
    with database.write() as session:
        shift(session, meeting(session).id, date(2025, 12, 4), now=SPRING, by=BY)
        signed(session, made, now=LATER, end="2025-11-10")
        assert (meeting(session).day, meeting(session).arranged) == (date(2025, 10, 21), False)


def test_a_called_meeting_after_the_new_last_day_moves_or_goes(database: Database) -> None:
    made = signed_agreement(database, decision=None)
    swept(database, date(2025, 10, 20), date(2025, 10, 24))
    with database.write() as session:
        assert (meeting(session).state, meeting(session).day) == ("called", date(2025, 11, 13))
        signed(session, made, now=on(2025, 10, 25, 10), end="2025-11-10")
        assert (meeting(session).state, states(session, ["meeting:2025-Q4"])) == ("cancelled", {"meeting:2025-Q4": "dropped"})


def test_called_meetings_follow_one_amendment_after_another(database: Database) -> None:
    made = signed_agreement(database)
    sweep(database, now=lambda: on(2025, 9, 20, 10))
    for day, hour, revision in ((22, 14, 1), (24, 9, 2)):
        with database.write() as session:
            posted(session)
            signed(session, made, now=on(2025, 9, day, 10), meetings__habits__starts=f"{hour:02}:00:00")
            row = meeting(session)
            assert (row.state, row.revision, row.starts_at, row.arranged) == (
                "called", revision, on(2025, row.day.month, row.day.day, hour), False)
    with database.read() as session:
        assert sequences(session, "meeting_moved") == [1, 2]


def test_a_called_meeting_that_a_person_has_moved_stays_there(database: Database) -> None:
    made = signed_agreement(database)
    sweep(database, now=lambda: on(2025, 9, 20, 10))
    with database.write() as session:
        shift(session, meeting(session).id, date(2025, 10, 16), now=on(2025, 9, 21, 10), by=BY)
        signed(session, made, now=on(2025, 9, 22, 10), meetings__habits__starts="14:00:00")
        row = meeting(session)
        assert (row.revision, row.starts_at, row.arranged) == (1, on(2025, 10, 16, 10), True)
