"""What notices of termination need of whom, over all agreements at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from service.terminations import store
from service.terminations.states import State
from service.web.speech.language import say, short_day
from service.web.start.mine import Mine
from service.web.start.rooms.talk import Talk


def endings(session: Session, mine: Mine, today: date) -> Iterator[Talk]:
    """Return the notices whose receipt is not noted, and those that a party asks to withdraw."""
    for one in store.open_items(session, mine.ids):
        link = url_for("terminations.show", termination_id=one.id)
        if one.waiting and one.withdraw_asked_on is not None:
            ours = bool(mine.parties_for(one.agreement_id, "termination.consent") & set(one.waiting))
            yield Talk(
                agreement_id=one.agreement_id,
                what=say("Svara om uppsägningen får tas tillbaka", "Answer whether notice may be withdrawn"),
                why=say("Annars gäller den.", "Otherwise it stands."), button=say("Svara", "Answer") if ours else say("Visa", "Show"),
                link=link, day=one.withdraw_asked_on, late=False, mine=ours)
        elif one.state is State.GIVEN:
            ours = bool(mine.parties_for(one.agreement_id, "termination.receive"))
            yield Talk(
                agreement_id=one.agreement_id, what=say("Anteckna när uppsägningen togs emot", "Note when the notice was received"),
                why=say("Daterad {day}. Den löper inte förrän dess.", "Dated {day}. It does not run until then.",
                        day=short_day(one.given_on)), button=say("Anteckna", "Note") if ours else say("Visa", "Show"),
                link=link, day=one.given_on, late=(today - one.given_on).days > 7, mine=ours)
