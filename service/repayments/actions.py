"""What is done to a claim of repayment: claimed, answered, settled, paid in parts, waived, withdrawn, planned anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from service.agreements.store import briefs
from service.history.door import move
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.life import Moved
from service.kernel.money import Amount
from service.notices.owe import owe, withdraw
from service.parties.model import Audience
from service.parties.store import cast as cast_of
from service.repayments import refusals
from service.repayments.model import Claim, Instalment, Proposal, written
from service.repayments.notices import at_once, plain
from service.repayments.rules import ANSWERING, CLAIMING, PAYING, Item, in_order, lowered
from service.repayments.states import OPEN, REPAYMENT, State, Step
from service.repayments.store import claimed_of, get_item
from service.repayments.tables import InstalmentRow, RepaidRow, RepaymentRow, WaiverRow


def claim(
    session: Session, agreement_id: int, given: Claim, proposal: Proposal, *, claimed_by: int, clause: str, now: datetime, by: str,
) -> Item:
    """Claim repayment; the agreement is locked, so that all claims together never pass what `proposal` says was paid."""
    today, already = local_day(now), claimed_of(session, agreement_id, given.against)
    if given.ore <= 0:
        raise refusals.NoSum(field="sek")
    if given.ore + already > proposal.paid_ore:
        raise refusals.MoreThanPaid(paid=Amount(proposal.paid_ore), claimed=Amount(already),
                                    left=Amount(max(0, proposal.paid_ore - already)), field="sek")
    # What is claimed on a ground already is no longer there to be claimed on it.
    most = max(0, proposal.ore - claimed_of(session, agreement_id, given.against, ground=given.ground))
    if given.ore > most:
        raise refusals.MoreThanGround(most=Amount(most), field="sek")
    if not given.why.strip():
        raise refusals.NeedsReason(field="why")
    row = RepaymentRow(
        agreement_id=agreement_id, claimed_by=claimed_by, against=given.against, ground=given.ground.value, ore=given.ore,
        proposed_ore=proposal.ore, reckoned=written(proposal), why=given.why.strip(), clause=clause, state=State.CLAIMED.value,
        claimed_on=today, day=today, arose_at=now, next_at=now)
    session.add(row)
    session.flush()
    _plan(session, row.id, given.instalments, whole=given.ore, earliest=today)
    made = get_item(session, row.id)
    _note(session, made, "claimed", now=now, by=by, ore=made.ore, party=claimed_by, ground=made.ground)
    _tell(session, made, "repayment_claimed", to=ANSWERING, named=(made.against,), now=now, rung="now")
    return made


def written_to(session: Session, repayment_id: int, document_id: int) -> None:
    """Keep which letter the claim was made in."""
    session.execute(update(RepaymentRow).where(RepaymentRow.id == repayment_id).values(document_id=document_id))


def agree(session: Session, item: Item, *, party: int, message: str = "", now: datetime, by: str) -> Item:
    """Agree, for the party that is to pay."""
    _is_against(item, party)
    moved = _take(session, item, Step.AGREE, now=now, by=by, body={"party": party, "note": message or None})
    _tell(session, moved, "repayment_answered", to=CLAIMING, named=(item.claimed_by,), now=now, rung=f"agreed {now:%Y%m%d%H%M%S}",
          facts={"outcome": "agreed", "text": message or None})
    return moved


def dispute(session: Session, item: Item, reason: str, *, party: int, now: datetime, by: str) -> Item:
    """Dispute, for the party that is to pay, and say why."""
    _is_against(item, party)
    moved = _take(session, item, Step.DISPUTE, now=now, by=by, values={"answer": _said(reason)},
                  body={"party": party, "note": reason.strip()})
    _tell(session, moved, "repayment_answered", to=CLAIMING, named=(item.claimed_by,), now=now, rung="disputed",
          facts={"outcome": "disputed", "text": reason.strip()})
    return moved


def settle(session: Session, item: Item, decision: str, reason: str, *, now: datetime, by: str) -> Item:
    """Note what ended the dispute, a judgment or what the parties came to: what is left is to be paid."""
    moved = _take(session, item, Step.SETTLE, now=now, by=by, values={"outcome": _said(reason)},
                  body={"decision": _decided(decision), "note": reason.strip()})
    _changed(session, moved, "settled", now=now, rung="settled", text=f"{decision.strip()}: {reason.strip()}")
    return moved


def pay(session: Session, item: Item, *, on: date, ore: int, reference: str = "", now: datetime, by: str) -> Item:
    """Record that money has come back, all of it or a part."""
    _open(item)
    if on > local_day(now):
        raise refusals.DayAhead(day=on, field="on")
    _at_most_left(ore, item)
    session.add(RepaidRow(repayment_id=item.id, paid_on=on, ore=ore, reference=reference, author=by, recorded_at=now))
    session.flush()
    body = {"on": on.isoformat(), "ore": ore, "reference": reference or None}
    if ore == item.left_ore:
        moved = _take(session, item, Step.PAY, now=now, by=by, body=body)
    else:
        _note(session, item, "part_paid", now=now, by=by, **body)
        moved = _anew(session, item, now=now)
    times = session.scalars(select(func.count()).where(RepaidRow.repayment_id == item.id)).one()
    _changed(session, moved, "paid", now=now, rung=f"paid{times}", sum_ore=ore)
    return moved


def waive(session: Session, item: Item, ore: int, *, decision: str, reason: str, now: datetime, by: str) -> Item:
    """Let go of all or part of what is left, by a decision; the last parts are lowered first."""
    _open(item)
    _at_most_left(ore, item)
    made = WaiverRow(repayment_id=item.id, ore=ore, decision=_decided(decision), reason=_said(reason), author=by, recorded_at=now)
    session.add(made)
    _replace(session, item.id, lowered(item.instalments, ore))
    body = {"ore": ore, "decision": decision.strip(), "note": reason.strip()}
    if ore == item.left_ore:
        moved = _take(session, item, Step.WAIVE, now=now, by=by, body=body, values={"outcome": reason.strip()})
    else:
        _note(session, item, "part_waived", now=now, by=by, **body)
        moved = _anew(session, item, now=now)
    _changed(session, moved, "waived", now=now, rung=f"waived{made.id}", sum_ore=ore, text=f"{decision.strip()}: {reason.strip()}")
    return moved


def take_back(session: Session, item: Item, reason: str, *, now: datetime, by: str) -> Item:
    """Withdraw a claim of which nothing has been paid."""
    REPAYMENT.after(item.state, Step.WITHDRAW)
    if item.paid_ore:
        raise refusals.MoneyHasCome
    moved = _take(session, item, Step.WITHDRAW, now=now, by=by, values={"outcome": _said(reason)}, body={"note": reason.strip()})
    _changed(session, moved, "withdrawn", now=now, rung="withdrawn", text=reason.strip())
    return moved


def replan(session: Session, item: Item, parts: Sequence[Instalment], *, now: datetime, by: str) -> Item:
    """Let what is left be paid in other parts, on other days; what has been paid stays what the past parts were."""
    _open(item)
    if not in_order(parts, local_day(now)):
        raise refusals.PartsOutOfOrder(field="parts")
    _sums_to(parts, item.left_ore)
    left = item.paid_ore
    past = []
    for one in item.instalments:
        if left > 0 and one.due_on < parts[0].due_on:
            past.append(Instalment(one.due_on, min(one.ore, left)))
            left -= past[-1].ore
    # What was paid before its day came has no past part to stand for it: it stands with the first one to come.
    first = Instalment(parts[0].due_on, parts[0].ore + left)
    _replace(session, item.id, (*past, first, *parts[1:]))
    _note(session, item, "replanned", now=now, by=by, parts=[[one.due_on.isoformat(), one.ore] for one in parts])
    moved = _anew(session, item, now=now)
    _changed(session, moved, "replanned", now=now, rung=f"replanned {now:%Y%m%d%H%M%S}")
    return moved


def _plan(session: Session, repayment_id: int, parts: Sequence[Instalment], *, whole: int, earliest: date) -> None:
    if not in_order(parts, earliest):
        raise refusals.PartsOutOfOrder(field="parts")
    _sums_to(parts, whole)
    _replace(session, repayment_id, parts)


def _sums_to(parts: Sequence[Instalment], whole: int) -> None:
    come_to = sum(one.ore for one in parts)
    if come_to != whole:
        raise refusals.PartsDiffer(parts=Amount(come_to), whole=Amount(whole), field="parts")


def _replace(session: Session, repayment_id: int, parts: Sequence[Instalment]) -> None:
    session.execute(delete(InstalmentRow).where(InstalmentRow.repayment_id == repayment_id))
    session.add_all([InstalmentRow(repayment_id=repayment_id, due_on=one.due_on, ore=one.ore) for one in parts])
    session.flush()


def _open(item: Item) -> None:
    if item.state not in OPEN:
        raise refusals.NotOpen


def _is_against(item: Item, party: int) -> None:
    if party != item.against:
        raise refusals.NotAgainst


def _at_most_left(ore: int, item: Item) -> None:
    if ore <= 0:
        raise refusals.NoSum(field="sek")
    if ore > item.left_ore:
        raise refusals.MoreThanLeft(left=Amount(item.left_ore), field="sek")


def _said(reason: str) -> str:
    if not reason.strip():
        raise refusals.NeedsReason(field="reason")
    return reason.strip()


def _decided(decision: str) -> str:
    if not decision.strip():
        raise refusals.NeedsDecision(field="decision")
    return decision.strip()


def _take(session: Session, item: Item, taken: Step, *, now: datetime, by: str, values: Mapping[str, Any] | None = None,
          body: Mapping[str, Any]) -> Item:
    state = REPAYMENT.after(item.state, taken)
    over = state not in OPEN
    move(session, RepaymentRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state, state=state, event=taken,
        values={"ended_at": now if over else None, "next_at": None if over else now, **(values or {})},
        body={name: value for name, value in body.items() if value is not None})], now=now, by=by)
    session.expire_all()
    return get_item(session, item.id) if over else _anew(session, get_item(session, item.id), now=now)


def _anew(session: Session, item: Item, *, now: datetime) -> Item:
    """Let reminders count from where the claim now stands; those written before are for nothing."""
    found = get_item(session, item.id)
    part = found.next_part
    today = local_day(now)
    day = part.due_on if found.state is State.AGREED and part is not None else item.day if item.state is State.CLAIMED else today
    session.execute(update(RepaymentRow).where(RepaymentRow.id == item.id).values(day=day, arose_at=now, told_at=None, next_at=now))
    withdraw(session, item.subject)
    return get_item(session, item.id)


def _note(session: Session, item: Item, event: str, *, now: datetime, by: str, **body: Any) -> None:
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event=event,
                            body={name: value for name, value in body.items() if value is not None})])


def _changed(session: Session, item: Item, what: str, *, now: datetime, rung: str, sum_ore: int | None = None,
             text: str | None = None) -> None:
    if item.state not in OPEN:
        withdraw(session, item.subject)
    _tell(session, item, "repayment_changed", to=PAYING, named=(item.against, item.claimed_by), now=now, rung=rung, facts={
        "what": what, "sum": None if sum_ore is None else plain(sum_ore), "text": text, "over": item.state not in OPEN})


def _tell(session: Session, item: Item, name: str, *, to: Audience, named: Sequence[int], now: datetime, rung: str,
          facts: Mapping[str, Any] | None = None) -> None:
    brief, people = briefs(session, [item.agreement_id])[item.agreement_id], cast_of(session, item.agreement_id)
    owe(session, [at_once(name, item, brief, people, to=to, named=named, now=now, rung=rung, facts=facts)], now=now)
