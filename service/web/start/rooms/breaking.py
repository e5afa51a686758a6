"""What breaches and rescissions need of whom, over all agreements at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from service.breaches.rules import Item, has_run_out
from service.breaches.states import State
from service.breaches.store import open_items
from service.rescissions.states import State as Rescission
from service.rescissions.store import open_items as open_rescissions
from service.web.speech.language import say, short_day
from service.web.start.mine import Mine
from service.web.start.rooms.talk import Talk


def breaking(session: Session, mine: Mine, today: date) -> Iterator[Talk]:
    """Return notices to receive and to answer, breaches to decide on, and claimed rescissions to answer."""
    for item in open_items(session, mine.ids):
        yield _breach(item, mine, today)
    for one in open_rescissions(session, mine.ids):
        if one.state is Rescission.CLAIMED:
            ours = bool(mine.parties_for(one.agreement_id, "rescission.answer") - {one.recorded_by})
            yield Talk(agreement_id=one.agreement_id, what=say("Svara om en påstådd hävning", "Answer on a claimed rescission"),
                       why=say("Ska gälla från {day}.", "Is to hold from {day}.", day=short_day(one.effective_on, year=True)),
                       button=say("Svara", "Answer") if ours else say("Visa", "Show"), late=one.effective_on <= today, mine=ours,
                       link=url_for("rescissions.show", rescission_id=one.id), day=one.effective_on)


def _breach(item: Item, mine: Mine, today: date) -> Talk:
    answering = item.against in mine.parties_for(item.agreement_id, "breach.answer")
    settling = item.notified_by in mine.parties_for(item.agreement_id, "breach.settle")
    why, day, ours = item.undertaking[:120], item.rectify_by or item.notified_on + timedelta(days=item.days), False
    if item.received_on is None:
        what = say("Bekräfta ett meddelande om avtalsbrott", "Confirm a notice of breach")
        button = say("Läs och svara", "Read and answer")
        ours = answering
        if settling and not answering:
            what, button, ours = say("Meddelandet om avtalsbrott är inte mottaget", "The notice of breach is not received"), say(
                "Anteckna mottagande", "Record receipt"), True
    elif has_run_out(item, today) or item.state is State.RECTIFYING:
        what, button, ours = say("Ta ställning till ett avtalsbrott", "Decide on a breach"), say("Ta ställning", "Decide"), settling
    else:
        what, button, ours = say("Gör rättelse", "Rectify a breach"), say("Svara", "Answer"), answering
    return Talk(agreement_id=item.agreement_id, what=what, why=why, button=button if ours else say("Visa", "Show"),
                link=url_for("breaches.show", breach_id=item.id), day=day, late=day < today, mine=ours)
