"""Amounts as files write them, to whole öre."""

from __future__ import annotations

import re
from decimal import Decimal

from service.economy.reading.refusals import BadAmount
from service.kernel.money import ore

_EXACT = re.compile(r"[-+]?\d{1,15}(\.\d{1,12})?", re.ASCII)
_GROUPS = re.compile(r"[\s\u00a0\u202f']|kronor|kr|sek|:-", re.I)
_WRITTEN = re.compile(r"[-\u2212]?\d{1,13}(\.\d{1,2})?", re.ASCII)


def decimal_of(given: str, element: str) -> Decimal:
    """Return a number of XML; raise BadAmount."""
    if not _EXACT.fullmatch(given):
        raise BadAmount(element=element, value=given[:60])
    return Decimal(given)


def ore_of(given: str, element: str) -> int:
    """Return an amount of XML, with a point and at most two decimals, in öre; raise BadAmount."""
    found = decimal_of(given, element)
    if found != found.quantize(Decimal("0.01")):
        raise BadAmount(element=element, value=given[:60])
    return ore(found)


def written_ore(given: str) -> int | None:
    """Return an amount as people write it ("12 500,50 kr") in öre; None if it is none.

    A point before exactly three figures, and no comma, may be either thousands or decimals: it is none.
    """
    plain = _GROUPS.sub("", given.strip())
    if "," in plain:
        whole, _, part = plain.rpartition(",")
        plain = f"{whole.replace('.', '')}.{part}" if re.fullmatch(r"[-\u2212]?(\d+|\d{1,3}(\.\d{3})+)", whole, re.ASCII) else "-"
    if not _WRITTEN.fullmatch(plain):
        return None
    return ore(Decimal(plain.replace("\u2212", "-")))
