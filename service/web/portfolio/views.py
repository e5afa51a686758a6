"""The list of agreements: sieved, sorted, kept under a name, taken home."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, render_template, request, stream_with_context, url_for
from flask_login import current_user
from pydantic import Field
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.accounts.views import drop_view, keep_view, views_of
from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.lifecycle.standing import may_register, seen_by
from service.parties.tables import PartyRow
from service.web.frame.access import Who, is_operator, many_of, seen, sees_all_or_many
from service.web.frame.acting import acting, done
from service.web.frame.desk import desk, today
from service.web.frame.forms import ONE_LINE, Asked, Form, blank, read_form
from service.web.frame.text import one_line
from service.web.portfolio.export import as_csv, as_workbook
from service.web.portfolio.lines import Line, described
from service.web.portfolio.read import COUNTED, GROUPS, MONTHS, SORTS, Wanted, chosen, counted, lines, organisations

pages = Blueprint("portfolio", __name__)
WHO = {"index": Who.USER, "csv": Who.USER, "xlsx": Who.USER, "keep": Who.USER, "drop": Who.USER}
Answer = str | Response | tuple[str, int]
PORTION = 500
SHORT = {"words": "q", "state": "lage", "party": "part", "ends": "slutar", "mine": "mina", "late": "sent", "sort": "ordning"}


class Named(Asked):
    """A name for the list as it is shown."""

    name: Annotated[str, Field(min_length=1, max_length=60), ONE_LINE]
    query: Annotated[str, Field(max_length=1000)] = ""


def _wanted(given: Any) -> Wanted:
    def number(name: str, among: tuple[int, ...] | None = None) -> int:
        text = given.get(name, "")
        value = min(int(text), 2**62) if text.isascii() and text.isdigit() else 0
        return value if among is None or value in among else 0

    state, sort = given.get("lage", ""), given.get("ordning", "")
    return Wanted(
        words=one_line(given.get("q"), 100), state=state if state in {*State, *GROUPS} else "", party=number("part"),
        ends=number("slutar", MONTHS), mine=given.get("mina") == "1", late=given.get("sent") == "1",
        sort=sort if sort in SORTS else "end", after=given.get("efter", ""), before=given.get("fore", ""))


def _query(wanted: Wanted) -> dict[str, str]:
    """Return what is asked for as an address has it, without what goes without saying."""
    values = {short: getattr(wanted, name) for name, short in SHORT.items()}
    kept = {short: "1" if value is True else str(value) for short, value in values.items() if value}
    return {short: value for short, value in kept.items() if (short, value) != ("ordning", "end")}


def _page(form: Form[Named] | None = None) -> str:
    source = dict(parse_qsl(form.text("query"))) if form is not None else request.args
    wanted = _wanted(source)
    with desk().database.read(apart=True) as session:
        hits, base = counted(session, _chosen(session, wanted), wanted)
        page = lines(session, wanted, base, today())
        choices = organisations(session, seen(PartyRow.agreement_id), many=sees_all_or_many())
        views = views_of(session, current_user.id)
        registers = may_register(session, person_id=current_user.person_id, operator=is_operator(), on=today())
    query = _query(wanted)
    return render_template(
        "portfolio/list.html", page=page, wanted=wanted, states=list(State), today=today(), hits=hits, counted=COUNTED,
        choices=choices, views=views, months=MONTHS, query=query, encoded=urlencode(query), registers=registers,
        form=form or blank(Named))


@pages.get("/agreements")
def index() -> str:
    """List the agreements."""
    return _page()


def _chosen(session: Session, wanted: Wanted) -> Select[Any]:
    return chosen(session, wanted, today(), seen(AgreementRow.id), _mine)


def _mine() -> ColumnElement[bool]:
    person_id = current_user.person_id
    return seen_by(AgreementRow.id, person_id=person_id, operator=False, on=today(), many=many_of(person_id))


def _portions() -> Iterator[list[Line]]:
    """Yield all that is asked for, some at a time: by id, so that nothing is missed or told twice meanwhile."""
    wanted, last = _wanted(request.args), 0
    while True:
        with desk().database.read() as session:
            base = _chosen(session, wanted)
            rows = session.execute(base.where(AgreementRow.id > last).order_by(AgreementRow.id).limit(PORTION)).all()
            if not rows:
                return
            portion, last = described(session, rows, today()), rows[-1].id
        yield portion


def _file(content: Any, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@pages.get("/agreements/export.csv")
def csv() -> Response:
    """Give the list as text."""
    pieces = (piece.encode() for piece in as_csv(_portions()))
    return _file(stream_with_context(pieces), "text/csv; charset=utf-8", "overenskommelser.csv")


@pages.get("/agreements/export.xlsx")
def xlsx() -> Response:
    """Give the list as a workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(as_workbook(_portions()), kind, "overenskommelser.xlsx")


@pages.post("/agreements/vyer")
def keep() -> Answer:
    """Keep the list as it is shown under a name."""
    form = read_form(Named)
    if form.ok:
        query = urlencode(_query(_wanted(dict(parse_qsl(form.given.query)))))
        with acting(form, goes_to=f"{url_for('portfolio.index')}?{query}") as act:
            keep_view(act.session, current_user.id, form.given.name, query)
        if form.ok:
            return done(act.goes_to, "Vyn är sparad.", "The view is kept.")
    return _page(form), form.status


@pages.post("/agreements/vyer/<id:view_id>/bort")
def drop(view_id: int) -> Answer:
    """Remove a view."""
    with acting(goes_to=url_for("portfolio.index")) as act:
        drop_view(act.session, current_user.id, view_id)
    return done(act.goes_to, "Vyn är borttagen.", "The view is removed.")
