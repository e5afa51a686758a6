"""What is read out of files about money; sums are whole öre."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Trader:
    """Seller or buyer of an invoice; the number has its ten digits and nothing else."""

    name: str
    org_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an invoice; `rate` is the VAT in per cent."""

    number: str
    name: str
    net_ore: int
    category: str
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice or credit note as it says; the sums of a credit note are what is given back.

    `total_ore` is net and VAT, `payable_ore` what of it is left to pay. `attached` is the first PDF file it carries.
    """

    number: str
    issued_on: date
    due_on: date | None
    period: tuple[date, date] | None
    seller: Trader
    buyer: Trader
    reference: str
    currency: str
    net_ore: int
    vat_ore: int
    total_ore: int
    payable_ore: int
    lines: tuple[Line, ...]
    credit: bool
    ocr: str | None = None
    attached: bytes | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """A value that a text seems to hold, and the line it stands on."""

    value: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What the text of a PDF invoice seems to say: to be looked at by a person, never trusted."""

    number: Guess | None = None
    issued_on: Guess | None = None
    due_on: Guess | None = None
    total_ore: Guess | None = None
    org_number: Guess | None = None
    reference: Guess | None = None


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong on one line of a file, in both languages."""

    line: int
    sv: str
    en: str

    def sentence(self, language: str = "sv") -> str:
        """Return it with its line."""
        return f"Rad {self.line}: {self.sv}" if language == "sv" else f"Line {self.line}: {self.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """What is booked on one day, account and set of objects; more than 0 is a cost or an asset."""

    day: date
    account: str
    objects: tuple[tuple[str, str], ...]
    ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """A SIE file of type 4: accounts, dimensions, objects, and what is booked.

    `first` and `last` are the days of the year it is about. `results` are its own sums of the year by account (`#RES 0`), to
    compare with. With `faults` it is not to be used.
    """

    company: str = ""
    org_number: str = ""
    program: str = ""
    encoding: str = "cp437"
    first: date | None = None
    last: date | None = None
    accounts: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    objects: dict[tuple[str, str], str] = field(default_factory=dict)
    opening: dict[str, int] = field(default_factory=dict)
    closing: dict[str, int] = field(default_factory=dict)
    results: dict[str, int] = field(default_factory=dict)
    booked: tuple[Booked, ...] = ()
    vouchers: int = 0
    faults: tuple[LineFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """One row of a table of outcome: the post as it is written there, what is used, and perhaps what will be."""

    line: int
    post: str
    used_ore: int
    forecast_ore: int | None
