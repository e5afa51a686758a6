"""Agreements of every kind, drawn at random."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from service.agreements.terms import (
    DecisionRule,
    Economy,
    Ending,
    Expiry,
    Habits,
    MeetingRule,
    NoticeRight,
    Party,
    Payment,
    ReportKind,
    ReportRule,
    Terms,
)
from service.kernel.clock import moment

STARTS = st.dates(date(2018, 1, 1), date(2034, 12, 31))
PUBLIC = Party(name="Vänersborgs kommun", role="public")
CIVIL = (
    Party(name="Föreningen Linden", role="civil"), Party(name="Stadsmissionen", role="civil"),
    Party(name="Kyrkans ungdom", role="civil"),
)
CLAUSES = {
    "meetings.per_year": "Parterna träffas regelbundet.",
    "decision.months_before": "Ställning tas i god tid.",
    "economy.payment.every_months": "Betalning sker i delar.",
    "reports.0.kind": "En rapport lämnas.",
}


def dues() -> st.SearchStrategy[str | None]:
    """Draw a day of the year, a full date, or nothing."""
    leap_year = st.dates(date(2024, 1, 1), date(2024, 12, 31))
    return st.one_of(
        st.none(), leap_year.map(lambda day: day.strftime("--%m-%d")),
        st.dates(date(2017, 1, 1), date(2040, 12, 31)).map(date.isoformat))


def meeting_rules() -> st.SearchStrategy[MeetingRule]:
    """Draw how often the parties meet, from when needed to every month."""
    return st.builds(
        MeetingRule,
        per_year=st.one_of(st.none(), st.sampled_from((1, 2, 4, 4, 4)), st.integers(1, 12)),
        convenor=st.sampled_from((None, "public", "civil")),
        rhythm=st.sampled_from(("calendar", "calendar", "from_start")),
        month=st.one_of(st.none(), st.none(), st.integers(1, 12)),
        july=st.booleans(),
        habits=st.builds(
            Habits, weekday=st.one_of(st.none(), st.integers(0, 4)),
            lead_days=st.one_of(st.just(21), st.integers(1, 90))))


def decisions(start: date) -> st.SearchStrategy[DecisionRule | None]:
    """Draw when a stand on renewal is taken: months before, on a day, or never."""
    silence = st.sampled_from((None, "ends", "renews"))
    return st.one_of(
        st.none(),
        st.builds(DecisionRule, months_before=st.one_of(st.integers(0, 6), st.integers(0, 60)), silence=silence),
        st.builds(DecisionRule, on=st.dates(start - timedelta(days=60), start + timedelta(days=1500)), silence=silence))


@st.composite
def terms(draw: st.DrawFn, modes: Collection[Expiry] = tuple(Expiry)) -> Terms:
    """Draw valid terms, over every variant that real agreements of this kind have."""
    start = draw(STARTS)
    mode = draw(st.sampled_from(sorted(modes)))
    days = draw(st.one_of(st.integers(0, 40), st.integers(0, 1500), st.sampled_from((333, 364, 1095))))
    months = draw(st.sampled_from((12, 24, 6, 1))) if mode in (Expiry.RENEWS, Expiry.OPTION) else None
    return Terms(
        title="Idéburet offentligt partnerskap",
        parties=(PUBLIC, *CIVIL[:draw(st.integers(1, 3))]),
        start=start,
        end=None if mode is Expiry.UNTIL_FURTHER_NOTICE else start + timedelta(days=days),
        ending=Ending(mode=mode, months=months, max_times=draw(st.sampled_from((None, 1, 3))) if months else None),
        decision=draw(decisions(start)),
        notice=tuple(draw(st.lists(
            st.builds(NoticeRight, party=st.sampled_from(("public", "civil", "both")),
                      months=st.sampled_from((0, 3, 6, 12))), max_size=2))),
        meetings=draw(meeting_rules()),
        economy=Economy(payment=draw(st.builds(
            Payment, direction=st.sampled_from(("invoice", "payout")),
            every_months=st.one_of(st.none(), st.sampled_from((0, 1, 3, 4, 6, 12)), st.integers(0, 12)),
            due_days=st.integers(0, 120)))),
        reports=tuple(draw(st.lists(
            st.builds(ReportRule, kind=st.sampled_from(ReportKind), due=dues()), max_size=5))),
        clauses=draw(st.sampled_from(({}, CLAUSES))),
    )


def known_near(start: date) -> st.SearchStrategy[datetime]:
    """Draw a moment from which things can be sent: mostly about the start, sometimes long after."""
    days = st.one_of(st.integers(-120, 30), st.integers(-400, 1800))
    return st.builds(
        lambda after, hour: moment(start + timedelta(days=after), hour), days, st.sampled_from((0, 7, 8, 9, 23)))
