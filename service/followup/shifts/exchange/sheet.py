"""The shape of the file: its columns, how it is read whatever wrote it, how it is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from service.followup.shifts.store import Full
from service.kernel.errors import Refusal
from service.kernel.text.cells import plain

COLUMNS = ("datum", "start", "slut", "personal", "platser", "händelser", "målgrupper", "anteckning")
NEEDED = COLUMNS[:5]
# The same columns by other names people use.
CALLED = {
    "dag": "datum", "date": "datum", "day": "datum", "från": "start", "till": "slut", "end": "slut", "antal personal": "personal",
    "staff": "personal", "plats": "platser", "places": "platser", "place": "platser", "händelse": "händelser",
    "events": "händelser", "målgrupp": "målgrupper", "groups": "målgrupper", "note": "anteckning", "notering": "anteckning",
    "state": "läge",
}
MOST_ROWS = 5_000
DAYS = ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y")
HOUR = re.compile(r"(\d{1,2})(?:[:.]?(\d{2})(?:[:.]\d{2})?)?")


class NotText(Refusal):
    """The file is not a text file with columns; save it as CSV from the spreadsheet and try again."""

    sv = "Filen är ingen textfil med kolumner; spara den som CSV från kalkylprogrammet och försök igen."
    status = 422


class ColumnsMissing(Refusal):
    """The first line must name the columns; missing: {names}. Begin from the template."""

    sv = "Första raden ska namnge kolumnerna; det saknas: {names}. Utgå från mallen."
    status = 422


class TooManyRows(Refusal):
    """The file has more than {most} rows; divide it."""

    sv = "Filen har fler än {most} rader; dela upp den."
    status = 422


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file, by column; `number` is where it stands, the head being 1."""

    number: int
    cells: dict[str, str]


def as_text(raw: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without its mark), UTF-16 with its mark, or Windows' own letters."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotText(field="file")


def lines(text: str) -> list[Line]:
    """Return the rows of a file; raise NotText, ColumnsMissing or TooManyRows."""
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(";,\t", key=head.count), strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        raise NotText(field="file") from None
    names = [_column(one) for one in rows[0]] if rows else []
    if missing := [one for one in NEEDED if one not in names]:
        raise ColumnsMissing(names=", ".join(missing), field="file")
    if len(rows) - 1 > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS, field="file")
    return [Line(number, {name: _cell(value) for name, value in zip(names, row, strict=False)})
            for number, row in enumerate(rows[1:], 2) if any(one.strip() for one in row)]


def _column(name: str) -> str:
    plain = name.strip().lower()
    return CALLED.get(plain, plain)


def _cell(value: str) -> str:
    # Written by us, or by a spreadsheet that holds a formula down.
    return value.strip().removeprefix("'")


def read_day(text: str) -> date | None:
    """Return a day however it is written, None for what is none."""
    return next((found.date() for form in DAYS if (found := _read(text, form)) is not None), None)


def read_hour(text: str) -> time | None:
    """Return an hour however it is written; 24:00 is midnight. None for what is none."""
    found = HOUR.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if (hour, minute) == (24, 0):
        return time(0, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _read(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007
    except ValueError:
        return None


def template(places: Sequence[str], events: Sequence[str], groups: Sequence[str]) -> str:
    """Return a file to begin from: the columns, and a row as it may look with the agreement's own words."""
    counted = [" | ".join(f"{name}: {count}" for name, count in zip(names, (4, 1, 2), strict=False)) for names in (events, groups)]
    row = ["2026-03-06", "20:00", "02:00", "4", " | ".join(places[:2]), *counted, ""]
    return _written([row])


def written(shifts: Iterable[Full], states: dict[str, str], more: tuple[str, str]) -> str:
    """Return shifts as a file that can be read again; `more` names the columns of state, and of time, which is not read."""
    rows = []
    for one in shifts:
        row = one.row
        rows.append([
            row.day.isoformat(), f"{row.start:%H:%M}", f"{row.end:%H:%M}", str(row.staff),
            " | ".join(place.name for place in one.places), " | ".join(f"{word.name}: {count}" for word, count in one.events),
            " | ".join(f"{word.name}: {count}" for word, count in one.groups), row.note, states[row.state],
            f"{row.staff * row.minutes / 60:.2f}".replace(".", ",")])
    return _written(rows, more)


def _written(rows: Iterable[Sequence[str]], more: Sequence[str] = ()) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([*COLUMNS, *more])
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()
