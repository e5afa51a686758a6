"""What a summary tells of the money: the frame, what was paid, and what is used of each post."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from service.economy.invoices.store import paid_between
from service.economy.outcome.store import latest_between, standing_of
from service.followup.summary.model import Money, PostLine
from service.kernel.money import sek
from service.lifecycle.amending.versions import terms_on


def money_of(session: Session, agreement_id: int, first: date, last: date) -> Money:
    """Return the money of a time in SEK: frame and posts on its last day, what was paid in it, and its last outcome.

    An outcome has the posts of its own day, and counts from when their budget began, which may be before `first`.
    """
    economy = terms_on(session, agreement_id, last).terms.economy
    paid = sek(paid_between(session, agreement_id, first, last))
    row = latest_between(session, agreement_id, first, last)
    if row is None:
        return Money(frame=economy.total, yearly=economy.yearly, paid=paid,
                     posts=tuple(PostLine(name=post.name, amount=post.amount) for post in economy.posts))
    return Money(
        frame=economy.total, yearly=economy.yearly, paid=paid, used_from=row.first, used_until=row.as_of,
        posts=tuple(PostLine(name=one.name, amount=sek(one.budget_ore), used=sek(one.used_ore))
                    for one in standing_of(session, row).posts))
