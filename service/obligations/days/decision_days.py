"""By which day a stand on renewal is taken."""

from __future__ import annotations

from datetime import date

from service.agreements.terms import Expiry, Terms
from service.kernel.calendar import add_months
from service.obligations.days.span import ONE_DAY, Span
from service.obligations.model import Kind, Obligation, Remark

ABOUT = "decision.on"


def decision(terms: Terms, span: Span) -> tuple[Obligation | None, list[Remark]]:
    """Return the decision on what follows the period that ends on the span's last day, and what to say of it."""
    day = _day(terms, span.last)
    if span.last is None or day is None:
        return None, [_no_period()] if terms.decision else []
    remarks = _readings(terms, day, span.last)
    if day > span.last:
        remarks.append(_after_end(day, span.last))
        day = span.last
    if day < span.start:
        remarks.append(_before_start(day, span.start))
    elif day < span.known_on:
        remarks.append(_passed(day))
    ends = _ends_before(terms, span.last)
    return Obligation(
        key=f"{Kind.RENEWAL_DECISION}:{span.last}", kind=Kind.RENEWAL_DECISION, day=day,
        first=ends[-1] + ONE_DAY if ends else span.start, last=span.last, owes="both",
        clause=terms.clause("decision.months_before", "decision.on", "decision"),
    ), remarks


def earlier_decision_days(terms: Terms, span: Span) -> list[date]:
    """Return the decision days of the periods before the one that runs to the span's last day."""
    if span.last is None:
        return []
    days = (_day(terms, end) for end in _ends_before(terms, span.last))
    return [day for day in days if day is not None]


def _day(terms: Terms, end: date | None) -> date | None:
    if terms.ending.mode is Expiry.UNTIL_FURTHER_NOTICE:
        return None
    return terms.decision_day(end)


def _ends_before(terms: Terms, last: date) -> list[date]:
    """Return the last days of the periods that were prolonged to reach `last`."""
    months = terms.ending.months
    if terms.end is None or months is None or terms.ending.mode is Expiry.ENDS:
        return []
    found, end = [], terms.end
    while end < last:
        found.append(end)
        end = add_months(terms.end, len(found) * months)
    return found


def _readings(terms: Terms, day: date, last: date) -> list[Remark]:
    """Say so where the months can be counted by day number or by month's end."""
    months = terms.decision.months_before if terms.decision else None
    if not months or (last + ONE_DAY).day != 1 or (day + ONE_DAY).day == 1:
        return []
    other = add_months(last + ONE_DAY, -months) - ONE_DAY
    return [Remark(
        about=ABOUT,
        sv=f"{months} {'månad' if months == 1 else 'månader'} före {last} kan läsas som {day} eller {other}; "
           "den tidigare dagen gäller.",
        en=f"{months} {'month' if months == 1 else 'months'} before {last} can be read as {day} or {other}; "
           "the earlier day is taken.")]


def _no_period() -> Remark:
    return Remark(
        about="decision",
        sv="Överenskommelsen gäller tills vidare: det finns ingen period vars förlängning ska avgöras.",
        en="The agreement runs until further notice: there is no period whose renewal is to be decided.")


def _after_end(day: date, last: date) -> Remark:
    return Remark(
        about=ABOUT, sv=f"Ställningstagandet {day} ligger efter sista dagen {last}; det tas senast då.",
        en=f"The decision on {day} lies after the last day {last}; it is taken by then.")


def _before_start(day: date, start: date) -> Remark:
    return Remark(
        about=ABOUT, sv=f"Ställningstagandet {day} ligger före överenskommelsens första dag {start}.",
        en=f"The decision on {day} lies before the agreement's first day {start}.")


def _passed(day: date) -> Remark:
    return Remark(
        about=ABOUT, sv=f"Dagen för ställningstagandet, {day}, hade passerat när överenskommelsen registrerades.",
        en=f"The day of the decision, {day}, had passed when the agreement was registered.")
