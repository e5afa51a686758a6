"""The seam to the money: what a summary tells of it. Whoever knows what is paid and used gives it here."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.followup.summary.model import Money, PostLine


def money_of(session: Session, agreement_id: int, first: date, last: date) -> Money:
    """Return the frame and posts of the terms (SEK); what is paid and used from `first` to `last` is not known here."""
    economy = terms_of(session, agreement_id).economy
    return Money(frame=economy.total, yearly=economy.yearly,
                 posts=tuple(PostLine(name=post.name, amount=post.amount) for post in economy.posts))
