"""Reading the post box."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.kernel.errors import Unknown
from service.notices.tables import OutboxRow, Post
from service.parties.tables import FunctionRow
from service.web.frame.paging import PAGE, BadPlace, Page, cut

WEEKLY = "weekly"
MOST_WORDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the post is asked for; empty or 0 is all."""

    state: str = ""
    name: str = ""
    agreement_id: int = 0
    to: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One mail as the list shows it."""

    id: int
    name: str
    state: str
    to_name: str
    to_email: str
    agreement_id: int | None
    agreement: str | None
    attempts: int
    created_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    error: str | None


def items(session: Session, wanted: Wanted, theirs: ColumnElement[bool]) -> Page[Item]:
    """Return a page of those mails that are `theirs` to see, the newest first."""
    query = (
        select(
            OutboxRow.id, OutboxRow.name, OutboxRow.state, OutboxRow.to_name, OutboxRow.to_email,
            OutboxRow.agreement_id, AgreementRow.title, OutboxRow.attempts, OutboxRow.created_at,
            OutboxRow.next_at, OutboxRow.sent_at, OutboxRow.error,
        )
        .outerjoin(AgreementRow, AgreementRow.id == OutboxRow.agreement_id)
        .where(theirs).order_by(OutboxRow.id.desc()).limit(PAGE + 1)
    )
    if wanted.state in set(Post):
        query = query.where(OutboxRow.state == wanted.state)
    if wanted.name:
        query = query.where(OutboxRow.name == wanted.name)
    if wanted.agreement_id:
        query = query.where(OutboxRow.agreement_id == wanted.agreement_id)
    for word in wanted.to.split()[:MOST_WORDS]:
        query = query.where(or_(*(column.icontains(form, autoescape=True) for column in (OutboxRow.to_name, OutboxRow.to_email)
                                  for form in {word, word.lower(), word.capitalize()})))
    if wanted.before:
        if not wanted.before.isdecimal():
            raise BadPlace
        query = query.where(OutboxRow.id < min(int(wanted.before), 2**62))
    rows: Sequence[Any] = session.execute(query).all()
    return cut([Item(*row) for row in rows], lambda item: str(item.id))


def seen_post(*, person_id: int | None, operator: bool, on: date, many: bool = False) -> ColumnElement[bool]:
    """Return the condition that a mail may be seen: one's own, and what went to a party one acts for.

    `many` says that one acts in so many agreements that it is asked of each mail; else one's parties are gathered first.
    """
    if operator:
        return true()
    parties = select(FunctionRow.party_id).where(
        FunctionRow.person_id == person_id, or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= on),
        or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= on))
    held = OutboxRow.party_id.in_(parties) if not many else parties.where(
        FunctionRow.party_id == OutboxRow.party_id, FunctionRow.agreement_id == OutboxRow.agreement_id).exists()
    return or_(held, (OutboxRow.person_id == person_id) & or_(OutboxRow.agreement_id.is_not(None), OutboxRow.name == WEEKLY))


def title_of(session: Session, agreement_id: int, seen: ColumnElement[bool]) -> str | None:
    """Return the title of an agreement `seen` (a condition on AgreementRow), None if there is no such."""
    return session.scalars(select(AgreementRow.title).where(AgreementRow.id == agreement_id, seen)).one_or_none()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail, the facts it is made of (None if they cannot be read), and the agreement it is about."""

    row: OutboxRow
    facts: dict[str, Any] | None
    agreement: str | None


def letter(session: Session, post_id: int, theirs: ColumnElement[bool]) -> Letter:
    """Return one mail, if it is `theirs` to see."""
    row = session.scalars(select(OutboxRow).where(OutboxRow.id == post_id, theirs)).one_or_none()
    if row is None:
        raise Unknown(what="post", id=post_id)
    title = title_of(session, row.agreement_id, true()) if row.agreement_id is not None else None
    try:
        facts = json.loads(row.payload)
    except ValueError:
        facts = None
    return Letter(row=row, facts=facts if isinstance(facts, dict) else None, agreement=title)
