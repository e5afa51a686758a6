"""The form of proposed terms, value by value, as `overens intake --json` gives it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Role = Literal["public", "civil"]
# What few texts say of money is left out of the form where it is not said.
RARE = frozenset({"rate", "index", "split", "pay_days", "base", "since", "share"})
Sum = int | float
Kind = Literal["yearly_summary", "activity_plan", "yearly_followup", "accounts", "activity_report", "other"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Party(_Frozen):
    """Who is bound: name, side, organisation number as written and whether it can be one."""

    name: str
    role: Role | None
    org_number: str | None
    org_number_valid: bool | None


class Period(_Frozen):
    """First and last day in force, ISO."""

    start: str | None
    end: str | None


class Expiry(_Frozen):
    """How the agreement ends or goes on."""

    mode: Literal["ends", "renews", "option", "until_further_notice"] | None
    months: int | None
    max_times: int | None


class Decision(_Frozen):
    """By when a stand on renewal is taken, and what silence means."""

    months_before: int | None
    on: str | None
    silence: Literal["ends", "renews"] | None


class Notice(_Frozen):
    """A right to end the agreement early."""

    party: Literal["both", "public", "civil"]
    months: int


class Meetings(_Frozen):
    """How often the parties meet, and who calls."""

    per_year: int | None
    convenor: Role | None


class Post(_Frozen):
    """A post of the budget, in SEK."""

    name: str
    amount_sek: Sum


class Payment(_Frozen):
    """Which way money is asked for, and the months between payments; 0 is one single payment."""

    direction: Literal["invoice", "payout"] | None
    every_months: int | None
    split: Literal["months", "days", "equal"] | None = None
    pay_days: int | None = None


class Rate(_Frozen):
    """What is paid for each unit, in SEK."""

    amount_sek: Sum
    unit: str


class Index(_Frozen):
    """The index that amounts follow: its base (`2024` or `2024-10`), the first day of adjusted amounts, per cent of them."""

    name: str
    base: str | None = None
    since: str | None = None
    share: int | None = None


class Economy(_Frozen):
    """The frame, its posts and how it is paid."""

    total_sek: Sum | None
    yearly_sek: Sum | None
    posts: tuple[Post, ...]
    payment: Payment
    rate: Rate | None = None
    index: Index | None = None


class Report(_Frozen):
    """A report owed; `due` is a full date, or `--MM-DD` for each year."""

    kind: Kind
    due: str | None


class Amendments(_Frozen):
    """Whether changes must be written, and signed."""

    written: bool | None
    signed: bool | None


class Rescission(_Frozen):
    """What lets a party rescind, the time to put it right, and what is paid back."""

    serious_breach: bool | None
    remedy: Literal["without_delay", "days"] | None
    remedy_days: int | None
    repayment: Literal["part_or_all", "unused"] | None


class Signed(_Frozen):
    """Where, and the last of the days."""

    place: str | None
    on: str | None


class Goal(_Frozen):
    """A goal of the partnership."""

    text: str


class Undertaking(_Frozen):
    """What somebody keeps going all along, without a day."""

    text: str
    owes: Role | None


class Stretch(_Frozen):
    """A stretch of the document's text, and where it stands."""

    start: int = Field(alias="from")
    end: int = Field(alias="to")
    text: str


class Question(_Frozen):
    """What a person must settle before the agreement can be watched."""

    about: str
    question: str


class Proposal(_Frozen):
    """Proposed terms with their evidence and open questions."""

    title: str | None
    parties: tuple[Party, ...]
    period: Period
    expiry: Expiry
    decision: Decision
    notice: tuple[Notice, ...]
    meetings: Meetings
    economy: Economy
    reports: tuple[Report, ...]
    amendments: Amendments
    approval_before_deviation: bool | None
    rescission: Rescission
    disputes: Literal["dialogue", "negotiation", "mediation", "arbitration", "court"] | None
    secrecy: bool | None
    signed: Signed
    goals: tuple[Goal, ...]
    undertakings: tuple[Undertaking, ...]
    evidence: dict[str, Stretch]
    open_questions: tuple[Question, ...]

    def as_json(self) -> dict[str, object]:
        """Return the form as one object of JSON values."""
        made = self.model_dump(mode="json", by_alias=True)
        economy = made["economy"]
        for holder in (economy, economy["payment"], economy["index"] or {}):
            for name in RARE & {key for key, value in holder.items() if value is None}:
                del holder[name]
        return made
