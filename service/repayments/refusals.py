"""Why something cannot be done to a claim of repayment."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NoSuchRepayment(Refusal):
    """There is no claim of repayment {id}."""

    sv = "Det finns inget krav på återbetalning {id}."
    status = 404


class NotOver(Refusal):
    """Repayment is claimed when the agreement has been rescinded, terminated or has ended, and before it is closed."""

    sv = "Återbetalning krävs när överenskommelsen är hävd, uppsagd eller har upphört, och innan den stängs."


class OnlyPublic(Refusal):
    """Repayment is claimed by the public party, which paid, of the association."""

    sv = "Återbetalning krävs av den offentliga parten, som betalade, och av föreningen."
    status = 403


class NotAgainst(Refusal):
    """Only the party that the claim is against answers it."""

    sv = "Bara den part som kravet riktas mot svarar på det."
    status = 403


class MoreThanPaid(Refusal):
    """{paid} SEK was paid and {claimed} SEK of it is claimed already; at most {left} SEK can be claimed."""

    sv = "{paid} kronor har betalats och {claimed} kronor av det är redan krävt; högst {left} kronor kan krävas."
    status = 422


class MoreThanGround(Refusal):
    """By that ground it comes to {most} SEK; claim no more than that, or choose another ground."""

    sv = "På den grunden blir det {most} kronor; kräv inte mer än det, eller välj en annan grund."
    status = 422


class GroundNotOpen(Refusal):
    """That ground is not open here: by the terms and the way the agreement ended it gives no repayment."""

    sv = "Den grunden går inte att använda här: efter villkoren och sättet överenskommelsen upphörde ger den ingen återbetalning."
    status = 422


class NoSum(Refusal):
    """Give an amount above 0."""

    sv = "Ange ett belopp över 0."
    status = 422


class PartsDiffer(Refusal):
    """The parts come to {parts} SEK, but {whole} SEK is to be paid."""

    sv = "Delarna blir tillsammans {parts} kronor, men {whole} kronor ska betalas."
    status = 422


class PartsOutOfOrder(Refusal):
    """Give each part an amount above 0 and a day of its own, in order, none of them past."""

    sv = "Ge varje del ett belopp över 0 och en egen dag, i ordning, ingen som har passerat."
    status = 422


class MoreThanLeft(Refusal):
    """Only {left} SEK is left of the claim."""

    sv = "Bara {left} kronor återstår av kravet."
    status = 422


class DayAhead(Refusal):
    """{day} has not come yet."""

    sv = "{day} har inte kommit än."
    status = 422


class NeedsReason(Refusal):
    """Write why."""

    sv = "Skriv varför."
    status = 422


class NeedsDecision(Refusal):
    """Name the decision that this rests on: who decided, when, and its number."""

    sv = "Ange beslutet som det här vilar på: vem som beslutade, när, och beslutets nummer."
    status = 422


class MoneyHasCome(Refusal):
    """Part of it has been paid back, so the claim stands; waive what is left instead."""

    sv = "En del är redan återbetald, så kravet står kvar; efterge resten i stället."


class NotOpen(Refusal):
    """The claim is settled; nothing more is to be paid or planned."""

    sv = "Kravet är avslutat; inget mer ska betalas eller planeras."
