"""One connection's work: claim, send, mark. At most one message on it is ever in doubt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import NamedTuple, TypeVar
from uuid import uuid4

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from service.db import Database
from service.kernel import crash
from service.kernel.errors import Refusal
from service.notices import claims
from service.notices.claims import Claim
from service.notices.compose import Composed, Letterhead, compose
from service.notices.fate import fate
from service.notices.post import Line
from service.notices.smtp import Permanent, Sent, ServerDown, Temporary, Unknown
from service.notices.tables import Post
from service.settings import Settings

T = TypeVar("T")
Clock = Callable[[], datetime]

BATCH = 100
# Between attempts to write down what became of a message that has gone; the database's own wait comes on top.
PATIENCE = (0.1, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Delivered:
    """What became of the rows that were due; `paused` says why the whole queue waits."""

    sent: int = 0
    retried: int = 0
    undeliverable: int = 0
    withdrawn: int = 0
    paused: str | None = None


class Tally:
    """What all connections of one round have done, and how much more they may claim."""

    def __init__(self, limit: int | None) -> None:
        self.left = limit
        self.done = Delivered()
        self.lock = Lock()

    def add(self, what: str) -> None:
        """Count one more."""
        with self.lock:
            self.done = replace(self.done, **{what: asdict(self.done)[what] + 1})

    def take(self, most: int) -> int:
        """Return how many of `most` may be claimed within the limit."""
        with self.lock:
            if self.left is None:
                return most
            taken = min(most, self.left)
            self.left -= taken
            return taken

    def result(self, pauses: Sequence[str | None]) -> Delivered:
        """Return the whole; paused when no connection could go on."""
        return replace(self.done, paused=pauses[0] if all(pauses) else None)


class Parcel(NamedTuple):
    """A claimed row with its message."""

    claim: Claim
    message: Composed


class Courier:
    """One connection with claims of its own."""

    def __init__(self, database: Database, settings: Settings, now: Clock, stop: Event, tally: Tally) -> None:
        self.database, self.settings, self.now, self.stop, self.tally = database, settings, now, stop, tally
        self.head = Letterhead.of(settings)
        self.line = Line(settings, stop)
        # Longer than the slowest single message can take, with room for its marks.
        self.slowest = timedelta(seconds=6 * settings.mail_timeout_seconds + 30)
        self.patience = timedelta(days=settings.mail_expires_days)
        self.held_until: datetime = now()

    def run(self) -> str | None:
        """Work until nothing is due or the process is to stop; return why the server cannot be used."""
        with self.line:
            while not self.stop.is_set():
                if (down := self.line.open()) is not None:
                    return down.words
                taken = self._claim()
                if not taken:
                    break
                if (paused := self._send(taken)) is not None:
                    return paused
        return None

    def _claim(self) -> deque[Claim]:
        most = self.tally.take(BATCH)
        crash.point("delivery.before_claim")
        now = self.now()
        self.held_until = now + 2 * self.slowest
        if most == 0:
            return deque()
        with self.database.write() as session:
            taken = claims.claim(session, now=now, until=self.held_until, most=most, token=uuid4().hex)
        crash.point("delivery.after_claim")
        return deque(taken)

    def _send(self, rest: deque[Claim]) -> str | None:
        """Send what was claimed, in order; what is not begun when this ends is given back."""
        try:
            ahead = self._first(rest)
            ours = self._persist(lambda session, _: self._is_ours(session, ahead))
            while (parcel := ahead) is not None and not self.stop.is_set():
                begun = rest.popleft()
                ahead = self._first(rest)
                if not ours:
                    self.line.abandon()
                    ours = self._settle(begun, None, ahead)
                    continue
                crash.point("delivery.before_send")
                outcome = self.line.post(parcel.message, ahead.message if ahead else None)
                if isinstance(outcome, ServerDown):
                    rest.appendleft(begun)
                    return outcome.words
                crash.point("delivery.after_reply")
                ours = self._settle(begun, outcome, ahead)
            return None
        finally:
            self.line.abandon()
            if rest:
                self._persist(lambda session, _: claims.release(session, rest))

    def _first(self, rest: deque[Claim]) -> Parcel | None:
        """Compose the first that can be composed; one that cannot is put aside and stops nobody."""
        while rest:
            try:
                return Parcel(rest[0], compose(rest[0].mailing, self.head))
            except Refusal as refusal:
                self._put_aside(rest.popleft(), refusal.sentence(self.settings.language))
        return None

    def _put_aside(self, poison: Claim, words: str) -> None:
        values = {"state": Post.UNDELIVERABLE.value, "next_at": None, "error": words}
        if self._persist(lambda session, _: claims.mark(session, poison, values)):
            self.tally.add("undeliverable")

    def _is_ours(self, session: Session, ahead: Parcel | None) -> bool:
        return ahead is not None and claims.is_ours(session, ahead.claim)

    def _settle(
        self, begun: Claim, outcome: Sent | Temporary | Permanent | Unknown | None, ahead: Parcel | None
    ) -> bool:
        """Mark what became of one, durably, and say in the same breath whether the next may still go."""
        now = self.now()
        what, values = fate(begun, outcome, now=now, patience=self.patience) if outcome else ("withdrawn", None)
        short_of_time = self.held_until - now < self.slowest

        def work(session: Session, again: bool) -> tuple[bool, bool]:
            # A second try that finds nothing to mark: the first one took, though its answer was lost.
            marked = values is None or claims.mark(session, begun, values) or again
            if short_of_time:
                claims.renew(session, begun.token, now + 2 * self.slowest)
            ours = self._is_ours(session, ahead)
            crash.point("delivery.before_mark_commit")
            return marked, ours

        marked, ours = self._persist(work)
        if short_of_time:
            self.held_until = now + 2 * self.slowest
        if marked:
            self.tally.add(what)
        crash.point("delivery.after_mark")
        return ours

    def _persist(self, work: Callable[[Session, bool], T]) -> T:
        """Do `work` in a transaction of its own, again if the database was busy or gone for a while."""
        for number, seconds in enumerate((*PATIENCE, None)):
            try:
                with self.database.write() as session:
                    return work(session, number > 0)
            except OperationalError:
                if seconds is None:
                    raise
                Event().wait(seconds)
        raise AssertionError("unreachable")
