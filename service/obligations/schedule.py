"""From terms to everything that is owed, by whom and by which day."""

from __future__ import annotations

from datetime import date, datetime

from service.agreements.terms import Terms
from service.kernel.calendar import add_months
from service.kernel.clock import local_day
from service.obligations.meeting_days import meetings
from service.obligations.model import Kind, Obligation, Plan, Remark
from service.obligations.money_days import money
from service.obligations.report_days import reports
from service.obligations.slots import ONE_DAY

MONTHS_AHEAD = 24


def schedule(terms: Terms, *, known: datetime, ends: date | None = None, until: date | None = None) -> Plan:
    """Derive what the terms demand; the same terms always give the same plan.

    `known` is the moment from which anything can be sent: no meeting is planned that could not be
    called after it. `ends` is the last day of the period now running, if it was renewed. `until`
    limits an agreement without an end (24 months after the later of start and `known` if not given).
    """
    last = ends or terms.end or until or add_months(max(terms.start, local_day(known)), MONTHS_AHEAD)
    decision = terms.decision_day(ends)
    found, remarks = meetings(terms, terms.start, last, decision, known)
    for part, said in (money(terms, terms.start, last), reports(terms, terms.start, last)):
        found += part
        remarks += said
    if decision is not None:
        found.append(_decision(terms, decision, last))
        remarks += _about_decision(terms, decision, last, known)
    found.sort(key=lambda one: (one.day, one.key))
    return Plan(obligations=tuple(found), remarks=tuple(remarks))


def _decision(terms: Terms, day: date, last: date) -> Obligation:
    return Obligation(
        key=f"renewal_decision:{last}", kind=Kind.RENEWAL_DECISION, day=day, first=terms.start, last=last, owes="both",
        clause=terms.clause("decision.months_before", "decision.on", "expiry.mode"))


def _about_decision(terms: Terms, day: date, last: date, known: datetime) -> list[Remark]:
    found = []
    months = terms.decision.months_before if terms.decision else None
    if months and (last + ONE_DAY).day == 1 and (day + ONE_DAY).day != 1:
        other = add_months(last + ONE_DAY, -months) - ONE_DAY
        found.append(Remark(
            about="decision.on",
            sv=f"{months} månader före {last} kan läsas som {day} eller {other}; den tidigare dagen gäller.",
            en=f"{months} months before {last} can be read as {day} or {other}; the earlier day is taken."))
    if day < terms.start:
        found.append(Remark(
            about="decision.on", sv=f"Ställningstagandet {day} ligger före överenskommelsens första dag {terms.start}.",
            en=f"The decision on {day} lies before the agreement's first day {terms.start}."))
    elif day <= local_day(known) < last:
        found.append(Remark(
            about="decision.on",
            sv=f"Dagen för ställningstagandet, {day}, hade passerat när överenskommelsen blev känd här.",
            en=f"The day of the decision, {day}, had passed when the agreement became known here."))
    return found
