"""What is done with minutes once they are out: corrected as a new version, commented, tasks ticked off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.history.record import Record, append
from service.history.tables import HistoryRow
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.kernel.text.personal import refuse_personal_numbers
from service.meetings.actions import scene, tell_minutes
from service.meetings.rules import Item
from service.meetings.states import State
from service.meetings.store import Outcome, get_item, outcomes_of, write_outcomes
from service.meetings.tables import CommentRow, MeetingRow, OutcomeRow
from service.notices.owe import withdraw

REVISED = "minutes_revised"


class NoMinutes(Refusal):
    """There are no minutes of this meeting yet."""

    sv = "Det finns inga mötesanteckningar från det här mötet än."


class NothingChanged(Refusal):
    """That is how the minutes already read; nothing was changed."""

    sv = "Så står det redan i anteckningarna; inget ändrades."
    status = 422


class ChangedMeanwhile(Refusal):
    """Someone else changed the minutes while you were writing; they are now version {version}. Look at it and save again."""

    sv = "Någon annan ändrade anteckningarna medan du skrev; de är nu version {version}. Läs den och spara igen."


class NoSuchTask(Refusal):
    """There is no such task from this meeting."""

    sv = "Den uppgiften finns inte från det här mötet."
    status = 404


class NotDoneYet(Refusal):
    """The day {day} has not come yet."""

    sv = "Dagen {day} har inte kommit än."
    status = 422


def version_of(session: Session, agreement_id: int, meeting_id: int) -> int:
    """Return which version of the minutes is the present one."""
    query = select(func.count()).select_from(HistoryRow).where(
        HistoryRow.chain == agreement_id, HistoryRow.subject == f"meeting {meeting_id}", HistoryRow.event == REVISED)
    return 1 + session.scalars(query).one()


def revise(
    session: Session, meeting_id: int, text: str, outcomes: Sequence[Outcome], *, seen: int, now: datetime, by: str,
) -> int:
    """Correct minutes that are out; the former text is kept in history and everyone is told. Return the version.

    `seen` is the version that whoever corrects them has read.
    """
    at = scene(session, meeting_id)
    row = session.get_one(MeetingRow, meeting_id)
    if at.item.state is not State.MINUTED or row.minutes is None:
        raise NoMinutes
    present = version_of(session, at.item.agreement_id, meeting_id)
    if seen != present:
        raise ChangedMeanwhile(version=present)
    before = outcomes_of(session, meeting_id)
    if text == row.minutes and [one.told() for one in before] == [one.told() for one in outcomes]:
        raise NothingChanged
    append(session, [Record(
        chain=at.item.agreement_id, at=now, actor=by, subject=at.item.subject, event=REVISED,
        body={"version": present + 1, "was": {"minutes": row.minutes, "outcomes": [one.told() for one in before]}},
    )])
    row.minutes = text
    withdraw(session, at.item.subject, names=("minutes_ready",))
    write_outcomes(session, at.item, outcomes)
    tell_minutes(session, at, text, outcomes, now=now, version=present + 1)
    return present + 1


def comment(
    session: Session, meeting_id: int, body: str, *, author: str, party_id: int | None, now: datetime, by: str,
) -> None:
    """Put down what someone says of the minutes; both parties see it."""
    item = _minuted(session, meeting_id)
    session.add(CommentRow(meeting_id=meeting_id, party_id=party_id, body=body, author=author, written_at=now))
    _tell(session, item, "commented", body, now=now, by=by)


def finish(
    session: Session, meeting_id: int, task_id: int, *, on: date, now: datetime, by: str, note: str | None = None,
) -> None:
    """Tick a task off as done on a day, with what is to be said of it."""
    if on > local_day(now):
        raise NotDoneYet(day=on)
    item, row = _task(session, meeting_id, task_id)
    refuse_personal_numbers(note=note or "")
    row.done_on, row.done_note, row.done_by = on, note, by
    _tell(session, item, "task_done", f"{row.body}: {note}" if note else row.body, now=now, by=by)


def reopen(session: Session, meeting_id: int, task_id: int, *, now: datetime, by: str) -> None:
    """Say that a task ticked off is not done after all."""
    item, row = _task(session, meeting_id, task_id)
    row.done_on, row.done_note, row.done_by = None, None, None
    _tell(session, item, "task_reopened", row.body, now=now, by=by)


def _minuted(session: Session, meeting_id: int) -> Item:
    item = get_item(session, meeting_id)
    if item.state is not State.MINUTED:
        raise NoMinutes
    return item


def _task(session: Session, meeting_id: int, task_id: int) -> tuple[Item, OutcomeRow]:
    item = _minuted(session, meeting_id)
    row = session.scalars(select(OutcomeRow).where(
        OutcomeRow.id == task_id, OutcomeRow.meeting_id == meeting_id, OutcomeRow.kind == "task",
    ).with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise NoSuchTask
    return item, row


def _tell(session: Session, item: Item, event: str, body: str, *, now: datetime, by: str) -> None:
    session.flush()
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event=event,
                            body={"note": body})])
