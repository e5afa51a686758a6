"""What may be done to a signature, and what the clock makes of one that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Climb, Ladder, Rung, climb, earliest, owed
from service.parties.model import Audience, Function
from service.signatures.states import State

SIGNING = Audience((Function.SIGNATORY,), "named")
SIGNING_AND_LEADING = Audience((Function.SIGNATORY, Function.COORDINATOR), "named")
# Who may hold an original against the text, on every side.
CONFIRMING = Audience((Function.COORDINATOR, Function.SIGNATORY))
ORIGINAL: Ladder = (Rung(name="original_waits", days=3, every=3, to=CONFIRMING),)
WANTED: Ladder = (Rung(name="signature_wanted", days=7, every=7, to=SIGNING),)
BY_THE_DEADLINE: Ladder = (
    Rung(name="signature_wanted", days=-3, to=SIGNING),
    Rung(name="signature_wanted", days=1, to=SIGNING_AND_LEADING),
)


class Way(StrEnum):
    """How a text is signed: noted (the paper was signed before it came here), in ink, elsewhere by e-signature, in the service."""

    NOTED = "noted"
    INK = "ink"
    ELSEWHERE = "elsewhere"
    SERVICE = "service"


IN_WORDS = {
    Way.NOTED: ("på papper", "on paper"),
    Way.INK: ("med bläck", "in ink"),
    Way.ELSEWHERE: ("med e-underskrift i en annan tjänst", "by e-signature in another service"),
    Way.SERVICE: ("med e-legitimation här", "with an e-ID here"),
}


class AlreadySigned(Refusal):
    """{party} has already signed."""

    sv = "{party} har redan undertecknat."


class NotConcerned(Refusal):
    """{party} is not asked to sign this text, and so cannot decline it."""

    sv = "{party} är inte tillfrågad om den här texten och kan därför inte avböja den."
    status = 403


class NamedAlready(Refusal):
    """{name} is named as a signer for that party already."""

    sv = "{name} är redan angiven som undertecknare för den parten."
    status = 422


class TwoWays(Refusal):
    """This text is being signed {way} already; everyone signs the same text in the same way."""

    sv = "Texten undertecknas redan {way_sv}; alla undertecknar samma text på samma sätt."


class NotYourTurn(Refusal):
    """{party} signs after {others}, who has not signed yet."""

    sv = "{party} undertecknar efter {others}, som ännu inte har undertecknat."


class SamePerson(Refusal):
    """You handed in this original yourself; a second person holds it against the text and confirms it."""

    sv = "Du lämnade själv in det här originalet; en annan person jämför det med texten och bekräftar."
    status = 403


class NobodyTicked(Refusal):
    """Tick who has signed; {needed} must have signed for {party}."""

    sv = "Kryssa i vilka som har undertecknat; för {party} behövs {needed}."
    status = 422


def enough(signed: int, needed: int) -> bool:
    """Say whether so many signatures make a party's complete."""
    return signed >= max(needed, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A signature as the clock sees it; `day` is when it was asked for, `turn` whether it is already asked for.

    `original_since` is when the original was handed in that nobody has looked at yet: then that is what is waited for.
    """

    id: int
    agreement_id: int
    party_id: int
    state: State
    arose_at: datetime
    told_at: datetime | None
    ladders: str = NONE
    matter: str = "agreement"
    deadline: date | None = None
    turn: bool = True
    original_since: datetime | None = None

    @property
    def subject(self) -> str:
        """Name the signature for history and outbox."""
        return f"signature {self.id}"

    @property
    def day(self) -> date:
        """Return the day it was asked for."""
        return local_day(self.arose_at)


def act(item: Item, now: datetime) -> Act:
    """Return what is due: a reminder every seven days while it is asked for, and around the deadline if there is one."""
    if item.state is not State.ASKED or not item.turn:
        return Act(next_at=None, told_at=item.told_at)
    if item.original_since is not None:
        waits, ladder = item.original_since, chosen(ORIGINAL, item.ladders)
        found = [climb(ladder, local_day(waits), since=waits, told_at=max(waits, item.told_at or waits), now=now)]
    else:
        found = [climb(chosen(WANTED, item.ladders), item.day, since=item.arose_at, told_at=item.told_at, now=now)]
    if item.deadline is not None and item.original_since is None:
        found.append(climb(BY_THE_DEADLINE, item.deadline, since=item.arose_at, told_at=item.told_at, now=now))
    following = earliest(*(one.next_at for one in found))
    last = max((one for one in found if one.due is not None), key=_at, default=None)
    if last is None or last.due is None:
        return Act(next_at=following, told_at=item.told_at)
    return Act(next_at=following, told_at=now, owed=(owed(last.due, late=last.late, named=(item.party_id,)),))


def _at(found: Climb) -> datetime:
    assert found.due is not None
    return found.due.at
