"""Pots of money, and how each falls on the periods that are paid for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from service.agreements.terms import Economy, Expiry, Terms
from service.economy.reckoning.ground import Ground, Way
from service.kernel.calendar import add_months
from service.kernel.money import nearest, ore, split
from service.obligations.days.span import ONE_DAY
from service.obligations.model import Obligation


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """Öre for a stretch of days; `asked` says that the terms leave its size open, `renewed` that a renewal made it."""

    ore: int
    first: date
    last: date
    asked: bool = False
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """What a period gets from one pot."""

    ore: int
    ground: Ground


def months_in(first: date, last: date) -> Fraction:
    """Return the months from one day to another, parts of months by their days."""
    if (first.year, first.month) == (last.year, last.month):
        return Fraction(last.day - first.day + 1, monthrange(first.year, first.month)[1])
    days = monthrange(first.year, first.month)[1]
    between = (last.year - first.year) * 12 + last.month - first.month - 1
    return Fraction(days - first.day + 1, days) + between + Fraction(last.day, monthrange(last.year, last.month)[1])


def days_in(first: date, last: date) -> Fraction:
    """Return the days from one day to another, both counted."""
    return Fraction((last - first).days + 1)


def pots(terms: Terms, last: date) -> list[Pot]:
    """Return what there is to spread until `last`: the frame and what renewals make of it, or a sum for each year."""
    economy = terms.economy
    if economy.total is not None:
        return _of_total(terms, ore(economy.total), last)
    return [] if economy.yearly is None else _of_years(terms, ore(economy.yearly), last)


def renewed_until(terms: Terms, last: date) -> date:
    """Return the last day of the renewal that a day lies in, so that it is reckoned whole; a day that no renewal made is itself."""
    end, months = terms.end, terms.ending.months
    if end is None or last <= end or terms.ending.mode is Expiry.ENDS or months is None:
        return last
    times = 1
    while add_months(end, months * times) < last:
        times += 1
    return add_months(end, months * times)


def _of_total(terms: Terms, total: int, last: date) -> list[Pot]:
    end = terms.end
    if end is None:
        return []
    made = [Pot(ore=total, first=terms.start, last=end)]
    months = terms.ending.months
    if terms.ending.mode is Expiry.ENDS or months is None:
        return made
    while (upto := made[-1].last) < last:
        first, until = upto + ONE_DAY, add_months(end, months * len(made))
        share = months_in(first, until) / months_in(terms.start, end)
        made.append(Pot(ore=nearest(total * share), first=first, last=until, renewed=True))
    return made


def _of_years(terms: Terms, yearly: int, last: date) -> list[Pot]:
    economy = terms.economy
    anchor = terms.start if economy.year == "agreement" else date(terms.start.year, 1, 1)
    # Two readings of the year differ where the agreement begins within one and goes on into the next.
    two_ways = economy.year is None and terms.start != anchor and last.year > terms.start.year
    made: list[Pot] = []
    while (opens := add_months(anchor, 12 * len(made))) <= last:
        closes = add_months(anchor, 12 * (len(made) + 1)) - ONE_DAY
        first, until = max(opens, terms.start), closes if terms.end is None else min(closes, last)
        cut = (first, until) != (opens, closes)
        by = days_in if economy.payment.split == "days" else months_in
        amount = nearest(yearly * by(first, until) / by(opens, closes)) if cut and economy.cut != "whole" else yearly
        made.append(Pot(ore=amount, first=first, last=until, asked=two_ways or (cut and economy.cut is None)))
    return made


def shared(pot: Pot, periods: Sequence[Obligation], economy: Economy, *, taken: int = 0, left: bool = False) -> dict[str, Piece]:
    """Return what each of `periods` gets from a pot of which `taken` is gone; together all that is left, never below 0."""
    mine = [one for one in periods if one.first <= pot.last and one.last >= pot.first]
    if not mine:
        return {}
    amount = max(pot.ore - taken, 0)
    way = Way(economy.payment.split or Way.MONTHS)
    if way is Way.WRITTEN:
        return _written(pot, mine, economy, amount, left=left)
    weights = [_weight(way, one, pot) for one in mine]
    # Where all weigh the same there is only one way.
    asked = pot.asked or (economy.payment.split is None and len(set(weights)) > 1)
    return {
        one.key: Piece(part, Ground(
            way=Way.WHOLE if len(mine) == 1 else way, of=amount, part=weight, whole=sum(weights, Fraction(0)), left=left,
            asked=asked, renewed=pot.renewed))
        for one, part, weight in zip(mine, split(amount, weights), weights, strict=True)}


def _weight(way: Way, one: Obligation, pot: Pot) -> Fraction:
    first, last = max(one.first, pot.first), min(one.last, pot.last)
    if way is Way.EQUAL:
        return months_in(first, last) / months_in(one.first, one.last)
    return days_in(first, last) if way is Way.DAYS else months_in(first, last)


def _written(pot: Pot, mine: Sequence[Obligation], economy: Economy, amount: int, *, left: bool) -> dict[str, Piece]:
    """Return the amounts written out; what they leave of the pot falls by months on the periods without, else on the last."""
    said: dict[str, int] = {}
    for share in economy.payment.written:
        found = next((one for one in mine if one.first <= share.first <= one.last and pot.first <= share.first <= pot.last), None)
        if found is not None:
            said[found.key] = said.get(found.key, 0) + ore(share.amount)
    made: dict[str, Piece] = {}
    for one in mine:
        if one.key in said:
            part = min(said[one.key], amount - sum(piece.ore for piece in made.values()))
            made[one.key] = Piece(part, Ground(way=Way.WRITTEN, of=amount, left=left, asked=pot.asked, renewed=pot.renewed))
    rest = amount - sum(piece.ore for piece in made.values())
    silent = [one for one in mine if one.key not in said] or [mine[-1]]
    parts = split(rest, [_weight(Way.MONTHS, one, pot) for one in silent])
    for one, part in zip(silent, parts, strict=True):
        before = made[one.key].ore if one.key in made else 0
        if part or one.key not in made:
            made[one.key] = Piece(before + part, Ground(way=Way.REST, of=rest, left=left, asked=pot.asked, renewed=pot.renewed))
    return made


def taken_from(every: Sequence[Pot], periods: Sequence[Obligation], amounts: Mapping[str, int]) -> list[int]:
    """Return how much of each pot earlier amounts take; one of a period that lies in several is split over them by months."""
    gone = [0] * len(every)
    for one in periods:
        weights = [months_in(max(one.first, pot.first), min(one.last, pot.last))
                   if one.first <= pot.last and one.last >= pot.first else Fraction(0) for pot in every]
        if any(weights):
            for place, part in enumerate(split(amounts.get(one.key, 0), weights)):
                gone[place] += part
    return gone
