"""What the clock does about an obligation; what people do is done to what it follows."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from service.history.door import move
from service.history.record import CLOCK
from service.kernel.errors import Refusal
from service.kernel.life import Moved
from service.obligations.rules import Item
from service.obligations.states import OBLIGATION, Step
from service.obligations.tables import ObligationRow


class NoSuchObligation(Refusal):
    """The agreement has no obligation {key!r}."""

    sv = "Överenskommelsen har inget åtagande {key!r}."
    status = 404


class HasItsOwnLife(Refusal):
    """{key} follows its {kind}; act on that instead."""

    sv = "{key} följer sitt eget ärende ({kind}); gör det där i stället."


def by_clock(session: Session, item: Item, step: StrEnum, *, now: datetime) -> None:
    """Take a step that the clock owes."""
    move(session, ObligationRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state,
        state=OBLIGATION.after(item.state, Step(step)), event=step, values={"next_at": now},
    )], now=now, by=CLOCK)
