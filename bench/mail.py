"""Mail: composing a call, and outbox → SMTP, against the libraries that would otherwise do it."""

from __future__ import annotations

import smtplib
import statistics
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any

import flask_mail
import psycopg
from flask import Flask
from icalendar import Calendar, Event, Timezone, vCalAddress, vText
from sqlalchemy import delete, insert

from bench.sink import sink
from service import settings as settings_module
from service.db import Database
from service.kernel import clock
from service.kernel.ids import message_id
from service.notices.sending.deliver import deliver
from service.notices.tables import OutboxRow, Post
from service.notices.writing.compose import Composed, Letterhead, Mailing, compose, preview
from service.schema import migrate
from service.settings import Settings
from tests.databases import postgres_server
from tests.notices.examples import CALENDAR, CREATED, HEAD, MEETING, payload

ROUNDS = 5
RECIPIENTS = 12


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    ours: float
    peer: str
    theirs: float
    goal: float

    @property
    def ratio(self) -> float:
        """Return how many times the peer's pace ours is."""
        return self.ours / self.theirs


def bench() -> list[Row]:
    """Return every ratio; takes about two minutes."""
    rows = [composing()]
    with ExitStack() as stack:
        for name, database in databases(stack):
            rows += posting(name, database, count=400, delay=0.0)
            rows += posting(name, database, count=100, delay=0.005)
    return rows


def interleaved(
    works: dict[str, Callable[[], int]], prepare: Callable[[str], None] = lambda name: None
) -> dict[str, float]:
    """Return per second, the median of five rounds in which each takes its turn; `prepare` is not timed."""
    paces: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(ROUNDS + 1):
        for name, work in works.items():
            prepare(name)
            begun = clock.monotonic()
            done = work()
            if turn:
                paces[name].append(done / (clock.monotonic() - begun))
    return {name: statistics.median(values) for name, values in paces.items()}


# Composing


def call(number: int) -> Mailing:
    """Return the call to one of a meeting's participants; every twelfth begins another meeting."""
    meeting, person = divmod(number, RECIPIENTS)
    return Mailing(
        id=number, key=f"meeting_call:{meeting}>{person}", name="meeting_call", to_name=f"Åsa Öst {person}",
        to_email=f"p{person}@linden.example", language="sv", payload=payloads(meeting), seat_id=number,
        nonce=f"nonce{number:011d}", message_id=f"<{number}@overens.notice>", created_at=CREATED,
    )


def payloads(meeting: int, known: dict[int, str] = {}) -> str:  # noqa: B006
    """Return the payload of a meeting with twelve participants."""
    if meeting not in known:
        people = [{"name": f"Åsa Öst {n}", "email": f"p{n}@linden.example", "status": "needs-action"}
                  for n in range(RECIPIENTS)]
        known[meeting] = payload(
            "meeting_call", meeting_id=meeting, calendar={**CALENDAR, "uid": f"{meeting}@x", "attendees": people}
        )
    return known[meeting]


def natural(mailing: Mailing, text: str, html: str, subject: str) -> bytes:
    """Compose the same message with email.message and icalendar, its words given."""
    calendar = Calendar()
    calendar.add("prodid", "-//Peer//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(ZONE)
    event = Event()
    event.add("uid", CALENDAR["uid"])
    event.add("sequence", 0)
    event.add("dtstamp", datetime.fromisoformat(CALENDAR["stamp"]))
    starts, ends = (clock.local(datetime.fromisoformat(MEETING[name])) for name in ("starts", "ends"))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", subject)
    event.add("location", MEETING["place"])
    event.add("description", "\n".join(str(point["code"]) for point in MEETING["agenda"]))
    organizer = vCalAddress("mailto:karin.lind@stad.example")
    organizer.params["CN"] = vText("Karin Lind")
    organizer.params["SENT-BY"] = vText("mailto:post@overens.example")
    event["organizer"] = organizer
    for number in range(RECIPIENTS):
        attendee = vCalAddress(f"mailto:p{number}@linden.example")
        for name, value in (("CN", f"Åsa Öst {number}"), ("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"),
                            ("RSVP", "TRUE"), ("CUTYPE", "INDIVIDUAL")):
            attendee.params[name] = vText(value)
        event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    message = EmailMessage()
    message["From"] = formataddr(("Karin Lind via Överens", "post@overens.example"))
    message["To"] = formataddr((mailing.to_name, mailing.to_email))
    message["Reply-To"] = "Karin Lind <karin.lind@stad.example>"
    message["Subject"] = subject
    message["Date"] = format_datetime(mailing.created_at)
    message["Message-ID"] = mailing.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    message.add_alternative(calendar.to_ical().decode(), subtype="calendar", params={"method": "REQUEST"})
    return message.as_bytes()


# Read once: making it anew for every message would only slow the peer.
ZONE = Timezone.from_ical("""BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
""")


def words(mailing: Mailing) -> tuple[str, str, str]:
    """Return text, html and subject of a mailing, for peers that are given their words."""
    row = OutboxRow(**mailing._asdict())
    shown = preview(row, HEAD, masked=False)
    return shown.text, shown.html, shown.subject


def composing() -> Row:
    """Compose calls to meetings of twelve people each."""
    fresh = iter(range(10**9))
    text, html, subject = words(call(0))

    def ours() -> int:
        first = next(fresh) * 100 * RECIPIENTS
        for number in range(first, first + 100 * RECIPIENTS):
            compose(call(number), HEAD)
        return 100 * RECIPIENTS

    def theirs() -> int:
        for number in range(4 * RECIPIENTS):
            natural(call(number), text, html, subject)
        return 4 * RECIPIENTS

    for number in range(100 * RECIPIENTS * (ROUNDS + 1)):
        payloads(number // RECIPIENTS)
    pace = interleaved({"ours": ours, "theirs": theirs})
    return Row("composing a call, 12 recipients a meeting", pace["ours"], "email.message + icalendar",
               pace["theirs"], 20)


# Posting


def databases(stack: ExitStack) -> Iterator[tuple[str, Database]]:
    """Yield a fresh durable database of each kind."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="overens-bench-")))
    for name, url in (("SQLite", f"sqlite:///{folder}/bench.sqlite"), ("PostgreSQL", stack.enter_context(postgres()))):
        database = Database(url)
        stack.callback(database.close)
        migrate(database)
        yield name, database


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL server with its durable defaults; yield its address."""
    with postgres_server() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM RESET ALL")
            connection.execute("SELECT pg_reload_conf()")
        yield url


def fill(database: Database, count: int) -> None:
    """Leave `count` calls due, and nothing else."""
    rows: list[dict[str, Any]] = []
    for number in range(count):
        mailing = call(number)
        rows.append({**mailing._asdict(), "key": f"k{number}", "message_id": message_id("b", str(number)),
                     "subject": "meeting", "state": Post.WAITING.value, "next_at": CREATED, "attempts": 0,
                     "doubt": False})
        del rows[-1]["id"]
    with database.write() as session:
        session.execute(delete(OutboxRow))
        session.execute(insert(OutboxRow), rows)


def settings_for(port: int) -> Settings:
    """Return settings that post over one connection to a sink."""
    values = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": port, "MAIL_SENDER": "post@overens.example",
              "MAIL_CONNECTIONS": 1, "SECRET_KEY": "a secret for the bench only", "BASE_URL": "https://overens.example"}
    return settings_module.load({f"OVERENS_{name}": str(value) for name, value in values.items()})


def posting(name: str, database: Database, *, count: int, delay: float) -> list[Row]:
    """Post calls: ours from outbox to mark, peers from what they are given."""
    with sink(delay=delay) as port, sink(delay=delay, pipelining=False) as plain:
        ready = [compose(call(number), Letterhead.of(settings_for(port))) for number in range(count)]
        works: dict[str, Callable[[], int]] = {
            "smtplib": lambda: with_smtplib(port, ready),
            "pipelined": lambda: with_ours(database, port, count),
            "plain": lambda: with_ours(database, plain, count),
        }
        if not delay:
            works["flask"] = lambda: with_flask_mail(port, min(count, 100))
        pace = interleaved(works, lambda who: fill(database, count) if who in ("pipelined", "plain") else None)
    where = f"outbox → SMTP, {name}" + (f", {delay * 1000:.0f} ms replies" if delay else "")
    rows = [Row(where + ", pipelined", pace["pipelined"], "smtplib, bytes given", pace["smtplib"], 2 if delay else 0.6)]
    if not delay:
        rows.append(Row(where + ", no pipelining", pace["plain"], "smtplib, bytes given", pace["smtplib"], 0.6))
        rows.append(Row(where + ", pipelined", pace["pipelined"], "Flask-Mail connect()", pace["flask"], 2.5))
        rows.append(Row(where + ", no pipelining", pace["plain"], "Flask-Mail connect()", pace["flask"], 2.5))
    return rows


def with_ours(database: Database, port: int, count: int) -> int:
    """Deliver what is due."""
    done = deliver(database, settings_for(port), now=clock.now)
    assert done.sent == count, done
    return done.sent


def with_smtplib(port: int, ready: list[Composed]) -> int:
    """Send finished bytes on one kept-open connection."""
    with smtplib.SMTP("127.0.0.1", port, local_hostname="bench.example") as server:
        for message in ready:
            server.sendmail(message.sender, [message.to], message.content)
    return len(ready)


def with_flask_mail(port: int, count: int) -> int:
    """Send the same words with Flask-Mail on one kept-open connection."""
    app = Flask("bench")
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=port)
    mail = flask_mail.Mail(app)
    text, html, subject = words(call(0))
    calendar = preview(OutboxRow(**call(0)._asdict()), HEAD).calendar or ""
    with app.app_context(), warnings.catch_warnings(), mail.connect() as connection:
        warnings.simplefilter("ignore")
        for number in range(count):
            one = call(number)
            connection.send(flask_mail.Message(
                subject, recipients=[(one.to_name, one.to_email)], body=text, html=html,
                alts={"calendar; method=REQUEST": calendar}, sender=("Karin Lind via Överens", "post@overens.example"),
            ))
    return count


def main() -> None:
    """Print the table."""
    for row in bench():
        print(f"{row.what:58} {row.ours:9.0f}/s  {row.peer:26} {row.theirs:8.0f}/s  "
              f"× {row.ratio:6.2f}  goal {row.goal:5.2f}  {'reached' if row.ratio >= row.goal else 'MISSED'}")


if __name__ == "__main__":
    main()
