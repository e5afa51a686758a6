"""The terms of an agreement as one validated value."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from service.kernel.calendar import add_months
from service.kernel.errors import Wrong

LONGEST_YEARS = 100
Side = Literal["public", "civil"]
Whose = Literal["public", "civil", "both"]


class Value(BaseModel):
    """A frozen value that takes no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Party(Value):
    """One who signs the agreement; the number is the legal person's and no key."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    role: Side
    org_number: str | None = None


class Expiry(StrEnum):
    """What happens when the period is over."""

    ENDS = "ends"
    RENEWS = "renews"
    OPTION = "option"
    UNTIL_FURTHER_NOTICE = "until_further_notice"


class Ending(Value):
    """How the agreement ends or goes on: months a time, how many times at most, and whose an option is."""

    mode: Expiry = Expiry.ENDS
    party: Whose = "both"
    months: Annotated[int, Field(ge=1, le=120)] | None = None
    max_times: Annotated[int, Field(ge=1, le=50)] | None = None

    @model_validator(mode="after")
    def _renewal_needs_months(self) -> Self:
        if self.mode is Expiry.RENEWS and self.months is None:
            raise Wrong("Ange hur många månader överenskommelsen förlängs med.",
                        "an agreement that renews needs the number of months it renews by")
        return self


class DecisionRule(Value):
    """By when a stand on renewal is taken: months before the end, or a fixed day of the first period."""

    months_before: Annotated[int, Field(ge=0, le=60)] | None = None
    on: date | None = None
    silence: Literal["ends", "renews"] | None = None

    @model_validator(mode="after")
    def _one_way_to_say_when(self) -> Self:
        if self.months_before is None and self.on is None:
            raise Wrong("Ange antingen månader före sista dagen eller en bestämd dag.",
                        "a decision needs either months before the end or a fixed day")
        return self


class NoticeRight(Value):
    """The right to end early without breach."""

    party: Whose = "both"
    months: Annotated[int, Field(ge=0, le=60)]
    to_month_end: bool = False


class Habits(Value):
    """How meetings are usually held; `lead_days` is how long before the call goes out."""

    weekday: Annotated[int, Field(ge=0, le=4)] | None = None
    starts: time = time(10, 0)
    minutes: Annotated[int, Field(ge=15, le=600)] = 90
    place: str | None = None
    video: str | None = None
    lead_days: Annotated[int, Field(ge=1, le=90)] = 21


class MeetingRule(Value):
    """How often the parties meet and who calls; `per_year` None is "when needed"."""

    per_year: Annotated[int, Field(ge=1, le=12)] | None = None
    convenor: Side | None = None
    rhythm: Literal["calendar", "from_start"] = "calendar"
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    july: bool = False
    habits: Habits = Habits()


class BudgetPost(Value):
    """A line of the budget; SEK."""

    name: Annotated[str, Field(min_length=1, max_length=500)]
    amount: Annotated[Decimal, Field(max_digits=14, decimal_places=2)]


class Payment(Value):
    """Who moves first, how often (0 is one single payment), days after each period until due."""

    direction: Literal["invoice", "payout"] = "invoice"
    every_months: Annotated[int, Field(ge=0, le=12)] | None = None
    due_days: Annotated[int, Field(ge=0, le=120)] = 30


class Economy(Value):
    """Frame and posts in SEK for the whole period, or by the year."""

    total: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    yearly: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    posts: tuple[BudgetPost, ...] = ()
    payment: Payment = Payment()


class ReportKind(StrEnum):
    """What the association hands over."""

    YEARLY_SUMMARY = "yearly_summary"
    ACTIVITY_PLAN = "activity_plan"
    YEARLY_FOLLOWUP = "yearly_followup"
    ACCOUNTS = "accounts"
    ACTIVITY_REPORT = "activity_report"
    OTHER = "other"


def _day_of_year_or_date(text: str) -> str:
    if re.fullmatch(r"--\d\d-\d\d", text):
        date.fromisoformat("2024" + text[1:])
    else:
        date.fromisoformat(text)
    return text


class ReportRule(Value):
    """A document owed: `due` as `--02-15` (each year) or a full date; None until the parties set it."""

    kind: ReportKind
    due: Annotated[str, AfterValidator(_day_of_year_or_date)] | None = None
    name: str | None = None


class Rescission(Value):
    """What lets a party rescind, the time to rectify, and what is then paid back."""

    serious_breach: bool | None = None
    remedy: Literal["without_delay", "days"] | None = None
    remedy_days: Annotated[int, Field(ge=1, le=365)] | None = None
    repayment: Literal["part_or_all", "unused"] | None = None


class Undertaking(Value):
    """Something owed all along, without a day."""

    text: str
    owes: Side | None = None


class Terms(Value):
    """All that an agreement says which the service acts on.

    `clauses` maps a path of the terms (`meetings.per_year`) to the sentence it rests on.
    """

    title: Annotated[str, Field(min_length=1, max_length=500)]
    parties: Annotated[tuple[Party, ...], Field(min_length=2, max_length=4)]
    start: date
    end: date | None = None
    ending: Ending = Ending()
    decision: DecisionRule | None = None
    notice: tuple[NoticeRight, ...] = ()
    meetings: MeetingRule = MeetingRule()
    economy: Economy = Economy()
    reports: tuple[ReportRule, ...] = ()
    amendments_written: bool = True
    amendments_signed: bool = True
    approval_before_deviation: bool | None = None
    rescission: Rescission = Rescission()
    disputes: Literal["dialogue", "negotiation", "mediation", "arbitration", "court"] | None = None
    secrecy: bool | None = None
    goals: tuple[str, ...] = ()
    undertakings: tuple[Undertaking, ...] = ()
    appendices: tuple[Annotated[str, Field(min_length=1, max_length=300)], ...] = ()
    clauses: dict[str, str] = {}

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.ending.mode is Expiry.UNTIL_FURTHER_NOTICE:
            if self.end is not None:
                raise Wrong("En överenskommelse som gäller tills vidare har ingen sista dag; töm fältet.",
                        "an agreement until further notice has no last day")
            return self
        if self.end is None:
            raise Wrong("Ange sista dagen, eller välj att den gäller tills vidare.",
                        "the last day is missing")
        if self.end < self.start:
            raise Wrong("Sista dagen ligger före den första.",
                        "the last day lies before the first")
        if self.end.year - self.start.year > LONGEST_YEARS:
            raise Wrong(f"En överenskommelse kan gälla i högst {LONGEST_YEARS} år.",
                        f"an agreement lasts {LONGEST_YEARS} years at most")
        return self

    def decision_day(self, end: date | None = None) -> date | None:
        """Return the day by which a stand on renewal is taken for the period that ends on `end`.

        A fixed day moves along with the period when that is renewed.
        """
        last = end or self.end
        if self.decision is None or last is None:
            return None
        if self.decision.months_before is not None:
            return add_months(last, -self.decision.months_before)
        if self.decision.on is not None and self.end is not None:
            later = (last.year - self.end.year) * 12 + last.month - self.end.month
            return add_months(self.decision.on, later)
        return self.decision.on

    def clause(self, *paths: str) -> str:
        """Return the first sentence known for `paths`, or an empty string."""
        return next((self.clauses[path] for path in paths if path in self.clauses), "")
