"""From terms to everything that is owed, by whom and by which day."""

from __future__ import annotations

from datetime import date, datetime

from service.agreements.terms import Terms
from service.obligations.days.decision_days import decision, earlier_decision_days
from service.obligations.days.meeting_days import meetings
from service.obligations.days.money_days import money
from service.obligations.days.report_days import reports
from service.obligations.days.span import span_of
from service.obligations.model import Plan


def schedule(terms: Terms, *, known: datetime, ends: date | None = None, until: date | None = None) -> Plan:
    """Derive what the terms demand; the same terms always give the same plan.

    `known` is the moment from which anything can be sent: no meeting is planned that could not be
    called after it. `ends` is the last day of the period now running, if it was renewed. `until`
    limits an agreement without an end (24 months after the later of start and `known` if not given).
    """
    span = span_of(terms, known, ends, until)
    if span.until < span.start:
        return Plan(obligations=(), remarks=())
    stand, remarks = decision(terms, span)
    found, said = meetings(terms, span, stand.day if stand else None, earlier_decision_days(terms, span), known)
    remarks += said
    for part, said in (money(terms, span), reports(terms, span)):
        found += part
        remarks += said
    if stand is not None:
        found.append(stand)
    found.sort(key=lambda one: (one.day, one.key))
    return Plan(obligations=tuple(found), remarks=tuple(remarks))
