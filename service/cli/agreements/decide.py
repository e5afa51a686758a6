"""`overens decide`: a party's stand on renewal."""

from __future__ import annotations

from datetime import date

import click

from service.agreements.store import get_agreement
from service.cli.called import called
from service.cli.office import DAY, by, office
from service.cli.words import say
from service.lifecycle.acts.renewal import decide
from service.parties.store import cast, get_party
from service.renewal.states import Answer


@click.command("decide", help=say(
    "Registrera en parts ställningstagande till förlängning. Beslutet gäller när alla parter svarat lika.",
    "Record a party's stand on renewal. It is decided when all parties have answered alike.",
))
@click.argument("agreement_id", metavar="ID", type=int)
@click.argument("answer", type=click.Choice([one.value for one in Answer]))
@click.option("--party", required=True, help=say("public, civil eller partens namn.", "public, civil or the party's name."))
@click.option("--on", type=DAY, help=say("Dagen det beslutades, om inte i dag.", "The day it was decided, if not today."))
@click.option("--decided-by", help=say("Vem som beslutade: delegation, eller styrelse, dag och paragraf.",
                                       "Who decided: delegation, or board, day and paragraph."))
def command(agreement_id: int, answer: str, party: str, on: date | None, decided_by: str | None) -> None:
    """Record an answer."""
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        chosen = get_party(cast(session, agreement_id).parties, party)
        outcome = decide(session, agreement_id, chosen, Answer(answer), now=open_office.now(), by=by(chosen.name),
                         on=on, decided_by=decided_by)
    if outcome is None:
        click.echo(say(f"Svaret från {chosen.name} är noterat. Beslutet gäller när alla parter svarat lika.",
                       f"The answer of {chosen.name} is noted. It is decided when all parties have answered alike."))
    else:
        agreed = called("stand", outcome).lower()
        click.echo(say(f"Parterna är överens: {agreed}.", f"The parties agree: {agreed}."))
