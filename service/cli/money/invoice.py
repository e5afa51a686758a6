"""`overens invoice`: list, receive, approve, pay, dispute, resolve, credit, cancel, payout, confirm, deny, settings, figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import click
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.called import called
from service.cli.money.figure import figure
from service.cli.money.receiving import receive
from service.cli.office import DAY, Office, by, echo_json, office
from service.cli.reading.invoice import read
from service.cli.talks.deviation import AMOUNT
from service.cli.words import language, say
from service.documents.files import gate_of
from service.documents.files import receive as look_through
from service.documents.model import Received
from service.economy.invoices.model import Actor, Credited, Paid, Settings
from service.economy.invoices.rules import Item
from service.economy.invoices.store import agreement_of, items_of, settings_of
from service.kernel.clock import local_day
from service.kernel.money import kronor, ore, sek
from service.lifecycle.money import invoices, payouts
from service.lifecycle.money.ground import actor_named
from service.lifecycle.money.settings import settle_economy
from service.settings import load

Command = Callable[..., None]
ID = click.argument("invoice_id", metavar="ID", type=int)
ON = click.option("--on", type=DAY, help=say("Dagen, om inte i dag.", "The day, if not today."))
SEK = click.option("--sek", type=AMOUNT, required=True, help=say("Belopp i kronor.", "The amount in SEK."))
VAT = click.option("--vat", type=AMOUNT, default=None, help=say("Moms i kronor.", "VAT in SEK."))
REASON = click.option("--reason", required=True, help=say("Skäl.", "Why."))
OVER = click.option("--over-reason", default="", help=say("Varför det går över ramen.", "Why it goes above the frame."))
PROOF = click.option("--file", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False),
                     help=say("Underlaget: bankens kvitto.", "The proof: the bank's receipt."))
BY = click.option("--by", "who", required=True, help=say("Betalarens ekonom eller chef: namn eller adress.",
                                                         "The payer's economist or manager: name or address."))


@click.group("invoice", help=say("Fakturor och utbetalningar: lämna in, godkänn, betala.",
                                 "Invoices and payouts: hand in, approve, pay."))
def command() -> None:
    """Hold the commands on invoices and payouts."""


command.add_command(read)
command.add_command(figure)
command.add_command(receive)


def _in_kronor(amount: int | None) -> str | None:
    return None if amount is None else f"{sek(amount):.2f}"


def _told(item: Item) -> None:
    click.echo(f"{item.id}  {item.day}  {called(item.kind, item.state)}  {item.number or item.key}")


def _act(invoice_id: int, act: Callable[[Session, Office, int], Item]) -> None:
    with office() as open_office, open_office.database.write() as session:
        item = act(session, open_office, agreement_of(session, invoice_id))
    _told(item)


def _vat(vat: Decimal | None) -> int:
    return 0 if vat is None else ore(vat)


@command.command("list", help=say(
    "Visa en överenskommelses fakturor och utbetalningar.", "List an agreement's invoices and payouts."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def show(agreement_id: int, as_json: bool) -> None:
    """List them."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        items = items_of(session, agreement_id)
    if not as_json:
        for item in items:
            amount = item.net_ore if item.ore is not None else item.expected_ore
            click.echo(f"{item.id}  {item.day}  {called(item.kind, item.state):<18}  {item.first} – {item.last}  "
                       f"{'–' if amount is None else kronor(sek(amount), language())}  {item.number or ''}".rstrip())
        return
    echo_json([{
        "id": one.id, "key": one.key, "kind": one.kind, "state": one.state, "day": one.day.isoformat(), "number": one.number,
        "expected": _in_kronor(one.expected_ore), "amount": _in_kronor(one.ore),
        "left": _in_kronor(one.to_pay_ore) if one.ore else None,
        "paid": _in_kronor(one.paid_ore), "due_on": one.due_on.isoformat() if one.due_on else None,
    } for one in items])


@command.command("approve", help=say("Godkänn en faktura, eller en utbetalning innan den görs.",
                                     "Approve an invoice, or a payout before it is made."))
@ID
@BY
@OVER
@click.option("--sek", type=AMOUNT, help=say("Utbetalning: högst så mycket, annars det som väntas.",
                                             "Payout: at most so much, else what is expected."))
def approve(invoice_id: int, who: str, over_reason: str, sek: Decimal | None) -> None:
    """Approve an invoice."""
    def act(session: Session, at: Office, agreement_id: int) -> Item:
        actor = actor_named(session, agreement_id, who, local_day(at.now()))
        return invoices.approve(session, invoice_id, actor, reason=over_reason, ore=None if sek is None else ore(sek), now=at.now(),
                                by=by(actor.name))

    _act(invoice_id, act)


@command.command("pay", help=say("Anteckna en betalning.", "Record a payment."))
@ID
@SEK
@ON
@click.option("--reference", default="", help=say("Referens.", "The reference."))
@PROOF
def pay(invoice_id: int, sek: Decimal, on: date | None, reference: str, path: Path | None) -> None:
    """Record a payment."""
    file = _proof(path)
    _act(invoice_id, lambda session, at, _: invoices.pay(
        session, invoice_id, Paid(on=on or local_day(at.now()), ore=ore(sek), reference=reference), file=file, now=at.now(), by=by()))


def _proof(path: Path | None) -> Received | None:
    """Return the file that proves a payment, looked through before the transaction."""
    if path is None:
        return None
    gate = gate_of(load())
    with path.open("rb") as opened:
        return look_through(opened.read(gate.bytes + 1), path.name, gate)


def _with_reason(name: str, sv: str, en: str, act: Callable[..., Item]) -> None:
    @command.command(name, help=say(sv, en))
    @ID
    @REASON
    def run(invoice_id: int, reason: str) -> None:
        _act(invoice_id, lambda session, at, _: act(session, invoice_id, reason, now=at.now(), by=by()))


_with_reason("dispute", "Bestrid en faktura.", "Dispute an invoice.", invoices.dispute)
_with_reason("resolve", "Avsluta en tvist om en faktura.", "End a dispute over an invoice.", invoices.resolve)
_with_reason("cancel", "Anteckna att inget betalas för perioden.", "Note that nothing is paid for the period.", invoices.cancel)
_with_reason("deny", "Anteckna att en utbetalning inte har kommit.", "Note that a payout has not come.", payouts.deny)


@command.command("credit", help=say("Ta emot en kreditfaktura.", "Take a credit note in."))
@ID
@click.option("--number", required=True, help=say("Nummer.", "Its number."))
@SEK
@VAT
@ON
@REASON
def credit(invoice_id: int, number: str, sek: Decimal, vat: Decimal | None, on: date | None, reason: str) -> None:
    """Take a credit note in."""
    _act(invoice_id, lambda session, at, _: invoices.credit(session, invoice_id, Credited(
        number=number, on=on or local_day(at.now()), ore=ore(sek), vat_ore=_vat(vat), reason=reason), now=at.now(), by=by()))


@command.command("payout", help=say("Anteckna en utbetalning.", "Record a payout."))
@ID
@SEK
@ON
@BY
@OVER
@click.option("--reason", default="", help=say("Varför det är ett annat belopp.", "Why it is another amount."))
@PROOF
def payout(
    invoice_id: int, sek: Decimal, on: date | None, who: str, over_reason: str, reason: str, path: Path | None,
) -> None:
    """Record a payout."""
    file = _proof(path)

    def act(session: Session, at: Office, agreement_id: int) -> Item:
        actor = actor_named(session, agreement_id, who, local_day(at.now()))
        paid = Paid(on=on or local_day(at.now()), ore=ore(sek), reason=reason, over_reason=over_reason)
        return payouts.claim(session, invoice_id, paid, actor=actor, file=file, now=at.now(), by=by(actor.name))

    _act(invoice_id, act)


@command.command("confirm", help=say("Bekräfta att en utbetalning har kommit.", "Confirm that a payout has come."))
@ID
def confirm(invoice_id: int) -> None:
    """Confirm a payout."""
    _act(invoice_id, lambda session, at, _: payouts.confirm(session, invoice_id, now=at.now(), by=by()))


@command.command("settings", help=say(
    "Bestäm gräns för två personer och referens; det som inte anges står kvar.",
    "Settle the limit for two persons, and the reference; what is not given stays."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--two-above", type=AMOUNT, help=say("Två personer godkänner över, kronor.", "Two persons approve above, SEK."))
@click.option("--never-two", is_flag=True, help=say("Ta bort gränsen.", "Lift the limit."))
@click.option("--reference", help=say("Referens som fakturor ska ha.", "The reference that invoices carry."))
@click.option("--by", "who", help=say("Chef hos betalaren; behövs för att höja eller ta bort gränsen.",
                                      "The payer's manager; needed to raise or lift the limit."))
def settings(agreement_id: int, two_above: Decimal | None, never_two: bool, reference: str | None, who: str | None) -> None:
    """Settle them."""
    with office() as open_office, open_office.database.write() as session:
        now = open_office.now()
        seen = settings_of(session, agreement_id)
        actor = Actor(person_id=None, name=by()) if who is None else actor_named(session, agreement_id, who, local_day(now))
        settle_economy(session, agreement_id, Settings(
            two_ore=None if never_two else seen.two_ore if two_above is None else ore(two_above),
            reference=seen.reference if reference is None else reference, revision=seen.revision),
            actor=actor, now=now, by=by(actor.name if who else None))
    click.echo(say("Sparat.", "Saved."))
