"""What the terms leave open about money, and where their sums do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from service.agreements.terms import Terms
from service.economy.plan import Expected
from service.kernel.money import kronor, sek
from service.obligations.model import Remark


def asked(terms: Terms, plan: Sequence[Expected]) -> tuple[Remark, ...]:
    """Return what is to be settled about money at signing; each says what is reckoned with until it is."""
    return (*disagreeing(terms), *_open(terms, plan))


def disagreeing(terms: Terms) -> Iterator[Remark]:
    """Yield where the posts, or the sums by year, do not come to the frame."""
    economy = terms.economy
    posts = sum((one.amount for one in economy.posts), Decimal(0))
    frame = [one for one in (economy.total, economy.yearly) if one is not None]
    if economy.posts and frame and posts not in frame:
        sums = [kronor(one, language) for language in ("sv", "en") for one in (posts, frame[0])]
        yield Remark(about="economy.posts", sv=f"Posterna blir tillsammans {sums[0]}, men ramen är {sums[1]}.",
                     en=f"The posts come to {sums[2]}, but the frame is {sums[3]}.")


def _open(terms: Terms, plan: Sequence[Expected]) -> Iterator[Remark]:
    economy, payment = terms.economy, terms.economy.payment
    uneven = [one for one in plan if one.ground.asked]
    if uneven and payment.split is None:
        yield Remark(
            about="economy.payment.split",
            sv="Perioderna är inte lika långa. Ska beloppet fördelas efter månader, efter dagar, i lika delar eller med utskrivna "
               f"belopp? Tills det är sagt fördelas det efter månader: {_listed(uneven, 'sv')}.",
            en="The periods are not of one length. Is the sum to be spread by months, by days, in equal parts or by amounts written "
               f"out? Until that is said it is spread by months: {_listed(uneven, 'en')}.")
    if economy.total is None and economy.yearly is not None and uneven:
        if economy.year is None and (terms.start.month, terms.start.day) != (1, 1):
            yield Remark(about="economy.year",
                         sv="Gäller årsbeloppet kalenderår eller år från första dagen? Tills det är sagt räknas kalenderår.",
                         en="Is the yearly sum for calendar years or for years from the first day? Until then, calendar years.")
        if economy.cut is None:
            yield Remark(about="economy.cut",
                         sv="Ett år ingår bara till en del. Tills annat är sagt får det en del av årsbeloppet efter sin längd.",
                         en="A year is only partly within the period. Until otherwise said it gets its part of the yearly sum.")
    if economy.total is not None and terms.end is None and plan:
        yield Remark(about="economy.total",
                     sv="Ramen är en summa för hela tiden, men överenskommelsen har ingen sista dag. Ange ett årsbelopp.",
                     en="The frame is a sum for the whole period, but the agreement has no last day. Give a yearly sum.")


def _listed(plan: Sequence[Expected], language: str) -> str:
    shown = [f"{one.first}–{one.last} {kronor(sek(one.ore or 0), language)}" for one in plan[:4]]
    return ", ".join(shown) + (" …" if len(plan) > len(shown) else "")
