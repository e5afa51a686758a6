"""Deriving a schedule, against the same values made with dateutil and holidays as one would write it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import dropwhile
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, YEARLY, rrule

from bench.mail import Row, interleaved
from service.agreements.terms import (
    DecisionRule,
    Economy,
    MeetingRule,
    Party,
    Payment,
    ReportKind,
    ReportRule,
    Terms,
)
from service.kernel import calendar, clock
from service.obligations.days import meeting_room, slots
from service.obligations.model import Kind, Obligation
from service.obligations.schedule import schedule

COUNT = 400
STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFF = holidays.country_holidays("SE", categories=("public", "de_facto"))
CACHES = (
    calendar.is_working_day, calendar.sent_ahead, clock.moment, meeting_room.middle_day, meeting_room.last_day,
    meeting_room.first_day, slots.year_parts,
)


def bench() -> list[Row]:
    """Return the ratios, with day tables filled by earlier rounds and with empty ones; takes half a minute."""
    many = [_terms(number) for number in range(COUNT)]
    for one in many:
        assert [*schedule(one, known=_known(one)).obligations] == natural(one, _known(one))
    rows = []
    for what, prepare in (("schedule", _nothing), ("schedule, day tables empty", _forget)):
        pace = interleaved({"ours": lambda: _all(many, _ours), "natural": lambda: _all(many, natural)}, prepare)
        rows.append(Row(what, pace["ours"], "dateutil + holidays", pace["natural"], 4))
    return rows


def natural(terms: Terms, known: datetime) -> list[Obligation]:
    """Return what a quarterly agreement with a last day demands."""
    assert terms.end is not None
    assert terms.decision is not None
    decided = terms.end - relativedelta(months=terms.decision.months_before or 0)
    found = [Obligation(
        key=f"renewal_decision:{terms.end}", kind=Kind.RENEWAL_DECISION, day=decided, first=terms.start, last=terms.end,
        owes="both", clause=terms.clause("decision.months_before"))]
    found += _meetings(terms, terms.end, decided, known)
    found += _invoices(terms, terms.end)
    found += _reports(terms, terms.end)
    return sorted(found, key=lambda one: (one.day, one.key))


def _meetings(terms: Terms, end: date, decided: date, known: datetime) -> list[Obligation]:
    opens, closes = decided - timedelta(days=45), decided - timedelta(days=14)
    quarters = [
        (max(begins.date(), terms.start), min((begins + relativedelta(months=3, days=-1)).date(), end))
        for begins in rrule(MONTHLY, interval=3, until=_at(end),
                            dtstart=_at(date(terms.start.year, (terms.start.month - 1) // 3 * 3 + 1, 1)))]
    chosen = {first: _days(first, last, terms, known) for first, last in quarters}
    for first in reversed(chosen):
        near = [day for day in chosen[first] if opens <= day <= closes]
        if near:
            chosen[first] = near
            break
    return [
        Obligation(
            key=f"meeting:{first.year}-Q{(first.month + 2) // 3}", kind=Kind.MEETING, day=_middle(chosen[first]),
            first=first, last=last, owes="public", clause=terms.clause("meetings.per_year"))
        for first, last in quarters if chosen[first]]


def _days(first: date, last: date, terms: Terms, known: datetime) -> list[date]:
    lead = timedelta(days=terms.meetings.habits.lead_days)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    working = [day for day in days if day.weekday() < 5 and day.month != 7 and day not in OFF]
    return list(dropwhile(lambda day: _sent(day - lead) < known, working))


def _sent(day: date) -> datetime:
    while day.weekday() > 4 or day in OFF:
        day -= timedelta(days=1)
    return datetime.combine(day, time(8), STOCKHOLM)


def _middle(days: list[date]) -> date:
    midweek = [day for day in days if day.weekday() in (1, 2, 3)] or days
    return min(midweek, key=lambda day: (abs(2 * day.toordinal() - days[0].toordinal() - days[-1].toordinal()), day))


def _invoices(terms: Terms, end: date) -> list[Obligation]:
    found = []
    starts = date(terms.start.year, 1 if terms.start.month < 7 else 7, 1)
    for begins in rrule(MONTHLY, interval=6, dtstart=_at(starts), until=_at(end)):
        first, last = max(begins.date(), terms.start), min((begins + relativedelta(months=6, days=-1)).date(), end)
        due = last + relativedelta(days=30)
        found.append(Obligation(
            key=f"invoice:{first}", kind=Kind.INVOICE, day=due, first=first, last=last, owes="civil",
            clause=terms.clause("economy.payment.every_months"), closing=due > end))
    return found


def _reports(terms: Terms, end: date) -> list[Obligation]:
    found = []
    for rule in terms.reports:
        month, day = int((rule.due or "")[2:4]), int((rule.due or "")[5:7])
        for begins in rrule(YEARLY, dtstart=_at(date(terms.start.year, 1, 1)), until=_at(end)):
            due = (begins + relativedelta(years=1, month=month, day=day)).date()
            found.append(Obligation(
                key=f"{rule.kind}:{begins.year}", kind=Kind(rule.kind), day=due, first=max(begins.date(), terms.start),
                last=min(date(begins.year, 12, 31), end), owes="civil", clause=terms.clause("reports.0.kind"),
                closing=due > end))
    return found


def _at(day: date) -> datetime:
    return datetime.combine(day, time())


def _terms(number: int) -> Terms:
    """Return one of many agreements of one to three years, no two alike."""
    start = date(2024, 1, 1) + timedelta(days=number * 3)
    return Terms(
        title="Partnerskap", parties=(Party(name="Kommunen", role="public"), Party(name="Föreningen", role="civil")),
        start=start, end=start + timedelta(days=364 + number % 3 * 365), decision=DecisionRule(months_before=2),
        meetings=MeetingRule(per_year=4, convenor="public"), economy=Economy(payment=Payment(every_months=6)),
        reports=(
            ReportRule(kind=ReportKind.YEARLY_SUMMARY, due="--02-15"),
            ReportRule(kind=ReportKind.YEARLY_FOLLOWUP, due="--02-28"),
            ReportRule(kind=ReportKind.ACCOUNTS, due="--04-30"),
        ),
        clauses={"meetings.per_year": "Parterna träffas kvartalsvis."})


def _known(terms: Terms) -> datetime:
    return clock.moment(terms.start)


def _ours(terms: Terms, known: datetime) -> object:
    return schedule(terms, known=known)


def _all(many: list[Terms], derive: Callable[[Terms, datetime], object]) -> int:
    for one in many:
        derive(one, _known(one))
    return len(many)


def _nothing(_name: str) -> None:
    """Leave the day tables as they are."""


def _forget(name: str) -> None:
    if name == "ours":
        for table in CACHES:
            table.cache_clear()


def main() -> None:
    """Print the table."""
    for row in bench():
        print(f"{row.what:28} {row.ours:9.0f}/s  {row.peer:20} {row.theirs:8.0f}/s  × {row.ratio:6.2f}  "
              f"goal {row.goal:5.2f}  {'reached' if row.ratio >= row.goal else 'MISSED'}")


if __name__ == "__main__":
    main()
