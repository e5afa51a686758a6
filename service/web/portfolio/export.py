"""The list as a file: text with semicolons, or a workbook."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from xlsxwriter import Workbook

from service.kernel.text.cells import plain
from service.notices.writing.words import first_upper
from service.web.portfolio.lines import Line
from service.web.speech.language import called, language, say, speech

WIDTHS = (44, 52, 18, 12, 12, 34, 12, 10, 12)


def heads() -> tuple[str, ...]:
    """Return the names of the columns."""
    return (say("Överenskommelse", "Agreement"), say("Parter", "Parties"), say("Läge", "State"), say("Första dagen", "First day"),
            say("Sista dagen", "Last day"), say("Härnäst", "Next"), say("Dag", "Day"), say("Försenat", "Overdue"),
            say("Registrerad", "Registered"))


def cells(one: Line) -> tuple[str | int | date | None, ...]:
    """Return one agreement's values, in the order of the columns."""
    return (
        one.title, " · ".join(one.parties), called("agreement", one.state), one.starts_on, one.ends_on,
        first_upper(speech().duties[one.coming.kind]) if one.coming else None, one.coming.day if one.coming else None,
        say("Ja", "Yes") if one.late else None, one.registered)


def as_csv(portions: Iterable[Sequence[Line]]) -> Iterator[str]:
    """Yield the file portion by portion; the mark at its beginning tells spreadsheets that it is UTF-8."""
    separator = ";" if language() == "sv" else ","
    yield "\ufeff" + _rows([heads()], separator)
    for portion in portions:
        yield _rows([cells(one) for one in portion], separator)


def _rows(rows: Iterable[Sequence[object]], separator: str) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows([plain(value) for value in row] for row in rows)
    return file.getvalue()


def as_workbook(portions: Iterable[Sequence[Line]]) -> bytes:
    """Return the workbook; rows go to a file meanwhile, so that a long list takes no memory."""
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = Workbook(file, options)
        sheet = book.add_worksheet(say("Överenskommelser", "Agreements")[:31])
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for place, (name, width) in enumerate(zip(heads(), WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, head)
        sheet.freeze_panes(1, 0)
        number = 0
        for portion in portions:
            for one in portion:
                number += 1
                for place, value in enumerate(cells(one)):
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, value, day)
                    elif isinstance(value, int):
                        sheet.write_number(number, place, value)
                    elif value is not None:
                        sheet.write_string(number, place, value)
        sheet.autofilter(0, 0, number, len(WIDTHS) - 1)
        book.close()
        file.seek(0)
        return file.read()
