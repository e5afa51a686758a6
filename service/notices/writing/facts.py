"""What each notice tells: its facts by name, as one table, and the one reader of payloads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.kernel.errors import Refusal


class BadPayload(Refusal):
    """This notice cannot be written: {why}."""

    sv = "Meddelandet går inte att skriva: {why}."
    status = 500


@dataclass(frozen=True)
class Notice:
    """The facts one notice needs besides the common ones, and what goes along with it.

    With a `ticket` its button is a link that lets its holder in once.
    """

    facts: frozenset[str]
    calendar: str | None = None
    replies: bool = False
    ticket: bool = False


COMMON = frozenset({
    "agreement", "agreement_id", "parties", "clause", "day", "late", "given_on", "link", "simulated", "reply_to",
    "sender_name", "calendar",
})
MEETING = frozenset({
    "meeting_id", "starts", "ends", "place", "video", "period", "convenor", "convenor_email", "convenor_party",
    "agenda", "revision",
})

# `only_you`: the meeting stands, and is cancelled for this recipient only. `outcomes`: what the minutes came to,
# `version`: which text of them this is.
OPTIONAL: Mapping[str, Any] = {"only_you": False, "outcomes": (), "version": 1}


def _of(*facts: str) -> Notice:
    return Notice(frozenset(facts))


def _meeting(*facts: str, calendar: str | None = None, replies: bool = False) -> Notice:
    return Notice(MEETING | set(facts), calendar, replies)


NOTICES: Mapping[str, Notice] = {
    "begun": _of("start", "end", "duties"),
    "meeting_proposed": _meeting(),
    "agenda_points": _meeting(),
    "meeting_call": _meeting(calendar="REQUEST", replies=True),
    "meeting_reminder": _meeting(replies=True),
    "meeting_moved": _meeting("old_starts", calendar="REQUEST", replies=True),
    "meeting_cancelled": _meeting("reason", calendar="CANCEL"),
    "reply_received": _of("who", "who_party", "answer", "suggested_on", "comment"),
    "minutes_wanted": _of("count", "to_manager"),
    "minutes_ready": _of("minutes"),
    "meeting_missed": _of("period", "first", "last"),
    "renewal_ahead": _of("days_left", "silence", "end", "answered", "waiting_for"),
    "renewal_overdue": _of("days_left", "silence", "end", "answered", "waiting_for"),
    "end_ahead": _of("end", "duties"),
    "ended": _of("end", "duties", "missed"),
    "signature_wanted": _of("missing"),
    "signed_by_all": _of("signed", "start"),
    "declined": _of("by", "reason"),
    "start_unsigned": _of("start", "missing"),
    "fault_reported": _of("what", "page", "email"),
    "sign_in_link": Notice(frozenset({"expires"}), ticket=True),
    "password_link": Notice(frozenset({"expires"}), ticket=True),
    "invitation": Notice(frozenset({"expires", "by"}), ticket=True),
}


def read(name: str, payload: str) -> dict[str, Any]:
    """Return the facts of a payload, none that its words need missing; more than those are let be."""
    if name not in NOTICES:
        raise BadPayload(why=f"there is no notice {name!r}")
    notice = NOTICES[name]
    try:
        facts = json.loads(payload)
    except ValueError:
        raise BadPayload(why="its facts are not JSON") from None
    if not isinstance(facts, dict):
        raise BadPayload(why="its facts are not an object")
    wanted = COMMON | notice.facts
    if missing := sorted(wanted - facts.keys()):
        raise BadPayload(why=f"{name} lacks {', '.join(missing)}")
    method = facts["calendar"]["method"] if facts["calendar"] else None
    if method != notice.calendar:
        raise BadPayload(why=f"{name} goes with the calendar method {notice.calendar}, not {method}")
    return {**OPTIONAL, **facts}
