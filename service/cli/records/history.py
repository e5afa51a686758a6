"""`overens history`: check that it is untouched."""

from __future__ import annotations

import click

from service.cli.office import office
from service.cli.words import say
from service.history.verify import faults


@click.group("history", help=say("Kontrollera att historiken är orörd.", "Check that the history is untouched."))
def command() -> None:
    """Hold the commands on the history."""


@command.command("verify", help=say(
    "Räkna om kedjorna; ett brott ger slutkod 1.", "Recompute the chains; a break gives exit code 1."))
@click.option("--agreement", type=int, metavar="ID", help=say("Bara en överenskommelse.", "Only one agreement."))
def verify(agreement: int | None) -> int:
    """Print every fault and return 1 if there is any."""
    with office() as open_office, open_office.database.read() as session:
        found = list(faults(session, agreement))
    for fault in found:
        chain = say("installationen", "the installation") if fault.chain == 0 else say(
            f"överenskommelse {fault.chain}", f"agreement {fault.chain}")
        click.echo(f"{chain}, {say('post', 'record')} {fault.seq}: {say(fault.sv, fault.en)}", err=True)
    if not found:
        click.echo(say("Historiken är orörd.", "The history is untouched."))
    return 1 if found else 0
