"""Deviating from plan or budget: each act, what it does to the next agenda, and the limit above which cases propose themselves."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement, terms_of
from service.agreements.tables import AgreementRow
from service.deviations import actions
from service.deviations.actions import Decision, Planned
from service.deviations.model import Kind, Limit, read, written
from service.deviations.rules import proposes
from service.deviations.store import agreement_of
from service.history.record import Record, append
from service.lifecycle.settings.ground import locked
from service.lifecycle.settings.notices import tell_changed
from service.lifecycle.talks.ground import ITSELF, in_force, party_of
from service.meetings.agenda import drop_matter, put_matter

CODE = "deviation"


def report(session: Session, agreement_id: int, planned: Planned, *, party_id: int, author: str, now: datetime, by: str) -> int:
    """Report a deviation to come; it becomes a point of the next meeting."""
    in_force(session, agreement_id)
    party_of(session, agreement_id, party_id)
    made = actions.report(session, agreement_id, planned, party_id=party_id, now=now, by=by)
    put_matter(session, agreement_id, f"{CODE} {made}", planned.what, author=author, party_id=party_id, now=now)
    return made


def limit_of(row: AgreementRow) -> Limit:
    """Return how far a post of the agreement may be overspent before a case proposes itself."""
    return read(row.deviation_limit)


def set_limit(
    session: Session, agreement_id: int, limit: Limit, *, revision: int, party_id: int | None, now: datetime, by: str,
) -> None:
    """Set that limit and tell the parties but the one that does it (None: all); an empty one proposes nothing."""
    row = locked(session, agreement_id, revision)
    before = limit_of(row)
    row.deviation_limit = written(limit)
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="deviation_limit_set",
                            body={"limit": row.deviation_limit})])
    session.flush()
    if limit != before:
        tell_changed(session, row, "limit", party_id=party_id, now=now, by=by, before=_told(before), after=_told(limit))


def _told(limit: Limit) -> dict[str, str | None]:
    return {"percent": None if limit.percent is None else str(limit.percent), "sek": None if limit.sek is None else str(limit.sek)}


def propose(
    session: Session, agreement_id: int, post: str, spent: Decimal, *, changes_on: date, now: datetime,
) -> int | None:
    """Open a case by itself when what is spent of a post (SEK) passes the limit; None if it does not, or one is open."""
    row = get_agreement(session, agreement_id)
    found = next((one for one in terms_of(session, agreement_id).economy.posts if one.name == post), None)
    if row.state not in (State.SIGNED, State.ACTIVE) or found is None or not proposes(spent, found.amount, limit_of(row)):
        return None
    over = spent - found.amount
    percent = (over * 100 / found.amount).quantize(Decimal("0.01")) if found.amount else None
    # Nobody has reported it, so nobody's words stand there: pages and mails say it in the reader's language.
    made = actions.propose(session, agreement_id, Planned(
        kind=Kind.BUDGET, post=post, what="", why="", sek=over, percent=percent, changes_on=changes_on), now=now)
    if made is not None:
        put_matter(session, agreement_id, f"{CODE} {made}", post, author=ITSELF, party_id=None, now=now)
    return made


def note(
    session: Session, deviation_id: int, *, party_id: int | None, day: date, who: str, body: str, author: str, now: datetime,
    by: str,
) -> None:
    """Note what was said."""
    in_force(session, agreement_of(session, deviation_id))
    actions.note(session, deviation_id, party_id=party_id, day=day, who=who, body=body, author=author, now=now, by=by)


def approve(session: Session, deviation_id: int, party_id: int, decision: Decision, *, author: str, now: datetime, by: str) -> bool:
    """Approve for a party; return whether all have."""
    agreement_id = agreement_of(session, deviation_id)
    in_force(session, agreement_id)
    party_of(session, agreement_id, party_id)
    settled = actions.approve(session, deviation_id, party_id, decision, author=author, now=now, by=by)
    if settled:
        drop_matter(session, agreement_id, f"{CODE} {deviation_id}", now=now)
    return settled


def reject(session: Session, deviation_id: int, party_id: int, decision: Decision, *, author: str, now: datetime, by: str) -> None:
    """Reject for a party."""
    agreement_id = agreement_of(session, deviation_id)
    in_force(session, agreement_id)
    party = party_of(session, agreement_id, party_id)
    actions.reject(session, deviation_id, party_id, decision, party=party.name, author=author, now=now, by=by)
    drop_matter(session, agreement_id, f"{CODE} {deviation_id}", now=now)


def take_back(session: Session, deviation_id: int, party_id: int, reason: str, *, now: datetime, by: str) -> None:
    """Withdraw what one's own party has reported."""
    agreement_id = agreement_of(session, deviation_id)
    in_force(session, agreement_id)
    party = party_of(session, agreement_id, party_id)
    actions.take_back(session, deviation_id, party_id, reason, party=party.name, now=now, by=by)
    drop_matter(session, agreement_id, f"{CODE} {deviation_id}", now=now)


def go_on_without(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Let what only who has left the agreement had not decided on be settled."""
    for subject in actions.go_on_without(session, agreement_id, now=now, by=by):
        drop_matter(session, agreement_id, subject, now=now)


def end_all(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Close what is open, for the agreement has ended."""
    for subject in actions.end_all(session, agreement_id, now=now, by=by):
        drop_matter(session, agreement_id, subject, now=now)
