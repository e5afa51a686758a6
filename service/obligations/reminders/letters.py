"""From a notice owed to a letter: the facts that all notices share, and who gets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from service.agreements.store import Brief
from service.notices.owe import Addressee, Letter
from service.obligations.reminders.ladders import Owed
from service.parties.model import Cast, Recipient, recipients


def addressees(people: Iterable[Recipient]) -> list[Addressee]:
    """Return recipients as the outbox knows them."""
    return [
        Addressee(one.party_id, one.person_id, one.name, one.email, one.language, one.instead_of, digest=one.digest)
        for one in people
    ]


def letter(
    owed: Owed, *, brief: Brief, cast: Cast, subject: str, day: date, clause: str, link: str, today: date,
    facts: Mapping[str, Any], to: Sequence[Addressee] | None = None, revision: int | None = None,
) -> Letter:
    """Return the letter that `owed` about `subject` (whose day is `day`) comes to.

    `to` overrides the audience of `owed`. `revision` tells letters on the same day apart.
    """
    if to is None:
        to = addressees(recipients(cast, owed.to, today, named=owed.named))
    version = "" if revision is None else f"r{revision}"
    return Letter(
        key=f"{owed.name}:{subject}:{day}:{owed.rung}{version}",
        name=owed.name,
        agreement_id=brief.id,
        uid=brief.uid,
        subject=subject,
        sample=brief.sample,
        to=to,
        payload={
            "agreement": brief.title,
            "agreement_id": brief.id,
            "parties": [party.name for party in cast.parties],
            "clause": clause,
            "day": day.isoformat(),
            "late": owed.late,
            "given_on": owed.given_on.isoformat(),
            "link": link,
            "simulated": False,
            "reply_to": None,
            "sender_name": None,
            "calendar": None,
            **owed.facts,
            **facts,
        },
    )
