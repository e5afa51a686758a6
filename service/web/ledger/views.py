"""Every invoice and payout of the agreements one may know of: sieved, summed, taken home."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from flask import Blueprint, Response, render_template, request, stream_with_context

from service.economy.invoices.tables import InvoiceRow
from service.kernel.money import sek
from service.parties.tables import PartyRow
from service.web.frame.access import Who, seen, sees_all_or_many
from service.web.frame.desk import desk
from service.web.frame.text import one_line
from service.web.ledger.export import as_csv
from service.web.ledger.read import GROUPS, STATES, Line, Wanted, conditions, lines, place, portion, sums
from service.web.portfolio.read import organisations

pages = Blueprint("ledger", __name__)
WHO = {"index": Who.USER, "csv": Who.USER}
PORTION = 500


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _wanted(given: Mapping[str, str]) -> Wanted:
    state, party = given.get("lage", ""), given.get("part", "")
    return Wanted(
        words=one_line(given.get("q"), 100), state=state if state in {*STATES, *GROUPS} else "", first=_day(given.get("fran", "")),
        last=_day(given.get("till", "")), party=min(int(party), 2**62) if party.isascii() and party.isdigit() else 0)


def _query(wanted: Wanted) -> dict[str, str]:
    """Return what is asked for as an address has it."""
    values = {"q": wanted.words, "lage": wanted.state, "fran": wanted.first, "till": wanted.last, "part": wanted.party}
    return {name: str(value) for name, value in values.items() if value}


@pages.get("/fakturor")
def index() -> str:
    """List invoices and payouts, the latest first, with what all that is asked for comes to."""
    wanted = _wanted(request.args)
    within = conditions(wanted, seen(InvoiceRow.agreement_id))
    with desk().database.read() as session:
        page, whole = lines(session, within, request.args.get("efter", "")), sums(session, within)
        choices = organisations(session, seen(PartyRow.agreement_id), many=sees_all_or_many())
    return render_template("ledger/list.html", page=page, whole=whole, wanted=wanted, query=_query(wanted), states=STATES,
                           choices=choices, kronor=sek)


def _portions() -> Iterator[list[Line]]:
    """Yield all that is asked for, some at a time."""
    within, after = conditions(_wanted(request.args), seen(InvoiceRow.agreement_id)), ""
    while True:
        with desk().database.read() as session:
            found = portion(session, within, after, PORTION)
        if not found:
            return
        yield found
        after = place(found[-1])


@pages.get("/fakturor/export.csv")
def csv() -> Response:
    """Give the list as text."""
    answer = Response(stream_with_context(piece.encode() for piece in as_csv(_portions())), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="fakturor.csv"'
    return answer
