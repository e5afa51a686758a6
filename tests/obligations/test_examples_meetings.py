"""Meetings and the decision they lie before, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from service.agreements.terms import DecisionRule, Habits, MeetingRule
from tests.obligations.agreements import QUARTERLY, agreement, days, lines, plan, said, the_bus

YEAR = ("2025-01-01", "2025-12-31")


def test_counted_from_the_start() -> None:
    terms = agreement("2025-02-01", "2025-12-31", meetings=MeetingRule(per_year=4, rhythm="from_start"))
    cut = ("meeting:2025-02-01+4: 2025-11-01 to 2025-12-31 is shorter than the time between two meetings; "
           "no meeting is planned then.")
    found = plan(terms)
    assert lines(found) == [
        "meeting:2025-02-01+1 2025-05-02 2025-02-01–2025-04-30 public",
        "meeting:2025-02-01+2 2025-08-01 2025-05-01–2025-07-31 public",
        "meeting:2025-02-01+3 2025-11-03 2025-08-01–2025-10-31 public",
    ]
    assert said(found) == [cut]
    decided = plan(terms.model_copy(update={"decision": DecisionRule(months_before=2)}))
    assert days(decided) == [
        "meeting:2025-02-01+1 2025-05-02", "meeting:2025-02-01+2 2025-08-01", "meeting:2025-02-01+3 2025-10-01",
        "renewal_decision:2025-12-31 2025-10-31",
    ]
    assert said(decided) == [
        "meeting:2025-02-01+3: The meeting on 2025-11-03 is planned on 2025-10-01 instead, "
        "so that it lies before the decision.", cut]


def test_counted_from_the_start_through_july_to_the_last_day() -> None:
    found = plan(agreement(*YEAR, meetings=MeetingRule(per_year=4, rhythm="from_start")))
    assert days(found) == [
        "meeting:2025-01-01+1 2025-04-01", "meeting:2025-01-01+2 2025-06-30", "meeting:2025-01-01+3 2025-10-01",
        "meeting:2025-01-01+4 2025-12-30",
    ]
    assert said(found) == []


def test_twice_a_year_with_a_fixed_day_of_decision() -> None:
    found = plan(agreement(
        "2025-01-01", "2026-12-31", decision=DecisionRule(on=date(2026, 9, 1)), meetings=MeetingRule(per_year=2)),
        "2024-12-10")
    assert lines(found) == [
        "meeting:2025-H1 2025-04-01 2025-01-01–2025-06-30 public",
        "meeting:2025-H2 2025-10-15 2025-07-01–2025-12-31 public",
        "meeting:2026-H1 2026-04-01 2026-01-01–2026-06-30 public",
        "meeting:2026-H2 2026-08-11 2026-07-01–2026-12-31 public",
        "renewal_decision:2026-12-31 2026-09-01 2025-01-01–2026-12-31 both",
    ]
    assert said(found) == []


def test_yearly_in_april_never_leaves_april() -> None:
    found = plan(agreement(
        "2025-05-01", "2028-04-30", decision=DecisionRule(months_before=1), meetings=MeetingRule(month=4)))
    assert lines(found) == [
        "meeting:2026 2026-04-15 2026-04-01–2026-04-30 public",
        "meeting:2027 2027-04-15 2027-04-01–2027-04-30 public",
        "renewal_decision:2028-04-30 2028-03-30 2025-05-01–2028-04-30 both",
        "meeting:2028 2028-04-13 2028-04-01–2028-04-30 public",
    ]
    assert said(found) == [
        "decision.on: 1 month before 2028-04-30 can be read as 2028-03-30 or 2028-03-31; the earlier day is taken.",
        "meeting:2025: 2025-05-01 to 2025-12-31 does not include April; no meeting is planned then.",
        "decision: No meeting can be planned 14–45 days before the decision by 2028-03-30: "
        "the nearest meeting before it is on 2027-04-15, 350 days ahead.",
    ]


@pytest.mark.parametrize(("decided", "june", "autumn"), [
    ("2027-08-10", "2027-06-29", "2027-08-31"),
    ("2027-08-15", "2027-06-30", "2027-08-31"),
    ("2027-08-31", "2027-05-18", "2027-08-10"),
])
def test_a_decision_in_august_has_its_meeting_before_or_after_july(decided: str, june: str, autumn: str) -> None:
    found = plan(agreement(
        "2027-01-01", "2027-12-31", decision=DecisionRule(on=date.fromisoformat(decided)), meetings=QUARTERLY))
    assert days(found, "meeting") == [
        "meeting:2027-Q1 2027-02-25", f"meeting:2027-Q2 {june}", f"meeting:2027-Q3 {autumn}",
        "meeting:2027-Q4 2027-11-16"]
    assert said(found) == ([] if decided != "2027-08-15" else [
        "decision: No meeting can be planned 14–45 days before the decision by 2027-08-15: "
        "the nearest meeting before it is on 2027-06-30, 46 days ahead."])


def test_the_last_of_february_minus_two_months() -> None:
    found = plan(agreement("2025-03-01", "2026-02-28", decision=DecisionRule(months_before=2), meetings=QUARTERLY))
    assert days(found) == [
        "meeting:2025-Q1 2025-03-27", "meeting:2025-Q2 2025-05-15", "meeting:2025-Q3 2025-09-02",
        "meeting:2025-Q4 2025-11-27", "renewal_decision:2026-02-28 2025-12-28", "meeting:2026-Q1 2026-01-29",
    ]
    assert said(found) == [
        "decision.on: 2 months before 2026-02-28 can be read as 2025-12-28 or 2025-12-31; the earlier day is taken."]


def test_registered_in_mid_life() -> None:
    found = plan(the_bus(), "2025-09-20")
    assert days(found, "meeting") == [
        "meeting:2025-Q1 2025-03-04", "meeting:2025-Q2 2025-05-15", "meeting:2025-Q4 2025-10-15"]
    assert said(found)[0] == (
        "meeting:2025-Q3: For a meeting from 2025-07-01 to 2025-09-30 the call cannot go out 21 days ahead; "
        "no meeting is planned then.")


def test_registered_when_the_meeting_before_the_decision_can_no_longer_be_called() -> None:
    found = plan(the_bus(), "2025-10-01")
    assert days(found, "meeting")[-1] == "meeting:2025-Q4 2025-10-22"
    assert said(found)[0] == (
        "decision: No meeting can be planned 14–45 days before the decision by 2025-10-31: "
        "the nearest meeting before it is on 2025-10-22, 9 days ahead.")


def test_registered_after_the_end() -> None:
    found = plan(the_bus(), "2026-09-20")
    assert days(found, "meeting") == [
        "meeting:2025-Q1 2025-03-04", "meeting:2025-Q2 2025-05-15", "meeting:2025-Q3 2025-09-02",
        "meeting:2025-Q4 2025-10-09"]
    assert said(found)[0] == (
        "decision.on: The day of the decision, 2025-10-31, had passed when the agreement was registered.")


def test_five_a_year_share_the_year_evenly() -> None:
    found = plan(agreement(*YEAR, meetings=MeetingRule(per_year=5)), "2024-11-01")
    assert lines(found) == [
        "meeting:2025-1of5 2025-02-06 2025-01-01–2025-03-14 public",
        "meeting:2025-2of5 2025-04-22 2025-03-15–2025-05-26 public",
        "meeting:2025-3of5 2025-06-26 2025-05-27–2025-08-07 public",
        "meeting:2025-4of5 2025-09-11 2025-08-08–2025-10-19 public",
        "meeting:2025-5of5 2025-11-25 2025-10-20–2025-12-31 public",
    ]


def test_monthly_rests_in_july_unless_said_otherwise() -> None:
    rests = plan(agreement(*YEAR, meetings=MeetingRule(per_year=12)), "2024-11-01")
    assert len(rests.obligations) == 11
    assert said(rests) == [
        "meeting:2025-07: 2025-07-01 to 2025-07-31 has no working day outside July; no meeting is planned then."]
    works = plan(agreement(*YEAR, meetings=MeetingRule(per_year=12, july=True)), "2024-11-01")
    assert "meeting:2025-07 2025-07-16" in days(works)


def test_the_habitual_weekday_is_kept() -> None:
    rule = MeetingRule(per_year=4, habits=Habits(weekday=4))
    assert days(plan(agreement(*YEAR, meetings=rule), "2024-11-01")) == [
        "meeting:2025-Q1 2025-02-14", "meeting:2025-Q2 2025-05-16", "meeting:2025-Q3 2025-08-29",
        "meeting:2025-Q4 2025-11-14"]


def test_when_needed_leaves_the_decision_without_a_meeting() -> None:
    found = plan(agreement(*YEAR, decision=DecisionRule(months_before=2)))
    assert days(found) == ["renewal_decision:2025-12-31 2025-10-31"]
    assert said(found) == [
        "decision: Meetings are held when needed: none is planned before the decision by 2025-10-31. Call one by hand."]
    assert plan(agreement(*YEAR)).remarks == ()


def test_a_decision_outside_the_agreement() -> None:
    early = plan(agreement(*YEAR, decision=DecisionRule(months_before=14), meetings=QUARTERLY))
    assert days(early, "renewal_decision") == ["renewal_decision:2025-12-31 2024-10-31"]
    assert said(early) == ["decision.on: The decision on 2024-10-31 lies before the agreement's first day 2025-01-01."]
    late = plan(agreement(*YEAR, decision=DecisionRule(on=date(2026, 1, 15)), meetings=QUARTERLY))
    assert days(late, "renewal_decision") == ["renewal_decision:2025-12-31 2025-12-31"]
    assert said(late) == [
        "decision.on: The decision on 2026-01-15 lies after the last day 2025-12-31; it is taken by then."]


def test_an_agreement_that_ended_before_it_began_demands_nothing() -> None:
    found = plan(the_bus(), ends=date(2025, 1, 31))
    assert (found.obligations, found.remarks) == ((), ())
