"""Notices about the agreement itself and about its signing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import Brief, briefs, terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.lifecycle.clock import Item
from service.meetings.states import State as MeetingState
from service.meetings.tables import MeetingRow
from service.notices.owe import Addressee, Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.obligations.states import SETTLED
from service.obligations.tables import ObligationRow
from service.parties.model import Cast
from service.parties.store import cast as cast_of
from service.signatures.states import State as Signature
from service.signatures.store import AGREEMENT, of_matter, originals_waiting

PERIOD = ("period.end", "period.start", "expiry.mode")


@dataclass(frozen=True, slots=True)
class Scene:
    """An agreement with what its letters need."""

    brief: Brief
    cast: Cast
    terms: Terms


def scene(session: Session, agreement_id: int) -> Scene:
    """Return the agreement and what surrounds it."""
    brief = briefs(session, [agreement_id])[agreement_id]
    return Scene(brief, cast_of(session, agreement_id), terms_of(session, agreement_id))


def duties(session: Session, agreement_id: int, cast: Cast, since: date | None = None) -> list[dict[str, Any]]:
    """Return what is left to do and by whom, by day; only what falls on `since` or later if given."""
    query = (
        select(ObligationRow.kind, ObligationRow.day, ObligationRow.owes)
        .where(ObligationRow.agreement_id == agreement_id, ObligationRow.earlier.is_(False),
               ObligationRow.state.not_in(SETTLED))
        .order_by(ObligationRow.day, ObligationRow.key)
    )
    if since is not None:
        query = query.where(ObligationRow.day >= since)
    owing = {role: " · ".join(party.name for party in cast.parties if party.role == role) or role for role in ("public", "civil")}
    return [{"kind": kind, "day": day.isoformat(), "owes": owing.get(owes, owes)} for kind, day, owes in session.execute(query)]


def compose(session: Session, item: Item, owed: Owed, at: Scene, *, today: date) -> Letter:
    """Return the letter that a rung of the agreement's ladder comes to."""
    day, clause = item.starts_on, at.terms.clause("period.start", *PERIOD)
    facts: dict[str, Any] = {"start": item.starts_on.isoformat()}
    if owed.name == "begun":
        facts |= {"end": _iso(item.ends_on), "duties": duties(session, item.id, at.cast)}
    elif owed.name == "start_unsigned":
        facts["missing"] = _missing(session, item.id, at.cast)
    else:
        day = item.last_day or item.ends_on or item.starts_on
        clause = at.terms.clause(*(("notice.0", "notice") if day == item.terminates_on else ()), "expiry.mode", *PERIOD)
        since = None if owed.name == "end_ahead" else day
        facts = {"end": day.isoformat(), "duties": duties(session, item.id, at.cast, since)}
        if owed.name == "end_ahead":
            facts["originals"] = originals_waiting(session, item.id)
        if owed.name == "ended":
            facts["missed"] = _missed(session, item.id)
    return letter(owed, brief=at.brief, cast=at.cast, subject=item.subject, day=day, clause=clause,
                  link=f"/agreements/{item.id}", today=today, facts=facts)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _missing(session: Session, agreement_id: int, cast: Cast) -> list[str]:
    rows = of_matter(session, agreement_id, AGREEMENT, lock=False)
    waiting = {row.party_id for row in rows if row.state == Signature.ASKED}
    return [party.name for party in cast.every if party.id in waiting]


def _missed(session: Session, agreement_id: int) -> list[str]:
    query = select(MeetingRow.key).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.earlier.is_(False),
        MeetingRow.state.in_((MeetingState.MISSED, MeetingState.CANCELLED)),
    ).order_by(MeetingRow.key)
    return [key.partition(":")[2] for key in session.scalars(query)]


def signing_letter(
    subject: str, at: Scene, owed: Owed, *, today: date, facts: Mapping[str, Any], link: str | None = None, day: date | None = None,
    to: Sequence[Addressee] | None = None,
) -> Letter:
    """Return a letter about the signing of the agreement, or of an amendment with a page and day of its own."""
    return letter(owed, brief=at.brief, cast=at.cast, subject=subject, day=day or at.brief.starts_on,
                  clause=at.terms.clause("amendments.signed", "signed.on", *PERIOD),
                  link=link or f"/agreements/{at.brief.id}", today=today, facts=facts, to=to)


def closing_letter(at: Scene, owed: Owed, row: AgreementRow, *, was: str, by: str, today: date) -> Letter:
    """Return the letter that tells that an agreement is closed, how it ended, and who closed it."""
    ended = row.ends_on or today
    return letter(owed, brief=at.brief, cast=at.cast, subject=f"agreement {row.id}", day=today,
                  clause=at.terms.clause("expiry.mode", *PERIOD), link=f"/agreements/{row.id}/avslut", today=today,
                  facts={"end": ended.isoformat(), "how": was, "by": by})


def renewed_letter(at: Scene, owed: Owed, *, was: date, end: date, today: date) -> Letter:
    """Return the letter that tells that an agreement has renewed by itself, until when, and when the next decision is due."""
    return letter(owed, brief=at.brief, cast=at.cast, subject=f"agreement {at.brief.id}", day=end,
                  clause=at.terms.clause("expiry.mode", *PERIOD), link=f"/agreements/{at.brief.id}", today=today,
                  facts={"was": was.isoformat(), "end": end.isoformat(), "decide_by": _iso(at.terms.decision_day(end))})


def signature_facts(session: Session, agreement_id: int, cast: Cast, matter: str = AGREEMENT) -> dict[str, Any]:
    """Return who has signed the text of a matter and who has not."""
    rows = of_matter(session, agreement_id, matter, lock=False)
    names = {party.id: party.name for party in cast.every}
    return {
        "missing": [names[row.party_id] for row in rows if row.state == Signature.ASKED],
        "signed": [
            {"party": names[row.party_id], "on": row.signed_on.isoformat()}
            for row in rows if row.state == Signature.SIGNED and row.signed_on is not None
        ],
    }


