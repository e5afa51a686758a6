"""The usual way of money, for rehearsals and samples: handed in as expected, approved by those who may, paid on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.economy.invoices.model import Actor, Handed, Paid
from service.economy.invoices.rules import Item, approvals_needed
from service.economy.invoices.states import PAYING, UNTOUCHED
from service.economy.invoices.store import items_until, settings_of
from service.economy.invoices.tables import ApprovalRow
from service.kernel.clock import local_day
from service.lifecycle.money import invoices, payouts
from service.parties.model import Function
from service.parties.store import cast

# What is handed in where the terms name no amount.
SOMETHING = 10_000_00
AS_AGREED = "Enligt överenskommelsen"


def go_the_usual_way(
    session: Session, agreement_id: int, *, now: datetime, by: str, ahead: int = 0, only: Iterable[str] | None = None,
) -> None:
    """Do what is usually done about invoices and payouts by now, those whose day is within `ahead` days included."""
    for item in items_until(session, agreement_id, local_day(now) + timedelta(days=ahead)):
        if only is not None and item.key not in only:
            continue
        if item.state in UNTOUCHED:
            _hand_in(session, item, now=now, by=by)
        else:
            invoices.pay(session, item.id, Paid(on=local_day(now), ore=item.to_pay_ore), now=now, by=by)


def _hand_in(session: Session, item: Item, *, now: datetime, by: str) -> None:
    today, ore = local_day(now), item.expected_ore or SOMETHING
    nobody = Actor(person_id=None, name=by, manager=True)
    if item.kind == "payout":
        paid = Paid(on=today, ore=ore, over_reason=AS_AGREED)
        if not approve_as_those_who_may(session, item, ore=ore, now=now, by=by):
            return
        payouts.confirm(session, payouts.claim(session, item.id, paid, actor=nobody, now=now, by=by).id, now=now, by=by)
        return
    number = f"{item.agreement_id}{item.first:%y%m}{item.sequence}"
    plain = item.expected_ore is not None and not settings_of(session, item.agreement_id).reference
    handed = Handed(number=number, issued_on=today, received_on=today, ore=ore, reason="" if plain else AS_AGREED,
                    over_reason=AS_AGREED)
    came = invoices.receive(session, item.id, handed, actor=nobody, now=now, by=by)
    approve_as_those_who_may(session, came, now=now, by=by)


def approve_as_those_who_may(session: Session, item: Item, *, now: datetime, by: str, ore: int | None = None) -> bool:
    """Let as many of the payer's economists and managers approve as it takes; say whether there are so many.

    A payout (of `ore`) that one person may make is approved by nobody before.
    """
    needed = approvals_needed(item.net_ore if ore is None else ore, settings_of(session, item.agreement_id).two_ore)
    if ore is not None and needed == 1:
        return True
    given = set(session.scalars(select(ApprovalRow.person_id).where(
        ApprovalRow.invoice_id == item.id, ApprovalRow.round == item.round)))
    people: dict[int, Actor] = {}
    for function in PAYING:
        for seat in cast(session, item.agreement_id).seats:
            if seat.role == "public" and seat.function == function and seat.holds(local_day(now)):
                people.setdefault(seat.person_id, Actor(
                    person_id=seat.person_id, name=seat.name, manager=function is Function.MANAGER))
    for person_id, actor in [one for one in people.items() if one[0] not in given][:needed]:
        invoices.approve(session, item.id, actor, ore=ore, now=now, by=f"{by}: {actor.name}")
        given.add(person_id)
    return len(given) >= needed
