"""The payment plan: what each invoice or payout is expected to come to, and how that was reckoned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from service.agreements.terms import Economy, Terms
from service.economy.reckoning.ground import Adjusted, Ground, Way
from service.economy.reckoning.shares import Piece, months_in, pots, renewed_until, shared, taken_from
from service.kernel.calendar import add_months
from service.kernel.clock import moment
from service.kernel.money import nearest
from service.obligations.days.span import ONE_DAY
from service.obligations.model import Kind, Obligation
from service.obligations.versions import LONGEST_WAIT, MONEY, Version, end_then, paid_over

NOTHING: Mapping[str, Decimal] = {}
NO_FIGURES: Mapping[int, Decimal] = {}
RATED = frozenset({Way.UNITS, Way.UNREPORTED})


@dataclass(frozen=True, slots=True)
class Expected:
    """An invoice or payout to come; `ore` is None where nothing says yet what it comes to."""

    key: str
    kind: Kind
    first: date
    last: date
    day: date
    version: int
    ore: int | None
    ground: Ground


def expected(
    versions: Sequence[Version], obligations: Sequence[Obligation], *, units: Mapping[str, Decimal] = NOTHING,
    index: Mapping[int, Decimal] = NO_FIGURES,
) -> tuple[Expected, ...]:
    """Return what is expected for each obligation of money, in their order.

    The plan of the terms comes to the frame, in öre. A change of terms lets periods that have ended or are due by then be, and
    spreads what is left of the new frame over the others. `units` are those reported by key, `index` figures by year.
    """
    asked = [one for one in obligations if one.kind in MONEY]
    if not asked:
        return ()
    reckoned = _reckoned(versions, renewed_until(versions[-1].terms, max(one.last for one in asked)), units)
    terms = {one.number: one.terms for one in versions}
    made = []
    for one in asked:
        planned, piece = reckoned.get(one.key, (one, Piece(0, Ground(way=Way.UNSAID))))
        body = terms.get(one.version, versions[-1].terms)
        amount, ground = _adjusted(body.economy, one, _cut(piece, planned, one), index)
        known = ground.way not in (Way.UNSAID, Way.ENDLESS, Way.UNREPORTED)
        made.append(Expected(one.key, one.kind, one.first, one.last, one.day, one.version, amount if known else None, ground))
    return tuple(made)


def _reckoned(versions: Sequence[Version], last: date, units: Mapping[str, Decimal]) -> dict[str, tuple[Obligation, Piece]]:
    """Return each period of the plan with its piece, before any index, as one version of the terms after the other made them."""
    before: dict[str, tuple[Obligation, Piece]] = {}
    for place, one in enumerate(versions):
        following = versions[place + 1].from_on - ONE_DAY if place + 1 < len(versions) else None
        periods = _periods(versions[:place + 1], last if following is None else end_then(one.terms, following) or last)
        since = one.from_on if place else date.min
        due = [each for each in periods if each.key in before and each.day < since]
        ended = [each for each in periods if each.key in before and each.last < since]
        # A change after the last period lands on what is not yet due.
        settled = due if len(ended) == len(periods) else [each for each in periods if each in due or each in ended]
        going = [each for each in periods if each not in settled]
        if place and _same_money(versions[place - 1].terms, one.terms, [before.get(each.key) for each in periods], periods):
            before = {each.key: (each, before[each.key][1]) for each in periods}
            continue
        pieces = {each.key: before[each.key][1] for each in settled}
        pieces |= _of_terms(one.terms, going, settled, pieces, units, changed=bool(place))
        before = {each.key: (each, pieces[each.key]) for each in periods}
    return before


def _periods(versions: Sequence[Version], last: date) -> list[Obligation]:
    """Return all periods that terms pay for, those of the last year whole, whether anyone has asked for them or not."""
    newest = versions[-1].terms
    ends = None if newest.end is None else max(newest.end, last)
    found = paid_over(versions, known=moment(versions[0].from_on), ends=ends, until=add_months(last, LONGEST_WAIT))
    return sorted(found, key=lambda one: (one.first, one.key))


def _same_money(
    before: Terms, after: Terms, was: Sequence[tuple[Obligation, Piece] | None], periods: Sequence[Obligation],
) -> bool:
    """Say whether a change of terms leaves amounts and periods as they are."""
    amounts = [one.economy.model_copy(update={"posts": (), "index": None, "vat": None, "payment": one.economy.payment.model_copy(
        update={"due_days": 0, "pay_days": 0, "direction": "invoice"})}) for one in (before, after)]
    return amounts[0] == amounts[1] and (before.start, before.end) == (after.start, after.end) and all(
        one is not None and (one[0].first, one[0].last) == (now.first, now.last) for one, now in zip(was, periods, strict=True))


def _of_terms(
    terms: Terms, going: Sequence[Obligation], settled: Sequence[Obligation], pieces: Mapping[str, Piece],
    units: Mapping[str, Decimal], *, changed: bool,
) -> dict[str, Piece]:
    """Return what terms give the periods that are going on or to come; those `settled` have theirs."""
    economy = terms.economy
    if economy.rate is not None:
        return {one.key: _of_units(economy, units.get(one.key)) for one in going}
    last = max((one.last for one in (*going, *settled)), default=terms.start)
    every = pots(terms, last if terms.end is None else max(last, terms.end))
    gone = taken_from(every, settled, {key: piece.ore for key, piece in pieces.items()})
    made: dict[str, Piece] = {}
    for pot, taken in zip(every, gone, strict=True):
        for key, piece in shared(pot, going, economy, taken=taken, left=changed and taken > 0).items():
            made[key] = _together(made[key], piece) if key in made else piece
    way = Way.ENDLESS if economy.total is not None and terms.end is None else Way.UNSAID
    return {one.key: made.get(one.key, Piece(0, Ground(way=Way.REST, of=0) if every else Ground(way=way))) for one in going}


def _together(one: Piece, other: Piece) -> Piece:
    """Return what a period gets from two years or more."""
    return Piece(one.ore + other.ore, Ground(
        way=Way.SEVERAL, asked=one.ground.asked or other.ground.asked, left=one.ground.left or other.ground.left,
        renewed=one.ground.renewed or other.ground.renewed))


def _of_units(economy: Economy, reported: Decimal | None) -> Piece:
    rate = economy.rate
    assert rate is not None
    units = rate.per_period if reported is None else reported
    if units is None:
        return Piece(0, Ground(way=Way.UNREPORTED, rate=rate.amount, unit=rate.unit))
    return Piece(nearest(Fraction(rate.amount) * Fraction(units) * 100), Ground(
        way=Way.UNITS, rate=rate.amount, unit=rate.unit, units=units, estimated=reported is None))


def _cut(piece: Piece, planned: Obligation, owed: Obligation) -> Piece:
    """Return what is left of a piece when its period ended before its time; units are counted anyhow."""
    if owed.last >= planned.last or piece.ground.way in RATED:
        return piece
    share = months_in(owed.first, owed.last) / months_in(planned.first, planned.last)
    return Piece(nearest(piece.ore * share), replace(piece.ground, cut=True))


def _adjusted(economy: Economy, owed: Obligation, piece: Piece, figures: Mapping[int, Decimal]) -> tuple[int, Ground]:
    """Return an amount as the index of its terms makes it; as it was until the figures are entered."""
    rule = economy.index
    year = None if rule is None else rule.year_of(owed.first)
    if rule is None or year is None:
        return piece.ore, piece.ground
    base, value = figures.get(rule.base_year), figures.get(year)
    told = Adjusted(name=rule.name, year=year, base=base, value=value, before=piece.ore, share=rule.share)
    ground = replace(piece.ground, adjusted=told)
    if not base or value is None:
        return piece.ore, ground
    factor = 1 + Fraction(rule.share) / 100 * (Fraction(value) / Fraction(base) - 1)
    return nearest(piece.ore * factor), ground
