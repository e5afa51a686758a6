"""What a dispute is about, and where it is taken when talking does not help."""

from __future__ import annotations

from enum import StrEnum

from service.agreements.terms import Terms

# What a dispute can be about besides a sentence of the terms: matters of other rooms, by their kind.
MATTERS = ("breach", "repayment", "invoice")
CLAUSE = "clause"


class Forum(StrEnum):
    """Before whom a dispute is taken."""

    NEGOTIATION = "negotiation"
    MEDIATION = "mediation"
    ARBITRATION = "arbitration"
    COURT = "court"


def forum_of(terms: Terms) -> Forum:
    """Return what the terms name after dialogue; where they name nothing more, a court is open to everyone."""
    return Forum.COURT if terms.disputes in (None, "dialogue") else Forum(str(terms.disputes))


def kind_of(matter: str) -> str:
    """Return what kind of matter "repayment 3" is; empty for the whole agreement."""
    return matter.partition(" ")[0]


def number_of(matter: str) -> int | None:
    """Return the number in "repayment 3"; None where there is none."""
    number = matter.partition(" ")[2]
    return int(number) if number.isdecimal() else None
