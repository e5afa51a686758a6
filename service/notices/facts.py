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
    """The facts one notice needs besides the common ones, and what goes along with it."""

    facts: frozenset[str]
    optional: frozenset[str] = frozenset()
    calendar: str | None = None
    replies: bool = False


COMMON = frozenset({
    "agreement", "agreement_id", "parties", "clause", "day", "late", "given_on", "link", "simulated", "reply_to",
    "sender_name", "calendar",
})
MEETING = frozenset({
    "meeting_id", "starts", "ends", "place", "video", "period", "convenor", "convenor_email", "convenor_party",
    "agenda", "revision",
})


def _of(*facts: str, optional: frozenset[str] = frozenset()) -> Notice:
    return Notice(frozenset(facts), optional)


def _meeting(*facts: str, calendar: str | None = None, replies: bool = False, **more: frozenset[str]) -> Notice:
    return Notice(MEETING | set(facts), more.get("optional", frozenset()), calendar, replies)


NOTICES: Mapping[str, Notice] = {
    "begun": _of("start", "end", "duties"),
    "meeting_proposed": _meeting(),
    "agenda_points": _meeting(),
    "meeting_call": _meeting(calendar="REQUEST", replies=True),
    "meeting_reminder": _meeting(replies=True),
    "meeting_moved": _meeting("old_starts", calendar="REQUEST", replies=True),
    "meeting_cancelled": _meeting("reason", calendar="CANCEL", optional=frozenset({"only_you"})),
    "reply_received": _of("who", "who_party", "answer", "suggested_on", "comment", optional=MEETING),
    "minutes_wanted": _of("count", "to_manager", optional=MEETING),
    "minutes_ready": _of("minutes", optional=MEETING),
    "meeting_missed": _of("period", "first", "last"),
    "renewal_ahead": _of("days_left", "silence", "end", "answered", "waiting_for"),
    "renewal_overdue": _of("days_left", "silence", "end", "answered", "waiting_for"),
    "end_ahead": _of("end", "duties"),
    "ended": _of("end", "duties", "missed"),
    "signature_wanted": _of("missing"),
    "signed_by_all": _of("signed", "start"),
    "declined": _of("by", "reason"),
    "start_unsigned": _of("start", "missing"),
}


def read(name: str, payload: str) -> dict[str, Any]:
    """Return the facts of a payload, complete and known; optional ones that are absent are None."""
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
    if unknown := sorted(facts.keys() - wanted - notice.optional):
        raise BadPayload(why=f"{name} has facts of an unknown kind, perhaps from a newer version: {', '.join(unknown)}")
    method = facts["calendar"]["method"] if facts["calendar"] else None
    if method != notice.calendar:
        raise BadPayload(why=f"{name} goes with the calendar method {notice.calendar}, not {method}")
    return {**dict.fromkeys(notice.optional), **facts}
