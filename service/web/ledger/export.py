"""The list of invoices as text for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from service.kernel.money import sek
from service.kernel.text.cells import plain
from service.web.ledger.read import Line
from service.web.speech.language import called, say


def heads() -> tuple[str, ...]:
    """Return the names of the columns."""
    return (
        say("Överenskommelse", "Agreement"), say("Förening", "Association"), say("Slag", "Kind"), say("Nummer", "Number"),
        say("Läge", "State"), say("Från", "From"), say("Till", "To"), say("Senast", "By"), say("Kom in", "Came in"),
        say("Betalas senast", "Pay by"), say("Väntat", "Expected"), say("Belopp utan moms", "Amount without VAT"), say("Moms", "VAT"),
        say("Betalt", "Paid"))


def cells(one: Line) -> tuple[object, ...]:
    """Return one invoice's values, in the order of the columns."""
    kind = say("Utbetalning", "Payout") if one.kind == "payout" else say("Faktura", "Invoice")
    return (
        one.title, one.party, kind, one.number, called(one.kind, one.state), one.first, one.last, one.day, one.received_on,
        one.due_on,
        *(None if amount is None else sek(amount) for amount in (one.expected, one.net, one.vat, one.paid)))


def as_csv(portions: Iterable[Sequence[Line]]) -> Iterator[str]:
    """Yield the file portion by portion, with semicolons and decimal commas; the mark at its beginning tells that it is UTF-8."""
    yield "\ufeff" + _rows([heads()])
    for portion in portions:
        yield _rows([cells(one) for one in portion])


def _rows(rows: Iterable[Sequence[object]]) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([plain(value) for value in row] for row in rows)
    return file.getvalue()
