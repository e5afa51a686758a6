"""Plans over terms that change on the way: every day paid for once, no meeting after the last day."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.agreements.terms import DecisionRule, Economy, Payment, Terms
from service.kernel.calendar import add_months
from service.kernel.clock import moment
from service.obligations.model import Kind, Obligation, Plan
from service.obligations.versions import Version, schedule_over
from tests.obligations.agreements import QUARTERLY, agreement, day, lines, said

ONE_DAY = timedelta(days=1)
MONEY = (Kind.INVOICE, Kind.PAYOUT)
RHYTHMS = st.sampled_from((1, 2, 3, 4, 6, 12))


def paying(months: int | None, *, direction: Any = "invoice", due_days: int = 30) -> Economy:
    """Return an economy with one payment each so many months."""
    return Economy(payment=Payment(direction=direction, every_months=months, due_days=due_days))


def over(first: Terms, *changes: tuple[str, dict[str, Any]], until: date | None = None) -> Plan:
    """Return the plan of terms that are changed, each time from a day on which that is known."""
    versions = [Version(1, first.start, first)]
    for text, matters in changes:
        terms = Terms.model_validate({**versions[-1].terms.model_dump(), **matters})
        versions.append(Version(len(versions) + 1, day(text), terms, moment(day(text), 10)))
    return schedule_over(versions, known=moment(first.start), ends=versions[-1].terms.end, until=until)


def paid(plan: Plan) -> list[Obligation]:
    """Return what is paid, in order of period."""
    return sorted((one for one in plan.obligations if one.kind in MONEY), key=lambda one: one.first)


def test_from_quarters_to_half_years_the_quarter_that_runs_is_paid_as_such() -> None:
    plan = over(agreement("2025-01-01", "2025-12-31", economy=paying(3)), ("2025-05-15", {"economy": paying(6)}))
    assert [(one.key, str(one.last), str(one.day), one.version) for one in paid(plan)] == [
        ("invoice:2025-01-01", "2025-03-31", "2025-04-30", 1),
        ("invoice:2025-04-01", "2025-06-30", "2025-07-30", 1),
        ("invoice:2025-07-01", "2025-12-31", "2026-01-30", 2),
    ]


def test_from_half_years_to_quarters_no_month_is_paid_twice() -> None:
    plan = over(agreement("2025-02-01", "2026-06-30", economy=paying(6)), ("2025-08-10", {"economy": paying(3, due_days=60)}))
    assert [(one.key, str(one.last), str(one.day), one.version) for one in paid(plan)] == [
        ("invoice:2025-02-01", "2025-06-30", "2025-07-30", 1),
        ("invoice:2025-07-01", "2025-12-31", "2026-01-30", 1),
        ("invoice:2026-01-01", "2026-03-31", "2026-05-30", 2),
        ("invoice:2026-04-01", "2026-06-30", "2026-08-29", 2),
    ]


def test_until_the_new_periods_begin_those_of_before_go_on() -> None:
    plan = over(agreement("2025-01-01", "2026-12-31", economy=paying(3)), ("2025-05-15", {"economy": paying(12)}))
    assert [str(one.first) for one in paid(plan)] == ["2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01"]


def test_the_last_of_the_old_periods_ends_where_the_new_begin() -> None:
    plan = over(agreement("2025-01-01", "2026-12-31", economy=paying(4)), ("2025-02-10", {"economy": paying(6)}))
    assert [(str(one.first), str(one.last), str(one.day)) for one in paid(plan)][:3] == [
        ("2025-01-01", "2025-04-30", "2025-05-30"), ("2025-05-01", "2025-06-30", "2025-07-30"),
        ("2025-07-01", "2025-12-31", "2026-01-30")]


def test_payouts_that_become_invoices_are_each_paid_one_way() -> None:
    plan = over(agreement("2025-01-01", "2025-12-31", economy=paying(3, direction="payout")), ("2025-05-15", {"economy": paying(3)}))
    assert [one.key for one in paid(plan)] == [
        "payout:2025-01-01", "payout:2025-04-01", "invoice:2025-07-01", "invoice:2025-10-01"]


def test_a_payment_that_is_agreed_on_the_way_begins_with_the_period_that_runs() -> None:
    plan = over(agreement("2025-01-01", "2025-12-31"), ("2025-05-15", {"economy": paying(3)}))
    assert [one.key for one in paid(plan)] == ["invoice:2025-04-01", "invoice:2025-07-01", "invoice:2025-10-01"]


def test_a_payment_that_ceases_is_owed_for_the_period_that_has_begun() -> None:
    plan = over(agreement("2025-01-01", "2025-12-31", economy=paying(3)), ("2025-05-15", {"economy": paying(None)}))
    assert [one.key for one in paid(plan)] == ["invoice:2025-01-01", "invoice:2025-04-01"]


def test_nothing_is_said_of_periods_that_are_not_paid_for() -> None:
    plan = over(agreement("2025-02-01", "2025-12-31", economy=paying(1)), ("2025-05-15", {"economy": paying(12)}))
    assert [one for one in said(plan) if one.startswith("invoice:")] == []


@st.composite
def changing(draw: st.DrawFn, *, ends: bool) -> tuple[list[Version], date | None]:
    """Draw two or three versions of what is paid and for how long, each from a day of the agreement; and its last day."""
    start = draw(st.dates(date(2020, 1, 1), date(2028, 12, 31)))
    last = start + timedelta(days=draw(st.integers(1, 1200)))
    due_days, direction = st.integers(0, 120), draw(st.sampled_from(("invoice", "payout")))
    found: list[Version] = []
    days = sorted(draw(st.lists(st.integers(1, 1100), min_size=1, max_size=2, unique=True)))
    for number, after in enumerate((0, *days), 1):
        from_on = start + timedelta(days=after)
        end = max(last + timedelta(days=draw(st.integers(-400, 400))), from_on) if ends else None
        terms = agreement(str(start), str(end) if end else None, economy=paying(
            draw(RHYTHMS), direction=direction, due_days=draw(due_days)))
        found.append(Version(number, from_on, terms, moment(from_on, 10) if after else None))
    return found, found[-1].terms.end


@settings(max_examples=600)
@given(changing(ends=True))
def test_every_day_is_paid_for_once(case: tuple[list[Version], date]) -> None:
    versions, last = case
    found = paid(schedule_over(versions, known=moment(versions[0].from_on), ends=last))
    assert found[0].first == versions[0].from_on
    assert found[-1].last == last
    assert all(one.last + ONE_DAY == two.first for one, two in zip(found, found[1:], strict=False))
    assert len({one.key for one in found}) == len(found)


@settings(max_examples=300)
@given(changing(ends=False), st.integers(0, 500))
def test_without_an_end_every_day_is_paid_for_once_and_a_longer_plan_only_adds(
    case: tuple[list[Version], None], more: int,
) -> None:
    versions, _ = case
    until = add_months(versions[-1].from_on, 24)
    found = paid(schedule_over(versions, known=moment(versions[0].from_on), until=until))
    longer = paid(schedule_over(versions, known=moment(versions[0].from_on), until=until + timedelta(days=more)))
    assert found[0].first == versions[0].from_on
    assert all(one.last + ONE_DAY == two.first for one, two in zip(found, found[1:], strict=False))
    assert found == [one for one in longer if one.day <= until]


@settings(max_examples=300)
@given(changing(ends=True))
def test_a_period_begun_before_a_change_keeps_its_length(case: tuple[list[Version], date]) -> None:
    versions, last = case
    alone = paid(schedule_over(versions[:1], known=moment(versions[0].from_on), ends=last))
    both = paid(schedule_over(versions, known=moment(versions[0].from_on), ends=last))
    begun = [(one.first, one.last) for one in alone if one.first < versions[1].from_on]
    assert [(one.first, one.last) for one in both][:len(begun)] == begun


def test_a_meeting_after_the_new_last_day_gets_the_day_of_the_new_plan() -> None:
    first = agreement("2025-02-01", "2025-12-31", meetings=QUARTERLY)
    before = lines(over(first), "meeting")[-1]
    assert before == "meeting:2025-Q4 2025-11-13 2025-10-01–2025-12-31 public"
    for last, becomes in (("2025-11-10", "2025-10-21"), ("2025-10-20", "2025-10-09")):
        found = lines(over(first, ("2025-04-01", {"end": last})), "meeting")
        assert found[-1] == f"meeting:2025-Q4 {becomes} 2025-10-01–{last} public"


def test_a_meeting_by_the_new_last_day_stays() -> None:
    first = agreement("2025-02-01", "2025-12-31", meetings=QUARTERLY)
    assert lines(over(first, ("2025-04-01", {"end": "2025-11-13"})), "meeting")[-1].startswith("meeting:2025-Q4 2025-11-13 ")


def test_another_hour_place_or_convenor_moves_no_meeting_and_another_weekday_does() -> None:
    first = agreement("2025-02-01", "2025-12-31", meetings=QUARTERLY)
    planned = lines(over(first), "meeting")

    def with_habits(**matters: Any) -> list[str]:
        habits = QUARTERLY.habits.model_copy(update=matters)
        return lines(over(first, ("2025-10-25", {"meetings": QUARTERLY.model_copy(update={"habits": habits, "convenor": "civil"})})), "meeting")

    assert with_habits(starts=time(13), place="Rum Vinga", minutes=60) == [*planned[:-1], planned[-1].replace("public", "civil")]
    assert with_habits(weekday=0) != with_habits(starts=time(13))


def test_a_meeting_after_the_new_last_day_that_can_no_longer_be_called_goes() -> None:
    plan = over(agreement("2025-02-01", "2025-12-31", meetings=QUARTERLY), ("2025-10-25", {"end": "2025-11-10"}))
    assert "meeting:2025-Q4" not in {one.key for one in plan.obligations}


@settings(max_examples=200)
@given(st.dates(date(2025, 2, 2), date(2025, 12, 30)), st.integers(0, 200), st.booleans())
def test_no_meeting_lies_after_the_new_last_day(change: date, days: int, decided: bool) -> None:
    last = min(change + timedelta(days=days), date(2025, 12, 31))
    decision = DecisionRule(months_before=2, silence="ends") if decided else None
    first = agreement("2025-02-01", "2025-12-31", meetings=QUARTERLY, decision=decision)
    plan = over(first, (str(change), {"end": last}))
    assert [one.key for one in plan.obligations if one.kind is Kind.MEETING and one.day > last] == []
