"""What of the terms a renegotiation is about, and the sentence that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from service.agreements.terms import Terms


class Provision(StrEnum):
    """A part of the terms that can be renegotiated."""

    PERIOD = "period"
    DECISION = "decision"
    NOTICE = "notice"
    MEETINGS = "meetings"
    FRAME = "frame"
    POSTS = "posts"
    PAYMENT = "payment"
    REPORTS = "reports"
    UNDERTAKINGS = "undertakings"
    GOALS = "goals"
    RESCISSION = "rescission"
    WHOLE = "whole"
    OTHER = "other"


PATHS: Mapping[Provision, tuple[str, ...]] = {
    Provision.PERIOD: ("period.", "expiry."), Provision.DECISION: ("decision.",), Provision.NOTICE: ("notice",),
    Provision.MEETINGS: ("meetings.",), Provision.FRAME: ("economy.total", "economy.yearly"),
    Provision.POSTS: ("economy.posts",), Provision.PAYMENT: ("economy.payment",), Provision.REPORTS: ("reports",),
    Provision.UNDERTAKINGS: ("undertakings",), Provision.GOALS: ("goals",), Provision.RESCISSION: ("rescission",),
}
# Where the provision has no sentence of its own: what the text says of changing it.
OTHERWISE = ("renegotiation", "amendments.signed", "amendments.written")


def clause_of(terms: Terms, provision: Provision) -> str:
    """Return the sentence that a provision rests on, else the one on changes."""
    prefixes = PATHS.get(provision, ())
    own = next((text for path, text in terms.clauses.items() if prefixes and path.startswith(prefixes)), "")
    return own or terms.clause(*OTHERWISE)
