"""`overens amendment`: list, show, draw up, send, withdraw, decline."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click
from pydantic import ValidationError
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.agreements.terms import Terms
from service.amendments import words
from service.amendments.changes import APART, from_json
from service.amendments.states import AMENDMENT, State, Step
from service.amendments.store import get_amendment, held, matter_of, of_agreement
from service.amendments.tables import AmendmentRow
from service.cli.called import called
from service.cli.office import DAY, by, echo_json, note, office
from service.cli.signing.asking import Given, asking, manner
from service.cli.words import language, say
from service.economy.reckoning.asked import disagreeing
from service.kernel.clock import local_day
from service.kernel.errors import BadInput, Wrong
from service.lifecycle.amending import amend
from service.lifecycle.amending.draft import draft
from service.lifecycle.amending.parties import name_person
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.signing.papers import put_amendment
from service.lifecycle.signing.sign import decline as decline_signature
from service.notices.writing.words import Language
from service.parties.contacts import address
from service.parties.model import Function
from service.parties.store import cast, get_party
from service.signatures.store import of_matter


@click.group("amendment", help=say("Skriv, skicka och visa tillägg.", "Draw up, send and show amendments."))
def command() -> None:
    """Hold the commands on amendments."""


def tongue() -> Language:
    """Return the language of the command line."""
    return "en" if language() == "en" else "sv"


def changed(terms: Terms, settings: tuple[str, ...]) -> Terms:
    """Return the terms with each `path=value` set; a value is JSON where it can be read as such, else text."""
    body: dict[str, Any] = terms.model_dump(mode="json")
    for one in settings:
        path, parted, text = one.partition("=")
        if not parted:
            raise BadInput(why=say(f"--set {one}: skriv som väg=värde", f"--set {one}: write it as path=value"))
        *within, last = path.strip().split(".")
        place: Any = body
        for name in within:
            place = place.get(name) if isinstance(place, dict) else None
        if not isinstance(place, dict) or last not in place or path.split(".")[0] == APART:
            raise BadInput(why=say(f"--set {one}: det finns inget villkor {path}; de heter {', '.join(words.NAMES)}",
                                   f"--set {one}: there is no term {path}; they are {', '.join(words.NAMES)}"))
        place[last] = _value(text)
    try:
        return Terms.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raised = first.get("ctx", {}).get("error")
        why = raised.sentence(language()) if isinstance(raised, Wrong) else first["msg"]
        raise BadInput(why=f"{'.'.join(str(part) for part in first['loc'])}: {why}".removeprefix(": ")) from None


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def as_json(session: Session, row: AmendmentRow) -> dict[str, Any]:
    """Return an amendment with its changes and who has signed."""
    names = {party.id: party.name for party in cast(session, row.agreement_id).every}
    return {
        "id": row.id, "agreement": row.agreement_id, "number": row.number, "state": row.state, "title": row.title,
        "rationale": row.rationale, "effective": _iso(row.effective_on), "from": _iso(row.from_on), "version": row.version,
        "extends": row.extends, "came_of": row.came_of, "reason": row.reason,
        "changes": [{"path": one.path, "before": one.before, "after": one.after} for one in from_json(row.changes)],
        "signatures": [{"party": names[one.party_id], "state": one.state, "signed_on": _iso(one.signed_on)}
                       for one in of_matter(session, row.agreement_id, matter_of(row), lock=False)],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def in_words(found: dict[str, Any], row: AmendmentRow) -> str:
    """Return the same for a person to read."""
    when = found["from"] or found["effective"] or say("när alla har undertecknat", "when all have signed")
    lines = [say(f"Tillägg {row.number}: {row.title}", f"Amendment {row.number}: {row.title}"),
             say("Läge: ", "State: ") + called("amendment", row.state),
             say("Gäller från: ", "In force from: ") + when, say("Varför: ", "Why: ") + row.rationale, ""]
    for change in from_json(row.changes):
        said = words.said(change, tongue())
        lines += [said.name, f"  – {'; '.join(said.before)}", f"  + {'; '.join(said.after)}"]
    lines += [f"{one['party']}: {called('signature', one['state'])} {one['signed_on'] or ''}".rstrip() for one in found["signatures"]]
    return "\n".join(lines)


@command.command("list", help=say("Lista en överenskommelses tillägg.", "List the amendments of an agreement."))
@click.argument("agreement_id", metavar=say("ÖVERENSKOMMELSE", "AGREEMENT"), type=int)
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def list_(agreement_id: int, json_: bool) -> None:
    """Print a line for each amendment."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        found = [as_json(session, row) for row in of_agreement(session, agreement_id)]
    if json_:
        echo_json(found)
        return
    if not found:
        note("Inga tillägg. Skriv ett med: overens amendment draft", "No amendments. Draw one up with: overens amendment draft")
    for one in found:
        day = one["from"] or one["effective"] or "…"
        click.echo(f"{one['id']:>5}  {one['number']:>3}  {called('amendment', one['state']):<20} {day:<10}  {one['title']}")


@command.command("show", help=say("Visa ett tillägg.", "Show an amendment."))
@click.argument("amendment_id", metavar="ID", type=int)
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def show(amendment_id: int, json_: bool) -> None:
    """Print one amendment."""
    with office() as open_office, open_office.database.read() as session:
        row = get_amendment(session, amendment_id)
        found = as_json(session, row)
        if json_:
            echo_json(found)
        else:
            click.echo(in_words(found, row))


@command.command("draft", help=say(
    "Skriv ett tillägg, till exempel --set meetings.per_year=6 --set end=2027-12-31. Det ändrar inget förrän alla har undertecknat.",
    "Draw up an amendment, such as --set meetings.per_year=6 --set end=2027-12-31. It changes nothing before all have signed.",
))
@click.argument("agreement_id", metavar=say("ÖVERENSKOMMELSE", "AGREEMENT"), type=int)
@click.option("--set", "settings", multiple=True, required=True, metavar="PATH=VALUE", help=say(
    "Ett villkor och vad det blir.", "A term and what it becomes."))
@click.option("--title", required=True, help=say("Rubrik.", "Title."))
@click.option("--rationale", required=True, help=say("Varför.", "Why."))
@click.option("--effective", type=DAY, help=say("Första dagen, om inte den sista underskriftens.",
                                                "The first day, if not that of the last signature."))
@click.option("--party", help=say("För vilken part.", "For which party."))
def draft_(
    agreement_id: int, settings: tuple[str, ...], title: str, rationale: str, effective: date | None, party: str | None,
) -> None:
    """Draw up an amendment of the newest signed terms."""
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        terms = changed(newest_terms(session, agreement_id), settings)
        row = draft(session, agreement_id, terms, title=title, rationale=rationale, effective_on=effective,
                    now=open_office.now(), by=by(party))
        click.echo(say(f"Tillägg {row.number} är skrivet som utkast (id {row.id}).",
                       f"Amendment {row.number} is drawn up as a draft (id {row.id})."))
        for one in disagreeing(terms):
            note(one.sv, one.en)
        note(f"Skicka det för underskrift med: overens amendment send {row.id}",
             f"Send it for signature with: overens amendment send {row.id}")


@command.command("person", help=say(
    "Ange vem som undertecknar eller samordnar för en part som ska komma till.",
    "Name who signs or coordinates for a party that is to join."))
@click.argument("amendment_id", metavar="ID", type=int)
@click.option("--party", required=True, help=say("Partens namn.", "The party's name."))
@click.option("--name", required=True, help=say("Personens namn.", "The person's name."))
@click.option("--email", required=True, help=say("Personens e-post.", "The person's e-mail."))
@click.option("--function", "functions", multiple=True, default=("signatory", "coordinator"), show_default=True,
              type=click.Choice(["signatory", "coordinator"]), help=say("Funktion.", "Function."))
def person(amendment_id: int, party: str, name: str, email: str, functions: tuple[str, ...]) -> None:
    """Name a person of a party that is to join."""
    with office() as open_office, open_office.database.write() as session:
        row = held(session, amendment_id)
        chosen = get_party([one for one in cast(session, row.agreement_id).others if one.joins_by == row.id], party)
        try:
            reached = address(email)
        except ValueError as error:
            raise BadInput(why=str(error)) from None
        name_person(session, row.id, chosen.id, name=name, email=reached, language=tongue(),
                    functions=[Function(one) for one in functions], now=open_office.now(), by=by(None))
        click.echo(say(f"{name} är angiven för {chosen.name}.", f"{name} is named for {chosen.name}."))


@command.command("send", help=say("Skicka ett utkast för underskrift; texten ligger sedan fast.",
                                  "Send a draft for signature; the text is then fixed."))
@click.argument("amendment_id", metavar="ID", type=int)
@asking
@click.option("--party", help=say("För vilken part.", "For which party."))
def send(amendment_id: int, party: str | None, **given: Any) -> None:
    """Send for signature by those who are named, or who usually sign."""
    with office() as open_office, open_office.database.write() as session:
        row, now = held(session, amendment_id), open_office.now()
        how = manner(session, row.agreement_id, matter_of(row), Given(**given), local_day(now))
        put_amendment(session, amendment_id, how, now=now, by=by(party))
        _told(session, amendment_id)


@command.command("withdraw", help=say("Ta tillbaka ett tillägg innan alla har undertecknat.",
                                      "Take an amendment back before all have signed."))
@click.argument("amendment_id", metavar="ID", type=int)
@click.option("--reason", help=say("Skäl.", "Why."))
@click.option("--party", help=say("För vilken part.", "For which party."))
def withdraw(amendment_id: int, reason: str | None, party: str | None) -> None:
    """Withdraw an amendment."""
    with office() as open_office, open_office.database.write() as session:
        amend.withdraw(session, amendment_id, now=open_office.now(), by=by(party), reason=reason)
        _told(session, amendment_id)


@command.command("decline", help=say("Registrera att en part inte vill underteckna.", "Record that a party will not sign."))
@click.argument("amendment_id", metavar="ID", type=int)
@click.option("--party", required=True, help=say("public, civil eller partens namn.", "public, civil or the party's name."))
@click.option("--reason", required=True, help=say("Skäl.", "Why."))
def decline(amendment_id: int, party: str, reason: str) -> None:
    """Decline an amendment for a party."""
    with office() as open_office, open_office.database.write() as session:
        row = held(session, amendment_id)
        AMENDMENT.after(State(row.state), Step.DECLINE)
        chosen = get_party(cast(session, row.agreement_id).concerned(row.id), party)
        decline_signature(session, row.agreement_id, chosen, now=open_office.now(), by=by(chosen.name), reason=reason,
                          matter=matter_of(row))
        _told(session, amendment_id)


def _told(session: Session, amendment_id: int) -> None:
    row = get_amendment(session, amendment_id)
    state = called("amendment", row.state).lower()
    click.echo(say(f"Tillägg {row.number} är nu: {state}", f"Amendment {row.number} is now: {state}"))
