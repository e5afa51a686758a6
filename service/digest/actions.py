"""Asking for one mail a week, and for single ones again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.digest.rules import next_weekly
from service.history.record import INSTALLATION, Record, append
from service.notices.owe import post_gathered
from service.parties.tables import PersonRow


def choose_digest(session: Session, person_id: int, wanted: bool, *, now: datetime, by: str) -> None:
    """Gather a person's mail that can wait, or send singly again at once what is gathered.

    The weekly mail that is due next comes all the same: something may be gathered at this very moment.
    """
    person = session.get_one(PersonRow, person_id, with_for_update={"key_share": True}, populate_existing=True)
    if person.digest == wanted:
        return
    person.digest = wanted
    if wanted:
        person.next_at = next_weekly(now)
    else:
        post_gathered(session, person_id, now=now)
    append(session, [Record(chain=INSTALLATION, at=now, actor=by, subject=f"person {person_id}",
                            event="digest_on" if wanted else "digest_off", body={})])
    session.flush()
