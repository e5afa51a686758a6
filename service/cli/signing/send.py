"""`overens agreement send`: put a draft forward as a file that everyone signs."""

from __future__ import annotations

from typing import Any

import click

from service.cli.office import by, office
from service.cli.signing.asking import Given, asking, manner
from service.cli.words import say
from service.kernel.clock import local_day
from service.lifecycle.signing.papers import put_agreement
from service.signatures.store import AGREEMENT


@click.command("send", help=say(
    "Skicka ett utkast för underskrift som en fil; texten ligger sedan fast. För papper vid sidan av: step ID send.",
    "Send a draft for signature as a file; the text is then fixed. For a paper that is signed beside this: step ID send."))
@click.argument("agreement_id", metavar="ID", type=int)
@asking
@click.option("--party", help=say("För vilken part.", "For which party."))
def send(agreement_id: int, party: str | None, **given: Any) -> None:
    """Send an agreement for signature."""
    with office() as open_office, open_office.database.write() as session:
        now = open_office.now()
        how = manner(session, agreement_id, AGREEMENT, Given(**given), local_day(now))
        signing = put_agreement(session, agreement_id, how, now=now, by=by(party))[0].signing_id
    click.echo(say(f"Överenskommelse {agreement_id} är framlagd för underskrift som text {signing}.",
                   f"Agreement {agreement_id} is put forward for signature as text {signing}."))
