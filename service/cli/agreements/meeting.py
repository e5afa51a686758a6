"""`overens meeting`: add, move, hold, cancel."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from service.cli.office import DAY, by, note, office, read_text
from service.cli.words import say
from service.kernel.calendar import is_working_day
from service.lifecycle.acts.meet import Extra, add_meeting
from service.meetings import actions
from service.meetings.actions import Spot


@click.group("meeting", help=say("Lägg till, flytta, håll eller ställ in ett möte.", "Add, move, hold or cancel a meeting."))
def command() -> None:
    """Hold the commands on meetings."""


@command.command("add", help=say("Lägg till ett möte utöver dem som överenskommelsen kräver; kallelsen går ut av sig själv.",
                                 "Add a meeting beside those that the agreement asks for; the call goes out by itself."))
@click.argument("agreement_id", metavar="AGREEMENT", type=int)
@click.argument("day", type=DAY)
@click.option("--at", type=click.DateTime(["%H:%M"]), help=say(
    "Klockslag, som 10:00; annars det vanliga.", "The hour, as 10:00; else the usual one."))
@click.option("--place", help=say("Var.", "Where."))
@click.option("--video", help=say("Länk till videomöte.", "Link to a video meeting."))
@click.option("--party", help=say("För vilken part.", "For which party."))
def add(agreement_id: int, day: date, at: datetime | None, place: str | None, video: str | None, party: str | None) -> None:
    """Add a meeting beside those of the terms."""
    extra = Extra(day=day, starts=at.time() if at else None, spot=Spot(place, video))
    with office() as open_office, open_office.database.write() as session:
        number = add_meeting(session, agreement_id, extra, now=open_office.now(), by=by(party))
    if not is_working_day(day):
        note(f"Obs: {day} är ingen arbetsdag.", f"Note: {day} is not a working day.")
    click.echo(say(f"Möte {number} är tillagt.", f"Meeting {number} is added."))


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
