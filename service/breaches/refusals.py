"""Why something cannot be done to a breach."""

from __future__ import annotations

from service.kernel.errors import Refusal


class OneSelf(Refusal):
    """A party gives notice of another party's failure, not of its own."""

    sv = "En part meddelar en annan parts brist, inte sin egen."
    status = 422


class DayToCome(Refusal):
    """The day {day} has not come yet; give the day it was done."""

    sv = "Dagen {day} har inte kommit än; ange dagen då det skedde."
    status = 422


class NeedsDays(Refusal):
    """Say how many days there are to rectify it."""

    sv = "Ange hur många dagar motparten får på sig för rättelse."
    status = 422


class NeedsWhyDays(Refusal):
    """The agreement gives no number of days: say why {days} days are “without delay” here."""

    sv = "Överenskommelsen anger inget antal dagar: motivera varför {days} dagar är ”utan dröjsmål” här."
    status = 422


class FewerThanTerms(Refusal):
    """The agreement gives {days} days to rectify; fewer cannot be set."""

    sv = "Överenskommelsen ger {days} dagar för rättelse; färre går inte att sätta."
    status = 422


class NotAtOnce(Refusal):
    """The agreement does not name that fault among those that end it at once."""

    sv = "Överenskommelsen nämner inte den bristen bland dem som får häva den genast."
    status = 422


class NoSuchEvidence(Refusal):
    """Document {id} is not one of this agreement's that your party may see."""

    sv = "Dokument {id} är inget av överenskommelsens som er part får se."
    status = 422


class Over(Refusal):
    """This breach is settled; nothing more can be done about it."""

    sv = "Avtalsbrottet är avgjort; inget mer kan göras åt det."


class AlreadyReceived(Refusal):
    """It is already recorded that the notice was received on {day}."""

    sv = "Det är redan antecknat att meddelandet togs emot {day}."


class BeforeNotice(Refusal):
    """The notice was given on {given}; it cannot have been received on {day}, before that."""

    sv = "Meddelandet lämnades {given}; det kan inte ha tagits emot {day}, före det."
    status = 422


class NeedsProof(Refusal):
    """Say what shows that the notice was received: a receipt, a reply, or who was there."""

    sv = "Ange vad som visar att meddelandet togs emot: ett kvitto, ett svar eller vem som var med."
    status = 422


class NotTheAccused(Refusal):
    """Only the party that the notice is about can answer it."""

    sv = "Bara den part som meddelandet gäller kan svara på det."
    status = 403


class NotTheNotifier(Refusal):
    """Only the party that gave notice of the breach can do this."""

    sv = "Det här kan bara den part göra som meddelade avtalsbrottet."
    status = 403


class NoNotice(Refusal):
    """No notice of a breach has been given: give one, with time to rectify, before you rescind."""

    sv = "Inget avtalsbrott är meddelat: meddela det, med tid för rättelse, innan ni häver."


class NotReceived(Refusal):
    """The time to rectify has not begun: it is not recorded that the notice was received."""

    sv = "Tiden för rättelse har inte börjat: det är inte antecknat att meddelandet har tagits emot."


class TimeLeft(Refusal):
    """The time to rectify runs to {day}; the agreement can be rescinded after that day."""

    sv = "Tiden för rättelse går till och med {day}; överenskommelsen kan hävas efter den dagen."


class AlreadyRescinded(Refusal):
    """Rescission because of this breach has already been declared."""

    sv = "Hävning på grund av det här avtalsbrottet är redan förklarad."
