"""What becomes of a row after an attempt: sent, tried again later, or undeliverable; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from service.notices.sending.claims import Claim
from service.notices.sending.smtp import Permanent, Sent, Temporary, Unknown
from service.notices.tables import Post

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))


def retry_at(key: str, attempts: int, now: datetime) -> datetime:
    """Return when to try again after `attempts` failures: later each time, spread by up to a quarter by the key."""
    delay = DELAYS[min(attempts, len(DELAYS)) - 1]
    spread = int.from_bytes(sha256(f"{key}#{attempts}".encode()).digest()[:2], "big") / 65536
    return now + delay * (1 + spread / 4)


def fate(
    claim: Claim, outcome: Sent | Temporary | Permanent | Unknown, *, now: datetime, patience: timedelta
) -> tuple[str, dict[str, Any]]:
    """Return how it is counted and what is written down; `patience` is how long after its making a row is tried."""
    tries = claim.attempts + 1
    if isinstance(outcome, Sent):
        return "sent", {"state": Post.SENT.value, "sent_at": now, "attempts": tries, "next_at": None, "error": None}
    words = outcome.words if isinstance(outcome, Unknown) or not outcome.code else f"{outcome.code} {outcome.words}"
    values: dict[str, Any] = {"attempts": tries, "error": words}
    if isinstance(outcome, Unknown):
        values["doubt"] = True
    again = retry_at(claim.mailing.key, tries, now)
    if isinstance(outcome, Permanent) or again > claim.mailing.created_at + patience:
        return "undeliverable", {**values, "state": Post.UNDELIVERABLE.value, "next_at": None}
    return "retried", {**values, "state": Post.WAITING.value, "next_at": again}
