"""Minutes: who was there, what was decided, who does what; corrected as a new version, commented, ticked off."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from service.db import Database
from service.history.tables import HistoryRow
from service.meetings import actions as meetings
from service.meetings.minutes import (
    ChangedMeanwhile,
    NoMinutes,
    NoSuchTask,
    NotDoneYet,
    NothingChanged,
    comment,
    finish,
    reopen,
    revise,
)
from service.meetings.store import Outcome, Present, outcomes_of
from service.meetings.tables import CommentRow, MeetingRow, OutcomeRow
from service.notices.tables import OutboxRow
from service.notices.writing.compose import Letterhead, preview
from tests.meetings.test_moving import sent
from tests.web.world import BY, NOW, meeting_of, signed

DECIDED = Outcome(kind="decision", body="Bussen står vid torget")
TASK = Outcome(kind="task", body="Skicka schemat", who="Maria Holm", due_on=date(2026, 9, 30))


def held(database: Database) -> int:
    meeting = meeting_of(database, signed(database), "meeting:2026-Q2")
    with database.write() as session:
        meetings.hold(session, meeting, on=date(2026, 5, 14), present=[Present("Karin Lind", "Ängstadens kommun")], now=NOW, by=BY)
    return meeting


def minuted(database: Database) -> int:
    meeting = held(database)
    with database.write() as session:
        meetings.minute(session, meeting, "Allt väl.", outcomes=[DECIDED, TASK], now=NOW, by=BY)
    return meeting


def outcomes(database: Database, meeting: int) -> list[Outcome]:
    with database.read() as session:
        return outcomes_of(session, meeting)


def test_who_was_there_is_kept(database: Database) -> None:
    meeting = held(database)
    with database.read() as session:
        row = session.get_one(MeetingRow, meeting)
    assert (row.held_on, json.loads(row.present or "")) == (
        date(2026, 5, 14), [{"name": "Karin Lind", "party": "Ängstadens kommun"}])


def test_minutes_go_out_with_what_was_decided_and_who_does_what(database: Database) -> None:
    minuted(database)
    assert sent(database, "minutes_ready")[0]["outcomes"] == [
        {"kind": "decision", "body": "Bussen står vid torget", "who": None, "due": None},
        {"kind": "task", "body": "Skicka schemat", "who": "Maria Holm", "due": "2026-09-30"}]
    with database.read() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.name == "minutes_ready", OutboxRow.language == "sv")).first()
    assert row is not None
    text = preview(row, Letterhead("Överens", "post@overens.example", "https://overens.example")).text
    assert "Det här bestämdes\n- Bussen står vid torget\n" in text
    assert "Det här ska göras\n- Skicka schemat – Maria Holm, senast onsdag 30 september 2026\n" in text


def test_a_correction_is_a_new_version_that_all_are_told_of(database: Database) -> None:
    meeting = minuted(database)
    kept = outcomes(database, meeting)
    with database.write() as session:
        finish(session, meeting, kept[1].id or 0, on=date(2026, 9, 1), now=NOW, by=BY)
        changed = [Outcome(kind="task", body="Skicka vinterns schema", who="Maria Holm", id=kept[1].id)]
        assert revise(session, meeting, "Allt väl, nästan.", changed, seen=1, now=NOW, by="Karin Lind") == 2
    with database.read() as session:
        row = session.scalars(select(HistoryRow).where(HistoryRow.event == "minutes_revised")).one()
        task = session.scalars(select(OutcomeRow)).one()
    was = json.loads(row.body)["was"]
    assert (row.actor, was["minutes"], len(was["outcomes"])) == ("Karin Lind", "Allt väl.", 2)
    assert (task.body, task.done_on) == ("Skicka vinterns schema", date(2026, 9, 1))
    told = sent(database, "minutes_ready")
    assert [(one["version"], one["state"]) for one in told] == [(1, "withdrawn")] * 4 + [(2, "waiting")] * 4


def test_corrections_do_not_overwrite_each_other(database: Database) -> None:
    meeting = minuted(database)
    with database.write() as session:
        revise(session, meeting, "Först.", [], seen=1, now=NOW, by=BY)
        with pytest.raises(ChangedMeanwhile, match="they are now version 2"):
            revise(session, meeting, "Sist.", [], seen=1, now=NOW, by=BY)
        with pytest.raises(NothingChanged):
            revise(session, meeting, "Först.", [], seen=2, now=NOW, by=BY)


def test_there_must_be_minutes(database: Database) -> None:
    meeting = held(database)
    with database.write() as session:
        with pytest.raises(NoMinutes):
            revise(session, meeting, "x", [], seen=1, now=NOW, by=BY)
        with pytest.raises(NoMinutes):
            comment(session, meeting, "x", author="Maria Holm", party_id=None, now=NOW, by=BY)


def test_a_task_is_ticked_off_and_opened_again(database: Database) -> None:
    meeting = minuted(database)
    decided, task = outcomes(database, meeting)
    with database.write() as session:
        finish(session, meeting, task.id or 0, on=date(2026, 9, 20), now=NOW, by=BY)
        assert session.get_one(OutcomeRow, task.id).done_on == date(2026, 9, 20)
        reopen(session, meeting, task.id or 0, now=NOW, by=BY)
        assert session.get_one(OutcomeRow, task.id).done_on is None
        with pytest.raises(NotDoneYet):
            finish(session, meeting, task.id or 0, on=date(2026, 9, 22), now=NOW, by=BY)
        with pytest.raises(NoSuchTask):
            finish(session, meeting, decided.id or 0, on=date(2026, 9, 20), now=NOW, by=BY)


def test_a_comment_is_kept_with_its_author(database: Database) -> None:
    meeting = minuted(database)
    with database.write() as session:
        comment(session, meeting, "Det var fem.", author="Maria Holm", party_id=None, now=NOW, by="Maria Holm")
    with database.read() as session:
        row = session.scalars(select(CommentRow)).one()
    assert (row.meeting_id, row.body, row.author) == (meeting, "Det var fem.", "Maria Holm")
