"""Writing down how goals stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.followup.goals.model import Given, Matter
from service.followup.goals.tables import GoalNoteRow


def notes_at(session: Session, meeting_id: int) -> dict[str, GoalNoteRow]:
    """Return what a meeting said, by digest of the matter."""
    rows = session.scalars(select(GoalNoteRow).where(GoalNoteRow.meeting_id == meeting_id))
    return {row.digest: row for row in rows}


def write(
    session: Session, agreement_id: int, meeting_id: int, present: Sequence[Matter], given: Sequence[Given], *, author: str,
    now: datetime,
) -> int:
    """Put down what a meeting says of the matters that are followed up, in place of what it said before; return how many."""
    known = {one.digest: one for one in present}
    session.execute(delete(GoalNoteRow).where(GoalNoteRow.meeting_id == meeting_id, GoalNoteRow.digest.in_(known)))
    chosen = {one.digest: one for one in given if one.digest in known}
    for digest, one in chosen.items():
        matter = known[digest]
        session.add(GoalNoteRow(
            agreement_id=agreement_id, meeting_id=meeting_id, code=matter.code.value, digest=digest, text=matter.text,
            status=one.status.value, note=one.note, author=author, written_at=now))
    session.flush()
    return len(chosen)
