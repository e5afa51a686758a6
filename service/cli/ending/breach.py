"""`overens breach`: notify, receive, answer, accept, withdraw, rescind, claim, accept-claim, dispute-claim, pause, go-on, list."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.breaches.actions import Receipt, Reply
from service.breaches.model import TOLD, Answer, How, Notice
from service.breaches.refusals import NoNotice
from service.breaches.states import OPEN
from service.breaches.store import agreement_of
from service.breaches.tables import BreachRow
from service.cli.called import called
from service.cli.office import DAY, by, echo_json, office
from service.cli.words import say
from service.kernel.clock import local_day
from service.lifecycle.breaking import breaches as acts
from service.lifecycle.breaking import rescind as rescissions
from service.lifecycle.breaking.promised import Promised, promised
from service.lifecycle.breaking.promised import chosen as chosen_of
from service.obligations.actions import NoSuchObligation
from service.obligations.tables import ObligationRow
from service.parties.model import PartyBrief
from service.parties.store import cast, get_party
from service.rescissions.model import Declaration, Declarer
from service.rescissions.store import agreement_of as agreement_of_rescission
from service.rescissions.tables import RescissionRow

PARTY = click.option("--party", required=True, help=say("public, civil eller partens namn.", "public, civil or the party's name."))
WHO = click.option("--who", required=True, help=say("Den undertecknare som förklarar det.", "The signatory who declares it."))


@click.group("breach", help=say("Avtalsbrott och hävning: meddela, svara, godta, häv.",
                                "Breach and rescission: notice, answer, accept, rescind."))
def command() -> None:
    """Hold the commands on breaches."""


def _party(session: Session, agreement_id: int, name: str) -> PartyBrief:
    return get_party(cast(session, agreement_id).parties, name)


@command.command("notify", help=say("Meddela ett avtalsbrott, med mejl och brev.", "Give notice of a breach, by mail and letter."))
@click.argument("agreement_id", metavar="ID", type=int)
@PARTY
@click.option("--against", required=True, help=say("Parten som brister.", "The party that fails."))
@click.option("--duty", help=say("Nyckeln för åtagandet.", "The key of the duty."))
@click.option("--clause", help=say("Villkoret, som meetings.per_year, eller orden själva.",
                                   "The term, such as meetings.per_year, or the words."))
@click.option("--what", required=True, help=say("Vad som har hänt.", "What has happened."))
@click.option("--since", type=DAY, required=True, help=say("Sedan när.", "Since when."))
@click.option("--days", type=click.IntRange(1, 365), help=say("Dagar för rättelse.", "Days to rectify."))
@click.option("--why-days", default="", help=say("Varför så många.", "Why so many."))
@click.option("--at-once", help=say("Bristen som enligt villkoren får häva genast.", "The fault that by the terms ends it at once."))
@click.option("--evidence", type=int, multiple=True, help=say("Dokument som visar det.", "A document that shows it."))
def notify(agreement_id: int, party: str, against: str, duty: str | None, clause: str | None, **given: Any) -> None:
    """Give notice of a breach."""
    if (duty is None) == (clause is None):
        raise click.UsageError(say("Ange --duty eller --clause, en av dem.", "Give --duty or --clause, one of them."))
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        chosen, other = _party(session, agreement_id, party), _party(session, agreement_id, against)
        one = _promised(session, agreement_id, chosen.role, duty, clause)
        made = acts.notify(session, agreement_id, Notice(
            against=other.id, undertaking=one.text, clause=one.clause, obligation_id=one.obligation_id, **given),
            party_id=chosen.id, now=open_office.now(), by=by(chosen.name))
    click.echo(say(f"Avtalsbrott {made} är meddelat.", f"Notice of breach {made} is given."))


def _promised(session: Session, agreement_id: int, own: str, duty: str | None, clause: str | None) -> Promised:
    every = promised(session, agreement_id, own)
    if duty is None:
        words = clause or ""
        return next((one for one in every if one.code == f"clause:{words}"), Promised(code="", text=words, clause=""))
    row = session.scalars(select(ObligationRow).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.key == duty)).one_or_none()
    if row is None:
        raise NoSuchObligation(key=duty)
    return chosen_of(every, f"duty:{row.id}")


@command.command("receive", help=say("Anteckna att meddelandet har tagits emot.", "Record that the notice was received."))
@click.argument("breach_id", metavar="ID", type=int)
@PARTY
@click.option("--on", type=DAY, help=say("Dagen, om inte i dag.", "The day, if not today."))
@click.option("--how", type=click.Choice([How.HERE.value, *(one.value for one in TOLD)]), required=True,
              help=say("Hur det är känt.", "How that is known."))
@click.option("--note", default="", help=say("Vad som visar det.", "What shows it."))
def receive(breach_id: int, party: str, on: date | None, how: str, note: str) -> None:
    """Record the receipt."""
    with office() as open_office, open_office.database.write() as session:
        chosen, now = _party(session, agreement_of(session, breach_id), party), open_office.now()
        acts.receive(session, breach_id, Receipt(on=on or local_day(now), how=How(how), note=note), party_id=chosen.id, now=now,
                     by=by(chosen.name))
        until = session.get_one(BreachRow, breach_id).rectify_by
    click.echo(say("Mottagandet är antecknat.", "The receipt is recorded.") + (
        say(f" Rättelse senast {until}.", f" To be rectified by {until}.") if until else ""))


@command.command("answer", help=say("Svara: rättat eller bestritt.", "Answer: rectified or disputed."))
@click.argument("breach_id", metavar="ID", type=int)
@click.argument("answer", type=click.Choice([one.value for one in Answer]))
@PARTY
@click.option("--text", required=True, help=say("Vad ni har gjort, eller varför ni bestrider.",
                                                 "What you have done, or why you dispute it."))
@click.option("--done-on", type=DAY, help=say("Dagen det rättades.", "The day it was rectified."))
@click.option("--evidence", type=int, multiple=True, help=say("Dokument som visar det.", "A document that shows it."))
def reply(breach_id: int, answer: str, party: str, text: str, done_on: date | None, evidence: tuple[int, ...]) -> None:
    """Answer the notice."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, breach_id), party)
        acts.reply(session, breach_id, Reply(answer=Answer(answer), body=text, done_on=done_on, evidence=evidence),
                   party_id=chosen.id, author=chosen.name, now=open_office.now(), by=by(chosen.name))
    click.echo(say("Svaret är lämnat.", "The answer is given."))


def _settling(name: str, sv: str, en: str, taken: Any) -> None:
    @command.command(name, help=say(sv, en))
    @click.argument("breach_id", metavar="ID", type=int)
    @PARTY
    @click.option("--text", default="", help=say("Något att säga.", "Anything to say."))
    def settle(breach_id: int, party: str, text: str) -> None:
        with office() as open_office, open_office.database.write() as session:
            chosen = _party(session, agreement_of(session, breach_id), party)
            taken(session, breach_id, text, party_id=chosen.id, now=open_office.now(), by=by(chosen.name))
        click.echo(say("Ärendet är avslutat.", "The case is closed."))


_settling("accept", "Godta rättelsen.", "Accept the rectification.", acts.accept)
_settling("withdraw", "Ta tillbaka meddelandet.", "Withdraw the notice.", acts.take_back)


@command.command("rescind", help=say("Häv överenskommelsen, när tiden för rättelse har gått ut.",
                                     "Rescind the agreement, once the time to rectify has run out."))
@click.argument("agreement_id", metavar="ID", type=int)
@PARTY
@WHO
@click.option("--capacity", required=True, help=say("Befattning.", "In what capacity."))
@click.option("--authority", required=True, help=say("Vad rätten att företräda parten grundar sig på.",
                                                     "What the right to represent the party rests on."))
@click.option("--reason", required=True, help=say("Skäl.", "Why."))
@click.option("--from", "effective_on", type=DAY, help=say("Från vilken dag, om inte i dag.", "From which day, if not today."))
@click.option("--breach", "breach_id", type=int, help=say("Avtalsbrottet, om det finns flera.",
                                                       "The breach, where there are several."))
def rescind(agreement_id: int, party: str, who: str, capacity: str, authority: str, reason: str, effective_on: date | None,
            breach_id: int | None) -> None:
    """Rescind the agreement."""
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        chosen, now = _party(session, agreement_id, party), open_office.now()
        made = rescissions.declare(session, agreement_id, Declaration(
            party_id=chosen.id, reason=reason, effective_on=effective_on or local_day(now), declared_on=local_day(now),
            declarer=Declarer(name=who, capacity=capacity, authority=authority),
            breach_id=breach_id if breach_id is not None else _own_breach(session, agreement_id, chosen.id)),
            now=now, by=by(chosen.name))
    click.echo(say(f"Hävning {made} är förklarad.", f"Rescission {made} is declared."))


def _own_breach(session: Session, agreement_id: int, party_id: int) -> int:
    found = session.scalars(select(BreachRow.id).where(
        BreachRow.agreement_id == agreement_id, BreachRow.notified_by == party_id, BreachRow.state.in_(OPEN))).all()
    if not found:
        raise NoNotice
    if len(found) > 1:
        raise click.UsageError(say("Ange --breach: det finns flera.", "Give --breach: there are several."))
    return found[0]


@command.command("claim", help=say("Anteckna en hävning som förklarats utanför Överens.",
                                   "Record a rescission that was declared outside Överens."))
@click.argument("agreement_id", metavar="ID", type=int)
@PARTY
@click.option("--by", "declared_by", required=True, help=say("Vem som förklarade den.", "Who declared it."))
@click.option("--of", "declaring", required=True, help=say("Parten som har hävt.", "The party that has rescinded."))
@click.option("--capacity", required=True, help=say("Befattning.", "In what capacity."))
@click.option("--declared-on", type=DAY, required=True, help=say("Förklarad den.", "Declared on."))
@click.option("--from", "effective_on", type=DAY, required=True, help=say("Från vilken dag.", "From which day."))
@click.option("--reason", required=True, help=say("Skäl.", "Why."))
@click.option("--document", "document_id", type=int, help=say("Dokument som visar det.", "A document that shows it."))
def claim(agreement_id: int, party: str, declared_by: str, declaring: str, capacity: str, **given: Any) -> None:
    """Record a claimed rescission."""
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        chosen, who = _party(session, agreement_id, party), _party(session, agreement_id, declaring)
        made = rescissions.claim(session, agreement_id, Declaration(
            party_id=who.id, declarer=Declarer(name=declared_by, capacity=capacity, authority=""), **given),
            recorder=chosen.id, now=open_office.now(), by=by(chosen.name))
    click.echo(say(f"Hävning {made} är antecknad som påstådd.", f"Rescission {made} is recorded as claimed."))


def _answering(name: str, sv: str, en: str, taken: Any) -> None:
    @command.command(name, help=say(sv, en))
    @click.argument("rescission_id", metavar="ID", type=int)
    @PARTY
    @WHO
    @click.option("--text", default="", help=say("Något att säga.", "Anything to say."))
    def answer(rescission_id: int, party: str, who: str, text: str) -> None:
        with office() as open_office, open_office.database.write() as session:
            chosen = _party(session, agreement_of_rescission(session, rescission_id), party)
            taken(session, rescission_id, text, Declarer(name=who, capacity="", authority=""), party_id=chosen.id,
                  now=open_office.now(), by=by(chosen.name))
        click.echo(say("Antecknat.", "Recorded."))


_answering("accept-claim", "Godta en påstådd hävning.", "Accept a claimed rescission.", rescissions.accept)
_answering("dispute-claim", "Bestrid en påstådd hävning.", "Dispute a claimed rescission.", rescissions.dispute)
_answering("withdraw-claim", "Ta tillbaka en påstådd hävning.", "Withdraw a claimed rescission.", rescissions.take_back)


def _pausing(name: str, sv: str, en: str, taken: Any) -> None:
    @command.command(name, help=say(sv, en))
    @click.argument("agreement_id", metavar="ID", type=int)
    @PARTY
    def pause(agreement_id: int, party: str) -> None:
        with office() as open_office, open_office.database.write() as session:
            get_agreement(session, agreement_id)
            taken(session, agreement_id, now=open_office.now(), by=by(_party(session, agreement_id, party).name))
        click.echo(say("Klart.", "Done."))


_pausing("pause", "Pausa möten och betalningar medan en hävning är bestridd.",
         "Pause meetings and payments while a rescission is disputed.",
         rescissions.pause)
_pausing("go-on", "Låt möten och betalningar gå vidare.", "Let meetings and payments go on.", rescissions.go_on)


@command.command("list", help=say("Visa en överenskommelses avtalsbrott och hävningar.",
                               "List an agreement's breaches and rescissions."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def show(agreement_id: int, as_json: bool) -> None:
    """List them."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        names = {one.id: one.name for one in cast(session, agreement_id).parties}
        broken = session.scalars(select(BreachRow).where(BreachRow.agreement_id == agreement_id).order_by(BreachRow.id)).all()
        ended = session.scalars(
            select(RescissionRow).where(RescissionRow.agreement_id == agreement_id).order_by(RescissionRow.id)).all()
    if as_json:
        echo_json({"breaches": [{
            "id": row.id, "state": row.state, "notified_by": names[row.notified_by], "against": names[row.against],
            "undertaking": row.undertaking, "what": row.what, "since": _iso(row.since), "days": row.days,
            "received_on": _iso(row.received_on),
            "rectify_by": _iso(row.rectify_by), "reason": row.reason,
        } for row in broken], "rescissions": [{
            "id": row.id, "state": row.state, "party": names[row.party_id], "declared_by": row.declared_by, "outside": row.outside,
            "declared_on": _iso(row.declared_on), "effective_on": _iso(row.effective_on), "breach": row.breach_id,
            "reason": row.reason,
        } for row in ended]})
        return
    for row in broken:
        click.echo(f"{row.id}  {row.notified_on}  {called('breach', row.state)}  {row.rectify_by or '–'}  {row.undertaking}")
    for one in ended:
        state = called("rescission", one.state)
        click.echo(say("hävning", "rescission") + f" {one.id}  {one.effective_on}  {state}  {names[one.party_id]}")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
