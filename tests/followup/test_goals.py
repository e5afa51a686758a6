"""Goals from meeting to meeting, and what meetings gave someone to do, until it is done."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.db import Database
from service.followup.goals.model import Code as What
from service.followup.goals.model import Given, Matter, Noted, Status, followed, matters
from service.lifecycle.followup import goals
from service.lifecycle.followup.tasks import tasks_of
from service.meetings import actions as meetings
from service.meetings.minutes import finish, reopen
from service.meetings.states import State
from service.meetings.store import Outcome, points_of
from service.meetings.tables import MeetingRow
from tests.builders import BY, on, signed_agreement

NOW = on(2025, 6, 10, 12)


def test_a_goal_is_known_by_its_words_and_former_ones_stay() -> None:
    goal, kept = Matter(What.GOAL, "Tryggare platser"), Matter(What.UNDERTAKING, "Sju vandrare")
    assert goal.digest != Matter(What.UNDERTAKING, "Tryggare platser").digest

    def note(meeting: int, day: date, matter: Matter, status: Status) -> Noted:
        return Noted(meeting, day, matter.code.value, matter.text, matter.digest, status, "")

    old = Matter(What.GOAL, "Ett mål som ändrades")
    found = followed((goal, kept), [
        note(2, date(2025, 6, 1), goal, Status.ON_TRACK), note(1, date(2025, 3, 1), goal, Status.NOT_YET),
        note(1, date(2025, 3, 1), old, Status.PARTLY)])
    assert [(one.matter.text, [each.status.value for each in one.notes], one.former) for one in found] == [
        ("Tryggare platser", ["not_yet", "on_track"], False), ("Sju vandrare", [], False), ("Ett mål som ändrades", ["partly"], True)]


def held(session: Session, agreement_id: int) -> int:
    """Hold the first meeting; return it."""
    made = session.scalars(select(MeetingRow.id).where(MeetingRow.agreement_id == agreement_id).order_by(MeetingRow.day)).first()
    assert made is not None
    meetings.hold(session, made, now=NOW, by=BY, on=date(2025, 6, 9))
    return made


def test_followed_up_at_a_meeting_that_was_held_and_changed_there(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        first, *_, undertaking = matters(terms_of(session, made))
        coming = session.scalars(select(MeetingRow.id).order_by(MeetingRow.day.desc())).first()
        with pytest.raises(goals.NotHeldYet):
            goals.follow_up(session, coming or 0, [], author="Karin", now=NOW, by=BY)
        meeting = held(session, made)
        with pytest.raises(goals.NotOfThat):
            goals.follow_up(session, meeting, [Given(undertaking.digest, Status.PARTLY)], author="Karin", now=NOW, by=BY)
        both = [Given(first.digest, Status.PARTLY, "En bit kvar."), Given(undertaking.digest, Status.KEPT), Given("gone", Status.KEPT)]
        assert goals.follow_up(session, meeting, both, author="Karin", now=NOW, by=BY) == 2
        assert goals.follow_up(session, meeting, both[:1], author="Karin", now=NOW, by=BY) == 1
        lines = {one.text: (one.status, one.note, one.on) for one in goals.lines(session, made, date(2025, 12, 31))}
        assert lines[first.text] == ("partly", "En bit kvar.", date(2025, 6, 9))
        assert lines[undertaking.text] == (None, "", None)
        assert {one.status for one in goals.lines(session, made, date(2025, 6, 8))} == {None}


def test_a_task_stands_on_the_next_agendas_until_it_is_done(database: Database) -> None:
    made = signed_agreement(database)
    with database.write() as session:
        meeting = held(session, made)
        meetings.minute(session, meeting, "Allt väl.", now=NOW, by=BY, outcomes=[
            Outcome(kind="task", body="Byt larmet", who="Maria Holm", due_on=date(2025, 6, 20)), Outcome(kind="decision", body="Ses i maj")])
        coming = session.scalars(select(MeetingRow.id).where(MeetingRow.state == State.PLANNED).order_by(MeetingRow.day)).all()
        (task,) = tasks_of(session, made)
        assert (task.body, task.late(date(2025, 6, 20)), task.late(date(2025, 6, 21))) == ("Byt larmet", False, True)
        assert [(one.code, one.text) for one in points_of(session, coming)[coming[0]]] == [("task", "Byt larmet (Maria Holm)")]
        finish(session, meeting, task.id, on=date(2025, 6, 10), note="Klart på verkstaden.", now=NOW, by="Maria Holm")
        assert points_of(session, coming) == {}
        (task,) = tasks_of(session, made)
        assert (task.done_on, task.done_note, task.done_by) == (date(2025, 6, 10), "Klart på verkstaden.", "Maria Holm")
        reopen(session, meeting, task.id, now=NOW, by=BY)
        assert [(one.done_on, one.done_note) for one in tasks_of(session, made)] == [(None, None)]
