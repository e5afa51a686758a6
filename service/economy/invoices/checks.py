"""What is looked at before an invoice is taken in; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from service.economy.invoices import refusals
from service.economy.invoices.model import Handed, Settings
from service.kernel.errors import Refusal
from service.kernel.money import Amount
from service.kernel.text.days import Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Expecting:
    """What an invoice is held against: its period, what is expected (öre), the parties, the frame and what is bound of it."""

    period: tuple[date, date]
    expected_ore: int | None
    seller: str
    seller_number: str | None
    buyer: str
    buyer_number: str | None
    settled: Settings
    over: int
    taken: bool = False


def check(handed: Handed, against: Expecting) -> None:
    """Refuse an invoice that is not what is expected, unless it says why where that will do."""
    if not handed.number:
        raise refusals.NoInvoiceNumber(field="number")
    if handed.ore <= 0 or handed.vat_ore < 0:
        raise refusals.NoSum(field="sek")
    if against.taken:
        raise refusals.NumberUsed(party=against.seller, number=handed.number, field="number")
    check_parties(handed.seller, handed.buyer, seller=(against.seller, against.seller_number),
                  buyer=(against.buyer, against.buyer_number))
    if not handed.reason:
        _needs_no_reason(handed, against)
    if against.over and not handed.over_reason:
        raise refusals.AboveFrame(over=Amount(against.over), field="over_reason")


def check_parties(from_: str, to: str, *, seller: tuple[str, str | None], buyer: tuple[str, str | None]) -> None:
    """Refuse what is from another seller or to another buyer, by their organisation numbers where both are known."""
    if _other(from_, seller[1]):
        raise refusals.WrongSeller(given=from_, party=seller[0], wanted=seller[1], field="seller")
    if _other(to, buyer[1]):
        raise refusals.WrongBuyer(given=to, party=buyer[0], wanted=buyer[1], field="buyer")


def _needs_no_reason(handed: Handed, against: Expecting) -> None:
    found = list(_differences(handed, against))
    if len(found) > 1:
        en, sv = (" ".join(one.sentence(language) for one in found) for language in ("en", "sv"))
        raise refusals.Differs(all=en, all_sv=sv, field="reason")
    for one in found:
        raise one


def _differences(handed: Handed, against: Expecting) -> Iterator[Refusal]:
    """Yield all that is otherwise than expected, each as it is told alone."""
    if handed.nameless and against.seller_number:
        yield refusals.NoSeller(party=against.seller, field="reason")
    wanted = against.settled.reference
    if wanted and handed.reference and handed.reference.casefold() != wanted.casefold():
        yield refusals.WrongReference(wanted=wanted, given=handed.reference, field="reason")
    if handed.period is not None and handed.period != against.period:
        yield refusals.OtherPeriod(expected=Days(*against.period), given=Days(*handed.period), field="reason")
    if handed.seems_ore is not None and handed.seems_ore not in (handed.ore, handed.ore + handed.vat_ore):
        yield refusals.FileSaysOther(said=Amount(handed.seems_ore), amount=Amount(handed.ore + handed.vat_ore), field="reason")
    if against.expected_ore is not None and handed.ore != against.expected_ore:
        yield refusals.OtherAmount(expected=Amount(against.expected_ore), amount=Amount(handed.ore), field="reason")


def digits(number: str | None) -> str:
    """Return the ten digits of an organisation number, however it is written; a leading country or century falls away."""
    return re.sub(r"\D", "", number or "")[-10:]


def _other(given: str, wanted: str | None) -> bool:
    return bool(given and wanted) and digits(given) != digits(wanted)
