"""The link to a person's own calendar."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.kernel.ids import new_nonce
from service.parties.tables import PersonRow


def new_calendar_link(session: Session, person_id: int) -> None:
    """Bind the link to something new: the one before stops working."""
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(nonce=new_nonce()))


def no_calendar_link(session: Session, person_id: int) -> None:
    """Let no link work."""
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(nonce=None))
