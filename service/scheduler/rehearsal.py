"""What happens in a rehearsal besides the clock: events that a person scripted, and people who do their part."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.amendments.states import State as Amendment
from service.amendments.store import matter_of, unsettled
from service.amendments.tables import AmendmentRow
from service.documents.files import made
from service.economy.invoices.store import next_day_of
from service.kernel import clock
from service.kernel.errors import Refusal
from service.lifecycle.acts.renewal import decide
from service.lifecycle.acts.succeed import Budget, succeed
from service.lifecycle.amending import amend
from service.lifecycle.amending.draft import changes_digest
from service.lifecycle.followup.reports import see_to
from service.lifecycle.money.usual import go_the_usual_way
from service.lifecycle.signing import ink
from service.lifecycle.signing.sign import sign, sign_as
from service.meetings import actions as meetings
from service.meetings.states import State as MeetingState
from service.meetings.tables import MeetingRow
from service.obligations.model import OWN_LIFE
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.parties.model import PartyBrief
from service.parties.store import cast, get_party
from service.renewal.states import Answer
from service.signatures.actions import Proof, Text
from service.signatures.rules import Way
from service.signatures.store import of_matter, signers_of
from service.signatures.tables import SignatureRow

REHEARSED = "rehearsal"
MINUTES = "–"
SCAN = b"%PDF-1.7 rehearsal"


class BadEvents(Refusal):
    """The events cannot be read: {where}: {why}"""

    sv = "Händelserna går inte att läsa: {where}: {why}"
    status = 422


class NoSuchMeetingNamed(Refusal):
    """There is no meeting {name!r}; name one by its key, like meeting:2025-Q2."""

    sv = "Det finns inget möte {name!r}; ange det med nyckel, som meeting:2025-Q2."
    status = 422


class NothingToExtend(Refusal):
    """There is no extension to sign; let every party decide to extend before."""

    sv = "Det finns ingen förlängning att underteckna; låt alla parter först ta ställning för att förlänga."
    status = 422


class Event(BaseModel):
    """Something a person does: when, what, about what, for which party, with what value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime | date
    do: Literal["decide", "move", "hold", "cancel", "sign", "extend", "succeed", "hand_in"]
    subject: str | None = None
    party: str | None = None
    value: str | date | None = None

    @property
    def moment(self) -> datetime:
        """Return when it happens; a bare day means noon, a time without zone is Stockholm's."""
        if not isinstance(self.at, datetime):
            return clock.moment(self.at, 12)
        if self.at.tzinfo is None:
            return datetime.combine(self.at.date(), time(self.at.hour, self.at.minute, self.at.second), clock.STOCKHOLM)
        return self.at


def read_events(text: str) -> tuple[Event, ...]:
    """Return the events of a file in order of time; raise BadEvents with the place and the reason."""
    try:
        given: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadEvents(where="TOML", why=str(error)) from None
    rows = given.get("event", [])
    if set(given) - {"event"} or not isinstance(rows, list):
        raise BadEvents(where="TOML", why="give each event as an [[event]] table, and nothing else")
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(Event.model_validate(row))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ", ".join(str(part) for part in first["loc"])
            raise BadEvents(where=f"event {number}, {place}", why=first["msg"]) from None
    return tuple(sorted(found, key=lambda one: one.moment))


def perform(session: Session, agreement_id: int, event: Event, *, now: datetime) -> None:
    """Do what the event says; a Refusal says why it cannot be done."""
    if event.do == "extend":
        _extend(session, agreement_id, now=now)
        return
    if event.do == "succeed":
        _succeed(session, agreement_id, now=now)
        return
    if event.do in ("decide", "sign", "hand_in"):
        party = get_party(cast(session, agreement_id).parties, event.party or "")
        if event.do == "sign":
            sign(session, agreement_id, party, now=now, by=REHEARSED)
        elif event.do == "hand_in":
            _hand_in(session, agreement_id, party, now=now)
        else:
            try:
                given = Answer(str(event.value))
            except ValueError:
                raise BadEvents(where="value", why="extend, renegotiate or end") from None
            decide(session, agreement_id, party, given, now=now, by=REHEARSED)
        return
    meeting = _meeting(session, agreement_id, event.subject or "")
    if event.do == "hold":
        meetings.hold(session, meeting, now=now, by=REHEARSED)
    elif event.do == "cancel":
        meetings.cancel(session, meeting, now=now, by=REHEARSED, reason=str(event.value) if event.value else None)
    else:
        to = event.value if isinstance(event.value, date) else date.fromisoformat(str(event.value))
        meetings.shift(session, meeting, to, now=now, by=REHEARSED)


def _put_forward(session: Session, agreement_id: int, *, now: datetime) -> Sequence[SignatureRow]:
    """Send the extension that was decided on, if it is not sent; return what is asked of each party."""
    row = _extension(session, agreement_id)
    if row is None:
        raise NothingToExtend
    if row.state == Amendment.DRAFT:
        amend.send(session, row.id, now=now, by=REHEARSED, text=Text(digest=changes_digest(row)))
    return of_matter(session, agreement_id, matter_of(row))


def _extension(session: Session, agreement_id: int) -> AmendmentRow | None:
    return next((one for one in unsettled(session, agreement_id) if one.extends and one.state != Amendment.SIGNED), None)


def _succeed(session: Session, agreement_id: int, *, now: datetime) -> None:
    """Begin a new agreement that takes over, instead of the extension where one is open."""
    row = _extension(session, agreement_id)
    if row is not None:
        amend.withdraw(session, row.id, now=now, by=REHEARSED, reason=MINUTES)
    succeed(session, agreement_id, budget=Budget.COPIED, now=now, by=REHEARSED)


def _hand_in(session: Session, agreement_id: int, party: PartyBrief, *, now: datetime) -> None:
    """Hand in a party's original of the extension, which then waits for somebody to look at it."""
    mine = next(one for one in _put_forward(session, agreement_id, now=now) if one.party_id == party.id)
    ink.hand_in(session, mine.id, made(SCAN, "original.pdf"), now=now, by=REHEARSED)


def _extend(session: Session, agreement_id: int, *, now: datetime) -> None:
    """Send the extension that was decided on, and let whoever may sign for each party sign it."""
    for mine in _put_forward(session, agreement_id, now=now):
        for signer in signers_of(session, [mine.id])[:mine.needed]:
            sign_as(session, mine, signer, Proof(way=Way.NOTED, digest=mine.digest), on=clock.local_day(now), now=now, by=REHEARSED)


def _meeting(session: Session, agreement_id: int, name: str) -> int:
    key = name if name.startswith("meeting:") else f"meeting:{name}"
    wanted = [MeetingRow.key == key]
    if name.removeprefix("meeting ").isdigit():
        wanted = [MeetingRow.id == int(name.removeprefix("meeting "))]
    query = select(MeetingRow.id).where(MeetingRow.agreement_id == agreement_id, *wanted)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NoSuchMeetingNamed(name=name)
    return found


def people_do_their_part(session: Session, agreement_id: int, *, now: datetime) -> None:
    """Hold and minute called meetings that are over, and meet obligations whose day has come."""
    over = session.scalars(select(MeetingRow.id).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.state == MeetingState.CALLED, MeetingRow.ends_at <= now)).all()
    for meeting_id in over:
        meetings.hold(session, meeting_id, now=now, by=REHEARSED)
        meetings.minute(session, meeting_id, MINUTES, now=now, by=REHEARSED)
    owed = session.scalars(select(ObligationRow.key).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.earlier.is_(False),
        ObligationRow.day <= clock.local_day(now), ObligationRow.state.in_((Owed.PLANNED, Owed.OPEN)),
        ObligationRow.kind.not_in(OWN_LIFE))).all()
    for key in owed:
        see_to(session, agreement_id, key, now=now, by=REHEARSED)
    go_the_usual_way(session, agreement_id, now=now, by=REHEARSED)


def next_part(session: Session, agreement_id: int, *, after: datetime) -> datetime | None:
    """Return when people next have a part to do."""
    meeting: Sequence[datetime] = session.scalars(select(MeetingRow.ends_at).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.state == MeetingState.CALLED, MeetingRow.ends_at > after,
    ).order_by(MeetingRow.ends_at).limit(1)).all()
    day = session.scalars(select(ObligationRow.day).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.earlier.is_(False),
        ObligationRow.day > clock.local_day(after), ObligationRow.state.in_((Owed.PLANNED, Owed.OPEN)),
        ObligationRow.kind.not_in(OWN_LIFE),
    ).order_by(ObligationRow.day).limit(1)).one_or_none()
    money = next_day_of(session, agreement_id, after=clock.local_day(after))
    return min([*meeting, *(clock.moment(one) for one in (day, money) if one)], default=None)
