"""`overens simulate`: the whole life in advance."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from service.agreements.store import get_agreement, terms_of
from service.agreements.terms import Terms
from service.cli.office import DAY, echo_json, note, office, read_text
from service.cli.words import language, say
from service.economy.plan import expected
from service.economy.reckoning.asked import asked
from service.economy.reckoning.words import reckoned
from service.intake.adopt import adopt
from service.intake.files import read_file
from service.intake.read import propose
from service.intake.words.normalise import normalise
from service.kernel.clock import local, moment
from service.kernel.errors import Refusal
from service.kernel.money import kronor, sek
from service.obligations.schedule import schedule
from service.obligations.versions import Version
from service.parties.contacts import Contact, read_contacts
from service.parties.model import Function
from service.parties.store import cast
from service.scheduler.rehearsal import read_events
from service.scheduler.simulate import Play, Seen, placeholder_contacts, simulate
from service.settings import Settings, load

RESERVED = (".test", ".example", ".invalid", ".localhost")


class RealPeople(Refusal):
    """{email} is a real address; a simulation is posted to reserved domains only, unless you give --to-real-people."""

    sv = "{email} är en riktig adress; en simulering postas bara till reserverade domäner, om du inte anger --to-real-people."
    status = 422


class NoServer(Refusal):
    """There is no mail server to post through; set OVERENS_MAIL_SERVER."""

    sv = "Det finns ingen e-postserver att posta genom; sätt OVERENS_MAIL_SERVER."
    status = 422


@click.command("simulate", help=say(
    "Spela upp en överenskommelses hela liv i förväg: varje läge, meddelande och dag.\n\n"
    "KÄLLA är en fil (txt, pdf, docx) eller numret på en registrerad överenskommelse.",
    "Play the whole life of an agreement in advance: every state, notice and day.\n\n"
    "SOURCE is a file (txt, pdf, docx) or the number of a registered agreement.",
))
@click.argument("source", metavar=say("KÄLLA", "SOURCE"))
@click.option("--contacts", type=click.Path(path_type=Path), help=say(
    "Kontaktpersonerna, som TOML.", "The contact persons, as TOML."))
@click.option("--events", type=click.Path(path_type=Path), help=say(
    "Vad som händer därtill, som TOML.", "What happens besides, as TOML."))
@click.option("--until", type=DAY, help=say("Till och med vilken dag.", "Up to and including which day."))
@click.option("--idle", is_flag=True, help=say("Ingen gör någonting.", "Nobody does anything."))
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
@click.option("--deliver", is_flag=True, help=say("Posta meddelandena på riktigt.", "Really post the notices."))
@click.option("--to-real-people", is_flag=True, help=say("Även till riktiga adresser.", "Even to real addresses."))
def command(
    source: str, contacts: Path | None, events: Path | None, until: date | None, idle: bool, json_: bool,
    deliver: bool, to_real_people: bool,
) -> None:
    """Play and print."""
    settings = load()
    script = read_events(read_text(events)) if events else ()
    terms, people, signed_on = _registered(int(source)) if source.isdigit() else _proposed(Path(source))
    if contacts is not None:
        people = read_contacts(read_text(contacts))
    people = people or placeholder_contacts(terms)
    if deliver:
        _may_post(settings, people, to_real_people)
    seen = simulate(Play(terms=terms, contacts=people, signed_on=signed_on, events=script, idle=idle, until=until,
                         deliver=deliver), settings)
    if json_:
        echo_json([one.as_json() for one in seen])
    else:
        for one in seen:
            click.echo(in_words(one))
        for line in paid(terms, signed_on):
            click.echo(line)


def paid(terms: Terms, signed_on: date) -> list[str]:
    """Return the payment plan of terms as lines: what is expected of each period and how it was reckoned, and what is open."""
    plan = schedule(terms, known=moment(signed_on))
    money = expected([Version(1, terms.start, terms)], plan.obligations)
    if not money:
        return []
    lines = ["", say("Betalningsplan", "Payment plan")]
    for one in money:
        amount = say("belopp saknas", "no amount") if one.ore is None else kronor(sek(one.ore), language())
        lines.append(f"{one.day}  {one.first}–{one.last}  {amount:>18}  {reckoned(one.ground, language())}")
    return lines + [f"? {getattr(one, language())}" for one in asked(terms, money)]


def _proposed(path: Path) -> tuple[Terms, tuple[Contact, ...], date]:
    form: dict[str, Any] = propose(normalise(read_file(path))).as_json()
    adopted = adopt(form, accept=True)
    for one in adopted.assumed:
        note("Antaget: " + one.sv, "Assumed: " + one.en)
    signed: dict[str, Any] = form["signed"]
    on = date.fromisoformat(signed["on"]) if signed["on"] else adopted.terms.start
    return adopted.terms, (), on


def _registered(agreement_id: int) -> tuple[Terms, tuple[Contact, ...], date]:
    with office() as open_office, open_office.database.read() as session:
        row = get_agreement(session, agreement_id)
        terms = terms_of(session, agreement_id)
        found = cast(session, agreement_id)
        names = {party.id: party.name for party in found.parties}
        people: dict[tuple[int, str], Contact] = {}
        for seat in found.seats:
            before = people.get((seat.party_id, seat.email))
            functions = (*(before.functions if before else ()), Function(seat.function))
            people[seat.party_id, seat.email] = Contact(
                name=seat.name, email=seat.email, party=names[seat.party_id], functions=functions,
                language="en" if seat.language == "en" else "sv")
        for one in json.loads(row.assumed):
            note("Antaget: " + one[language()], "Assumed: " + one[language()])
        return terms, tuple(people.values()), row.signed_on or terms.start


def _may_post(settings: Settings, people: tuple[Contact, ...], to_real_people: bool) -> None:
    if not settings.mail_server:
        raise NoServer
    for one in people:
        domain = one.email.rpartition("@")[2]
        if not to_real_people and domain != "localhost" and not domain.endswith(RESERVED) and f".{domain}" not in RESERVED:
            raise RealPeople(email=one.email)


def in_words(seen: Seen) -> str:
    """Return one thing that happens as a line."""
    at = local(seen.at).strftime("%Y-%m-%d %H:%M")
    if seen.kind == "notice":
        return f"{at}  ✉ {seen.name:<18} {', '.join(seen.to) or say('(ingen adress)', '(no address)')}  {seen.subject}"
    mark = "●" if seen.kind == "state" else "▸"
    return f"{at}  {mark} {seen.name:<18} {seen.subject_of}"


