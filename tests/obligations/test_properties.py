"""What holds for every plan, whatever the terms."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from service.agreements.terms import DecisionRule, Ending, Expiry, MeetingRule, Terms
from service.kernel.calendar import add_months, days_between, is_working_day, sent_ahead
from service.kernel.clock import local_day
from service.obligations.model import Kind, Obligation, Plan
from service.obligations.schedule import schedule
from tests.obligations.strategies import known_near, terms

MAY_CLOSE = {
    Kind.INVOICE, Kind.YEARLY_SUMMARY, Kind.YEARLY_FOLLOWUP, Kind.ACCOUNTS, Kind.ACTIVITY_REPORT, Kind.OTHER_REPORT,
}


@st.composite
def cases(draw: st.DrawFn, *modes: Expiry) -> tuple[Terms, datetime]:
    """Draw terms and the moment from which anything can be sent."""
    some = draw(terms(modes or tuple(Expiry)))
    return some, draw(known_near(some.start))


@st.composite
def calendar_cases(draw: st.DrawFn, *modes: Expiry) -> tuple[Terms, datetime]:
    """Draw terms with meetings by the calendar."""
    some, known = draw(cases(*modes))
    per_year = draw(st.sampled_from((1, 2, 3, 4, 4, 4, 6, 12)))
    rule = some.meetings.model_copy(update={"rhythm": "calendar", "per_year": per_year, "month": None})
    return some.model_copy(update={"meetings": rule}), known


def horizon(some: Terms, known: datetime) -> date:
    return some.end or add_months(max(some.start, local_day(known)), 24)


def of(plan: Plan, kind: Kind) -> list[Obligation]:
    return [one for one in plan.obligations if one.kind is kind]


def label(first: date, per_year: int) -> str:
    number = (first.month - 1) * per_year // 12 + 1
    letter = {2: "-H", 3: "-T", 4: "-Q", 6: "-B"}.get(per_year)
    if letter is None:
        return f"{first.year}" if per_year == 1 else f"{first:%Y-%m}"
    return f"{first.year}{letter}{number}"


def july_allowed(rule: MeetingRule) -> bool:
    return rule.july or (rule.month == 7 and rule.per_year in (None, 1))


def possible(some: Terms, day: date) -> bool:
    return is_working_day(day) and (day.month != 7 or july_allowed(some.meetings))


def callable_in_time(some: Terms, day: date, known: datetime) -> bool:
    return sent_ahead(day - timedelta(days=some.meetings.habits.lead_days)) >= known


@given(cases())
def test_deriving_twice_gives_the_same(case: tuple[Terms, datetime]) -> None:
    some, known = case
    again = Terms.model_validate(some.model_dump())
    assert schedule(some, known=known) == schedule(again, known=known)


@given(cases())
def test_keys_are_unique_and_in_order(case: tuple[Terms, datetime]) -> None:
    some, known = case
    found = schedule(some, known=known).obligations
    assert len({one.key for one in found}) == len(found)
    assert list(found) == sorted(found, key=lambda one: (one.day, one.key))
    assert all(one.key.startswith(f"{one.kind}:") for one in found)


@given(cases())
def test_nothing_lies_outside_the_agreement_but_closing_duties(case: tuple[Terms, datetime]) -> None:
    some, known = case
    plan = schedule(some, known=known)
    for one in plan.obligations:
        assert some.start <= one.first <= one.last
        assert some.end is None or one.last <= some.end
        assert one.closing == (some.end is not None and one.day > some.end)
        assert not one.closing or one.kind in MAY_CLOSE
        if one.day < some.start:
            assert one.kind is Kind.RENEWAL_DECISION
            assert any(remark.about == "decision.on" for remark in plan.remarks)
        elif not one.closing:
            assert one.day <= horizon(some, known)


@given(cases())
def test_meetings_are_on_working_days_outside_july_and_can_be_called(case: tuple[Terms, datetime]) -> None:
    some, known = case
    for one in of(schedule(some, known=known), Kind.MEETING):
        assert possible(some, one.day)
        assert callable_in_time(some, one.day, known) or one.day < local_day(known)
        assert one.owes == (some.meetings.convenor or "public")


@settings(max_examples=200)
@given(calendar_cases())
def test_each_part_of_the_year_that_has_room_has_one_meeting(case: tuple[Terms, datetime]) -> None:
    some, known = case
    plan = schedule(some, known=known)
    meetings = {one.first: one for one in of(plan, Kind.MEETING)}
    said = {remark.about for remark in plan.remarks}
    months = 12 // (some.meetings.per_year or 1)
    first = date(some.start.year, 1, 1)
    while first <= horizon(some, known):
        following = add_months(first, months)
        low = max(first, some.start)
        high = min(following - timedelta(days=1), some.end or date.max)
        past = high < local_day(known)
        if low <= high:
            has_room = any(
                possible(some, day) and (past or callable_in_time(some, day, known)) for day in days_between(low, high))
            one = meetings.pop(low, None)
            if one is not None:
                assert low <= one.day <= high
                assert one.last == high
                assert has_room
            elif has_room:
                assert some.end is None, "only a plan without an end stops short of a part's meeting"
            else:
                assert f"meeting:{label(first, some.meetings.per_year or 1)}" in said
        first = following
    assert not meetings


@settings(max_examples=300)
@given(cases())
def test_a_meeting_lies_before_the_decision_or_the_plan_says_why_not(case: tuple[Terms, datetime]) -> None:
    some, known = case
    plan = schedule(some, known=known)
    said = {remark.about for remark in plan.remarks}
    for decision in of(plan, Kind.RENEWAL_DECISION):
        near = [
            one for one in of(plan, Kind.MEETING)
            if decision.day - timedelta(days=45) <= one.day <= decision.day - timedelta(days=14)]
        assert near or said & {"decision", "decision.on"}


@settings(max_examples=200)
@given(calendar_cases())
def test_a_meeting_lies_before_the_decision_wherever_one_can(case: tuple[Terms, datetime]) -> None:
    some, known = case
    plan = schedule(some, known=known)
    for decision in of(plan, Kind.RENEWAL_DECISION):
        window = days_between(decision.day - timedelta(days=45), decision.day - timedelta(days=14))
        can = [
            day for day in window
            if day >= some.start and possible(some, day) and callable_in_time(some, day, known)]
        near = [
            one for one in of(plan, Kind.MEETING)
            if decision.day - timedelta(days=45) <= one.day <= decision.day - timedelta(days=14)]
        assert near or not can
        if can and decision.day >= local_day(known):
            assert "decision" not in {remark.about for remark in plan.remarks}


@given(cases())
def test_meetings_counted_from_the_start_lie_within_a_fortnight_of_their_day(case: tuple[Terms, datetime]) -> None:
    some, known = case
    rule = some.meetings.model_copy(update={"rhythm": "from_start", "per_year": 4, "month": None, "july": True})
    some = some.model_copy(update={"meetings": rule, "decision": None})
    plan = schedule(some, known=known)
    found = {one.key: one for one in of(plan, Kind.MEETING)}
    said = {remark.about for remark in plan.remarks}
    number, ends = 1, some.end or horizon(some, known) - timedelta(days=14)
    while (target := some.start + relativedelta(months=3 * number)) <= ends:
        key = f"meeting:{some.start}+{number}"
        assert key in found or key in said
        if key in found:
            assert target <= found[key].day <= target + timedelta(days=13) or found[key].day == max(
                day for day in days_between(some.start, ends) if is_working_day(day))
        number += 1


@given(calendar_cases())
def test_where_none_lies_in_time_a_later_one_still_comes_before_the_decision(case: tuple[Terms, datetime]) -> None:
    some, known = case
    plan = schedule(some, known=known)
    for decision in of(plan, Kind.RENEWAL_DECISION):
        left = days_between(max(some.start, local_day(known)), decision.day - timedelta(days=1))
        can = any(possible(some, day) and callable_in_time(some, day, known) for day in left)
        meetings = [one for one in of(plan, Kind.MEETING) if local_day(known) <= one.day < decision.day]
        assert meetings or not can


@given(cases())
def test_the_decision_day_agrees_with_dateutil(case: tuple[Terms, datetime]) -> None:
    some, known = case
    found = of(schedule(some, known=known), Kind.RENEWAL_DECISION)
    assert len(found) == (some.decision is not None and some.end is not None)
    for one in found:
        assert some.end is not None
        assert some.decision is not None
        months = some.decision.months_before
        expected = some.decision.on if months is None else some.end - relativedelta(months=months)
        assert expected is not None
        assert one.day == min(expected, some.end)
        assert (one.first, one.last, one.owes) == (some.start, some.end, "both")


@given(cases())
def test_money_covers_every_day_once(case: tuple[Terms, datetime]) -> None:
    some, known = case
    found = sorted(one for one in map(_period, schedule(some, known=known).obligations) if one is not None)
    months = some.economy.payment.every_months
    assert bool(found) >= (months is not None and some.end is not None)
    if not months:
        return
    assert not found or found[0][0] == some.start
    assert all(last + timedelta(days=1) == first for (_, last), (first, _) in zip(found, found[1:], strict=False))
    if some.end is not None:
        assert found[-1][1] == some.end


def _period(one: Obligation) -> tuple[date, date] | None:
    return (one.first, one.last) if one.kind in (Kind.INVOICE, Kind.PAYOUT) else None


@given(cases())
def test_every_report_is_owed_or_asked_for(case: tuple[Terms, datetime]) -> None:
    some, known = case
    plan = schedule(some, known=known)
    said = [remark.about for remark in plan.remarks]
    assert [about for about in said if about.endswith(".due")] == [
        f"reports.{number}.due" for number, rule in enumerate(some.reports) if rule.due is None]
    if some.end is None:
        return
    years = some.end.year - some.start.year + 1
    others = (Kind.MEETING, Kind.RENEWAL_DECISION, Kind.INVOICE, Kind.PAYOUT)
    owed = sum(one.kind not in others for one in plan.obligations)
    assert owed == sum(
        years if rule.due.startswith("--") else 1 for rule in some.reports if rule.due is not None)


@settings(max_examples=200)
@given(cases(), st.integers(0, 700))
def test_what_was_past_stays_when_the_agreement_becomes_known_later(case: tuple[Terms, datetime], days: int) -> None:
    some, known = case
    later = known + timedelta(days=days)
    until = horizon(some, later)
    fortnight = timedelta(days=14 if some.meetings.rhythm == "from_start" else 0)
    over = local_day(known) - fortnight
    one, other = (
        [owed for owed in schedule(some, known=at, until=until).obligations
         if owed.kind is not Kind.MEETING or owed.last < over]
        for at in (known, later))
    assert one == other


@given(cases(Expiry.UNTIL_FURTHER_NOTICE), st.integers(0, 400), st.integers(0, 400))
def test_a_longer_plan_without_end_only_adds(case: tuple[Terms, datetime], days: int, more: int) -> None:
    some, known = case
    until = some.start + timedelta(days=days)
    short = schedule(some, known=known, until=until).obligations
    long = schedule(some, known=known, until=until + timedelta(days=more)).obligations
    assert short == tuple(one for one in long if one.day <= until)


@given(calendar_cases(Expiry.RENEWS), st.integers(1, 4), st.integers(0, 6))
def test_a_renewed_agreement_keeps_the_meetings_of_its_past(
    case: tuple[Terms, datetime], times: int, months_before: int,
) -> None:
    some, known = case
    assert some.end is not None
    some = some.model_copy(update={
        "ending": Ending(mode=Expiry.RENEWS, months=12), "decision": DecisionRule(months_before=months_before)})
    ends = add_months(some.end, times * 12)
    before, after = schedule(some, known=known), schedule(some, known=known, ends=ends)
    (decision,) = of(after, Kind.RENEWAL_DECISION)
    assert decision.key == f"renewal_decision:{ends}"
    assert decision.first == add_months(some.end, times * 12 - 12) + timedelta(days=1)
    past = [one for one in of(before, Kind.MEETING) if one.last < min(some.end, local_day(known))]
    kept = {one.key: one for one in of(after, Kind.MEETING)}
    assert all(kept[one.key] == one for one in past)


@given(cases())
def test_remarks_are_sentences_in_both_languages(case: tuple[Terms, datetime]) -> None:
    some, known = case
    for remark in schedule(some, known=known).remarks:
        assert remark.about
        assert all(text[0] == text[0].upper() and text.endswith(".") for text in (remark.sv, remark.en))
