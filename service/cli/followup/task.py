"""`overens task`: list, done."""

from __future__ import annotations

from datetime import date

import click
from sqlalchemy import select

from service.agreements.store import get_agreement
from service.cli.office import DAY, by, echo_json, office
from service.cli.words import say
from service.kernel.clock import local_day
from service.kernel.errors import Unknown
from service.lifecycle.followup.tasks import tasks_of
from service.meetings.minutes import finish
from service.meetings.tables import OutcomeRow


@click.group("task", help=say("Uppgifter från möten: lista och bocka av.", "Tasks from meetings: list and tick off."))
def command() -> None:
    """Hold the commands on tasks."""


@command.command("list", help=say("Visa vad mötena har gett någon att göra.", "List what meetings gave someone to do."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def show(agreement_id: int, as_json: bool) -> None:
    """List tasks, those to do first."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        today, found = local_day(open_office.now()), tasks_of(session, agreement_id)
    if as_json:
        echo_json([{
            "id": one.id, "meeting": one.meeting_id, "decided_on": one.on.isoformat(), "what": one.body, "who": one.who,
            "due": one.due_on.isoformat() if one.due_on else None, "done": one.done_on.isoformat() if one.done_on else None,
            "note": one.done_note, "late": one.late(today),
        } for one in found])
        return
    for one in found:
        late = say("försenat", "overdue") if one.late(today) else "–"
        state = say(f"klart {one.done_on}", f"done {one.done_on}") if one.done_on else late
        click.echo(f"{one.id:>4}  {one.due_on or '':<10}  {state:<16} {one.body}{f' ({one.who})' if one.who else ''}")


@command.command("done", help=say("Bocka av en uppgift.", "Tick a task off."))
@click.argument("task_id", metavar="ID", type=int)
@click.option("--on", type=DAY, help=say("Dagen, om inte i dag.", "The day, if not today."))
@click.option("--note", help=say("Anteckning.", "A note."))
@click.option("--party", help=say("För vilken part.", "For which party."))
def done(task_id: int, on: date | None, note: str | None, party: str | None) -> None:
    """Tick a task off."""
    with office() as open_office, open_office.database.write() as session:
        meeting_id = session.scalars(select(OutcomeRow.meeting_id).where(OutcomeRow.id == task_id)).one_or_none()
        if meeting_id is None:
            raise Unknown(what="task", id=task_id)
        now = open_office.now()
        finish(session, meeting_id, task_id, on=on or local_day(now), note=note, now=now, by=by(party))
    click.echo(say(f"Uppgift {task_id} är klar.", f"Task {task_id} is done."))
