"""The figures of a summary as files for others to count on: CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import xlsxwriter

from service.documents.wording.words import Wording
from service.followup.summary.model import Numbers, Totals
from service.followup.summary.words import COUNTED, STATUS

Row = tuple[str | float | int, ...]


def sheets(numbers: Numbers, language: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield each sheet's name with its rows, the head first; hours are numbers."""
    say = Wording(language).say
    total, before = numbers.total, numbers.before
    year = [say("Mått", "Measure"), *(f"{one.first} – {one.last}" for one in (total, before) if one is not None)]
    yield say("Året", "The year"), [tuple(year), *(
        (say(*COUNTED[what]), _value(total, what), *([_value(before, what)] if before is not None else [])) for what in COUNTED)]
    head = (say("Månad", "Month"), say("Pass", "Shifts"), say("Arbetade timmar", "Hours worked"), say("Händelser", "Events"),
            say("Möten med målgruppen", "Meetings with the target groups"))
    yield say("Månader", "Months"), [head, *(
        (f"{one.first:%Y-%m}", one.shifts, _hours(one.staff_minutes), one.events, one.met) for one in total.months)]
    yield say("Platser", "Places"), [(say("Plats", "Place"), say("Pass", "Shifts"), say("Arbetade timmar", "Hours worked")), *(
        (one.name, one.shifts, _hours(one.staff_minutes)) for one in numbers.places)]
    yield say("Platser per månad", "Places by month"), [(say("Månad", "Month"), say("Plats", "Place"), say("Pass", "Shifts")), *(
        (f"{one.month:%Y-%m}", one.place, one.shifts) for one in numbers.month_places)]
    counted = (say("Slag", "Kind"), say("Antal", "Number"), say("På så många pass", "On so many shifts"))
    yield say("Händelser", "Events"), [counted, *((one.name, one.count, one.shifts) for one in numbers.events)]
    yield say("Målgrupper", "Target groups"), [counted, *((one.name, one.count, one.shifts) for one in numbers.groups)]
    stand = (say("Vad", "What"), say("Hur det står till", "How it stands"), say("Dag", "Day"), say("Anteckning", "Note"))
    yield say("Mål", "Goals"), [stand, *(
        (one.text, say(*STATUS[one.status]) if one.status else "", one.on.isoformat() if one.on else "", one.note)
        for one in numbers.goals)]
    yield say("Ekonomi", "Money"), [(say("Budgetpost", "Budget post"), say("Budget", "Budget"), say("Använt", "Used")), *(
        (one.name or say("Hela ramen", "The whole frame"), float(one.amount), float(one.used) if one.used is not None else "")
        for one in numbers.money.posts), *_paid(numbers, say("Betalat under tiden", "Paid in the time"))]


def as_csv(numbers: Numbers, language: str) -> str:
    """Return every sheet under its name in one file, as a Swedish spreadsheet reads it: semicolons, decimal commas."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    for name, rows in sheets(numbers, language):
        writer.writerow((name,))
        writer.writerows([_plain(cell) for cell in row] for row in rows)
        writer.writerow(())
    return "\ufeff" + made.getvalue()


def as_xlsx(numbers: Numbers, language: str) -> bytes:
    """Return a workbook with a sheet each; a name that looks like a formula is text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets(numbers, language):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row, bold if number == 0 else None)
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    return made.getvalue()


def _paid(numbers: Numbers, name: str) -> Iterator[Row]:
    if numbers.money.paid is not None:
        yield name, "", float(numbers.money.paid)


def _value(totals: Totals, what: str) -> float | int:
    value: int = getattr(totals, what)
    return _hours(value) if what == "staff_minutes" else value


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)


def _plain(cell: str | float | int) -> str:
    """Return a cell as text; what a spreadsheet would take for a formula is quoted."""
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",")
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and not isinstance(cell, int) else text
