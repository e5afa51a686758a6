"""What the terms say of money, in words."""

from __future__ import annotations

from decimal import Decimal

from service.agreements.terms import Economy, Terms
from service.documents.wording.words import Wording
from service.notices.writing.words import first_upper


def frame_of(terms: Terms, words: Wording) -> list[str]:
    """Return what it costs: for the whole period, a year, or a unit."""
    economy, made = terms.economy, []
    if economy.total is not None:
        made.append(words.say("ram {sum}", "frame {sum}", sum=words.money(economy.total)))
    if economy.yearly is not None:
        made.append(words.say("{sum} om året", "{sum} a year", sum=words.money(economy.yearly)))
    if economy.rate is not None:
        made.append(words.say("{sum} per {unit}", "{sum} per {unit}", sum=words.money(economy.rate.amount), unit=economy.rate.unit))
    return made


def way_of_paying(terms: Terms, words: Wording) -> str:
    """Return who moves first, and how often."""
    payment = terms.economy.payment
    rhythm = {None: "", 0: words.say("en gång", "once"), 3: words.say("varje kvartal", "every quarter"),
              6: words.say("varje halvår", "every half-year"), 12: words.say("en gång om året", "once a year")}
    often = rhythm.get(payment.every_months) if payment.every_months in rhythm else words.say(
        "var {n}:e månad", "every {n} months", n=payment.every_months or 0)
    way = words.say("faktura från föreningen", "invoiced by the association") if payment.direction == "invoice" else words.say(
        "utbetalning till föreningen", "paid out to the association")
    return f"{way} {often}".strip()


def posts_of(terms: Terms, words: Wording) -> tuple[tuple[str, str], ...]:
    """Return the posts with their sums and what they come to."""
    posts = terms.economy.posts
    if not posts:
        return ()
    total = sum((post.amount for post in posts), Decimal(0))
    return (*((post.name, words.money(post.amount)) for post in posts), (words.say("Summa", "Total"), words.money(total)))


def reckoned_how(terms: Terms, words: Wording) -> tuple[str, ...]:
    """Return what is said of how amounts are reckoned, as lines; nothing of what the terms leave open."""
    economy = terms.economy
    return tuple(first_upper(one) for one in (*_spread(economy, words), *_adjusted(economy, words)))


def _spread(economy: Economy, words: Wording) -> list[str]:
    payment, made = economy.payment, []
    ways = {"months": words.say("fördelas på perioderna efter månader", "spread over the periods by months"),
            "days": words.say("fördelas på perioderna efter dagar", "spread over the periods by days"),
            "equal": words.say("fördelas på perioderna i lika delar", "spread over the periods in equal parts")}
    if payment.split in ways:
        made.append(ways[payment.split])
    if payment.split == "written":
        made += [words.say("perioden från {day}: {sum}", "the period from {day}: {sum}", day=words.day(one.first),
                           sum=words.money(one.amount)) for one in payment.written]
    if economy.year is not None:
        made.append(words.say("årsbeloppet gäller kalenderår", "the yearly sum is for calendar years")
                    if economy.year == "calendar" else
                    words.say("årsbeloppet gäller år från första dagen", "the yearly sum is for years from the first day"))
    if economy.cut is not None:
        made.append(words.say("ett år som bara ingår till en del får sin del av årsbeloppet",
                              "a year that is only partly within gets its part of the yearly sum") if economy.cut == "part" else
                    words.say("ett år som bara ingår till en del får hela årsbeloppet",
                              "a year that is only partly within gets the whole yearly sum"))
    return made


def _adjusted(economy: Economy, words: Wording) -> list[str]:
    rate, index, vat, made = economy.rate, economy.index, economy.vat, []
    if rate is not None and rate.per_period is not None:
        made.append(words.say("avtalat antal per period: {n}", "number agreed per period: {n}", n=_plain(rate.per_period, words)))
    if index is not None and index.since is not None:
        made.append(words.say("{share} % av beloppen följer {name} med bas {base}, från och med {day}",
                              "{share}% of the amounts follow {name} with base {base}, from {day}", share=_plain(index.share, words),
                              name=index.name, base=index.base, day=words.day(index.since)))
    if vat is not None:
        made.append(words.say("moms {rate} % ingår i beloppen", "VAT of {rate}% is within the amounts", rate=_plain(vat.rate, words))
                    if vat.included else
                    words.say("moms {rate} % läggs till beloppen", "VAT of {rate}% is added to the amounts",
                              rate=_plain(vat.rate, words)))
    if economy.payment.pay_days != Economy().payment.pay_days:
        made.append(words.say("betalas {n} dagar efter mottagandet", "paid {n} days after receipt", n=economy.payment.pay_days))
    return made


def _plain(number: Decimal, words: Wording) -> str:
    text = f"{number:f}"
    tidy = text.rstrip("0").rstrip(".") if "." in text else text
    return tidy.replace(".", ",") if words.language == "sv" else tidy
