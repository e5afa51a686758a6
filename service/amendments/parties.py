"""Which parties stay, join and leave when an amendment changes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from service.agreements.terms import Party
from service.kernel.errors import Refusal


class BothSidesStay(Refusal):
    """At least one public and one civil party must remain."""

    sv = "Minst en offentlig och en idéburen part måste vara kvar."
    status = 422


class PartiesOnTheirWay(Refusal):
    """Amendment {number} changes the parties from {day} and is signed by all; change them again once it is in force."""

    sv = "Tillägg {number} ändrar parterna från {day} och är undertecknat av alla; ändra dem på nytt när det har börjat gälla."


class NobodySignsForIt(Refusal):
    """{party} is to join and has nobody who signs for it; name its signatory first."""

    sv = "{party} ska komma till och har ingen som undertecknar; ange partens undertecknare först."
    status = 422


@dataclass(frozen=True, slots=True)
class Moves:
    """Places of parties: of those that stay before and after, of those that join after, of those that leave before."""

    stay: tuple[tuple[int, int], ...]
    joins: tuple[int, ...]
    leaves: tuple[int, ...]


def moves(before: Sequence[Party], after: Sequence[Party]) -> Moves:
    """Return who stays, who joins and who leaves.

    Who keeps side and name is the same, its number corrected or not; else who keeps side and number, renamed; else a party without
    any number that stands where it stood.
    """
    left, new = dict(enumerate(before)), dict(enumerate(after))
    stay: list[tuple[int, int]] = []
    for same in (_name, _number, _neither):
        for place, party in list(new.items()):
            was = next((one for one, each in left.items() if each.role == party.role and same(one, each, place, party)), None)
            if was is not None:
                stay.append((was, place))
                del left[was], new[place]
    return Moves(tuple(sorted(stay, key=lambda pair: pair[1])), tuple(new), tuple(left))


Same = Callable[[int, Party, int, Party], bool]


def _name(was: int, before: Party, place: int, after: Party) -> bool:
    return before.name.casefold() == after.name.casefold()


def _number(was: int, before: Party, place: int, after: Party) -> bool:
    return before.org_number is not None and before.org_number == after.org_number


def _neither(was: int, before: Party, place: int, after: Party) -> bool:
    return was == place and before.org_number is None and after.org_number is None


def ensure_both_sides(before: Sequence[Party], after: Sequence[Party]) -> None:
    """Raise BothSidesStay where a side that had a party has none left."""
    if {one.role for one in before} - {one.role for one in after}:
        raise BothSidesStay(field="parties")


def ensure_alone(ahead: tuple[int, date] | None) -> None:
    """Raise PartiesOnTheirWay where the parties are certain to change already."""
    if ahead is not None:
        raise PartiesOnTheirWay(number=ahead[0], day=ahead[1], field="parties")
