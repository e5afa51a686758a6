"""Why something cannot be done to a deviation."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NeedsPost(Refusal):
    """Say which budget post it is about."""

    sv = "Ange vilken budgetpost det gäller."
    status = 422


class NoSuchPost(Refusal):
    """The agreement has no budget post {name}; it has: {posts}."""

    sv = "Överenskommelsen har ingen budgetpost {name}; den har: {posts}."
    status = 422


class NeedsSum(Refusal):
    """Say how much it is, in SEK or in per cent of the post."""

    sv = "Ange hur mycket det är, i kronor eller i procent av posten."
    status = 422


class DayToCome(Refusal):
    """The day {day} has not come yet; give the day it was done."""

    sv = "Dagen {day} har inte kommit än; ange dagen då det skedde."
    status = 422


class Over(Refusal):
    """This deviation is settled; nothing more can be noted about it."""

    sv = "Avvikelsen är avgjord; inget mer kan antecknas om den."


class NoDialogueYet(Refusal):
    """The parties must talk first: note the dialogue, then each decides."""

    sv = "Parterna måste tala med varandra först: anteckna dialogen, sedan tar var och en ställning."


class BeforeDialogue(Refusal):
    """A decision of {day} came before the dialogue, which began on {first}; decide again."""

    sv = "Ett beslut den {day} kom före dialogen, som började {first}; fatta beslutet på nytt."
    status = 422


class AlreadyDecided(Refusal):
    """This party has already decided, and that cannot be changed."""

    sv = "Den här parten har redan beslutat, och det går inte att ändra."


class NotTheReporter(Refusal):
    """Only the party that reported the deviation can withdraw it; reject it instead."""

    sv = "Bara den part som anmälde avvikelsen kan återta den; avslå den i stället."
    status = 403
