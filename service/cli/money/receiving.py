"""`overens invoice receive`: an invoice by what its e-invoice says, or as somebody types it from a PDF or a paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from service.cli.called import called
from service.cli.office import DAY, by, office
from service.cli.talks.deviation import AMOUNT
from service.cli.words import say
from service.documents.checks.examine import Gate
from service.documents.files import gate_of
from service.documents.model import Received
from service.economy.invoices.filed import handed_of, look_at, seems_ore, sketched
from service.economy.invoices.model import Actor, Handed
from service.economy.reading.model import Invoice
from service.kernel.clock import local_day
from service.kernel.money import ore
from service.lifecycle.money import invoices


@click.command("receive", help=say("Ta emot en faktura: en Peppolfil säger allt själv, annars anges nummer, dag och belopp.",
                                   "Take an invoice in: a Peppol file says it all itself, else number, day and amount are given."))
@click.argument("invoice_id", metavar="ID", type=int)
@click.option("--number", default="", help=say("Fakturanummer.", "The invoice's number."))
@click.option("--issued-on", type=DAY, help=say("Fakturadatum.", "The invoice's day."))
@click.option("--sek", type=AMOUNT, help=say("Belopp i kronor.", "The amount in SEK."))
@click.option("--vat", type=AMOUNT, help=say("Moms i kronor.", "VAT in SEK."))
@click.option("--on", type=DAY, help=say("Dagen den kom in, om inte i dag.", "The day it came in, if not today."))
@click.option("--reference", default="", help=say("Referens.", "The reference."))
@click.option("--reason", default="", help=say("Varför den skiljer sig.", "Why it differs."))
@click.option("--over-reason", default="", help=say("Varför det går över ramen.", "Why it goes above the frame."))
@click.option("--file", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help=say("Fakturan: Peppol BIS Billing 3 (XML) eller PDF.", "The invoice: Peppol BIS Billing 3 (XML) or PDF."))
def receive(
    invoice_id: int, number: str, issued_on: date | None, sek: Decimal | None, vat: Decimal | None, on: date | None, reference: str,
    reason: str, over_reason: str, path: Path | None,
) -> None:
    """Take an invoice in."""
    with office() as open_office:
        now = open_office.now()
        came, (file, invoice) = on or local_day(now), _looked_at(path, gate_of(open_office.settings))
        if invoice is not None:
            handed = handed_of(invoice, received_on=came, reason=reason, over_reason=over_reason)
        else:
            if not number or issued_on is None or sek is None:
                raise click.UsageError(say("Ange --number, --issued-on och --sek, eller en Peppolfil med --file.",
                                           "Give --number, --issued-on and --sek, or a Peppol file with --file."))
            handed = Handed(number=number, issued_on=issued_on, received_on=came, ore=ore(sek), vat_ore=ore(vat or Decimal(0)),
                            reference=reference, reason=reason, over_reason=over_reason,
                            seems_ore=None if file is None else seems_ore(sketched(file)))
        with open_office.database.write() as session:
            item = invoices.receive(session, invoice_id, handed, actor=Actor(person_id=None, name=by()), file=file, now=now, by=by())
    click.echo(f"{item.id}  {item.day}  {called('invoice', item.state)}  {item.number}")


def _looked_at(path: Path | None, gate: Gate) -> tuple[Received | None, Invoice | None]:
    """Return the file, looked through before the transaction as on the page, and what it says if it is an e-invoice."""
    if path is None:
        return None, None
    with path.open("rb") as opened:
        return look_at(opened.read(gate.bytes + 1), path.name, gate)
