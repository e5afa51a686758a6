"""The communication log that all parties see, and the notes that one party keeps to itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint, render_template, request, url_for
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.tables import AgreementRow
from service.journal.actions import Kind, correct_contact, note_contact, write_note
from service.journal.store import contacts, earlier, get_contact, notes
from service.journal.tables import ContactRow, NoteRow
from service.lifecycle.rights import NotYours
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import ONE_LINE, Asked, Form, blank, read_form
from service.web.frame.paging import PAGE, BadPlace, cut
from service.web.speech.language import say

pages = Blueprint("journal", __name__)
WHO = {
    "index": Of("agreement", "agreement.see"),
    "add": Of("agreement", "log.write"),
    "correcting": Of("agreement", "log.write"),
    "correct": Of("agreement", "log.write"),
    "notes_of_ours": Of("agreement", "notes.see"),
    "write": Of("agreement", "notes.write"),
}
Answer = str | Response | tuple[str, int]
LARGEST = 2**62


class Noted(Asked):
    """A contact: when, how, with whom, and what was said."""

    day: date
    kind: Kind
    who: Annotated[str, ONE_LINE, Field(min_length=1, max_length=300)]
    body: Annotated[str, Field(min_length=1, max_length=20_000)]


class Written(Asked):
    """A note for one's own party."""

    body: Annotated[str, Field(min_length=1, max_length=20_000)]
    party: int | None = None


def kinds() -> list[tuple[str, str]]:
    """Return how parties are in contact, in words."""
    return [("call", say("Telefonsamtal", "Phone call")), ("mail", say("Mejl", "E-mail")), ("visit", say("Besök", "Visit")),
            ("meeting", say("Möte", "Meeting")), ("other", say("Annat", "Other"))]


def _around(session: Session, agreement_id: int) -> tuple[str, tuple[PartyBrief, ...]]:
    title = session.scalars(select(AgreementRow.title).where(AgreementRow.id == agreement_id)).one()
    return title, cast(session, agreement_id).parties


def _after(given: str) -> tuple[date, int] | None:
    if not given:
        return None
    day, _, number = given.partition("_")
    if not number.isdecimal():
        raise BadPlace
    try:
        return date.fromisoformat(day), min(int(number), LARGEST)
    except ValueError:
        raise BadPlace from None


def _log(agreement_id: int, form: Form[Noted] | None = None) -> str:
    after = _after(request.args.get("efter", ""))
    with desk().database.read() as session:
        title, parties = _around(session, agreement_id)
        rows = contacts(session, agreement_id, after=after, limit=PAGE + 1)
        page = cut(rows, lambda row: f"{row.day.isoformat()}_{row.id}")
        before = earlier(session, page.rows)
    return render_template(
        "journal/log.html", id=agreement_id, title=title, names={one.id: one.name for one in parties}, page=page, before=before,
        kinds=dict(kinds()), form=form or blank(Noted, day=today()), today=today(), first=after is None,
        mine=standing_here().parties_for("log.write"))


@pages.get("/agreements/<id:agreement_id>/kontakter")
def index(agreement_id: int) -> str:
    """Show the contacts between the parties, the latest first."""
    return _log(agreement_id)


@pages.post("/agreements/<id:agreement_id>/kontakter")
def add(agreement_id: int) -> Answer:
    """Note a contact."""
    form = read_form(Noted)
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("journal.index", agreement_id=agreement_id)) as act:
            note_contact(act.session, agreement_id, day=given.day, kind=given.kind, who=given.who, body=given.body,
                         author=actor(), party_id=next(iter(standing_here().parties_for("log.write")), None), now=now(),
                         by=actor_for(act.session, agreement_id, "log.write"))
        if form.ok:
            return done(act.goes_to, "Antecknat. Alla parter ser det.", "Noted. All parties see it.")
    return _log(agreement_id, form), form.status


def _correcting(agreement_id: int, contact_id: int, form: Form[Noted] | None = None) -> str:
    with desk().database.read() as session:
        title, _ = _around(session, agreement_id)
        row: ContactRow = get_contact(session, agreement_id, contact_id)
    known = blank(Noted, day=row.day, kind=row.kind, who=row.who, body=row.body)
    return render_template("journal/correct.html", id=agreement_id, title=title, row=row, form=form or known, kinds=kinds(),
                           today=today())


@pages.get("/agreements/<id:agreement_id>/kontakter/<id:contact_id>/ratta")
def correcting(agreement_id: int, contact_id: int) -> str:
    """Ask how a contact should read."""
    return _correcting(agreement_id, contact_id)


@pages.post("/agreements/<id:agreement_id>/kontakter/<id:contact_id>/ratta")
def correct(agreement_id: int, contact_id: int) -> Answer:
    """Correct a contact; what stood before is kept."""
    form = read_form(Noted)
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("journal.index", agreement_id=agreement_id)) as act:
            correct_contact(
                act.session, agreement_id, contact_id, day=given.day, kind=given.kind, who=given.who, body=given.body,
                author=actor(), parties=frozenset(standing_here().parties_for("log.write")), now=now(),
                by=actor_for(act.session, agreement_id, "log.write"))
        if form.ok:
            return done(act.goes_to, "Rättat. Den tidigare lydelsen finns kvar.", "Corrected. What stood before is kept.")
    return _correcting(agreement_id, contact_id, form), form.status


def _notes(agreement_id: int, form: Form[Written] | None = None) -> str:
    given = request.args.get("fore", "")
    if given and not given.isdecimal():
        raise BadPlace
    # Whoever runs the installation acts for no party and sees nobody's notes.
    ours = standing_here().parties_for("notes.see")
    with desk().database.read() as session:
        title, parties = _around(session, agreement_id)
        rows = notes(session, agreement_id, ours, before=min(int(given), LARGEST) if given else None, limit=PAGE + 1)
    page = cut(rows, _number)
    writing = standing_here().parties_for("notes.write")
    return render_template("journal/notes.html", id=agreement_id, title=title, page=page, form=form or blank(Written),
                           ours=[one for one in parties if one.id in ours], writing=[one for one in parties if one.id in writing],
                           names={one.id: one.name for one in parties}, first=not given)


def _number(row: NoteRow) -> str:
    return str(row.id)


@pages.get("/agreements/<id:agreement_id>/anteckningar")
def notes_of_ours(agreement_id: int) -> str:
    """Show the notes of one's own party."""
    return _notes(agreement_id)


@pages.post("/agreements/<id:agreement_id>/anteckningar")
def write(agreement_id: int) -> Answer:
    """Write a note for one's own party."""
    form = read_form(Written)
    if form.ok:
        writing = standing_here().parties_for("notes.write")
        party = form.given.party if form.given.party is not None else writing[0]
        if party not in writing:
            raise NotYours(whom=whom("notes.write"))
        with acting(form, goes_to=url_for("journal.notes_of_ours", agreement_id=agreement_id)) as act:
            write_note(act.session, agreement_id, party, form.given.body, author=actor(), now=now())
        if form.ok:
            return done(act.goes_to, "Sparat. Bara er part ser anteckningen.", "Saved. Only your party sees the note.")
    return _notes(agreement_id, form), form.status
