"""`overens backup`: a copy of the database, made while it runs."""

from __future__ import annotations

import click

from service.cli.office import office
from service.cli.words import say
from service.operations.backup import back_up


@click.command("backup", help=say("Gör en säkerhetskopia medan allt är i gång, och kontrollera den.",
                                  "Make a copy of the database while all is running, and check it."))
def command() -> None:
    """Make a copy and print its name."""
    with office() as open_office:
        made = back_up(open_office.database, open_office.settings, open_office.now())
    click.echo(say(f"{open_office.settings.backup_folder}/{made.name} ({made.size} byte)",
                   f"{open_office.settings.backup_folder}/{made.name} ({made.size} bytes)"))
