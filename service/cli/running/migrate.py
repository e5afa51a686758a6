"""`overens migrate`: bring the database to this version's tables."""

from __future__ import annotations

import click

from service.cli.office import office
from service.cli.words import say
from service.schema import head, migrate


@click.command("migrate", help=say("Skapa eller uppdatera databasens tabeller.", "Create or update the database's tables."))
def command() -> None:
    """Migrate to the newest schema."""
    with office(schema=False) as open_office:
        migrate(open_office.database)
    click.echo(say(f"Databasen är på version {head()}.", f"The database is at version {head()}."))
