"""What is being talked over is a point of the next meeting, and of the next after that, until it is settled."""

from __future__ import annotations

import json

from sqlalchemy import select

from service.db import Database
from service.lifecycle.talks import renegotiations
from service.meetings import actions as meetings
from service.meetings.tables import MeetingRow, PointRow
from service.notices.tables import OutboxRow
from service.notices.writing.languages import EN, SV
from tests.builders import BY, on
from tests.talks.world import Talks, made


def points(talks: Talks) -> list[tuple[str, str, str | None]]:
    """Return what stands on agendas: the quarter, the kind, and what it stands for while that is open."""
    with talks.database.read() as session:
        rows = session.execute(select(MeetingRow.key, PointRow.code, PointRow.subject)
                               .join(PointRow, PointRow.meeting_id == MeetingRow.id).order_by(PointRow.id))
        return [(key.partition("-")[2], code, subject) for key, code, subject in rows]


def meeting(talks: Talks, quarter: str) -> int:
    with talks.database.read() as session:
        return session.scalars(select(MeetingRow.id).where(MeetingRow.key == f"meeting:2025-{quarter}")).one()


def test_open_matters_go_on_from_meeting_to_meeting(database: Database) -> None:
    talks = made(database)
    number, other = talks.ask(), talks.report()
    assert points(talks) == [("Q1", "renegotiation", f"renegotiation {number}"), ("Q1", "deviation", f"deviation {other}")]
    talks.sweep(on(2025, 3, 31, 18))
    with database.write() as session:
        meetings.hold(session, meeting(talks, "Q1"), now=on(2025, 3, 31, 18), by=BY)
    assert points(talks) == [
        ("Q1", "renegotiation", None), ("Q1", "deviation", None),
        ("Q2", "renegotiation", f"renegotiation {number}"), ("Q2", "deviation", f"deviation {other}")]


def test_what_is_settled_leaves_the_agendas_to_come_and_stays_where_it_was_talked_about(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    with database.write() as session:
        meetings.cancel(session, meeting(talks, "Q1"), now=on(2025, 3, 4, 9), by=BY)
    assert [one[0] for one in points(talks)] == ["Q1", "Q2"]
    talks.answer(number)
    talks.end(renegotiations.close, number)
    assert points(talks) == [("Q1", "renegotiation", None)]


def test_mail_about_the_meeting_names_them_in_the_language_of_the_reader(database: Database) -> None:
    talks = made(database)
    talks.ask()
    talks.sweep(on(2025, 3, 5, 8))
    with database.read() as session:
        payloads = [json.loads(one) for one in session.scalars(select(OutboxRow.payload).where(OutboxRow.name == "meeting_reminder"))]
    points_told = [point for one in payloads for point in one["agenda"] if point["code"] == "renegotiation"]
    assert points_told
    assert {SV.point(one) for one in points_told} == {"Omförhandling: Tätare avstämningar"}
    assert {EN.point(one) for one in points_told} == {"Renegotiation: Tätare avstämningar"}
