"""What the owner of an account is told of every change in their ways in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from service.accounts.tables import UserRow
from service.kernel.clock import stamp
from service.kernel.ids import message_id, new_nonce
from service.notices.owe import Addressee, Letter, owe

NAME = "ways_changed"
What = Literal["password", "address", "second_on", "second_off", "codes", "code_used", "connected", "disconnected",
               "operator", "no_operator", "closed", "reopened"]


def tell(
    session: Session, user: UserRow, what: What, *, now: datetime, by: str, where: str = "", to: Sequence[str] = (),
) -> None:
    """Tell a user at once, at their address or at all those in `to`, what changed, when, by whom and from where."""
    # As of nobody among the contacts: it must not follow to an address that someone else has put in the place of theirs.
    key = f"{NAME}:{user.id} {new_nonce()}"
    owe(session, [Letter(
        key=key, name=NAME, agreement_id=None, uid=message_id("users", key), subject=f"user {user.id}",
        payload={
            "agreement": "Överens", "agreement_id": None, "parties": [], "clause": "", "day": now.date().isoformat(), "late": False,
            "given_on": now.date().isoformat(), "link": "/logga-in/lank", "simulated": False, "reply_to": None, "sender_name": None,
            "calendar": None, "what": what, "at": stamp(now), "by": by if by != user.name else "", "where": where,
        },
        to=[Addressee(None, None, user.name, email, user.language) for email in to or [user.email]])], now=now)
