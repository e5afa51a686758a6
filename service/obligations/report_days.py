"""When reports are due: once for each calendar year that the agreement covers, or once on a given day."""

from __future__ import annotations

from calendar import isleap
from collections import Counter
from datetime import date

from service.agreements.terms import ReportKind, ReportRule, Terms
from service.kernel.calendar import add_months
from service.obligations.model import Kind, Obligation, Remark
from service.obligations.slots import ONE_DAY

LAST_MONTH_OF_NEXT_YEAR = 9
KINDS = {kind: Kind.OTHER_REPORT if kind is ReportKind.OTHER else Kind(kind) for kind in ReportKind}


def reports(terms: Terms, start: date, end: date) -> tuple[list[Obligation], list[Remark]]:
    """Return what is to be handed in, and which reports still lack a day."""
    counted = Counter(rule.kind for rule in terms.reports)
    found, remarks = [], []
    for number, rule in enumerate(terms.reports):
        clause = terms.clause(f"reports.{number}.kind", f"reports.{number}.due")
        if rule.due is None:
            remarks.append(_without_day(number, rule))
            continue
        suffix = f":{rule.due}" if counted[rule.kind] > 1 else ""
        days = _each_year(rule, start, end) if rule.due.startswith("--") else [_once(rule, start, end)]
        found += [_owed(rule, day, first, last, end, suffix, clause) for day, first, last in days]
    return _distinct(found), remarks


def _owed(rule: ReportRule, day: date, first: date, last: date, end: date, suffix: str, clause: str) -> Obligation:
    kind = KINDS[rule.kind]
    return Obligation(key=f"{kind}:{first.year}{suffix}", kind=kind, day=day, first=first, last=last, owes="civil",
                      clause=clause, closing=day > end)


def _each_year(rule: ReportRule, start: date, end: date) -> list[tuple[date, date, date]]:
    found = []
    for year in range(start.year, end.year + 1):
        first, last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
        found.append((_day(rule, year, first, last, start, end), first, last))
    return found


def _day(rule: ReportRule, year: int, first: date, last: date, start: date, end: date) -> date:
    assert rule.due is not None
    month = int(rule.due[2:4])
    if rule.kind is ReportKind.ACTIVITY_PLAN:
        day = _in_year(rule.due, year)
        if day < start:
            day = add_months(start, 1) - ONE_DAY
        return min(day, end)
    if month <= LAST_MONTH_OF_NEXT_YEAR:
        return _in_year(rule.due, year + 1)
    return max(_in_year(rule.due, year), first)


def _in_year(due: str, year: int) -> date:
    month, day = int(due[2:4]), int(due[5:7])
    if (month, day) == (2, 29) and not isleap(year):
        day = 28
    return date(year, month, day)


def _once(rule: ReportRule, start: date, end: date) -> tuple[date, date, date]:
    assert rule.due is not None
    day = date.fromisoformat(rule.due)
    if day < start:
        day = start
    if rule.kind is ReportKind.ACTIVITY_PLAN:
        day = min(day, end)
    year = min(max(day.year if day <= end else end.year, start.year), end.year)
    return day, max(start, date(year, 1, 1)), min(end, date(year, 12, 31))


def _distinct(found: list[Obligation]) -> list[Obligation]:
    """Return each obligation once by key: two rules alike owe one document."""
    return list({one.key: one for one in found}.values())


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
