"""When reports are due: once for each calendar year that the agreement covers, or once on a given day."""

from __future__ import annotations

from calendar import isleap
from collections import Counter
from collections.abc import Iterator
from datetime import date

from service.agreements.terms import ReportKind, ReportRule, Terms
from service.kernel.calendar import add_months
from service.obligations.days.span import Span
from service.obligations.model import Kind, Obligation, Remark

LAST_MONTH_OF_NEXT_YEAR = 9
KINDS = {kind: Kind.OTHER_REPORT if kind is ReportKind.OTHER else Kind(kind) for kind in ReportKind}


def reports(terms: Terms, span: Span) -> tuple[list[Obligation], list[Remark]]:
    """Return what is to be handed in, which reports still lack a day, and which days had to be moved.

    The key names the covered year, and the rule's day only where a kind is owed more than once.
    """
    kinds, alike = Counter(rule.kind for rule in terms.reports), Counter[tuple[ReportKind, str]]()
    found, remarks = [], []
    for number, rule in enumerate(terms.reports):
        if rule.due is None:
            remarks.append(_without_day(number, rule))
            continue
        suffix = f":{rule.due}" if kinds[rule.kind] > 1 else ""
        alike[rule.kind, rule.due] += 1
        if alike[rule.kind, rule.due] > 1:
            suffix += f":{alike[rule.kind, rule.due]}"
        clause = terms.clause(f"reports.{number}.due", f"reports.{number}.kind", f"reports.{number}", "reports")
        for year, wanted in _days(rule, rule.due, span):
            day = _fitted(rule, rule.due, wanted, span)
            closing = span.last is not None and day > span.last
            if day > span.until and not closing:
                continue
            found.append(_owed(rule, year, day, span, suffix, clause, closing=closing))
            if day != wanted:
                remarks.append(_moved(rule, year, found[-1], wanted))
    return found, remarks


def _days(rule: ReportRule, due: str, span: Span) -> Iterator[tuple[int, date]]:
    """Yield the covered years, each with the day on which the report on it is due."""
    if not due.startswith("--"):
        day = date.fromisoformat(due)
        covered = day.year - _years_after(rule, day.month)
        yield min(max(covered, span.start.year), span.until.year), day
        return
    month, number = int(due[2:4]), int(due[5:7])
    for year in range(span.start.year, span.until.year + 1):
        yield year, _in_year(year + _years_after(rule, month), month, number)


def _years_after(rule: ReportRule, month: int) -> int:
    """Return how many years after the covered one a report due in `month` is handed in."""
    return int(rule.kind is not ReportKind.ACTIVITY_PLAN and month <= LAST_MONTH_OF_NEXT_YEAR)


def _in_year(year: int, month: int, day: int) -> date:
    return date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)


def _fitted(rule: ReportRule, due: str, day: date, span: Span) -> date:
    """Return a day not before the start (a yearly report waits a year, else one month), no plan after the end."""
    plan = rule.kind is ReportKind.ACTIVITY_PLAN
    if day < span.start:
        day = add_months(day, 12) if due.startswith("--") and not plan else span.within(add_months(span.start, 1))
    return span.within(day) if plan else day


def _owed(
    rule: ReportRule, year: int, day: date, span: Span, suffix: str, clause: str, *, closing: bool,
) -> Obligation:
    kind = KINDS[rule.kind]
    first, last = span.cut(date(year, 1, 1), date(year, 12, 31))
    return Obligation(
        key=f"{kind}:{year}{suffix}", kind=kind, day=day, first=first, last=last, owes="civil", clause=clause,
        closing=closing)


def _moved(rule: ReportRule, year: int, one: Obligation, day: date) -> Remark:
    sv, en = _NAMES[rule.kind], rule.kind.replace("_", " ")
    return Remark(
        about=one.key,
        sv=f"{sv.capitalize()} för {year} lämnas senast {one.day}: {day} ligger utanför överenskommelsen.",
        en=f"The {en} for {year} {'fall' if en.endswith('s') else 'falls'} due {one.day}: "
           f"{day} lies outside the agreement.")


def _without_day(number: int, rule: ReportRule) -> Remark:
    return Remark(
        about=f"reports.{number}.due",
        sv=f"Ingen dag är satt för {_NAMES[rule.kind]}; den bevakas inte förrän parterna har bestämt en.",
        en=f"No day is set for the {rule.kind.replace('_', ' ')}; it is not watched until the parties have set one.")


_NAMES = {
    ReportKind.YEARLY_SUMMARY: "den skriftliga sammanställningen", ReportKind.ACTIVITY_PLAN: "verksamhetsplanen",
    ReportKind.YEARLY_FOLLOWUP: "årsuppföljningen", ReportKind.ACCOUNTS: "bokslutet",
    ReportKind.ACTIVITY_REPORT: "verksamhetsrapporten", ReportKind.OTHER: "rapporten",
}
