"""Agreements written out by hand, and plans as lines that can be read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from service.agreements.terms import (
    DecisionRule,
    Economy,
    Ending,
    Expiry,
    MeetingRule,
    Party,
    Payment,
    ReportKind,
    ReportRule,
    Terms,
)
from service.kernel.clock import moment
from service.obligations.model import Plan
from service.obligations.schedule import schedule

PARTIES = (Party(name="Socialförvaltningen Centrum", role="public"), Party(name="Skyddsvärnet", role="civil"))
YEARLY = (
    ReportRule(kind=ReportKind.YEARLY_SUMMARY, due="--02-15"),
    ReportRule(kind=ReportKind.ACTIVITY_PLAN, due="--01-31"),
    ReportRule(kind=ReportKind.YEARLY_FOLLOWUP, due="--02-28"),
    ReportRule(kind=ReportKind.ACCOUNTS, due="--04-30"),
)
QUARTERLY = MeetingRule(per_year=4, convenor="public")


def day(text: str) -> date:
    """Return a day written as ISO."""
    return date.fromisoformat(text)


def agreement(start: str, end: str | None, **values: Any) -> Terms:
    """Return terms for a period; whatever else is not said is not agreed."""
    if end is None:
        values.setdefault("ending", Ending(mode=Expiry.UNTIL_FURTHER_NOTICE))
    return Terms(title="Partnerskap", parties=PARTIES, start=day(start), end=day(end) if end else None, **values)


def the_bus() -> Terms:
    """Return the agreement of 2025 with the bus: quarterly, invoiced by the half-year, decision two months before."""
    return agreement(
        "2025-02-01", "2025-12-31", decision=DecisionRule(months_before=2, silence="ends"), meetings=QUARTERLY,
        economy=Economy(payment=Payment(direction="invoice", every_months=6)), reports=YEARLY,
        clauses={"meetings.per_year": "De ses varje kvartal.", "reports.0.kind": "Året sammanfattas."})


def plan(terms: Terms, known: str | None = None, **values: date) -> Plan:
    """Return the plan, known at the beginning of a day (the agreement's first if not given)."""
    return schedule(terms, known=at(known) if known else moment(terms.start), **values)


def at(text: str) -> datetime:
    """Return the beginning of a day in Stockholm."""
    return moment(day(text))


def lines(found: Plan, *kinds: str) -> list[str]:
    """Return each obligation as "key day first–last owes", closing ones marked; all kinds if none are named."""
    return [
        f"{one.key} {one.day} {one.first}–{one.last} {one.owes}{' closing' if one.closing else ''}"
        for one in found.obligations if not kinds or one.kind in kinds
    ]


def days(found: Plan, *kinds: str) -> list[str]:
    """Return each obligation as "key day"."""
    return [f"{one.key} {one.day}" for one in found.obligations if not kinds or one.kind in kinds]


def said(found: Plan) -> list[str]:
    """Return what the plan has to say, as "about: English sentence"."""
    return [f"{remark.about}: {remark.en}" for remark in found.remarks]
