"""Shifts from a file, looked at before they are kept, and shifts as a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, Response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answered

from service.agreements.tables import AgreementRow
from service.followup.shifts.exchange import actions, sheet
from service.followup.shifts.model import Kind
from service.followup.shifts.states import State
from service.followup.shifts.store import full, listed, words
from service.kernel.errors import Refusal
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now
from service.web.speech.language import called, say
from service.web.speech.refusals import told

pages = Blueprint("shift_files", __name__)
HERE = "/agreements/<id:agreement_id>/pass/fil"
LOG = Of("agreement", "shift.log")
WHO = {"show": LOG, "look": LOG, "keep": LOG, "template": LOG, "export": Of("agreement", "shift.see")}
LARGEST, SHOWN = 700_000, 200
Answer = str | Answered | tuple[str, int]


class NoFile(Refusal):
    """Choose a file."""

    sv = "Välj en fil."
    status = 422


class TooLarge(Refusal):
    """The file is too large; divide it."""

    sv = "Filen är för stor; dela upp den."
    status = 413


@dataclass(slots=True)
class Shown:
    """What the page shows: the text of a file looked at, what keeping it would do, or what is wrong with it."""

    text: str = ""
    preview: actions.Preview | None = None
    wrong: str = ""
    asked: bool = False
    names: dict[Kind, list[str]] = field(default_factory=dict)


def _page(agreement_id: int, shown: Shown) -> str:
    with desk().database.read() as session:
        title = session.get_one(AgreementRow, agreement_id).title
    return render_template("shifts/file.html", id=agreement_id, title=title, shown=shown, told=told, most=SHOWN)


@pages.get(HERE)
def show(agreement_id: int) -> str:
    """Ask for a file."""
    return _page(agreement_id, Shown())


@pages.post(HERE)
def look(agreement_id: int) -> Answer:
    """Look at a file: what it would give, and what is wrong with which row."""
    try:
        return _page(agreement_id, _looked(agreement_id, _given()))
    except Refusal as refusal:
        return _page(agreement_id, Shown(wrong=told(refusal))), refusal.status


def _given() -> str:
    given = request.files.get("file")
    raw = given.read(LARGEST + 1) if given is not None and given.filename else b""
    if not raw:
        raise NoFile
    if len(raw) > LARGEST:
        raise TooLarge
    return sheet.as_text(raw)


def _looked(agreement_id: int, text: str) -> Shown:
    with desk().database.read() as session:
        found = actions.preview(session, agreement_id, text, now=now())
    return Shown(text, found, names={kind: names for kind, names in found.missing.items() if names})


@pages.post(f"{HERE}/spara")
def keep(agreement_id: int) -> Answer:
    """Keep the shifts of a file that was looked at; the same file again adds nothing."""
    text = request.form.get("text", "").replace("\r\n", "\n")
    try:
        looked = _looked(agreement_id, text)
    except Refusal as refusal:
        return _page(agreement_id, Shown(wrong=told(refusal))), refusal.status
    assert looked.preview is not None
    if looked.preview.doubted and not request.form.get("sure"):
        looked.asked = True
        return _page(agreement_id, looked), 422
    with acting(goes_to=url_for("shifts.index", agreement_id=agreement_id)) as act:
        kept, known, bad = _keep(act.session, agreement_id, text)
    return done(act.goes_to, "{kept} pass är inlagda. {known} fanns redan, {bad} rader togs inte med.",
                "{kept} shifts are taken in. {known} were there already, {bad} rows were left out.", kept=kept, known=known, bad=bad)


def _keep(session: Session, agreement_id: int, text: str) -> tuple[int, int, int]:
    party = standing_here().parties_for("shift.log")[0]
    return actions.keep(session, agreement_id, text, add_words=bool(request.form.get("add")), party_id=party, author=actor(),
                        now=now(), by=actor_for(session, agreement_id, "shift.log", party))


def _file(text: str, name: str) -> Response:
    return Response(text, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})


@pages.get(f"{HERE}/mall.csv")
def template(agreement_id: int) -> Response:
    """Return a file to begin from, with the agreement's own words."""
    with desk().database.read() as session:
        names = {kind: [one.name for one in words(session, agreement_id, kind, retired=False)] for kind in Kind}
    return _file(sheet.template(names[Kind.PLACE], names[Kind.EVENT], names[Kind.GROUP]), "pass-mall")


@pages.get("/agreements/<id:agreement_id>/pass.csv")
def export(agreement_id: int) -> Response:
    """Return every shift as a file that can be read again."""
    with desk().database.read() as session:
        found = full(session, listed(session, agreement_id, states=(State.DONE, State.NOT_HELD, State.STRUCK), latest=False))
    states = {state.value: called("shift", state.value) for state in State}
    more = (say("läge", "state"), say("personaltimmar", "staff hours"))
    return _file(sheet.written(found, states, more), f"pass-{agreement_id}")
