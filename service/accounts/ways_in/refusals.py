"""Why an identity provider's answer lets nobody in, and what is said about it."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NotVouched(Refusal):
    """{en} did not say who you are.

    The fact `because` is for the log: what was wrong, and nothing that anyone could use.
    """

    sv = "{sv} talade inte om vem du är."
    status = 403


class Denied(NotVouched):
    """The log-in at {en} was cancelled. Try again, or log in another way."""

    sv = "Inloggningen hos {sv} avbröts. Försök igen, eller logga in på ett annat sätt."


class Down(NotVouched):
    """{en} cannot be reached just now. Try again in a while, or log in another way."""

    sv = "Det går inte att nå {sv} just nu. Försök igen om en stund, eller logga in på ett annat sätt."
    status = 502


class Slow(Down):
    """{en} took too long to answer. Try again in a while, or log in another way."""

    sv = "{sv} svarade inte i tid. Försök igen om en stund, eller logga in på ett annat sätt."
    status = 504


class BadAnswer(NotVouched):
    """The answer from {en} could not be trusted, so you were not let in. Try again, or tell whoever runs Överens."""

    sv = "Svaret från {sv} gick inte att lita på, så du släpptes inte in. Försök igen, eller säg till den som sköter Överens."
    status = 502


class NotHere(NotVouched):
    """That log-in was not begun in this browser, or it took too long. Begin again."""

    sv = "Den inloggningen började inte i den här webbläsaren, eller så tog den för lång tid. Börja om."
    status = 400


class NotAnew(NotVouched):
    """{en} did not have you identify yourself just now, which is needed here. Try again, and identify yourself there."""

    sv = "{sv} lät dig inte legitimera dig just nu, vilket behövs här. Försök igen, och legitimera dig där."


class TooLow(NotVouched):
    """{en} did not vouch for you as surely as is needed here. Choose a safer way to identify yourself there."""

    sv = "{sv} intygade inte vem du är så säkert som behövs här. Välj ett säkrare sätt att legitimera dig där."
