"""Notices about the decision on renewal."""

from __future__ import annotations

from datetime import date

from service.agreements.store import Brief
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Cast
from service.renewal.rules import Item, agreed


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date) -> Letter:
    """Return the letter; once a party has answered only the others are asked."""
    names = {party.id: party.name for party in cast.every}
    waiting = [id_ for id_ in names if id_ not in item.answers]
    if not waiting and agreed(item.answers, len(names)) is None:
        waiting = list(names)
    asked = Owed(name=owed.name, to=owed.to, rung=owed.rung, given_on=owed.given_on, late=owed.late,
                 facts=owed.facts, named=tuple(waiting))
    facts = {
        "decision_id": item.id,
        "answered": [{"party": names[id_], "answer": answer} for id_, answer in item.answers.items() if id_ in names],
        "waiting_for": [names[id_] for id_ in waiting],
    }
    return letter(asked, brief=brief, cast=cast, subject=item.subject, day=item.day, clause=item.clause,
                  link=f"/decisions/{item.id}", today=today, facts=facts)
