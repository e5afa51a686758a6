"""`overens repayment`: what can be claimed, claim, answer, pay, waive, withdraw, list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import click
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.office import DAY, by, echo_json, office
from service.cli.talks.deviation import AMOUNT, PARTY
from service.cli.words import say
from service.kernel.clock import local_day
from service.kernel.money import ore, sek
from service.lifecycle.repaying import repayments
from service.lifecycle.repaying.ground import ENDED, standings
from service.parties.model import PartyBrief
from service.parties.store import cast, get_party
from service.repayments.model import Claim, Ground
from service.repayments.rules import Item, monthly
from service.repayments.store import agreement_of, items_of


@click.group("repayment", help=say("Återbetalning: kräv, svara, betala, efterge.", "Repayment: claim, answer, pay, waive."))
def command() -> None:
    """Hold the commands on repayment."""


def _party(session: Session, agreement_id: int, name: str) -> PartyBrief:
    return get_party(cast(session, agreement_id).parties, name)


@command.command("propose", help=say("Vad som kan krävas, och vad varje grund kommer till.",
                                     "What can be claimed, and what each ground comes to."))
@click.argument("agreement_id", metavar="ID", type=int)
def propose(agreement_id: int) -> None:
    """Show what can be claimed of each association."""
    with office() as open_office, open_office.database.read() as session:
        row = get_agreement(session, agreement_id)
        found = standings(session, row) if row.state in ENDED else []
        told = [{"party": one.party.name, "paid": str(sek(one.paid_ore)), "claimed": str(sek(one.claimed_ore)),
                 "at_most": str(sek(one.left_ore)), "grounds": {each.ground.value: str(sek(each.ore)) for each in one.proposals}}
                for one in found]
    echo_json(told)


@command.command("claim", help=say("Kräv återbetalning: brevet diarieförs.", "Claim repayment: the letter is registered."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--party", default="public", show_default=True, help=say("Den som kräver.", "Who claims."))
@click.option("--against", default="civil", show_default=True, help=say("Den som ska betala.", "Who is to pay."))
@click.option("--ground", type=click.Choice([one.value for one in Ground]), required=True, help=say("Grund.", "The ground."))
@click.option("--sek", "amount", type=AMOUNT, required=True, help=say("Belopp i kronor.", "Amount in SEK."))
@click.option("--why", required=True, help=say("Skäl.", "Why."))
@click.option("--first", type=DAY, required=True, help=say("Första betalningen senast.", "First payment by."))
@click.option("--times", type=click.IntRange(1, 120), default=1, show_default=True,
              help=say("Antal delbetalningar, en i månaden.", "Number of instalments, one a month."))
def claim(agreement_id: int, party: str, against: str, ground: str, amount: Decimal, why: str, first: date, times: int) -> None:
    """Claim repayment."""
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        chosen, payer = _party(session, agreement_id, party), _party(session, agreement_id, against)
        made = repayments.claim(session, agreement_id, Claim(
            against=payer.id, ground=Ground(ground), ore=ore(amount), why=why, instalments=monthly(ore(amount), first, times)),
            party_id=chosen.id, now=open_office.now(), by=by(chosen.name))
    click.echo(say(f"Krav {made} är framställt.", f"Claim {made} is made."))


@command.command("agree", help=say("Godta kravet.", "Agree to the claim."))
@click.argument("repayment_id", metavar="ID", type=int)
@PARTY
@click.option("--message", default="", help=say("Hälsning.", "A message."))
def agree(repayment_id: int, party: str, message: str) -> None:
    """Agree to a claim."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, repayment_id), party)
        repayments.agree(session, repayment_id, chosen.id, message=message, now=open_office.now(), by=by(chosen.name))
    click.echo(say("Kravet är godtaget.", "The claim is agreed to."))


@command.command("dispute", help=say("Bestrid kravet.", "Dispute the claim."))
@click.argument("repayment_id", metavar="ID", type=int)
@PARTY
@click.option("--reason", required=True, help=say("Skäl.", "Why."))
def dispute(repayment_id: int, party: str, reason: str) -> None:
    """Dispute a claim."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, repayment_id), party)
        repayments.dispute(session, repayment_id, chosen.id, reason, now=open_office.now(), by=by(chosen.name))
    click.echo(say("Kravet är bestridet.", "The claim is disputed."))


@command.command("pay", help=say("Anteckna att pengar har kommit.", "Record that money has come."))
@click.argument("repayment_id", metavar="ID", type=int)
@click.option("--sek", "amount", type=AMOUNT, required=True, help=say("Belopp i kronor.", "Amount in SEK."))
@click.option("--on", type=DAY, help=say("Dagen, om inte i dag.", "The day, if not today."))
@click.option("--reference", default="", help=say("Referens.", "A reference."))
@click.option("--by", "who", required=True, help=say("Vem som antecknar.", "Who records it."))
def pay(repayment_id: int, amount: Decimal, on: date | None, reference: str, who: str) -> None:
    """Record a payment back."""
    with office() as open_office, open_office.database.write() as session:
        now = open_office.now()
        item = repayments.pay(session, repayment_id, on=on or local_day(now), ore=ore(amount), reference=reference, now=now,
                              by=by(who))
    click.echo(say(f"Antecknat. {sek(item.left_ore)} kronor återstår.", f"Recorded. {sek(item.left_ore)} SEK is left."))


def _by_decision(name: str, sv: str, en: str) -> None:
    """Add a command that rests on a decision: `settle` what was disputed, or `waive` a sum."""
    waives = name == "waive"

    def act(repayment_id: int, decision: str, reason: str, who: str, amount: Decimal | None = None) -> None:
        with office() as open_office, open_office.database.write() as session:
            now = open_office.now()
            if amount is not None:
                repayments.waive(session, repayment_id, ore=ore(amount), decision=decision, reason=reason, now=now, by=by(who))
            else:
                repayments.settle(session, repayment_id, decision=decision, reason=reason, now=now, by=by(who))
        click.echo(say("Antecknat.", "Noted."))

    made = click.option("--by", "who", required=True, help=say("Vem som antecknar.", "Who records it."))(act)
    made = click.option("--reason", required=True, help=say("Skäl.", "Why."))(made)
    made = click.option("--decision", required=True, help=say("Beslutet det vilar på.", "The decision that it rests on."))(made)
    if waives:
        made = click.option("--sek", "amount", type=AMOUNT, required=True, help=say("Belopp i kronor.", "Amount in SEK."))(made)
    command.command(name, help=say(sv, en))(click.argument("repayment_id", metavar="ID", type=int)(made))


_by_decision("waive", "Efterge hela eller en del av det som återstår.", "Waive all or part of what is left.")
_by_decision("settle", "Anteckna vad som avgjorde tvisten om kravet.", "Note what settled the dispute about the claim.")


@command.command("withdraw", help=say("Återta kravet.", "Withdraw the claim."))
@click.argument("repayment_id", metavar="ID", type=int)
@click.option("--reason", required=True, help=say("Skäl.", "Why."))
@click.option("--by", "who", required=True, help=say("Vem som återtar.", "Who withdraws it."))
def withdraw(repayment_id: int, reason: str, who: str) -> None:
    """Withdraw a claim."""
    with office() as open_office, open_office.database.write() as session:
        repayments.take_back(session, repayment_id, reason, now=open_office.now(), by=by(who))
    click.echo(say("Kravet är återtaget.", "The claim is withdrawn."))


@command.command("list", help=say("Lista kraven i en överenskommelse.", "List the claims of an agreement."))
@click.argument("agreement_id", metavar="ID", type=int)
def list_(agreement_id: int) -> None:
    """List the claims."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        told = [_as_json(one) for one in items_of(session, [agreement_id])]
    echo_json(told)


def _as_json(one: Item) -> dict[str, object]:
    part = one.next_part
    return {"id": one.id, "state": one.state.value, "ground": one.ground, "claimed": str(sek(one.ore)),
            "left": str(sek(one.left_ore)),
            "waived": str(sek(one.waived_ore)), "next": part.due_on.isoformat() if part else None}
