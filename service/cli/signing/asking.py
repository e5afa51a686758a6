"""The options of commands that ask for signatures: who signs for each party, in which order, by when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from service.cli.office import DAY
from service.cli.words import say
from service.kernel.errors import BadInput
from service.lifecycle.signing.manner import USUAL_CAPACITY, Manner, concerned, person_named, usual_signers
from service.parties.model import Cast, PartyBrief
from service.parties.store import cast, get_party
from service.signatures.actions import Asked, Signer

F = TypeVar("F", bound=Callable[..., Any])
OPTIONS = (
    click.option("--signer", "signers", multiple=True, nargs=4, type=str, metavar=say(
        "PART NAMN BEFATTNING STÖD", "PARTY NAME CAPACITY AUTHORITY"), help=say(
        "Vem som undertecknar för en part, som vad och med stöd av vad (\"\" för inget); annars de vanliga. Kan ges flera gånger.",
        "Who signs for a party, as what and by what authority (\"\" for none); else the usual. May be given several times.")),
    click.option("--jointly", multiple=True, metavar=say("PART", "PARTY"), help=say(
        "Två undertecknar tillsammans för parten.", "Two sign jointly for the party.")),
    click.option("--ordered", is_flag=True, help=say("En part i taget.", "One party at a time.")),
    click.option("--order", multiple=True, metavar=say("PART", "PARTY"), help=say(
        "En part i taget, i den ordning som parterna nämns.", "One party at a time, in the order in which they are named.")),
    click.option("--deadline", type=DAY, help=say("Senast.", "By which day.")),
)


def asking(command: F) -> F:
    """Give a command the options of how signatures are asked for."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was given of those options."""

    signers: tuple[tuple[str, str, str, str], ...] = ()
    jointly: tuple[str, ...] = ()
    ordered: bool = False
    order: tuple[str, ...] = ()
    deadline: date | None = None


def manner(session: Session, agreement_id: int, matter: str, given: Given, today: date) -> Manner:
    """Return how signatures are asked for; a party for which nobody is named is asked as usual."""
    people = cast(session, agreement_id)
    parties = concerned(people, matter)
    together = {get_party(parties, name).id for name in given.jointly}
    usual = {one.party_id: one.signers for one in usual_signers(people, today, matter)}
    named = {one.id: _named(people, one, parties, given, today) for one in parties}
    asked = {one.id: Asked(party_id=one.id, needed=2 if one.id in together else 1, signers=named[one.id] or usual[one.id])
             for one in parties}
    order = [get_party(parties, name).id for name in given.order] or list(asked)
    if sorted(order) != sorted(asked):
        raise BadInput(why=say("--order nämner varje part en gång", "--order names each party once"))
    return Manner(asked=tuple(asked[number] for number in order), ordered=given.ordered or bool(given.order),
                  deadline=given.deadline)


def _named(people: Cast, party: PartyBrief, parties: tuple[PartyBrief, ...], given: Given, today: date) -> tuple[Signer, ...]:
    return tuple(
        Signer(name=name, capacity=capacity or USUAL_CAPACITY, authority=authority or None,
               person_id=person_named(people, party.id, name, today))
        for side, name, capacity, authority in given.signers if get_party(parties, side).id == party.id)
