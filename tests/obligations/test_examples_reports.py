"""Reports and money, case by case."""

from __future__ import annotations

from datetime import date

from service.agreements.terms import Economy, Payment, ReportKind, ReportRule
from tests.obligations.agreements import agreement, lines, plan, said

YEAR = ("2025-01-01", "2025-12-31")


def test_several_of_a_kind_keep_keys_of_their_own() -> None:
    found = plan(agreement(*YEAR, reports=(
        ReportRule(kind=ReportKind.ACTIVITY_REPORT, due="--02-15"),
        ReportRule(kind=ReportKind.ACTIVITY_REPORT, due="--10-15"),
        ReportRule(kind=ReportKind.OTHER, due="2025-09-15", name="Lokalernas skick"),
        ReportRule(kind=ReportKind.OTHER, due="2025-09-15", name="Försäkring"),
        ReportRule(kind=ReportKind.ACCOUNTS))))
    assert lines(found) == [
        "other_report:2025:2025-09-15 2025-09-15 2025-01-01–2025-12-31 civil",
        "other_report:2025:2025-09-15:2 2025-09-15 2025-01-01–2025-12-31 civil",
        "activity_report:2025:--10-15 2025-10-15 2025-01-01–2025-12-31 civil",
        "activity_report:2025:--02-15 2026-02-15 2025-01-01–2025-12-31 civil closing",
    ]
    assert said(found) == [
        "reports.4.due: No day is set for the accounts; it is not watched until the parties have set one."]


def test_a_report_on_a_day_is_owed_once_for_the_year_it_concerns() -> None:
    found = plan(agreement("2025-01-01", "2026-12-31", reports=(
        ReportRule(kind=ReportKind.YEARLY_SUMMARY, due="2026-03-01"),
        ReportRule(kind=ReportKind.YEARLY_FOLLOWUP, due="2027-11-01"),
        ReportRule(kind=ReportKind.ACTIVITY_PLAN, due="2026-03-01"))))
    assert lines(found) == [
        "activity_plan:2026 2026-03-01 2026-01-01–2026-12-31 civil",
        "yearly_summary:2025 2026-03-01 2025-01-01–2025-12-31 civil",
        "yearly_followup:2026 2027-11-01 2026-01-01–2026-12-31 civil closing",
    ]


def test_no_report_is_due_before_the_start_and_no_plan_after_the_end() -> None:
    found = plan(agreement("2025-11-01", "2026-01-15", reports=(
        ReportRule(kind=ReportKind.ACTIVITY_REPORT, due="--10-15"),
        ReportRule(kind=ReportKind.ACTIVITY_PLAN, due="--01-31"),
        ReportRule(kind=ReportKind.ACCOUNTS, due="2025-05-01"))))
    assert lines(found) == [
        "accounts:2025 2025-12-01 2025-11-01–2025-12-31 civil",
        "activity_plan:2025 2025-12-01 2025-11-01–2025-12-31 civil",
        "activity_plan:2026 2026-01-15 2026-01-01–2026-01-15 civil",
        "activity_report:2025 2026-10-15 2025-11-01–2025-12-31 civil closing",
        "activity_report:2026 2026-10-15 2026-01-01–2026-01-15 civil closing",
    ]
    assert said(found) == [
        "activity_report:2025: The activity report for 2025 falls due 2026-10-15: "
        "2025-10-15 lies outside the agreement.",
        "activity_plan:2025: The activity plan for 2025 falls due 2025-12-01: 2025-01-31 lies outside the agreement.",
        "activity_plan:2026: The activity plan for 2026 falls due 2026-01-15: 2026-01-31 lies outside the agreement.",
        "accounts:2025: The accounts for 2025 fall due 2025-12-01: 2025-05-01 lies outside the agreement.",
    ]


def test_one_single_payment() -> None:
    once = Economy(payment=Payment(direction="payout", every_months=0, due_days=10))
    assert lines(plan(agreement(*YEAR, economy=once))) == ["payout:2025-01-01 2025-01-11 2025-01-01–2025-12-31 public"]
    assert lines(plan(agreement("2025-01-01", None, economy=once))) == [
        "payout:2025-01-01 2025-01-11 2025-01-01–2025-01-11 public"]


def test_a_payout_never_falls_after_the_end() -> None:
    found = plan(agreement("2025-01-01", "2025-07-10", economy=Economy(
        payment=Payment(direction="payout", every_months=6, due_days=30))))
    assert lines(found) == [
        "payout:2025-01-01 2025-01-31 2025-01-01–2025-06-30 public",
        "payout:2025-07-01 2025-07-10 2025-07-01–2025-07-10 public",
    ]


def test_five_months_at_a_time_are_counted_from_january_of_the_first_year() -> None:
    found = plan(agreement("2025-07-01", "2026-06-30", economy=Economy(payment=Payment(every_months=5))))
    assert [(one.first, one.last) for one in found.obligations] == [
        (date(2025, 7, 1), date(2025, 10, 31)), (date(2025, 11, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30))]
    assert [remark.about for remark in found.remarks] == ["invoice:2025-07-01", "invoice:2026-04-01"]
