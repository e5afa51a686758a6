"""One connection's work: claim, send, mark. At most one message on it is ever in doubt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import NamedTuple

from service.db import Database
from service.kernel import crash
from service.kernel.errors import Refusal
from service.kernel.holder import new_token
from service.notices.sending import claims
from service.notices.sending.claims import Claim
from service.notices.sending.fate import fate
from service.notices.sending.marks import Marks
from service.notices.sending.post import Line
from service.notices.sending.smtp import Permanent, Sent, ServerDown, Temporary, Unknown
from service.notices.tables import Post
from service.notices.writing.compose import Composed, Letterhead, compose
from service.settings import Settings

Clock = Callable[[], datetime]

BATCH = 100


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
        self.counts = {"sent": 0, "retried": 0, "undeliverable": 0, "withdrawn": 0}
        self.lock = Lock()

    def add(self, what: str) -> None:
        """Count one more."""
        with self.lock:
            self.counts[what] += 1

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
        return Delivered(**self.counts, paused=pauses[0] if all(pauses) else None)


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
            taken = claims.claim(session, now=now, until=self.held_until, most=most, token=new_token())
        crash.point("delivery.after_claim")
        return deque(taken)

    def _send(self, rest: deque[Claim]) -> str | None:
        """Send what was claimed, in order; what is not begun when this ends is given back."""
        ready: deque[Parcel] = deque()
        try:
            with Marks(self.database) as marks:
                return self._send_all(rest, ready, marks)
        finally:
            self.line.abandon()
            if left := [*(parcel.claim for parcel in ready), *rest]:
                with self.database.write() as session:
                    claims.release(session, left)

    def _send_all(self, rest: deque[Claim], ready: deque[Parcel], marks: Marks) -> str | None:
        self._look_ahead(rest, ready, marks)
        ours = marks.is_ours(ready[0].claim if ready else None)
        while ready and not self.stop.is_set():
            parcel = ready.popleft()
            ahead = ready[0] if ready else None
            if not ours:
                self.line.abandon()
                self.tally.add("withdrawn")
                self._look_ahead(rest, ready, marks)
                ours = marks.is_ours(ready[0].claim if ready else None)
                continue
            crash.point("delivery.before_send")
            outcome = self.line.post(
                parcel.message, ahead.message if ahead else None, lambda: self._look_ahead(rest, ready, marks)
            )
            if isinstance(outcome, ServerDown):
                ready.appendleft(parcel)
                return outcome.words
            crash.point("delivery.after_reply")
            ours = self._settle(parcel.claim, outcome, ready[0].claim if ready else None, marks)
        return None

    def _look_ahead(self, rest: deque[Claim], ready: deque[Parcel], marks: Marks) -> None:
        """Compose the next two; one that cannot be composed is put aside and stops nobody."""
        while rest and len(ready) < 2:
            claim = rest.popleft()
            try:
                ready.append(Parcel(claim, compose(claim.mailing, self.head)))
            except Refusal as refusal:
                words = refusal.sentence(self.settings.language)
                values = {"state": Post.UNDELIVERABLE.value, "next_at": None, "error": words}
                if marks.mark(claim, values, None)[0]:
                    self.tally.add("undeliverable")

    def _settle(
        self, begun: Claim, outcome: Sent | Temporary | Permanent | Unknown, ahead: Claim | None, marks: Marks
    ) -> bool:
        """Mark what became of one, durably, and say in the same breath whether the next may still go."""
        now = self.now()
        what, values = fate(begun, outcome, now=now, patience=self.patience)
        marked, ours = marks.mark(begun, values, ahead)
        if marked:
            self.tally.add(what)
        if ahead is not None and self.held_until - now < self.slowest:
            self.held_until = now + 2 * self.slowest
            marks.renew(begun.token, self.held_until)
        crash.point("delivery.after_mark")
        return ours
