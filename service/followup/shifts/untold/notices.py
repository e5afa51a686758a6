"""The notice about a planned shift that nobody has told of."""

from __future__ import annotations

from datetime import date

from service.agreements.store import Brief
from service.followup.shifts.untold.rules import Item
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Cast


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date) -> Letter:
    """Return the letter that a notice about the shift comes to; it rests on no clause."""
    told = {"shift_id": item.id, "hours": f"{item.start:%H:%M}–{item.end:%H:%M}", "places": list(item.places)}
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.day, clause="", link=f"/pass/{item.id}", today=today,
                  facts=told)
