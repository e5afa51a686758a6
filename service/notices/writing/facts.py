"""What each notice tells: its facts by name, as one table, and the one reader of payloads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from service.kernel.errors import Refusal


class BadPayload(Refusal):
    """This notice cannot be written: {why}."""

    sv = "Meddelandet går inte att skriva: {why}."
    status = 500


@dataclass(frozen=True)
class Notice:
    """The facts one notice needs besides the common ones, and what goes along with it.

    With a `ticket` its button is a link that lets its holder in once. What `gathers` may be told in a weekly mail:
    always, or when its day is more than a week ahead.
    """

    facts: frozenset[str]
    calendar: str | None = None
    replies: bool = False
    ticket: bool = False
    gathers: Literal["never", "always", "ahead"] = "never"


COMMON = frozenset({
    "agreement", "agreement_id", "parties", "clause", "day", "late", "given_on", "link", "simulated", "reply_to",
    "sender_name", "calendar",
})
MEETING = frozenset({
    "meeting_id", "starts", "ends", "place", "video", "period", "convenor", "convenor_email", "convenor_party",
    "agenda", "revision",
})

RENEGOTIATION = ("renegotiation_id", "about", "why", "provision", "asked_by", "asked_on", "waiting_for")
TERMINATION = ("termination_id", "by", "signer", "given_on_day", "received", "last", "explained", "waiting_for", "reason")
REPORT = ("report_id", "kind", "first", "last", "owed_by", "delivered_on", "too_late", "noted", "days_left", "comment", "again")
DEVIATION = ("deviation_id", "kind", "post", "what", "why", "sek", "percent", "changes_on", "reported_by", "reported_on", "passed",
             "waiting_for")
INVOICE = ("invoice_id", "kind", "first", "last", "number", "amount", "expected", "left", "approved", "handed_in", "due_on", "payer",
           "payee")
BREACH = ("breach_id", "notified_by", "against", "notified_on", "undertaking", "what", "since", "days", "at_once", "rectify_by")
RESCISSION = ("rescission_id", "party", "declared_by", "declared_on", "effective_on", "reason", "outside", "in_effect")

REPAYMENT = ("repayment_id", "ground", "amount", "left", "waived", "why", "claimed_by", "owed_by", "claimed_on", "due_on",
             "due_amount", "parts")
DISPUTE = ("dispute_id", "about", "why", "opened_by", "opened_on", "forum", "stated", "waiting_for")

# `only_you`: the meeting stands, and is cancelled for this recipient only. `outcomes`: what the minutes came to,
# `version`: which text of them this is. `amendment`: what is signed is not the agreement itself but this change of it.
OPTIONAL: Mapping[str, Any] = {"only_you": False, "outcomes": (), "version": 1, "amendment": None, "number": None,
                               "effective": None, "from_on": None, "deadline": None, "stopped": False}


WEEK = timedelta(days=7)


def _of(*facts: str, gathers: Literal["never", "always", "ahead"] = "never") -> Notice:
    return Notice(frozenset(facts), gathers=gathers)


def _meeting(
    *facts: str, calendar: str | None = None, replies: bool = False, gathers: Literal["never", "always", "ahead"] = "never"
) -> Notice:
    return Notice(MEETING | set(facts), calendar, replies, gathers=gathers)


NOTICES: Mapping[str, Notice] = {
    "begun": _of("start", "end", "duties", gathers="always"),
    "meeting_proposed": _meeting(gathers="ahead"),
    "agenda_points": _meeting(gathers="ahead"),
    "meeting_call": _meeting(calendar="REQUEST", replies=True),
    "meeting_reminder": _meeting(replies=True),
    "meeting_moved": _meeting("old_starts", calendar="REQUEST", replies=True),
    "meeting_cancelled": _meeting("reason", calendar="CANCEL"),
    "reply_received": _of("who", "who_party", "answer", "suggested_on", "comment", gathers="always"),
    "minutes_wanted": _of("count", "to_manager", gathers="always"),
    "minutes_ready": _of("minutes", gathers="always"),
    "meeting_missed": _of("period", "first", "last", gathers="always"),
    "renewal_ahead": _of("days_left", "silence", "end", "answered", "waiting_for", gathers="ahead"),
    "renewal_overdue": _of("days_left", "silence", "end", "answered", "waiting_for"),
    "renewed": _of("was", "end", "decide_by", gathers="always"),
    "end_ahead": _of("end", "duties", "originals", gathers="ahead"),
    "ended": _of("end", "duties", "missed"),
    "signature_wanted": _of("missing"),
    "original_waits": _of("party", "by", "end", "examined"),
    "original_refused": _of("party", "by", "reason", "examined"),
    "signed_by_all": _of("signed", "start", gathers="always"),
    "declined": _of("by", "reason"),
    "start_unsigned": _of("start", "missing"),
    "amendment_in_force": _of("number", "amendment", "from_on", "changes", gathers="always"),
    "amendment_withdrawn": _of("number", "amendment", "by", "reason", gathers="always"),
    "amendment_lapsed": _of("number", "amendment", "end"),
    "party_left": _of("number", "amendment", "party", "from_on", "last_on", "duties"),
    "extension_unsigned": _of("number", "amendment", "decided_on", "in_signature", "end"),
    "successor_unsigned": _of("end", "successor"),
    "renegotiation_asked": _of(*RENEGOTIATION),
    "renegotiation_waits": _of(*RENEGOTIATION, gathers="always"),
    "renegotiation_begun": _of(*RENEGOTIATION, "answers", gathers="always"),
    "renegotiation_silent": _of(*RENEGOTIATION, gathers="always"),
    "renegotiation_over": _of(*RENEGOTIATION, "outcome", "text", "by", gathers="always"),
    "termination_given": _of(*TERMINATION),
    "termination_unreceived": _of(*TERMINATION),
    "termination_running": _of(*TERMINATION, "otherwise"),
    "termination_withdrawal_asked": _of(*TERMINATION),
    "termination_consent_waits": _of(*TERMINATION),
    "termination_over": _of(*TERMINATION, "outcome", "ends"),
    "settings_changed": _of("by", "about", "before", "after", "moved", "reminders", gathers="always"),
    "paused": _of("by", "resumed"),
    "agreement_closed": _of("end", "how", "by", gathers="always"),
    "deviation_reported": _of(*DEVIATION, gathers="ahead"),
    "deviation_approval_wanted": _of(*DEVIATION, gathers="ahead"),
    "deviation_over": _of(*DEVIATION, "outcome", "text", "by", "too_late", gathers="always"),
    "invoice_ahead": _of(*INVOICE, gathers="ahead"),
    "invoice_due": _of(*INVOICE, gathers="always"),
    "invoice_overdue": _of(*INVOICE),
    "invoice_received": _of(*INVOICE, "over", "reason", gathers="always"),
    "invoice_disputed": _of(*INVOICE, "reason", gathers="always"),
    "payment_due": _of(*INVOICE, gathers="ahead"),
    "payment_overdue": _of(*INVOICE),
    "paid": _of(*INVOICE, "paid", "paid_on", gathers="always"),
    "report_ahead": _of(*REPORT, gathers="ahead"),
    "report_due": _of(*REPORT),
    "report_overdue": _of(*REPORT),
    "report_delivered": _of(*REPORT, gathers="always"),
    "report_returned": _of(*REPORT),
    "report_accepted": _of(*REPORT, gathers="always"),
    "shift_untold": _of("shift_id", "hours", "places", gathers="always"),
    "breach_notice": _of(*BREACH, "why_days", "evidence"),
    "breach_answered": _of(*BREACH, "answer", "received_on", "text", "done_on"),
    "rectify_ahead": _of(*BREACH),
    "rectify_passed": _of(*BREACH),
    "breach_over": _of(*BREACH, "outcome", "text", gathers="always"),
    "rescission_claimed": _of(*RESCISSION, "outcome", "text"),
    "rescinded": _of(*RESCISSION),
    "repayment_claimed": _of(*REPAYMENT),
    "repayment_waits": _of(*REPAYMENT),
    "repayment_answered": _of(*REPAYMENT, "outcome", "text", gathers="always"),
    "repayment_unsettled": _of(*REPAYMENT, gathers="always"),
    "repayment_due": _of(*REPAYMENT, gathers="ahead"),
    "repayment_overdue": _of(*REPAYMENT),
    "repayment_changed": _of(*REPAYMENT, "what", "sum", "text", "over", gathers="always"),
    "dispute_opened": _of(*DISPUTE),
    "dispute_waits": _of(*DISPUTE, gathers="always"),
    "dispute_silent": _of(*DISPUTE, gathers="always"),
    "dispute_stated": _of(*DISPUTE, "by"),
    "dispute_unconfirmed": _of(*DISPUTE, gathers="always"),
    "dispute_escalated": _of(*DISPUTE, "by", "reference"),
    "dispute_over": _of(*DISPUTE, "outcome", "text", "by", "elsewhere", gathers="always"),
    "fault_reported": _of("what", "page", "email"),
    "weekly": _of("matters", "unlisted"),
    "sign_in_link": Notice(frozenset({"expires"}), ticket=True),
    "password_link": Notice(frozenset({"expires"}), ticket=True),
    "address_link": Notice(frozenset({"expires"}), ticket=True),
    "ways_changed": _of("what", "at", "by", "where"),
    "invitation": Notice(frozenset({"expires", "by"}), ticket=True),
}


def may_gather(name: str, day: date, today: date) -> bool:
    """Say whether a notice about something on `day` may be told in a weekly mail instead of at once."""
    gathers = NOTICES[name].gathers
    return gathers == "always" or gathers == "ahead" and day - today > WEEK


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
