"""The world that pages are tested in: one partnership, its people, those who may log in, and a clock that stands."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import event, select

from service import settings as settings_module
from service.accounts.tables import UserRow
from service.accounts.users import OPERATOR, READER
from service.agreements.terms import (
    BudgetPost,
    DecisionRule,
    Economy,
    Habits,
    MeetingRule,
    Party,
    Payment,
    ReportKind,
    ReportRule,
    Terms,
    Undertaking,
)
from service.db import Database
from service.kernel.clock import moment
from service.lifecycle.acts.register import register
from service.lifecycle.signing.sign import send, sign
from service.meetings import actions as meetings
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow, Post
from service.notices.writing.links import reply_token
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.store import cast
from service.scheduler.health import beat
from service.settings import Settings
from tests.kept import kept

NOW = moment(date(2026, 9, 21), 9)
REGISTERED = moment(date(2025, 12, 1), 9)
SECRET = "a secret that only tests know of"
PASSWORD = "sju vandrare i natten"
BY = "test"
BACKUPS = f"{tempfile.gettempdir()}/overens-tests-{os.getpid()}"

CONTACTS = (
    Contact(name="Karin Lind", email="karin@staden.example", party="public", functions=(Function.COORDINATOR,)),
    Contact(name="Anders Berg", email="anders@staden.example", party="public",
            functions=(Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST)),
    Contact(name="Maria Holm", email="maria@linden.example", party="civil",
            functions=(Function.OPERATIONS, Function.COORDINATOR)),
    Contact(name="Peter Sand", email="peter@linden.example", party="civil", language="en",
            functions=(Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST)),
    Contact(name="Kim reader", email="reader@staden.example", party="public", functions=(Function.AUDITOR,)),
)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        """Move it on."""
        self.at += timedelta(**by)


def settings(**changed: object) -> Settings:
    """Make settings for the web."""
    values = {"SECRET_KEY": SECRET, "BACKUP_FOLDER": BACKUPS, **changed}
    return settings_module.load({f"OVERENS_{name}": str(value) for name, value in values.items()})


def terms(title: str = "Skyddsbussen i Linden", *, start: date = date(2026, 1, 1), end: date | None = None) -> Terms:
    """Make the terms of a partnership over a year."""
    return Terms(
        title=title,
        parties=(Party(name="Ängstadens kommun", role="public", org_number="212000-1355"),
                 Party(name="Föreningen Linden", role="civil")),
        start=start, end=end or start.replace(month=12, day=31),
        decision=DecisionRule(months_before=2, silence="ends"),
        meetings=MeetingRule(per_year=4, convenor="public", habits=Habits(place="Rum Vinga")),
        economy=Economy(total=Decimal(1275750), posts=(BudgetPost(name="Personal", amount=Decimal(1275750)),),
                        payment=Payment(every_months=6)),
        reports=(ReportRule(kind=ReportKind.YEARLY_SUMMARY, due="--02-15"),
                 ReportRule(kind=ReportKind.OTHER, name="Tertialrapport", due=None)),
        goals=("Tryggare platser",), undertakings=(Undertaking(text="Sju vandrare på 35 %", owes="civil"),),
        clauses={"meetings.per_year": "Parterna ses en gång i kvartalet.", "period.end": "Gäller till årets slut.",
                 "decision.months_before": "Ställning tas senast två månader före slutet.",
                 "economy.payment.every_months": "Föreningen fakturerar varje halvår.",
                 "reports.0.kind": "Varje år görs en sammanställning."},
    )


@kept
def draft(database: Database, made: Terms | None = None, *, contacts: Sequence[Contact] = CONTACTS,
          now: datetime = REGISTERED) -> int:
    """Register an agreement."""
    assumed = [{"about": "reports.1.due", "sv": "Dag saknas.", "en": "No day is set."}]
    with database.write() as session:
        return register(session, made or terms(), contacts, now=now, by=BY, assumed=assumed)


@kept
def signed(database: Database, made: Terms | None = None, *, contacts: Sequence[Contact] = CONTACTS) -> int:
    """Register an agreement and have every party sign it."""
    now = moment(date(2025, 12, 10), 9)
    number = draft(database, made, contacts=contacts, now=now)
    with database.write() as session:
        send(session, number, now=now, by=BY)
        for party in cast(session, number).parties:
            sign(session, number, party, now=now, by=BY)
    return number


def meeting_of(database: Database, agreement_id: int, key: str = "meeting:2026-Q4") -> int:
    """Return the id of a meeting."""
    with database.read() as session:
        return session.scalars(select(MeetingRow.id).where(
            MeetingRow.agreement_id == agreement_id, MeetingRow.key == key)).one()


@kept
def called(database: Database, agreement_id: int, *, now: datetime = NOW) -> int:
    """Call the fourth quarter's meeting; return its id."""
    number = meeting_of(database, agreement_id)
    with database.write() as session:
        meetings.call(session, number, now=now, by=BY)
    return number


def seat(database: Database, meeting_id: int, number: int = 0) -> SeatRow:
    """Return one of those called."""
    with database.read() as session:
        query = select(SeatRow).where(SeatRow.meeting_id == meeting_id).order_by(SeatRow.id)
        return session.scalars(query).all()[number]


def reply_path(database: Database, meeting_id: int, number: int = 0) -> str:
    """Return the address where one of those called answers."""
    row = seat(database, meeting_id, number)
    return f"/svar/{reply_token(SECRET, row.id, row.nonce)}"


# As strong as a test needs: the service's own hashes are made to take their time.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


# Who may log in, by the name tests call them: everyone above, an operator, and someone with no part in anything.
NAMES = ("operator", "reader", "stranger", "karin", "anders", "maria", "peter")


def email_of(name: str) -> str:
    """Return the address of one of NAMES."""
    return f"{name}@{'linden' if name in ('maria', 'peter') else 'staden'}.example"


def users(database: Database) -> None:
    """Let everyone of NAMES log in."""
    known = {contact.email: contact for contact in CONTACTS}
    with database.write() as session:
        for name in NAMES:
            email = email_of(name)
            contact = known.get(email)
            session.add(UserRow(
                email=email, name=contact.name if contact else f"Kim {name}",
                role=OPERATOR if name == "operator" else READER, password=HASH,
                language=contact.language if contact else "sv", created_at=NOW))


def alive(database: Database, now: datetime = NOW) -> None:
    """Let the scheduler have made a pass."""
    with database.write() as session:
        beat(session, "sweep", now=now)


def set_post(database: Database, post_id: int, **values: Any) -> None:
    """Change a mail as delivery would."""
    with database.write() as session:
        row = session.get_one(OutboxRow, post_id)
        for name, value in values.items():
            setattr(row, name, value)


def posts(database: Database) -> list[OutboxRow]:
    """Return every mail."""
    with database.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def undeliverable(database: Database, post_id: int) -> None:
    """Let a mail have failed for good."""
    set_post(database, post_id, state=Post.UNDELIVERABLE.value, next_at=None, attempts=3, error="550 no such user")


def log_in(client: FlaskClient, name: str = OPERATOR) -> FlaskClient:
    """Log one of NAMES in."""
    return enter(client, email_of(name))


def enter(client: FlaskClient, email: str) -> FlaskClient:
    """Log in whoever has an address."""
    told = client.post("/logga-in", data={"email": email, "password": PASSWORD})
    assert told.status_code == 303
    return client


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Note the statements that are executed meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
