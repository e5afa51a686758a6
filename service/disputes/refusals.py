"""Why something cannot be done to a dispute."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NoSuchDispute(Refusal):
    """There is no dispute {id}."""

    sv = "Det finns ingen tvist {id}."
    status = 404


class NotBound(Refusal):
    """A dispute is opened about an agreement that is signed and not closed."""

    sv = "En tvist öppnas om en överenskommelse som är undertecknad och inte stängd."


class NoSuchMatter(Refusal):
    """What the dispute is about is not there in this agreement; choose from the list."""

    sv = "Det som tvisten gäller finns inte i överenskommelsen; välj i listan."
    status = 422


class DialogueFirst(Refusal):
    """A dispute is talked over first; note a dialogue before it is resolved or taken further."""

    sv = "En tvist löses i första hand i dialog; anteckna en dialog innan den avslutas eller förs vidare."


class OtherForum(Refusal):
    """The terms name another way for disputes: {forum}."""

    sv = "Villkoren anger en annan väg för tvister: {forum_sv}."
    status = 422


class NotOpen(Refusal):
    """The dispute is over; nothing more is noted in it."""

    sv = "Tvisten är avslutad; inget mer antecknas i den."


class DayAhead(Refusal):
    """That day has not come; give the day when it was."""

    sv = "Den dagen har inte kommit än; ange dagen då det var."
    status = 422


class NotTheOpener(Refusal):
    """Only the party that opened the dispute can withdraw it; resolve it in words instead."""

    sv = "Bara den part som öppnade tvisten kan återta den; lös den i ord i stället."
    status = 403


class NothingStated(Refusal):
    """Nobody has written how the dispute was resolved, so there is nothing to confirm."""

    sv = "Ingen har skrivit hur tvisten löstes, så det finns inget att bekräfta."


class AlreadyConfirmed(Refusal):
    """This party stands behind those words already; it waits for the other."""

    sv = "Den här parten står redan bakom de orden; det väntar på den andra."
