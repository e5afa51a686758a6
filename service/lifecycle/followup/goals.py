"""Following goals and undertakings up at a meeting, and how each has stood over the meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.followup.goals.model import STATUSES, Followed, Given, Noted, Status, followed, matters
from service.followup.goals.store import write
from service.followup.goals.tables import GoalNoteRow
from service.followup.summary.model import GoalLine
from service.history.record import Record, append
from service.kernel.errors import Refusal
from service.kernel.text.personal import refuse_personal_numbers
from service.meetings.states import State
from service.meetings.store import get_item
from service.meetings.tables import MeetingRow


class NotHeldYet(Refusal):
    """Goals are followed up at a meeting that has been held."""

    sv = "Mål följs upp på ett möte som har hållits."


class NotOfThat(Refusal):
    """A goal is on track, partly or not yet; an undertaking is kept or not kept."""

    sv = "Ett mål är på väg, delvis eller inte än; ett åtagande hålls eller hålls inte."
    status = 422


def follow_up(session: Session, meeting_id: int, given: Sequence[Given], *, author: str, now: datetime, by: str) -> int:
    """Note how the goals and undertakings of the agreement stand, at a meeting that has been held; return how many."""
    item = get_item(session, meeting_id)
    if item.state not in (State.HELD, State.MINUTED):
        raise NotHeldYet
    present = matters(terms_of(session, item.agreement_id))
    codes = {one.digest: one.code for one in present}
    for one in given:
        if one.digest in codes and one.status not in STATUSES[codes[one.digest]]:
            raise NotOfThat(field="status")
        refuse_personal_numbers(note=one.note)
    made = write(session, item.agreement_id, meeting_id, present, given, author=author, now=now)
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event="goals_followed_up",
                            body={"goals": [{"digest": one.digest, "status": one.status.value, "note": one.note} for one in given]})])
    return made


def history(session: Session, agreement_id: int, *, until: date | None = None) -> tuple[Followed, ...]:
    """Return every goal and undertaking with what meetings have said of it, as far as a day if one is given."""
    query = select(GoalNoteRow, MeetingRow.held_on, MeetingRow.day).join(
        MeetingRow, MeetingRow.id == GoalNoteRow.meeting_id).where(GoalNoteRow.agreement_id == agreement_id)
    notes = [Noted(row.meeting_id, held or day, row.code, row.text, row.digest, Status(row.status), row.note)
             for row, held, day in session.execute(query)]
    return followed(matters(terms_of(session, agreement_id)), [one for one in notes if until is None or one.on <= until])


def lines(session: Session, agreement_id: int, until: date) -> tuple[GoalLine, ...]:
    """Return how each stood at the last meeting until a day, as a summary tells it."""
    return tuple(
        GoalLine(code=one.matter.code.value, text=one.matter.text, status=last.status.value if last else None,
                 note=last.note if last else "", on=last.on if last else None)
        for one in history(session, agreement_id, until=until) for last in (one.newest,))
