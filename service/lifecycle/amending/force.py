"""What becomes of signed amendments by the clock: they come into force on their day, or lapse with the agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.agreements.rules import most_renewals
from service.agreements.store import open_successor, terms_of
from service.agreements.tables import AgreementRow, TermsRow
from service.agreements.terms import Terms
from service.amendments.changes import difference
from service.amendments.notices import EVERYONE, amendment_letter, told_changes
from service.amendments.states import AMENDMENT, State, Step
from service.amendments.store import get_amendment, matter_of, signed_ahead, unsettled
from service.amendments.tables import AmendmentRow
from service.history.door import move
from service.history.record import CLOCK
from service.kernel.clock import local_day, moment
from service.kernel.ids import text_digest
from service.kernel.life import Moved
from service.kernel.text.sorting import search_text, sort_key
from service.lifecycle.amending.parties import (
    ONE_DAY,
    ask_anew,
    loosen,
    move_parties,
    party_moves,
    pass_calls,
    stop_mail,
)
from service.lifecycle.amending.versions import amended
from service.lifecycle.notices import duties, scene
from service.lifecycle.plan import apply_plan
from service.lifecycle.talks import deviations, renegotiations
from service.notices.owe import Addressee, owe, withdraw
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import addressees, letter
from service.parties.model import Audience, recipients
from service.renewal.actions import step as decided
from service.renewal.states import Answer
from service.renewal.states import State as DecisionState
from service.renewal.states import Step as DecisionStep
from service.renewal.store import current, get_item
from service.signatures.actions import let_fall
from service.signatures.store import of_matter

EVERYONE_NAMED = Audience(EVERYONE.functions, "named")


def step(
    session: Session, row: AmendmentRow, taken: Step, *, now: datetime, by: str, reason: str | None = None,
    values: dict[str, object] | None = None, body: dict[str, object] | None = None,
) -> None:
    """Move an amendment one step."""
    state = AMENDMENT.after(State(row.state), taken)
    move(session, AmendmentRow, [Moved(
        id=row.id, chain=row.agreement_id, subject=f"amendment {row.id}", origin=row.state, state=state, event=taken,
        values={"arose_at": now, "next_at": now, "reason": reason, **(values or {})},
        body={"number": row.number, **({"reason": reason} if reason else {}), **(body or {})},
    )], now=now, by=by)
    withdraw(session, f"amendment {row.id}")
    session.refresh(row)


def enter(session: Session, amendment_id: int, *, now: datetime) -> None:
    """Let an amendment that all have signed come into force: its terms are those of the agreement from its day."""
    row = get_amendment(session, amendment_id)
    assert row.version is not None and row.from_on is not None
    agreement = session.get_one(AgreementRow, row.agreement_id)
    before = terms_of(session, row.agreement_id)
    terms = amended(before, row)
    body = terms.model_dump_json()
    session.add(TermsRow(agreement_id=row.agreement_id, number=row.version, from_on=row.from_on, body=body,
                         digest=text_digest(body), recorded_at=row.signed_at or now))
    step(session, row, Step.ENTER, now=now, by=CLOCK,
         body={"version": row.version, "from": row.from_on.isoformat(), "terms": text_digest(body)})
    gone = _leaving(session, row)
    moved = _carry_over(session, agreement, before, terms, row)
    apply_plan(session, agreement, now=now, live=True, amended=True)
    if moved:
        _follow(session, row, gone, now=now)
    around, today = scene(session, row.agreement_id), local_day(now)
    owe(session, [amendment_letter(
        "amendment_in_force", row, around.brief, around.cast, clause=clause_on_changes(around.terms), today=today, to=EVERYONE,
        facts={"from_on": row.from_on.isoformat(), "changes": told_changes(row)})], now=now, by_clock=row.signed_at != now)


def _leaving(session: Session, row: AmendmentRow) -> dict[int, list[Addressee]]:
    """Return the parties that leave by an amendment, each with the people who are told so, as they are the day before."""
    found = party_moves(row)
    if found is None or row.from_on is None:
        return {}
    cast, last = scene(session, row.agreement_id).cast, row.from_on - ONE_DAY
    gone = [cast.parties[place].id for place in found.leaves]
    return {number: addressees(recipients(cast, EVERYONE_NAMED, last, named=(number,))) for number in gone}


def _follow(session: Session, row: AmendmentRow, gone: Mapping[int, Sequence[Addressee]], *, now: datetime) -> None:
    """Let calls, mail and answers follow the parties that moved, and tell those that left what is open."""
    # First the calls: one that has not gone out is taken back by itself, and nobody is called off from what they never heard of.
    pass_calls(session, row, list(gone), now=now, by=CLOCK)
    stop_mail(session, row, list(gone))
    ask_anew(session, row.agreement_id, now=now, by=CLOCK)
    renegotiations.go_on_without(session, row.agreement_id, now=now, by=CLOCK)
    deviations.go_on_without(session, row.agreement_id, now=now, by=CLOCK)
    around = scene(session, row.agreement_id)
    names = {one.id: one.name for one in around.cast.every}
    assert row.from_on is not None
    for party_id, to in gone.items():
        owe(session, [amendment_letter(
            "party_left", row, around.brief, around.cast, clause=clause_on_changes(around.terms), today=local_day(now), to=EVERYONE,
            addressed=to, rung=f"party {party_id}", link=f"/agreements/{row.agreement_id}/till-dess", facts={
                "party": names[party_id], "from_on": row.from_on.isoformat(), "last_on": (row.from_on - ONE_DAY).isoformat(),
                "duties": duties(session, row.agreement_id, around.cast)})], now=now, by_clock=row.signed_at != now)


def _carry_over(session: Session, row: AgreementRow, before: Terms, terms: Terms, amendment: AmendmentRow) -> bool:
    """Bring what is kept beside the terms in line with them; say whether parties joined or left."""
    changed = {one.path.split(".")[0] for one in difference(before, terms)}
    assert amendment.version is not None
    row.version, row.title, row.starts_on = amendment.version, terms.title, terms.start
    if "meetings" in changed:
        row.habits = None
    moved = move_parties(session, row, amendment)
    row.sort_key = sort_key(terms.title)
    row.search = search_text(terms.title, [party.name for party in terms.parties])
    session.flush()
    return moved is not None and bool(moved.joins or moved.leaves)


def clause_on_changes(terms: Terms) -> str:
    """Return what the agreement says of how it is changed."""
    return terms.clause("amendments.signed", "amendments.written")


def settle_decision(session: Session, row: AgreementRow, terms: Terms, *, now: datetime, by: str) -> None:
    """Settle the decision on the period that ends elsewhere from now on: who has signed a later end has decided to extend."""
    decision = current(session, row.id)
    if decision is None or decision.state in (DecisionState.DECIDED, DecisionState.VOID) or terms.end == row.ends_on:
        return
    item = get_item(session, decision.id)
    if terms.end is not None and row.ends_on is not None and terms.end < row.ends_on:
        decided(session, item, DecisionStep.END, now=now, by=by)
        return
    decided(session, item, DecisionStep.DECIDE, now=now, by=by, body={"outcome": Answer.EXTEND},
            values={"outcome": Answer.EXTEND, "decided_at": now, "late": local_day(now) > item.day})


def carry_period(row: AgreementRow, changed: frozenset[str], terms: Terms, *, now: datetime) -> None:
    """Let the last day be that of terms which all have signed and which take effect before it.

    The period now running keeps its last day, renewed or not, unless that is what was changed.
    """
    if "end" in changed:
        row.ends_on, row.renewals = terms.end, 0
    if changed & {"end", "ending"}:
        row.ending, row.renewals_most = terms.ending.mode, most_renewals(terms)
    row.next_at = now


def extended_otherwise(session: Session, agreement_id: int, by_amendment: int) -> None:
    """Chase no other amendment that was to carry out the same decision: the end has moved."""
    session.execute(update(AmendmentRow).where(
        AmendmentRow.agreement_id == agreement_id, AmendmentRow.id != by_amendment, AmendmentRow.extends,
        AmendmentRow.state.not_in((State.SIGNED, State.IN_FORCE))).values(extends=False, next_at=None),
        execution_options={"synchronize_session": "fetch"})


def enter_what_is_due(session: Session, agreement_id: int, day: date, *, now: datetime) -> None:
    """Let every signed amendment whose day has come by `day` come into force."""
    for row in signed_ahead(session, agreement_id):
        if row.from_on is not None and row.from_on <= day:
            enter(session, row.id, now=now)


def tell_of_successor(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Tell everyone, when an agreement ends, that the one which was to take over is not signed; it stays as it is."""
    successor = open_successor(session, agreement_id)
    if successor is None:
        return
    around, today = scene(session, agreement_id), local_day(now)
    told = Owed(name="successor_unsigned", to=EVERYONE, rung="now", given_on=today)
    owe(session, [letter(
        told, brief=around.brief, cast=around.cast, subject=f"agreement {agreement_id}", day=around.brief.ends_on or today,
        today=today,
        clause=around.terms.clause("expiry.mode", "period.end"), link=f"/agreements/{successor.id}",
        facts={"end": (around.brief.ends_on or today).isoformat(), "successor": successor.title})], now=now, by_clock=by == CLOCK)


def lapse(session: Session, agreement_id: int, *, now: datetime, as_of: datetime, by: str) -> None:
    """Let what is not in force when the agreement ends lapse, and tell everyone of what they had been asked to sign."""
    ended = local_day(as_of)
    for row in unsettled(session, agreement_id):
        if row.state == State.SIGNED and row.from_on is not None and moment(row.from_on) < as_of:
            enter(session, row.id, now=now)
            continue
        told = row.state != State.DRAFT or row.extends
        let_fall(session, of_matter(session, agreement_id, matter_of(row)), on=ended, by=CLOCK, now=now)
        step(session, row, Step.LAPSE, now=now, by=CLOCK)
        loosen(session, row)
        if told:
            around = scene(session, agreement_id)
            owe(session, [amendment_letter("amendment_lapsed", row, around.brief, around.cast, clause=clause_on_changes(around.terms),
                                           today=local_day(now), to=EVERYONE,
                                           facts={"end": around.brief.ends_on.isoformat() if around.brief.ends_on else None})],
                now=now, by_clock=by == CLOCK)
