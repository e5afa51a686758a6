"""`overens invoice read FILE`: show what a Peppol invoice says, or what a PDF invoice seems to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from service.cli.office import echo_json, note
from service.cli.words import language, say
from service.documents.checks.kinds import is_pdf
from service.economy.reading.model import Invoice, Sketch
from service.economy.reading.pdf import read_pdf
from service.economy.reading.peppol import read_peppol
from service.economy.reading.refusals import NotAnInvoiceFile
from service.economy.reading.xml import LARGEST, is_xml
from service.kernel.money import kronor, sek

FIELDS = {
    "number": ("Fakturanummer", "Invoice number"), "issued_on": ("Fakturadatum", "Invoice date"), "due_on": ("Betalas", "Due"),
    "total_ore": ("Att betala", "To pay"), "org_number": ("Organisationsnummer", "Organisation number"),
    "reference": ("Referens", "Reference"),
}


@click.group("invoice", help=say("Fakturor.", "Invoices."))
def command() -> None:
    """Hold the commands on invoices."""


@command.command("read", help=say("Visa vad en Peppolfaktura (XML) säger, eller en PDF-faktura tycks säga. Inget sparas.",
                                  "Show what a Peppol invoice (XML) says, or a PDF invoice seems to say. Nothing is stored."))
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def read(file: Path, as_json: bool) -> None:
    """Read an invoice."""
    with click.open_file(str(file), "rb") if str(file) == "-" else file.open("rb") as opened:
        content: bytes = opened.read(LARGEST + 1)
    found: Invoice | Sketch
    if is_pdf(content):
        found = read_pdf(content)
    elif is_xml(content):
        found = read_peppol(content)
    else:
        raise NotAnInvoiceFile
    if as_json:
        echo_json(_plain(found))
        return
    for line in _said(found) if isinstance(found, Invoice) else _seems(found):
        click.echo(line)
    if isinstance(found, Sketch):
        note("Läst ur text: se efter att allt stämmer.", "Read from text: see that all of it is right.")


def _said(one: Invoice) -> Iterator[str]:
    kind = say("Kreditnota", "Credit note") if one.credit else say("Faktura", "Invoice")
    yield f"{kind} {one.number}, {one.issued_on}" + (say(f", betalas {one.due_on}", f", due {one.due_on}") if one.due_on else "")
    yield say("Från", "From") + f": {one.seller.name} {one.seller.org_number or ''}".rstrip()
    yield say("Till", "To") + f": {one.buyer.name} {one.buyer.org_number or ''}".rstrip()
    yield say("Referens", "Reference") + f": {one.reference}" + (f", OCR {one.ocr}" if one.ocr else "")
    if one.period:
        yield say("Period", "Period") + f": {one.period[0]} – {one.period[1]}"
    for line in one.lines:
        yield f"  {line.name}: {_kr(line.net_ore)}"
    yield say(f"Netto {_kr(one.net_ore)}, moms {_kr(one.vat_ore)}, summa {_kr(one.total_ore)}, att betala {_kr(one.payable_ore)}",
              f"Net {_kr(one.net_ore)}, VAT {_kr(one.vat_ore)}, total {_kr(one.total_ore)}, to pay {_kr(one.payable_ore)}")
    if one.attached is not None:
        yield say(f"Bifogad PDF, {len(one.attached)} byte", f"Attached PDF, {len(one.attached)} bytes")


def _seems(one: Sketch) -> Iterator[str]:
    for name, words in FIELDS.items():
        guess = getattr(one, name)
        value = "" if guess is None else _kr(int(guess.value)) if name == "total_ore" else guess.value
        yield f"{say(*words)}: –" if guess is None else f"{say(*words)}: {value}    ”{guess.line}”"


def _plain(one: Invoice | Sketch) -> dict[str, Any]:
    """Return it as JSON: days as text, a file as its length, in a sketch each value with its line."""
    def shown(value: Any) -> Any:
        if isinstance(value, bytes):
            return len(value)
        if isinstance(value, (date, Decimal)):
            return str(value)
        if isinstance(value, dict):
            return {name: shown(each) for name, each in value.items()}
        return [shown(each) for each in value] if isinstance(value, (list, tuple)) else value

    found: dict[str, Any] = shown(asdict(one))
    return found


def _kr(amount: int) -> str:
    return kronor(sek(amount), language())
