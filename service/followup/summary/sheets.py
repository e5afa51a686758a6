"""The figures of a summary as files for others to count on: CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import xlsxwriter

from service.documents.wording.words import Wording
from service.followup.summary.model import Numbers, Totals
from service.followup.summary.words import COUNTED, STATUS
from service.kernel.text.cells import plain

DAY, MONTH, SUM = "yyyy-mm-dd", "yyyy-mm", "#,##0.00"
WIDEST = 420

@dataclass(frozen=True, slots=True)
class OfMonth:
    """A month, by its first day; in a workbook it is a day shown as its month."""

    first: date

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


Cell = str | int | Decimal | date | OfMonth | None
Row = tuple[Cell, ...]


def sheets(numbers: Numbers, language: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield each sheet's name with its rows, the head first; hours and kronor have two decimals."""
    say = Wording(language).say
    total, before = numbers.total, numbers.before
    year = [say("Mått", "Measure"), *(f"{one.first} – {one.last}" for one in (total, before) if one is not None)]
    yield say("Året", "The year"), [tuple(year), *(
        (say(*COUNTED[what]), _value(total, what), *([_value(before, what)] if before is not None else [])) for what in COUNTED)]
    head = (say("Månad", "Month"), say("Pass", "Shifts"), say("Arbetade timmar", "Hours worked"), say("Händelser", "Events"),
            say("Möten med målgruppen", "Meetings with the target groups"))
    yield say("Månader", "Months"), [head, *(
        (OfMonth(one.first), one.shifts, _hours(one.staff_minutes), one.events, one.met) for one in total.months)]
    yield say("Platser", "Places"), [(say("Plats", "Place"), say("Pass", "Shifts"), say("Arbetade timmar", "Hours worked")), *(
        (one.name, one.shifts, _hours(one.staff_minutes)) for one in numbers.places)]
    yield say("Platser per månad", "Places by month"), [(say("Månad", "Month"), say("Plats", "Place"), say("Pass", "Shifts")), *(
        (OfMonth(one.month), one.place, one.shifts) for one in numbers.month_places)]
    counted = (say("Slag", "Kind"), say("Antal", "Number"), say("På så många pass", "On so many shifts"))
    yield say("Händelser", "Events"), [counted, *((one.name, one.count, one.shifts) for one in numbers.events)]
    yield say("Målgrupper", "Target groups"), [counted, *((one.name, one.count, one.shifts) for one in numbers.groups)]
    stand = (say("Vad", "What"), say("Hur det står till", "How it stands"), say("Dag", "Day"), say("Anteckning", "Note"))
    yield say("Mål", "Goals"), [stand, *(
        (one.text, say(*STATUS[one.status]) if one.status else None, one.on, one.note or None)
        for one in numbers.goals)]
    yield say("Ekonomi", "Money"), [(say("Budgetpost", "Budget post"), say("Budget", "Budget"), say("Använt", "Used")), *(
        (one.name or say("Hela ramen", "The whole frame"), one.amount, one.used)
        for one in numbers.money.posts), *_paid(numbers, say("Betalat under tiden", "Paid in the time"))]


def as_csv(numbers: Numbers, language: str) -> str:
    """Return every sheet under its name in one file, as a Swedish spreadsheet reads it: semicolons, decimal commas."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    for name, rows in sheets(numbers, language):
        writer.writerow((name,))
        writer.writerows([plain(cell) for cell in row] for row in rows)
        writer.writerow(())
    return "\ufeff" + made.getvalue()


def as_xlsx(numbers: Numbers, language: str) -> bytes:
    """Return a workbook with a sheet each; a name that looks like a formula is text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        shown = {form: book.add_format({"num_format": form}) for form in (DAY, MONTH, SUM)}
        for name, rows in sheets(numbers, language):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, rows[0], head)
            for number, row in enumerate(rows[1:], 1):
                for place, cell in enumerate(row):
                    _write(sheet, number, place, cell, shown)
            sheet.freeze_panes(1, 0)
            sheet.autofit(WIDEST)
    return made.getvalue()


def _write(sheet: Any, number: int, place: int, cell: Cell, shown: Mapping[str, Any]) -> None:
    """Write a cell as what it is: text, whole number, sum, day or month."""
    if isinstance(cell, OfMonth):
        sheet.write_datetime(number, place, cell.first, shown[MONTH])
    elif isinstance(cell, date):
        sheet.write_datetime(number, place, cell, shown[DAY])
    elif isinstance(cell, Decimal):
        sheet.write_number(number, place, cell, shown[SUM])
    elif isinstance(cell, int):
        sheet.write_number(number, place, cell)
    elif cell is not None:
        sheet.write_string(number, place, cell)


def _paid(numbers: Numbers, name: str) -> Iterator[Row]:
    if numbers.money.paid is not None:
        yield name, None, numbers.money.paid


def _value(totals: Totals, what: str) -> Decimal | int:
    value: int = getattr(totals, what)
    return _hours(value) if what == "staff_minutes" else value


def _hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
