"""Who declares on a page: the one who has logged in."""

from __future__ import annotations

from flask_login import current_user

from service.rescissions.model import Declarer
from service.web.frame.acting import actor


def declarer_here(capacity: str = "", authority: str = "") -> Declarer:
    """Return the one who has logged in, as who declares for a party."""
    return Declarer(name=actor(), capacity=capacity, authority=authority, person_id=current_user.person_id)
