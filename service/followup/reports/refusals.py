"""Why something cannot be done to a report."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NoSuchReport(Refusal):
    """There is no report {id}."""

    sv = "Det finns ingen rapport {id}."
    status = 404


class NotYours(Refusal):
    """Only the party that owes the report can deliver it."""

    sv = "Bara den part som ska lämna rapporten kan lämna den."
    status = 403


class YourOwn(Refusal):
    """It is your own report; only the other party can accept, return or waive it."""

    sv = "Det är er egen rapport; bara den andra parten kan godkänna, lämna tillbaka eller efterge den."
    status = 403


class DayToCome(Refusal):
    """The day {day} has not come yet."""

    sv = "Dagen {day} har inte kommit än."
    status = 422


class NothingHandedIn(Refusal):
    """Choose the file, or write where the report is."""

    sv = "Välj filen, eller skriv var rapporten finns."
    status = 422


class SayWhy(Refusal):
    """Say what is missing, so that the other party knows what to do."""

    sv = "Skriv vad som saknas, så att den andra parten vet vad som ska göras."
    status = 422
