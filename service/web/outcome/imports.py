"""Reading outcome in from SIE files and tables: looked at and placed before it counts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from service.agreements.tables import AgreementRow
from service.economy.outcome.actions import SIE, drop, place
from service.economy.outcome.placing import ACCOUNT, NOT_OURS, Placing, books_of, codes
from service.economy.outcome.rules import in_order, stands
from service.economy.outcome.store import get_import, placing_of
from service.economy.outcome.tables import ImportRow
from service.economy.reading.model import Books
from service.economy.reading.sie import LARGEST
from service.kernel.errors import Refusal
from service.lifecycle.money import outcome
from service.web.documents.forms import NoFile
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.frame.text import one_line
from service.web.outcome.forms import Counted, Placed, Uploaded, kr
from service.web.outcome.pictures import bar
from service.web.outcome.views import called, told
from service.web.speech.language import say

pages = Blueprint("outcome_import", __name__)
WHO = {
    "choose": Of("agreement", "outcome.enter"),
    "upload": Of("agreement", "outcome.enter"),
    "show": Of("outcome_import", "outcome.enter"),
    "placed": Of("outcome_import", "outcome.enter"),
    "count": Of("outcome_import", "outcome.enter"),
    "forget": Of("outcome_import", "outcome.enter"),
}
Answer = str | Response | tuple[str, int]
LONGEST_NAME = 200


def _choose(agreement_id: int, form: Form[Uploaded] | None = None) -> str:
    with desk().database.read() as session:
        agreement = session.get_one(AgreementRow, agreement_id)
        budget = outcome.budget_on(session, agreement_id, max(today(), agreement.starts_on))
    form = form or blank(Uploaded, as_of=min(today(), budget.last))
    return render_template("outcome/import.html", agreement=agreement, form=form, posts=[called(one.name) for one in budget.posts],
                           megabytes=LARGEST // 1_000_000)


@pages.get("/agreements/<id:agreement_id>/utfall/las-in")
def choose(agreement_id: int) -> str:
    """Ask for a file."""
    return _choose(agreement_id)


@pages.post("/agreements/<id:agreement_id>/utfall/las-in")
def upload(agreement_id: int) -> Answer:
    """Read a file and go on to look at it."""
    form = read_form(Uploaded)
    file: FileStorage | None = request.files.get("file")
    if file is None or not file.filename:
        form.refuse(NoFile(field="file"))
    elif form.ok:
        answer = _read_in(agreement_id, form, file.stream.read(LARGEST + 1), one_line(file.filename, LONGEST_NAME))
        if answer is not None:
            return answer
    return _choose(agreement_id, form), form.status


def _read_in(agreement_id: int, form: Form[Uploaded], content: bytes, name: str) -> Response | None:
    """Keep what a file says and lead on to it; None where it was refused, which then stands on the form."""
    try:
        given = outcome.parsed(content)
    except Refusal as refusal:
        refusal.facts.setdefault("field", "file")
        form.refuse(refusal)
        return None
    with acting(form) as act:
        try:
            number = outcome.read_in(act.session, agreement_id, given, name, as_of=form.given.as_of, now=now(),
                                     by=actor_for(act.session, agreement_id, "outcome.enter"))
        except Refusal as refusal:
            refusal.facts.setdefault("field", "file")
            raise
        act.goes_to = url_for("outcome_import.show", outcome_import_id=number)
    return done(act.goes_to) if form.ok else None


def _page(number: int, *, placing: Placing | None = None, form: Form[Any] | None = None) -> str:
    with desk().database.read() as session:
        row = get_import(session, number, locked=False)
        agreement = session.get_one(AgreementRow, row.agreement_id)
        budget = outcome.budget_on(session, row.agreement_id, row.as_of)
        chosen = placing or placing_of(session, row.agreement_id)
        waits = row.figure_id is None
        books = books_of(row.body) if waits and row.source == SIE else None
        amiss = frozenset[str]() if books is None else outcome.amiss(session, row, books, budget)
    given, unplaced = outcome.given_by(row, budget, chosen) if waits else ([], [])
    standing = stands(in_order(budget.posts, {one.post: one for one in given}), first=budget.first, last=budget.last,
                      as_of=row.as_of) if waits else None
    names = [one.name for one in budget.posts]
    found = codes(books, chosen, names, first=budget.first, as_of=row.as_of) if books else []
    return render_template(
        "outcome/preview.html", agreement=agreement, row=row, budget=budget, standing=standing, unplaced=unplaced, books=books,
        placing=chosen, codes=found, only=_only(books), by=_by(books), names=names, kr=kr, bar=bar, called_post=called,
        not_ours=NOT_OURS, amiss=amiss, form=form or blank(Counted))


def _only(books: Books | None) -> list[tuple[str, str]]:
    """Return the objects that the books can be narrowed to."""
    if books is None:
        return []
    return [(f"{dim}|{number}", f"{books.dimensions.get(dim, dim)}: {number} {name}".strip())
            for (dim, number), name in books.objects.items()]


def _by(books: Books | None) -> list[tuple[str, str]]:
    """Return what the books can be placed by."""
    if books is None:
        return []
    dims = sorted({dim for dim, _ in books.objects})
    return [(ACCOUNT, say("Konto", "Account")), *((dim, books.dimensions.get(dim, dim)) for dim in dims)]


@pages.get("/outcome-imports/<id:outcome_import_id>")
def show(outcome_import_id: int) -> str:
    """Show what a file would count as."""
    return _page(outcome_import_id)


def _row(session: Session, number: int) -> tuple[ImportRow, str]:
    row = get_import(session, number)
    return row, actor_for(session, row.agreement_id, "outcome.enter")


@pages.post("/outcome-imports/<id:outcome_import_id>/placera")
def placed(outcome_import_id: int) -> Answer:
    """Remember where accounts or objects belong, and look again."""
    form = read_form(Placed)
    if form.ok:
        with acting(form, goes_to=url_for("outcome_import.show", outcome_import_id=outcome_import_id)) as act:
            row, by = _row(act.session, outcome_import_id)
            place(act.session, row.agreement_id, form.given.placing(placing_of(act.session, row.agreement_id)), now=now(), by=by)
        if form.ok:
            return done(act.goes_to, "Placeringen är sparad och gäller även nästa fil.",
                        "The placing is saved and holds for the next file too.")
    return _page(outcome_import_id, form=form), form.status


@pages.post("/outcome-imports/<id:outcome_import_id>/rakna-in")
def count(outcome_import_id: int) -> Answer:
    """Let the file count."""
    form = read_form(Counted)
    if form.ok:
        with acting(form) as act:
            row, by = _row(act.session, outcome_import_id)
            act.goes_to = url_for("outcome.index", agreement_id=row.agreement_id)
            made = outcome.count_in(act.session, outcome_import_id, note=form.given.note, author=actor(), now=now(), by=by)
        if form.ok:
            return told(act.goes_to, made)
    return _page(outcome_import_id, form=form), form.status


@pages.post("/outcome-imports/<id:outcome_import_id>/kasta")
def forget(outcome_import_id: int) -> Answer:
    """Forget a file that does not count."""
    with acting() as act:
        row, _ = _row(act.session, outcome_import_id)
        act.goes_to = url_for("outcome.index", agreement_id=row.agreement_id)
        drop(act.session, row)
    return done(act.goes_to, "Filen är bortkastad. Den räknades aldrig.", "The file is thrown away. It never counted.")
