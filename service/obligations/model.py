"""What a schedule is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.agreements.terms import Whose


class Kind(StrEnum):
    """What is owed."""

    MEETING = "meeting"
    RENEWAL_DECISION = "renewal_decision"
    INVOICE = "invoice"
    PAYOUT = "payout"
    YEARLY_SUMMARY = "yearly_summary"
    ACTIVITY_PLAN = "activity_plan"
    YEARLY_FOLLOWUP = "yearly_followup"
    ACCOUNTS = "accounts"
    ACTIVITY_REPORT = "activity_report"
    OTHER_REPORT = "other_report"
    FINAL_REPORT = "final_report"
    FINAL_ACCOUNT = "final_account"


# What has a life of its own, that its obligation follows.
OWN_LIFE = (Kind.MEETING, Kind.RENEWAL_DECISION, Kind.INVOICE, Kind.PAYOUT)
# What follows the life of a report.
REPORTS = (
    Kind.YEARLY_SUMMARY, Kind.ACTIVITY_PLAN, Kind.YEARLY_FOLLOWUP, Kind.ACCOUNTS, Kind.ACTIVITY_REPORT, Kind.OTHER_REPORT,
    Kind.FINAL_REPORT, Kind.FINAL_ACCOUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """Something owed by a day.

    `key` is natural: deriving again gives the same. `first`–`last` is the period it belongs to;
    a `closing` duty may fall after the agreement's last day. `version` is the number of the terms it rests on.
    """

    key: str
    kind: Kind
    day: date
    first: date
    last: date
    owes: Whose
    clause: str
    closing: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What the plan has to say about a key or a path of the terms, in Swedish and English."""

    about: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Obligations in order of day and key, and what there is to say about them."""

    obligations: tuple[Obligation, ...]
    remarks: tuple[Remark, ...]
