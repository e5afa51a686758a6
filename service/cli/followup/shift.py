"""`overens shift`: add, list, words, import, export."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.called import called
from service.cli.office import DAY, by, echo_json, office
from service.cli.words import language, say
from service.followup.shifts.actions import log
from service.followup.shifts.exchange import actions, sheet
from service.followup.shifts.lists.actions import add as add_words
from service.followup.shifts.lists.actions import folded
from service.followup.shifts.model import Kind, Told
from service.followup.shifts.refusals import Doubt
from service.followup.shifts.states import State
from service.followup.shifts.store import Full, full, listed, words
from service.kernel.errors import BadInput
from service.parties.model import PartyBrief
from service.parties.store import cast

ID = click.argument("agreement_id", metavar="ID", type=int)


class Hour(click.ParamType[time]):
    """An hour as HH:MM."""

    name = "HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> time:
        """Return the hour, or say what is wrong with it."""
        found = value if isinstance(value, time) else sheet.read_hour(str(value))
        if found is None:
            self.fail(say(f"{value!r} är inget klockslag; skriv det som 20:00.", f"{value!r} is no hour; write it like 20:00."),
                      param, context)
        return found


@click.group("shift", help=say("Pass: logga, lista, läs in, skriv ut.", "Shifts: log, list, import, export."))
def command() -> None:
    """Hold the commands on shifts."""


def _association(session: Session, agreement_id: int) -> PartyBrief:
    return next(one for one in cast(session, agreement_id).parties if one.role == "civil")


def _counts(given: Sequence[str], known: dict[str, int]) -> dict[int, int]:
    found = {}
    for one in given:
        name, _, count = one.rpartition("=")
        if not count.isdecimal():
            raise BadInput(why=say(f"{one!r}: skriv det som Samtal=4", f"{one!r}: write it like Samtal=4"))
        found[_id(name, known)] = int(count)
    return found


def _id(name: str, known: dict[str, int]) -> int:
    if folded(name) not in known:
        raise BadInput(why=say(f"{name} finns inte på listan", f"{name} is not on the list"))
    return known[folded(name)]


@command.command("add", help=say("Logga ett pass.", "Log a shift."))
@ID
@click.option("--day", type=DAY, required=True, help=say("Dagen det började.", "The day it began."))
@click.option("--start", type=Hour(), required=True, help=say("Från.", "From."))
@click.option("--end", type=Hour(), required=True, help=say("Till; före start är nästa dag.", "To; before start: the next day."))
@click.option("--staff", type=int, required=True, help=say("Antal i personalen.", "Number of staff."))
@click.option("--place", "places", multiple=True, required=True, help=say("Plats; kan upprepas.", "Place; may be repeated."))
@click.option("--event", "events", multiple=True, help=say("Händelse=antal; kan upprepas.", "Event=number; may be repeated."))
@click.option("--group", "groups", multiple=True, help=say("Målgrupp=antal; kan upprepas.", "Group=number; may be repeated."))
@click.option("--note", default="", help=say("Anteckning.", "A note."))
@click.option("--sure", is_flag=True, help=say("Det som verkar fel stämmer.", "What seems wrong is right."))
def add(agreement_id: int, day: date, start: time, end: time, staff: int, places: Sequence[str], events: Sequence[str],
        groups: Sequence[str], note: str, sure: bool) -> None:
    """Log a shift."""
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        known = {kind: {one.search: one.id for one in words(session, agreement_id, kind)} for kind in Kind}
        where = tuple(_id(one, known[Kind.PLACE]) for one in places)
        told = Told(day=day, start=start, end=end, staff=staff, note=note, places=where,
                    events=_counts(events, known[Kind.EVENT]), groups=_counts(groups, known[Kind.GROUP]))
        party = _association(session, agreement_id)
        made = log(session, agreement_id, told, sure=sure, party_id=party.id, author=party.name, now=open_office.now(),
                   by=by(party.name))
    click.echo(say(f"Pass {made} är loggat.", f"Shift {made} is logged."))


def _read(agreement_id: int, first: date | None, last: date | None) -> list[Full]:
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        return full(session, listed(session, agreement_id, first=first, last=last, latest=False))


@command.command("list", help=say("Visa pass.", "List shifts."))
@ID
@click.option("--from", "first", type=DAY, help=say("Från dag.", "From day."))
@click.option("--to", "last", type=DAY, help=say("Till och med dag.", "Through day."))
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def show(agreement_id: int, first: date | None, last: date | None, as_json: bool) -> None:
    """List them."""
    found = _read(agreement_id, first, last)
    if as_json:
        echo_json([_plain(one) for one in found])
        return
    for one in found:
        row = one.row
        where = ", ".join(place.name for place in one.places)
        click.echo(f"{row.id}  {row.day} {row.start:%H:%M}–{row.end:%H:%M}  {called('shift', row.state)}  {row.staff}  {where}")


@command.command("words", help=say("Visa listorna över platser, händelser och målgrupper; det som anges läggs till.",
                                   "Show the lists of places, events and groups; what is given is added."))
@ID
@click.option("--place", "places", multiple=True, help=say("Plats att lägga till; kan upprepas.", "Place to add; may be repeated."))
@click.option("--event", "events", multiple=True, help=say("Händelse att lägga till; kan upprepas.",
                                                                    "Event to add; may be repeated."))
@click.option("--group", "groups", multiple=True, help=say("Målgrupp att lägga till; kan upprepas.",
                                                                    "Group to add; may be repeated."))
def fill(agreement_id: int, places: Sequence[str], events: Sequence[str], groups: Sequence[str]) -> None:
    """Add to the lists, and show them."""
    given = {Kind.PLACE: places, Kind.EVENT: events, Kind.GROUP: groups}
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        for kind, names in given.items():
            if names:
                add_words(session, agreement_id, kind, names, now=open_office.now(), by=by(_association(session, agreement_id).name))
        found = [f"{one.kind}  {one.name}" for one in words(session, agreement_id, retired=False)]
    for line in found:
        click.echo(line)


def _plain(one: Full) -> dict[str, Any]:
    row = one.row
    return {"id": row.id, "state": row.state, "day": row.day.isoformat(), "start": f"{row.start:%H:%M}", "end": f"{row.end:%H:%M}",
            "minutes": row.minutes, "staff": row.staff, "places": [place.name for place in one.places],
            "events": {word.name: count for word, count in one.events}, "groups": {word.name: count for word, count in one.groups},
            "note": row.note, "reason": row.reason}


@command.command("import", help=say("Läs in pass från en CSV-fil; samma fil en gång till lägger inte till något.",
                                    "Take in shifts from a CSV file; the same file once more adds nothing."))
@ID
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--add-words", is_flag=True, help=say("Lägg till det som saknas på listorna.", "Add what is missing to the lists."))
@click.option("--sure", is_flag=True, help=say("Det som verkar fel stämmer.", "What seems wrong is right."))
@click.option("--dry-run", is_flag=True, help=say("Visa bara vad som skulle ske.", "Only show what would happen."))
def take_in(agreement_id: int, file: Path, add_words: bool, sure: bool, dry_run: bool) -> int:
    """Take in the shifts of a file; 2 when any row was left out or is doubted."""
    text = sheet.as_text(file.read_bytes())
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        found = actions.preview(session, agreement_id, text, now=open_office.now())
        doubted = [] if sure else found.doubted
        for bad in found.bad:
            _tell(bad.number, bad.why.sentence(language()))
        for number, doubt in doubted:
            _tell(number, _asked(doubt))
        if dry_run or doubted:
            click.echo(say(f"{len(found.good)} nya, {found.known} finns redan, {len(found.bad)} med fel; inget är inlagt.",
                           f"{len(found.good)} new, {found.known} there already, {len(found.bad)} with faults; nothing is kept."))
            return 2 if doubted or found.bad else 0
        party = _association(session, agreement_id)
        kept, known, bad_rows = actions.keep(session, agreement_id, text, add_words=add_words, party_id=party.id, author=party.name,
                                             now=open_office.now(), by=by(party.name))
    click.echo(say(f"{kept} inlagda, {known} fanns redan, {bad_rows} togs inte med.",
                   f"{kept} taken in, {known} were there already, {bad_rows} left out."))
    return 2 if bad_rows else 0


def _asked(doubt: Doubt) -> str:
    return doubt.sentence(language()) + say(" Stämmer det, ange --sure.", " If that is right, give --sure.")


def _tell(number: int, sentence: str) -> None:
    click.echo(say(f"Rad {number}: {sentence}", f"Row {number}: {sentence}"), err=True)


@command.command("export", help=say("Skriv passen som CSV.", "Write the shifts as CSV."))
@ID
@click.option("--from", "first", type=DAY, help=say("Från dag.", "From day."))
@click.option("--to", "last", type=DAY, help=say("Till och med dag.", "Through day."))
def export(agreement_id: int, first: date | None, last: date | None) -> None:
    """Write them as a file that can be read again."""
    states = {state.value: state.value for state in State}
    click.echo(sheet.written(_read(agreement_id, first, last), states, ("läge", "personaltimmar")), nl=False)
