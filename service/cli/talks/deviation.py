"""`overens deviation`: report, note, approve, reject, withdraw, list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.called import called
from service.cli.office import DAY, by, echo_json, office
from service.cli.words import say
from service.deviations.actions import Decision, Planned
from service.deviations.model import Kind
from service.deviations.store import agreement_of
from service.deviations.tables import DeviationRow
from service.kernel.clock import local_day
from service.lifecycle.talks import deviations as talks
from service.parties.model import PartyBrief
from service.parties.store import cast, get_party


class Amount(click.ParamType[Decimal]):
    """An amount in digits, with two decimals at most."""

    name = "AMOUNT"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Decimal:
        """Return the amount, or say what is wrong with it."""
        try:
            found = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            found = Decimal(0)
        if not (found.is_finite() and 0 < found < Decimal(10) ** 12 and found == found.quantize(Decimal("0.01"))):
            self.fail(say(f"{value!r} är inget belopp; skriv till exempel 12500 eller 7,5.",
                          f"{value!r} is no amount; write for instance 12500 or 7.5."), param, context)
        return found


AMOUNT = Amount()
PARTY = click.option("--party", required=True, help=say("public, civil eller partens namn.", "public, civil or the party's name."))


@click.group("deviation", help=say("Avvikelse från plan eller budget: anmäl, anteckna, godkänn, avslå.",
                                   "Deviation from plan or budget: report, note, approve, reject."))
def command() -> None:
    """Hold the commands on deviations."""


def _party(session: Session, agreement_id: int, name: str) -> PartyBrief:
    return get_party(cast(session, agreement_id).parties, name)


@command.command("report", help=say("Anmäl en avvikelse innan den görs.", "Report a deviation before it is made."))
@click.argument("agreement_id", metavar="ID", type=int)
@PARTY
@click.option("--what", required=True, help=say("Vad, som en rubrik.", "What, like a heading."))
@click.option("--why", required=True, help=say("Skäl.", "Why."))
@click.option("--changes-on", type=DAY, required=True, help=say("Förändringens dag.", "The day of the change."))
@click.option("--from", "kind", type=click.Choice([one.value for one in Kind]), default=Kind.PLAN.value, show_default=True,
              help=say("Plan eller budget.", "Plan or budget."))
@click.option("--post", help=say("Budgetpost.", "The budget post."))
@click.option("--sek", type=AMOUNT, help=say("Hur mycket, i kronor.", "How much, in SEK."))
@click.option("--percent", type=AMOUNT, help=say("Hur mycket, i procent av posten.", "How much, in per cent of the post."))
def report(agreement_id: int, party: str, kind: str, **given: Any) -> None:
    """Report a deviation."""
    with office() as open_office, open_office.database.write() as session:
        get_agreement(session, agreement_id)
        chosen = _party(session, agreement_id, party)
        made = talks.report(session, agreement_id, Planned(kind=Kind(kind), **given), party_id=chosen.id, author=chosen.name,
                            now=open_office.now(), by=by(chosen.name))
    click.echo(say(f"Avvikelse {made} är anmäld.", f"Deviation {made} is reported."))


@command.command("note", help=say("Anteckna dialogen.", "Note the dialogue."))
@click.argument("deviation_id", metavar="ID", type=int)
@PARTY
@click.option("--who", required=True, help=say("Vilka som var med.", "Who took part."))
@click.option("--text", required=True, help=say("Vad som sades.", "What was said."))
@click.option("--on", type=DAY, help=say("Dagen, om inte i dag.", "The day, if not today."))
def note(deviation_id: int, party: str, who: str, text: str, on: date | None) -> None:
    """Note what was said."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, deviation_id), party)
        now = open_office.now()
        talks.note(session, deviation_id, party_id=chosen.id, day=on or local_day(now), who=who, body=text, author=chosen.name,
                   now=now, by=by(chosen.name))
    click.echo(say("Antecknat.", "Noted."))


def _deciding(called: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--on", type=DAY, help=say("Dagen det beslutades, om inte i dag.", "The day it was decided, if not today.")),
        click.option("--evidence", required=True, help=say("Var beslutet står; vid avslag skälet.",
                                                           "Where the decision stands; when rejecting the reason.")),
        click.option("--decided-by", required=True, help=say("Vem som beslutade: namn, eller styrelse och paragraf.",
                                                             "Who decided: a name, or the board and paragraph.")),
        PARTY, click.argument("deviation_id", metavar="ID", type=int),
    ):
        called = option(called)
    return called


@command.command("approve", help=say("Godkänn för en part.", "Approve for a party."))
@_deciding
def approve(deviation_id: int, party: str, decided_by: str, evidence: str, on: date | None) -> None:
    """Approve for a party."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, deviation_id), party)
        now = open_office.now()
        decision = Decision(decided_by=decided_by, decided_on=on or local_day(now), evidence=evidence)
        settled = talks.approve(session, deviation_id, chosen.id, decision, author=chosen.name, now=now, by=by(chosen.name))
        late = session.get_one(DeviationRow, deviation_id).late
    told = say("Alla parter har godkänt.", "All parties have approved.") if settled else say(
        f"Godkännandet från {chosen.name} är noterat.", f"The approval of {chosen.name} is noted.")
    click.echo(told + (say(" Märkt som sent.", " Marked as late.") if late else ""))


@command.command("reject", help=say("Avslå för en part.", "Reject for a party."))
@_deciding
def reject(deviation_id: int, party: str, decided_by: str, evidence: str, on: date | None) -> None:
    """Reject for a party."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, deviation_id), party)
        now = open_office.now()
        decision = Decision(decided_by=decided_by, decided_on=on or local_day(now), evidence=evidence)
        talks.reject(session, deviation_id, chosen.id, decision, author=chosen.name, now=now, by=by(chosen.name))
    click.echo(say(f"Avvikelse {deviation_id} är avslagen.", f"Deviation {deviation_id} is rejected."))


@command.command("withdraw", help=say("Återta en anmälan.", "Withdraw a report."))
@click.argument("deviation_id", metavar="ID", type=int)
@PARTY
@click.option("--reason", required=True, help=say("Skäl.", "Why."))
def withdraw(deviation_id: int, party: str, reason: str) -> None:
    """Withdraw a report."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, agreement_of(session, deviation_id), party)
        talks.take_back(session, deviation_id, chosen.id, reason, now=open_office.now(), by=by(chosen.name))
    click.echo(say(f"Avvikelse {deviation_id} är återtagen.", f"Deviation {deviation_id} is withdrawn."))


@command.command("list", help=say("Visa en överenskommelses avvikelser.", "List an agreement's deviations."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def show(agreement_id: int, as_json: bool) -> None:
    """List them."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        rows = session.scalars(select(DeviationRow).where(DeviationRow.agreement_id == agreement_id).order_by(DeviationRow.id)).all()
        names = {one.id: one.name for one in cast(session, agreement_id).every}
    if as_json:
        echo_json([{
            "id": row.id, "state": row.state, "from": row.kind, "post": row.post, "what": row.what, "why": row.why,
            "sek": _plain(row.ore), "percent": _plain(row.hundredths), "changes_on": row.changes_on.isoformat(), "late": row.late,
            "reported_by": names.get(row.reported_by) if row.reported_by is not None else None, "reason": row.reason,
        } for row in rows])
        return
    for row in rows:
        state = called("deviation", row.state)
        click.echo(f"{row.id}  {row.changes_on}  {state}{' ' + say('sent', 'late') if row.late else ''}  {row.what or row.post}")


def _plain(hundredths: int | None) -> str | None:
    return None if hundredths is None else f"{Decimal(hundredths) / 100:.2f}"
