"""`overens outbox`: what was and will be sent."""

from __future__ import annotations

import click
from sqlalchemy import select, update

from service.cli.office import echo_json, note, office
from service.cli.words import say
from service.kernel.clock import stamp
from service.kernel.errors import Refusal
from service.notices.tables import OutboxRow, Post


class NothingToRetry(Refusal):
    """There is no undeliverable or waiting notice {id}."""

    sv = "Det finns inget olevererat eller väntande meddelande {id}."


@click.group("outbox", help=say("Visa posten och försök igen.", "List the mail and try again."))
def command() -> None:
    """Hold the commands on the outbox."""


@command.command("list", help=say("Lista posten.", "List the mail."))
@click.option("--state", type=click.Choice([one.value for one in Post]), help=say("Bara i detta läge.", "Only in this state."))
@click.option("--agreement", type=int, metavar="ID", help=say("Bara för en överenskommelse.", "Only of one agreement."))
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def list_(state: str | None, agreement: int | None, json_: bool) -> None:
    """Print a line for each notice."""
    query = select(OutboxRow).order_by(OutboxRow.id)
    if state:
        query = query.where(OutboxRow.state == state)
    if agreement is not None:
        query = query.where(OutboxRow.agreement_id == agreement)
    with office() as open_office, open_office.database.read() as session:
        rows = [
            {"id": row.id, "key": row.key, "name": row.name, "to": row.to_email, "state": row.state,
             "attempts": row.attempts, "next_at": stamp(row.next_at) if row.next_at else None,
             "message_id": row.message_id, "error": row.error, "doubt": row.doubt}
            for row in session.scalars(query)
        ]
    if json_:
        echo_json(rows)
        return
    if not rows:
        note("Ingen post.", "No mail.")
    for row in rows:
        click.echo(f"{row['id']:>6}  {row['state']:<13} {row['name']:<18} {row['to']}"
                   + (f"  ({row['error']})" if row["error"] else ""))


@command.command("retry", help=say("Försök igen med det som inte kunnat levereras (alla, eller ett ID).",
                                   "Try again with what could not be delivered (all, or one ID)."))
@click.argument("outbox_id", metavar="[ID]", type=int, required=False)
def retry(outbox_id: int | None) -> None:
    """Make undeliverable and waiting notices due now; what has no address stays."""
    with office() as open_office, open_office.database.write() as session:
        change = update(OutboxRow).where(
            OutboxRow.state.in_((Post.UNDELIVERABLE, Post.WAITING)), OutboxRow.to_email != "")
        if outbox_id is not None:
            change = change.where(OutboxRow.id == outbox_id)
        done = session.connection().execute(
            change.values(state=Post.WAITING, next_at=open_office.now(), error=None, token=None))
        if outbox_id is not None and done.rowcount == 0:
            raise NothingToRetry(id=outbox_id)
    click.echo(say(f"{done.rowcount} meddelanden försöks igen.", f"{done.rowcount} notices are tried again."))
