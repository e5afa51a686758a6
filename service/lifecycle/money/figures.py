"""Entering units and index figures: what is expected of each period that is not handed in follows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement
from service.economy.entered.store import INDEX, UNITS, Figures, entered_of, put
from service.economy.invoices.refusals import NotBound
from service.economy.invoices.rules import Item
from service.economy.invoices.states import UNTOUCHED
from service.economy.invoices.store import items_of
from service.history.record import Record, append
from service.kernel.errors import Refusal
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.money.ground import UNBOUND
from service.lifecycle.money.keeping import reckon_anew
from service.obligations.versions import Version


class NotAskedFor(Refusal):
    """Nothing is reckoned with that number: the terms name no rate for that period, or no index for that year."""

    sv = "Inget räknas med det talet: villkoren har inget pris per enhet för perioden, eller inget index för året."
    status = 422


class AlreadyHandedIn(Refusal):
    """The invoice or payout of that period is in already; what was expected of it stays."""

    sv = "Fakturan eller utbetalningen för den perioden har redan kommit; det som väntades av den ligger fast."
    status = 409


class NoNumber(Refusal):
    """Give a number above zero for an index, zero or more for units, with two decimals at most."""

    sv = "Ange ett tal större än noll för ett index, noll eller mer för antal, med högst två decimaler."
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A number that amounts wait for: its kind and name, the period or year it is of, and what is entered."""

    kind: str
    name: str
    period: tuple[date, date] | None
    value: Decimal | None


def asked_of(versions: Sequence[Version], items: Sequence[Item], given: Figures) -> list[Asked]:
    """Return the numbers that the amounts of an agreement are reckoned with, in order."""
    found: dict[tuple[str, str], Asked] = {}
    terms = {one.number: one.terms for one in versions}
    economy = versions[-1].terms.economy
    open_ones = {one.key: one for one in items if one.state in UNTOUCHED}
    if economy.rate is not None:
        for one in open_ones.values():
            found[UNITS, one.key] = Asked(kind=UNITS, name=one.key, period=(one.first, one.last), value=given.units.get(one.key))
    years: set[int] = set()
    for each in terms.values():
        rule = each.economy.index
        if rule is not None:
            years |= {rule.base_year, *(year for one in open_ones.values() if (year := rule.year_of(one.first)) is not None)}
    for year in sorted(years):
        found[INDEX, str(year)] = Asked(kind=INDEX, name=str(year), period=None, value=given.index.get(year))
    return list(found.values())


def enter_figure(
    session: Session, agreement_id: int, kind: str, name: str, value: Decimal, *, author: str, now: datetime, by: str,
) -> None:
    """Enter units of a period or the figure of an index for a year, and reckon anew what is expected."""
    row = get_agreement(session, agreement_id)
    if State(row.state) in UNBOUND:
        raise NotBound
    versions, items = versions_of(session, agreement_id), items_of(session, agreement_id)
    if kind == UNITS and any(one.key == name and one.state not in UNTOUCHED for one in items) and not any(
            one.key == name and one.state in UNTOUCHED for one in items):
        raise AlreadyHandedIn(field="what")
    if (kind, name) not in {(one.kind, one.name) for one in asked_of(versions, items, entered_of(session, agreement_id))}:
        raise NotAskedFor(field="what")
    if value != value.quantize(Decimal("0.01")) or value < 0 or (kind == INDEX and not value):
        raise NoNumber(field="value")
    was = put(session, agreement_id, kind, name, value, author=author, now=now)
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="figure_entered",
                            body={"kind": kind, "name": name, "value": str(value), "was": None if was is None else str(was)})])
    reckon_anew(session, agreement_id, versions)
