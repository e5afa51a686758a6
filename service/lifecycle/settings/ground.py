"""When the settings of an agreement can be changed, and by whom who has seen them as they are."""

from __future__ import annotations

from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement
from service.agreements.tables import AgreementRow
from service.kernel.errors import Refusal


class NotSettledYet(Refusal):
    """The settings are changed here once the agreement is signed and until it ends; a draft is changed in its form."""

    sv = ("Inställningarna ändras här när överenskommelsen är undertecknad och så länge den gäller. "
          "Ett utkast ändras i sitt formulär.")


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the settings meanwhile; what holds now is shown, save again if yours is to hold instead."""

    sv = ("Någon annan har ändrat inställningarna under tiden. Så som de är nu visas nedan; "
          "spara igen om det du har skrivit ska gälla i stället.")


def ensure_open(row: AgreementRow) -> None:
    """Raise a Refusal unless the settings of the agreement can be changed here."""
    if row.state not in (State.SIGNED, State.ACTIVE):
        raise NotSettledYet


def locked(session: Session, agreement_id: int, revision: int) -> AgreementRow:
    """Return the agreement to change its settings, if they still are as whoever changes them saw them."""
    row = get_agreement(session, agreement_id)
    ensure_open(row)
    if row.revision != revision:
        raise ChangedMeanwhile
    row.revision += 1
    return row
