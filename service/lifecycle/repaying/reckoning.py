"""What each ground of repayment comes to: facts in, a proposal out, in whole öre and never above what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from service.kernel.money import nearest
from service.repayments.model import Ground, PaidPeriod, PostUse, Proposal, Share


def paid_in_all(paid: Sequence[PaidPeriod]) -> int:
    """Return what was paid for all periods together."""
    return sum(one.ore for one in paid)


def period_share(paid: Sequence[PaidPeriod], last_day: date) -> Proposal:
    """Return what was paid for days after the last one in force: of each paid period its share by days."""
    shares = tuple(_share(one, last_day) for one in paid)
    return Proposal(ground=Ground.PERIOD, ore=sum(one.ore for one in shares), paid_ore=paid_in_all(paid), day=last_day, shares=shares)


def _share(paid: PaidPeriod, last_day: date) -> Share:
    days = (paid.last - paid.first).days + 1
    left = min(days, max(0, (paid.last - last_day).days))
    return Share(paid, days, left, nearest(Fraction(paid.ore * left, days)))


def unused_posts(paid: Sequence[PaidPeriod], posts: Sequence[PostUse], as_of: date) -> Proposal:
    """Return what was paid above what is used of the posts; what a post is overspent by is not taken out of another."""
    whole, used = paid_in_all(paid), sum(one.counts_ore for one in posts)
    return Proposal(ground=Ground.POSTS, ore=max(0, whole - used), paid_ore=whole, day=as_of, posts=tuple(posts))


def all_paid(paid: Sequence[PaidPeriod]) -> Proposal:
    """Return all that was paid."""
    return Proposal(ground=Ground.FULL, ore=paid_in_all(paid), paid_ore=paid_in_all(paid))
