"""How an expected amount was reckoned, in words of both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from service.economy.reckoning.ground import Adjusted, Ground, Way
from service.kernel.money import kronor, sek

Pair = tuple[str, str]

WAYS: Mapping[Way, Pair] = {
    Way.WHOLE: ("hela beloppet, {of}", "the whole sum, {of}"),
    Way.MONTHS: ("{part} av {whole} månader av {of}", "{part} of {whole} months of {of}"),
    Way.DAYS: ("{part} av {whole} dagar av {of}", "{part} of {whole} days of {of}"),
    Way.EQUAL: ("{part} av {whole} lika delar av {of}", "{part} of {whole} equal parts of {of}"),
    Way.WRITTEN: ("utskrivet belopp i villkoren", "an amount written out in the terms"),
    Way.REST: ("det som de utskrivna beloppen lämnar", "what the amounts written out leave"),
    Way.SEVERAL: ("delar av två eller flera år", "parts of two years or more"),
    Way.UNITS: ("{units} {unit} à {rate}", "{units} {unit} at {rate}"),
    Way.UNREPORTED: ("{rate} per {unit}; räknas när antalet är rapporterat",
                     "{rate} per {unit}; reckoned once the number is reported"),
    Way.ENDLESS: ("en summa för hela tiden kan inte fördelas när den inte har någon sista dag",
                  "a sum for the whole period cannot be spread over one without a last day"),
    Way.UNSAID: ("villkoren anger inget belopp", "the terms give no amount"),
}
NOTES: Mapping[str, Pair] = {
    "left": ("det som var kvar av ramen när villkoren ändrades", "what was left of the frame when the terms were changed"),
    "estimated": ("uppskattat efter avtalat antal, tills antalet är rapporterat",
                  "estimated by the number agreed, until the number is reported"),
    "renewed": ("ramen för den förlängda tiden är räknad efter den första; den är inte avtalad",
                "the frame of the renewed period is reckoned from the first one's; it is not agreed"),
    "cut": ("perioden blev kortare än planerat", "the period became shorter than planned"),
    "asked": ("villkoren säger inte hur det ska fördelas", "the terms do not say how to spread it"),
}


def reckoned(ground: Ground, language: str) -> str:
    """Return how an amount was reckoned, as one line without a full stop."""
    return "; ".join(_parts(ground, language))


def _parts(ground: Ground, language: str) -> Iterator[str]:
    yield _pick(WAYS[ground.way], language).format(
        of=kronor(sek(ground.of or 0), language), part=_number(ground.part, language), whole=_number(ground.whole, language),
        units=_number(ground.units, language), unit=ground.unit,
        rate=kronor(ground.rate, language) if ground.rate is not None else "")
    for name, words in NOTES.items():
        if getattr(ground, name):
            yield _pick(words, language)
    if ground.adjusted is not None:
        yield _index(ground.adjusted, language)


def _index(one: Adjusted, language: str) -> str:
    if not one.base or one.value is None:
        return _pick(("preliminärt: {name} för {year} är inte infört, beloppet är inte omräknat",
                      "preliminary: {name} of {year} is not entered, the amount is not adjusted"), language).format(
                          name=one.name, year=one.year)
    return _pick(("omräknat efter {name}: {base} till {value}, {share} % av {before}",
                  "adjusted by {name}: {base} to {value}, {share}% of {before}"), language).format(
                      name=one.name, base=_number(one.base, language), value=_number(one.value, language),
                      share=_number(one.share, language), before=kronor(sek(one.before), language))


def _pick(pair: Pair, language: str) -> str:
    return pair[0 if language == "sv" else 1]


def _number(value: Fraction | Decimal | None, language: str) -> str:
    """Return a number with two decimals at most, none where it is whole."""
    if value is None:
        return ""
    exact = Fraction(value)
    text = f"{float(exact):.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "sv" else text
