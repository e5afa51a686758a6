"""What tests are about: agreements, registered and signed through the real use cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from service.agreements.terms import Terms
from service.db import Database
from service.demo.sample import CONTACTS, sample_terms
from service.kernel.clock import moment
from service.lifecycle.acts.register import register
from service.lifecycle.signing.sign import sign
from service.parties.contacts import Contact
from service.parties.store import cast
from service.scheduler.sweep import sweep
from tests.kept import kept

BY = "operator"
START, END = date(2025, 2, 1), date(2025, 12, 31)
SIGNED = moment(date(2025, 1, 20), 9)


def terms(start: date = START, end: date | None = END, **changed: Any) -> Terms:
    """Return the sample's terms with parts changed."""
    base = sample_terms(start, end or END)
    return Terms.model_validate({**base.model_dump(), "end": end, **changed})


def an_agreement(
    session: Session, *, start: date = START, end: date | None = END, signed: datetime = SIGNED,
    contacts: Sequence[Contact] = CONTACTS, signatures: int = 2, **changed: Any,
) -> int:
    """Take in an agreement and let its parties sign it; return its id."""
    made = register(session, terms(start, end, **changed), contacts, now=signed, by=BY)
    for party in cast(session, made).parties[:signatures]:
        sign(session, made, party, now=signed, by=BY)
    return made


@kept
def signed_agreement(database: Database, **changed: Any) -> int:
    """Take in an agreement and let its parties sign it, as `an_agreement` does; return its id."""
    with database.write() as session:
        return an_agreement(session, **changed)


@kept
def begun_agreement(database: Database, begun: date = date(2025, 2, 3), **changed: Any) -> int:
    """Take in an agreement, let its parties sign it and the clock pass its first day; return its id."""
    number = signed_agreement(database, **changed)
    sweep(database, now=lambda: on(begun.year, begun.month, begun.day, 9))
    return number


def at(text: str) -> datetime:
    """Return the moment written as ISO in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return the moment when Stockholm's clocks show this."""
    return moment(date(year, month, day), hour, minute)
