"""Why a rescission cannot be declared, claimed or answered."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NotActive(Refusal):
    """The agreement is not in force; only one that is can be broken off."""

    sv = "Överenskommelsen gäller inte; bara en som gäller kan brytas."


class MayNotRepresent(Refusal):
    """{name} is not a signatory of {party} and cannot declare this for it."""

    sv = "{name} är inte undertecknare för {party} och kan inte förklara det här för den."
    status = 403


class DayPassed(Refusal):
    """The day {day} has passed; a rescission declared here takes effect today or later."""

    sv = "Dagen {day} har passerat; en hävning som förklaras här börjar gälla i dag eller senare."
    status = 422


class AfterEnd(Refusal):
    """The agreement ends by itself on {end}; choose a day no later than that."""

    sv = "Överenskommelsen upphör av sig själv {end}; välj en dag senast då."
    status = 422


class BeforeStart(Refusal):
    """The agreement began on {start}; it cannot have been rescinded on {day}, before that."""

    sv = "Överenskommelsen började {start}; den kan inte ha hävts {day}, före det."
    status = 422


class BeforeDeclared(Refusal):
    """It was declared on {declared}; it cannot take effect on {day}, before that."""

    sv = "Den förklarades {declared}; den kan inte börja gälla {day}, före det."
    status = 422


class DeclaredLater(Refusal):
    """The day {day} has not come yet; give the day on which it was declared."""

    sv = "Dagen {day} har inte kommit än; ange dagen då hävningen förklarades."
    status = 422


class AlreadyDeclared(Refusal):
    """A rescission is already declared or claimed, with effect from {day}; there cannot be two."""

    sv = "En hävning från {day} är redan förklarad eller påstådd; det kan inte finnas två."


class NeedsAgreementsDocument(Refusal):
    """Document {id} is not one of this agreement's that your party may see."""

    sv = "Dokument {id} är inget av överenskommelsens som er part får se."
    status = 422


class OwnClaim(Refusal):
    """Another party answers a rescission that is said to have been declared, not the one that recorded it."""

    sv = "En annan part svarar på en påstådd hävning, inte den som antecknade den."
    status = 403


class NotTheClaimant(Refusal):
    """Only the party that recorded the claim can withdraw it."""

    sv = "Bara den part som antecknade påståendet kan ta tillbaka det."
    status = 403


class NothingDisputed(Refusal):
    """Meetings and payments can be paused only while a rescission is disputed."""

    sv = "Möten och betalningar kan pausas bara medan en hävning är bestridd."


class AlreadyPaused(Refusal):
    """Meetings and payments are already paused."""

    sv = "Möten och betalningar är redan pausade."


class NotPaused(Refusal):
    """Meetings and payments are not paused."""

    sv = "Möten och betalningar är inte pausade."
