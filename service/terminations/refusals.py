"""Why a notice of termination cannot be given, received or withdrawn."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NoSuchTermination(Refusal):
    """There is no notice of termination {id}."""

    sv = "Det finns ingen uppsägning {id}."
    status = 404


class NoNotice(Refusal):
    """The terms give nobody the right to end the agreement by notice before its last day."""

    sv = "Villkoren ger ingen rätt att säga upp överenskommelsen i förtid."


class NotThisParty(Refusal):
    """The terms give {party} no right to end the agreement by notice."""

    sv = "Villkoren ger inte {party} rätt att säga upp överenskommelsen."


class NotASignatory(Refusal):
    """Notice is given by someone who may sign for {party}; that person may not."""

    sv = "Uppsägning görs av den som får teckna {party}; det får inte den personen."
    status = 403


class AlreadyGiven(Refusal):
    """{party} has already given notice, and that notice stands."""

    sv = "{party} har redan sagt upp överenskommelsen, och den uppsägningen gäller."


class EndsByItself(Refusal):
    """With notice the last day would be {last}, but the agreement ends by itself on {ends}; no notice is needed."""

    sv = "Med uppsägning skulle sista dagen bli {last}, men överenskommelsen upphör av sig själv {ends}; ingen uppsägning behövs."


class DayToCome(Refusal):
    """That day has not come; give today or an earlier day."""

    sv = "Den dagen har inte kommit än; ange i dag eller en tidigare dag."
    status = 422


class BeforeGiven(Refusal):
    """A notice is received on the day it was given, {day}, or later."""

    sv = "En uppsägning tas emot samma dag som den görs, {day}, eller senare."
    status = 422


class BeforeSigned(Refusal):
    """An agreement cannot be ended by notice before it was signed."""

    sv = "En överenskommelse kan inte sägas upp innan den är undertecknad."
    status = 422


class LongAgo(Refusal):
    """Received on that day, the last day would be {last}, which has passed; only who received the notice can record that."""

    sv = "Mottagen den dagen blir sista dagen {last}, och den har passerat; det kan bara den som tog emot uppsägningen anteckna."


class NotTheReceiver(Refusal):
    """Only a party that got the notice can confirm here that it did; say how it was handed over, and what shows it."""

    sv = "Bara en part som fått uppsägningen kan bekräfta det här; ange hur den lämnades, och vad som visar det."
    status = 403


class NeedsProof(Refusal):
    """Say what shows that the notice was received: a receipt, a reply, or who was there."""

    sv = "Ange vad som visar att uppsägningen togs emot: ett kvitto, ett svar eller vem som var med."
    status = 422


class NotTheGiver(Refusal):
    """Only the party that gave notice can ask to withdraw it."""

    sv = "Bara den part som har sagt upp kan be att få ta tillbaka uppsägningen."
    status = 403


class AskedAlready(Refusal):
    """The others have been asked already whether the notice may be withdrawn."""

    sv = "De andra är redan tillfrågade om uppsägningen får tas tillbaka."


class NotAsked(Refusal):
    """Nobody waits for this party's consent: it is not asked, or has given it."""

    sv = "Ingen väntar på den här partens medgivande: den är inte tillfrågad, eller har redan gett det."
