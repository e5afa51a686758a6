"""`overens renegotiation`: ask, answer, note, close, withdraw, list."""

from __future__ import annotations

from datetime import date

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.called import called
from service.cli.office import DAY, by, echo_json, office
from service.cli.words import language, say
from service.kernel.clock import local_day
from service.kernel.errors import BadInput
from service.lifecycle.talks import renegotiations as talks
from service.notices.writing.languages import SPEECH
from service.parties.model import PartyBrief
from service.parties.store import cast, get_party
from service.renegotiations.model import Provision
from service.renegotiations.store import agreement_of
from service.renegotiations.tables import RenegotiationRow

PARTY = click.option("--party", required=True, help=say("public, civil eller partens namn.", "public, civil or the party's name."))


@click.group("renegotiation", help=say("Omförhandling: påkalla, svara, anteckna, avsluta.",
                                       "Renegotiation: ask, answer, note, close."))
def command() -> None:
    """Hold the commands on renegotiations."""


def _party(session: Session, agreement_id: int, name: str) -> PartyBrief:
    return get_party(cast(session, agreement_id).parties, name)


@command.command("ask", help=say("Påkalla omförhandling; den andra parten ska svara.",
                                 "Ask to renegotiate; the other party is to answer."))
@click.argument("agreement_id", metavar="ID", type=int)
@PARTY
@click.option("--about", required=True, help=say("Ämne, som en rubrik.", "The subject, like a heading."))
@click.option("--why", required=True, help=say("Skäl.", "Why."))
@click.option("--provision", type=click.Choice([one.value for one in Provision]), default=Provision.OTHER.value, show_default=True,
              help=say("Vad i överenskommelsen.", "What in the agreement."))
def ask(agreement_id: int, party: str, about: str, why: str, provision: str) -> None:
    """Ask to renegotiate."""
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        chosen = _party(session, agreement_id, party)
        made = talks.ask(session, agreement_id, party_id=chosen.id, provision=Provision(provision), about=about, why=why,
                         author=chosen.name, now=open_office.now(), by=by(chosen.name))
    click.echo(say(f"Omförhandling {made} är påkallad.", f"Renegotiation {made} is asked for."))


@command.command("answer", help=say("Gå in i dialogen.", "Take part in the dialogue."))
@click.argument("renegotiation_id", metavar="ID", type=int)
@PARTY
@click.option("--when", "when_on", type=DAY, help=say("Dag då ni kan träffas.", "A day when you can meet."))
@click.option("--message", help=say("Hälsning.", "A message."))
def answer(renegotiation_id: int, party: str, when_on: date | None, message: str | None) -> None:
    """Answer."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, renegotiation_id), party)
        begun = talks.answer(session, renegotiation_id, chosen.id, when_on=when_on, message=message, author=chosen.name,
                             now=open_office.now(), by=by(chosen.name))
    click.echo(say("Dialogen har börjat.", "The dialogue has begun.") if begun else say(
        "Svaret är noterat. Dialogen börjar när alla har svarat.",
        "The answer is noted. The dialogue begins when all have answered."))


@command.command("note", help=say("Anteckna vad som sades.", "Note what was said."))
@click.argument("renegotiation_id", metavar="ID", type=int)
@PARTY
@click.option("--who", required=True, help=say("Vilka som var med.", "Who took part."))
@click.option("--text", required=True, help=say("Vad som sades.", "What was said."))
@click.option("--on", type=DAY, help=say("Dagen, om inte i dag.", "The day, if not today."))
def note(renegotiation_id: int, party: str, who: str, text: str, on: date | None) -> None:
    """Note what was said."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, renegotiation_id), party)
        now = open_office.now()
        talks.note(session, renegotiation_id, party_id=chosen.id, day=on or local_day(now), who=who, body=text,
                   author=chosen.name, now=now, by=by(chosen.name))
    click.echo(say("Antecknat.", "Noted."))


@command.command("close", help=say("Avsluta: med vad ni kom överens om, utan resultat, eller återta.",
                                   "End it: with what you agreed on, without a result, or withdraw it."))
@click.argument("renegotiation_id", metavar="ID", type=int)
@PARTY
@click.option("--agreed", help=say("Vad ni kom överens om.", "What you agreed on."))
@click.option("--without", help=say("Varför ni slutar utan resultat.", "Why you end without a result."))
@click.option("--withdraw", help=say("Varför ni återtar er begäran.", "Why you withdraw what you asked for."))
def close(renegotiation_id: int, party: str, agreed: str | None, without: str | None, withdraw: str | None) -> None:
    """End it."""
    given = [(act, text) for act, text in ((talks.agree, agreed), (talks.close, without), (talks.take_back, withdraw)) if text]
    if len(given) != 1:
        raise BadInput(why=say("ange en av --agreed, --without och --withdraw", "give one of --agreed, --without and --withdraw"))
    [(act, text)] = given
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, renegotiation_id), party)
        act(session, renegotiation_id, chosen.id, text, now=open_office.now(), by=by(chosen.name))
    click.echo(say(f"Omförhandling {renegotiation_id} är avslutad.", f"Renegotiation {renegotiation_id} is over."))


@command.command("list", help=say("Visa en överenskommelses omförhandlingar.", "List an agreement's renegotiations."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def show(agreement_id: int, as_json: bool) -> None:
    """List them."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        rows = session.scalars(select(RenegotiationRow).where(
            RenegotiationRow.agreement_id == agreement_id).order_by(RenegotiationRow.id)).all()
        names = {one.id: one.name for one in cast(session, agreement_id).every}
    if as_json:
        echo_json([{
            "id": row.id, "state": row.state, "provision": row.provision, "about": row.about, "why": row.why,
            "asked_by": names.get(row.asked_by) if row.asked_by is not None else None, "asked_on": row.asked_on.isoformat(),
            "outcome": row.outcome, "amendment": row.amendment_id,
        } for row in rows])
        return
    for row in rows:
        state = called("renegotiation", row.state)
        click.echo(f"{row.id}  {row.asked_on}  {state}  {row.about or SPEECH[language()].provisions[row.provision]}")
