"""Breaches and rescissions under way, as the page of an agreement tells them and its timeline draws them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from service.notices.writing.words import first_upper
from service.rescissions.actions import CLAUSES
from service.rescissions.states import State
from service.web.plan.read import Found
from service.web.plan.timeline import Lane, Mark
from service.web.speech.language import called, long_day, say, short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One breach or rescission under way: where it is on the page, what it says, its day, and the page of its own."""

    anchor: str
    text: str
    name: str
    day: date
    link: str
    clause: str


def rescinded_from(found: Found) -> date:
    """Return the day from which a declared rescission lets the agreement hold no longer; without one a day that never comes."""
    return min((one.effective_on for one in found.rescissions if one.state is State.DECLARED), default=date.max)


def breaking(found: Found) -> list[Broken]:
    """Return what is under way, breaches first."""
    names = {one.id: one.name for one in found.parties}
    made = []
    for breach in found.breaches:
        state = called("breach", breach.state).lower()
        text = say("Avtalsbrott av {party}: {state}.", "Breach by {party}: {state}.", party=names[breach.against], state=state)
        if breach.received_on is None:
            text += " " + say("Tiden för rättelse har inte börjat.", "The time to rectify has not begun.")
        elif breach.rectify_by is not None:
            text += " " + say("Rättelse senast {day}.", "To be rectified by {day}.", day=long_day(breach.rectify_by))
        made.append(Broken(anchor=f"breach-{breach.id}", text=text, name=say("Rättelse", "Rectification"),
                           day=breach.rectify_by or breach.notified_on, link=url_for("breaches.show", breach_id=breach.id),
                           clause=breach.clause))
    for one in found.rescissions:
        text = say("{party} häver från {day}: {state}.", "{party} rescinds from {day}: {state}.", party=names[one.party_id],
                   day=long_day(one.effective_on), state=called("rescission", one.state).lower())
        made.append(Broken(anchor=f"rescission-{one.id}", text=text, name=say("Hävning", "Rescission"), day=one.effective_on,
                           link=url_for("rescissions.show", rescission_id=one.id), clause=found.terms.clause(*CLAUSES)))
    return made


def breaking_marks(found: Found) -> list[Mark]:
    """Return what is under way as the timeline draws it."""
    return [Mark(anchor=one.anchor, lane=Lane.DECISION, day=one.day, look="open", name=one.name,
                 short=short_day(one.day, year=False), told=f"{one.name}. {first_upper(long_day(one.day))}. {one.text}")
            for one in breaking(found)]
