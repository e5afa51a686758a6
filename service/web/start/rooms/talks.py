"""What renegotiations and deviations need of whom, over all agreements at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.db import among
from service.deviations import store as deviations
from service.deviations.states import OPEN
from service.deviations.states import State as Deviation
from service.deviations.tables import DeviationRow
from service.renegotiations import store as renegotiations
from service.renegotiations.states import State as Renegotiation
from service.renegotiations.tables import RenegotiationRow
from service.web.speech.language import say, speech
from service.web.start.mine import Mine
from service.web.start.rooms.breaking import breaking
from service.web.start.rooms.talk import Talk

EACH = 40
_ASKED = (
    select(RenegotiationRow.id, RenegotiationRow.agreement_id, RenegotiationRow.provision, RenegotiationRow.asked_on)
    .where(among(RenegotiationRow.agreement_id), RenegotiationRow.state == Renegotiation.ASKED)
    .order_by(RenegotiationRow.asked_on).limit(EACH)
)
_DEVIATIONS = (
    select(DeviationRow.id, DeviationRow.agreement_id, DeviationRow.state, DeviationRow.changes_on, DeviationRow.what,
           DeviationRow.post)
    .where(among(DeviationRow.agreement_id), DeviationRow.state.in_(OPEN)).order_by(DeviationRow.changes_on).limit(EACH)
)


def talks(session: Session, mine: Mine, today: date) -> Iterator[Talk]:
    """Return what waits for an answer, for a dialogue, and for a decision."""
    yield from _asked(session, mine, today)
    yield from _deviations(session, mine, today)
    yield from breaking(session, mine, today)


def _asked(session: Session, mine: Mine, today: date) -> Iterator[Talk]:
    rows = session.connection().execute(_ASKED, {"ids": mine.ids}).all()
    waiting = renegotiations.waiting(session, [row.id for row in rows])
    for number, agreement_id, provision, asked_on in rows:
        ours = bool(mine.parties_for(agreement_id, "renegotiation.answer") & set(waiting.get(number, ())))
        yield Talk(
            agreement_id=agreement_id, what=say("Svara om omförhandling", "Answer on renegotiation"),
            why=say("Gäller {part}.", "About {part}.", part=speech().provisions[provision]),
            button=say("Svara", "Answer") if ours else say("Visa", "Show"),
            link=url_for("renegotiations.show", renegotiation_id=number), day=asked_on, late=(today - asked_on).days > 7, mine=ours)


def _deviations(session: Session, mine: Mine, today: date) -> Iterator[Talk]:
    rows = session.connection().execute(_DEVIATIONS, {"ids": mine.ids}).all()
    waiting = deviations.waiting(session, [row.id for row in rows])
    for number, agreement_id, state, changes_on, what, post in rows:
        if state == Deviation.REPORTED:
            ours = bool(mine.parties_for(agreement_id, "deviation.note"))
            said, button = say("För dialog om en avvikelse", "Talk about a deviation"), say("Anteckna", "Note")
        else:
            ours = bool(mine.parties_for(agreement_id, "deviation.approve") & set(waiting.get(number, ())))
            said, button = say("Ta ställning till en avvikelse", "Decide on a deviation"), say("Ta ställning", "Decide")
        yield Talk(
            agreement_id=agreement_id, what=said, why=f"{what or post}.", button=button if ours else say("Visa", "Show"),
            link=url_for("deviations.show", deviation_id=number), day=changes_on, late=changes_on <= today, mine=ours)
