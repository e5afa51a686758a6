"""What cannot be entered of outcome."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NotBegun(Refusal):
    """Outcome is entered once the agreement is signed, and until it is closed."""

    sv = "Utfall anges när överenskommelsen är undertecknad, och tills den är avslutad."


class NoBudget(Refusal):
    """The agreement has neither frame nor posts to set the outcome against."""

    sv = "Överenskommelsen har varken ram eller poster att ställa utfallet mot."


class DayAhead(Refusal):
    """{day} has not come; enter what has been used until today."""

    sv = "{day} har inte kommit; ange vad som är använt till och med i dag."
    status = 422


class DayBefore(Refusal):
    """{day} is before the first day of the agreement, {first}."""

    sv = "{day} ligger före överenskommelsens första dag, {first}."
    status = 422


class NoSuchPost(Refusal):
    """There is no budget post called {unknown} on {day}; the posts are {posts}."""

    sv = "Det finns ingen budgetpost som heter {unknown} {day}; posterna är {posts}."
    status = 422


class PostsMissing(Refusal):
    """The file has no amount for {missing}; give one for each post, 0 where nothing is used, and each post once."""

    sv = "Filen har inget belopp för {missing}; ange ett för varje post, 0 där inget är använt, och varje post en gång."
    status = 422


class OtherPosts(Refusal):
    """The posts in force on {day} were {posts}; give an amount for each of them."""

    sv = "Posterna som gällde {day} var {posts}; ange ett belopp för var och en."
    status = 422


class Unplaced(Refusal):
    """Say first which post each of these belongs to: {codes}."""

    sv = "Ange först vilken post var och en av dessa hör till: {codes}."
    status = 422


class AlreadyCounted(Refusal):
    """This file counts already."""

    sv = "Den här filen är redan inräknad."


class NoSuchImport(Refusal):
    """There is no imported file {id}."""

    sv = "Det finns ingen inläst fil {id}."
    status = 404


class NoSuchOutcome(Refusal):
    """There is no outcome {id}."""

    sv = "Det finns inget utfall {id}."
    status = 404


class FaultyFile(Refusal):
    """The file has faults: {faults}"""

    sv = "Filen har fel: {faults_sv}"
    status = 422
