"""`overens obligation`: met, or waived."""

from __future__ import annotations

from datetime import date

import click

from service.cli.called import called
from service.cli.office import DAY, by, office
from service.cli.words import say
from service.lifecycle.followup.reports import settle
from service.obligations.states import Step


@click.command("obligation", help=say(
    "Registrera att ett åtagande är uppfyllt (meet) eller efterges (waive). KEY visas av: overens agreement show ID",
    "Record that an obligation is met (meet) or waived (waive). KEY is shown by: overens agreement show ID",
))
@click.argument("step", type=click.Choice(["meet", "waive"]))
@click.argument("agreement_id", metavar="ID", type=int)
@click.argument("key")
@click.option("--on", type=DAY, help=say("Dagen det skedde, om inte i dag.", "The day it was done, if not today."))
@click.option("--note", help=say("Anteckning.", "A note."))
@click.option("--party", help=say("För vilken part.", "For which party."))
def command(step: str, agreement_id: int, key: str, on: date | None, note: str | None, party: str | None) -> None:
    """Settle an obligation."""
    with office() as open_office, open_office.database.write() as session:
        state = settle(session, agreement_id, key, Step(step), now=open_office.now(), by=by(party), on=on, note=note)
    now = called("obligation", state).lower()
    click.echo(say(f"{key} är nu: {now}", f"{key} is now: {now}"))
