"""Who declares on a page, and who may give notice: the one who has logged in."""

from __future__ import annotations

from flask_login import current_user

from service.rescissions.model import Declarer
from service.web.frame.access import standing_here
from service.web.frame.acting import actor


def declarer_here(capacity: str = "", authority: str = "") -> Declarer:
    """Return the one who has logged in, as who declares for a party."""
    return Declarer(name=actor(), capacity=capacity, authority=authority, person_id=current_user.person_id)


def may_give_notice(owes: str) -> bool:
    """Say whether the one who asks acts for a party that a missed duty was owed to, and may give notice of a breach."""
    mine = standing_here().parties_for("breach.notify")
    return any(one.party_id in mine and one.role != owes for one in standing_here().held)
