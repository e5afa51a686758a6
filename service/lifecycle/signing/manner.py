"""How signatures are asked for: of whom, in what order, by when; and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from service.amendments.store import amendment_id_of
from service.kernel.errors import Refusal
from service.kernel.text.personal import PersonalNumber, holds_personal_number
from service.parties.model import Cast, Function, PartyBrief
from service.signatures.actions import Asked, Signer
from service.signatures.store import AGREEMENT

USUAL_CAPACITY = "firmatecknare"


class EveryPartySigns(Refusal):
    """Every party concerned is asked to sign, each once: {parties}."""

    sv = "Varje berörd part tillfrågas, var och en en gång: {parties}."
    status = 422


class NobodySigns(Refusal):
    """Say who signs for {party}."""

    sv = "Ange vem som undertecknar för {party}."
    status = 422


class NamedTwice(Refusal):
    """{name} is there twice."""

    sv = "{name} står två gånger."
    status = 422


class TooFew(Refusal):
    """{needed} sign together for {party}; name at least {needed}."""

    sv = "{needed} ska underteckna tillsammans för {party}; ange minst {needed}."
    status = 422


class DeadlineGone(Refusal):
    """That day has passed."""

    sv = "Den dagen har passerat."
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How signatures are asked for: of whom, one party after the other or at once, by which day."""

    asked: tuple[Asked, ...] = ()
    ordered: bool = False
    deadline: date | None = None


def concerned(cast: Cast, matter: str) -> tuple[PartyBrief, ...]:
    """Return the parties that a text concerns: those of the agreement, or those that an amendment of it is for."""
    return cast.parties if matter == AGREEMENT else cast.concerned(amendment_id_of(matter))


def usual_signers(cast: Cast, day: date, matter: str = AGREEMENT) -> tuple[Asked, ...]:
    """Return what is asked of each party when nothing else is said: any of its signatories signs alone."""
    made = []
    for party in concerned(cast, matter):
        held = {seat.person_id: seat for seat in cast.seats
                if seat.party_id == party.id and seat.function == Function.SIGNATORY and seat.holds(day)}
        made.append(Asked(party_id=party.id, signers=tuple(
            Signer(name=seat.name, capacity=USUAL_CAPACITY, person_id=seat.person_id) for seat in held.values())))
    return tuple(made)


def person_named(cast: Cast, party_id: int, name: str, day: date) -> int | None:
    """Return the contact of a party who has this name, None where nobody has, or more than one."""
    found = {seat.person_id for seat in cast.seats
             if seat.party_id == party_id and seat.name.casefold() == name.casefold() and seat.holds(day)}
    return found.pop() if len(found) == 1 else None


def field_of(party_id: int, name: str, number: int | None = None) -> str:
    """Return what a field about a party, or about one of its signers, is called."""
    return f"party.{party_id}.{name}" if number is None else f"party.{party_id}.{number}.{name}"


def faults(manner: Manner, cast: Cast, matter: str, today: date) -> tuple[Refusal, ...]:
    """Return every reason why signatures cannot be asked for in this manner."""
    parties = {party.id: party for party in concerned(cast, matter)}
    asked = manner.asked or usual_signers(cast, today, matter)
    found: list[Refusal] = []
    if sorted(one.party_id for one in asked) != sorted(parties):
        return (EveryPartySigns(parties=", ".join(party.name for party in parties.values()), field="parties"),)
    for one in asked:
        found += _of_party(one, parties[one.party_id])
    if manner.deadline is not None and manner.deadline < today:
        found.append(DeadlineGone(field="deadline"))
    return tuple(found)


def _of_party(asked: Asked, party: PartyBrief) -> Iterator[Refusal]:
    if not asked.signers:
        yield NobodySigns(party=party.name, field=field_of(party.id, "name", 0))
    elif not 1 <= asked.needed <= len(asked.signers):
        yield TooFew(party=party.name, needed=asked.needed, field=field_of(party.id, "needed"))
    seen = set[str]()
    for number, each in enumerate(asked.signers):
        if each.name.casefold() in seen:
            yield NamedTwice(name=each.name, field=field_of(party.id, "name", number))
        seen.add(each.name.casefold())
        for name, text in (("name", each.name), ("capacity", each.capacity), ("authority", each.authority or "")):
            if holds_personal_number(text):
                yield PersonalNumber(field=field_of(party.id, name, number))


def ensure_askable(manner: Manner, cast: Cast, matter: str, today: date) -> None:
    """Raise the first Refusal of what is wrong with a manner."""
    for refusal in faults(manner, cast, matter, today):
        raise refusal
