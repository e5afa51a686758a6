"""`overens terminate`: give notice, note its receipt, ask it back, consent, list."""

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
from service.lifecycle.ending import notice
from service.parties.model import Function, PartyBrief
from service.parties.store import cast, get_party
from service.terminations.model import Given, How, Receipt
from service.terminations.refusals import NotASignatory
from service.terminations.rules import reckon
from service.terminations.store import agreement_of, get_item
from service.terminations.tables import TerminationRow
from service.terminations.words import explained

PARTY = click.option("--party", required=True, help=say("public, civil eller partens namn.", "public, civil or the party's name."))


@click.group("terminate", help=say("Uppsägning: säg upp, anteckna mottagandet, ta tillbaka.",
                                   "Notice of termination: give it, note its receipt, withdraw it."))
def command() -> None:
    """Hold the commands on notice of termination."""


def _signatory(session: Session, agreement_id: int, party: PartyBrief, name: str, today: date) -> int:
    found = next((seat.person_id for seat in cast(session, agreement_id).seats if seat.party_id == party.id and seat.name == name
                  and seat.function == Function.SIGNATORY and seat.holds(today)), None)
    if found is None:
        raise NotASignatory(party=party.name)
    return found


def _party(session: Session, termination_id: int, name: str) -> PartyBrief:
    return get_party(cast(session, agreement_of(session, termination_id)).parties, name)


@command.command("give", help=say("Säg upp överenskommelsen för en part.", "Give notice for a party."))
@click.argument("agreement_id", metavar="ID", type=int)
@PARTY
@click.option("--signer", required=True, help=say("Den som undertecknar: en av partens undertecknare.",
                                                  "Who signs: one of the party's signatories."))
@click.option("--authority", required=True, help=say("Behörighet, till exempel firmatecknare.", "Authority, for instance signatory."))
@click.option("--reason", default="", help=say("Skäl.", "Why."))
@click.option("--on", type=DAY, help=say("Uppsägningens dag, om inte i dag.", "Day of the notice, if not today."))
def give(agreement_id: int, party: str, signer: str, authority: str, reason: str, on: date | None) -> None:
    """Give notice."""
    with office() as open_office, open_office.database.write() as session:
        now = open_office.now()
        today = local_day(now)
        get_agreement(session, agreement_id)
        chosen = get_party(cast(session, agreement_id).parties, party)
        given = Given(party_id=chosen.id, person_id=_signatory(session, agreement_id, chosen, signer, today), authority=authority,
                      given_on=on or today, reason=reason)
        made = notice.give(session, agreement_id, given, now=now, by=by(chosen.name))
        told = explained(reckon(today, get_item(session, made).right), language())
    click.echo(say(f"Uppsägning {made} är gjord. Om den tas emot i dag: {told}",
                   f"Notice {made} is given. If received today: {told}"))


@command.command("receive", help=say("Anteckna när uppsägningen togs emot.", "Note when the notice was received."))
@click.argument("termination_id", metavar="ID", type=int)
@PARTY
@click.option("--how", type=click.Choice([one.value for one in How]), required=True, help=say("Hur.", "How."))
@click.option("--note", default="", help=say("Vad som visar det.", "What shows it."))
@click.option("--on", type=DAY, help=say("Dagen, om inte i dag.", "The day, if not today."))
def receive(termination_id: int, party: str, how: str, note: str, on: date | None) -> None:
    """Note the receipt."""
    with office() as open_office, open_office.database.write() as session:
        now, chosen = open_office.now(), _party(session, termination_id, party)
        receipt = Receipt(on=on or local_day(now), how=How(how), note=note)
        last = notice.receive(session, termination_id, receipt, party_id=chosen.id, author=chosen.name, now=now, by=by(chosen.name))
        told = explained(reckon(receipt.on, get_item(session, termination_id).right), language())
    click.echo(told if last is not None else say(
        "Överenskommelsen upphör av sig själv före den dagen, så uppsägningen förfaller.",
        "The agreement ends by itself before that day, so the notice falls."))


@command.command("withdraw", help=say("Be att få ta tillbaka sin uppsägning.", "Ask to withdraw one's notice."))
@click.argument("termination_id", metavar="ID", type=int)
@PARTY
@click.option("--reason", required=True, help=say("Varför.", "Why."))
def withdraw(termination_id: int, party: str, reason: str) -> None:
    """Ask the others."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, termination_id, party)
        notice.ask_back(session, termination_id, chosen.id, reason, now=open_office.now(), by=by(chosen.name))
    click.echo(say("Den andra parten är tillfrågad. Uppsägningen gäller tills de har medgett det.",
                   "The other party is asked. The notice stands until they have consented."))


@command.command("consent", help=say("Medge att en uppsägning tas tillbaka.", "Consent to withdrawing a notice."))
@click.argument("termination_id", metavar="ID", type=int)
@PARTY
def consent(termination_id: int, party: str) -> None:
    """Consent."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, termination_id, party)
        over = notice.consent(session, termination_id, chosen.id, author=chosen.name, now=open_office.now(), by=by(chosen.name))
    click.echo(say("Uppsägningen är återtagen.", "The notice is withdrawn.") if over else say(
        "Medgett. Fler parter är tillfrågade.", "Consented. More parties are asked."))


@command.command("list", help=say("Visa en överenskommelses uppsägningar.", "List an agreement's notices of termination."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def show(agreement_id: int, as_json: bool) -> None:
    """List them."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        rows = session.scalars(select(TerminationRow).where(
            TerminationRow.agreement_id == agreement_id).order_by(TerminationRow.id)).all()
        names = {one.id: one.name for one in cast(session, agreement_id).every}
    if as_json:
        echo_json([{
            "id": row.id, "state": row.state, "party": names.get(row.party_id), "signer": row.signer,
            "given_on": row.given_on.isoformat(), "received_on": row.received_on.isoformat() if row.received_on else None,
            "how": row.received_how, "last_on": row.last_on.isoformat() if row.last_on else None,
        } for row in rows])
        return
    for row in rows:
        state = called("termination", row.state)
        click.echo(f"{row.id}  {row.given_on}  {state}  {row.last_on or '–'}  {names.get(row.party_id, '')}")
