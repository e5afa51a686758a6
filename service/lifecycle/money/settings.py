"""What the payer settles about an agreement's money."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.economy.invoices.model import Actor, Settings
from service.economy.invoices.refusals import LimitHeld
from service.economy.invoices.store import settings_of
from service.economy.invoices.tables import EconomyRow
from service.history.record import Record, append
from service.kernel.money import sek
from service.lifecycle.settings.ground import ChangedMeanwhile


def settle_economy(
    session: Session, agreement_id: int, given: Settings, *, actor: Actor, now: datetime, by: str,
) -> None:
    """Settle it anew; raise ChangedMeanwhile if it is no longer the revision that was seen.

    Whom the limit makes two cannot alone make it go away: only a manager raises or lifts it.
    """
    get_agreement(session, agreement_id)
    before = settings_of(session, agreement_id)
    if given.revision != before.revision:
        raise ChangedMeanwhile
    if before.two_ore is not None and (given.two_ore is None or given.two_ore > before.two_ore) and not actor.manager:
        raise LimitHeld(field="two")
    session.merge(EconomyRow(agreement_id=agreement_id, two_ore=given.two_ore, reference=given.reference,
                             revision=before.revision + 1))
    append(session, [Record(
        chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="economy_settled",
        body={"two": str(sek(given.two_ore)) if given.two_ore is not None else None, "reference": given.reference})])
    session.flush()
