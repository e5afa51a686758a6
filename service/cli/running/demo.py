"""`overens demo`: examples in every stage of life."""

from __future__ import annotations

import click

from service.cli.office import office
from service.cli.words import say
from service.demo.stages import STAGES


@click.command("demo", help=say(
    "Fyll på med exempel, genomlevda med riktiga steg och påhittade personer; deras post skickas aldrig.",
    "Fill in examples, lived through by real steps with invented people; their mail is never posted."))
@click.option("--stage", type=click.Choice(list(STAGES)), multiple=True,
              help=say("Vilket skede; utan val alla.", "Which stage; all if none is chosen."))
def command(stage: tuple[str, ...]) -> None:
    """Fill in the stages asked for."""
    with office() as open_office:
        for name in stage or STAGES:
            for made in STAGES[name](open_office.database, now=open_office.now()):
                click.echo(f"{name}: {say('överenskommelse', 'agreement')} {made}")
