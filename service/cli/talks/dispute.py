"""`overens dispute`: open, note, resolve, confirm, take further, withdraw, list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.office import DAY, by, echo_json, office
from service.cli.talks.deviation import PARTY
from service.cli.words import say
from service.disputes.model import Forum
from service.disputes.store import agreement_of
from service.disputes.tables import DisputeRow
from service.kernel.clock import local_day
from service.lifecycle.talks import disputes as talks
from service.parties.model import PartyBrief
from service.parties.store import cast, get_party


@click.group("dispute", help=say("Tvist: öppna, anteckna, lös, för vidare.", "Dispute: open, note, resolve, take further."))
def command() -> None:
    """Hold the commands on disputes."""


def _party(session: Session, agreement_id: int, name: str) -> PartyBrief:
    return get_party(cast(session, agreement_id).parties, name)


def _acting(dispute_id: int, party: str, act: Callable[[Session, PartyBrief, datetime], Any]) -> Any:
    with office() as open_office, open_office.database.write() as session:
        return act(session, _party(session, agreement_of(session, dispute_id), party), open_office.now())


@command.command("open", help=say("Öppna en tvist.", "Open a dispute."))
@click.argument("agreement_id", metavar="ID", type=int)
@PARTY
@click.option("--about", required=True, help=say("Ämne, som en rubrik.", "The subject, like a heading."))
@click.option("--why", required=True, help=say("Vad ni är oense om.", "What you disagree on."))
@click.option("--matter", default="", help=say('Vad den gäller, till exempel "repayment 3", "invoice 4" eller "clause frame".',
                                               'What it is about, for instance "repayment 3", "invoice 4" or "clause frame".'))
def open_one(agreement_id: int, party: str, about: str, why: str, matter: str) -> None:
    """Open a dispute."""
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        chosen = _party(session, agreement_id, party)
        made = talks.open_one(session, agreement_id, party_id=chosen.id, matter=matter, about=about, why=why, now=open_office.now(),
                              by=by(chosen.name))
    click.echo(say(f"Tvist {made} är öppnad.", f"Dispute {made} is opened."))


@command.command("note", help=say("Anteckna dialogen.", "Note the dialogue."))
@click.argument("dispute_id", metavar="ID", type=int)
@PARTY
@click.option("--who", required=True, help=say("Vilka som var med.", "Who took part."))
@click.option("--text", required=True, help=say("Vad som sades.", "What was said."))
@click.option("--on", type=DAY, help=say("Dagen, om inte i dag.", "The day, if not today."))
def note(dispute_id: int, party: str, who: str, text: str, on: date | None) -> None:
    """Note what was said."""
    _acting(dispute_id, party, lambda session, chosen, now: talks.note(
        session, dispute_id, party_id=chosen.id, day=on or local_day(now), who=who, body=text, author=chosen.name, now=now,
        by=by(chosen.name)))
    click.echo(say("Antecknat.", "Noted."))


@command.command("resolve", help=say("Skriv hur den löstes; den andra parten bekräftar.",
                                     "Write how it was resolved; the other party confirms."))
@click.argument("dispute_id", metavar="ID", type=int)
@PARTY
@click.option("--text", required=True, help=say("Hur den löstes.", "How it was resolved."))
def resolve(dispute_id: int, party: str, text: str) -> None:
    """Write how it was resolved."""
    over = _acting(dispute_id, party, lambda session, chosen, now: talks.state_outcome(
        session, dispute_id, chosen.id, text, author=chosen.name, now=now, by=by(chosen.name)))
    click.echo(say("Tvisten är löst.", "The dispute is resolved.") if over else say(
        "Antecknat. Den andra parten ska bekräfta.", "Noted. The other party is to confirm."))


@command.command("confirm", help=say("Bekräfta hur den löstes.", "Confirm how it was resolved."))
@click.argument("dispute_id", metavar="ID", type=int)
@PARTY
def confirm(dispute_id: int, party: str) -> None:
    """Confirm how it was resolved."""
    over = _acting(dispute_id, party, lambda session, chosen, now: talks.confirm(
        session, dispute_id, chosen.id, author=chosen.name, now=now, by=by(chosen.name)))
    click.echo(say("Tvisten är löst.", "The dispute is resolved.") if over else say("Bekräftat.", "Confirmed."))


@command.command("escalate", help=say("För den vidare dit villkoren anger.", "Take it to what the terms name."))
@click.argument("dispute_id", metavar="ID", type=int)
@PARTY
@click.option("--to", "forum", type=click.Choice([one.value for one in Forum]), required=True, help=say("Vart.", "Where."))
@click.option("--reference", required=True, help=say("Hur och var.", "How and where."))
@click.option("--on", type=DAY, help=say("Dagen, om inte i dag.", "The day, if not today."))
def escalate(dispute_id: int, party: str, forum: str, reference: str, on: date | None) -> None:
    """Take it further."""
    _acting(dispute_id, party, lambda session, chosen, now: talks.escalate(
        session, dispute_id, chosen.id, Forum(forum), reference=reference, on=on or local_day(now), now=now, by=by(chosen.name)))
    click.echo(say("Tvisten är förd vidare.", "The dispute is taken further."))


@command.command("withdraw", help=say("Återta tvisten.", "Withdraw the dispute."))
@click.argument("dispute_id", metavar="ID", type=int)
@PARTY
@click.option("--reason", required=True, help=say("Skäl.", "Why."))
def withdraw(dispute_id: int, party: str, reason: str) -> None:
    """Withdraw it."""
    _acting(dispute_id, party, lambda session, chosen, now: talks.take_back(
        session, dispute_id, chosen.id, reason, now=now, by=by(chosen.name)))
    click.echo(say("Tvisten är återtagen.", "The dispute is withdrawn."))


@command.command("list", help=say("Lista tvisterna i en överenskommelse.", "List the disputes of an agreement."))
@click.argument("agreement_id", metavar="ID", type=int)
def list_(agreement_id: int) -> None:
    """List the disputes."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        rows = session.scalars(select(DisputeRow).where(DisputeRow.agreement_id == agreement_id).order_by(DisputeRow.id)).all()
        told = [{"id": row.id, "state": row.state, "about": row.about, "matter": row.matter, "forum": row.forum} for row in rows]
    echo_json(told)
