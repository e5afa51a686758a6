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
from service.kernel.money import kronor

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


Sum = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class Share(Value):
    """An amount written out for the period that `first` lies in; SEK."""

    first: date
    amount: Sum


class Payment(Value):
    """Who moves first, how often (0 is one single payment), days after each period until due, days from receipt until paid.

    `split` is how the sum falls on periods that are not of one length; None is not settled, and reckoned by months.
    """

    direction: Literal["invoice", "payout"] = "invoice"
    every_months: Annotated[int, Field(ge=0, le=12)] | None = None
    due_days: Annotated[int, Field(ge=0, le=120)] = 30
    pay_days: Annotated[int, Field(ge=0, le=120)] = 30
    split: Literal["months", "days", "equal", "written"] | None = None
    written: tuple[Share, ...] = ()

    @model_validator(mode="after")
    def _written_once_each(self) -> Self:
        if self.split == "written" and not self.written:
            raise Wrong("Skriv ut beloppet för varje period, eller välj ett annat sätt att fördela.",
                        "write out the amount of each period, or choose another way to spread it")
        if len({one.first for one in self.written}) < len(self.written):
            raise Wrong("Två belopp har samma period.", "two amounts are of the same period")
        return self


class Rate(Value):
    """What is paid for each unit, SEK; `per_period` is how many are agreed for a period, if that is."""

    amount: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]
    unit: Annotated[str, Field(min_length=1, max_length=100)]
    per_period: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)] | None = None


class Index(Value):
    """How amounts follow an index: which, its base (`2024` or `2024-10`), per cent of them, the day of the first adjustment."""

    name: Annotated[str, Field(max_length=200)] = ""
    base: str | None = None
    share: Annotated[Decimal, Field(gt=0, le=100, max_digits=5, decimal_places=2)] = Decimal(100)
    since: date | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.name:
            raise Wrong("Ange vilket index beloppen följer.", "the name of the index is missing")
        if self.base is None:
            raise Wrong("Ange basår eller basmånad för index, till exempel 2024 eller 2024-10.",
                        "the base year or month of the index is missing, for instance 2024 or 2024-10")
        if not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", self.base):
            raise Wrong("Skriv indexets bas som ett år eller en månad, till exempel 2024 eller 2024-10.",
                        "write the base of the index as a year or a month, for instance 2024 or 2024-10")
        if self.since is None:
            raise Wrong("Ange från och med vilken dag beloppen räknas om.", "the first day of adjusted amounts is missing")
        if self.since.year <= self.base_year:
            raise Wrong("Beloppen kan räknas om först året efter indexets bas.",
                        "amounts can be adjusted from the year after the base of the index at the earliest")
        return self

    @property
    def base_year(self) -> int:
        """Return the year of the base."""
        return int((self.base or "0")[:4])

    def year_of(self, day: date) -> int | None:
        """Return the year whose index adjusts amounts of a period that begins on `day`; None before the first adjustment."""
        if self.since is None or day < self.since:
            return None
        return day.year - ((day.month, day.day) < (self.since.month, self.since.day))


class Vat(Value):
    """The rate of VAT in per cent, and whether the amounts of the terms hold it already."""

    rate: Percent
    included: bool = False


class Economy(Value):
    """Frame and posts in SEK for the whole period, or by the year; or a rate per unit.

    `year` is which year a yearly sum is for, `cut` what a year that is cut by the period gets; None is not settled.
    """

    total: Sum | None = None
    yearly: Sum | None = None
    year: Literal["calendar", "agreement"] | None = None
    cut: Literal["part", "whole"] | None = None
    posts: tuple[BudgetPost, ...] = ()
    rate: Rate | None = None
    index: Index | None = None
    vat: Vat | None = None
    payment: Payment = Payment()

    @model_validator(mode="after")
    def _written_amounts_sum(self) -> Self:
        written = sum((one.amount for one in self.payment.written), Decimal(0))
        if self.payment.split == "written" and self.total is not None and written != self.total:
            sums = [kronor(one, language) for language in ("sv", "en") for one in (written, self.total)]
            raise Wrong(f"Beloppen per period blir tillsammans {sums[0]}, men ramen är {sums[1]}.",
                        f"the amounts by period come to {sums[2]}, but the frame is {sums[3]}")
        return self


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
    """What lets a party rescind, the time to rectify, what is then paid back, and the faults that need no such time."""

    serious_breach: bool | None = None
    remedy: Literal["without_delay", "days"] | None = None
    remedy_days: Annotated[int, Field(ge=1, le=365)] | None = None
    repayment: Literal["part_or_all", "unused"] | None = None
    at_once: tuple[Annotated[str, Field(min_length=1, max_length=300)], ...] = ()


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
