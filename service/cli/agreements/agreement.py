"""`overens agreement`: register, show, list, and take steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from service.agreements.states import Step
from service.agreements.store import get_agreement
from service.cli.agreements.agreement_views import as_json, in_words, listed
from service.cli.agreements.terms import terms
from service.cli.called import called
from service.cli.office import DAY, by, echo_json, note, office, read_text
from service.cli.records.export import export
from service.cli.signing.send import send as send_as_file
from service.cli.words import language, say
from service.documents.files import gate_of, receive_original
from service.intake.adopt import adopt
from service.intake.files import read_file
from service.intake.read import propose
from service.intake.words.normalise import normalise
from service.kernel.clock import local_day
from service.kernel.errors import BadInput
from service.lifecycle.acts.register import Document, register
from service.lifecycle.acts.succeed import Budget, succeed
from service.lifecycle.signing.sign import FutureDay, decline, send, sign
from service.lifecycle.steps import take
from service.parties.contacts import read_contacts
from service.parties.model import Function, missing_functions
from service.parties.store import cast, get_party

STEPS = ("send", "sign", "withdraw", "decline", "discard", "close")
NEEDED = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY)


@click.group("agreement", help=say("Registrera, visa och flytta överenskommelser.", "Register, show and move agreements."))
def command() -> None:
    """Hold the commands on agreements."""


command.add_command(export)


command.add_command(terms)


command.add_command(send_as_file)


@command.command("add", help=say("Läs in en överenskommelse som utkast.", "Take in an agreement as a draft."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--contacts", type=click.Path(path_type=Path), required=True,
              help=say("Kontaktpersonerna, som TOML.", "The contact persons, as TOML."))
@click.option("--accept-assumptions", is_flag=True,
              help=say("Godta antaganden om det som texten lämnar öppet.", "Accept what is assumed where the text is silent."))
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def add(file: Path, contacts: Path, accept_assumptions: bool, json_: bool) -> None:
    """Read, adopt, register."""
    text = normalise(read_file(file))
    people = read_contacts(read_text(contacts))
    form: dict[str, Any] = propose(text).as_json()
    adopted = adopt(form, accept=accept_assumptions)
    assumed = [one.as_json() for one in adopted.assumed]
    with office() as open_office:
        original = receive_original(file.read_bytes(), file.name, gate_of(open_office.settings))
        with open_office.database.write() as session:
            now = open_office.now()
            agreement_id = register(
                session, adopted.terms, people, now=now, by=by(), assumed=assumed, place=form["signed"]["place"],
                document=Document(text=text, evidence=form["evidence"], file=original),
            )
            vacant = missing_functions(cast(session, agreement_id), local_day(now), NEEDED)
    for party, function in vacant:
        name = called("function", function).lower()
        note(f"Ingen person har funktionen {name} hos {party.name}.", f"No person holds the function {name} at {party.name}.")
    if json_:
        echo_json({"id": agreement_id, "assumed": assumed})
        return
    click.echo(say(f"Överenskommelse {agreement_id} är registrerad som utkast.",
                   f"Agreement {agreement_id} is registered as a draft."))
    for one in assumed:
        click.echo(say("Antaget: ", "Assumed: ") + one[language()])


@command.command("show", help=say("Visa en överenskommelse.", "Show an agreement."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def show(agreement_id: int, json_: bool) -> None:
    """Print everything about one agreement."""
    with office() as open_office, open_office.database.read() as session:
        found = as_json(session, agreement_id)
        if json_:
            echo_json(found)
        else:
            click.echo(in_words(session, found))


@command.command("list", help=say("Lista alla överenskommelser.", "List all agreements."))
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def list_(json_: bool) -> None:
    """Print a line for each agreement."""
    with office() as open_office, open_office.database.read() as session:
        rows = listed(session)
    if json_:
        echo_json(rows)
        return
    if not rows:
        note("Inga överenskommelser än. Lägg till en med: overens agreement add FIL --contacts contacts.toml",
             "No agreements yet. Add one with: overens agreement add FILE --contacts contacts.toml")
    for row in rows:
        state = called("agreement", row["state"])
        click.echo(f"{row['id']:>5}  {state:<15} {row['start']} – {row['end'] or '…':<10}  {row['title']}")


@command.command("succeed", help=say(
    "Börja på en ny överenskommelse som tar vid efter den som löper ut.",
    "Begin a new agreement that takes over from one that ends."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--budget", type=click.Choice([one.value for one in Budget]), required=True, help=say(
    "Ram och poster: blank (fylls i) eller copied (kopieras).", "Frame and posts: blank (to be entered) or copied."))
@click.option("--party", help=say("För vilken part.", "For which party."))
def succeed_(agreement_id: int, budget: str, party: str | None) -> None:
    """Begin the draft of a successor."""
    with office() as open_office, open_office.database.write() as session:
        made = succeed(session, agreement_id, budget=Budget(budget), now=open_office.now(), by=by(party))
        click.echo(say(f"Överenskommelse {made} är skriven som utkast och tar vid efter {agreement_id}.",
                       f"Agreement {made} is drawn up as a draft and takes over from {agreement_id}."))


@command.command("close", help=say(
    "Avsluta en överenskommelse som har upphört och där inget är kvar att göra; därefter går den bara att läsa.",
    "Close an agreement that has ended with nothing left to do; from then on it can only be read."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--party", help=say("För vilken part.", "For which party."))
def close(agreement_id: int, party: str | None) -> None:
    """Close an agreement."""
    with office() as open_office, open_office.database.write() as session:
        take(session, agreement_id, Step.CLOSE, now=open_office.now(), by=by(party))
    click.echo(say(f"Överenskommelse {agreement_id} är avslutad.", f"Agreement {agreement_id} is closed."))


@command.command("step", help=say(
    "Ta ett steg: send, sign, withdraw, decline, discard eller close.\n\n"
    "sign kräver --party; överenskommelsen är undertecknad först när alla parter har undertecknat.",
    "Take a step: send, sign, withdraw, decline, discard or close.\n\n"
    "sign needs --party; the agreement is signed only when every party has signed.",
))
@click.argument("agreement_id", metavar="ID", type=int)
@click.argument("step", type=click.Choice(STEPS))
@click.option("--on", type=DAY, help=say("Dagen det skedde, om inte i dag.", "The day it was done, if not today."))
@click.option("--party", help=say("public, civil eller partens namn.", "public, civil or the party's name."))
@click.option("--reason", default="", help=say("Skäl, vid decline.", "Why, with decline."))
def step(agreement_id: int, step: str, on: date | None, party: str | None, reason: str) -> None:
    """Take one step as the operator, for a party where one is named."""
    with office() as open_office, open_office.database.write() as session:
        now = open_office.now()
        if on is not None and on > local_day(now):
            raise FutureDay(day=on)
        row = get_agreement(session, agreement_id)
        if step in ("sign", "decline"):
            if party is None:
                raise BadInput(why=say(f"{step} kräver --party", f"{step} needs --party"))
            chosen = get_party(cast(session, agreement_id).parties, party)
            if step == "sign":
                sign(session, agreement_id, chosen, now=now, by=by(chosen.name), on=on)
            else:
                decline(session, agreement_id, chosen, now=now, by=by(chosen.name), reason=reason)
        elif step == "send":
            send(session, agreement_id, now=now, by=by(party))
        else:
            take(session, agreement_id, Step(step), now=now, by=by(party))
        session.refresh(row)
        state = called("agreement", row.state).lower()
        click.echo(say(f"Överenskommelse {agreement_id} är nu: {state}", f"Agreement {agreement_id} is now: {state}"))
