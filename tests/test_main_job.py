"""The main job, end to end, on both databases: an agreement read, signed, watched and run to its end, with real mail."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from icalendar import Calendar
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.history.verify import faults
from service.intake.adopt import adopt
from service.intake.files import read_file
from service.intake.read import propose
from service.intake.words.normalise import normalise
from service.kernel.clock import local_day, moment
from service.lifecycle.acts.register import Document, register
from service.lifecycle.signing.sign import sign
from service.meetings import actions as meetings
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow, Post
from service.parties.contacts import read_contacts
from service.parties.store import cast
from service.scheduler.jobs import JOBS
from service.scheduler.passes import one_pass
from service.settings import Settings, load
from tests.notices.faults import a_sink
from tests.sinks import Sink

HERE = Path(__file__).parent / "cli"
BY = "operator"


def taken_in(database: Database, now: datetime) -> int:
    text = normalise(read_file(HERE / "bus.txt"))
    form = propose(text).as_json()
    adopted = adopt(form, accept=True)
    contacts = read_contacts((HERE / "contacts.toml").read_text("utf-8"))
    with database.write() as session:
        made = register(session, adopted.terms, contacts, now=now, by=BY, document=Document(text=text, evidence=form["evidence"]))
        for party in cast(session, made).parties:
            sign(session, made, party, now=now, by=BY)
    return made


def next_moment(database: Database, now: datetime) -> datetime | None:
    tables = [job.table.__table__ for job in JOBS]
    with database.read() as session:
        due = [session.scalars(select(table.c.next_at).where(table.c.next_at > now).order_by(table.c.next_at)).first()
               for table in tables]
        due.append(session.scalars(select(MeetingRow.ends_at).where(
            MeetingRow.state == "called", MeetingRow.ends_at > now).order_by(MeetingRow.ends_at)).first())
    return min((one for one in due if one is not None), default=None)


def lived(database: Database, settings: Settings, now: datetime, until: datetime) -> None:
    """Let the clock run; meetings are held and minuted, and the second one is moved, the third cancelled."""
    while now < until:
        at = now
        one_pass(database, settings, now=lambda: at)
        with database.write() as session:
            for row in session.scalars(select(MeetingRow).where(MeetingRow.state == "called")).all():
                if row.key == "meeting:2090-Q2" and row.revision == 0:
                    meetings.shift(session, row.id, date(2090, 6, 7), now=at, by=BY)
                elif row.key == "meeting:2090-Q3":
                    meetings.cancel(session, row.id, now=at, by=BY, reason="Sjukdom")
                elif row.ends_at <= at:
                    meetings.hold(session, row.id, now=at, by=BY)
                    meetings.minute(session, row.id, "Allt väl.", now=at, by=BY)
        one_pass(database, settings, now=lambda: at)
        following = next_moment(database, at)
        if following is None:
            return
        now = following


def messages(sink: Sink) -> list[EmailMessage]:
    return [message_from_bytes(one.content, policy=default) for one in sink.received]  # type: ignore[misc]


def invitations(found: list[EmailMessage], to: str) -> list[tuple[str, str, int, str]]:
    """Return method in the content type, METHOD, SEQUENCE and day of each calendar part that one person got."""
    told = []
    for message in found:
        part = next((one for one in message.walk() if one.get_content_type() == "text/calendar"), None)
        if part is None or to not in str(message["To"]):
            continue
        calendar: Any = Calendar.from_ical(part.get_content())
        event: Any = calendar.walk("VEVENT")[0]
        assert f"mailto:{to}" in [str(one).lower() for one in event["ATTENDEE"]]
        told.append((str(part.get_param("method")), str(calendar["METHOD"]), int(event["SEQUENCE"]),
                     event["DTSTART"].dt.date().isoformat()))
    return told


def test_an_agreement_from_its_text_to_its_end(database: Database) -> None:
    begins = moment(date(2090, 1, 10), 9)
    with a_sink() as sink:
        settings = load({"OVERENS_MAIL_SERVER": "127.0.0.1", "OVERENS_MAIL_PORT": str(sink.port),
                         "OVERENS_SECRET_KEY": "a secret for tests only"})
        made = taken_in(database, begins)
        lived(database, settings, begins, moment(date(2091, 6, 1)))
        found = messages(sink)
    with database.read() as session:
        row = session.get_one(AgreementRow, made)
        assert (row.state, row.active_at, row.ended_at) == ("expired", moment(date(2090, 2, 1)), moment(date(2091, 1, 1)))
        assert list(faults(session)) == []
        outbox = session.scalars(select(OutboxRow)).all()
        assert {one.state for one in outbox} <= {Post.SENT, Post.WITHDRAWN}
        assert sorted(one.message_id for one in outbox if one.state == Post.SENT) == sorted(
            str(one["Message-ID"]) for one in found)
        told = Counter((one.name, local_day(one.created_at).isoformat()) for one in outbox if one.state == Post.SENT)
    assert [day for name, day in sorted(told) if name == "renewal_ahead"] == [
        "2090-08-02", "2090-09-01", "2090-09-29", "2090-10-17", "2090-10-24", "2090-10-30"]
    assert [day for name, day in sorted(told) if name == "end_ahead"] == ["2090-12-01", "2090-12-22"]
    assert [day for name, day in sorted(told) if name == "ended"] == ["2091-01-02"]
    assert {(one["From"].split(" via ")[0].strip('"'), one["Reply-To"]) for one in found if "Kallelse" in one["Subject"]} == {
        ("Karin Lind", "Karin Lind <karin@kommun.example>")}
    calls = invitations(found, "peter@nattvandrarna.example")
    assert [(one[0], one[1], one[2]) for one in calls] == [
        ("REQUEST", "REQUEST", 0), ("REQUEST", "REQUEST", 0), ("REQUEST", "REQUEST", 1), ("REQUEST", "REQUEST", 0),
        ("CANCEL", "CANCEL", 1), ("REQUEST", "REQUEST", 0)]
    assert calls[2][3] == "2090-06-07"
    assert {str(one["To"]).rpartition("@")[2].strip(">") for one in found} == {"kommun.example", "nattvandrarna.example"}
    english = [one for one in found if "maria@" in str(one["To"])]
    assert not any("Kallelse" in one["Subject"] for one in english)
