"""What claims of repayment and disputes need of whom, over all agreements at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from service.disputes.states import State as Dispute
from service.disputes.store import open_items
from service.kernel.money import sek
from service.repayments.rules import Item
from service.repayments.states import State
from service.repayments.store import items_of
from service.web.speech.language import money, say, short_day
from service.web.start.mine import Mine


def repaying(need: Callable[..., Any], session: Session, mine: Mine) -> Iterator[Any]:
    """Return what is to be answered, paid back, recorded and settled."""
    for one in items_of(session, mine.ids, open_only=True):
        part = one.next_part
        what, button, ours = _asked(one, mine)
        day = part.due_on if one.state is State.AGREED and part is not None else one.claimed_on
        yield need(one.agreement_id, what, say("{sum} återstår.", "{sum} is left.", sum=money(sek(one.left_ore))),
                   button if ours else say("Visa", "Show"), url_for("repayments.show", repayment_id=one.id), day=day, mine=ours,
                   late=None if one.state is State.AGREED else False)


def _asked(one: Item, mine: Mine) -> tuple[str, str, bool]:
    """Return what is to be done about a claim, its button, and whether it is for the one who looks."""
    if one.state is State.CLAIMED:
        return (say("Svara på ett krav om återbetalning", "Answer a claim of repayment"), say("Svara", "Answer"),
                one.against in mine.parties_for(one.agreement_id, "repayment.answer"))
    if one.state is State.DISPUTED:
        return (say("Ett krav på återbetalning är bestridet", "A claim of repayment is disputed"), say("Visa", "Show"),
                one.claimed_by in mine.parties_for(one.agreement_id, "repayment.waive"))
    part = one.next_part
    by = "" if part is None else short_day(part.due_on)
    pays = one.against in mine.parties_for(one.agreement_id, "repayment.pay")
    return (say("Betala tillbaka senast {day}", "Pay back by {day}", day=by) if pays else say(
        "Återbetalning ska komma senast {day}", "Repayment is to come by {day}", day=by), say("Anteckna", "Record"),
        pays or one.claimed_by in mine.parties_for(one.agreement_id, "repayment.pay"))


def disputes(need: Callable[..., Any], session: Session, mine: Mine, today: date) -> Iterator[Any]:
    """Return what is to be talked over, confirmed and followed."""
    for one in open_items(session, mine.ids):
        late = one.state is Dispute.OPENED and (today - one.day).days > 7
        confirms = bool(set(one.waiting) & mine.parties_for(one.agreement_id, "dispute.resolve"))
        if one.state is Dispute.OPENED:
            what, button = say("För dialog om en tvist", "Talk about a dispute"), say("Anteckna", "Note")
        elif confirms:
            what, button = say("Bekräfta hur en tvist löstes", "Confirm how a dispute was resolved"), say("Läs", "Read")
        elif one.state is Dispute.IN_DIALOGUE and not one.waiting:
            what, button = say("En tvist är inte löst", "A dispute is not resolved"), say("Öppna", "Open")
        else:
            what, button = say("En tvist pågår", "A dispute goes on"), say("Visa", "Show")
        # Whoever may end it has it until words on its end are stated; then the one who has not confirmed them.
        talks = one.state is Dispute.IN_DIALOGUE and not one.waiting and bool(mine.parties_for(one.agreement_id, "dispute.resolve"))
        ours = confirms or talks or one.state is Dispute.OPENED and bool(mine.parties_for(one.agreement_id, "dispute.note"))
        yield need(one.agreement_id, what, f"{one.about}.", button if ours else say("Visa", "Show"),
                   url_for("disputes.show", dispute_id=one.id), day=one.day, mine=ours, late=late)
