"""What renegotiations and deviations stand on: an agreement in force, and the agenda of its next meeting."""

from __future__ import annotations

from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement
from service.agreements.tables import AgreementRow
from service.kernel.errors import Refusal, Unknown
from service.parties.model import PartyBrief
from service.parties.store import cast

# Whose point it is that nobody put on the agenda.
ITSELF = "Överens"


class NotInForce(Refusal):
    """This can be done once the agreement is signed and until it ends."""

    sv = "Det här går att göra när överenskommelsen är undertecknad och tills den upphör."


def in_force(session: Session, agreement_id: int) -> AgreementRow:
    """Return the agreement, locked: what concerns one agreement is done one thing at a time; refuse if it is not in force."""
    row = get_agreement(session, agreement_id)
    if row.state not in (State.SIGNED, State.ACTIVE):
        raise NotInForce
    return row


def party_of(session: Session, agreement_id: int, party_id: int) -> PartyBrief:
    """Return a party of the agreement; raise Unknown."""
    found = next((one for one in cast(session, agreement_id).parties if one.id == party_id), None)
    if found is None:
        raise Unknown(what="party", id=party_id)
    return found
