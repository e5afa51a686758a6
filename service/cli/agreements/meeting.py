"""`overens meeting`: move, hold, cancel."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from service.cli.office import DAY, by, note, office, read_text
from service.cli.words import say
from service.meetings import actions


@click.group("meeting", help=say("Flytta, håll eller ställ in ett möte.", "Move, hold or cancel a meeting."))
def command() -> None:
    """Hold the commands on meetings."""


@command.command("move", help=say("Flytta mötet till en annan dag; de kallade får en ny kallelse.",
                                  "Move the meeting to another day; those called get a new call."))
@click.argument("meeting_id", metavar="ID", type=int)
@click.argument("day", type=DAY)
@click.option("--party", help=say("För vilken part.", "For which party."))
def move(meeting_id: int, day: date, party: str | None) -> None:
    """Move a meeting."""
    with office() as open_office, open_office.database.write() as session:
        unusual = actions.shift(session, meeting_id, day, now=open_office.now(), by=by(party))
    if "not_a_working_day" in unusual:
        note(f"Obs: {day} är ingen arbetsdag.", f"Note: {day} is not a working day.")
    click.echo(say(f"Möte {meeting_id} är flyttat till {day}.", f"Meeting {meeting_id} is moved to {day}."))


@command.command("hold", help=say("Registrera att mötet hölls.", "Record that the meeting was held."))
@click.argument("meeting_id", metavar="ID", type=int)
@click.option("--on", type=DAY, help=say("Dagen det hölls, om inte den planerade.", "The day it was held, if not the planned one."))
@click.option("--minutes", type=click.Path(path_type=Path), help=say(
    "Mötesanteckningarna, som textfil.", "The minutes, as a text file."))
@click.option("--party", help=say("För vilken part.", "For which party."))
def hold(meeting_id: int, on: date | None, minutes: Path | None, party: str | None) -> None:
    """Hold a meeting, with its minutes if they are there."""
    text = read_text(minutes) if minutes else None
    with office() as open_office, open_office.database.write() as session:
        actions.hold(session, meeting_id, now=open_office.now(), by=by(party), on=on)
        if text:
            actions.minute(session, meeting_id, text, now=open_office.now(), by=by(party))
    click.echo(say(f"Möte {meeting_id} är hållet.", f"Meeting {meeting_id} is held."))


@command.command("cancel", help=say("Ställ in mötet; de kallade får besked.", "Cancel the meeting; those called are told."))
@click.argument("meeting_id", metavar="ID", type=int)
@click.option("--reason", help=say("Skäl.", "Why."))
@click.option("--party", help=say("För vilken part.", "For which party."))
def cancel(meeting_id: int, reason: str | None, party: str | None) -> None:
    """Cancel a meeting."""
    with office() as open_office, open_office.database.write() as session:
        actions.cancel(session, meeting_id, now=open_office.now(), by=by(party), reason=reason)
    click.echo(say(f"Möte {meeting_id} är inställt.", f"Meeting {meeting_id} is cancelled."))
