"""Drawing up an amendment and changing its draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.terms import Terms
from service.amendments.changes import Change, difference, from_json, to_json
from service.amendments.rules import RUNNING, NothingChanged, NotRunning
from service.amendments.states import State
from service.amendments.store import NoSuchAmendment
from service.amendments.tables import AmendmentRow
from service.amendments.words import names as term_names
from service.kernel.errors import Refusal
from service.lifecycle.amending.draft import (
    AmendmentSettled,
    ChangedMeanwhile,
    TermsMoved,
    changes_between,
    draft,
    redraft,
)
from service.renegotiations.actions import lead_to
from service.renegotiations.states import State as Renegotiation
from service.renegotiations.tables import RenegotiationRow
from service.web.amendments.compare import compared, outlook, tongue
from service.web.amendments.read import Desk, read_desk
from service.web.amendments.sheet import HIDDEN, AmendmentSheet, Own, label, put_into, sections_of, terms_from
from service.web.frame.access import Of
from service.web.frame.acting import Acting, acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.intake.form.layout import LAYOUT
from service.web.intake.form.typed import Typed, from_terms, read_typed
from service.web.intake.sheet import Difference, changed, differences, label_of
from service.web.speech.refusals import told

pages = Blueprint("amendment_form", __name__)
WHO = {
    "new": Of("agreement", "amendment.draft"),
    "add": Of("agreement", "amendment.draft"),
    "edit": Of("amendment", "amendment.draft"),
    "save": Of("amendment", "amendment.draft"),
}
Answer = str | Response | tuple[str, int]
OWN = ("heading", "rationale", "effective_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is being drawn up: a new amendment, perhaps after one that fell (`after`) or of what was `agreed`, or the draft `row`."""

    desk: Desk
    row: AmendmentRow | None
    after: AmendmentRow | None
    action: str
    agreed: RenegotiationRow | None = None

    @property
    def base(self) -> Terms:
        """Return the terms that it changes: the newest that all have signed."""
        return self.desk.newest.terms

    @property
    def source(self) -> AmendmentRow | None:
        """Return the amendment that the form is first filled in from."""
        return self.row or self.after

    @property
    def number(self) -> int:
        """Return the number that it has or will have."""
        return self.row.number if self.row is not None else max((one.number for one in self.desk.amendments), default=0) + 1

    def first(self) -> tuple[Terms, Sequence[str]]:
        """Return the terms to be as they were last saved, and what others have changed since."""
        return put_into(self.base, from_json(self.source.changes)) if self.source is not None else (self.base, ())

    def own(self) -> Form[Own]:
        """Return what the amendment says of itself, as it was last saved."""
        if self.source is None and self.agreed is not None:
            return blank(Own, heading=self.agreed.about, rationale=self.agreed.outcome or "")
        if self.source is None:
            return blank(Own)
        return blank(Own, heading=self.source.title, rationale=self.source.rationale, effective_on=self.source.effective_on)

    def sheet(self, typed: Typed | None = None, opened: Sequence[str] = (), begun: str = "") -> AmendmentSheet:
        """Return the form for its page; `begun` is the number of the terms that it was begun from."""
        terms, moved = self.first()
        base = next((one for one in self.desk.versions if str(one.number) == begun), self.desk.newest)
        return AmendmentSheet(
            action=self.action, typed=from_terms(terms) if typed is None else typed, before=from_terms(base.terms),
            terms=base.terms, base=base.number, version=str(self.row.revision) if self.row is not None else "", hides=HIDDEN,
            opened=sections_of(opened), moved=moved)

    def sketch(self, changes: Sequence[Change], own: Own) -> AmendmentRow:
        """Return the amendment as it would be, on no paper yet."""
        return AmendmentRow(
            id=self.row.id if self.row is not None else 0, agreement_id=self.desk.agreement.id, number=self.number, state=State.DRAFT,
            title=own.heading, rationale=own.rationale, base=self.desk.newest.number, changes=to_json(changes),
            effective_on=own.effective_on, from_on=None,
            extends=self.source.extends if self.source is not None else False)


def _new(session: Session, agreement_id: int, fallen: str, agreed: str = "") -> Work:
    found = read_desk(session, agreement_id)
    if found.agreement.state not in RUNNING:
        raise NotRunning(state=found.agreement.state)
    after = None
    if fallen:
        after = next((one for one in found.amendments if str(one.id) == fallen), None)
        if after is None:
            raise NoSuchAmendment(id=fallen[:20])
    return Work(desk=found, row=None, after=after, agreed=_agreed(session, agreement_id, agreed),
                action=url_for("amendment_form.add", agreement_id=agreement_id))


def _agreed(session: Session, agreement_id: int, number: str) -> RenegotiationRow | None:
    """Return the renegotiation of this agreement that led to the amendment, if the address names one that did."""
    row = session.get(RenegotiationRow, int(number)) if number.isdecimal() and len(number) < 19 else None
    if row is None or row.agreement_id != agreement_id or row.state != Renegotiation.AGREED or row.amendment_id is not None:
        return None
    return row


def _old(session: Session, amendment_id: int) -> Work:
    row = session.get(AmendmentRow, amendment_id)
    if row is None:
        raise NoSuchAmendment(id=amendment_id)
    if row.state != State.DRAFT:
        raise AmendmentSettled
    return Work(desk=read_desk(session, row.agreement_id), row=row, after=None,
                action=url_for("amendment_form.save", amendment_id=amendment_id))


def _page(work: Work, sheet: AmendmentSheet, own: Form[Own]) -> str:
    """Return the form; what is wrong stands at its field and all together above."""
    sheet.errors = {**sheet.errors, **{
        name: text for name, text in own.errors.items() if LAYOUT.field(name) is not None or LAYOUT.rows_at(name) is not None}}
    every = {**own.errors, **sheet.errors}
    return render_template(
        "amendments/form.html", work=work, sheet=sheet, own=own, every=Form(Own, errors=every), agreement=work.desk.agreement,
        names={name: label(name, label_of(name)) for name in every},
        clause=work.base.clause("amendments.signed", "amendments.written"),
        moved=term_names(sheet.moved, tongue()))


@pages.get("/agreements/<id:agreement_id>/tillagg/nytt")
def new(agreement_id: int) -> Answer:
    """Show the form with the newest signed terms; `fran` is an amendment that fell and is drawn up anew."""
    with desk().database.read() as session:
        work = _new(session, agreement_id, request.args.get("fran", "")[:20], request.args.get("omforhandling", ""))
    return _page(work, work.sheet(opened=request.args.getlist("del")), work.own())


@pages.post("/agreements/<id:agreement_id>/tillagg/nytt")
def add(agreement_id: int) -> Answer:
    """Draw up an amendment of what the form says."""
    with desk().database.read() as session:
        work = _new(session, agreement_id, request.form.get("after", "")[:20], request.form.get("agreed", ""))
    return _answer(work)


@pages.get("/amendments/<id:amendment_id>/andra")
def edit(amendment_id: int) -> Answer:
    """Show the form with a draft."""
    with desk().database.read() as session:
        work = _old(session, amendment_id)
    return _page(work, work.sheet(opened=request.args.getlist("del")), work.own())


@pages.post("/amendments/<id:amendment_id>/andra")
def save(amendment_id: int) -> Answer:
    """Give a draft what the form says."""
    with desk().database.read() as session:
        work = _old(session, amendment_id)
    return _answer(work)


def _answer(work: Work) -> Answer:
    """Do what the button says: add or drop a row, go on editing, preview, save."""
    do = request.form.get("do", "save")
    typed, place = changed(read_typed(request.form), do)
    own = read_form(Own)
    split = LAYOUT.split(place)
    sheet = work.sheet(typed, opened=[split[0].path if split is not None else place], begun=request.form.get("base", "")[:12])
    sheet.version = request.form.get("version", "")[:12]
    if place or do == "edit":
        own.errors.clear()
        return _page(work, sheet, own)
    built = terms_from(typed, sheet.terms)
    sheet.errors = built.errors
    if built.terms is None or not own.ok:
        return _page(work, sheet, own), 422
    if sheet.base != work.desk.newest.number:
        return _begun_anew(work, sheet, own, built.terms)
    try:
        changes = changes_between(work.base, built.terms)
        if not changes:
            raise NothingChanged(field="changes")
    except Refusal as refusal:
        own.refuse(refusal)
        return _page(work, sheet, own), own.status
    if do == "preview":
        row = work.sketch(changes, own.given)
        return render_template(
            "amendments/preview.html", work=work, sheet=sheet, own=own, row=row, agreement=work.desk.agreement,
            compared=compared(changes), outlook=outlook(work.desk, row, changes, today=today(), now=now()))
    return _kept(work, sheet, own, built.terms)


def _begun_anew(work: Work, sheet: AmendmentSheet, own: Form[Own], terms: Terms) -> Answer:
    """Put what was changed into the terms that have been signed meanwhile, and let whoever changed it look again."""
    merged, moved = put_into(work.base, difference(sheet.terms, terms))
    fresh = work.sheet(from_terms(merged))
    fresh.version, fresh.moved = sheet.version, moved
    own.refuse(TermsMoved())
    return _page(work, fresh, own), own.status


def _kept(work: Work, sheet: AmendmentSheet, own: Form[Own], terms: Terms) -> Answer:
    back = url_for("amendments.index", agreement_id=work.desk.agreement.id)
    with acting(own, goes_to=back) as act:
        act.goes_to = url_for("amendments.show", amendment_id=_write(act, work, sheet, own.given, terms))
    if own.ok:
        return done(act.goes_to, "Utkastet är sparat. Inget ändras förrän alla har undertecknat.",
                    "The draft is saved. Nothing changes before all have signed.")
    if told(ChangedMeanwhile()) in own.errors.values():
        fresh = _again(work)
        sheet.version = str(fresh.row.revision) if fresh.row is not None else ""
        before = fresh.own()
        sheet.differences = [
            *(Difference(label(name, name), before.text(name), own.text(name)) for name in OWN
              if before.text(name) != own.text(name)),
            *differences(from_terms(fresh.first()[0]), sheet.typed)]
    return _page(work, sheet, own), own.status


def _again(work: Work) -> Work:
    """Return what is being drawn up as somebody else has left it."""
    assert work.row is not None
    with desk().database.read() as session:
        return _old(session, work.row.id)


def _write(act: Acting, work: Work, sheet: AmendmentSheet, own: Own, terms: Terms) -> int:
    agreement_id = work.desk.agreement.id
    by = actor_for(act.session, agreement_id, "amendment.draft") or actor()
    if work.row is None:
        after = work.after
        came_of = f"renegotiation {work.agreed.id}" if work.agreed is not None else after.came_of if after is not None else None
        made = draft(act.session, agreement_id, terms, title=own.heading, rationale=own.rationale, effective_on=own.effective_on,
                     base=sheet.base, extends=after.extends if after is not None else False, came_of=came_of, now=now(), by=by)
        if work.agreed is not None:
            lead_to(act.session, work.agreed.id, made.id, now=now(), by=by)
        return made.id
    redraft(act.session, work.row.id, terms, title=own.heading, rationale=own.rationale, effective_on=own.effective_on,
            base=sheet.base, revision=int(sheet.version) if sheet.version.isdecimal() else 0, now=now(), by=by)
    return work.row.id
