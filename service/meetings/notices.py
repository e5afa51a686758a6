"""Notices about a meeting, and the facts of its invitation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.agreements.store import Brief
from service.agreements.terms import Terms
from service.kernel.clock import local_day, stamp
from service.meetings.rules import Item
from service.meetings.store import Guest
from service.notices.owe import Addressee, Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import DEPUTIES, Audience, Cast, Function, PartyBrief, Recipient, recipients

ACCEPTED, DECLINED, SUGGESTED, NO_ANSWER = "accepted", "declined", "suggested", "needs-action"
PARTSTAT = {SUGGESTED: "tentative"}


def convenors(cast: Cast, terms: Terms) -> list[PartyBrief]:
    """Return the parties that convene; the public one where the terms name none."""
    role = terms.meetings.convenor or "public"
    return [party for party in cast.parties if party.role == role] or list(cast.parties[:1])


def convening_person(cast: Cast, terms: Terms, today: date) -> Recipient | None:
    """Return the person in whose name meetings are called, if there is one."""
    chosen = [party.id for party in convenors(cast, terms)]
    for function in (Function.COORDINATOR, *DEPUTIES):
        for one in recipients(cast, Audience((function,), "named"), today, named=chosen):
            if one.email:
                return one
    return None


def standing_agenda(terms: Terms) -> list[dict[str, str | None]]:
    """Return the standing points: follow-up, goals and undertakings, money, what comes after."""
    points: list[dict[str, str | None]] = [{"code": "minutes", "text": None}]
    points += [{"code": "goal", "text": goal} for goal in terms.goals]
    points += [{"code": "undertaking", "text": undertaking.text} for undertaking in terms.undertakings]
    points += [{"code": "frame", "text": None}, {"code": "extension", "text": None}]
    return points


def guest_addressees(guests: Sequence[Guest]) -> list[Addressee]:
    """Return those called as the outbox knows them, able to answer."""
    return [
        Addressee(one.party_id, one.person_id, one.name, one.email, one.language, None, one.id, one.nonce, one.digest)
        for one in guests
    ]


def meeting_facts(item: Item, cast: Cast, terms: Terms, today: date) -> dict[str, Any]:
    """Return the facts that every notice about the meeting carries."""
    convenor = convening_person(cast, terms, today)
    parties = {party.id: party.name for party in cast.every}
    return {
        "meeting_id": item.id,
        "starts": stamp(item.starts_at),
        "ends": stamp(item.ends_at),
        "place": item.place,
        "video": item.video,
        "period": item.period,
        "first": item.first.isoformat(),
        "last": item.last.isoformat(),
        "convenor": convenor.name if convenor else None,
        "convenor_email": convenor.email if convenor else None,
        "convenor_party": parties[convenor.party_id] if convenor else convenors(cast, terms)[0].name,
        "agenda": [*standing_agenda(terms), *({"code": one.code, "text": one.text or None} for one in item.points)],
        "revision": item.revision,
        "reply_to": {"name": convenor.name, "email": convenor.email} if convenor else None,
        "sender_name": convenor.name if convenor else None,
    }


def invitation(
    item: Item, brief: Brief, facts: Mapping[str, Any], guests: Sequence[Guest], *, method: str, at: datetime
) -> dict[str, Any]:
    """Return the facts of the calendar part; `at` is when this revision was made."""
    return {
        "method": method,
        "uid": item.uid,
        "sequence": item.revision,
        "stamp": at.isoformat(),
        "starts": facts["starts"],
        "ends": facts["ends"],
        "summary": brief.title,
        "period": item.period,
        "place": item.place,
        "video": item.video,
        "agenda": facts["agenda"],
        "organizer": facts["reply_to"],
        "attendees": [
            {"name": one.name, "email": one.email, "status": PARTSTAT.get(one.answer, one.answer)} for one in guests
        ],
    }


def compose(
    item: Item, owed: Owed, brief: Brief, cast: Cast, terms: Terms, guests: Sequence[Guest], *, today: date
) -> Letter:
    """Return the letter that a rung of the meeting's ladder comes to."""
    to = None
    if owed.name == "meeting_reminder":
        to = guest_addressees([one for one in guests if one.answer != DECLINED])
    asked = Owed(name=owed.name, to=owed.to, rung=owed.rung, given_on=owed.given_on, late=owed.late,
                 facts=owed.facts, named=tuple(party.id for party in convenors(cast, terms)))
    return letter(asked, brief=brief, cast=cast, subject=item.subject, day=item.day, clause=item.clause,
                  link=f"/meetings/{item.id}", today=today, facts=meeting_facts(item, cast, terms, today), to=to,
                  revision=item.revision)


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, terms: Terms, guests: Sequence[Guest], *,
    now: datetime, to: Sequence[Addressee], facts: Mapping[str, Any], method: str | None = None, late: bool = False,
    rung: str = "now",
) -> Letter:
    """Return a letter about what just happened to the meeting, with its calendar part if `method` is given."""
    today = local_day(now)
    told = meeting_facts(item, cast, terms, today)
    calendar = invitation(item, brief, told, guests, method=method, at=item.stamped_at or now) if method else None
    owed = Owed(name=name, to=Audience(()), rung=rung, given_on=today, late=late)
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.day, clause=item.clause,
                  link=f"/meetings/{item.id}", today=today, facts={**told, "calendar": calendar, **facts}, to=to,
                  revision=item.revision)
