"""A whole life on a simulated clock: the same sweep, the same outbox, a scratch database."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from service.agreements.states import Step as AgreementStep
from service.agreements.terms import Expiry, Terms
from service.db import Database
from service.history.tables import HistoryRow
from service.kernel import clock
from service.kernel.calendar import add_months
from service.lifecycle.acts.register import register
from service.lifecycle.amending.versions import prolonged_end
from service.lifecycle.signing.sign import send, sign
from service.meetings.tables import MeetingRow
from service.notices.sending.deliver import deliver
from service.notices.tables import OutboxRow, Post
from service.notices.writing.compose import Letterhead, preview
from service.obligations.model import Kind
from service.obligations.tables import ObligationRow
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.store import cast
from service.scheduler.jobs import JOBS
from service.scheduler.rehearsal import REHEARSED, Event, next_part, people_do_their_part, perform
from service.scheduler.sweep import sweep
from service.schema import migrate
from service.settings import Settings

TOLD = ("agreement", "meeting", "decision", "amendment")
AFTER_END = timedelta(days=400)
_NEXT = tuple(select(at).where(at > bindparam("now")).order_by(at).limit(1) for at in (job.table.__table__.c.next_at for job in JOBS))
TICKS_AT_MOST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One thing that happens: a notice to one address, a new state, or a day on which something is owed."""

    at: datetime
    kind: Literal["notice", "state", "obligation"]
    name: str
    subject_of: str
    to: tuple[str, ...] = ()
    subject: str | None = None
    clause: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as `overens simulate --json` gives it."""
        return {"at": clock.stamp(self.at), "kind": self.kind, "name": self.name, "subject_of": self.subject_of,
                "to": list(self.to), "subject": self.subject, "clause": self.clause}


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What is rehearsed: terms and people, when they sign, and what happens besides."""

    terms: Terms
    contacts: Sequence[Contact]
    signed_on: date
    events: Sequence[Event] = ()
    idle: bool = False
    until: date | None = None
    deliver: bool = False


def placeholder_contacts(terms: Terms) -> tuple[Contact, ...]:
    """Return one invented person per function and party, at reserved addresses."""
    functions = {
        "public": (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST, Function.REGISTRAR),
        "civil": (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST, Function.OPERATIONS),
    }
    return tuple(
        Contact(name=f"{function.capitalize()} {number}", email=f"{function}.{number}@{party.role}.example",
                party=party.name, functions=(function,))
        for number, party in enumerate(terms.parties, 1) for function in functions[party.role]
    )


def last_moment(play: Play) -> datetime:
    """Return how far to play: what was asked for, else until well after the last thing that can happen."""
    terms = play.terms
    if play.until is not None:
        return clock.moment(play.until + timedelta(days=1))
    if terms.end is None:
        return clock.moment(add_months(max(terms.start, play.signed_on), 24))
    if terms.ending.mode is Expiry.RENEWS and terms.ending.months is not None:
        times = min(terms.ending.max_times or 1, 3)
        end = add_months(terms.end, terms.ending.months * times)
        return clock.moment(end) + (AFTER_END if terms.ending.max_times == times else timedelta(days=60))
    extended = prolonged_end(terms, terms.end) if any(event.do == "extend" for event in play.events) else None
    return clock.moment(extended or terms.end) + AFTER_END


@contextmanager
def scratch_database() -> Iterator[Database]:
    """Open an empty database that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="overens-") as folder:
        path = Path(folder) / "scratch.sqlite"
        path.write_bytes(_empty())
        database = Database(f"sqlite:///{path}", scratch=True)
        try:
            yield database
        finally:
            database.close()


@lru_cache(maxsize=1)
def _empty() -> bytes:
    """Return the file of an empty database at the newest schema, made once a process."""
    with tempfile.TemporaryDirectory(prefix="overens-") as folder:
        path = Path(folder) / "empty.sqlite"
        database = Database(f"sqlite:///{path}", scratch=True)
        migrate(database)
        # The last to leave folds the log into the file.
        database.close()
        return path.read_bytes()


def simulate(play: Play, settings: Settings) -> list[Seen]:
    """Play the life of an agreement; return all that happens, in order."""
    with scratch_database() as database:
        return sorted(_Stage(database, settings, play).run(), key=lambda seen: seen.at)


class _Stage:
    def __init__(self, database: Database, settings: Settings, play: Play) -> None:
        self.database, self.settings, self.play = database, settings, play
        self.head = Letterhead.of(settings)
        self.now = clock.moment(play.signed_on)
        self.events = list(play.events)
        self.history, self.mail = 0, 0
        self.passed: set[int] = set()
        self.agreement_id = 0

    def run(self) -> Iterator[Seen]:
        """Tick from one thing that is due to the next."""
        last = last_moment(self.play)
        self._sign()
        yield from self._tick()
        for _ in range(TICKS_AT_MOST):
            upcoming = self._next()
            if upcoming is None or upcoming >= last:
                return
            self.now = upcoming
            yield from self._tick()

    def _sign(self) -> None:
        with self.database.write() as session:
            self.agreement_id = register(session, self.play.terms, self.play.contacts, now=self.now, by=REHEARSED)
            if any(event.do == "sign" for event in self.events):
                send(session, self.agreement_id, now=self.now, by=REHEARSED)
                return
            for party in cast(session, self.agreement_id).parties:
                sign(session, self.agreement_id, party, now=self.now, by=REHEARSED)

    def _tick(self) -> Iterator[Seen]:
        sweep(self.database, now=lambda: self.now)
        with self.database.write() as session:
            while self.events and self.events[0].moment <= self.now:
                perform(session, self.agreement_id, self.events.pop(0), now=self.now)
            if not self.play.idle:
                people_do_their_part(session, self.agreement_id, now=self.now)
        sweep(self.database, now=lambda: self.now)
        with self.database.write() as session:
            found = [*self._states(session), *self._obligations(session), *self._notices(session)]
        if self.play.deliver:
            deliver(self.database, self.settings, now=lambda: self.now)
        else:
            self._posted()
        yield from found

    def _next(self) -> datetime | None:
        with self.database.read() as session:
            due = [session.scalars(query, {"now": self.now}).one_or_none() for query in _NEXT]
            if not self.play.idle:
                due.append(next_part(session, self.agreement_id, after=self.now))
            due.append(self._next_obligation(session))
        due += [event.moment for event in self.events[:1]]
        return min((one for one in due if one is not None), default=None)

    def _next_obligation(self, session: Session) -> datetime | None:
        return min((at for at, row in self._days(session) if at > self.now and row.id not in self.passed), default=None)

    def _days(self, session: Session) -> list[tuple[datetime, Any]]:
        starts = dict(session.execute(select(MeetingRow.obligation_id, MeetingRow.starts_at)).all())
        rows = session.execute(select(ObligationRow.id, ObligationRow.day, ObligationRow.kind, ObligationRow.clause).where(
            ObligationRow.earlier.is_(False), ObligationRow.state.not_in(("cancelled", "dropped")),
            ObligationRow.id.not_in(self.passed),
        ).order_by(ObligationRow.day, ObligationRow.id))
        return [(starts.get(row.id) or clock.moment(row.day), row) for row in rows]

    def _states(self, session: Session) -> Iterator[Seen]:
        query = select(HistoryRow).where(HistoryRow.id > self.history).order_by(HistoryRow.id)
        for row in session.scalars(query):
            self.history = row.id
            body = json.loads(row.body)
            if row.subject.split()[0] in TOLD and "to" in body and "from" in body and row.event != AgreementStep.PLAN_ON:
                yield Seen(at=row.at, kind="state", name=body["to"], subject_of=row.subject)

    def _obligations(self, session: Session) -> Iterator[Seen]:
        for at, row in self._days(session):
            if at <= self.now and row.id not in self.passed:
                self.passed.add(row.id)
                if row.kind != Kind.MEETING or at == self.now:
                    yield Seen(at=at, kind="obligation", name=row.kind, subject_of=f"obligation {row.id}",
                               clause=row.clause or None)

    def _notices(self, session: Session) -> Iterator[Seen]:
        query = select(OutboxRow).where(OutboxRow.id > self.mail).order_by(OutboxRow.id)
        for row in session.scalars(query).all():
            self.mail = row.id
            facts = json.loads(row.payload) | {"simulated": self.play.deliver}
            row.payload = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            if row.state != Post.WITHDRAWN:
                yield Seen(at=row.next_at or row.created_at, kind="notice", name=row.name, subject_of=row.subject,
                           to=(row.to_email,) if row.to_email else (), subject=preview(row, self.head).subject,
                           clause=facts["clause"] or None)

    def _posted(self) -> None:
        with self.database.write() as session:
            session.execute(update(OutboxRow).where(OutboxRow.state == Post.WAITING)
                            .values(state=Post.SENT, sent_at=self.now, next_at=None))
