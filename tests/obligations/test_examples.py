"""Whole plans, written out."""

from __future__ import annotations

from datetime import date

from service.agreements.terms import DecisionRule, Economy, Ending, Expiry, MeetingRule, Payment, ReportKind, ReportRule
from service.obligations.model import Kind, Obligation, Plan
from tests.obligations.agreements import QUARTERLY, YEARLY, agreement, day, lines, plan, said, the_bus

CUT = "covers less than {}: the periods follow the calendar."


def test_the_bus_in_full() -> None:
    first, last = date(2025, 2, 1), date(2025, 12, 31)
    quarterly, summed = "De ses varje kvartal.", "Året sammanfattas."

    def report(kind: Kind, due: date, clause: str = "", *, closing: bool = True) -> Obligation:
        return Obligation(key=f"{kind}:2025", kind=kind, day=due, first=first, last=last, owes="civil", clause=clause,
                          closing=closing)

    def meeting(key: str, on: date, begins: date, ends: date) -> Obligation:
        return Obligation(key=f"meeting:2025-{key}", kind=Kind.MEETING, day=on, first=begins, last=ends, owes="public",
                          clause=quarterly, closing=False)

    found = plan(the_bus())
    assert found.obligations == (
        report(Kind.ACTIVITY_PLAN, date(2025, 3, 1), closing=False),
        meeting("Q1", date(2025, 3, 13), first, date(2025, 3, 31)),
        meeting("Q2", date(2025, 5, 15), date(2025, 4, 1), date(2025, 6, 30)),
        Obligation(key="invoice:2025-02-01", kind=Kind.INVOICE, day=date(2025, 7, 30), first=first,
                   last=date(2025, 6, 30), owes="civil", clause="", closing=False),
        meeting("Q3", date(2025, 9, 2), date(2025, 7, 1), date(2025, 9, 30)),
        meeting("Q4", date(2025, 10, 9), date(2025, 10, 1), last),
        Obligation(key="renewal_decision:2025-12-31", kind=Kind.RENEWAL_DECISION, day=date(2025, 10, 31), first=first,
                   last=last, owes="both", clause="", closing=False),
        Obligation(key="invoice:2025-07-01", kind=Kind.INVOICE, day=date(2026, 1, 30), first=date(2025, 7, 1),
                   last=last, owes="civil", clause="", closing=True),
        report(Kind.YEARLY_SUMMARY, date(2026, 2, 15), summed),
        report(Kind.YEARLY_FOLLOWUP, date(2026, 2, 28)),
        report(Kind.ACCOUNTS, date(2026, 4, 30)),
    )
    assert said(found) == [
        "invoice:2025-02-01: The invoice for 2025-02-01 to 2025-06-30 " + CUT.format("6 months"),
        "activity_plan:2025: The activity plan for 2025 falls due 2025-03-01: 2025-01-31 lies outside the agreement.",
    ]


def test_three_years_from_the_first_of_july() -> None:
    found = plan(agreement(
        "2025-07-01", "2028-06-30", decision=DecisionRule(months_before=6), meetings=QUARTERLY,
        economy=Economy(payment=Payment(direction="payout", every_months=6, due_days=0)),
        reports=(ReportRule(kind=ReportKind.ACTIVITY_REPORT, due="--03-01"),)))
    assert lines(found) == [
        "payout:2025-07-01 2025-07-01 2025-07-01–2025-12-31 public",
        "meeting:2025-Q3 2025-09-02 2025-07-01–2025-09-30 public",
        "meeting:2025-Q4 2025-11-13 2025-10-01–2025-12-31 public",
        "payout:2026-01-01 2026-01-01 2026-01-01–2026-06-30 public",
        "meeting:2026-Q1 2026-02-17 2026-01-01–2026-03-31 public",
        "activity_report:2025 2026-03-01 2025-07-01–2025-12-31 civil",
        "meeting:2026-Q2 2026-05-13 2026-04-01–2026-06-30 public",
        "payout:2026-07-01 2026-07-01 2026-07-01–2026-12-31 public",
        "meeting:2026-Q3 2026-09-01 2026-07-01–2026-09-30 public",
        "meeting:2026-Q4 2026-11-17 2026-10-01–2026-12-31 public",
        "payout:2027-01-01 2027-01-01 2027-01-01–2027-06-30 public",
        "meeting:2027-Q1 2027-02-16 2027-01-01–2027-03-31 public",
        "activity_report:2026 2027-03-01 2026-01-01–2026-12-31 civil",
        "meeting:2027-Q2 2027-05-18 2027-04-01–2027-06-30 public",
        "payout:2027-07-01 2027-07-01 2027-07-01–2027-12-31 public",
        "meeting:2027-Q3 2027-08-31 2027-07-01–2027-09-30 public",
        "meeting:2027-Q4 2027-11-30 2027-10-01–2027-12-31 public",
        "renewal_decision:2028-06-30 2027-12-30 2025-07-01–2028-06-30 both",
        "payout:2028-01-01 2028-01-01 2028-01-01–2028-06-30 public",
        "meeting:2028-Q1 2028-02-16 2028-01-01–2028-03-31 public",
        "activity_report:2027 2028-03-01 2027-01-01–2027-12-31 civil",
        "meeting:2028-Q2 2028-05-17 2028-04-01–2028-06-30 public",
        "activity_report:2028 2029-03-01 2028-01-01–2028-06-30 civil closing",
    ]
    assert said(found) == [
        "decision.on: 6 months before 2028-06-30 can be read as 2027-12-30 or 2027-12-31; the earlier day is taken."]


def test_until_further_notice() -> None:
    found = plan(agreement(
        "2025-03-15", None, meetings=MeetingRule(per_year=2, convenor="civil"),
        economy=Economy(payment=Payment(direction="invoice", every_months=3, due_days=20)),
        reports=(ReportRule(kind=ReportKind.ACCOUNTS, due="--06-30"),
                 ReportRule(kind=ReportKind.ACTIVITY_PLAN, due="--12-01"))), until=day("2026-12-31"))
    assert lines(found) == [
        "invoice:2025-03-15 2025-04-20 2025-03-15–2025-03-31 civil",
        "meeting:2025-H1 2025-05-20 2025-03-15–2025-06-30 civil",
        "invoice:2025-04-01 2025-07-20 2025-04-01–2025-06-30 civil",
        "meeting:2025-H2 2025-10-15 2025-07-01–2025-12-31 civil",
        "invoice:2025-07-01 2025-10-20 2025-07-01–2025-09-30 civil",
        "activity_plan:2025 2025-12-01 2025-03-15–2025-12-31 civil",
        "invoice:2025-10-01 2026-01-20 2025-10-01–2025-12-31 civil",
        "meeting:2026-H1 2026-04-01 2026-01-01–2026-06-30 civil",
        "invoice:2026-01-01 2026-04-20 2026-01-01–2026-03-31 civil",
        "accounts:2025 2026-06-30 2025-03-15–2025-12-31 civil",
        "invoice:2026-04-01 2026-07-20 2026-04-01–2026-06-30 civil",
        "meeting:2026-H2 2026-10-15 2026-07-01–2026-12-31 civil",
        "invoice:2026-07-01 2026-10-20 2026-07-01–2026-09-30 civil",
        "activity_plan:2026 2026-12-01 2026-01-01–2026-12-31 civil",
    ]
    assert said(found) == ["invoice:2025-03-15: The invoice for 2025-03-15 to 2025-03-31 " + CUT.format("3 months")]


def test_until_further_notice_is_planned_24_months_ahead() -> None:
    yearly = agreement("2025-03-15", None, reports=(ReportRule(kind=ReportKind.ACCOUNTS, due="--03-15"),))
    assert [one.day for one in plan(yearly).obligations] == [day("2026-03-15"), day("2027-03-15")]
    assert plan(yearly, "2026-03-14") == plan(yearly)
    assert [one.day for one in plan(yearly, "2026-03-15").obligations][-1] == day("2028-03-15")


def test_until_further_notice_has_no_period_to_decide_on() -> None:
    found = plan(agreement("2025-03-15", None, decision=DecisionRule(months_before=3)))
    assert found.obligations == ()
    assert said(found) == [
        "decision: The agreement runs until further notice: there is no period whose renewal is to be decided."]


def _renewing() -> tuple[Plan, Plan]:
    terms = agreement(
        "2024-01-01", "2024-12-31", ending=Ending(mode=Expiry.RENEWS, months=12, max_times=3), meetings=QUARTERLY,
        decision=DecisionRule(on=date(2024, 9, 30), silence="renews"))
    return plan(terms), plan(terms, ends=date(2025, 12, 31))


def test_renewed_by_twelve_months() -> None:
    before, after = _renewing()
    first = [
        "meeting:2024-Q1 2024-02-22 2024-01-01–2024-03-31 public",
        "meeting:2024-Q2 2024-05-15 2024-04-01–2024-06-30 public",
        "meeting:2024-Q3 2024-08-29 2024-07-01–2024-09-30 public",
        "renewal_decision:2024-12-31 2024-09-30 2024-01-01–2024-12-31 both",
        "meeting:2024-Q4 2024-11-14 2024-10-01–2024-12-31 public",
    ]
    assert lines(before) == first
    assert lines(after) == [*first[:3], *first[4:],
        "meeting:2025-Q1 2025-02-13 2025-01-01–2025-03-31 public",
        "meeting:2025-Q2 2025-05-15 2025-04-01–2025-06-30 public",
        "meeting:2025-Q3 2025-09-02 2025-07-01–2025-09-30 public",
        "renewal_decision:2025-12-31 2025-09-30 2025-01-01–2025-12-31 both",
        "meeting:2025-Q4 2025-11-13 2025-10-01–2025-12-31 public",
    ]
    assert said(before) == said(after) == []


def test_a_school_year() -> None:
    found = plan(agreement(
        "2025-08-15", "2026-06-12", decision=DecisionRule(months_before=3), meetings=QUARTERLY, reports=YEARLY[:2],
        economy=Economy(payment=Payment(direction="payout", every_months=4))))
    assert lines(found) == [
        "payout:2025-08-15 2025-09-14 2025-08-15–2025-08-31 public",
        "activity_plan:2025 2025-09-15 2025-08-15–2025-12-31 civil",
        "meeting:2025-Q3 2025-09-17 2025-08-15–2025-09-30 public",
        "payout:2025-09-01 2025-10-01 2025-09-01–2025-12-31 public",
        "meeting:2025-Q4 2025-11-13 2025-10-01–2025-12-31 public",
        "activity_plan:2026 2026-01-31 2026-01-01–2026-06-12 civil",
        "payout:2026-01-01 2026-01-31 2026-01-01–2026-04-30 public",
        "meeting:2026-Q1 2026-02-10 2026-01-01–2026-03-31 public",
        "yearly_summary:2025 2026-02-15 2025-08-15–2025-12-31 civil",
        "renewal_decision:2026-06-12 2026-03-12 2025-08-15–2026-06-12 both",
        "meeting:2026-Q2 2026-05-07 2026-04-01–2026-06-12 public",
        "payout:2026-05-01 2026-05-31 2026-05-01–2026-06-12 public",
        "yearly_summary:2026 2027-02-15 2026-01-01–2026-06-12 civil closing",
    ]
    assert said(found) == [
        "payout:2025-08-15: The payout for 2025-08-15 to 2025-08-31 " + CUT.format("4 months"),
        "payout:2026-05-01: The payout for 2026-05-01 to 2026-06-12 " + CUT.format("4 months"),
        "activity_plan:2025: The activity plan for 2025 falls due 2025-09-15: 2025-01-31 lies outside the agreement.",
    ]


def _twenty_days(known: str) -> Plan:
    return plan(agreement(
        "2025-09-01", "2025-09-20", decision=DecisionRule(months_before=0), meetings=QUARTERLY, reports=YEARLY,
        economy=Economy(payment=Payment(every_months=0))), known)


def test_twenty_days() -> None:
    found = _twenty_days("2025-09-01")
    duties = [
        "activity_plan:2025 2025-09-20 2025-09-01–2025-09-20 civil",
        "invoice:2025-09-01 2025-09-20 2025-09-01–2025-09-20 civil",
        "renewal_decision:2025-09-20 2025-09-20 2025-09-01–2025-09-20 both",
        "yearly_summary:2025 2026-02-15 2025-09-01–2025-09-20 civil closing",
        "yearly_followup:2025 2026-02-28 2025-09-01–2025-09-20 civil closing",
        "accounts:2025 2026-04-30 2025-09-01–2025-09-20 civil closing",
    ]
    moved = (
        "activity_plan:2025: The activity plan for 2025 falls due 2025-09-20: 2025-01-31 lies outside the agreement.")
    assert lines(found) == duties
    assert said(found) == [
        "meeting:2025-Q3: For a meeting from 2025-09-01 to 2025-09-20 the call cannot go out 21 days ahead; "
        "no meeting is planned then.",
        "decision: No meeting can be planned 14–45 days before the decision by 2025-09-20: "
        "no meeting can be planned before it.",
        moved,
    ]
    earlier = _twenty_days("2025-08-01")
    assert lines(earlier) == ["meeting:2025-Q3 2025-09-03 2025-09-01–2025-09-20 public", *duties]
    assert said(earlier) == [moved]


def test_from_a_leap_day() -> None:
    found = plan(agreement(
        "2024-02-29", "2025-02-28", decision=DecisionRule(months_before=3), reports=(
            ReportRule(kind=ReportKind.OTHER, due="--02-29"),),
        meetings=MeetingRule(per_year=2, rhythm="from_start"), economy=Economy(payment=Payment(every_months=12))))
    assert lines(found) == [
        "meeting:2024-02-29+1 2024-08-29 2024-02-29–2024-08-28 public",
        "meeting:2024-02-29+2 2024-10-29 2024-08-29–2025-02-27 public",
        "renewal_decision:2025-02-28 2024-11-28 2024-02-29–2025-02-28 both",
        "invoice:2024-02-29 2025-01-30 2024-02-29–2024-12-31 civil",
        "other_report:2024 2025-02-28 2024-02-29–2024-12-31 civil",
        "invoice:2025-01-01 2025-03-30 2025-01-01–2025-02-28 civil closing",
        "other_report:2025 2026-02-28 2025-01-01–2025-02-28 civil closing",
    ]
    assert said(found) == [
        "decision.on: 3 months before 2025-02-28 can be read as 2024-11-28 or 2024-11-30; the earlier day is taken.",
        "meeting:2024-02-29+2: The meeting on 2025-02-28 is planned on 2024-10-29 instead, "
        "so that it lies before the decision.",
        "meeting:2024-02-29+3: 2025-02-28 to 2025-02-28 is shorter than the time between two meetings; "
        "no meeting is planned then.",
        "invoice:2024-02-29: The invoice for 2024-02-29 to 2024-12-31 " + CUT.format("12 months"),
        "invoice:2025-01-01: The invoice for 2025-01-01 to 2025-02-28 " + CUT.format("12 months"),
    ]
