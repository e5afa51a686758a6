"""Why a shift cannot be kept as it is told, and what is asked before it is."""

from __future__ import annotations

from collections.abc import Sequence

from service.kernel.errors import Refusal


class NoSuchShift(Refusal):
    """There is no shift {id}."""

    sv = "Det finns inget pass {id}."
    status = 404


class NoSuchWord(Refusal):
    """That is not on the agreement's list; it may have been taken away a moment ago. Choose another."""

    sv = "Det finns inte på överenskommelsens lista; det kan ha tagits bort nyss. Välj något annat."
    status = 422


class DayToCome(Refusal):
    """The shift has not begun yet; log it when it is done, or plan it."""

    sv = "Passet har inte börjat än; logga det när det är gjort, eller planera det."
    status = 422


class DayGone(Refusal):
    """That time has passed; log the shift instead of planning it."""

    sv = "Den tiden har redan varit; logga passet i stället för att planera det."
    status = 422


class OutsidePeriod(Refusal):
    """The agreement covers {first} to {last}; the shift's day is outside that."""

    sv = "Överenskommelsen gäller {first} till {last}; passets dag ligger utanför."
    status = 422


class NotRunning(Refusal):
    """Shifts are logged under an agreement that is signed and not closed."""

    sv = "Pass loggas på en överenskommelse som är undertecknad och inte avslutad."


class NoTime(Refusal):
    """The shift ends when it begins; give another hour for its end."""

    sv = "Passet slutar när det börjar; ange ett annat klockslag för slutet."
    status = 422


class NoStaff(Refusal):
    """Somebody must have worked: give the number of staff, from 1 to 999."""

    sv = "Någon måste ha arbetat: ange hur många som gick passet, från 1 till 999."
    status = 422


class NoPlace(Refusal):
    """Say where the shift was: choose at least one place."""

    sv = "Ange var passet var: välj minst en plats."
    status = 422


class BadCount(Refusal):
    """A number of events or people is from 0 to 99,999."""

    sv = "Ett antal händelser eller människor är från 0 till 99 999."
    status = 422


class NeedsReason(Refusal):
    """This was logged more than {days} days ago; say why it is corrected, and it stays in the history."""

    sv = "Det här loggades för mer än {days} dagar sedan; skriv varför det rättas, så står det kvar i historiken."
    status = 422


class EntryElsewhere(Refusal):
    """This entry has been used for another agreement; nothing was kept. Log the shift anew."""

    sv = "Den här posten har använts för en annan överenskommelse; inget sparades. Logga passet på nytt."


class AlreadySo(Refusal):
    """There is already one called {name} on the list."""

    sv = "Det finns redan en på listan som heter {name}."
    status = 422


class NotTheSameKind(Refusal):
    """Only what is on the same list can be merged, and not with itself."""

    sv = "Bara det som står på samma lista kan slås ihop, och inte med sig självt."
    status = 422


class Doubt(Refusal):
    """That may be wrong."""

    sv = "Det kan vara fel."
    status = 422


class LongShift(Doubt):
    """The shift lasted {hours} hours."""

    sv = "Passet varade {hours} timmar."


class ManyStaff(Doubt):
    """There were {staff} staff."""

    sv = "Det var {staff} i personalen."


class ManyCounted(Doubt):
    """There were {count} of one and the same kind."""

    sv = "Det var {count} av ett och samma slag."


class LongAgo(Doubt):
    """It was on {day}, more than half a year ago."""

    sv = "Det var {day}, för mer än ett halvår sedan."


class SameTime(Doubt):
    """Another shift is logged at the same time: {day} {start}–{end}."""

    sv = "Ett annat pass är loggat på samma tid: {day} {start}–{end}."


class Unsure(Refusal):
    """Is that right? {doubts}"""

    sv = "Stämmer det här? {doubts}"
    status = 422

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        self.doubts = tuple(doubts)
        super().__init__(field="sure")

    def sentence(self, language: str = "sv", **in_words: str) -> str:
        """Return the question with all that is doubted."""
        return super().sentence(language, doubts=" ".join(one.sentence(language) for one in self.doubts), **in_words)
