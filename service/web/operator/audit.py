"""What has been done: the history of the installation and of all agreements, and whether it is unbroken."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, render_template, request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.accounts.tables import UserRow
from service.agreements.tables import AgreementRow
from service.history.record import INSTALLATION
from service.history.tables import HistoryRow
from service.history.verify import Fault, faults
from service.kernel.clock import moment
from service.web.agreement.story import actor
from service.web.frame.access import Who
from service.web.frame.desk import desk
from service.web.frame.paging import PAGE, BadPlace, Page, cut
from service.web.frame.text import one_line
from service.web.operator.details import details
from service.web.speech.history import EVENTS, INSTALLATION_EVENTS, SUBJECTS
from service.web.speech.language import say

pages = Blueprint("audit", __name__)
WHO = {"index": Who.OPERATOR, "verify": Who.OPERATOR}
MOST_FAULTS, COUNTED = 50, 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done."""

    at: datetime
    who: str
    chain: int
    agreement: str | None
    subject: str
    text: str
    more: Sequence[tuple[str, str]]


def _words(row: HistoryRow) -> str:
    life = row.subject.partition(" ")[0]
    phrase = EVENTS.get((life, row.event)) or INSTALLATION_EVENTS.get(row.event)
    return say(*phrase) if phrase else row.event.replace("_", " ")


def _subject(subject: str, names: Mapping[str, str]) -> str:
    life, _, number = subject.partition(" ")
    if subject in names:
        return names[subject]
    phrase = SUBJECTS.get(life)
    return f"{say(*phrase)} {number}".strip() if phrase else subject


def _users(session: Session, rows: Sequence[HistoryRow]) -> dict[str, str]:
    subjects = (row.subject.partition(" ") for row in rows)
    numbers = [int(number) for life, _, number in subjects if life == "user" and number.isdecimal()]
    query = select(UserRow.id, UserRow.name).where(UserRow.id.in_(numbers))
    return {f"user {number}": say("användaren {name}", "the user {name}", name=name) for number, name in session.execute(query)}


def _day(name: str) -> date | None:
    given = request.args.get(name, "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise BadPlace from None


def _by(session: Session, who: str) -> ColumnElement[bool]:
    """Return the condition that someone did it: where that is seldom, by the index of names read through (decision 0033)."""
    theirs = HistoryRow.actor.contains(who, autoescape=True)
    ids = session.scalars(select(HistoryRow.id).where(theirs).limit(COUNTED + 1)).all()
    return theirs if len(ids) > COUNTED else HistoryRow.id.in_(ids)


def _entries() -> Page[Entry]:
    who, about, before = one_line(request.args.get("vem"), 100), request.args.get("om", ""), request.args.get("fore", "")
    on = _day("dag")
    query = select(HistoryRow, AgreementRow.title).outerjoin(AgreementRow, AgreementRow.id == HistoryRow.chain)
    if about:
        if not about.isdecimal():
            raise BadPlace
        query = query.where(HistoryRow.chain == min(int(about), 2**62))
    if on is not None:
        query = query.where(HistoryRow.at < moment(on + timedelta(days=1)))
    if before:
        if not before.isdecimal():
            raise BadPlace
        query = query.where(HistoryRow.id < min(int(before), 2**62))
    with desk().database.read() as session:
        if who:
            query = query.where(_by(session, who))
        rows = session.execute(query.order_by(HistoryRow.id.desc()).limit(PAGE + 1)).all()
        names = _users(session, [row for row, _ in rows])
    page = cut(rows, lambda row: str(row[0].id))
    made = [
        Entry(row.at, actor(row.actor), row.chain, title, _subject(row.subject, names), _words(row),
              details(json.loads(row.body)))
        for row, title in page.rows
    ]
    return Page(made, page.following)


def _page(checked: tuple[int, list[Fault]] | None = None) -> str:
    return render_template("operator/audit.html", page=_entries(), given=request.args, checked=checked, installation=INSTALLATION)


@pages.get("/drift/historik")
def index() -> str:
    """Show what has been done, the latest first."""
    return _page()


@pages.post("/drift/historik/kontroll")
def verify() -> str | Response:
    """Recompute every link of every chain, and tell whether they hold."""
    with desk().database.read() as session:
        count = session.scalars(select(func.count()).select_from(HistoryRow)).one()
        found = []
        for fault in faults(session):
            found.append(fault)
            if len(found) == MOST_FAULTS:
                break
    return _page((count, found))
